// decide_incident(view, event, now, policy) -> effects: the one door to an incident's state, as decide() is
// to a ticket's. Pure. What happens in which state is a table: src/decide/incident_table.hpp,
// docs/formats/incident-states.md.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <triaged/decide/decide.hpp>

namespace triaged::decide {

// Who of a team is there now.
struct Duty {
  bool on_duty = true;
  std::vector<domain::ActorId> people{};  // by the rotation; empty: nobody in particular
  std::optional<domain::Instant> next{};  // when somebody comes on duty; nothing: never, or somebody is

  bool operator==(const Duty&) const = default;
};
// By the policy's rotation for that team, else by the team's `calendar`. Pure.
[[nodiscard]] Duty duty_of(const domain::TeamReach& team, const IncidentPolicy& policy,
                           const Calendars* calendars, domain::Instant now);

// A team that may be told of an incident, or paged.
struct Audience {
  domain::TeamReach reach;
  Duty duty;
  bool attended = true;  // somebody consumes its queue, as far as is known
};

// A ticket as an incident that opens sees it.
struct ReportedTicket {
  domain::TicketId id;
  domain::Severity severity{};

  bool operator==(const ReportedTicket&) const = default;
};

// Everything the decision may look at.
struct IncidentView {
  // The one that the event names; of incident_found and incident_declared the one that is kept at that very
  // place.
  const domain::Incident* incident = nullptr;
  domain::Place place{};                   // of incident_declared: where the event belongs (directory)
  const domain::Incident* into = nullptr;  // of incident_merged: the one that goes on
  // That is going on: the one it is part of, or is to be; of a hub that is said to have one, its cluster's.
  const domain::Incident* parent = nullptr;
  std::size_t parts_going_on = 0;  // of those that are part of it
  bool heartbeat_missed = false;   // a sign of life of its cluster stays away
  bool another_goes_on = false;    // of incident_reopened: at that very place
  // Of incident_found and incident_declared, and where nothing is going on there:
  std::uint64_t next_number = 1;  // of the id that a new one gets
  std::vector<ReportedTicket>
      same_symptom{};  // open and linked to none there, as old as the policy looks back
  std::vector<ReportedTicket> other_symptom{};
  std::vector<domain::IncidentId> siblings{};  // of other hubs of that cluster, going on without a parent,
                                               // and begun within the policy's threshold
  domain::Severity worst_sibling = domain::Severity::low;  // of those
  // Who speaks, of an event that a person tells.
  domain::Rung standing = domain::Rung::user;  // there
  bool on_call = false;                        // a member of a team that the policy pages, or on duty
  std::vector<Audience> audiences{};           // of audiences_asked(), for the incident's place
  const Calendars* calendars = nullptr;        // the directory's; nullptr: all hours count
  std::uint32_t epoch = 1;                     // of the store, for notice ids
};

[[nodiscard]] std::vector<domain::TeamId> teams_paged(const Policy& policy);
// Whom the decision may want to tell: these, and those who hear of it beside them.
[[nodiscard]] std::vector<domain::TeamId> audiences_asked(const Policy& policy);

[[nodiscard]] Effects decide_incident(const IncidentView& view, const domain::TicketEvent& event,
                                      domain::Instant now, const Policy& policy);

using domain::IncidentPlace;
[[nodiscard]] IncidentPlace place_of(const domain::Incident& incident);
[[nodiscard]] IncidentPlace place_of(const domain::Place& place);

// The incident is of that very place; or goes on, and one of that place was merged into it.
[[nodiscard]] bool is_at(const domain::Incident& incident, const IncidentPlace& place);

// Of those kept, the one that a ticket belongs beside: of its hub, else its community's, else its cluster's;
// one that is going on before one that is resolved. nullptr: none.
[[nodiscard]] const domain::Incident* incident_near(const domain::Place& place,
                                                    std::span<const domain::Incident* const> kept);

// Of what makes an incident count as started, what has not happened. Nothing of a part of another one, which
// counts with that.
[[nodiscard]] std::vector<domain::StartNeed> missing(const domain::Incident& incident,
                                                     const IncidentPolicy& policy);

// Reports with a symptom are compared, and `other` is like nothing.
[[nodiscard]] bool is_comparable(std::string_view symptom) noexcept;

// What bridges are told of a change; nothing: it does not matter to them. `before`: the version that the
// change was made to, nullptr when it opened. An incident that never paged anybody is not heard of there, nor
// one that is part of another one.
[[nodiscard]] std::optional<domain::IncidentSignal> signal_of(const domain::Incident* before,
                                                              const Effects& effects, std::uint32_t epoch,
                                                              domain::Instant now);

// ---- silences ----

struct SilenceEffects {
  std::optional<domain::Silence> silence;  // as it is from now on
  std::optional<domain::Refusal> refused;
};
// Of silence_set and silence_ended. `known`: the one of that id, or nullptr; `may`: the actor is of support,
// engineering or on call.
[[nodiscard]] SilenceEffects decide_silence(const domain::Silence* known, bool may,
                                            const domain::TicketEvent& event, domain::Instant now,
                                            const Policy& policy);

}  // namespace triaged::decide

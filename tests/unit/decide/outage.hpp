// An incident at a hub, and whoever may hear of it, for tests: what is told, by whom, and the time moved by
// hand. Refused events leave the incident as it was, as in the daemon.
#pragma once

#include <triaged/decide/incident.hpp>

#include "ladder.hpp"

namespace triaged::decide::test {

using std::chrono::days, std::chrono::hours, std::chrono::minutes, std::chrono::seconds;

inline const IncidentId kOther{"INC-90"};

// Three levels, every clock there is, and all that an incident may lack.
inline Policy on_call_then_leads() {
  Policy policy;
  auto& incidents = policy.incidents;
  incidents.paging = {{.severities = {},
                       .symptoms = {},
                       .levels = {{.team = TeamId{"on_call"}, .wait = minutes{15}},
                                  {.team = TeamId{"area_leads"}, .wait = minutes{20}},
                                  {.team = TeamId{"executive_director"}, .wait = {}}},
                       .repeat_every = hours{1}}};
  incidents.started_needs = {StartNeed::paged, StartNeed::acknowledged, StartNeed::channel,
                             StartNeed::community_informed};
  incidents.storm = Storm{.tickets = 3, .within = minutes{10}, .severity = Severity::critical};
  incidents.cluster_threshold = ClusterThreshold{.hubs = 3, .within = minutes{30}};
  return policy;
}

inline Audience listening(TeamReach reach) {
  return {.reach = std::move(reach), .duty = {}, .attended = true};
}

// "kind queue", and of a page its level.
inline std::vector<std::string> heard(const Effects& effects) {
  std::vector<std::string> lines;
  for (const IncidentNotice& notice : effects.incident_notices)
    lines.push_back(std::string(name(notice.kind)) + " " + notice.queue +
                    (notice.level != 0 ? " " + std::to_string(notice.level) : ""));
  return lines;
}

// "kind ticket" or "kind incident" of what is judged next.
inline std::vector<std::string> follows(const Effects& effects) {
  std::vector<std::string> lines;
  for (const TicketEvent& event : effects.follow) {
    const auto incident = incident_of(event);
    lines.push_back(std::string(name(kind(event))) + " " +
                    (is_about_incident(kind(event)) ? incident.value : event.ticket_id.value));
  }
  return lines;
}

struct Outage {
  IncidentView view{};
  Policy policy = on_call_then_leads();
  Instant now = kNow;
  Incident incident{};

  Outage() {
    view.place = everybody_there().place;
    view.next_number = 7;
    view.standing = Rung::support;
    for (const char* id : {"on_call", "area_leads", "executive_director"})
      view.audiences.push_back(listening(team(id)));
    view.audiences.push_back(listening(team("support", Rung::support)));
    view.audiences.push_back(listening(team("community_representative", Rung::community_representative)));
  }

  Audience& at(const std::string& id) {
    return *std::ranges::find_if(view.audiences,
                                 [&](const Audience& one) { return one.reach.team.value == id; });
  }
  void off_duty(const std::string& id, std::optional<Instant> next) {
    at(id).duty = {.on_duty = false, .people = {}, .next = next};
  }
  void on_duty(const std::string& id) { at(id).duty = {}; }
  [[nodiscard]] const IncidentTimer* clock(IncidentClock which) const { return timer(incident, which); }
  [[nodiscard]] Duration left(IncidentClock which) const { return clock(which)->due - now; }
  // "page 15m" would be long; only which of them run.
  [[nodiscard]] std::vector<IncidentClock> clocks() const {
    std::vector<IncidentClock> all;
    for (const auto& timer : incident.timers) all.push_back(timer.clock);
    return all;
  }

  static IncidentFound report(const std::string& ticket, std::string symptom = "login",
                              Severity severity = Severity::high) {
    return {.ticket = TicketId{ticket},
            .title = "Nobody can log in",
            .symptom = std::move(symptom),
            .severity = severity,
            .hub = HubId{"utoronto/prod"},
            .community = CommunityId{"utoronto"},
            .cluster = ClusterId{"utoronto"},
            .code = ReasonCode::rule,
            .rule = RuleName{"outage"},
            .because = "a rule says so"};
  }
  Effects open(IncidentFound found = report("FD-1")) { return by_itself(std::move(found)); }
  Effects opened_and_taken() {
    open();
    return tell(IncidentAcknowledged{incident.id});
  }

  Effects tell(EventBody body, const std::string& actor = "eve@service.example") {
    return take(std::move(body), ProducerId{"desk"}, ActorId{actor});
  }
  // An event of the daemon's own.
  Effects by_itself(EventBody body) { return take(std::move(body), {}, {}); }
  Effects fall_due(IncidentClock which) {
    return by_itself(IncidentDeadline{.incident = incident.id, .clock = which});
  }
  // The time is that of the clock's end.
  Effects miss(IncidentClock which) {
    now = clock(which)->due;
    return fall_due(which);
  }
  Effects hear_of(IncidentReported::How how, const std::string& ticket,
                  Severity severity = Severity::normal) {
    return by_itself(IncidentReported{
        .incident = incident.id, .ticket = TicketId{ticket}, .how = how, .severity = severity});
  }

 private:
  Effects take(EventBody body, ProducerId producer, ActorId actor) {
    view.incident = incident.version == 0 ? nullptr : &incident;
    Effects effects = decide_incident(view,
                                      {.producer = std::move(producer),
                                       .event_id = {},
                                       .ticket_id = {},
                                       .occurred_at = now,
                                       .actor = std::move(actor),
                                       .hub = HubId{"utoronto/prod"},
                                       .body = std::move(body),
                                       .traceparent = "00-trace"},
                                      now, policy);
    if (effects.incident) incident = *effects.incident;
    return effects;
  }
};

// A ladder, and an incident at the ticket's hub.
struct Beside : Ladder {
  Incident incident;

  explicit Beside(std::string symptom = "login") {
    incident.id = IncidentId{"INC-7"};
    incident.version = 1;
    incident.title = "Nobody can log in";
    incident.symptom = "login";
    incident.hub = view.place.hub;
    incident.community = view.place.community;
    incident.cluster = view.place.cluster;
    incident.opened_at = incident.updated_at = kNow;
    view.classification.symptom.value = std::move(symptom);
  }
  // The event is judged with it in view.
  Beside& in_view() {
    view.incident = &incident;
    return *this;
  }
  Effects linked() {
    in_view();
    return tell(Linked{incident.id}, support());
  }
};

inline const IncidentReported& report_of(const Effects& effects) {
  return std::get<IncidentReported>(effects.follow.at(0).body);
}

}  // namespace triaged::decide::test

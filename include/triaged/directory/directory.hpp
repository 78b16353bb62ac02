// Who is who: communities, hubs, teams, producers. An immutable snapshot, made from checked files and what
// hubs told of their admins since, shared by pointer, replaced whole. Nothing here blocks, allocates much or
// fails: what is unknown is a value.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/document/reader.hpp>
#include <triaged/domain/calendar.hpp>
#include <triaged/domain/directory_facts.hpp>

namespace triaged::directory {

// Where a rung's team is asked anew for each hub or community; side teams exist once.
enum class Per : std::uint8_t { service, hub, community };

struct Team {
  domain::TeamId id;
  std::string name;  // for people; "{hub}" and "{community}" are filled in
  std::optional<domain::Rung> rung;
  Per per = Per::service;
  std::string queue;  // "team.<id>" unless given; may hold {hub} or {community}
  domain::Format format = domain::Format::protobuf;
  std::vector<domain::ActorId> members;
  std::vector<domain::TeamId> of;  // made of these teams: their members are its members, one queue of its own
  std::string calendar{domain::kAlways};  // one of Directory::calendars()
  domain::TeamId manager;  // the team above one that is on no rung; may hand its tickets over; empty: none
  std::optional<std::chrono::local_days>
      ends{};                  // its last day, in the zone of its calendar; nothing: it stays
  domain::TeamId successor{};  // has its tickets from then on; empty: its manager, or support
};

// A team that is gone, and the team of today that has its tickets.
struct RetiredTeam {
  domain::TeamId id;
  domain::TeamId successor;
};

struct Community {
  domain::CommunityId id;
  std::string name;
  std::vector<domain::ActorId> representatives;
  std::vector<domain::ActorId> technical_contacts;
  std::vector<domain::HubId> hubs;
};

struct Hub {
  domain::HubId id;
  domain::ClusterId cluster;
  domain::CommunityId community;
  std::string url;  // may be empty
  domain::HubKind kind = domain::HubKind::production;
  bool retired = false;  // kept for old tickets; yields to a hub in service that has the same URL
  std::vector<domain::ActorId> admins;  // by the files; who is one now: Directory::admins()
};

// A RabbitMQ user and what it may speak for. Patterns are exact or end in '*'.
struct Producer {
  domain::ProducerId user;
  std::vector<std::string> hubs;
  std::vector<std::string> events;
  std::vector<std::string> reply_to;
};

class Directory {
 public:
  // What the reader found; the constructor only builds look-ups. `digest` names the files it came from.
  struct Parts {
    std::vector<domain::Rung> ladder;
    std::vector<Team> teams;
    std::vector<RetiredTeam> retired_teams{};
    std::vector<Community> communities;
    std::vector<Hub> hubs;
    std::vector<Producer> producers;
    std::vector<domain::CalendarSpec> calendars;
    domain::Digest digest;
  };
  explicit Directory(Parts parts);
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory();

  // The same files under what hubs told of their admins, of which each hub and person is named once at most.
  // What was told before is forgotten; what agrees with the files, or is about a hub they do not know, makes
  // no difference and is left out. The files' part is shared: this takes time by the number of `told` alone.
  [[nodiscard]] std::shared_ptr<const Directory> with_admins(std::span<const domain::AdminTold> told) const;
  // Of that, what makes a difference; sorted.
  [[nodiscard]] std::span<const domain::AdminTold> told() const noexcept;
  // The same in writing, over the digest of the files: read_told() reads it again. Empty when there is none.
  [[nodiscard]] const std::string& told_text() const noexcept;
  [[nodiscard]] std::span<const domain::ActorId> admins(const Hub& hub) const;  // a hub of this directory

  // The hub of an event is its field, else a URL of the directory found in the text, else the actor's when
  // the actor belongs to one only; the community is that hub's, else the event's, else the actor's when in
  // one only. Several hubs in the text are none, and a hub that was only inferred never contradicts the
  // event's community.
  [[nodiscard]] domain::Place locate(const domain::TicketEvent& event) const;
  // The same, but what a text or a person suggests gives a producer nothing that it may not speak for: then
  // the place is unknown.
  [[nodiscard]] domain::Place locate(const domain::TicketEvent& event, const Producer& producer) const;

  // Highest rung of the ladder the actor has for `hub`; when that is empty or unknown, in `community`; when
  // that is too, anywhere. Unknown actors are users. A community's representatives count as such for each of
  // its hubs.
  [[nodiscard]] domain::Rung standing(const domain::ActorId& actor, const domain::HubId& hub,
                                      const domain::CommunityId& community) const;

  // Who an event's actor is, seen from a ticket that `team` (empty: nobody) has at `place`. A community's
  // representatives are admins of its hubs too, so they are in the team of each.
  [[nodiscard]] domain::Speaker speaker(const domain::ActorId& actor, const domain::TeamId& team,
                                        const domain::Place& place) const;
  [[nodiscard]] bool represents(const domain::ActorId& actor, const domain::CommunityId& community) const;

  // Fills in who can be reached for a place. `named` is the team a rule wants, or empty.
  // `undeliverable` lists queues that have not taken messages for too long, `ended` temporary teams whose
  // time is over (engine/endings.hpp).
  [[nodiscard]] domain::Reach reach(const domain::Place& place, const domain::TeamId& named,
                                    std::span<const std::string> undeliverable,
                                    std::span<const domain::TeamId> ended = {}) const;
  [[nodiscard]] domain::TeamReach reach_team(const domain::TeamId& team, const domain::Place& place,
                                             std::span<const std::string> undeliverable,
                                             std::span<const domain::TeamId> ended = {}) const;

  // By rung: whether its people at that place are those of `team`, all of them and no others. A community's
  // representatives count as admins of its hubs. Nobody is like nobody.
  [[nodiscard]] std::array<bool, domain::kLadder.size()> same_people(const domain::TeamId& team,
                                                                     const domain::Place& place) const;

  // The people a team's notices would reach at that place.
  [[nodiscard]] std::vector<domain::ActorId> people(const Team& team, const domain::Place& place) const;

  // nullptr: `producers:` does not list that user.
  [[nodiscard]] const Producer* producer(const domain::ProducerId& user) const;

  // Every queue that notices may go to, sorted, without repeats, without the prefix: declared at start.
  [[nodiscard]] std::vector<std::string> queues() const;

  [[nodiscard]] const Team* team(const domain::TeamId& id) const;
  // nullptr: it is not listed as retired.
  [[nodiscard]] const RetiredTeam* retired_team(const domain::TeamId& id) const;
  [[nodiscard]] const Hub* hub(const domain::HubId& id) const;
  [[nodiscard]] const Community* community(const domain::CommunityId& id) const;
  [[nodiscard]] std::span<const domain::Rung> ladder() const noexcept;
  [[nodiscard]] std::span<const Team> teams() const noexcept;
  [[nodiscard]] std::span<const Community> communities() const noexcept;
  [[nodiscard]] std::span<const Hub> hubs() const noexcept;
  [[nodiscard]] std::span<const Producer> producers() const noexcept;
  // With `always`, whether or not it was written. Whether their zones exist has not been asked.
  [[nodiscard]] std::span<const domain::CalendarSpec> calendars() const noexcept;
  [[nodiscard]] const domain::Digest& digest() const noexcept;           // of the files and what was told
  [[nodiscard]] const domain::Digest& digest_of_files() const noexcept;  // the same when nothing was told

 private:
  struct Actor;
  struct Destination;
  struct Base;     // the files' part: src/directory/base.hpp
  struct Overlay;  // the hubs' part: src/directory/overlay.hpp
  Directory(std::shared_ptr<const Base> base, std::unique_ptr<const Overlay> overlay);

  std::shared_ptr<const Base> base_;
  std::unique_ptr<const Overlay> overlay_;  // nullptr: hubs told nothing that makes a difference

  [[nodiscard]] const Actor* actor(const domain::ActorId& id) const;
  [[nodiscard]] bool in_team(const domain::ActorId& actor, const domain::TeamId& team,
                             const domain::Place& place) const;
  [[nodiscard]] const Hub* hub_in_texts(std::string_view subject, std::string_view body) const;
  [[nodiscard]] domain::TeamReach reach(const Destination& destination, const domain::Place& place,
                                        std::span<const std::string> undeliverable,
                                        std::span<const domain::TeamId> ended) const;
};

// What told_text() wrote, and of which files.
struct ToldOver {
  domain::Digest files;
  std::vector<domain::AdminTold> told;

  bool operator==(const ToldOver&) const = default;
};
[[nodiscard]] bool is_told_text(std::string_view text);
[[nodiscard]] std::optional<ToldOver> read_told(std::string_view text);  // nothing: it is no such text

// May this producer speak for that hub (an empty hub needs no permission) / of that kind of event / name that
// queue in `reply_to`?
[[nodiscard]] bool may_speak_for(const Producer& producer, const domain::HubId& hub);
[[nodiscard]] bool may_tell(const Producer& producer, domain::EventKind kind);
[[nodiscard]] bool may_ask_for_answers_at(const Producer& producer, std::string_view queue);
[[nodiscard]] bool only_alerts(const Producer& producer);  // lists nothing but alert_* and heartbeat

// Reads and checks the tree(s) of directory.yaml or directory/*.yaml. Broken things (unknown names, duplicate
// ids, missing teams of the ladder) are errors; thin ones (a community without a representative, an empty
// team) are warnings. nullptr when there were errors.
[[nodiscard]] std::shared_ptr<const Directory> read(std::span<const document::Node> files,
                                                    document::Faults& faults);

}  // namespace triaged::directory

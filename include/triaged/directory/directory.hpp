// Who is who: communities, hubs, teams, producers. An immutable snapshot, made from checked files, shared by
// pointer, replaced whole. Nothing here blocks, allocates much or fails: what is unknown is a value.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
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
  std::vector<domain::ActorId> admins;
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
    std::vector<Community> communities;
    std::vector<Hub> hubs;
    std::vector<Producer> producers;
    std::vector<domain::CalendarSpec> calendars;
    domain::Digest digest;
  };
  explicit Directory(Parts parts);
  Directory(const Directory&) = delete;  // the look-ups point into parts_
  Directory& operator=(const Directory&) = delete;

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
  // `undeliverable` lists queues that have not taken messages for too long.
  [[nodiscard]] domain::Reach reach(const domain::Place& place, const domain::TeamId& named,
                                    std::span<const std::string> undeliverable) const;
  [[nodiscard]] domain::TeamReach reach_team(const domain::TeamId& team, const domain::Place& place,
                                             std::span<const std::string> undeliverable) const;

  // The people a team's notices would reach at that place.
  [[nodiscard]] std::vector<domain::ActorId> people(const Team& team, const domain::Place& place) const;

  // nullptr: `producers:` does not list that user.
  [[nodiscard]] const Producer* producer(const domain::ProducerId& user) const;

  // Every queue that notices may go to, sorted, without repeats, without the prefix: declared at start.
  [[nodiscard]] std::vector<std::string> queues() const;

  [[nodiscard]] const Team* team(const domain::TeamId& id) const;
  [[nodiscard]] const Hub* hub(const domain::HubId& id) const;
  [[nodiscard]] const Community* community(const domain::CommunityId& id) const;
  [[nodiscard]] std::span<const domain::Rung> ladder() const noexcept { return parts_.ladder; }
  [[nodiscard]] std::span<const Team> teams() const noexcept { return parts_.teams; }
  [[nodiscard]] std::span<const Community> communities() const noexcept { return parts_.communities; }
  [[nodiscard]] std::span<const Hub> hubs() const noexcept { return parts_.hubs; }
  [[nodiscard]] std::span<const Producer> producers() const noexcept { return parts_.producers; }
  // With `always`, whether or not it was written. Whether their zones exist has not been asked.
  [[nodiscard]] std::span<const domain::CalendarSpec> calendars() const noexcept { return parts_.calendars; }
  [[nodiscard]] const domain::Digest& digest() const noexcept { return parts_.digest; }

 private:
  struct Role {  // one thing an actor is, somewhere
    domain::Rung rung;
    const Hub* hub = nullptr;              // for hub_admin
    const Community* community = nullptr;  // for hub_admin and community_representative
  };
  template <class T>
  struct Only {  // the one thing an actor belongs to; nullptr when there is none or are several
    const T* one = nullptr;
    bool several = false;

    void add(const T& thing) noexcept {
      several = several || (one != nullptr && one != &thing);
      one = several ? nullptr : &thing;
    }
  };
  struct Actor {
    std::vector<Role> roles;
    std::vector<const Team*> teams;  // of the whole service, also by way of those that are made of others
    Only<Hub> hub;                   // in service
    Only<Community> community;
  };
  struct Destination {
    const Team* team = nullptr;
    bool has_people = false;  // for teams of the whole service: its own or those of the teams it is made of
  };
  struct HashText {  // lets a std::string_view be looked up without a copy
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };

  Parts parts_;
  std::unordered_map<domain::TeamId, Destination> teams_;
  std::array<Destination, domain::kLadder.size()> rungs_{};  // no team: the ladder has no such rung
  std::unordered_map<domain::HubId, const Hub*> hubs_;
  std::unordered_map<domain::CommunityId, const Community*> communities_;
  std::unordered_map<domain::ProducerId, const Producer*> producers_;
  std::unordered_map<std::string, const Hub*, HashText, std::equal_to<>> hosts_;  // nullptr: of several hubs
  std::unordered_map<domain::ActorId, Actor> actors_;

  void add_hosts();
  void add_actors();
  void add_hub_people(const Hub& hub);
  void add_community_people(const Community& community);
  [[nodiscard]] bool on_ladder(domain::Rung rung) const noexcept;
  [[nodiscard]] const Actor* actor(const domain::ActorId& id) const;
  [[nodiscard]] bool in_team(const domain::ActorId& actor, const domain::TeamId& team,
                             const domain::Place& place) const;
  [[nodiscard]] const Hub* hub_in_texts(std::string_view subject, std::string_view body) const;
  [[nodiscard]] domain::TeamReach reach(const Destination& destination, const domain::Place& place,
                                        std::span<const std::string> undeliverable) const;
};

// May this producer speak for that hub (an empty hub needs no permission) / of that kind of event?
[[nodiscard]] bool may_speak_for(const Producer& producer, const domain::HubId& hub);
[[nodiscard]] bool may_tell(const Producer& producer, domain::EventKind kind);
[[nodiscard]] bool only_alerts(const Producer& producer);  // lists nothing but alert_* and heartbeat

// Reads and checks the tree(s) of directory.yaml or directory/*.yaml. Broken things (unknown names, duplicate
// ids, missing teams of the ladder) are errors; thin ones (a community without a representative, an empty
// team) are warnings. nullptr when there were errors.
[[nodiscard]] std::shared_ptr<const Directory> read(std::span<const document::Node> files,
                                                    document::Faults& faults);

}  // namespace triaged::directory

// What a directory's files say, with its look-ups: built once, shared by every snapshot that stands over it.
// Nothing here checks: read() has done so. Pointers lead into `parts`.
#pragma once

#include <array>
#include <unordered_map>
#include <vector>

#include <triaged/directory/directory.hpp>

namespace triaged::directory {

// The one thing an actor belongs to; nullptr when there is none or are several.
template <class T>
struct Only {
  const T* one = nullptr;
  bool several = false;

  void add(const T& thing) noexcept {
    several = several || (one != nullptr && one != &thing);
    one = several ? nullptr : &thing;
  }
};

// One thing an actor is, somewhere.
struct Role {
  domain::Rung rung{};
  const Hub* hub = nullptr;              // for hub_admin
  const Community* community = nullptr;  // for hub_admin and community_representative
};

struct Directory::Actor {
  std::vector<const Hub*> administers;
  std::vector<const Community*> represents;
  std::vector<const Community*> contact_of;
  std::vector<const Team*> teams;  // of the whole service, also by way of those that are made of others
  // What follows from those, by Base::settle().
  std::vector<Role> roles;
  Only<Hub> hub;  // in service
  Only<Community> community;
};

struct Directory::Destination {
  const Team* team = nullptr;
  bool has_people = false;  // for teams of the whole service: its own or those of the teams it is made of
};

struct Directory::Base {
  explicit Base(Parts given);
  Base(const Base&) = delete;
  Base& operator=(const Base&) = delete;

  struct HashText {  // lets a std::string_view be looked up without a copy
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };

  const Parts parts;
  std::unordered_map<domain::TeamId, Destination> teams;
  std::array<Destination, domain::kLadder.size()> rungs{};  // no team: the ladder has no such rung
  std::unordered_map<domain::HubId, const Hub*> hubs;
  std::unordered_map<domain::CommunityId, const Community*> communities;
  std::unordered_map<domain::ProducerId, const Producer*> producers;
  std::unordered_map<std::string, const Hub*, HashText, std::equal_to<>> hosts;  // nullptr: of several hubs
  std::unordered_map<domain::ActorId, Actor> actors;

  [[nodiscard]] const Team* team(const domain::TeamId& id) const;
  [[nodiscard]] const Hub* hub(const domain::HubId& id) const;
  [[nodiscard]] const Community* community(const domain::CommunityId& id) const;
  // Of a team of the whole service, each once.
  [[nodiscard]] std::vector<domain::ActorId> members(const Team& team) const;
  void settle(Actor& actor) const;

 private:
  void add_hosts();
  void add_actors();
  [[nodiscard]] bool on_ladder(domain::Rung rung) const noexcept;
};

}  // namespace triaged::directory

// What a decision may know of the directory: values only, filled in by the engine from one snapshot.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <triaged/domain/event.hpp>

namespace triaged::domain {

// What a hub itself says of one person, whatever the directory's files say: an admin there, or not any more.
struct AdminTold {
  HubId hub;
  ActorId admin;
  bool present = true;

  auto operator<=>(const AdminTold&) const = default;
};

// How a team's messages are encoded.
enum class Format : std::uint8_t { protobuf, json };

// Where an event belongs, as far as the directory knows. Empty ids are unknown.
struct Place {
  HubId hub;
  ClusterId cluster;
  CommunityId community;
  std::optional<HubKind> hub_kind;
  Rung standing = Rung::user;  // the highest rung the actor has for that hub, else anywhere

  bool operator==(const Place&) const = default;
};

// Whether a notice to a team would reach anybody.
enum class Reachability : std::uint8_t {
  reachable,
  no_members,     // nobody holds it
  unknown_hub,    // a rung of hubs or communities, and the hub or community is not known
  undeliverable,  // its queue has not taken messages for a while
  absent,         // the ladder has no such rung, the directory no such team, or its time is over
};

// One team as a destination: where its notices go and whether that reaches anybody.
struct TeamReach {
  TeamId team;
  std::optional<Rung> rung;  // the rung it holds; nothing for side teams
  std::string queue;         // resolved: "team.support", "team.hub_admin.utoronto.prod"
  Format format = Format::protobuf;
  Reachability reachability = Reachability::absent;
  std::string calendar;  // the name of the one whose open hours are its working time
  TeamId manager;        // the team it climbs to that is on no rung; empty: support
  TeamId successor{};    // has its tickets once it is gone; empty: nobody in particular
  std::optional<std::chrono::local_days> ended{};  // of a temporary team that is over: its last day

  bool operator==(const TeamReach&) const = default;
};

// Per rung who can be reached, and the team that the rules named, if they named one.
struct Reach {
  std::array<TeamReach, kLadder.size()> rungs;
  std::optional<TeamReach> named;

  bool operator==(const Reach&) const = default;
};

// Who speaks, seen from a ticket: the actor of an event about it.
struct Speaker {
  Rung standing = Rung::user;  // the highest rung the actor has where the ticket belongs
  bool in_team = false;        // is a member of the team that has the ticket
  bool manages = false;        // … or of the team that manages that one
  bool represents = false;     // is a representative of the ticket's community

  bool operator==(const Speaker&) const = default;
};

}  // namespace triaged::domain

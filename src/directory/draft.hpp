// A directory while it is being read: every thing with the place it was described at, from one file or
// several. Private to this library; each part has its reader, and the checks run over the whole when all
// files are in.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <triaged/directory/directory.hpp>
#include <triaged/document/reader.hpp>

namespace triaged::directory {

inline constexpr std::size_t kTeamsMost = 1000;

struct TeamDraft {
  Team team;
  document::Place place;
  document::Place queue_place;
  std::vector<document::Place> of_places;  // beside team.of
  document::Place calendar_place;
  document::Place manager_place;
  document::Place ends_place;
  document::Place successor_place;
};

struct RetiredTeamDraft {
  RetiredTeam team;
  document::Place place;
  document::Place successor_place;
};

struct CalendarDraft {
  domain::CalendarSpec spec;
  document::Place place;
};

struct HubDraft {
  Hub hub;
  document::Place place;
  document::Place url_place;
};

struct CommunityDraft {
  Community community;
  document::Place place;
};

struct ProducerDraft {
  Producer producer;
  document::Place place;
  std::vector<document::Place> hub_places;  // beside producer.hubs
};

// Ids that have been described, and where.
using Seen = std::unordered_map<std::string, document::Place>;

struct Draft {
  document::Place place;  // of the first file as a whole, for what is missing altogether
  std::vector<domain::Rung> ladder;
  std::optional<document::Place> ladder_place;
  std::int64_t representatives_min = 1;
  std::int64_t representatives_max = 2;
  std::optional<document::Place> representatives_place;
  std::vector<TeamDraft> teams;
  std::vector<RetiredTeamDraft> retired_teams;
  std::vector<CommunityDraft> communities;
  std::vector<HubDraft> hubs;
  std::vector<ProducerDraft> producers;
  std::vector<CalendarDraft> calendars;
  Seen seen_teams, seen_retired_teams, seen_communities, seen_hubs, seen_producers, seen_calendars;
};

void read_ladder(const document::Node& node, Draft& draft, document::Faults& faults);
void read_calendars(const document::Node& node, Draft& draft, document::Faults& faults);
void read_teams(const document::Node& node, Draft& draft, document::Faults& faults);
// endings.cpp: of a team's own map, `ends` and `successor`; and the teams that are gone.
void read_ending(document::MapReader& map, TeamDraft& team, document::Faults& faults);
void read_retired_teams(const document::Node& node, Draft& draft, document::Faults& faults);
void read_communities(const document::Node& node, Draft& draft, document::Faults& faults);
void read_producers(const document::Node& node, Draft& draft, document::Faults& faults);

// What is wrong between the parts: errors.
void check(const Draft& draft, document::Faults& faults);
void check_endings(const Draft& draft, document::Faults& faults);
// What is merely thin: warnings.
void warn_of_thin(const Draft& draft, document::Faults& faults);
void warn_of_endings(const Draft& draft, document::Faults& faults);

// "team `support`", for messages.
[[nodiscard]] std::string called(std::string_view kind, std::string_view id);

// "2i2c/directory/teams.yaml:4:3"
[[nodiscard]] std::string to_text(const document::Place& place);

// Remembers an id; a repeated one is reported with both places, and the answer is false.
bool remember(Seen& seen, std::string_view kind, const std::string& id, const document::Place& place,
              document::Faults& faults);

// The actors under `key`, each once. `of` is whose list it is: "team `support`".
std::vector<domain::ActorId> read_actors(document::MapReader& map, std::string_view key, std::string_view of,
                                         document::Faults& faults);

}  // namespace triaged::directory

// `ladder:` and `teams:`. A rung's team bears the rung's id; every other id is a side team.
#include <algorithm>

#include "directory/draft.hpp"
#include "directory/queue.hpp"

namespace triaged::directory {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

// Words that rules and notices use for something that is no team.
constexpr std::array<std::string_view, 4> kReserved{"user", "requester", "nobody", "next_rung"};

std::string ladder_in_order() {
  std::string text;
  for (const std::string_view rung : domain::names<domain::Rung>())
    text.append(text.empty() ? "" : ", ").append(rung);
  return text;
}

// The rung's own kind of team; only these two are asked anew for each hub or community.
Per per_of(std::string_view id) {
  if (id == domain::name(domain::Rung::hub_admin)) return Per::hub;
  if (id == domain::name(domain::Rung::community_representative)) return Per::community;
  return Per::service;
}

void read_per(MapReader& map, TeamDraft& draft, Faults& faults) {
  const auto word = map.word("per", {"hub", "community"});
  if (!word) return;
  const Per wanted = *word == "hub" ? Per::hub : Per::community;
  if (wanted == draft.team.per) return;
  const std::string_view owner = wanted == Per::hub ? "hub_admin" : "community_representative";
  faults.error(map.place_of("per"), "`per: " + *word + "` is for the team `" + std::string{owner} + "` only",
               "remove it");
}

// "{hub}" needs a hub and "{community}" a hub's or a community's team; anything else in braces is a slip.
void check_placeholders(std::string_view text, std::string_view key, const TeamDraft& draft,
                        const document::Place& place, Faults& faults) {
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const std::string_view word = text.substr(at, text.find('}', at) - at + 1);
    const bool fits = (word == "{hub}" && draft.team.per == Per::hub) ||
                      (word == "{community}" && draft.team.per != Per::service);
    if (fits) continue;
    std::string remedy = "remove it; a team of the whole service has no placeholders";
    if (draft.team.per == Per::hub) remedy = "write {hub} or {community}";
    if (draft.team.per == Per::community) remedy = "write {community}";
    faults.error(place, "`" + std::string{key} + "` cannot hold `" + std::string{word} + "`",
                 std::move(remedy));
  }
}

void read_queue(MapReader& map, TeamDraft& draft, Faults& faults) {
  const auto queue = map.text("queue");
  draft.queue_place = map.has("queue") ? map.place_of("queue") : draft.place;
  draft.team.queue = queue.value_or("team." + draft.team.id.value);
  if (!queue) return;
  const std::size_t errors_before = faults.errors();
  check_placeholders(*queue, "queue", draft, draft.queue_place, faults);
  if (faults.errors() > errors_before) return;
  if (!is_queue(fill_in(*queue, domain::HubId{"c/h"}, domain::CommunityId{"c"})))
    faults.error(draft.queue_place, "`" + *queue + "` cannot be the name of a queue",
                 "use letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most " +
                     std::to_string(kQueueLongest) + " bytes");
  else if (queue->starts_with("triaged.") || queue->starts_with("amq."))
    faults.error(draft.queue_place,
                 "the queue `" + *queue + "` belongs to " +
                     (queue->starts_with("amq.") ? "the broker" : "the daemon itself"),
                 "choose another name, like `team." + draft.team.id.value + "`");
}

void read_people(MapReader& map, std::string_view what, TeamDraft& draft, Faults& faults) {
  draft.team.members = read_actors(map, "members", what, faults);
  if (const Node* list = map.node("of"))
    for (const Node* item : document::as_list(*list, "`of`", faults))
      if (auto id = document::as_name(*item, "an item of `of`", faults)) {
        draft.team.of.emplace_back(std::move(*id));
        draft.of_places.push_back(item->place);
      }
  if (draft.team.per == Per::service) return;
  const bool hub = draft.team.per == Per::hub;
  for (const std::string_view key : {"members", "of"})
    if (map.has(key))
      faults.error(map.place_of(key), std::string{what} + " cannot have `" + std::string{key} + "`",
                   hub ? "name the people as `admins` of each hub"
                       : "name the people as `representatives` of each community");
}

// People come to mind first, and teams are meant: who manages may be away.
void read_manager(MapReader& map, TeamDraft& draft, Faults& faults) {
  draft.manager_place = map.place_of("manager");
  const auto manager = map.text("manager");
  if (!manager) return;
  if (document::is_name(*manager))
    draft.team.manager = domain::TeamId{*manager};
  else
    faults.error(draft.manager_place, "`manager` must be a team, and `" + *manager + "` is none",
                 "name a team whose members manage this one");
}

void read_team(const Node& key, const Node& value, Draft& draft, Faults& faults) {
  const auto id = document::as_name(key, "the id of a team", faults);
  if (!id) return;
  if (id->find('/') != std::string::npos || id->size() > 100) {
    faults.error(key.place, "the id of a team cannot be `" + *id + "`", "use at most 100 bytes and no `/`");
    return;
  }
  if (std::ranges::find(kReserved, *id) != kReserved.end()) {
    faults.error(key.place, "no team can be called `" + *id + "`",
                 *id == "user" ? "users have no team: remove it"
                               : "rules and notices use that word for something else; rename the team");
    return;
  }
  if (!remember(draft.seen_teams, "team", *id, key.place, faults)) return;
  if (draft.teams.size() == kTeamsMost) {
    faults.error(key.place, "more than " + std::to_string(kTeamsMost) + " teams", "join some of them");
    return;
  }
  const std::string what = called("team", *id);
  TeamDraft team;
  team.place = key.place;
  team.team.id = domain::TeamId{*id};
  team.team.rung = domain::parse<domain::Rung>(*id);
  team.team.per = per_of(*id);
  MapReader map{value, what, faults};
  read_per(map, team, faults);
  team.team.name = map.text("name").value_or(*id);
  if (map.has("name")) check_placeholders(team.team.name, "name", team, map.place_of("name"), faults);
  read_queue(map, team, faults);
  if (const auto format = map.word("format", {"protobuf", "json"}); format == "json")
    team.team.format = domain::Format::json;
  read_people(map, what, team, faults);
  if (auto calendar = map.name("calendar")) team.team.calendar = std::move(*calendar);
  team.calendar_place = map.place_of("calendar");
  read_manager(map, team, faults);
  read_ending(map, team, faults);
  map.finish();
  draft.teams.push_back(std::move(team));
}

}  // namespace

void read_ladder(const Node& node, Draft& draft, Faults& faults) {
  const auto known = domain::names<domain::Rung>();
  const std::vector<std::string_view> vocabulary(known.begin(), known.end());
  for (const Node* item : document::as_list(node, "`ladder`", faults)) {
    const auto word = document::as_text(*item, "an item of `ladder`", faults);
    if (!word) continue;
    const auto rung = domain::parse<domain::Rung>(*word);
    if (!rung) {
      const std::string_view near = document::nearest(*word, vocabulary);
      faults.error(
          item->place, "the ladder has no rung `" + *word + "`",
          near.empty() ? "the rungs are " + ladder_in_order() : "did you mean `" + std::string{near} + "`?");
    } else if (std::ranges::find(draft.ladder, *rung) != draft.ladder.end()) {
      faults.error(item->place, "the rung `" + *word + "` stands twice", "keep it once");
    } else if (!draft.ladder.empty() && *rung < draft.ladder.back()) {
      faults.error(
          item->place,
          "the rung `" + *word + "` stands after `" + std::string{domain::name(draft.ladder.back())} + "`",
          "keep this order, some may be left out: " + ladder_in_order());
    } else {
      draft.ladder.push_back(*rung);
    }
  }
  if (draft.ladder.empty())
    faults.error(node.place, "the ladder has no rungs", "write some of: " + ladder_in_order());
}

void read_teams(const Node& node, Draft& draft, Faults& faults) {
  if (node.is_null()) return;
  const MapReader map{node, "`teams`", faults};
  for (const auto& [key, value] : node.members) read_team(key, value, draft, faults);
}

}  // namespace triaged::directory

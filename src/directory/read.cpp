// From trees to a directory: read every part, check the whole, then build. Every fault of every file is found
// in one pass; a directory is made only when there was no error.
#include <algorithm>
#include <utility>

#include "directory/draft.hpp"

namespace triaged::directory {
namespace {

constexpr std::size_t kActorLongest = 255;
constexpr std::int64_t kRepresentativesMost = 100;

// True when `first` did not stand elsewhere already.
bool only_here(std::optional<document::Place>& first, std::string_view key, const document::Place& place,
               document::Faults& faults) {
  if (first) {
    faults.error(place, "`" + std::string{key} + "` stands in two files",
                 to_text(*first) + " has it already; keep one of them");
    return false;
  }
  first = place;
  return true;
}

void read_representatives(const document::Node& node, Draft& draft, document::Faults& faults) {
  document::MapReader map{node, "`representatives`", faults};
  const auto least = map.integer("min", 0, kRepresentativesMost);
  const auto most = map.integer("max", 0, kRepresentativesMost);
  map.finish();
  draft.representatives_min = least.value_or(draft.representatives_min);
  draft.representatives_max = most.value_or(draft.representatives_max);
  if (map.valid() && draft.representatives_min > draft.representatives_max)
    faults.error(map.place_of("min"),
                 "`min` is " + std::to_string(draft.representatives_min) + " and `max` is " +
                     std::to_string(draft.representatives_max),
                 "`min` must not be above `max`");
}

void read_file(const document::Node& file, Draft& draft, document::Faults& faults) {
  document::MapReader map{file, "the directory", faults};
  if (const auto* node = map.node("ladder"))
    if (only_here(draft.ladder_place, "ladder", node->place, faults)) read_ladder(*node, draft, faults);
  if (const auto* node = map.node("representatives"))
    if (only_here(draft.representatives_place, "representatives", node->place, faults))
      read_representatives(*node, draft, faults);
  if (const auto* node = map.node("calendars")) read_calendars(*node, draft, faults);
  if (const auto* node = map.node("teams")) read_teams(*node, draft, faults);
  if (const auto* node = map.node("retired_teams")) read_retired_teams(*node, draft, faults);
  if (const auto* node = map.node("communities")) read_communities(*node, draft, faults);
  if (const auto* node = map.node("producers")) read_producers(*node, draft, faults);
  map.finish();
}

domain::Digest digest_of(std::span<const document::Node> files) {
  std::string all;
  for (const document::Node& file : files) all.append(document::canonical(file)).append("\n");
  const std::string octets = document::sha256(all);
  domain::Digest digest;
  std::ranges::transform(octets, digest.octets.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return digest;
}

Directory::Parts finished(Draft draft, std::span<const document::Node> files) {
  Directory::Parts parts;
  parts.ladder = std::move(draft.ladder);
  parts.digest = digest_of(files);
  for (TeamDraft& one : draft.teams) {
    // A team named after a rung that the ladder leaves out is a side team; warn_of_thin() has said so.
    if (one.team.rung && std::ranges::find(parts.ladder, *one.team.rung) == parts.ladder.end())
      one.team.rung.reset();
    parts.teams.push_back(std::move(one.team));
  }
  for (RetiredTeamDraft& one : draft.retired_teams) parts.retired_teams.push_back(std::move(one.team));
  for (CommunityDraft& one : draft.communities) parts.communities.push_back(std::move(one.community));
  for (HubDraft& one : draft.hubs) parts.hubs.push_back(std::move(one.hub));
  for (ProducerDraft& one : draft.producers) parts.producers.push_back(std::move(one.producer));
  if (!draft.seen_calendars.contains(std::string{domain::kAlways}))
    parts.calendars.push_back({.name = std::string{domain::kAlways},
                               .zone = "UTC",
                               .week = domain::whole_week(),
                               .closed = {},
                               .reduced = {}});
  for (CalendarDraft& one : draft.calendars) parts.calendars.push_back(std::move(one.spec));
  return parts;
}

}  // namespace

std::string called(std::string_view kind, std::string_view id) {
  return std::string{kind}.append(" `").append(id).append("`");
}

std::string to_text(const document::Place& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

bool remember(Seen& seen, std::string_view kind, const std::string& id, const document::Place& place,
              document::Faults& faults) {
  const auto [first, is_new] = seen.try_emplace(id, place);
  if (!is_new)
    faults.error(place, called(kind, id) + " is described twice",
                 to_text(first->second) + " describes it already; keep one of them");
  return is_new;
}

std::vector<domain::ActorId> read_actors(document::MapReader& map, std::string_view key, std::string_view of,
                                         document::Faults& faults) {
  std::vector<domain::ActorId> actors;
  const document::Node* list = map.node(key);
  if (list == nullptr) return actors;
  for (const document::Node* item : document::as_list(*list, called("", key).substr(1), faults)) {
    auto actor = document::as_text(*item, "an item of `" + std::string{key} + "`", faults);
    if (!actor) continue;
    if (actor->empty() || actor->size() > kActorLongest)
      faults.error(item->place, "an item of `" + std::string{key} + "` is empty or over-long",
                   "write a mail address or a login of at most " + std::to_string(kActorLongest) + " bytes");
    else if (std::ranges::find(actors, domain::ActorId{*actor}) != actors.end())
      faults.error(item->place,
                   "`" + *actor + "` stands twice in `" + std::string{key} + "` of " + std::string{of},
                   "keep it once");
    else
      actors.emplace_back(std::move(*actor));
  }
  return actors;
}

std::shared_ptr<const Directory> read(std::span<const document::Node> files, document::Faults& faults) {
  const std::size_t errors_before = faults.errors();
  Draft draft;
  if (!files.empty()) draft.place.file = files.front().place.file;
  for (const document::Node& file : files) read_file(file, draft, faults);
  if (!draft.ladder_place)
    faults.error(draft.place, "the directory has no `ladder`",
                 "add `ladder: [user, hub_admin, community_representative, support, engineering]`");
  check(draft, faults);
  if (faults.errors() > errors_before) return nullptr;
  warn_of_thin(draft, faults);  // of a broken directory too much would look thin
  return std::make_shared<const Directory>(finished(std::move(draft), files));
}

}  // namespace triaged::directory

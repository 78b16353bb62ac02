// What happens when nobody answers, when nothing moves, and how long things wait.
#include <algorithm>

#include "decide/policy_reading.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

constexpr int kWarnLeast = 1;  // per cent
constexpr int kWarnMost = 99;
constexpr std::int64_t kMovesMost = 100;
constexpr std::size_t kTieBreakersMost = 10;
constexpr std::size_t kNeedsMost = 20;

// "80%"
std::optional<int> per_cent(std::string_view text) noexcept {
  if (text.size() < 2 || text.size() > 3 || !text.ends_with('%')) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number >= kWarnLeast && number <= kWarnMost ? std::optional{number} : std::nullopt;
}

void read_warning(MapReader& file, Policy& policy, Faults& faults) {
  const auto text = file.text("warn_at");
  if (!text) return;
  if (const auto share = per_cent(*text))
    policy.warn_at = *share;
  else
    faults.error(
        file.place_of("warn_at"), "`warn_at` must be a share, and " + quoted(*text) + " is none",
        per_cent(*text + "%") ? "write " + quoted(*text + "%") : "write from `1%` to `99%`, like `80%`");
}

void read_time_box(const Node& node, Policy& policy, Faults& faults) {
  TimeBox box;
  MapReader map{node, "`time_box`", faults};
  box.rung = read_rung(map, "rung").value_or(box.rung);
  static_cast<void>(map.require("after"));
  box.after = read_term(map, "after", faults).value_or(domain::Term{});
  if (const auto then = map.word("then", {"remind", "climb"})) box.climb = *then == "climb";
  map.finish();
  policy.time_box = box;
}

void read_tie_breakers(MapReader& map, KnownTeams teams, Impasse& impasse, Faults& faults) {
  const Node& node = map.require("to");
  for (const Node* item : read_list(map, "to", kTieBreakersMost, faults)) {
    const auto team = read_team(*item, "an item of `to`", teams, faults);
    if (!team) continue;
    if (std::ranges::find(impasse.to, *team) != impasse.to.end())
      faults.error(item->place, quoted(team->value) + " stands twice in `to`", "keep it once");
    else
      impasse.to.push_back(*team);
  }
  if (map.has("to") && !node.is_map() && !node.is_scalar() && node.items.empty())
    faults.error(node.place, "`to` names nobody", "name the teams that break ties, like `[area_leads]`");
}

void read_impasse(const Node& node, KnownTeams teams, Policy& policy, Faults& faults) {
  Impasse impasse;
  MapReader map{node, "`impasse`", faults};
  if (const auto moves = map.integer("moves", 1, kMovesMost))
    impasse.moves = static_cast<std::uint32_t>(*moves);
  static_cast<void>(map.require("after"));
  impasse.after = read_term(map, "after", faults).value_or(domain::Term{});
  read_tie_breakers(map, teams, impasse, faults);
  map.finish();
  policy.impasse = std::move(impasse);
}

// The one time in a map of its own: `pending: {limit: 14d}`.
void read_only_time(MapReader& file, std::string_view part, std::string_view key, domain::Duration& target,
                    Faults& faults) {
  const Node* node = file.node(part);
  if (node == nullptr) return;
  MapReader map{*node, quoted(part), faults};
  static_cast<void>(map.require(key));
  target = read_time(map, key, faults).value_or(target);
  map.finish();
}

}  // namespace

void read_climbing(MapReader& file, KnownTeams teams, Policy& policy, Faults& faults) {
  read_warning(file, policy, faults);
  if (const Node* node = file.node("time_box")) read_time_box(*node, policy, faults);
  policy.page_from = read_severity(file, "page_from").value_or(policy.page_from);
  if (const Node* node = file.node("page_to"))
    policy.page = read_team(*node, "`page_to`", teams, faults).value_or(policy.page);
  if (const Node* node = file.node("impasse")) read_impasse(*node, teams, policy, faults);
}

void read_waiting(MapReader& file, Policy& policy, Faults& faults) {
  read_only_time(file, "pending", "limit", policy.pending_limit, faults);
  policy.close_after = read_time(file, "close_after", faults).value_or(policy.close_after);
  read_only_time(file, "early_events", "wait", policy.early_wait, faults);
}

void read_needed_by(MapReader& file, Policy& policy, Faults& faults) {
  struct Written {
    NeededBy need;
    const Node* node;
  };
  std::vector<Written> all;
  for (const Node* item : read_list(file, "needed_by", kNeedsMost, faults)) {
    MapReader map{*item, "an entry of `needed_by`", faults};
    static_cast<void>(map.require("within"));
    static_cast<void>(map.require("severity"));
    const auto within = read_time(map, "within", faults);
    const auto severity = read_severity(map, "severity");
    map.finish();
    if (within && severity) all.push_back({.need = {.within = *within, .severity = *severity}, .node = item});
  }
  std::ranges::stable_sort(all, {}, [](const Written& one) { return one.need.within; });
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool overruled = i + 1 < all.size() && all[i + 1].need.severity >= all[i].need.severity;
    if (overruled)
      faults.error(all[i].node->place,
                   "this entry of `needed_by` has no effect: the ticket is " +
                       quoted(domain::name(all[i + 1].need.severity)) +
                       " already, from `within: " + all[i + 1].node->find("within")->scalar + "` on",
                   "ask for more the nearer the day is, or remove it");
    policy.needed_by.push_back(all[i].need);
  }
}

}  // namespace triaged::decide

// `deadlines` and `approval`: lists of which the first entry that fits a ticket counts. So that something is
// promised for every ticket, the last entry has no `when`, and no other is without.
#include "decide/policy_reading.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

constexpr std::size_t kPromisesMost = 100;  // of one list
constexpr std::string_view kNothingPromised = "for some tickets nothing is promised";

bool only_critical(const PromiseFor& when) {
  return when.severities == std::vector{domain::Severity::critical};
}

// Working days are days of a calendar, and a clock on the wall has none.
void check_clock(const Promise& promise, MapReader& map, Faults& faults) {
  if (!promise.wall) return;
  const auto check = [&](std::string_view key, const std::optional<domain::Term>& term) {
    if (term && term->working_days > 0)
      faults.error(map.place_of(key),
                   quoted(key) + " is in working days, but " +
                       (map.has("clock") ? "`clock: wall` counts all hours"
                                         : "the clock of what is critical counts all hours"),
                   "write it in hours or days, or write `clock: calendar`");
  };
  check("first_response", promise.first_response);
  check("next_response", promise.next_response);
  check("resolution", promise.resolution);
}

Promise read_promise(const Node& node, KnownTeams teams, Faults& faults) {
  Promise promise;
  MapReader map{node, "a promise", faults};
  if (const Node* when = map.node("when"))
    promise.when = read_when(*when, Asks::ticket_and_team, teams, faults);
  promise.wall = only_critical(promise.when);
  if (const auto clock = map.word("clock", {"calendar", "wall"})) promise.wall = *clock == "wall";
  promise.first_response = read_term(map, "first_response", faults);
  promise.next_response = read_term(map, "next_response", faults);
  promise.resolution = read_term(map, "resolution", faults);
  const bool promises = map.has("first_response") || map.has("next_response") || map.has("resolution");
  if (map.valid() && !promises)
    faults.error(node.place, "a promise without any time promises nothing: no clock would run",
                 "give it `first_response` or `resolution`");
  map.finish();
  check_clock(promise, map, faults);
  return promise;
}

ApprovalPromise read_approval_promise(const Node& node, Faults& faults) {
  ApprovalPromise promise;
  MapReader map{node, "an entry of `approval`", faults};
  if (const Node* when = map.node("when")) promise.when = read_when(*when, Asks::ticket, {}, faults);
  static_cast<void>(map.require("answer_within"));
  promise.answer_within = read_term(map, "answer_within", faults).value_or(domain::Term{});
  map.finish();
  return promise;
}

}  // namespace

void read_deadlines(MapReader& file, KnownTeams teams, Policy& policy, Faults& faults) {
  const auto list = read_list(file, "deadlines", kPromisesMost, faults);
  for (const Node* item : list) policy.deadlines.push_back(read_promise(*item, teams, faults));
  check_order(list, "deadlines", kNothingPromised, faults);
}

void read_approval(MapReader& file, Policy& policy, Faults& faults) {
  const auto list = read_list(file, "approval", kPromisesMost, faults);
  for (const Node* item : list) policy.approval.push_back(read_approval_promise(*item, faults));
  check_order(list, "approval", kNothingPromised, faults);
}

}  // namespace triaged::decide

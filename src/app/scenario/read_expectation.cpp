// What a step expects, and the state it checks: keys and their words. A word that cannot occur is a slip of
// the pen, and would otherwise be a test that fails for ever without saying why.
#include <algorithm>
#include <span>

#include <triaged/domain/words.hpp>

#include "app/scenario/read.hpp"

namespace triaged::app::scenario {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

template <class E>
std::vector<std::string_view> vocabulary() {
  const auto names = domain::names<E>();
  return {names.begin(), names.end()};
}

// A key, and the words its value may be; none: any text.
struct Key {
  std::string_view name;
  std::vector<std::string_view> words;
};

const std::vector<Key>& notice_keys() {
  static const std::vector<Key> kKeys{{"kind", vocabulary<domain::NoticeKind>()},
                                      {"ticket_id", {}},
                                      {"team", {}},
                                      {"rung", vocabulary<domain::Rung>()},
                                      {"reason", vocabulary<domain::ReasonCode>()},
                                      {"rule", {}},
                                      {"category", {}},
                                      {"severity", vocabulary<domain::Severity>()},
                                      {"symptom", {}},
                                      {"previous_team", {}},
                                      {"text", {}}};
  return kKeys;
}

const std::vector<Key>& state_keys() {
  static const std::vector<Key> kKeys{{"state", vocabulary<domain::TicketState>()},
                                      {"team", {}},
                                      {"rung", vocabulary<domain::Rung>()},
                                      {"category", {}},
                                      {"severity", vocabulary<domain::Severity>()}};
  return kKeys;
}

void read_key(MapReader& map, const Key& key, std::vector<Wanted>& wanted) {
  const auto value = key.words.empty() ? map.text(key.name) : map.word(key.name, key.words);
  if (value) wanted.push_back({std::string(key.name), *value, map.place_of(key.name)});
}

}  // namespace

Expectation read_expectation(const Node& node, Faults& faults) {
  Expectation expectation{.place = node.place, .sort = Outcome::Sort::notice, .wanted = {}};
  MapReader map(node, "an expected notice", faults);
  if (!map.valid()) return expectation;
  if (map.has("refused")) {
    expectation.sort = Outcome::Sort::refused;
    read_key(map, {"refused", vocabulary<domain::Refusal>()}, expectation.wanted);
    read_key(map, {"ticket_id", {}}, expectation.wanted);
  } else if (map.has("parked")) {
    expectation.sort = Outcome::Sort::parked;
    read_key(map, {"parked", vocabulary<domain::ParkReason>()}, expectation.wanted);
  } else {
    for (const Key& key : notice_keys()) read_key(map, key, expectation.wanted);
    for (const auto* later : {"incident", "incident_id", "level"}) refuse_later(map, later, faults);
    if (node.members.empty())
      faults.error(node.place, "an expected notice names no key", "name at least its `kind` or its `team`");
  }
  map.finish();
  return expectation;
}

StateCheck read_state(const document::Member& member, Faults& faults) {
  StateCheck check{
      .ticket = domain::TicketId{member.first.scalar}, .place = member.first.place, .wanted = {}};
  MapReader map(member.second, "the state of a ticket", faults);
  if (!map.valid()) return check;
  for (const Key& key : state_keys()) read_key(map, key, check.wanted);
  constexpr std::int64_t kMostVersions = 1'000'000;
  if (const auto version = map.integer("version", 1, kMostVersions))
    check.wanted.push_back({"version", std::to_string(*version), map.place_of("version")});
  if (const auto incident = map.boolean("incident"))
    check.wanted.push_back({"incident", *incident ? "true" : "false", map.place_of("incident")});
  refuse_later(map, "deadline", faults);
  map.finish();
  return check;
}

}  // namespace triaged::app::scenario

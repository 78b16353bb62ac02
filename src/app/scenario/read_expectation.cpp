// What a step expects, and the state it checks: keys and their words. A word that cannot occur is a slip of
// the pen, and would otherwise be a test that fails for ever without saying why.
#include <algorithm>
#include <span>

#include <triaged/domain/incident.hpp>

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
                                      {"incident_id", {}},
                                      {"text", {}}};
  return kKeys;
}

const std::vector<Key>& incident_keys() {
  static const std::vector<Key> kKeys{
      {"incident", vocabulary<domain::IncidentNoticeKind>()}, {"incident_id", {}}, {"team", {}},
      {"severity", vocabulary<domain::Severity>()},           {"symptom", {}},     {"title", {}},
      {"reason", vocabulary<domain::ReasonCode>()},           {"text", {}}};
  return kKeys;
}

const std::vector<Key>& incident_state_keys() {
  static const std::vector<Key> kKeys{{"state", vocabulary<domain::IncidentState>()},
                                      {"severity", vocabulary<domain::Severity>()},
                                      {"symptom", {}},
                                      {"hub", {}},
                                      {"cluster", {}},
                                      {"parent", {}},
                                      {"acknowledged_by", {}},
                                      {"tickets", {}},
                                      {"suspected", {}},
                                      {"missing", {}}};
  return kKeys;
}

const std::vector<Key>& state_keys() {
  static const std::vector<Key> kKeys{{"state", vocabulary<domain::TicketState>()},
                                      {"team", {}},
                                      {"rung", vocabulary<domain::Rung>()},
                                      {"category", {}},
                                      {"severity", vocabulary<domain::Severity>()},
                                      {"assignee", {}},
                                      {"hub", {}},
                                      {"community", {}},
                                      {"incident_id", {}},
                                      {"silenced_by", {}}};
  return kKeys;
}

void read_key(MapReader& map, const Key& key, std::vector<Wanted>& wanted) {
  const auto value = key.words.empty() ? map.text(key.name) : map.word(key.name, key.words);
  if (value) wanted.push_back({std::string(key.name), *value, map.place_of(key.name)});
}

// When something is due: a point in time, in whatever zone it is written, or one of `words` instead of it.
void read_due(MapReader& map, std::string_view key, const std::vector<std::string_view>& words,
              std::string as, std::vector<Wanted>& wanted, Faults& faults) {
  const auto text = map.text(key);
  if (!text) return;
  if (std::ranges::find(words, *text) != words.end())
    return wanted.push_back({std::move(as), *text, map.place_of(key)});
  if (const auto instant = domain::from_rfc3339(*text))
    return wanted.push_back({std::move(as), domain::to_rfc3339(*instant), map.place_of(key)});
  std::string remedy = "write it like `2026-03-02T09:00:00Z`";
  for (const auto word : words) remedy.append(", or `").append(word).append("`");
  faults.error(map.place_of(key),
               "`" + std::string(key) + "` must be a point in time, and `" + *text + "` is none",
               std::move(remedy));
}

// `clocks: {resolution: stands_still}`; what it does not name is not looked at.
void read_clocks(const Node& node, std::vector<Wanted>& wanted, Faults& faults) {
  MapReader map(node, "`clocks`", faults);
  if (!map.valid()) return;
  for (const auto clock : domain::names<domain::Clock>())
    read_due(map, clock, {kStandsStill, kNone}, clock_key(clock), wanted, faults);
  map.finish();
}

}  // namespace

std::string clock_key(std::string_view clock) { return "clocks." + std::string(clock); }

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
  } else if (map.has("incident")) {
    constexpr std::int64_t kMostLevels = 100;
    for (const Key& key : incident_keys()) read_key(map, key, expectation.wanted);
    if (const auto level = map.integer("level", 0, kMostLevels))
      expectation.wanted.push_back({"level", std::to_string(*level), map.place_of("level")});
  } else {
    for (const Key& key : notice_keys()) read_key(map, key, expectation.wanted);
    if (node.members.empty())
      faults.error(node.place, "an expected notice names no key", "name at least its `kind` or its `team`");
  }
  map.finish();
  return expectation;
}

StateCheck read_state(const document::Member& member, Faults& faults) {
  StateCheck check{
      .ticket = domain::TicketId{member.first.scalar}, .place = member.first.place, .wanted = {}};
  const bool of_incident = domain::incident_number(check.ticket.value).has_value();
  MapReader map(member.second, of_incident ? "the state of an incident" : "the state of a ticket", faults);
  if (!map.valid()) return check;
  if (of_incident) {
    for (const Key& key : incident_state_keys()) read_key(map, key, check.wanted);
    map.finish();
    return check;
  }
  for (const Key& key : state_keys()) read_key(map, key, check.wanted);
  constexpr std::int64_t kMostVersions = 1'000'000;
  if (const auto version = map.integer("version", 1, kMostVersions))
    check.wanted.push_back({"version", std::to_string(*version), map.place_of("version")});
  if (const auto incident = map.boolean("incident"))
    check.wanted.push_back({"incident", *incident ? "true" : "false", map.place_of("incident")});
  read_due(map, "deadline", {kNone}, "deadline", check.wanted, faults);
  if (const Node* clocks = map.node("clocks")) read_clocks(*clocks, check.wanted, faults);
  map.finish();
  return check;
}

}  // namespace triaged::app::scenario

// The words of the policy: severities, rungs, teams, and the `when` that puts them together; lists, and the
// order of those of which the first entry that fits counts. A word that could match nothing is refused, with
// the nearest that could.
#include <algorithm>

#include "decide/policy_reading.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;
using Words = std::vector<std::string_view>;

constexpr std::size_t kWordsMost = 100;  // of one list

Words severities() {
  const auto names = domain::names<domain::Severity>();
  return {names.begin(), names.end()};
}

std::string listed(const Words& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text.append(i == 0 ? "" : i + 1 == words.size() ? " or " : ", ").append(quoted(words[i]));
  return text;
}

// One word or a list of them, each once.
template <class Value, class ReadOne>
std::vector<Value> read_words(MapReader& map, std::string_view key, const ReadOne& read_one, Faults& faults) {
  std::vector<Value> values;
  if (const Node* node = map.node(key); node != nullptr && (node->is_null() || node->is_sequence()))
    if (node->items.empty())
      faults.error(node->place, quoted(key) + " names nothing, so nothing would fit",
                   "name what it is for, or remove it");
  for (const Node* item : read_list(map, key, kWordsMost, faults)) {
    auto value = read_one(*item);
    if (!value) continue;
    if (std::ranges::find(values, *value) != values.end())
      faults.error(item->place, quoted(item->scalar) + " stands twice in " + quoted(key), "keep it once");
    else
      values.push_back(std::move(*value));
  }
  return values;
}

auto word_of(std::string_view key, const Words& vocabulary, Faults& faults) {
  return [key, &vocabulary, &faults](const Node& item) -> std::optional<std::string> {
    auto word = document::as_text(item, "an item of " + quoted(key), faults);
    if (!word || std::ranges::find(vocabulary, *word) != vocabulary.end()) return word;
    const std::string_view near = document::nearest(*word, vocabulary);
    faults.error(item.place, quoted(key) + " is never " + quoted(*word),
                 near.empty() ? "write " + listed(vocabulary) : "did you mean " + quoted(near) + "?");
    return std::nullopt;
  };
}

template <class Enum>
auto one_of(std::string_view key, const Words& vocabulary, Faults& faults) {
  return [read = word_of(key, vocabulary, faults)](const Node& item) {
    const auto word = read(item);
    return word ? domain::parse<Enum>(*word) : std::nullopt;
  };
}

std::vector<domain::Severity> read_severities(MapReader& map, Faults& faults) {
  const Words vocabulary = severities();
  return read_words<domain::Severity>(map, "severity",
                                      one_of<domain::Severity>("severity", vocabulary, faults), faults);
}

void refuse_empty(const MapReader& map, const Node& node, std::string_view fits, Faults& faults) {
  if (map.valid() && node.members.empty())
    faults.error(node.place, "an empty `when` fits every " + std::string(fits),
                 "leave `when` out if that is meant");
}

}  // namespace

Words rungs_with_teams() {
  Words words;
  for (const domain::Rung rung : domain::kLadder)
    if (rung != domain::Rung::user) words.push_back(domain::name(rung));
  return words;
}

std::optional<domain::Severity> read_severity(MapReader& map, std::string_view key) {
  const auto word = map.word(key, severities());
  return word ? domain::parse<domain::Severity>(*word) : std::nullopt;
}

std::optional<domain::Rung> read_rung(MapReader& map, std::string_view key) {
  const auto word = map.word(key, rungs_with_teams());
  return word ? domain::parse<domain::Rung>(*word) : std::nullopt;
}

std::optional<domain::TeamId> read_team(const Node& node, std::string_view what, KnownTeams teams,
                                        Faults& faults) {
  const auto id = document::as_name(node, what, faults);
  if (!id) return std::nullopt;
  if (std::ranges::find(teams, *id) != teams.end()) return domain::TeamId{*id};
  const std::string_view near = document::nearest(*id, Words(teams.begin(), teams.end()));
  faults.error(node.place, "there is no team " + quoted(*id) + " in the directory",
               near.empty() ? "describe it there under `teams`, or name another"
                            : "did you mean " + quoted(near) + "?");
  return std::nullopt;
}

Nodes read_list(MapReader& map, std::string_view key, std::size_t most, Faults& faults) {
  const Node* node = map.node(key);
  if (node == nullptr) return {};
  if (node->is_map()) {
    faults.error(node->place, quoted(key) + " must be a list, not a map", "begin each entry with `- `");
    return {};
  }
  auto list = document::as_list(*node, quoted(key), faults);
  if (list.size() <= most) return list;
  faults.error(list[most]->place, quoted(key) + " has more than " + std::to_string(most) + " entries",
               "join some of them");
  return {};
}

PromiseFor read_when(const Node& node, Asks asks, KnownTeams teams, Faults& faults) {
  PromiseFor when;
  MapReader map{node, "`when`", faults};
  refuse_empty(map, node, "ticket", faults);
  const Words rung_words = rungs_with_teams();
  when.severities = read_severities(map, faults);
  if (asks == Asks::ticket_and_team) {
    when.rungs =
        read_words<domain::Rung>(map, "rung", one_of<domain::Rung>("rung", rung_words, faults), faults);
    when.teams = read_words<domain::TeamId>(
        map, "team", [&](const Node& item) { return read_team(item, "`team`", teams, faults); }, faults);
  }
  when.categories = read_words<std::string>(
      map, "category", [&](const Node& item) { return document::as_name(item, "`category`", faults); },
      faults);
  map.finish();
  return when;
}

void read_when(const Node& node, std::span<const std::string_view> symptoms, Paging& paging, Faults& faults) {
  MapReader map{node, "`when`", faults};
  refuse_empty(map, node, "incident", faults);
  paging.severities = read_severities(map, faults);
  const Words vocabulary(symptoms.begin(), symptoms.end());
  paging.symptoms = read_words<std::string>(map, "symptom", word_of("symptom", vocabulary, faults), faults);
  map.finish();
}

std::vector<domain::StartNeed> read_start_needs(MapReader& map, std::string_view key, Faults& faults) {
  const auto all = domain::names<domain::StartNeed>();
  const Words vocabulary(all.begin(), all.end());
  std::vector<domain::StartNeed> needs;
  // Unlike other lists this one may be empty, `[]`: then an incident counts as started at once.
  if (const Node* node = map.node(key); node != nullptr && node->is_sequence() && node->items.empty())
    return needs;
  needs = read_words<domain::StartNeed>(map, key, one_of<domain::StartNeed>(key, vocabulary, faults), faults);
  std::ranges::sort(needs);
  return needs;
}

void check_order(const Nodes& list, std::string_view key, std::string_view otherwise, Faults& faults) {
  for (const Node* item : list) {
    if (!item->is_map()) return;  // has been reported
    const Node* when = item->find("when");
    if (item == list.back() && when != nullptr)
      faults.error(when->place,
                   "the last entry of " + quoted(key) + " has a `when`, so " + std::string(otherwise),
                   "end with an entry without `when`");
    if (item != list.back() && when == nullptr) {
      faults.error(item->place,
                   "this entry of " + quoted(key) + " has no `when`, so none after it is ever reached",
                   "move it to the end, or give it a `when`");
      return;
    }
  }
}

}  // namespace triaged::decide

// The words of the policy: severities, rungs, teams, and the `when` that puts them together. A word that
// could match no ticket is refused, with the nearest that could.
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
      faults.error(node->place, quoted(key) + " names nothing, so no ticket would fit",
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

template <class Enum>
auto one_of(std::string_view key, const Words& vocabulary, Faults& faults) {
  return [key, &vocabulary, &faults](const Node& item) -> std::optional<Enum> {
    const auto word = document::as_text(item, "an item of " + quoted(key), faults);
    if (!word) return std::nullopt;
    if (std::ranges::find(vocabulary, *word) != vocabulary.end()) return domain::parse<Enum>(*word);
    const std::string_view near = document::nearest(*word, vocabulary);
    faults.error(item.place, quoted(key) + " is never " + quoted(*word),
                 near.empty() ? "write " + listed(vocabulary) : "did you mean " + quoted(near) + "?");
    return std::nullopt;
  };
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

std::vector<const Node*> read_list(MapReader& map, std::string_view key, std::size_t most, Faults& faults) {
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
  if (map.valid() && node.members.empty())
    faults.error(node.place, "an empty `when` fits every ticket", "leave `when` out if that is meant");
  const Words severity_words = severities();
  const Words rung_words = rungs_with_teams();
  when.severities = read_words<domain::Severity>(
      map, "severity", one_of<domain::Severity>("severity", severity_words, faults), faults);
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

}  // namespace triaged::decide

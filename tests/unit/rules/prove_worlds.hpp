// Small worlds for the tests of the proofs: rule sets that press many conditions into few words, and the
// events that those words can tell apart.
#pragma once

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <triaged/rules/rules.hpp>

namespace triaged::rules::proofs {

inline const Names kSmallNames{.teams = {"support", "engineering", "partnerships"},
                               .symptoms = {"login", "storage", "other"},
                               .calendars = {{.name = "office"}, {.name = "night"}},
                               .without_people = {}};

inline std::shared_ptr<const RuleSet> compiled(const std::string& yaml, const Names& names = kSmallNames) {
  document::Faults faults;
  std::vector<document::Node> files;
  if (auto node = document::parse("r.yaml", yaml, faults)) files.push_back(std::move(*node));
  auto rules = compile(files, names, faults);
  if (rules == nullptr)
    for (const auto& fault : faults.all()) ADD_FAILURE() << to_text(fault) << "\n" << yaml;
  return rules;
}

inline std::vector<std::string> findings(const RuleSet& rules, const Names& names = kSmallNames,
                                         std::size_t effort = kProofEffort) {
  document::Faults faults;
  prove(rules, names, faults, effort);
  std::vector<std::string> texts;
  for (const auto& fault : faults.all()) {
    EXPECT_EQ(fault.level, document::Level::warning);
    EXPECT_FALSE(fault.remedy.empty());
    texts.push_back(fault.message);
  }
  return texts;
}

// An event with its facts, consistent as the directory makes them.
struct World {
  domain::TicketEvent event;
  domain::Opened opened;
  domain::MatchText text;
  domain::Place place;
  domain::Instant now{std::chrono::hours(24 * 20'000)};
  std::vector<std::string> open;

  void on(std::string hub, std::optional<domain::HubKind> kind) {
    place.hub = domain::HubId{hub};
    place.cluster = domain::ClusterId{hub.substr(0, hub.find('/'))};
    place.hub_kind = kind;
  }
  [[nodiscard]] Facts facts() const {
    return {
        .event = event, .opened = opened, .text = text, .place = place, .now = now, .open_calendars = open};
  }
};

// What the findings say of rules, by the names in them.
struct Verdicts {
  std::set<std::string> never_match, never_win, last_takers, ask_in_vain;
  std::set<std::pair<std::string, std::string>> never_set;  // rule, field

  explicit Verdicts(const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
      const auto name = ticked(text, text.find("rule `"));
      if (text.find(" can never match: ") != std::string::npos) never_match.insert(name);
      if (text.find(" asks for ") != std::string::npos) ask_in_vain.insert(name);
      if (text.find(" can never win: ") != std::string::npos) never_win.insert(name);
      if (const auto at = text.find("so no rule after "); at != std::string::npos)
        last_takers.insert(text.find("so no rule after it") == at ? name : ticked(text, at));
      if (const auto at = text.find(" never has a say in "); at != std::string::npos)
        never_set.emplace(name, ticked(text, at));
    }
  }
  static std::string ticked(const std::string& text, std::size_t from) {
    if (from == std::string::npos) return {};
    const auto begin = text.find('`', from) + 1;
    return text.substr(begin, text.find('`', begin) - begin);
  }
};

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t end) { return static_cast<std::size_t>(random() % end); }
inline const std::string& one_of(Random& random, const std::vector<std::string>& all) {
  return all[below(random, all.size())];
}

// Rule files with random conditions over the given tests.
class RandomRules {
 public:
  RandomRules(std::uint64_t seed, std::vector<std::string> tests) : random_(seed), tests_(std::move(tests)) {}

  std::string file(std::size_t classify, std::size_t route) {
    std::string yaml;
    if (classify > 0) yaml = "classify:\n";
    for (std::size_t i = 0; i < classify; ++i)
      yaml +=
          "  - {name: c" + std::to_string(i) + ", when: " + condition(3) + ", set: {" + settings() + "}}\n";
    yaml += "route:\n";
    for (std::size_t i = 0; i < route; ++i)
      yaml += "  - {name: r" + std::to_string(i) + ", when: " + condition(3) + ", to: support}\n";
    return yaml + "  - {name: last, to: next_rung}\n";
  }

  std::string condition(std::size_t depth) {
    if (depth == 0) return "{" + one_of(random_, tests_) + "}";
    switch (below(random_, 6)) {
      case 0:
        return "{all: [" + condition(depth - 1) + ", " + condition(depth - 1) + "]}";
      case 1:
        return "{any: [" + condition(depth - 1) + ", " + condition(depth - 1) + "]}";
      case 2:
        return "{not: " + condition(depth - 1) + "}";
      default:
        return "{" + one_of(random_, tests_) + "}";
    }
  }

 private:
  std::string settings() {
    static const std::vector<std::string> kSettings{
        "category: invoice", "category: login",  "severity: low",  "severity: high", "symptom: login",
        "incident: true",    "incident: false",  "labels.n: '5'",  "labels.n: word", "severity: critical",
        "symptom: other",    "severity: normal", "category: other"};
    const auto& first = one_of(random_, kSettings);
    const auto& second = one_of(random_, kSettings);
    return first.substr(0, 4) == second.substr(0, 4) ? first : first + ", " + second;
  }

  Random random_;
  std::vector<std::string> tests_;
};

}  // namespace triaged::rules::proofs

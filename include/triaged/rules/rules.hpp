// Rule text to rule set; facts and rule set to a classification with its reasons. Pure: no clock, no counter,
// no other tickets. The language of this version: equality, sets, `not`, `present`, text patterns, all / any
// / not, first match, default; docs/rules.md describes it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/document/reader.hpp>
#include <triaged/domain/classification.hpp>

namespace triaged::rules {

// What a rule may look at. Borrowed: valid while the event, its text and its place are.
struct Facts {
  const domain::TicketEvent& event;
  const domain::Opened& opened;
  const domain::MatchText& text;
  const domain::Place& place;
};

class RuleSet;  // immutable; classify() may be called by one thread at a time

// The names the rules may use of the directory.
struct Names {
  std::vector<std::string_view> teams;
  std::vector<std::string_view>
      symptoms;  // shipped: unreachable, login, spawn, storage, performance, provider, other
};

// Reads and checks rule files in the order given (their place in the folder, by name), and compiles them.
// nullptr when there were errors.
[[nodiscard]] std::shared_ptr<const RuleSet> compile(std::span<const document::Node> files,
                                                     const Names& names, document::Faults& faults);

// Cannot fail: the last route rule matches everything.
[[nodiscard]] domain::Classification classify(const Facts& facts, const RuleSet& rules);

// Makes classify() some twenty times as fast, at the price of compiling all patterns together: about a second
// for the shipped example. For whoever will classify many tickets, once, before anybody uses the rule set.
// False: not possible here, `why` says why, and everything works as before.
[[nodiscard]] bool accelerate(const RuleSet& rules, std::string& why);

// SHA-256 over the canonical form of the files.
[[nodiscard]] const domain::Digest& digest(const RuleSet& rules) noexcept;
[[nodiscard]] std::size_t size(const RuleSet& rules) noexcept;  // number of rules

// One rule's part in a classification: matched, or the first condition that failed and what it saw.
struct Step {
  enum class Part : std::uint8_t { classify, route };
  Part part{};
  domain::RuleName rule;
  document::Place place;  // of the rule in its file
  bool matched = false;
  bool reached = true;  // a route rule after the winner is evaluated all the same, and marked not reached
  std::string failed;   // the condition as written: "hub.kind: production"; empty when matched
  std::string saw;      // the value it saw: "staging"; for texts, what was searched: "subject and body"
};

struct Explanation {
  domain::Classification classification;
  std::vector<Step> steps;  // every rule, in order
};

[[nodiscard]] Explanation explain(const Facts& facts, const RuleSet& rules);

}  // namespace triaged::rules

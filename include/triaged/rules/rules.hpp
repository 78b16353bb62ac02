// Rule text to rule set; facts and rule set to a classification with its reasons. Pure: no clock, no counter,
// no other tickets. docs/rules.md describes the language.
#pragma once

#include <memory>
#include <optional>
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
  const domain::Opened& opened;  // of channel `alert`: `alert.name` is its label `alertname`,
                                 // `alert.labels.*` are its labels
  const domain::MatchText& text;
  const domain::Place& place;
  domain::Instant now{};                          // when the daemon took the event
  std::span<const std::string> open_calendars{};  // of calendars(rules), those that are open at `now`
};

class RuleSet;  // immutable; classify() may be called by one thread at a time

// The names the rules may use of the directory.
struct Names {
  std::vector<std::string_view> teams;
  std::vector<std::string_view>
      symptoms;  // shipped: unreachable, login, spawn, storage, performance, provider, other
  struct Calendar {
    std::string_view name;
    bool never_opens = false;
    bool always_open = false;
  };
  std::vector<Calendar> calendars;
  std::vector<std::string_view> without_people{};  // teams and rungs where nobody can be reached; for prove()
};

// Reads and checks rule files in the order given (their place in the folder, by name), and compiles them.
// nullptr when there were errors.
[[nodiscard]] std::shared_ptr<const RuleSet> compile(std::span<const document::Node> files,
                                                     const Names& names, document::Faults& faults);

// Cannot fail: the last route rule matches everything.
[[nodiscard]] domain::Classification classify(const Facts& facts, const RuleSet& rules);

// Where compiled patterns are kept between runs. Whoever implements it owns the files; here are only keys
// and bytes. Called by one thread at a time.
class PatternCache {
 public:
  virtual ~PatternCache() = default;
  [[nodiscard]] virtual std::optional<std::string> find(const domain::Digest& key) = 0;
  virtual void keep(const domain::Digest& key, std::string_view bytes) = 0;
};

// Makes classify() some twenty times as fast, at the price of compiling all patterns together: about a
// second for the shipped example, unless an earlier call left what was made in `cache` (nullptr: none). For
// whoever will classify many tickets, once, before anybody uses the rule set. False: not possible here, `why`
// says why, and everything works as before.
[[nodiscard]] bool accelerate(const RuleSet& rules, PatternCache* cache, std::string& why);

// Rules that can never win, conditions that contradict themselves, fields that are always overruled: proved,
// not guessed, and reported as warnings that name the rules to blame. Where `effort` (steps of the search,
// per rule) did not suffice, that is said too. Not for every start: a thousand rules may take seconds.
inline constexpr std::size_t kProofEffort = 100'000;
void prove(const RuleSet& rules, const Names& names, document::Faults& faults,
           std::size_t effort = kProofEffort);

// The calendars that the rules ask for, sorted.
[[nodiscard]] std::span<const std::string> calendars(const RuleSet& rules) noexcept;

// The JSON Schema of a rule file, for editors.
[[nodiscard]] std::string_view schema() noexcept;

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
  std::string saw;      // the value it saw, shortened: "staging"; for texts, what was searched
  std::string hit;      // of a match by patterns: which, and the words: "text: 'log ?in' hit \"Login\""
};

struct Explanation {
  domain::Classification classification;
  std::vector<Step> steps;  // every rule, in order
};

[[nodiscard]] Explanation explain(const Facts& facts, const RuleSet& rules);

}  // namespace triaged::rules

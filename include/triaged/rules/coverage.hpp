// Which rules and conditions were ever put to use: for tests of rules, which should show each condition once
// true and once false. Told from the trees as they were written, not from the compiled program.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <triaged/rules/rules.hpp>

namespace triaged::rules {

// One test of one field, or the negation of one, as it stands in a rule.
struct Asked {
  std::string written;  // "hub.kind: production"
  document::Place place;
  bool held = false;
};

// One rule, and what one ticket made of it.
struct Looked {
  Step::Part part{};
  domain::RuleName rule;
  document::Place place;
  std::optional<domain::Destination> destination;  // of route rules
  bool reached = true;                             // false: a route rule after the winner
  bool matched = false;
  std::vector<Asked> conditions;  // each on its own, whether or not the rest of the rule held
};

// Every rule, in order.
[[nodiscard]] std::vector<Looked> look(const Facts& facts, const RuleSet& rules);

// The sum over tickets. Rules that were not reached are not counted.
class Coverage {
 public:
  struct Condition {
    std::string written;
    document::Place place;
    std::size_t held = 0;
    std::size_t failed = 0;
  };
  struct Rule {
    Step::Part part{};
    domain::RuleName name;
    document::Place place;
    std::size_t reached = 0;
    std::size_t matched = 0;
    std::vector<Condition> conditions;
  };

  explicit Coverage(std::shared_ptr<const RuleSet> rules);

  void add(const Facts& facts);
  [[nodiscard]] const std::vector<Rule>& rules() const noexcept { return seen_; }
  [[nodiscard]] std::size_t tickets() const noexcept { return tickets_; }

 private:
  std::shared_ptr<const RuleSet> rules_;
  std::vector<Rule> seen_;
  std::size_t tickets_ = 0;
};

}  // namespace triaged::rules

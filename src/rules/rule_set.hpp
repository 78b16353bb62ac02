// A rule set as it was written, in trees: what read_*.cpp make, what program.cpp compiles, what explain.cpp
// walks and prove.cpp reasons about. Immutable once made.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <triaged/rules/rules.hpp>

#include "rules/field.hpp"
#include "rules/scanner.hpp"

namespace triaged::rules {

// A value of an equality. For a label it is also a number when it was written as one: `labels.percent: 5`
// holds for "5" and for "5.0".
struct Value {
  std::string text;
  std::optional<double> number;

  bool operator==(const Value&) const = default;
};

// One test of one field. All tests are positive: `not`, `{not: …}`, `{present: false}` and `outside` are
// negations around one. A test of an absent field is false (and so its negation is true).
struct Predicate {
  enum class Test : std::uint8_t {
    equals,   // any of `values`
    present,  //
    prefix,   // any of `values`
    suffix,   // any of `values`
    matches,  // any of `patterns`
    below,    // the ordered ones: against `bound`
    above,
    at_least,
    at_most,
    during,  // any of the calendars in `values` is open
    within,  // the time from now to the field's instant is at most `bound` (also when it has passed)
  };

  FieldRef field;
  Test test{};
  std::vector<Value> values;
  std::vector<int> patterns;  // numbers in the field's scanner
  // A rung's or severity's place in its order, a label's number, microseconds since 1970 of an instant,
  // microseconds of a duration.
  double bound = 0;
  std::string written;  // as a person would write it: "hub.kind: production"
  document::Place place;
};

// A tree of tests. `all` of nothing holds, `any` of nothing does not.
struct Condition {
  enum class Kind : std::uint8_t { all, any, negation, test };

  Kind kind = Kind::all;
  std::vector<Condition> parts;  // for negation: exactly one
  Predicate predicate;           // for test; of the other kinds `written` and `place` alone mean something
};

// What a rule sets a label to: text with captured groups put in. `"${node}"` is one part that captures.
struct LabelText {
  struct Capture {  // of the named group of the first pattern, in the order of writing, that has it and hits
    std::string group;
  };
  std::vector<std::variant<std::string, Capture>> parts;
};

struct Rule {
  domain::RuleName name;
  document::Place place;
  Condition when;
  bool unconditional = false;  // has no `when`
  // What it sets; nothing where it does not. A label whose captures are all empty is not set.
  std::optional<std::string> category;
  std::optional<domain::Severity> severity;
  std::optional<std::string> symptom;
  std::optional<bool> incident;
  std::vector<std::pair<std::string, LabelText>> labels;
  // For route rules.
  domain::Destination destination;
  std::optional<domain::Approval> needs;
};

class Program;  // program.hpp

class RuleSet {
 public:
  RuleSet();
  ~RuleSet();

  std::vector<Rule> classify;
  std::vector<Rule> route;               // the last one has no condition
  std::map<FieldRef, Scanner> scanners;  // of the fields that have patterns
  std::vector<std::string> calendars;    // that the rules name, sorted
  domain::Digest digest;
  std::unique_ptr<const Program> program;
};

}  // namespace triaged::rules

// What the rules say of a ticket: fields, each with the rule that set it, and a destination with its reason.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <triaged/domain/directory_facts.hpp>

namespace triaged::domain {

struct ToNextRung {
  bool operator==(const ToNextRung&) const = default;
};
struct ToNobody {
  std::string because;
  bool operator==(const ToNobody&) const = default;
};
using Destination = std::variant<ToNextRung, Rung, TeamId, ToNobody>;

// A value and the rule that set it; an empty rule name means that no rule did and the default holds.
template <class T>
struct Set {
  T value{};
  RuleName by;

  bool operator==(const Set&) const = default;
};

struct Classification {
  Set<std::string> category{"other", {}};
  Set<Severity> severity{Severity::normal, {}};
  Set<std::string> symptom;  // empty: none
  Set<bool> incident{false, {}};
  std::vector<std::pair<std::string, Set<std::string>>> labels;  // set by rules, beside the event's own
  Destination destination = ToNextRung{};
  RuleName rule;  // the route rule that won

  bool operator==(const Classification&) const = default;
};

}  // namespace triaged::domain

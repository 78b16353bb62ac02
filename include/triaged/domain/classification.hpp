// What the rules say of a ticket: fields, each with the rule that set it, and a destination with its reason.
#pragma once

#include <optional>
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

// Whose say a route rule needs before its destination may start, and what becomes of the ticket when nobody
// says anything.
struct PassOn {  // to support, marked unapproved
  bool operator==(const PassOn&) const = default;
};
struct Refuse {  // resolved as declined
  bool operator==(const Refuse&) const = default;
};
using IfSilent = std::variant<PassOn, Refuse, TeamId>;
struct Approval {
  Rung by = Rung::community_representative;
  IfSilent silence = PassOn{};

  bool operator==(const Approval&) const = default;
};

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
  std::optional<Approval> needs;
  RuleName rule;  // the route rule that won

  bool operator==(const Classification&) const = default;
};

}  // namespace triaged::domain

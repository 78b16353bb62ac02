// What other rules would change, counted: from what to what, by which rules, with examples. For tickets that
// were decided twice, under the rules in force and under a candidate; who decides them is not known here.
//
// Holds names of rules, teams and categories only, and ids of tickets: no value that a ticket brought along,
// so that its size is bounded by the rules and not by the tickets, and what it says may be logged.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <triaged/domain/ticket.hpp>

namespace triaged::app {

// What is compared, in the order in which it is shown.
enum class Aspect : std::uint8_t { team, state, goes_on_to, category, severity, symptom, incident, label };
[[nodiscard]] std::string_view name(Aspect aspect) noexcept;

// One aspect in which two decisions differ. Of a label only whether it is set is told: "unset", "set", and
// "set otherwise" where both set it.
struct Change {
  Aspect aspect{};
  std::string label;           // which, for Aspect::label
  std::string from;            // under the rules in force
  std::string to;              // under the candidate
  domain::RuleName by_active;  // the rule that said so; empty: no rule did, it is the default
  domain::RuleName by_candidate;

  auto operator<=>(const Change&) const = default;
};

// A decision, borrowed for a comparison.
struct Decided {
  const domain::Ticket& ticket;
  const domain::Classification& classification;
};

// In the order of the aspects; empty: the same for everybody.
[[nodiscard]] std::vector<Change> changes(const Decided& active, const Decided& candidate);

struct Example {
  domain::TicketId ticket;
  std::string subject;  // empty: not to be shown
};

// How often a change was seen, and the first tickets it was seen on.
struct Seen {
  std::uint64_t count = 0;
  std::vector<Example> examples;
};

struct Tally {
  static constexpr std::size_t kChangesMost =
      10'000;  // different ones; further ones are counted as one number

  std::uint64_t same = 0;
  std::uint64_t by_another_rule = 0;  // of those: the destination is the same and another rule gave it
  std::uint64_t different = 0;
  std::map<Change, Seen> changes;
  std::uint64_t not_listed = 0;  // changes beyond kChangesMost

  // `example`: this ticket, kept with each of its changes of which there are fewer than `most` so far.
  void add(const Decided& active, const Decided& candidate, const Example& example, std::size_t most);
};

// The changes from one thing to another, whatever rules did it.
struct FromTo {
  Aspect aspect{};
  std::string label;
  std::string from;
  std::string to;
  std::uint64_t count = 0;
  std::vector<const std::pair<const Change, Seen>*> rules;  // of the tally; most frequent first
};

// Aspect by aspect, most frequent first; in one order for one tally. Borrows from it.
[[nodiscard]] std::vector<FromTo> summary(const Tally& tally);

}  // namespace triaged::app

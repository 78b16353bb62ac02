// The two or three lines of `explain` that matter where a ticket went elsewhere than expected: which rule
// won, and what the rules that would have sent it there lacked.
#pragma once

#include <string>
#include <vector>

#include <triaged/codec/state.hpp>
#include <triaged/engine/engine.hpp>

#include "app/scenario/scenario.hpp"

namespace triaged::app::scenario {

// Of a notice in the place of another (nullptr: of none). `decisions` are the test's so far; the latest of
// the notice's ticket is the one that is told.
[[nodiscard]] std::vector<std::string> why(const Expectation* expected, const Outcome& got,
                                           const std::vector<codec::HistoryEntry>& decisions,
                                           const engine::Knowledge& knowledge);

// Of one key of a ticket's state.
[[nodiscard]] std::vector<std::string> why(const Wanted& wanted, const domain::TicketId& ticket,
                                           const std::vector<codec::HistoryEntry>& decisions,
                                           const engine::Knowledge& knowledge);

// What the rules looked at when that decision was made. Only of an opening.
class Recollection {
 public:
  Recollection(const codec::HistoryEntry& entry, const engine::Knowledge& knowledge);

  [[nodiscard]] bool of_an_opening() const noexcept { return opened_ != nullptr; }
  [[nodiscard]] rules::Facts facts() const;

 private:
  const codec::HistoryEntry& entry_;
  const domain::Opened* opened_;
  domain::MatchText text_;
  std::vector<std::string> open_calendars_;
};

}  // namespace triaged::app::scenario

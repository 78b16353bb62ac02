// A decision of the past, made again from what its history kept: the event, the moment, the queues that took
// no messages, and the directory, rules and policy of that day, or other ones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <triaged/codec/state.hpp>

#include "app/explanation.hpp"

namespace triaged::app {

struct Replayed {
  std::optional<Explained> explained;     // of an opening
  domain::Classification classification;  // of a comment: what the rules read in it
  std::optional<domain::Ticket> ticket;   // after the event; nothing: there is none
  std::optional<domain::Refusal> refused;
};

// `before`: the ticket as it was, when there was one.
[[nodiscard]] Replayed replay(const codec::HistoryEntry& entry, const std::optional<domain::Ticket>& before,
                              const domain::Opened* opening, const config::Configuration& configuration);

// One thing that two decisions do not agree about.
struct Difference {
  std::string field;
  std::string then;
  std::string now;
};
[[nodiscard]] std::vector<Difference> differences(const codec::HistoryEntry& entry, const Replayed& replayed);

// A message that could not be read and was parked: support was asked, and no rule.
[[nodiscard]] bool of_parked_message(const codec::HistoryEntry& entry);

}  // namespace triaged::app

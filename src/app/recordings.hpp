// Tickets of the past, one after the other, to be decided anew: from a file of events, or from a store, also
// beside the daemon that writes it. One line, or some hundred rows, is in memory at a time.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include <triaged/codec/event.hpp>
#include <triaged/persist/fault.hpp>

namespace triaged::app {

// What came as it was decided, or would be.
struct Recording {
  domain::TicketEvent event;  // opens a ticket
  domain::MatchText text;
  domain::Instant at{};                    // when the daemon took it; of a file's event, when it happened
  std::vector<std::string> undeliverable;  // queues that took no messages then
};

struct Skipped {
  std::uint64_t not_readable = 0;
  std::uint64_t passed_over = 0;  // events that open no ticket, or were refused when they came
};

// `done`: of all there is, from 0 to 1; nothing when nobody can tell.
using Take = std::function<void(const Recording&, std::optional<double> done)>;
using Complain = std::function<void(const std::string&)>;  // about what is not readable: where, and why

inline constexpr std::size_t kLineMost = 16u << 20;  // bytes; a longer line is not readable

// Events in JSON lines; empty lines are passed over. What does not say when it happened happens at `now`.
[[nodiscard]] Skipped each_of_lines(std::istream& in, const std::string& name, const codec::Limits& limits,
                                    domain::Instant now, const Take& take, const Complain& complain);

// The openings in a store's history, in the order they came; without those that were refused, and without the
// tickets that stand for parked messages.
[[nodiscard]] std::variant<Skipped, persist::Fault> each_of_store(const std::string& path, const Take& take,
                                                                  const Complain& complain);

}  // namespace triaged::app

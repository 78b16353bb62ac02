// Answers to producers: what became of an event that was refused, or of a message that was parked. They go to
// the queue that the producer named in `reply_to`, always as JSON; docs/formats/answers.md describes them.
#pragma once

#include <string>
#include <variant>

#include <triaged/domain/event.hpp>
#include <triaged/domain/message.hpp>

namespace triaged::codec {

// The event changed nothing.
struct AnswerRefused {
  domain::EventId event_id;
  domain::TicketId ticket_id;
  domain::EventKind event{};
  domain::Refusal refused{};
};

// The message was set aside.
struct AnswerParked {
  domain::ParkReason parked{};
  std::string detail;  // for people; valid UTF-8
};

struct Answer {
  std::string queue;  // whole, as the producer named it
  // Of the event (seen_key) or of the message (fingerprint): so the same answer repeated has the same id.
  domain::Digest of;
  std::uint32_t epoch = 1;     // of the store; part of the id, as in those of notices
  std::string correlation_id;  // may be empty
  domain::Instant at{};
  std::variant<AnswerRefused, AnswerParked> what;
};

// Body, properties, and `answer` set.
[[nodiscard]] domain::OutboundMessage encode(const Answer& answer);

// One sentence for people.
[[nodiscard]] std::string_view sentence(domain::Refusal refused) noexcept;

}  // namespace triaged::codec

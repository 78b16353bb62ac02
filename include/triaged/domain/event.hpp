// What a producer tells: one TicketEvent, after decoding. Identity is (producer, event_id).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>

#include <triaged/domain/bytes.hpp>
#include <triaged/domain/id.hpp>
#include <triaged/domain/time.hpp>
#include <triaged/domain/words.hpp>

namespace triaged::domain {

using Labels = std::map<std::string, std::string, std::less<>>;

struct Opened {
  std::string subject;
  std::string body;
  std::string channel;  // "email", "widget", "alert", …; free text
  Labels labels;
  CommunityId community;  // empty when the producer does not say
  std::optional<Instant> needed_by;
  bool truncated = false;  // subject or body was over its limit and was cut

  bool operator==(const Opened&) const = default;
};

// An event whose kind is known and whose handling has not been built; it is refused as not_supported.
struct NotSupported {
  EventKind kind{};

  bool operator==(const NotSupported&) const = default;
};

using EventBody = std::variant<Opened, NotSupported>;

struct TicketEvent {
  ProducerId producer;
  EventId event_id;
  TicketId ticket_id;
  Instant occurred_at{};
  ActorId actor;
  HubId hub;  // empty when the producer does not say
  EventBody body;
  std::string traceparent;  // W3C Trace Context, handed on untouched; empty without one

  bool operator==(const TicketEvent&) const = default;
};

[[nodiscard]] EventKind kind(const TicketEvent& event) noexcept;
[[nodiscard]] Source source(const Opened& opened) noexcept;  // alert for channel "alert", else person

// Text as rules see it, made once by codec from an Opened (the original is what is stored and sent on):
// HTML to text, quoted mail and signatures cut, white space folded, quotes straightened, Unicode NFC.
struct MatchText {
  std::string subject;
  std::string body;

  bool operator==(const MatchText&) const = default;
};

}  // namespace triaged::domain

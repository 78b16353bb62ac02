#pragma once

// Alertmanager's webhook, version 4, as events: each alert of a request is an alert_fired or an
// alert_cleared. Fields that are missing or unknown are put up with; whose hub it is about is decided later,
// with the alert's labels.

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include <triaged/codec/event.hpp>
#include <triaged/domain/message.hpp>

namespace triaged::codec {

struct AlertBatch {
  // In the order of the request, each a TicketEvent in JSON; `message_id` is its event id. Properties beside
  // these (user, headers, timestamp) are the caller's to set.
  std::vector<domain::InboundMessage> messages;
  // Alerts of the request that became no message: no objects, beyond Limits::alerts, or triaged's own
  // (kOwnAlert), which a bridge posted to an Alertmanager that sends us all it has.
  std::size_t ignored = 0;
};

// `body`: of the request; its size is the caller's to bound. `received`: when it came. An event's id names
// what it says and, of an alert that fires, the minute in which it came: the request again within the minute
// is a duplicate, while the repetition of an alert that has been firing for hours, in the same bytes, is a
// new event, which says that it still does. Unreadable: no JSON, no object, no list `alerts`; the detail is
// for the sender. Any number of threads may read at once.
[[nodiscard]] std::variant<AlertBatch, Unreadable> read_alertmanager(std::string_view body,
                                                                     domain::Instant received,
                                                                     const Limits& limits);

}  // namespace triaged::codec

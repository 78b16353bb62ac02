// Reads the header frame of a content: body size and properties. Written here instead of asking librabbitmq,
// because its table decoder calls itself once per level: a producer's header nested twenty thousand deep fits
// into one frame and overflows a stack of 1 MiB. Here nested values are stepped over by their length.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <triaged/domain/message.hpp>

namespace triaged::amqp {

struct ContentHeader {
  std::uint64_t body_size = 0;
  std::string type;  // AMQP property `type`
};

// Fills `message`'s properties; its body and routing key are left alone. Headers whose values are text are
// kept, and, unless their names begin with `x-` as the broker's do, whole numbers, booleans and points in
// time, as CloudEvents writes them: `17`, `true`, `2026-03-02T09:00:00Z`. Others are not. A header of a kind
// unknown here ends the list of headers; a property that runs past the frame's end is malformed: nothing.
[[nodiscard]] std::optional<ContentHeader> read_content_header(std::string_view payload,
                                                               domain::InboundMessage& message);

}  // namespace triaged::amqp

// Events as parts of rows.
#pragma once

#include <codec/row_writer.hpp>

#include <triaged/domain/event.hpp>
#include <triaged/v1/state.pb.h>

namespace triaged::codec {

// As the fields of a StoredEvent.
void write_event(RowWriter& out, const domain::TicketEvent& event);
// False when a word in it is not known, or its body is not of its kind; `out` is then half filled.
[[nodiscard]] bool read(const v1::StoredEvent& in, domain::TicketEvent& out);

}  // namespace triaged::codec

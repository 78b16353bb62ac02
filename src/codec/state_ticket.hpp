// Tickets and classifications as parts of rows.
#pragma once

#include <codec/row_writer.hpp>

#include <triaged/domain/ticket.hpp>
#include <triaged/v1/state.pb.h>

namespace triaged::codec {

// As the fields of a StoredTicket and of a StoredClassification.
void write_ticket(RowWriter& out, const domain::Ticket& ticket);
// False when a word in it is not known; `out` is then half filled.
[[nodiscard]] bool read(const v1::StoredTicket& in, domain::Ticket& out);

// As the fields of a StoredMeantFor.
void write_meant_for(RowWriter& out, const domain::Destination& destination, const domain::IfSilent& silence);
[[nodiscard]] bool read(const v1::StoredMeantFor& in, domain::Destination& destination,
                        domain::IfSilent& silence);

void write_classification(RowWriter& out, const domain::Classification& classification);
[[nodiscard]] bool read(const v1::StoredClassification& in, domain::Classification& out);

}  // namespace triaged::codec

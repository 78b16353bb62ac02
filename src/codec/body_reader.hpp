// The members that tell of a ticket that is open already, of alerts, incidents and silences. An id must be
// one, a word be known, and what the event is nothing without be there; texts are cut to the limit.
#pragma once

#include <codec/field_checks.hpp>

#include <triaged/codec/event.hpp>
#include <triaged/v1/event.pb.h>

namespace triaged::codec {

// Takes the texts out of the member of `kind`, whose texts and points in time must have been looked at by
// FieldChecks::all_of. For `opened` (see opened_reader.hpp) and the daemon's own kinds: NotSupported.
[[nodiscard]] domain::EventBody read_body(domain::EventKind kind, v1::TicketEvent& event,
                                          const Limits& limits, FieldChecks& checks);

// The same of monitoring, incidents and silences, and of no other kind.
[[nodiscard]] domain::EventBody read_incident_body(domain::EventKind kind, v1::TicketEvent& event,
                                                   const Limits& limits, FieldChecks& checks);

}  // namespace triaged::codec

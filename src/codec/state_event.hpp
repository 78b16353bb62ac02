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

[[nodiscard]] std::string_view word(domain::IncidentReported::How how);

// Bodies about alerts, incidents and silences: state_event_incident.cpp, state_event_incident_read.cpp.
void write_body(RowWriter& out, const domain::AlertFired& body);
void write_body(RowWriter& out, const domain::AlertCleared& body);
void write_body(RowWriter& out, const domain::Heartbeat& body);
void write_body(RowWriter& out, const domain::IncidentDeclared& body);
void write_body(RowWriter& out, const domain::IncidentAcknowledged& body);
void write_body(RowWriter& out, const domain::IncidentUpdated& body);
void write_body(RowWriter& out, const domain::IncidentRole& body);
void write_body(RowWriter& out, const domain::IncidentSeverity& body);
void write_body(RowWriter& out, const domain::IncidentMerged& body);
void write_body(RowWriter& out, const domain::IncidentResolved& body);
void write_body(RowWriter& out, const domain::IncidentReopened& body);
void write_body(RowWriter& out, const domain::Linked& body);
void write_body(RowWriter& out, const domain::Unlinked& body);
void write_body(RowWriter& out, const domain::SilenceSet& body);
void write_body(RowWriter& out, const domain::SilenceEnded& body);
void write_body(RowWriter& out, const domain::Suspected& body);
void write_body(RowWriter& out, const domain::IncidentOver& body);
void write_body(RowWriter& out, const domain::Unsilenced& body);
void write_body(RowWriter& out, const domain::IncidentFound& body);
void write_body(RowWriter& out, const domain::IncidentReported& body);
void write_body(RowWriter& out, const domain::IncidentJoined& body);
void write_body(RowWriter& out, const domain::IncidentDeadline& body);
void write_body(RowWriter& out, const domain::PageRefused& body);
// Nothing: a word in it is not known, or the body is none of these.
[[nodiscard]] std::optional<domain::EventBody> incident_body(const v1::StoredEvent& in);

}  // namespace triaged::codec

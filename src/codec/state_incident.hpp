// Incidents as parts of rows.
#pragma once

#include <codec/row_writer.hpp>

#include <triaged/domain/incident.hpp>
#include <triaged/v1/state.pb.h>

namespace triaged::codec {

// As the fields of a StoredIncident.
void write_incident(RowWriter& out, const domain::Incident& incident);
// False when a word in it is not known; `out` is then half filled.
[[nodiscard]] bool read(const v1::StoredIncident& in, domain::Incident& out);

}  // namespace triaged::codec

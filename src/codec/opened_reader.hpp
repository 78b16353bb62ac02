// The member `opened`: checked, added to the event's digest as it came, then cut to the limits.
#pragma once

#include <codec/digest.hpp>
#include <codec/field_checks.hpp>

#include <triaged/codec/event.hpp>
#include <triaged/v1/event.pb.h>

namespace triaged::codec {

// Takes the texts out of `opened`. The digest is of the uncut content: what differs beyond a limit differs.
[[nodiscard]] domain::Opened read_opened(v1::Opened& opened, const Limits& limits, FieldChecks& checks,
                                         Canonical& content);

}  // namespace triaged::codec

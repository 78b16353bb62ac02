// google.protobuf.Timestamp and domain::Instant. Out of range means outside the years 1970 to 9999, or
// nanoseconds outside a second; below a microsecond digits are dropped.
#pragma once

#include <optional>

#include <google/protobuf/timestamp.pb.h>

#include <triaged/domain/time.hpp>

namespace triaged::codec {

[[nodiscard]] std::optional<domain::Instant> from_timestamp(
    const google::protobuf::Timestamp& timestamp) noexcept;

void set_timestamp(google::protobuf::Timestamp& timestamp, domain::Instant instant);

}  // namespace triaged::codec

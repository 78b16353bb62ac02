#include <codec/timestamp.hpp>

namespace triaged::codec {

std::optional<domain::Instant> from_timestamp(const google::protobuf::Timestamp& timestamp) noexcept {
  constexpr std::int64_t kEnd = 253'402'300'800;  // 10000-01-01T00:00:00Z
  constexpr std::int32_t kSecond = 1'000'000'000;
  if (timestamp.seconds() < 0 || timestamp.seconds() >= kEnd) return std::nullopt;
  if (timestamp.nanos() < 0 || timestamp.nanos() >= kSecond) return std::nullopt;
  return domain::Instant{std::chrono::seconds{timestamp.seconds()} +
                         std::chrono::microseconds{timestamp.nanos() / 1000}};
}

void set_timestamp(google::protobuf::Timestamp& timestamp, domain::Instant instant) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(instant);
  timestamp.set_seconds(whole.time_since_epoch().count());
  timestamp.set_nanos(static_cast<std::int32_t>((instant - whole).count()) * 1000);
}

}  // namespace triaged::codec

// What the clock on the wall shows in a time zone: for telling people when. Immutable, for any number of
// threads; deadlines are a Calendar's business.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <triaged/domain/time.hpp>

namespace triaged::decide {

class Zone;

class LocalClock {
 public:
  // Nothing when the machine's time zone data has no zone of that name.
  [[nodiscard]] static std::optional<LocalClock> in(const std::string& zone);

  [[nodiscard]] const std::string& zone() const noexcept { return name_; }
  [[nodiscard]] std::chrono::local_time<domain::Duration> at(domain::Instant instant) const noexcept;
  [[nodiscard]] domain::Duration ahead_of_utc(domain::Instant instant) const noexcept;

 private:
  LocalClock(std::string name, std::shared_ptr<const Zone> zone);

  std::string name_;
  std::shared_ptr<const Zone> zone_;
};

}  // namespace triaged::decide

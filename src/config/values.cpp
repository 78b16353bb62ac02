#include "config/values.hpp"

namespace triaged::config {

void read_path(document::MapReader& map, std::string_view key, const std::filesystem::path& folder,
               std::string& target) {
  if (const auto path = map.text(key); path && !path->empty()) target = (folder / *path).lexically_normal();
}

void read_time(document::MapReader& map, std::string_view key, TimeRange range,
               std::chrono::milliseconds& target, document::Faults& faults) {
  const auto time = map.duration(key);
  if (!time) return;
  if (*time >= range.least && *time <= range.most)
    target = std::chrono::duration_cast<std::chrono::milliseconds>(*time);
  else
    faults.error(map.place_of(key), "`" + std::string{key} + "` is out of range",
                 "write a duration from " + std::to_string(range.least.count()) + "ms to " +
                     std::to_string(range.most.count() / 1'000) + "s");
}

}  // namespace triaged::config

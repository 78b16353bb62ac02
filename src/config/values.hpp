// Values that several parts of triaged.yaml have: paths, and times with a range.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include <triaged/document/reader.hpp>

namespace triaged::config {

// Relative: to `folder`. An absent or empty one leaves `target` as it is.
void read_path(document::MapReader& map, std::string_view key, const std::filesystem::path& folder,
               std::string& target);

struct TimeRange {
  std::chrono::milliseconds least;
  std::chrono::milliseconds most;  // whole seconds
};

void read_time(document::MapReader& map, std::string_view key, TimeRange range,
               std::chrono::milliseconds& target, document::Faults& faults);

}  // namespace triaged::config

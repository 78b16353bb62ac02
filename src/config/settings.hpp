// triaged.yaml to Settings.
#pragma once

#include <triaged/config/config.hpp>
#include <triaged/document/node.hpp>

namespace triaged::config {

// What is absent or bad keeps its default; what is bad has been reported. Relative paths become absolute ones
// below `folder`.
[[nodiscard]] Settings read_settings(const document::Node& file, const std::filesystem::path& folder,
                                     document::Faults& faults);

}  // namespace triaged::config

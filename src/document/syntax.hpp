// What yaml-cpp cannot read, reported as a fault of our own wording.
#pragma once

#include <string_view>

#include <yaml-cpp/exceptions.h>

#include <triaged/document/node.hpp>

namespace triaged::document {

// `place` is the exception's mark; the fault may be placed better.
void report_syntax(const YAML::Exception& why, std::string_view text, Place place, Faults& faults);

void report_depth(Place place, Faults& faults, const Limits& limits);

}  // namespace triaged::document

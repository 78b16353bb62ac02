// A scenario file's text to its values, strictly: unknown keys, words that are no words, times that run
// backwards and events that triaged itself could not read are faults, and all of them are told. Knows nothing
// of the configuration: names of teams are checked by configurations.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <triaged/document/reader.hpp>

#include "app/scenario/scenario.hpp"

namespace triaged::app::scenario {

// Nothing when there were errors.
[[nodiscard]] std::optional<File> read(const std::string& name, std::string_view text,
                                       document::Faults& faults);

// One item of `expect`, and one ticket of `state`.
[[nodiscard]] Expectation read_expectation(const document::Node& node, document::Faults& faults);
[[nodiscard]] StateCheck read_state(const document::Member& member, document::Faults& faults);

// The name under which the state of a clock is wanted and found.
[[nodiscard]] std::string clock_key(std::string_view clock);

// A `TicketEvent`, written as YAML. What is wrong with it is reported where it stands.
[[nodiscard]] GivenEvent read_given_event(const document::Node& node, document::Faults& faults);

}  // namespace triaged::app::scenario

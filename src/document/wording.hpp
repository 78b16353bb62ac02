// The words in which values of the wrong kind are refused, one for all getters.
#pragma once

#include <string_view>

#include <triaged/document/node.hpp>

namespace triaged::document {

[[nodiscard]] std::string_view kind_of(const Node& node) noexcept;  // "a list"

// "`members` must be a list, not a map", or "`members` has no value; give it a list, or remove it".
void refuse_kind(const Node& node, std::string_view what, std::string_view wanted, Faults& faults);

}  // namespace triaged::document

// What conditions saw, in words: the value of a field, where a pattern hit.
#pragma once

#include "rules/walk.hpp"

namespace triaged::rules {

inline constexpr std::size_t kSeenBytes = 80;  // of a value shown; longer ones are shortened
inline constexpr std::size_t kHitsShown = 3;   // of the patterns that made a rule match

inline constexpr std::size_t kPartsShown = 4;  // of what the parts of a group saw

// "person; c/d"
[[nodiscard]] std::string joined(const std::vector<std::string>& parts);

// What a test that fails saw: "staging", "nothing", "none of it in subject and body (120 characters)".
[[nodiscard]] std::string seen(const Predicate& predicate, const domain::Classification& so_far,
                               const Hits& hits);

// Why a condition that should fail holds: the value, or the pattern that hit and the words it hit.
[[nodiscard]] std::string why_holds(const Condition& condition, const domain::Classification& so_far,
                                    const Hits& hits);

// The patterns by which a condition holds, each with the words it hit: "text: 'log ?in' hit \"Login\"". Empty
// when it asks for none.
[[nodiscard]] std::string hit_by(const Condition& condition, const domain::Classification& so_far,
                                 const Hits& hits);

}  // namespace triaged::rules

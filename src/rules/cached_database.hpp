// A serialized database as it is kept between runs (PatternCache): with what it lacks, and a digest, for what
// comes back from there is not trusted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triaged::rules {

struct CachedDatabase {
  std::string bytes;         // as serialized
  std::vector<int> refused;  // numbers of patterns that were left out
};

[[nodiscard]] std::string encoded(const CachedDatabase& database);
// Nothing for bytes that are not whole.
[[nodiscard]] std::optional<CachedDatabase> decoded(std::string_view bytes);

}  // namespace triaged::rules

#include <algorithm>
#include <array>
#include <numeric>

#include <codec/nearest.hpp>

namespace triaged::codec {
namespace {

constexpr std::size_t kLongest = 64;

// Levenshtein's distance, one row at a time. Both are at most kLongest bytes.
std::size_t edits(std::string_view a, std::string_view b) {
  std::array<std::size_t, kLongest + 1> row{};
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& known) {
  if (name.size() > kLongest) return {};
  std::string_view best;
  std::size_t fewest = std::min<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    if (candidate.size() > kLongest) continue;
    const std::size_t count = edits(name, candidate);
    if (count >= fewest) continue;
    fewest = count;
    best = candidate;
  }
  return best;
}

}  // namespace triaged::codec

// What people write to support, made up and never twice the same: a situation with its words filled in by
// chance, and details until the text is long enough. Rules see texts they have not seen before, as they will
// in service.
#pragma once

#include <random>
#include <string>
#include <string_view>

namespace bench {

enum class Role : std::uint8_t { user, admin, representative };

struct Text {
  std::string subject;
  std::string body;
};

using Chance = std::mt19937_64;

// A number from 0 to `below` - 1, the same on every machine for the same seed.
[[nodiscard]] std::size_t draw(Chance& chance, std::size_t below);

[[nodiscard]] Text situation(Role role, Chance& chance);

// One more sentence, with a space before it.
[[nodiscard]] std::string detail(Chance& chance);

}  // namespace bench

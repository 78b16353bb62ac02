// Why a store cannot be opened or read, as a value with a sentence for people.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace triaged::persist {

enum class FaultKind : std::uint8_t {
  missing,      // there is no such file
  held,         // another process has the store
  unavailable,  // cannot be opened, read or written now: permission, full disk, input/output error
  foreign,      // a file that is no SQLite database, or one of another program
  damaged,      // ours, but its pages or rows contradict themselves
  newer,        // written by a newer version of this program
};

struct Fault {
  FaultKind kind = FaultKind::unavailable;
  std::string text;  // one sentence that names the file
};

// The file itself is wrong: trying again is no remedy (exit 65 rather than 74).
[[nodiscard]] constexpr bool is_bad_data(FaultKind kind) noexcept {
  switch (kind) {
    case FaultKind::missing:
    case FaultKind::held:
    case FaultKind::unavailable:
      return false;
    case FaultKind::foreign:
    case FaultKind::damaged:
    case FaultKind::newer:
      return true;
  }
  return true;
}

// What was asked for, or why not.
template <class T>
using Answer = std::variant<T, Fault>;

}  // namespace triaged::persist

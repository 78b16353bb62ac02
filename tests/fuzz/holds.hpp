// The one assertion of the fuzz targets: stays in optimised builds, and ends the process as a fuzzer expects.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace triaged::fuzz {

inline void holds(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace triaged::fuzz

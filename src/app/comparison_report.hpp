// A comparison as a person reads it, and as a program does.
#pragma once

#include <iosfwd>

#include <boost/json/object.hpp>

#include "app/comparison.hpp"

namespace triaged::app {

struct Compared {
  Tally tally;
  std::uint64_t not_readable = 0;
  std::uint64_t passed_over = 0;  // events that open no ticket, or were refused when they came
  domain::Digest active;
  domain::Digest candidate;
};

void print(const Compared& compared, std::ostream& out);
[[nodiscard]] boost::json::object to_json(const Compared& compared);

}  // namespace triaged::app

// An incident told as Markdown, for a report to be written from: what it was and how long, who dealt with it,
// what happened when, and a place for what we learn. Requesters are not named, and what is confidential is
// left out.
#pragma once

#include <iosfwd>
#include <span>

#include "app/show/stored.hpp"

namespace triaged::app::show {

struct Chronicle {
  const domain::Incident& incident;
  std::span<const Line> history;  // the incident's
  std::span<const Told> tickets;  // linked ones
};

void write_timeline(const Chronicle& chronicle, const Known& known, std::ostream& out);

}  // namespace triaged::app::show

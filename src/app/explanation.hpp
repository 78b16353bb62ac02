// One decision made anew, with everything that led to it: for the commands that explain. Changes nothing.
#pragma once

#include <iosfwd>

#include <boost/json/object.hpp>

#include "app/decision.hpp"
#include "app/times.hpp"

namespace triaged::app {

// One of the ticket's clocks, and what comes of it if nobody does anything and the ticket stays where it is.
struct Promised {
  domain::Timer timer;
  std::string then;  // "escalated to support"; of a clock that never ends: empty
};

struct Explained {
  domain::Place place;
  rules::Explanation rules;
  domain::Reach reach;
  decide::Effects effects;
  std::vector<Promised> promised{};                // of the ticket that it opened
  std::optional<decide::LocalClock> local_time{};  // where the team works that has it
};

// Of an event that opens a ticket. All parts of the configuration are there.
[[nodiscard]] Explained decide_anew(const domain::TicketEvent& event, const domain::Opened& opened,
                                    const domain::MatchText& text, const config::Configuration& configuration,
                                    const Circumstances& circumstances);

// As `triaged explain` shows it. The decision opened a ticket.
[[nodiscard]] boost::json::object to_json(const Explained& explained, const domain::Digest& ruleset);
void print(const Explained& explained, std::ostream& out);

}  // namespace triaged::app

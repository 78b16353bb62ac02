// One decision made anew, with everything that led to it: for the commands that explain. Changes nothing.
#pragma once

#include <iosfwd>

#include <boost/json/object.hpp>

#include "app/decision.hpp"

namespace triaged::app {

struct Explained {
  domain::Place place;
  rules::Explanation rules;
  domain::Reach reach;
  decide::Effects effects;
};

// Of an event that opens a ticket. All parts of the configuration are there.
[[nodiscard]] Explained decide_anew(const domain::TicketEvent& event, const domain::Opened& opened,
                                    const domain::MatchText& text, const config::Configuration& configuration,
                                    const Circumstances& circumstances);

// As `triaged explain` shows it. The decision opened a ticket.
[[nodiscard]] boost::json::object to_json(const Explained& explained, const domain::Digest& ruleset);
void print(const Explained& explained, std::ostream& out);

}  // namespace triaged::app

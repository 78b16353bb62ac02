// A ticket as it stands: for people, as a row among others, and as JSON.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "app/show/stored.hpp"

namespace triaged::app::show {

[[nodiscard]] std::vector<std::string> ticket_heading();
[[nodiscard]] std::vector<std::string> ticket_row(const Told& told, const Known& known, domain::Instant now);
[[nodiscard]] boost::json::object to_json(const Told& told, const Known& known);

// What it is, who has it and why, its clocks, its incident (nullptr: none that the store knows).
void print(const Told& told, const domain::Incident* incident, const Known& known, domain::Instant now,
           std::ostream& out);

}  // namespace triaged::app::show

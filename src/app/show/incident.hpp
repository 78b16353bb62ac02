// An incident as it stands: for people, as a row among others, and as JSON.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "app/show/stored.hpp"

namespace triaged::app::show {

// "hub north/prod", "community north", "cluster north".
[[nodiscard]] std::string where(const domain::Incident& incident);

[[nodiscard]] std::vector<std::string> incident_heading();
[[nodiscard]] std::vector<std::string> incident_row(const domain::Incident& incident, const Known& known,
                                                    domain::Instant now);
[[nodiscard]] boost::json::object to_json(const domain::Incident& incident, const Known& known);

// With its tickets, linked and suspected, of which `tickets` has those that the store knows.
void print(const domain::Incident& incident, std::span<const Told> tickets, const Known& known,
           domain::Instant now, std::ostream& out);

}  // namespace triaged::app::show

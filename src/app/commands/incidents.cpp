// triaged incidents: what is going on, the newest last. Reads the store beside a running daemon or when none
// runs; changes nothing.
#include <ostream>

#include <boost/json/serialize.hpp>

#include "app/command.hpp"
#include "app/show/incident.hpp"
#include "app/show/words.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {

Exit incidents(const Common& common, const IncidentsOptions& options, const Streams& streams) {
  const auto sources = show::open_sources(common, options.store, streams);
  if (!sources) return Exit::configuration;
  const auto& [stored, known] = *sources;
  const auto answer = stored.incidents(options.all);
  if (const auto* fault = std::get_if<persist::Fault>(&answer)) return show::complain(*fault, streams);
  const auto now = options.now == domain::Instant{} ? wall_clock_now() : options.now;
  std::vector<std::vector<std::string>> rows{show::incident_heading()};
  for (const auto& incident : std::get<0>(answer)) {
    if (!options.all && !is_going_on(incident)) continue;
    if (common.json)
      streams.out << boost::json::serialize(show::to_json(incident, known)) << '\n';
    else
      rows.push_back(show::incident_row(incident, known, now));
  }
  if (common.json) return Exit::ok;
  if (rows.size() > 1)
    show::write_table(rows, streams.out);
  else
    streams.out << (options.all ? "there never was an incident\n" : "no incident is going on\n");
  return Exit::ok;
}

}  // namespace triaged::app

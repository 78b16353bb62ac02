// triaged tickets: the tickets that somebody should do something about, the most urgent first. Reads the
// store beside a running daemon or when none runs; changes nothing.
#include <ostream>

#include <boost/json/serialize.hpp>

#include "app/command.hpp"
#include "app/show/ticket.hpp"
#include "app/show/words.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {
namespace {

using namespace show;

// The states and severities are checked where flags are read; these can only be looked up.
void warn_of_unknown(const TicketsOptions& options, const Known& known, const Streams& streams) {
  if (!known.directory) return;
  if (!options.team.empty() && known.directory->team(domain::TeamId(options.team)) == nullptr)
    streams.err << "no team `" << options.team
                << "` is in the directory; `triaged directory` shows who is who\n";
  if (!options.hub.empty() && known.directory->hub(domain::HubId(options.hub)) == nullptr)
    streams.err << "no hub `" << options.hub << "` is in the directory; write it cluster/hub\n";
}

}  // namespace

Exit tickets(const Common& common, const TicketsOptions& options, const Streams& streams) {
  const auto sources = open_sources(common, options.store, streams);
  if (!sources) return Exit::configuration;
  const auto& [stored, known] = *sources;
  warn_of_unknown(options, known, streams);
  const auto wanted = [&options](const domain::Ticket& ticket) {
    // A resolved one needs nobody, unless it comes back.
    const bool state = options.state.empty() ? ticket.state != domain::TicketState::resolved
                                             : name(ticket.state) == options.state;
    return state && (options.team.empty() || ticket.team.value == options.team) &&
           (options.hub.empty() || ticket.place.hub.value == options.hub) &&
           (options.severity.empty() || name(ticket.severity) == options.severity);
  };
  const auto answer = stored.urgent(wanted, options.limit);
  if (const auto* fault = std::get_if<persist::Fault>(&answer)) return show::complain(*fault, streams);
  const auto& urgent = std::get<0>(answer);
  if (common.json) {
    for (const auto& told : urgent.first) streams.out << boost::json::serialize(to_json(told, known)) << '\n';
    return Exit::ok;
  }
  if (urgent.all == 0) {
    streams.out << "no open ticket is like that\n";
    return Exit::ok;
  }
  const auto now = options.now == domain::Instant{} ? wall_clock_now() : options.now;
  std::vector<std::vector<std::string>> rows{ticket_heading()};
  for (const auto& told : urgent.first) rows.push_back(ticket_row(told, known, now));
  write_table(rows, streams.out);
  if (urgent.all > urgent.first.size())
    streams.out << "and " << urgent.all - urgent.first.size() << " more; `--limit " << urgent.all
                << "` shows them all\n";
  return Exit::ok;
}

}  // namespace triaged::app

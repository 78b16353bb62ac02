// triaged show ID: one ticket or incident with all that happened to it; what is kept about neither (HUB:…,
// SILENCE:…, HEARTBEAT:…) by its history alone. Reads the store beside a running daemon or when none runs;
// changes nothing.
#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "app/command.hpp"
#include "app/show/history.hpp"
#include "app/show/incident.hpp"
#include "app/show/ticket.hpp"
#include "app/show/timeline.hpp"
#include "app/show/words.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {
namespace {

using namespace show;
namespace json = boost::json;

class Showing {
 public:
  Showing(const Common& common, const ShowOptions& options, const Sources& sources, const Streams& streams)
      : common_(common),
        options_(options),
        id_(options.id),
        stored_(sources.stored),
        known_(sources.known),
        streams_(streams),
        now_(options.now == domain::Instant{} ? wall_clock_now() : options.now) {}

  Exit run() {
    auto incident = stored_.incident(domain::IncidentId(options_.id));
    if (const auto* fault = std::get_if<persist::Fault>(&incident)) return show::complain(*fault, streams_);
    auto lines = stored_.history(id_);
    if (const auto* fault = std::get_if<persist::Fault>(&lines)) return show::complain(*fault, streams_);
    const auto& history = std::get<0>(lines);
    if (std::get<0>(incident)) return of_incident(*std::get<0>(incident), history);
    if (options_.timeline) {
      streams_.err << "there is no incident `" << options_.id
                   << "`, and only incidents have a timeline; `triaged incidents --all` shows them\n";
      return Exit::bad_data;
    }
    auto tickets = stored_.tickets({id_});
    if (const auto* fault = std::get_if<persist::Fault>(&tickets)) return show::complain(*fault, streams_);
    if (!std::get<0>(tickets).empty()) return of_ticket(std::get<0>(tickets).front(), history);
    if (!history.empty()) return of_history(history);
    return unknown();
  }

 private:
  Exit of_ticket(const Told& told, const std::vector<Line>& history) {
    const auto incident = stored_.incident(told.ticket.incident_id);
    if (const auto* fault = std::get_if<persist::Fault>(&incident)) return show::complain(*fault, streams_);
    if (common_.json) {
      auto object = to_json(told, known_);
      object["subject"] = told.subject;
      return write(std::move(object), history, Of::ticket);
    }
    const auto& found = std::get<0>(incident);
    print(told, found ? &*found : nullptr, known_, now_, streams_.out);
    constexpr std::string_view kParked = "PARKED-";
    if (options_.id.starts_with(kParked))
      streams_.out << "\n  It stands for a message that could not be read: `triaged parked show "
                   << options_.id.substr(kParked.size()) << "` shows that.\n";
    print_history(id_, history, Of::ticket, streams_.out);
    return Exit::ok;
  }

  Exit of_incident(const domain::Incident& incident, const std::vector<Line>& history) {
    auto ids = incident.tickets;
    if (!options_.timeline) ids.insert(ids.end(), incident.suspected.begin(), incident.suspected.end());
    const auto tickets = stored_.tickets(ids);
    if (const auto* fault = std::get_if<persist::Fault>(&tickets)) return show::complain(*fault, streams_);
    if (options_.timeline) {
      write_timeline({.incident = incident, .history = history, .tickets = std::get<0>(tickets)}, known_,
                     streams_.out);
      return Exit::ok;
    }
    if (common_.json) return write(to_json(incident, known_), history, Of::incident);
    print(incident, std::get<0>(tickets), known_, now_, streams_.out);
    print_history(id_, history, Of::incident, streams_.out);
    return Exit::ok;
  }

  // No ticket, no incident; but events named it.
  Exit of_history(const std::vector<Line>& history) {
    if (common_.json) return write({{"id", options_.id}}, history, Of::neither);
    const bool refused =
        std::ranges::all_of(history, [](const Line& line) { return line.entry.refused.has_value(); });
    streams_.out << one_line(options_.id, kTextMost)
                 << (refused ? "  was never opened; events that named it were refused\n" : "\n");
    print_history(id_, history, Of::neither, streams_.out);
    return Exit::ok;
  }

  Exit unknown() {
    streams_.err << stored_.path() << ": no event ever named `" << one_line(options_.id, kTextMost) << "`; ";
    if (domain::incident_number(options_.id))
      streams_.err << "`triaged incidents --all` shows every incident\n";
    else
      streams_.err << "`triaged tickets` shows the open tickets. If its message came and could not be read, "
                      "`triaged parked list` has it\n";
    return Exit::bad_data;
  }

  Exit write(json::object object, const std::vector<Line>& history, Of of) {
    object["history"] = history_to_json(id_, history, of);
    streams_.out << json::serialize(object) << '\n';
    return Exit::ok;
  }

  const Common& common_;
  const ShowOptions& options_;
  domain::TicketId id_;
  const Stored& stored_;
  const Known& known_;
  const Streams& streams_;
  domain::Instant now_;
};

}  // namespace

Exit show_one(const Common& common, const ShowOptions& options, const Streams& streams) {
  const auto sources = open_sources(common, options.store, streams);
  if (!sources) return Exit::configuration;
  return Showing(common, options, *sources, streams).run();
}

}  // namespace triaged::app

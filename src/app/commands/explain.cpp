// triaged explain: what would happen to a new event, and why — every rule, matched or the first condition
// that failed, and who was passed over on the ladder. Works offline; changes nothing.
#include <ostream>

#include <boost/json/serialize.hpp>

#include "app/command.hpp"
#include "app/explanation.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {

Exit explain(const Common& common, const ExplainOptions& options, const Streams& streams) {
  if (!options.decision.empty()) return explain_decision(common, options, streams);
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  const auto text = read_input(options.file, streams);
  if (!text) return Exit::bad_data;
  const auto events = split_events(*text);
  if (events.empty()) {
    streams.err << options.file << ": holds no event\n";
    return Exit::bad_data;
  }
  Exit exit = Exit::ok;
  for (const auto& [line, json] : events) {
    const auto decoded = codec::decode_json(json, configuration->settings.limits.codec);
    if (const auto* bad = std::get_if<codec::Unreadable>(&decoded)) {
      streams.err << options.file << ":" << line << ": " << name(bad->reason) << ": " << bad->detail << '\n';
      exit = Exit::bad_data;
      continue;
    }
    const auto& event = std::get<codec::Decoded>(decoded);
    const auto* opened = std::get_if<domain::Opened>(&event.event.body);
    if (opened == nullptr) {
      streams.err
          << options.file << ":" << line << ": " << name(kind(event.event))
          << ": only an opening can be explained before it happens; for what was decided see --decision\n";
      exit = Exit::bad_data;
      continue;
    }
    const auto explained =
        decide_anew(event.event, *opened, event.text, *configuration, {.now = wall_clock_now()});
    if (common.json)
      streams.out << boost::json::serialize(to_json(explained, digest(*configuration->rules))) << '\n';
    else
      print(explained, streams.out);
  }
  return exit;
}

}  // namespace triaged::app

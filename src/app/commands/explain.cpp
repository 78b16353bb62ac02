// triaged explain: what would happen to a new event, and why — every rule, matched or the first condition
// that failed, and who was passed over on the ladder. Works offline; changes nothing.
#include <iomanip>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/decide/decide.hpp>

#include "app/command.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {
namespace {

namespace json = boost::json;

// One event with its decision and everything that led to it.
struct Explained {
  domain::TicketEvent event;
  domain::Place place;
  rules::Explanation rules;
  domain::Reach reach;
  decide::Effects effects;
};

Explained decide_anew(const codec::Decoded& decoded, const domain::Opened& opened,
                      const config::Configuration& configuration, domain::Instant now) {
  Explained result{.event = decoded.event, .place = {}, .rules = {}, .reach = {}, .effects = {}};
  result.place = configuration.directory->locate(decoded.event);
  result.rules = rules::explain({decoded.event, opened, decoded.text, result.place}, *configuration.rules);
  const auto& said = result.rules.classification;
  const auto* team = std::get_if<domain::TeamId>(&said.destination);
  result.reach = configuration.directory->reach(result.place, team != nullptr ? *team : domain::TeamId{}, {});
  const decide::View view{.ticket = {},
                          .place = result.place,
                          .classification = said,
                          .reach = result.reach,
                          .ruleset = digest(*configuration.rules),
                          .epoch = 1};
  result.effects = decide::decide(view, decoded.event, now, *configuration.policy);
  return result;
}

std::string_view part_name(rules::Step::Part part) {
  return part == rules::Step::Part::classify ? "classify" : "route";
}

json::object to_json(const Explained& explained, const domain::Digest& ruleset) {
  const auto& ticket = *explained.effects.ticket;
  const auto& said = explained.rules.classification;
  json::array steps;
  for (const auto& step : explained.rules.steps) {
    json::object object{{"part", part_name(step.part)},
                        {"rule", step.rule.value},
                        {"matched", step.matched},
                        {"reached", step.reached}};
    if (!step.matched) object["failed"] = step.failed;
    if (!step.matched) object["saw"] = step.saw;
    steps.push_back(std::move(object));
  }
  return {{"ticket_id", ticket.id.value},
          {"team", ticket.team.value},
          {"rung", ticket.rung ? name(*ticket.rung) : std::string_view{}},
          {"category", ticket.category},
          {"severity", name(ticket.severity)},
          {"symptom", ticket.symptom},
          {"incident", ticket.incident},
          {"state", name(ticket.state)},
          {"rule", said.rule.value},
          {"reason", name(ticket.reason.code)},
          {"text", ticket.reason.text},
          {"ruleset", to_text(ruleset)},
          {"hub", ticket.place.hub.value},
          {"community", ticket.place.community.value},
          {"requester_standing", name(ticket.place.standing)},
          {"deadlines", json::object{}},
          {"steps", std::move(steps)}};
}

std::string or_dash(std::string_view text) { return text.empty() ? "-" : std::string(text); }

template <class T>
std::string by(const domain::Set<T>& set) {
  return set.by.empty() ? "by default" : "by rule " + set.by.value;
}

void row(std::ostream& out, std::string_view label, const std::string& value, const std::string& note = {}) {
  out << "  " << std::left << std::setw(12) << label << std::setw(note.empty() ? 0 : 26) << value << note
      << '\n';
}

void print(const Explained& explained, std::ostream& out) {
  const auto& ticket = *explained.effects.ticket;
  const auto& said = explained.rules.classification;
  out << ticket.id.value << "  goes to  " << (ticket.team.empty() ? "nobody" : ticket.team.value) << "  ("
      << name(ticket.reason.code) << ": " << ticket.reason.text << ")\n\n";
  row(out, "from", or_dash(ticket.requester.value), std::string(name(ticket.place.standing)));
  row(out, "hub", or_dash(ticket.place.hub.value), "community " + or_dash(ticket.place.community.value));
  row(out, "category", ticket.category, by(said.category));
  row(out, "severity", std::string(name(ticket.severity)), by(said.severity));
  row(out, "symptom", or_dash(ticket.symptom), by(said.symptom));
  row(out, "incident", ticket.incident ? "perhaps" : "no", by(said.incident));
  out << "\n  The ladder there\n";
  for (const auto& rung : explained.reach.rungs) {
    if (rung.reachability == domain::Reachability::absent) continue;
    static constexpr std::array<std::string_view, 5> kWords{
        "can be reached", "has no members", "unknown without a hub", "takes no messages", "absent"};
    out << "    " << std::left << std::setw(26) << rung.team.value
        << kWords[static_cast<std::size_t>(rung.reachability)]
        << (ticket.team == rung.team ? "   <- here" : "") << '\n';
  }
  out << "\n  The rules in order\n";
  for (const auto& step : explained.rules.steps) {
    out << "    " << (step.matched ? (step.reached ? "+ " : "  ") : "- ") << std::left << std::setw(9)
        << part_name(step.part) << std::setw(34) << step.rule.value;
    if (step.matched)
      out << (step.reached ? "matched" : "would match, but an earlier rule won");
    else
      out << step.failed << "  — saw: " << step.saw;
    out << '\n';
  }
  out << '\n';
}

}  // namespace

Exit explain(const Common& common, const ExplainOptions& options, const Streams& streams) {
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
      streams.err << options.file << ":" << line << ": " << name(kind(event.event))
                  << " is refused: not_supported\n";
      exit = Exit::bad_data;
      continue;
    }
    const auto explained = decide_anew(event, *opened, *configuration, wall_clock_now());
    if (common.json)
      streams.out << boost::json::serialize(to_json(explained, digest(*configuration->rules))) << '\n';
    else
      print(explained, streams.out);
  }
  return exit;
}

}  // namespace triaged::app

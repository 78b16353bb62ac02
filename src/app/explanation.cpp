#include "app/explanation.hpp"

#include <array>
#include <iomanip>
#include <ostream>

#include <boost/json/array.hpp>

namespace triaged::app {
namespace {

namespace json = boost::json;

std::string_view part_name(rules::Step::Part part) {
  return part == rules::Step::Part::classify ? "classify" : "route";
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

}  // namespace

Explained decide_anew(const domain::TicketEvent& event, const domain::Opened& opened,
                      const domain::MatchText& text, const config::Configuration& configuration,
                      const Circumstances& circumstances) {
  Explained result;
  auto decision =
      decide_opening(event, opened, text, configuration, circumstances, [&](const rules::Facts& facts) {
        result.rules = rules::explain(facts, *configuration.rules);
        return result.rules.classification;
      });
  result.place = std::move(decision.place);
  result.reach = std::move(decision.reach);
  result.effects = std::move(decision.effects);
  return result;
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
    if (!step.hit.empty()) object["hit"] = step.hit;
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
      out << (step.reached ? "matched" : "would match, but an earlier rule won")
          << (step.hit.empty() ? "" : "  — " + step.hit);
    else
      out << step.failed << "  — saw: " << step.saw;
    out << '\n';
  }
  out << '\n';
}

}  // namespace triaged::app

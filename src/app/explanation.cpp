#include "app/explanation.hpp"

#include <algorithm>
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
  out << "  " << std::left << std::setw(12) << label;
  if (note.empty())
    out << value << '\n';
  else
    out << std::setw(26) << value + "  " << note << '\n';
}

// Who would hear what at the end of a clock. The requester is left out, and whoever loses the ticket.
std::string words(const std::vector<domain::Notice>& notices) {
  std::string text;
  for (const auto& notice : notices) {
    if (notice.team.value == domain::kRequester || notice.kind == domain::NoticeKind::recalled) continue;
    text += text.empty() ? "" : ", ";
    text +=
        std::string(name(notice.kind)) + " to " + (notice.team.empty() ? notice.queue : notice.team.value);
  }
  return text.empty() ? "nobody is told" : text;
}

// The end of each clock is decided here, with the ticket as it is now: what comes earlier may move it.
std::vector<Promised> promised(const Explained& explained, const config::Configuration& configuration,
                               const Circumstances& circumstances) {
  const auto& ticket = *explained.effects.ticket;
  decide::View view{.ticket = ticket,
                    .place = explained.place,
                    .classification = explained.rules.classification,
                    .reach = explained.reach,
                    .same_people = configuration.directory->same_people(ticket.team, explained.place),
                    .calendars = configuration.calendars.get(),
                    .ruleset = digest(*configuration.rules)};
  std::vector<Promised> all;
  for (const auto& timer : ticket.timers) {
    Promised one{.timer = timer, .then = {}};
    if (timer.due) {
      const domain::TicketEvent event{.producer = {},
                                      .event_id = {},
                                      .ticket_id = ticket.id,
                                      .occurred_at = *timer.due,
                                      .actor = {},
                                      .hub = {},
                                      .body = domain::Deadline{timer.clock},
                                      .traceparent = {}};
      view.teams.clear();
      for (const auto& team : decide::teams_asked(ticket, event, *configuration.policy))
        view.teams.push_back(
            configuration.directory->reach_team(team, explained.place, circumstances.undeliverable));
      one.then = words(decide::decide(view, event, *timer.due, *configuration.policy).notices);
    }
    all.push_back(std::move(one));
  }
  std::ranges::stable_sort(
      all, {}, [](const Promised& one) { return one.timer.due.value_or(domain::Instant::max()); });
  return all;
}

json::object deadlines(const Explained& explained) {
  json::object object;
  for (const auto& [timer, then] : explained.promised)
    if (timer.due) object[name(timer.clock)] = domain::to_rfc3339(*timer.due);
  return object;
}

void print_deadlines(const Explained& explained, std::ostream& out) {
  if (explained.promised.empty()) return;
  const auto& local = explained.local_time;
  out << "\n  Its clocks while it is there (`triaged simulate` shows all that follows)\n";
  for (const auto& [timer, then] : explained.promised) {
    out << "    " << std::left << std::setw(26) << name(timer.clock);
    if (!timer.due) {
      out << "stands still\n";
      continue;
    }
    out << "due " << in_utc(*timer.due);
    if (local && local->zone() != "UTC") out << " (" << on_the_wall(*local, *timer.due) << ")";
    if (timer.remind) out << ", a reminder " << in_utc(*timer.remind);
    out << "; then " << then << '\n';
  }
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
  if (result.effects.ticket) {
    result.promised = promised(result, configuration, circumstances);
    result.local_time = clock_of(result.effects.ticket->team, *configuration.directory);
  }
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
          {"deadlines", deadlines(explained)},
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
  print_deadlines(explained, out);
  out << "\n  The rules in order\n";
  for (const auto& step : explained.rules.steps) {
    out << "    " << (step.matched ? (step.reached ? "+ " : "  ") : "- ") << std::left << std::setw(9)
        << part_name(step.part) << std::setw(34) << step.rule.value + "  ";
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

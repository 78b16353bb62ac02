#include "app/show/ticket.hpp"

#include <iomanip>
#include <ostream>

#include <boost/json/array.hpp>

#include "app/show/words.hpp"

namespace triaged::app::show {
namespace {

namespace json = boost::json;

std::string holder(const domain::Ticket& ticket) {
  if (ticket.team.empty()) return "nobody";
  std::string text = ticket.team.value;
  if (ticket.rung && name(*ticket.rung) != ticket.team.value)
    text += " (rung " + std::string(name(*ticket.rung)) + ")";
  return ticket.assignee.empty() ? text
                                 : text + ", assigned to " + one_line(ticket.assignee.value, kTextMost);
}

std::string why(const domain::Reason& reason) {
  std::string text(name(reason.code));
  if (!reason.rule.empty()) text += ", rule `" + reason.rule.value + "`";
  return reason.text.empty() ? text : text + ": " + one_line(reason.text, kTextMost);
}

std::string length(const domain::Term& term) {
  return term.working_days > 0 ? std::to_string(term.working_days) + " working days" : roughly(term.time);
}

std::string state_of(const domain::Timer& timer, const decide::LocalClock& clock, domain::Instant now) {
  if (!timer.due) return "stands still, " + length(timer.term) + " left";
  std::string text = "due " + when(*timer.due, clock) + ", " + from_now(*timer.due, now);
  if (timer.remind) text += "; a reminder " + from_now(*timer.remind, now);
  return text;
}

std::string incident_of(const domain::Ticket& ticket, const domain::Incident* incident) {
  if (ticket.incident_id.empty()) return {};
  std::string text = ticket.suspected ? "perhaps part of " : "";
  text += ticket.incident_id.value;
  if (incident == nullptr) return text;
  return text + " (" + std::string(name(incident->state)) + "): " + one_line(incident->title, kTextMost);
}

}  // namespace

std::vector<std::string> ticket_heading() {
  return {"ticket", "severity", "state", "team", "hub", "subject", "age", "next deadline", "incident"};
}

std::vector<std::string> ticket_row(const Told& told, const Known& known, domain::Instant now) {
  const auto& ticket = told.ticket;
  const auto next = next_due(ticket);
  std::string due = next ? std::string(name(next->clock)) + " " + from_now(next->at, now)
                         : std::string(ticket.timers.empty() ? "-" : "stands still");
  std::string incident = ticket.incident_id.value;
  if (!incident.empty() && ticket.suspected) incident += "?";
  return {one_line(ticket.id.value, kSubjectMost),
          std::string(name(ticket.severity)),
          std::string(name(ticket.state)),
          or_dash(ticket.team.value),
          or_dash(ticket.place.hub.value),
          or_dash(one_line(known.subject(told), kSubjectMost)),
          roughly(now - ticket.received_at),
          std::move(due),
          or_dash(incident)};
}

json::object to_json(const Told& told, const Known& known) {
  const auto& ticket = told.ticket;
  json::array clocks;
  for (const auto& timer : ticket.timers)
    clocks.push_back(json::object{
        {"clock", name(timer.clock)},
        {"due", timer.due ? json::value(domain::to_rfc3339(*timer.due)) : json::value(nullptr)},
        {"remind", timer.remind ? json::value(domain::to_rfc3339(*timer.remind)) : json::value(nullptr)}});
  json::array firing;
  for (const auto& [alert, heard_at] : ticket.firing)
    firing.push_back(json::object{{"source", alert.source},
                                  {"fingerprint", alert.fingerprint},
                                  {"starts_at", domain::to_rfc3339(alert.starts_at)},
                                  {"heard_at", domain::to_rfc3339(heard_at)}});
  const auto next = next_due(ticket);
  return {{"ticket_id", ticket.id.value},
          {"version", ticket.version},
          {"state", name(ticket.state)},
          {"severity", name(ticket.severity)},
          {"team", ticket.team.value},
          {"rung", ticket.rung ? name(*ticket.rung) : std::string_view{}},
          {"assignee", ticket.assignee.value},
          {"category", ticket.category},
          {"symptom", ticket.symptom},
          {"hub", ticket.place.hub.value},
          {"community", ticket.place.community.value},
          {"cluster", ticket.place.cluster.value},
          {"requester", ticket.requester.value},
          {"subject", known.subject(told)},
          {"channel", told.channel},
          {"opened_at", domain::to_rfc3339(ticket.opened_at)},
          {"received_at", domain::to_rfc3339(ticket.received_at)},
          {"reason", name(ticket.reason.code)},
          {"rule", ticket.reason.rule.value},
          {"text", ticket.reason.text},
          {"next_deadline", next ? json::value(json::object{{"clock", name(next->clock)},
                                                            {"at", domain::to_rfc3339(next->at)}})
                                 : json::value(nullptr)},
          {"clocks", std::move(clocks)},
          {"incident", ticket.incident_id.value},
          {"suspected", ticket.suspected},
          {"silenced_by", ticket.silenced_by.value},
          {"merged_into", ticket.merged_into.value},
          {"firing", std::move(firing)}};
}

void print(const Told& told, const domain::Incident* incident, const Known& known, domain::Instant now,
           std::ostream& out) {
  const auto& ticket = told.ticket;
  const auto clock = known.clock(ticket.team);
  out << ticket.id.value << "  " << one_line(told.subject, kTextMost) << '\n';
  write_row(out, "state", std::string(name(ticket.state)) + ", version " + std::to_string(ticket.version));
  write_row(out, "with", holder(ticket));
  write_row(out, "why", why(ticket.reason));
  write_row(out, "severity", std::string(name(ticket.severity)));
  write_row(out, "category", ticket.category + (ticket.symptom.empty() ? "" : ", symptom " + ticket.symptom));
  write_row(out, "hub",
            or_dash(ticket.place.hub.value) + ", community " + or_dash(ticket.place.community.value));
  write_row(out, "from",
            or_dash(one_line(ticket.requester.value, kTextMost)) + " (" +
                std::string(name(ticket.place.standing)) + ")" +
                (told.channel.empty() ? "" : ", by " + one_line(told.channel, kTextMost)));
  write_row(out, "came", when(ticket.received_at, clock) + ", " + from_now(ticket.received_at, now));
  if (ticket.needed_by) write_row(out, "needed by", when(*ticket.needed_by, clock));
  write_row(out, "merged into", ticket.merged_into.value);
  write_row(out, "incident", incident_of(ticket, incident));
  write_row(out, "kept from",
            ticket.silenced_by.empty() ? "" : "paging, by silence " + ticket.silenced_by.value);
  for (const auto& [alert, heard_at] : ticket.firing)
    write_row(out, "firing",
              one_line(alert.fingerprint, kTextMost) + " of " + one_line(alert.source, kTextMost) +
                  " since " + in_utc(alert.starts_at) + ", last heard of " + from_now(heard_at, now));
  if (!ticket.timers.empty()) out << "\n  Clocks\n";
  for (const auto& timer : ticket.timers)
    out << "    " << std::left << std::setw(16) << name(timer.clock) << state_of(timer, clock, now) << '\n';
}

}  // namespace triaged::app::show

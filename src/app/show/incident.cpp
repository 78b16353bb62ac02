#include "app/show/incident.hpp"

#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>

#include "app/show/words.hpp"

namespace triaged::app::show {
namespace {

namespace json = boost::json;

template <class Range>
std::string joined(const Range& values) {
  std::string text;
  for (const auto& value : values) text.append(text.empty() ? "" : ", ").append(value);
  return text;
}

template <class Ids>
std::vector<std::string> texts(const Ids& ids) {
  std::vector<std::string> all;
  for (const auto& id : ids) all.push_back(one_line(id.value, kSubjectMost));
  return all;
}

std::vector<std::string> missing_names(const domain::Incident& incident, const Known& known) {
  std::vector<std::string> all;
  for (const auto need : known.missing(incident)) all.emplace_back(name(need));
  return all;
}

std::string moment(const std::optional<domain::Instant>& at, domain::Instant now) {
  return at ? in_utc(std::chrono::floor<std::chrono::seconds>(*at)) + ", " + from_now(*at, now)
            : std::string();
}

std::string acknowledged(const domain::Incident& incident, domain::Instant now) {
  if (!incident.acknowledged_at) return is_going_on(incident) ? "by nobody yet" : "by nobody";
  return "by " + or_dash(one_line(incident.acknowledged_by.value, kTextMost)) + ", " +
         moment(incident.acknowledged_at, now);
}

std::string paging(const domain::Incident& incident, domain::Instant now) {
  if (!incident.parent.empty()) return "by its cluster's incident, " + incident.parent.value;
  if (!incident.paged_at) return "nobody was paged";
  return "level " + std::to_string(incident.level) + "; the first page " + moment(incident.paged_at, now);
}

json::value rfc3339(const std::optional<domain::Instant>& at) {
  return at ? json::value(domain::to_rfc3339(*at)) : json::value(nullptr);
}

template <class Range>
json::array array_of(const Range& values) {
  json::array array;
  for (const auto& value : values) array.emplace_back(value);
  return array;
}

void print_tickets(std::string_view title, const std::vector<domain::TicketId>& ids,
                   std::span<const Told> tickets, const Known& known, std::ostream& out) {
  if (ids.empty()) return;
  out << "\n  " << title << '\n';
  std::vector<std::vector<std::string>> rows;
  for (const auto& id : ids) {
    const auto found = std::ranges::find(tickets, id, [](const Told& told) { return told.ticket.id; });
    if (found == tickets.end()) {
      rows.push_back({"    " + one_line(id.value, kSubjectMost), "not in the store"});
      continue;
    }
    const auto& ticket = found->ticket;
    rows.push_back({"    " + one_line(id.value, kSubjectMost), std::string(name(ticket.state)),
                    or_dash(ticket.team.value), or_dash(ticket.place.hub.value),
                    ticket.firing.empty() ? "-" : std::to_string(ticket.firing.size()) + " firing",
                    or_dash(one_line(known.subject(*found), kSubjectMost))});
  }
  write_table(rows, out);
}

}  // namespace

std::string where(const domain::Incident& incident) {
  if (!incident.hub.empty()) return "hub " + incident.hub.value;
  if (!incident.community.empty()) return "community " + incident.community.value;
  return incident.cluster.empty() ? "nowhere in particular" : "cluster " + incident.cluster.value;
}

std::vector<std::string> incident_heading() {
  return {"incident", "state", "severity", "where", "title", "since", "acknowledged by", "missing", "next"};
}

std::vector<std::string> incident_row(const domain::Incident& incident, const Known& known,
                                      domain::Instant now) {
  const auto next = next_due(incident);
  return {incident.id.value,
          std::string(name(incident.state)),
          std::string(name(incident.severity)),
          where(incident),
          or_dash(one_line(incident.title, kSubjectMost)),
          roughly(now - incident.opened_at),
          or_dash(one_line(incident.acknowledged_by.value, kSubjectMost)),
          or_dash(joined(missing_names(incident, known))),
          next ? std::string(name(next->clock)) + " " + from_now(next->at, now) : std::string("-")};
}

json::object to_json(const domain::Incident& incident, const Known& known) {
  json::object roles;
  for (const auto& [role, actor] : incident.roles) roles[role] = actor.value;
  json::array held;
  for (const auto& [level, until] : incident.held)
    held.push_back(json::object{{"level", level}, {"until", domain::to_rfc3339(until)}});
  json::array clocks;
  for (const auto& [clock, due] : incident.timers)
    clocks.push_back(json::object{{"clock", name(clock)}, {"due", domain::to_rfc3339(due)}});
  const auto next = next_due(incident);
  return {{"incident_id", incident.id.value},
          {"version", incident.version},
          {"state", name(incident.state)},
          {"severity", name(incident.severity)},
          {"title", incident.title},
          {"symptom", incident.symptom},
          {"hub", incident.hub.value},
          {"community", incident.community.value},
          {"cluster", incident.cluster.value},
          {"parent", incident.parent.value},
          {"children", array_of(texts(incident.children))},
          {"merged_into", incident.merged_into.value},
          {"tickets", array_of(texts(incident.tickets))},
          {"suspected", array_of(texts(incident.suspected))},
          {"opened_at", domain::to_rfc3339(incident.opened_at)},
          {"paged_at", rfc3339(incident.paged_at)},
          {"level", incident.level},
          {"held", std::move(held)},
          {"acknowledged_at", rfc3339(incident.acknowledged_at)},
          {"acknowledged_by", incident.acknowledged_by.value},
          {"resolved_at", rfc3339(incident.resolved_at)},
          {"roles", std::move(roles)},
          {"channel", incident.channel},
          {"community_informed", incident.community_informed},
          {"missing", array_of(missing_names(incident, known))},
          {"next_due", next ? json::value(json::object{{"clock", name(next->clock)},
                                                       {"at", domain::to_rfc3339(next->at)}})
                            : json::value(nullptr)},
          {"clocks", std::move(clocks)},
          {"reason", name(incident.reason.code)},
          {"rule", incident.reason.rule.value},
          {"text", incident.reason.text}};
}

void print(const domain::Incident& incident, std::span<const Told> tickets, const Known& known,
           domain::Instant now, std::ostream& out) {
  out << incident.id.value << "  " << one_line(incident.title, kTextMost) << '\n';
  write_row(
      out, "state",
      std::string(name(incident.state)) + ", version " + std::to_string(incident.version) + " (" +
          std::string(name(incident.reason.code)) +
          (incident.reason.text.empty() ? ")" : ": " + one_line(incident.reason.text, kTextMost) + ")"));
  write_row(out, "severity", std::string(name(incident.severity)));
  write_row(out, "symptom", incident.symptom);
  write_row(out, "where", where(incident));
  write_row(out, "found", moment(incident.opened_at, now));
  write_row(out, "paged", paging(incident, now));
  for (const auto& [level, until] : incident.held)
    write_row(
        out, "held",
        "a page of level " + std::to_string(level) + " until somebody is on duty, " + moment(until, now));
  write_row(out, "acknowledged", acknowledged(incident, now));
  write_row(out, "resolved", moment(incident.resolved_at, now));
  for (const auto& [role, actor] : incident.roles)
    write_row(out, one_line(role, kSubjectMost), one_line(actor.value, kTextMost));
  write_row(out, "talk at", one_line(incident.channel, kTextMost));
  write_row(out, "community", incident.community_informed ? "is informed" : "is not informed");
  write_row(out, "missing", joined(missing_names(incident, known)));
  write_row(out, "part of", incident.parent.value);
  write_row(out, "parts", joined(texts(incident.children)));
  write_row(out, "merged into", incident.merged_into.value);
  for (const auto& [clock, due] : incident.timers) write_row(out, name(clock), "due " + moment(due, now));
  print_tickets("Tickets", incident.tickets, tickets, known, out);
  print_tickets("Perhaps part of it (`linked` and `unlinked` say so)", incident.suspected, tickets, known,
                out);
}

}  // namespace triaged::app::show

#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "app/simulation/tell.hpp"

namespace triaged::app::simulation {
namespace {

namespace json = boost::json;

std::string_view name_of(End end) {
  switch (end) {
    case End::nothing_left:
      return "nothing_left";
    case End::time_is_over:
      return "time_is_over";
    case End::too_much:
      return "too_much";
  }
  return {};
}

json::object to_json(const domain::Reason& reason) {
  return {{"code", name(reason.code)}, {"rule", reason.rule.value}, {"text", reason.text}};
}

json::array to_json(const std::vector<Told>& told) {
  json::array array;
  for (const auto& one : told)
    array.push_back(json::object{{"kind", one.kind}, {"team", one.team}, {"rung", one.rung}});
  return array;
}

json::value next_of(const domain::Ticket& ticket) {
  const auto next = next_due(ticket);
  if (!next) return nullptr;
  const auto* clock = timer(ticket, next->clock);
  const bool warning = clock->due && next->at < *clock->due;
  return json::object{
      {"at", domain::to_rfc3339(next->at)}, {"clock", name(next->clock)}, {"warning", warning}};
}

json::object deadlines_of(const domain::Ticket& ticket) {
  json::object object;
  for (const auto& one : ticket.timers)
    if (one.due) object[name(one.clock)] = domain::to_rfc3339(*one.due);
  return object;
}

}  // namespace

void write_json(const Future& future, const TeamClocks& clocks, std::ostream& out) {
  for (const auto& one : future.happenings) {
    const auto& ticket = one.ticket;
    const auto& wall = clocks.of(ticket.team);
    const auto* hours = clocks.hours(ticket.team);
    out << json::serialize(
               json::object{{"ticket_id", ticket.id.value},
                            {"version", ticket.version},
                            {"at", domain::to_rfc3339(one.at)},
                            {"local", to_rfc3339(wall, one.at)},
                            {"zone", wall.zone()},
                            {"on_duty", hours == nullptr || hours->open_at(one.at)},
                            {"event", one.clock ? "deadline" : "opened"},
                            {"clock", one.clock ? json::value(name(*one.clock)) : json::value(nullptr)},
                            {"warning", one.warning},
                            {"state", name(ticket.state)},
                            {"team", ticket.team.value},
                            {"rung", ticket.rung ? name(*ticket.rung) : std::string_view{}},
                            {"severity", name(ticket.severity)},
                            {"reason", to_json(ticket.reason)},
                            {"notices", to_json(one.told)},
                            {"next", next_of(ticket)},
                            {"deadlines", deadlines_of(ticket)}})
        << '\n';
  }
  const auto& last = future.happenings.back().ticket;
  out << json::serialize(json::object{{"ticket_id", last.id.value},
                                      {"end", name_of(future.end)},
                                      {"until", domain::to_rfc3339(future.until)},
                                      {"happenings", future.happenings.size()}})
      << '\n';
}

}  // namespace triaged::app::simulation

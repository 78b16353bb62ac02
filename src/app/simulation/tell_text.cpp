#include <iomanip>
#include <ostream>

#include "app/simulation/fold.hpp"
#include "app/simulation/tell.hpp"

namespace triaged::app::simulation {
namespace {

using domain::Clock;

constexpr int kLabel = 26;

std::string words(Clock clock) {
  std::string text(name(clock));
  for (char& c : text)
    if (c == '_') c = ' ';
  return text;
}

std::string_view when_over(Clock clock) {
  switch (clock) {
    case Clock::first_response:
    case Clock::next_response:
      return "Nobody has answered in time";
    case Clock::resolution:
      return "It is not solved in time";
    case Clock::approval:
      return "Nobody has said yes or no in time";
    case Clock::pending:
      return "It has waited long enough";
    case Clock::time_box:
      return "The time box is over";
    case Clock::needed_by:
      return "The day comes near";
    case Clock::impasse:
      return "It lies too long at the top";
    case Clock::closing:
      return "It is closed";
    case Clock::asleep:
      return "Nobody says how its incident stands";
    case Clock::quiet:
      return "Its alerts stay quiet";
    case Clock::expiry:
      return "Its alerts were not heard of again";
  }
  return {};
}

std::string title(const Happening& one) {
  if (!one.clock) return one.ticket.version == 1 ? "Opened" : "Its team cannot be reached any more";
  if (one.warning) return "Reminder: the " + words(*one.clock) + " is due soon";
  return std::string(when_over(*one.clock));
}

std::string holder(const domain::Ticket& ticket) {
  return ticket.team.empty() ? std::string("nobody") : ticket.team.value;
}

// "Fri 17:00 America/Los_Angeles, hub_admin is off duty until Tue 09:00": seen from the team that has the
// ticket.
std::string seen_by(const domain::Ticket& ticket, domain::Instant at, const TeamClocks& clocks) {
  if (ticket.team.empty()) return {};
  const auto& wall = clocks.of(ticket.team);
  std::string text = wall.zone() == "UTC" ? std::string() : on_the_wall(wall, at);
  const auto* hours = clocks.hours(ticket.team);
  if (hours == nullptr || hours->open_at(at)) return text;
  const auto opens = hours->next_open(at);
  text += (text.empty() ? "" : ", ") + ticket.team.value;
  return text + (opens ? " is off duty until " + in_short(wall, *opens) : " is never on duty");
}

std::string then(const domain::Ticket& ticket, const TeamClocks& clocks) {
  const auto next = next_due(ticket);
  if (!next) return "nothing more by itself";
  const auto& wall = clocks.of(ticket.team);
  std::string text = in_utc(next->at);
  if (wall.zone() != "UTC") text += " (" + in_short(wall, next->at) + ")";
  const auto* clock = timer(ticket, next->clock);
  const bool reminder = clock->due && next->at < *clock->due;
  return text + (reminder ? ": a reminder, " + words(next->clock) + " due " + in_utc(*clock->due)
                          : ": " + words(next->clock) + " due");
}

void row(std::ostream& out, std::string_view label, const std::string& value) {
  out << "    " << std::left << std::setw(kLabel) << label << value << '\n';
}

std::string rung_of(const Told& told) {
  return told.rung.empty() || told.rung == told.team ? "" : " (rung " + told.rung + ")";
}

void write(const Line& line, const TeamClocks& clocks, std::ostream& out) {
  const auto& one = *line.happening;
  const auto& ticket = one.ticket;
  const auto local = seen_by(ticket, one.at, clocks);
  out << in_utc(one.at) << (local.empty() ? "" : "   " + local) << '\n';
  out << "  " << title(one) << "  (" << name(ticket.reason.code) << ": " << ticket.reason.text << ")\n";
  for (const auto& told : one.told) row(out, told.team + rung_of(told), told.kind);
  if (one.told.empty()) out << "    nobody is told\n";
  row(out, "next", then(ticket, clocks));
  if (!line.repeats) return;
  const auto& [more, shortest, longest, last] = *line.repeats;
  out << "    … and again every " << in_words(shortest)
      << (shortest == longest ? "" : " to " + in_words(longest)) << ", " << more
      << (more == 1 ? " time more: " : " times more, the last ") << in_utc(last) << '\n';
}

void write_end(const Future& future, std::ostream& out) {
  const auto& ticket = future.happenings.back().ticket;
  const std::string state(name(ticket.state));
  switch (future.end) {
    case End::nothing_left:
      out << "Nothing more happens by itself: it is " << state
          << (is_open(ticket.state) ? ", with " + holder(ticket) + ", and no clock of it runs" : "") << ".\n";
      break;
    case End::time_is_over:
      out << "So far until " << in_utc(future.until) << ": it is " << state << ", with " << holder(ticket)
          << ", and it goes on.\n";
      break;
    case End::too_much:
      out << "That is " << future.happenings.size()
          << " things already, and they go on; `--for` asks for less.\n";
      break;
  }
}

}  // namespace

void write_text(const Headline& headline, const Future& future, const TeamClocks& clocks, std::ostream& out) {
  const auto& opened = future.happenings.front().ticket;
  out << headline.ticket << "  " << headline.subject << '\n'
      << "  from " << (opened.requester.empty() ? "nobody in particular" : opened.requester.value) << " ("
      << name(opened.place.standing) << ") at "
      << (opened.place.hub.empty() ? "no hub that is known" : opened.place.hub.value) << "; category "
      << opened.category << ", severity " << name(opened.severity)
      << "\n  This is what happens if nobody ever answers.\n";
  for (const auto& line : fold(future.happenings)) {
    out << '\n';
    write(line, clocks, out);
  }
  out << '\n';
  write_end(future, out);
}

}  // namespace triaged::app::simulation

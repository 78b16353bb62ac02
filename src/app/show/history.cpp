#include "app/show/history.hpp"

#include <ostream>

#include <boost/json/object.hpp>

#include "app/show/event_words.hpp"
#include "app/show/words.hpp"

namespace triaged::app::show {
namespace {

namespace json = boost::json;

std::string because(const domain::Reason& reason) {
  std::string text(name(reason.code));
  if (!reason.rule.empty()) text += " " + reason.rule.value;
  return reason.text.empty() ? text : text + ": " + one_line(reason.text, kTextMost);
}

// "FD-974:3", for explain --decision; empty: nothing was decided about a ticket.
std::string decision(const domain::TicketId& key, const Line& line, Of of) {
  return of == Of::ticket && !line.entry.refused ? key.value + ":" + std::to_string(line.version)
                                                 : std::string();
}

}  // namespace

std::string outcome(const codec::HistoryEntry& entry, Of of) {
  if (entry.refused) return "refused: " + std::string(name(*entry.refused));
  switch (of) {
    case Of::ticket: {
      const auto& ticket = entry.ticket;
      if (ticket.id.empty()) return "nothing came of it";  // it might have opened an incident
      std::string text(name(ticket.state));
      if (!ticket.team.empty()) text += ", with " + ticket.team.value;
      if (!ticket.assignee.empty()) text += " (" + one_line(ticket.assignee.value, kTextMost) + ")";
      return text + ", " + std::string(name(ticket.severity)) + "; " + because(ticket.reason);
    }
    case Of::incident: {
      if (!entry.incident) return "nothing came of it";
      const auto& incident = *entry.incident;
      std::string text = std::string(name(incident.state)) + ", " + std::string(name(incident.severity));
      if (incident.level > 0) text += ", paged up to level " + std::to_string(incident.level);
      return text + "; " + because(incident.reason);
    }
    case Of::neither:
      return "taken";
  }
  return {};
}

void print_history(const domain::TicketId& key, std::span<const Line> lines, Of of, std::ostream& out) {
  out << "\n  History\n";
  for (const auto& line : lines) {
    const auto& event = line.entry.event;
    const auto said = in_words(event);
    out << "    " << in_utc(std::chrono::floor<std::chrono::seconds>(line.entry.at)) << "  "
        << name(kind(event)) << ", told by " << who_told(event);
    if (!event.addressed_to.empty()) out << " about " << one_line(event.addressed_to.value, kTextMost);
    out << '\n';
    if (!said.empty()) out << "      " << said << '\n';
    const auto named = decision(key, line, of);
    out << "      -> " << outcome(line.entry, of) << (named.empty() ? "" : "   [" + named + "]") << '\n';
  }
  if (of == Of::ticket && !lines.empty())
    out << "\n  `triaged explain --decision " << key.value << ":VERSION` makes one of them again.\n";
}

json::array history_to_json(const domain::TicketId& key, std::span<const Line> lines, Of of) {
  json::array array;
  for (const auto& line : lines) {
    const auto& entry = line.entry;
    const auto& event = entry.event;
    json::object object{
        {"version", line.version},
        {"at", domain::to_rfc3339(entry.at)},
        {"occurred_at", domain::to_rfc3339(event.occurred_at)},
        {"event", name(kind(event))},
        {"actor", event.actor.value},
        {"producer", event.producer.value},
        {"said", in_words(event)},
        {"outcome", outcome(entry, of)},
        {"refused", entry.refused ? json::value(name(*entry.refused)) : json::value(nullptr)}};
    if (const auto named = decision(key, line, of); !named.empty()) object["decision"] = named;
    array.push_back(std::move(object));
  }
  return array;
}

}  // namespace triaged::app::show

#include "app/show/timeline.hpp"

#include <algorithm>
#include <ostream>
#include <set>

#include "app/show/event_words.hpp"
#include "app/show/incident.hpp"
#include "app/show/words.hpp"

namespace triaged::app::show {
namespace {

struct Moment {
  domain::Instant at{};
  std::string what;
  std::string who;
};

// Text that people wrote must not turn into markup, nor end its cell.
std::string plain(std::string_view text) {
  static constexpr std::string_view kMarkup = "\\`*_{}[]<>#|~&";
  std::string escaped;
  for (const char c : one_line(text, kTextMost)) {
    if (kMarkup.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// "incident_acknowledged" is "Acknowledged" here, where all is about one.
std::string title(domain::EventKind kind) {
  constexpr std::string_view kPrefix = "incident_";
  auto text = name(kind);
  if (text.starts_with(kPrefix)) text.remove_prefix(kPrefix.size());
  std::string words(text);
  std::ranges::replace(words, '_', ' ');
  if (words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string when_over(domain::IncidentClock clock) {
  switch (clock) {
    case domain::IncidentClock::page:
      return "Nobody had acknowledged it";
    case domain::IncidentClock::unattended:
      return "Nobody was there to take the page";
    case domain::IncidentClock::duty:
      return "Somebody came on duty for whom a page was held";
    case domain::IncidentClock::incomplete:
      return "Reminder of what was missing";
    case domain::IncidentClock::update:
      return "An update was due, and people were reminded of it";
    case domain::IncidentClock::closing:
      return "Closed: it had not come back";
  }
  return {};
}

std::string what(const codec::HistoryEntry& entry) {
  if (const auto* deadline = std::get_if<domain::IncidentDeadline>(&entry.event.body))
    return when_over(deadline->clock);
  const auto said = plain(in_words(entry.event));
  const auto of = title(kind(entry.event));
  return said.empty() ? of : of + ": " + said;
}

// When it happened, by whoever told it; what the clocks of the daemon or of its teller cannot mean is taken
// for when it came.
domain::Instant moment_of(const codec::HistoryEntry& entry) {
  const auto told = entry.event.occurred_at;
  return told == domain::Instant{} || told > entry.at ? entry.at : told;
}

std::vector<Moment> moments(const Chronicle& chronicle, const Known& known) {
  std::vector<Moment> all;
  for (const auto& told : chronicle.tickets) {
    const bool alert = told.channel == "alert";
    all.push_back({.at = told.ticket.opened_at,
                   .what = (alert ? "Alert " : "Report ") + plain(told.ticket.id.value) + ": " +
                           plain(known.subject(told)),
                   .who = alert ? "monitoring" : "a requester"});
  }
  std::optional<domain::Instant> paged;
  std::uint32_t level = 0;
  for (const auto& [version, entry] : chronicle.history) {
    if (entry.refused) continue;
    Moment moment{.at = moment_of(entry), .what = what(entry), .who = plain(who_told(entry.event))};
    if (entry.incident) {
      if (entry.incident->level != level || entry.incident->paged_at != paged)
        if (entry.incident->level > 0)
          moment.what += "; level " + std::to_string(entry.incident->level) + " is paged";
      level = entry.incident->level;
      paged = entry.incident->paged_at;
    }
    all.push_back(std::move(moment));
  }
  std::ranges::stable_sort(all, {}, &Moment::at);
  return all;
}

struct Course {
  domain::Instant began{};
  std::optional<domain::Instant> paged;
  std::optional<domain::Instant> acknowledged;
};

// The impact began with the first report or alert, if that was before the daemon found the incident. Of pages
// and acknowledgements the first one counts: one that is reopened has them again.
Course course(const Chronicle& chronicle) {
  Course course{.began = chronicle.incident.opened_at, .paged = {}, .acknowledged = {}};
  const auto earlier = [&course](domain::Instant at) {
    if (at != domain::Instant{}) course.began = std::min(course.began, at);
  };
  for (const auto& told : chronicle.tickets) {
    earlier(told.ticket.opened_at);
    for (const auto& firing : told.ticket.firing) earlier(firing.alert.starts_at);
  }
  for (const auto& [version, entry] : chronicle.history) {
    if (entry.refused) continue;
    if (!course.paged && entry.incident) course.paged = entry.incident->paged_at;
    if (!course.acknowledged && kind(entry.event) == domain::EventKind::incident_acknowledged)
      course.acknowledged = moment_of(entry);
  }
  if (!course.paged) course.paged = chronicle.incident.paged_at;
  if (!course.acknowledged) course.acknowledged = chronicle.incident.acknowledged_at;
  return course;
}

void write_fact(std::ostream& out, std::string_view label, const std::string& value) {
  out << "| " << label << " | " << (value.empty() ? "-" : value) << " |\n";
}

std::string at_second(domain::Instant at) { return in_utc(std::chrono::floor<std::chrono::seconds>(at)); }

void write_summary(const Chronicle& chronicle, std::ostream& out) {
  const auto& incident = chronicle.incident;
  const auto [began, paged, acknowledged] = course(chronicle);
  const auto since = [start = began](const std::optional<domain::Instant>& at, std::string_view otherwise) {
    return at ? at_second(*at) + ", " + roughly(*at - start) + " after the impact began"
              : std::string(otherwise);
  };
  out << "# " << incident.id.value << ": " << plain(incident.title) << "\n\n| | |\n| --- | --- |\n";
  write_fact(out, "Severity", std::string(name(incident.severity)));
  write_fact(out, "Symptom", plain(incident.symptom));
  write_fact(out, "Where", plain(where(incident)));
  write_fact(out, "State", std::string(name(incident.state)));
  write_fact(out, "Impact began", at_second(began));
  write_fact(out, "Found", since(incident.opened_at, {}));
  write_fact(out, "First page", since(paged, "nobody was paged"));
  write_fact(out, "Acknowledged", since(acknowledged, "by nobody"));
  write_fact(out, "Resolved", since(incident.resolved_at, "not yet"));
  write_fact(out, "Reports and alerts", std::to_string(incident.tickets.size()));
  write_fact(out, "Community informed", incident.community_informed ? "yes" : "no");
}

void write_people(const Chronicle& chronicle, std::ostream& out) {
  out << "\n## People\n\n";
  std::set<std::string> named;
  const auto person = [&](const domain::ActorId& actor, const std::string& part) {
    if (actor.empty()) return;
    named.insert(actor.value);
    out << "- " << plain(actor.value) << ": " << part << '\n';
  };
  for (const auto& [role, actor] : chronicle.incident.roles) person(actor, plain(role));
  if (!named.contains(chronicle.incident.acknowledged_by.value))
    person(chronicle.incident.acknowledged_by, "acknowledged it");
  for (const auto& [version, entry] : chronicle.history) {
    // The daemon's own events bear the name of whoever reported what they came of: a requester, as a rule.
    const bool told_here = !entry.event.producer.empty();
    if (!entry.refused && told_here && !named.contains(entry.event.actor.value))
      person(entry.event.actor, "took part");
  }
  if (named.empty()) out << "Nobody is named.\n";
}

}  // namespace

void write_timeline(const Chronicle& chronicle, const Known& known, std::ostream& out) {
  write_summary(chronicle, out);
  write_people(chronicle, out);
  out << "\n## What happened\n\n| When | What | Who |\n| --- | --- | --- |\n";
  for (const auto& [at, what, who] : moments(chronicle, known))
    out << "| " << at_second(at) << " | " << what << " | " << who << " |\n";
  out << "\n## What we learn\n\n";
}

}  // namespace triaged::app::show

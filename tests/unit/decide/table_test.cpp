// docs/formats/ticket-states.md says what the code does: its two tables are what is printed here, the first
// from the table of steps, the second from what happens to tickets in every state.
#include "decide/table.hpp"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;

constexpr const char* kPage = TRIAGED_SOURCE_DIR "/docs/formats/ticket-states.md";

std::string code(std::string_view word) { return "`" + std::string(word) + "`"; }

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const auto& cell : cells) line += " " + (cell.empty() ? std::string("–") : cell) + " |";
  return line + "\n";
}

// What stands on the page between the two marks of this name.
std::string on_the_page(const std::string& mark) {
  std::ifstream file(kPage);
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  const std::string first = "<!-- " + mark + ": begin -->\n";
  const std::string last = "<!-- " + mark + ": end -->";
  const auto from = text.find(first);
  const auto to = text.find(last);
  if (from == std::string::npos || to == std::string::npos) return "(the marks are missing)";
  return text.substr(from + first.size(), to - from - first.size());
}

void expect_on_the_page(const std::string& mark, const std::string& table) {
  EXPECT_TRUE(on_the_page(mark) == table)
      << "the code and " << kPage << " differ. If the code is right, put this between the marks \"" << mark
      << ": begin\" and \"" << mark << ": end\", and look at what the page says around it:\n\n"
      << table;
}

std::string cell(TicketState state, EventKind kind) {
  const Step what = step(state, kind);
  return what == Step::wrong_state ? "" : code(name(what));
}

// About a hub, an incident, a silence, or a sign of life.
bool is_of_no_ticket(EventKind kind) {
  return kind == EventKind::admin_added || kind == EventKind::admin_removed || is_about_incident(kind) ||
         kind == EventKind::silence_set || kind == EventKind::silence_ended || kind == EventKind::heartbeat;
}

std::string state_table() {
  std::vector<std::string> head{"event", "who may", "late"};
  for (const auto state : names<TicketState>()) head.push_back(code(state));
  std::string table = row(head) + row(std::vector<std::string>(head.size(), "---"));
  std::string of_others;
  for (std::size_t i = 0; i < names<EventKind>().size(); ++i) {
    const auto kind = static_cast<EventKind>(i);
    if (step(TicketState::open, kind) == Step::not_supported) {
      EXPECT_TRUE(is_of_no_ticket(kind)) << name(kind);
      of_others += (of_others.empty() ? "" : ", ") + code(name(kind));
      continue;
    }
    EXPECT_FALSE(is_of_no_ticket(kind)) << name(kind);
    std::vector<std::string> cells{code(name(kind)), std::string(name(who_may(kind))),
                                   sets_a_state(kind) ? "`stale`" : "applies"};
    for (std::size_t state = 0; state < names<TicketState>().size(); ++state)
      cells.push_back(cell(static_cast<TicketState>(state), kind));
    table += row(cells);
  }
  return table + "\nAbout no ticket, and so in no row: " + of_others + ".\n";
}

TEST(TicketStates, ThePagesTableIsTheCodesTable) { expect_on_the_page("steps", state_table()); }

TEST(TicketStates, EveryEventIsBuiltInAllStatesOrInNone) {
  for (std::size_t i = 0; i < names<EventKind>().size(); ++i)
    for (std::size_t state = 0; state < names<TicketState>().size(); ++state)
      EXPECT_EQ(step(static_cast<TicketState>(state), static_cast<EventKind>(i)) == Step::not_supported,
                step(TicketState::open, static_cast<EventKind>(i)) == Step::not_supported)
          << names<EventKind>()[i];
}

TEST(TicketStates, WhatIsOverIsChangedByACommentAReopeningAndAnAlertOnly) {
  for (std::size_t i = 0; i < names<EventKind>().size(); ++i) {
    const auto kind = static_cast<EventKind>(i);
    for (const auto state : {TicketState::withdrawn, TicketState::merged})
      EXPECT_TRUE(step(state, kind) == Step::wrong_state || step(state, kind) == Step::not_supported)
          << name(kind);
    const bool may_come_back =
        kind == EventKind::commented || kind == EventKind::reopened || kind == EventKind::alert_fired;
    const Step closed = step(TicketState::closed, kind);
    EXPECT_EQ(may_come_back, closed != Step::wrong_state && closed != Step::not_supported) << name(kind);
  }
}

// ---- the clocks ----

using Words = std::set<std::string>;
struct Life {  // of a clock: what does what to it
  Words begins, ends, stands_still, runs_on, reminder, over;
};

void compare(const Ticket& before, const Ticket& after, const std::string& what, std::vector<Life>& lives) {
  for (std::size_t i = 0; i < lives.size(); ++i) {
    const Timer* was = timer(before, static_cast<Clock>(i));
    const Timer* is = timer(after, static_cast<Clock>(i));
    if (was == nullptr && is != nullptr) lives[i].begins.insert(what);
    if (was != nullptr && is == nullptr) lives[i].ends.insert(what);
    if (was == nullptr || is == nullptr) continue;
    if (was->due && !is->due) lives[i].stands_still.insert(what);
    if (!was->due && is->due) lives[i].runs_on.insert(what);
    if (was->due && is->due && was->due != is->due) lives[i].begins.insert(what);
  }
}

// Who is told, by what they are to the ticket, and what it has become.
std::string outcome(const Ticket& before, const Effects& effects) {
  std::string text;
  for (const Notice& notice : effects.notices) {
    std::string whom = notice.team.value;
    if (notice.team == effects.ticket->team)
      whom = "its team";
    else if (notice.team == before.team)
      whom = "the team before";
    else if (whom == kRequester)
      whom = "the requester";
    text += (text.empty() ? "" : ", ") + code(name(notice.kind)) + " to " + whom;
  }
  if (effects.ticket->state != before.state) text += "; " + code(name(effects.ticket->state));
  return text.empty() ? "nobody is told" : text;
}

// At the hub of the tickets, and of no symptom that they have.
Incident going_on(Instant updated_at) {
  Incident incident;
  incident.id = IncidentId{"INC-7"};
  incident.symptom = "login";
  incident.hub = everybody_there().place.hub;
  incident.updated_at = updated_at;
  return incident;
}
const Incident kGoingOn = going_on(kNow);
const Incident kUpdatedOnTime = going_on(kNow + std::chrono::days{1});

AlertFired alert() {
  return {.alert = {.source = "prometheus", .fingerprint = "a", .starts_at = kNow},
          .name = "HubDown",
          .labels = {},
          .annotations = {},
          .generator_url = {}};
}
AlertCleared cleared() { return {.alert = alert().alert, .ends_at = {}}; }

std::vector<Ladder> tickets_in_every_state() {
  std::vector<Ladder> all;
  const auto add = [&](auto&& live, Destination to = Rung::support) {
    Ladder one;
    one.view.incident = &kGoingOn;
    one.opened.needed_by = kNow + std::chrono::days{30};
    one.open_at(std::move(to));
    live(one);
    all.push_back(std::move(one));
  };
  const auto nothing_more = [](Ladder&) {};
  const auto taken_up = [](Ladder& one) { one.by_team(Acknowledged{}); };
  const auto written_to = [](Ladder& one) {
    one.by_team(Acknowledged{});
    one.comment(requester());
  };
  const auto waiting = [](Ladder& one) { one.by_team(Paused{}); };
  const auto done = [](Ladder& one) { one.by_team(Resolved{}); };
  const auto gone = [](Ladder& one) {
    one.by_team(Resolved{});
    one.miss(Clock::closing);
  };
  const auto linked = [](Ladder& one) { one.tell(Linked{kGoingOn.id}, support()); };
  const auto linked_and_taken_up = [](Ladder& one) {
    one.by_team(Acknowledged{});
    one.tell(Linked{kGoingOn.id}, support());
  };
  const auto quiet = [](Ladder& one) { one.tell(cleared(), stranger()); };
  const auto quiet_and_taken_up = [](Ladder& one) {
    one.by_team(Acknowledged{});
    one.tell(cleared(), stranger());
  };
  add(nothing_more);
  add(nothing_more, Rung::engineering);
  add(taken_up);
  add(written_to);
  add(waiting);
  add(done);
  add(gone);
  add(linked);
  add(linked_and_taken_up);
  for (const bool fires_on : {true, false}) {
    Ladder fires;
    fires.opened.alert = alert().alert;
    fires.open_at(Rung::support);
    if (fires_on) {
      all.push_back(fires);
      continue;
    }
    for (const auto& live :
         {std::function<void(Ladder&)>(quiet), std::function<void(Ladder&)>(quiet_and_taken_up)}) {
      all.push_back(fires);
      live(all.back());
    }
  }
  Ladder same;  // as the incident, and so linked with its opening
  same.view.classification.symptom.value = "login";
  same.view.incident = &kGoingOn;
  same.open_at(Rung::support);
  all.push_back(std::move(same));
  Ladder asked;
  asked.opened.needed_by = kNow + std::chrono::days{30};
  asked.ask_for(Rung::engineering);
  all.push_back(std::move(asked));
  return all;
}

std::vector<std::pair<EventBody, Voice>> everything_told(const Ladder& one) {
  const Voice team = its_team(one.ticket);
  return {{Commented{}, requester()},
          {Commented{}, team},
          {Commented{}, representative()},
          {Associated{}, support()},
          {Acknowledged{}, team},
          {Paused{}, team},
          {Paused{.reason = {}, .waiting_for = WaitingFor::us, .until = {}}, team},
          {Resolved{}, team},
          {Reopened{}, requester()},
          {Escalated{}, team},
          {HandedOver{.team = TeamId{"partnerships"}, .reason = {}}, team},
          {SeverityChanged{.severity = Severity::high, .reason = {}}, support()},
          {Approved{}, representative()},
          {Declined{}, representative()},
          {Merged{TicketId{"T2"}}, support()},
          {Withdrawn{}, requester()},
          {alert(), stranger()},
          {cleared(), stranger()},
          {Linked{kGoingOn.id}, support()},
          {Unlinked{kGoingOn.id}, support()}};
}

std::vector<EventBody> everything_of_its_own() {
  return {Suspected{kGoingOn.id}, IncidentOver{.incident = kGoingOn.id, .resolution = {}}};
}

EventKind kind_of(const EventBody& body) {
  TicketEvent event;
  event.body = body;
  return kind(event);
}

std::vector<Life> lives_of_clocks() {
  std::vector<Life> lives(names<Clock>().size());
  for (const Ladder& one : tickets_in_every_state()) {
    for (const auto& [body, by] : everything_told(one)) {
      Ladder next = one;
      next.now += std::chrono::minutes{10};
      next.view.into = one.ticket;
      next.view.into->id = TicketId{"T2"};
      const auto effects = next.tell(body, by);
      if (effects.ticket) compare(one.ticket, next.ticket, code(name(kind_of(body))), lives);
    }
    for (const auto& body : everything_of_its_own()) {
      Ladder next = one;
      next.now += std::chrono::minutes{10};
      if (next.by_itself(body).ticket) compare(one.ticket, next.ticket, code(name(kind_of(body))), lives);
    }
    for (const Timer& timer : one.ticket.timers) {
      if (!timer.due) continue;
      auto& life = lives[static_cast<std::size_t>(timer.clock)];
      Ladder next = one;
      if (timer.remind) {
        next.now = *timer.remind;
        life.reminder.insert(outcome(one.ticket, next.fall_due(timer.clock)));
        next = one;
      }
      if (timer.clock == Clock::asleep) {
        next.view.incident = &kUpdatedOnTime;
        life.over.insert(outcome(one.ticket, next.miss(timer.clock)));
        compare(one.ticket, next.ticket, code(name(timer.clock)) + " over", lives);
        next = one;
      }
      life.over.insert(outcome(one.ticket, next.miss(timer.clock)));
      compare(one.ticket, next.ticket, code(name(timer.clock)) + " over", lives);
    }
  }
  // An opening is no step, and yet clocks begin with it.
  for (const Ladder& one : tickets_in_every_state())
    for (const auto& timer : one.ticket.timers)
      if (timer.since == kNow && one.ticket.version == 1)
        lives[static_cast<std::size_t>(timer.clock)].begins.insert("`opened`");
  return lives;
}

std::string joined(const Words& words, const char* between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string clock_table() {
  std::string table = row({"clock", "begins (or begins anew)", "ends", "stands still", "runs on",
                           "at its reminder", "when it is over"}) +
                      row(std::vector<std::string>(7, "---"));
  const auto lives = lives_of_clocks();
  for (std::size_t i = 0; i < lives.size(); ++i)
    table += row({code(names<Clock>()[i]), joined(lives[i].begins, ", "), joined(lives[i].ends, ", "),
                  joined(lives[i].stands_still, ", "), joined(lives[i].runs_on, ", "),
                  joined(lives[i].reminder, "<br>"), joined(lives[i].over, "<br>")});
  return table;
}

TEST(TicketStates, ThePagesClocksAreTheCodesClocks) { expect_on_the_page("clocks", clock_table()); }

}  // namespace
}  // namespace triaged::decide

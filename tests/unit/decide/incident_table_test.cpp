// docs/formats/incident-states.md says what the code does: its tables are what is printed here, the first
// from the table of steps, the others from what happens to incidents in every state.
#include "decide/incident_table.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "outage.hpp"

namespace triaged::decide {
namespace {

using namespace test;

constexpr const char* kPage = TRIAGED_SOURCE_DIR "/docs/formats/incident-states.md";

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

bool is_told(EventKind kind) { return static_cast<std::size_t>(kind) < kToldKinds; }

std::string state_table() {
  std::vector<std::string> head{"event", "who may"};
  for (const auto state : names<IncidentState>()) head.push_back(code(state));
  std::string table = row(head) + row(std::vector<std::string>(head.size(), "---"));
  for (std::size_t i = 0; i < names<EventKind>().size(); ++i) {
    const auto kind = static_cast<EventKind>(i);
    if (!is_about_incident(kind)) continue;
    std::vector<std::string> cells{code(name(kind)),
                                   is_told(kind) ? "support, engineering, on call" : "the daemon"};
    for (std::size_t state = 0; state < names<IncidentState>().size(); ++state) {
      const auto what = step(static_cast<IncidentState>(state), kind);
      cells.push_back(what == IncidentStep::wrong_state ? "" : code(name(what)));
    }
    table += row(cells);
  }
  return table;
}

TEST(IncidentStates, ThePagesTableIsTheCodesTable) { expect_on_the_page("steps", state_table()); }

TEST(IncidentStates, WhatIsAboutNoIncidentIsInNoRow) {
  for (std::size_t i = 0; i < names<EventKind>().size(); ++i) {
    const auto kind = static_cast<EventKind>(i);
    bool anywhere = false;
    for (std::size_t state = 0; state < names<IncidentState>().size(); ++state)
      anywhere = anywhere || step(static_cast<IncidentState>(state), kind) != IncidentStep::wrong_state;
    EXPECT_EQ(anywhere, is_about_incident(kind)) << name(kind);
  }
}

TEST(IncidentStates, WhatIsClosedOrMergedIsChangedByNothing) {
  for (std::size_t i = 0; i < names<EventKind>().size(); ++i)
    for (const auto state : {IncidentState::closed, IncidentState::merged})
      EXPECT_EQ(step(state, static_cast<EventKind>(i)), IncidentStep::wrong_state) << names<EventKind>()[i];
}

// ---- what happens ----

using Words = std::set<std::string>;

std::vector<Outage> incidents_in_every_state() {
  Outage fresh;
  fresh.open();
  Outage held;
  held.off_duty("on_call", kNow + hours{8});
  held.open();
  Outage taken;
  taken.opened_and_taken();
  Outage done;
  done.opened_and_taken();
  done.tell(IncidentResolved{.incident = done.incident.id, .resolution = {}});
  return {fresh, held, taken, done};
}

std::vector<std::pair<std::string, EventBody>> everything(const Outage& one) {
  const auto id = one.incident.id;
  using How = IncidentReported::How;
  const auto report = [&](How how, const char* ticket, Severity severity = Severity::low) {
    return IncidentReported{.incident = id, .ticket = TicketId{ticket}, .how = how, .severity = severity};
  };
  const auto merged = [&](Severity severity) {
    return IncidentReported{
        .incident = id, .ticket = {}, .how = How::merged, .severity = severity, .other = kOther};
  };
  return {{"`incident_found`", Outage::report("FD-9", "login", Severity::low)},
          {"`incident_found`, worse", Outage::report("FD-9", "login", Severity::critical)},
          {"`incident_acknowledged`", IncidentAcknowledged{id}},
          {"`incident_updated`", IncidentUpdated{.incident = id, .text = "soon", .channel = {}}},
          {"`incident_role`", IncidentRole{.incident = id, .role = "lead", .actor = ActorId{"lea"}}},
          {"`incident_severity`, higher",
           IncidentSeverity{.incident = id, .severity = Severity::critical, .reason = {}}},
          {"`incident_severity`, lower",
           IncidentSeverity{.incident = id, .severity = Severity::low, .reason = {}}},
          {"`incident_merged`", IncidentMerged{.incident = id, .into = kOther}},
          {"`incident_resolved`", IncidentResolved{.incident = id, .resolution = {}}},
          {"`incident_reopened`", IncidentReopened{.incident = id, .reason = {}}},
          {"`incident_reported`: linked", report(How::linked, "FD-9")},
          {"`incident_reported`: linked, worse", report(How::linked, "FD-9", Severity::critical)},
          {"`incident_reported`: suspected", report(How::suspected, "FD-9")},
          {"`incident_reported`: left", report(How::left, "FD-1")},
          {"`incident_reported`: all over", report(How::over, "FD-1")},
          {"`incident_reported`: another one merged into it", merged(Severity::low)},
          {"`incident_reported`: another one merged into it, worse", merged(Severity::critical)},
          {"`incident_joined`, as a part", IncidentJoined{.incident = id, .parent = kOther, .child = id}},
          {"`incident_joined`, by a part", IncidentJoined{.incident = id, .parent = id, .child = kOther}},
          {"`page_refused`", PageRefused{.incident = id, .level = one.incident.level, .why = "full"}}};
}

std::string joined(const Words& words, const char* between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string whom(const IncidentNotice& notice, const Policy& policy) {
  if (notice.queue == policy.incidents.communication_queue) return "the liaison";
  if (notice.kind == IncidentNoticeKind::paged) return "the level";
  return notice.team.value == name(Rung::community_representative) ? "the representatives" : "`page_to`";
}

std::string outcome(const Incident& before, const Effects& effects, const Policy& policy) {
  std::string text;
  for (const auto& notice : effects.incident_notices)
    text += (text.empty() ? "" : ", ") + code(name(notice.kind)) + " to " + whom(notice, policy);
  if (text.empty()) text = "nobody";
  if (effects.incident->state != before.state) text += "; " + code(name(effects.incident->state));
  return text;
}

void each(const Outage& one, const auto& see) {
  static const Incident into = [] {
    Incident incident;
    incident.id = kOther;
    return incident;
  }();
  for (const auto& [what, body] : everything(one)) {
    Outage next = one;
    next.now += minutes{10};
    next.view.into = &into;
    TicketEvent event;
    event.body = body;
    const auto effects = is_told(kind(event)) ? next.tell(body) : next.by_itself(body);
    if (effects.incident) see(what, next, effects);
  }
}

std::string told_table() {
  const std::vector<std::pair<const char*, std::size_t>> states{
      {"`open`", 0}, {"`acknowledged`", 2}, {"`resolved`", 3}};
  std::string table =
      row({"event", "of one that is `open`", "of one that is `acknowledged`", "of one that is `resolved`"}) +
      row(std::vector<std::string>(4, "---"));
  const auto all = incidents_in_every_state();
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> cells;
  for (const auto& [what, body] : everything(all[0])) order.push_back(what);
  for (std::size_t i = 0; i < states.size(); ++i)
    each(all[states[i].second], [&](const std::string& what, const Outage& next, const Effects& effects) {
      auto& line = cells[what];
      line.resize(states.size());
      line[i] = outcome(all[states[i].second].incident, effects, next.policy);
    });
  for (const auto& what : order) {
    std::vector<std::string> line{what};
    auto& said = cells[what];
    said.resize(states.size());
    line.insert(line.end(), said.begin(), said.end());
    table += row(line);
  }
  return table;
}

TEST(IncidentStates, ThePageSaysWhoHearsWhat) { expect_on_the_page("told", told_table()); }

struct Life {  // of a clock: what does what to it
  Words begins, ends, over;
};

std::string clock_table() {
  std::vector<Life> lives(names<IncidentClock>().size());
  const auto compare = [&](const Incident& before, const Incident& after, const std::string& what) {
    for (std::size_t i = 0; i < lives.size(); ++i) {
      const auto* was = timer(before, static_cast<IncidentClock>(i));
      const auto* is = timer(after, static_cast<IncidentClock>(i));
      if (is != nullptr && (was == nullptr || was->due != is->due)) lives[i].begins.insert(what);
      if (was != nullptr && is == nullptr) lives[i].ends.insert(what);
    }
  };
  for (const Outage& one : incidents_in_every_state()) {
    if (one.incident.version == 1) compare({}, one.incident, "the opening");
    each(one, [&](const std::string& what, const Outage& next, const Effects&) {
      compare(one.incident, next.incident, what);
    });
    for (const auto& due : one.incident.timers)
      for (const bool attended : {true, false}) {
        Outage next = one;
        for (auto& audience : next.view.audiences) {
          audience.attended = attended;
          audience.duty = {};
        }
        const auto effects = next.miss(due.clock);
        lives[static_cast<std::size_t>(due.clock)].over.insert(outcome(one.incident, effects, next.policy));
        compare(one.incident, next.incident, code(name(due.clock)) + " over");
      }
  }
  std::string table = row({"clock", "begins (or begins anew)", "ends", "when it is over, hears of it"}) +
                      row(std::vector<std::string>(4, "---"));
  for (std::size_t i = 0; i < lives.size(); ++i)
    table += row({code(names<IncidentClock>()[i]), joined(lives[i].begins, "; "), joined(lives[i].ends, "; "),
                  joined(lives[i].over, "<br>")});
  return table;
}

TEST(IncidentStates, ThePagesClocksAreTheCodesClocks) { expect_on_the_page("clocks", clock_table()); }

}  // namespace
}  // namespace triaged::decide

// Whatever happens to a ticket in whatever order, told by whomever: what must hold of it after every event.
// Each failure names its seed; the same seed does the same again.
#include <array>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "calendars.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;

constexpr unsigned kSeeds = 300;
constexpr int kEvents = 60;

std::shared_ptr<const Calendars> calendars() {
  CalendarSpec around = always();
  CalendarSpec desk = office();
  desk.name = "office";
  CalendarSpec week = working_day();
  week.name = "week";
  const std::vector<CalendarSpec> specs{around, desk, week};
  std::vector<UnknownZone> unknown;
  return Calendars::make(specs, unknown);
}

class Sequence {
 public:
  explicit Sequence(unsigned seed) : dice_(seed), calendars_(calendars()) {
    one.view.calendars = calendars_.get();
    one.at("partnerships").manager = TeamId{"product"};
    for (auto& rung : one.view.reach.rungs) rung.calendar = any_calendar();
    for (auto& team : one.view.teams) team.calendar = any_calendar();
    one.policy.deadlines[0].wall = roll(4) == 0;
    one.policy.time_box->climb = roll(2) == 0;
    if (roll(3) == 0) one.policy.deadlines[0].resolution = working_days(3);
    if (seed % 4 == 0) one.policy.confidential = {"other"};  // as the rules call it at its opening
    people_come_and_go();
    one.view.classification.severity.value = static_cast<Severity>(roll(4));
    one.view.classification.incident.value = roll(8) == 0;
    one.view.classification.symptom.value = roll(2) == 0 ? "login" : "";
    one.policy.incidents.storm =
        Storm{.tickets = 3, .within = std::chrono::minutes{10}, .severity = Severity::critical};
    incident_.id = IncidentId{"INC-7"};
    incident_.symptom = "login";
    incident_.hub = one.view.place.hub;
    look_at_incidents();
    if (roll(3) == 0) one.opened.alert = any_alert();
    if (roll(2) == 0) one.opened.needed_by = kNow + std::chrono::hours{roll(300)};
    const auto to = any_destination();
    if (roll(3) == 0 && !std::holds_alternative<ToNobody>(to))
      one.ask_for(to, any_silence());
    else
      one.open_at(to);
  }

  // Time passes, and perhaps a clock falls due; else somebody says something.
  Effects next() {
    if (roll(6) == 0) people_come_and_go();
    one.view.classification.severity = {static_cast<Severity>(roll(4)),
                                        RuleName{roll(2) == 0 ? "some-rule" : ""}};
    one.view.classification.category.value = roll(3) == 0 ? "thanks" : "other";
    const auto due = next_due(one.ticket);
    if (due && roll(3) == 0) {
      one.now = std::max(one.now, due->at);
      what = "the end of " + std::string(name(due->clock));
      timed = true;
      return one.fall_due(due->clock);
    }
    one.now += std::chrono::minutes{roll(600)};
    if (due) one.now = std::min(one.now, std::max(due->at, kNow));  // in the daemon what is due comes first
    timed = false;
    look_at_incidents();
    if (roll(8) == 0) {
      what = "an event of the daemon's own";
      return one.by_itself(any_event_of_its_own());
    }
    const EventBody body = any_event();
    const Voice voice = any_voice();
    TicketEvent named;
    named.body = body;
    what = std::string(name(kind(named))) + " by " + voice.actor;
    return one.tell(body, voice, one.now - std::chrono::minutes{roll(5) == 0 ? roll(600) : 0});
  }

  Ladder one;
  std::string what{};
  bool timed = false;

  const Calendar* hours_of(const TeamId& id) const {
    for (const auto& team : one.view.reach.rungs)
      if (team.team == id) return calendars_->find(team.calendar);
    for (const auto& team : one.view.teams)
      if (team.team == id) return calendars_->find(team.calendar);
    return nullptr;
  }

 private:
  std::size_t roll(std::size_t sides) { return dice_() % sides; }
  std::string any_calendar() {
    static const std::vector<std::string> names{"always", "office", "week", ""};
    return names[roll(names.size())];
  }
  void people_come_and_go() {
    const auto come_or_go = [&](TeamReach& team) {
      team.reachability = roll(4) == 0 ? Reachability::no_members : Reachability::reachable;
    };
    for (const auto rung :
         {Rung::hub_admin, Rung::community_representative, Rung::support, Rung::engineering})
      come_or_go(one.at(rung));
    for (auto& team : one.view.teams) come_or_go(team);
  }
  TeamId any_team() {
    static const std::vector<std::string> ids{
        "hub_admin", "community_representative", "support", "engineering", "partnerships", "product"};
    return TeamId{ids[roll(ids.size())]};
  }
  Destination any_destination() {
    switch (roll(5)) {
      case 0:
        return ToNobody{"a copy"};
      case 1:
        return TeamId{roll(2) == 0 ? "partnerships" : "product"};
      case 2:
        return ToNextRung{};
      default:
        return kLadder[1 + roll(4)];
    }
  }
  IfSilent any_silence() {
    if (roll(3) == 0) return Refuse{};
    return roll(2) == 0 ? IfSilent{PassOn{}} : IfSilent{any_team()};
  }
  Voice any_voice() {
    const std::vector<Voice> voices{requester(), stranger(),    hub_admin(), representative(),
                                    support(),   engineering(), quoting(),   manager()};
    return roll(2) == 0 ? its_team(one.ticket) : voices[roll(voices.size())];
  }
  std::optional<Instant> perhaps_a_day() {
    if (roll(3) != 0) return std::nullopt;
    return one.now + std::chrono::hours{roll(400)};
  }
  // Whether one goes on, how up to date it is, and what else there is beside the ticket.
  void look_at_incidents() {
    incident_.state = roll(4) == 0 ? IncidentState::resolved : IncidentState::open;
    if (roll(3) == 0) incident_.updated_at = one.now;
    one.view.incident = roll(4) == 0 ? nullptr : &incident_;
    one.view.storm = static_cast<std::uint32_t>(roll(5));
    one.view.silence = SilenceId{roll(6) == 0 ? "s1" : ""};
  }
  AlertKey any_alert() {
    return {.source = "prometheus", .fingerprint = roll(2) == 0 ? "a" : "b", .starts_at = one.now};
  }
  EventBody any_event_of_its_own() {
    switch (roll(4)) {
      case 0:
        return Suspected{incident_.id};
      case 1:
        return IncidentOver{.incident = incident_.id, .resolution = {}};
      case 2:
        return Unsilenced{SilenceId{"s1"}};
      default:
        return Linked{incident_.id};
    }
  }
  EventBody any_event() {
    switch (roll(17)) {
      case 0:
        return Associated{};
      case 1:
        return Acknowledged{ActorId{roll(2) == 0 ? "sue@service.example" : ""}};
      case 2:
        return Paused{.reason = "why",
                      .waiting_for = roll(2) == 0 ? WaitingFor::us : WaitingFor::requester,
                      .until = perhaps_a_day()};
      case 3:
        return Resolved{};
      case 4:
        return Reopened{};
      case 5:
        return Escalated{};
      case 6:
        return HandedOver{.team = any_team(), .reason = {}};
      case 7:
        return SeverityChanged{.severity = static_cast<Severity>(roll(4)), .reason = {}};
      case 8:
        return Approved{};
      case 9:
        return Declined{};
      case 10:
        return Withdrawn{};
      case 11:
        return Linked{incident_.id};
      case 12:
        return Unlinked{incident_.id};
      case 13:
        return AlertFired{
            .alert = any_alert(), .name = "HubDown", .labels = {}, .annotations = {}, .generator_url = {}};
      case 14:
        return AlertCleared{.alert = any_alert(), .ends_at = {}};
      default:
        break;
    }
    return Commented{.body = "words",
                     .channel = "email",
                     .automatic = roll(6) == 0,
                     .needed_by = perhaps_a_day(),
                     .truncated = false};
  }

  std::mt19937 dice_;
  std::shared_ptr<const Calendars> calendars_;
  Incident incident_{};
};

std::string clocks_of(const Ticket& ticket) {
  std::string text;
  for (const auto& timer : ticket.timers) text += (text.empty() ? "" : " ") + std::string(name(timer.clock));
  return text;
}

constexpr std::array kSleeping{Clock::first_response, Clock::next_response, Clock::resolution,
                               Clock::time_box, Clock::impasse};

void clocks_fit(const Ticket& ticket) {
  const auto has = [&](Clock clock) { return timer(ticket, clock) != nullptr; };
  SCOPED_TRACE(std::string(name(ticket.state)) + ": " + clocks_of(ticket));
  const bool owned = !ticket.team.empty();
  const bool a_response = has(Clock::first_response) || has(Clock::next_response);
  EXPECT_FALSE(has(Clock::first_response) && has(Clock::next_response));
  EXPECT_EQ(has(Clock::approval) && ticket.state != TicketState::awaiting_approval, false);
  EXPECT_EQ(has(Clock::pending), ticket.state == TicketState::pending);
  EXPECT_EQ(has(Clock::closing), ticket.state == TicketState::resolved);
  EXPECT_FALSE(has(Clock::time_box) && ticket.state != TicketState::acknowledged);
  EXPECT_FALSE(has(Clock::impasse) && ticket.rung != Rung::engineering);
  switch (ticket.state) {
    case TicketState::open:
      EXPECT_EQ(a_response, owned);
      EXPECT_TRUE(!owned || has(Clock::resolution));
      break;
    case TicketState::acknowledged:
      EXPECT_FALSE(has(Clock::first_response));
      EXPECT_TRUE(!owned || has(Clock::resolution));
      break;
    case TicketState::pending:
      EXPECT_FALSE(a_response);
      EXPECT_TRUE(!owned || has(Clock::resolution));
      break;
    case TicketState::awaiting_approval:
      EXPECT_FALSE(a_response || has(Clock::resolution) || has(Clock::impasse));
      break;
    case TicketState::resolved:
      EXPECT_EQ(ticket.timers.size(), 1u);
      break;
    case TicketState::closed:
    case TicketState::withdrawn:
    case TicketState::merged:
      EXPECT_TRUE(ticket.timers.empty());
      break;
  }
  EXPECT_FALSE(has(Clock::asleep) && (ticket.incident_id.empty() || ticket.suspected));
  EXPECT_FALSE(has(Clock::quiet) && !ticket.firing.empty());
  EXPECT_FALSE(has(Clock::expiry) && ticket.firing.empty());
  for (std::size_t i = 1; i < ticket.timers.size(); ++i)
    EXPECT_LT(ticket.timers[i - 1].clock, ticket.timers[i].clock);
  for (const auto& timer : ticket.timers) {
    const bool waits = timer.clock == Clock::resolution && ticket.state == TicketState::pending;
    const bool sleeps = has(Clock::asleep) && std::ranges::find(kSleeping, timer.clock) != kSleeping.end();
    EXPECT_TRUE(timer.due || waits || sleeps) << name(timer.clock);
    EXPECT_FALSE(timer.due && sleeps) << name(timer.clock) << " runs though the ticket sleeps";
    if (timer.remind && timer.due) {
      EXPECT_LT(*timer.remind, *timer.due);
    }
  }
}

void notices_fit(const Effects& effects) {
  const Ticket& ticket = *effects.ticket;
  for (std::size_t i = 0; i < effects.notices.size(); ++i) {
    const Notice& notice = effects.notices[i];
    EXPECT_EQ(notice.id, notice_id(ticket.id, ticket.version, static_cast<std::uint32_t>(i), 1));
    EXPECT_EQ(notice.ticket, ticket) << "a notice shows the ticket as it is in the end";
    EXPECT_EQ(notice.reason, ticket.reason);
    EXPECT_FALSE(notice.queue.empty());
    EXPECT_FALSE(notice.reason.text.empty());
  }
}

// Who loses it hears so first, who gets it hears so.
void a_move_is_told(const Ticket& before, const Effects& effects) {
  if (before.team == effects.ticket->team) return;
  const auto heard = [&](const TeamId& team, bool recalled) {
    return std::ranges::any_of(effects.notices, [&](const Notice& notice) {
      return notice.team == team && (notice.kind == NoticeKind::recalled) == recalled;
    });
  };
  if (!before.team.empty()) {
    EXPECT_TRUE(heard(before.team, true));
    EXPECT_EQ(effects.notices.front().kind, NoticeKind::recalled);
  }
  EXPECT_TRUE(heard(effects.ticket->team, false)) << "an empty one is the unrouted queue's";
}

// What is confidential is read by its team, by whoever is paged, and by its requester.
void nobody_else_reads(const Policy& policy, const Effects& effects) {
  if (policy.confidential.empty()) return;
  for (const Notice& notice : effects.notices) {
    const bool its_team = !notice.team.empty() && notice.team == effects.ticket->team;
    if (its_team || notice.team == policy.page || notice.team.value == kRequester) continue;
    EXPECT_TRUE(notice.subject.empty() && notice.body.empty() && notice.labels.empty())
        << notice.team.value << " reads it";
    EXPECT_TRUE(notice.kind == NoticeKind::recalled || notice.team.empty())
        << notice.team.value << " hears " << name(notice.kind);
  }
}

// A restart of the daemon sets all ends anew: nothing may come of that.
void ends_follow_from_the_row(const Sequence& sequence) {
  Ticket again = sequence.one.ticket;
  recalculate(again, sequence.hours_of(again.team), sequence.hours_of(TeamId{"support"}),
              sequence.one.policy);
  EXPECT_EQ(again.timers, sequence.one.ticket.timers) << clocks_of(again);
}

TEST(AnySequence, OfEventsKeepsTicketClocksAndNoticesInOrder) {
  std::map<TicketState, int> seen;
  int applied = 0;
  int refused = 0;
  int asleep = 0;
  int firing = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    Sequence sequence(seed);
    std::string story = "seed " + std::to_string(seed);
    for (int i = 0; i < kEvents && !HasFailure(); ++i) {
      const Ticket before = sequence.one.ticket;
      const auto due_before = next_due(before);
      const Effects effects = sequence.next();
      story += ", " + sequence.what;
      SCOPED_TRACE(story);
      if (effects.refused) {
        ++refused;
        EXPECT_FALSE(sequence.timed) << "a clock that is due is never refused";
        EXPECT_FALSE(effects.ticket);
        EXPECT_TRUE(effects.notices.empty());
        continue;
      }
      ++applied;
      ++seen[effects.ticket->state];
      asleep += timer(*effects.ticket, Clock::asleep) != nullptr ? 1 : 0;
      firing += effects.ticket->firing.empty() ? 0 : 1;
      EXPECT_EQ(effects.ticket->version, before.version + 1);
      EXPECT_GE(effects.ticket->changed_at, before.changed_at);
      clocks_fit(*effects.ticket);
      notices_fit(effects);
      a_move_is_told(before, effects);
      nobody_else_reads(sequence.one.policy, effects);
      ends_follow_from_the_row(sequence);
      if (!sequence.timed) continue;
      EXPECT_NE(next_due(*effects.ticket), due_before) << "or it would fall due for ever";
      if (!sequence.one.policy.confidential.empty()) {
        EXPECT_EQ(effects.ticket->team, before.team) << "no clock gives it to others";
      }
      if (before.rung && effects.ticket->rung) {
        EXPECT_GE(*effects.ticket->rung, *before.rung);
      }
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(applied, 5000);
  EXPECT_GT(refused, 1000);
  EXPECT_GT(asleep, 500);
  EXPECT_GT(firing, 500);
  for (const auto state :
       {TicketState::open, TicketState::acknowledged, TicketState::pending, TicketState::awaiting_approval,
        TicketState::resolved, TicketState::closed, TicketState::withdrawn})
    EXPECT_GT(seen[state], 20) << name(state) << ": too thin";
}

TEST(AnySequence, OfClocksAloneComesToAnEndOrGoesOnInItsTime) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    Sequence sequence(seed);
    Ladder& one = sequence.one;
    for (int i = 0; i < 80; ++i) {
      const auto due = next_due(one.ticket);
      if (!due) break;
      one.now = std::max(one.now, due->at);
      ASSERT_FALSE(one.fall_due(due->clock).refused) << "seed " << seed;
    }
    EXPECT_TRUE(one.now > kNow + std::chrono::days{1} || !next_due(one.ticket))
        << "seed " << seed << ": eighty clocks in less than a day";
  }
}

}  // namespace
}  // namespace triaged::decide

// Whatever happens to an incident in whatever order: what must hold of it after every event. Each failure
// names its seed; the same seed does the same again.
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "outage.hpp"

namespace triaged::decide {
namespace {

using namespace test;

constexpr unsigned kSeeds = 300;
constexpr int kEvents = 60;

class Sequence {
 public:
  explicit Sequence(unsigned seed) : dice_(seed) {
    auto& paging = one.policy.incidents.paging.front();
    if (roll(3) == 0) paging.repeat_every = {};
    if (roll(4) == 0) paging.levels.pop_back();
    if (roll(6) == 0) one.policy.incidents.paging.clear();
    if (roll(4) == 0) one.policy.incidents.started_needs.clear();
    parent_.id = IncidentId{"INC-80"};
    parent_.cluster = ClusterId{"utoronto"};
    people_come_and_go();
    if (roll(4) == 0) one.view.parent = &parent_;
    one.open(any_report());
    one.view.parent = nullptr;
  }

  // Time passes, and perhaps a clock falls due; else somebody says something.
  Effects next() {
    if (roll(5) == 0) people_come_and_go();
    one.view.standing = static_cast<Rung>(roll(5));
    one.view.on_call = roll(2) == 0;
    const auto due = next_due(one.incident);
    if (due && roll(3) == 0) {
      one.now = std::max(one.now, due->at);
      what = "the end of " + std::string(name(due->clock));
      timed = true;
      come_on_duty();
      return one.fall_due(due->clock);
    }
    one.now += minutes{roll(100)};
    if (due) one.now = std::min(one.now, std::max(due->at, kNow));  // in the daemon what is due comes first
    timed = false;
    come_on_duty();
    into_.id = roll(4) == 0 ? one.incident.id : kOther;
    into_.state = static_cast<IncidentState>(roll(5));
    one.view.into = roll(3) == 0 ? nullptr : &into_;
    one.view.next_number = *incident_number(one.incident.id.value) + 1;
    const EventBody body = any_event();
    TicketEvent named;
    named.body = body;
    what = name(kind(named));
    return told_by_a_person(body) ? one.tell(body, "actor-" + std::to_string(roll(3))) : one.by_itself(body);
  }

  // Whoever is awaited comes; a rotation never names a time that has passed.
  void come_on_duty() {
    for (auto& audience : one.view.audiences)
      if (audience.duty.next && *audience.duty.next <= one.now) audience.duty = {};
  }

  Outage one;
  std::string what{};
  bool timed = false;

 private:
  std::size_t roll(std::size_t sides) { return dice_() % sides; }
  void people_come_and_go() {
    for (auto& audience : one.view.audiences) {
      audience.reach.reachability = roll(5) == 0 ? Reachability::no_members : Reachability::reachable;
      audience.attended = roll(4) != 0;
      audience.duty = {};
      if (roll(3) == 0) {
        audience.duty.on_duty = false;
        if (roll(3) != 0) audience.duty.next = one.now + minutes{1 + roll(600)};
      }
    }
  }
  std::string any_ticket() { return "FD-" + std::to_string(roll(5)); }
  IncidentFound any_report() {
    static const std::vector<std::string> symptoms{"login", "login", "storage", "other", ""};
    return Outage::report(any_ticket(), symptoms[roll(symptoms.size())], static_cast<Severity>(roll(4)));
  }
  static bool told_by_a_person(const EventBody& body) {
    TicketEvent named;
    named.body = body;
    return static_cast<std::size_t>(kind(named)) < kToldKinds;
  }
  EventBody any_event() {
    const auto id = one.incident.id;
    switch (roll(13)) {
      case 0:
        return any_report();
      case 1:
        return IncidentDeclared{
            .title = "Down", .symptom = "login", .severity = static_cast<Severity>(roll(4))};
      case 2:
        return IncidentAcknowledged{id};
      case 3:
        return IncidentUpdated{.incident = id,
                               .text = "words",
                               .channel = roll(2) == 0 ? "#outage" : "",
                               .community_informed = roll(2) == 0};
      case 4:
        return IncidentRole{
            .incident = id, .role = roll(2) == 0 ? "lead" : "scribe", .actor = ActorId{"lea"}};
      case 5:
        return IncidentSeverity{.incident = id, .severity = static_cast<Severity>(roll(4)), .reason = {}};
      case 6:
        if (roll(3) == 0) return IncidentMerged{.incident = id, .into = kOther};
        return IncidentJoined{.incident = id, .parent = id, .child = IncidentId{"INC-5"}};
      case 7:
        return IncidentResolved{.incident = id, .resolution = {}};
      case 8:
        return IncidentReopened{.incident = id, .reason = {}};
      case 9:
        if (roll(3) == 0) return IncidentJoined{.incident = id, .parent = kOther, .child = id};
        return PageRefused{
            .incident = id, .level = static_cast<std::uint32_t>(roll(4)), .why = "the pager is down"};
      default:
        return IncidentReported{.incident = id,
                                .ticket = TicketId{any_ticket()},
                                .how = static_cast<IncidentReported::How>(roll(6)),
                                .severity = static_cast<Severity>(roll(4))};
    }
  }

  std::mt19937 dice_;
  Incident parent_{};
  Incident into_{};
};

std::string clocks_of(const Incident& incident) {
  std::string text;
  for (const auto& timer : incident.timers)
    text += (text.empty() ? "" : " ") + std::string(name(timer.clock));
  return text;
}

// The levels of the policy that fits, and whether they begin again.
std::pair<std::uint32_t, bool> levels(const Sequence& sequence) {
  const auto& incident = sequence.one.incident;
  const auto* paging = paging_for(sequence.one.policy.incidents, incident.severity, incident.symptom);
  if (paging == nullptr) return {1, false};
  return {static_cast<std::uint32_t>(paging->levels.size()), paging->repeat_every > Duration::zero()};
}

void clocks_fit(const Sequence& sequence) {
  const auto& incident = sequence.one.incident;
  const auto has = [&](IncidentClock clock) { return timer(incident, clock) != nullptr; };
  SCOPED_TRACE(std::string(name(incident.state)) + ": " + clocks_of(incident));
  const bool alone = incident.parent.empty();
  const auto [last, repeats] = levels(sequence);
  switch (incident.state) {
    case IncidentState::open:
      if (alone) {
        EXPECT_TRUE(has(IncidentClock::page) || (incident.level >= last && !repeats))
            << "nobody has taken it, and somebody could be paged";
        EXPECT_TRUE(has(IncidentClock::update));
      }
      break;
    case IncidentState::acknowledged:
      EXPECT_FALSE(has(IncidentClock::page) || has(IncidentClock::unattended) || has(IncidentClock::duty));
      EXPECT_TRUE(!alone || has(IncidentClock::update));
      break;
    case IncidentState::resolved:
      EXPECT_EQ(clocks_of(incident), "closing");
      break;
    case IncidentState::closed:
    case IncidentState::merged:
      EXPECT_TRUE(incident.timers.empty());
      break;
  }
  if (!alone) {
    EXPECT_FALSE(has(IncidentClock::page) || has(IncidentClock::unattended) || has(IncidentClock::duty) ||
                 has(IncidentClock::incomplete));
  }
  EXPECT_EQ(has(IncidentClock::duty), !incident.held.empty());
  EXPECT_EQ(has(IncidentClock::closing), incident.state == IncidentState::resolved);
  for (std::size_t i = 1; i < incident.timers.size(); ++i)
    EXPECT_LT(incident.timers[i - 1].clock, incident.timers[i].clock) << "one of each, in their order";
  for (const auto& timer : incident.timers)
    EXPECT_GE(timer.due, sequence.one.now) << "no wait is negative: " << name(timer.clock);
}

void lists_fit(const Incident& incident) {
  const auto distinct = [](auto list) {
    std::ranges::sort(list);
    return std::ranges::adjacent_find(list) == list.end();
  };
  EXPECT_TRUE(distinct(incident.tickets) && distinct(incident.suspected) && distinct(incident.over) &&
              distinct(incident.children));
  EXPECT_EQ(incident.resolved_at.has_value(),
            incident.state == IncidentState::resolved || incident.state == IncidentState::closed);
  EXPECT_FALSE(incident.reason.text.empty());
}

void notices_fit(const Effects& effects) {
  const Incident& incident = *effects.incident;
  for (std::size_t i = 0; i < effects.incident_notices.size(); ++i) {
    const auto& notice = effects.incident_notices[i];
    EXPECT_EQ(notice.id,
              notice_id(TicketId{incident.id.value}, incident.version, static_cast<std::uint32_t>(i), 1));
    EXPECT_EQ(notice.incident, incident) << "a notice shows the incident as it is in the end";
    EXPECT_FALSE(notice.queue.empty());
    EXPECT_EQ(notice.level != 0, notice.kind == IncidentNoticeKind::paged);
    EXPECT_TRUE(notice.kind != IncidentNoticeKind::paged || incident.paged_at);
  }
}

TEST(AnyIncident, OfEventsKeepsClocksListsAndNoticesInOrder) {
  std::map<IncidentState, int> seen;
  int applied = 0;
  int refused = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    Sequence sequence(seed);
    std::string story = "seed " + std::to_string(seed);
    for (int i = 0; i < kEvents && !HasFailure(); ++i) {
      const Incident before = sequence.one.incident;
      const auto due_before = next_due(before);
      const Effects effects = sequence.next();
      story += ", " + sequence.what;
      SCOPED_TRACE(story);
      if (effects.refused) {
        ++refused;
        EXPECT_FALSE(sequence.timed) << "a clock that is due is never refused";
        EXPECT_FALSE(effects.incident);
        EXPECT_TRUE(effects.incident_notices.empty() && effects.follow.empty());
        continue;
      }
      ++applied;
      ++seen[effects.incident->state];
      const bool another = effects.incident->id != before.id;
      EXPECT_EQ(effects.incident->version, another ? 1 : before.version + 1);
      EXPECT_TRUE(!another || !is_going_on(before)) << "one goes on there, and no second one";
      clocks_fit(sequence);
      lists_fit(*effects.incident);
      notices_fit(effects);
      if (sequence.timed) {
        EXPECT_NE(next_due(*effects.incident), due_before) << "or it would fall due for ever";
      }
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(applied, 4000);
  EXPECT_GT(refused, 1000);
  for (const auto state : {IncidentState::open, IncidentState::acknowledged, IncidentState::resolved,
                           IncidentState::closed, IncidentState::merged})
    EXPECT_GT(seen[state], 20) << name(state) << ": too thin";
}

TEST(AnyIncident, OfClocksAloneComesToAnEndOrGoesOnInItsTime) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    Sequence sequence(seed);
    Outage& one = sequence.one;
    for (int i = 0; i < 80; ++i) {
      const auto due = next_due(one.incident);
      if (!due) break;
      one.now = std::max(one.now, due->at);
      sequence.come_on_duty();
      ASSERT_FALSE(one.fall_due(due->clock).refused) << "seed " << seed;
    }
    EXPECT_TRUE(one.now > kNow + hours{4} || !next_due(one.incident))
        << "seed " << seed << ": eighty clocks in less than four hours";
  }
}

}  // namespace
}  // namespace triaged::decide

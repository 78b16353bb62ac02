// An alert's ticket: open while any alert of its name fires at its hub, and for a quiet time after.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outage.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

AlertKey alert(const std::string& fingerprint, Instant starts_at = kNow) {
  return {.source = "prometheus", .fingerprint = fingerprint, .starts_at = starts_at};
}

AlertFired firing(const AlertKey& key) {
  return {.alert = key,
          .name = "HubDown",
          .labels = {{"severity", "critical"}},
          .annotations = {{"summary", "The hub is down"}, {"description", "No answer for 5 min"}},
          .generator_url = {}};
}

Voice monitoring() { return {.actor = ""}; }

struct Alarm : Ladder {
  Alarm() { policy.incidents = on_call_then_leads().incidents; }

  Effects opened_by(const AlertKey& key) {
    TicketEvent fired;
    fired.producer = ProducerId{"alertmanager"};
    fired.ticket_id = TicketId{"ALERT-1"};
    fired.occurred_at = now;
    fired.hub = HubId{"utoronto/prod"};
    fired.body = firing(key);
    const auto event = opening_by_alert(fired);
    opened = std::get<Opened>(event.body);
    view.classification.destination = Rung::support;
    auto effects = decide(view, event, now, policy);
    if (effects.ticket) ticket = *effects.ticket;
    view.classification.incident.value = false;
    return effects;
  }
  Effects fire(const AlertKey& key) { return tell(firing(key), monitoring()); }
  Effects clear(const AlertKey& key) {
    return tell(AlertCleared{.alert = key, .ends_at = now}, monitoring());
  }
  [[nodiscard]] std::vector<std::string> fires() const {
    std::vector<std::string> all;
    for (const auto& one : ticket.firing) all.push_back(one.alert.fingerprint);
    return all;
  }
};

TEST(AnAlert, OpensATicketWithItsSummaryAndItsLabels) {
  Alarm one;
  const auto effects = one.opened_by(alert("a"));
  EXPECT_EQ(one.opened.subject, "The hub is down");
  EXPECT_EQ(one.opened.body, "No answer for 5 min");
  EXPECT_EQ(one.opened.labels.at("alertname"), "HubDown");
  EXPECT_EQ(one.opened.labels.at("severity"), "critical");
  EXPECT_THAT(one.fires(), ElementsAre("a"));
  EXPECT_THAT(told(effects), ElementsAre("assigned team.support")) << "nobody waits for an answer";
  EXPECT_EQ(*one.clock(Clock::expiry)->due, kNow + one.policy.incidents.alerts_expire);
}

TEST(AnAlert, WithoutASummaryIsCalledByItsName) {
  TicketEvent fired;
  auto body = firing(alert("a"));
  body.annotations.clear();
  fired.body = body;
  EXPECT_EQ(std::get<Opened>(opening_by_alert(fired).body).subject, "HubDown");
}

TEST(AnAlert, ThatFiresForSeveralPodsIsOneTicketUntilAllHaveCleared) {
  Alarm one;
  one.opened_by(alert("a"));
  EXPECT_THAT(told(one.fire(alert("b"))), IsEmpty());
  one.fire(alert("a"));
  EXPECT_THAT(one.fires(), ElementsAre("a", "b"));
  one.clear(alert("a"));
  EXPECT_EQ(one.clock(Clock::quiet), nullptr);
  one.clear(alert("b"));
  EXPECT_EQ(*one.clock(Clock::quiet)->due, one.now + one.policy.incidents.quiet_time);
  EXPECT_EQ(one.clock(Clock::expiry), nullptr);
  EXPECT_EQ(one.ticket.state, TicketState::open) << "it may flap";
}

TEST(AnAlert, ThatStaysQuietIsResolvedAndOneThatFlapsIsNot) {
  Alarm one;
  one.opened_by(alert("a"));
  one.clear(alert("a"));
  one.now += minutes{5};
  one.fire(alert("a", one.now));
  EXPECT_EQ(one.clock(Clock::quiet), nullptr);
  one.clear(alert("a", one.now));
  EXPECT_THAT(told(one.miss(Clock::quiet)), ElementsAre("resolved team.support"));
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
  EXPECT_NE(one.clock(Clock::closing), nullptr);
}

TEST(AnAlert, ThatHasClearedBeforeItWasHeardOfIsNoIncident) {
  Alarm one;
  one.view.classification.incident.value = true;
  one.view.cleared = true;
  const auto effects = one.opened_by(alert("a"));
  EXPECT_THAT(follows(effects), IsEmpty());
  EXPECT_THAT(told(effects), ElementsAre("assigned team.support"));
  one.clear(alert("a"));
  EXPECT_NE(one.clock(Clock::quiet), nullptr);

  EXPECT_THAT(follows(Alarm(one).fire(alert("b"))), IsEmpty()) << "that one had cleared as well";
  one.view.cleared = false;
  EXPECT_THAT(follows(one.fire(alert("b"))), ElementsAre("incident_found ")) << "this one has not";
}

TEST(AnAlert, ThatComesBackAndHasClearedIsNoIncidentEither) {
  Alarm one;
  one.opened_by(alert("a"));
  one.clear(alert("a"));
  one.miss(Clock::quiet);
  one.ticket.incident = true;
  one.view.cleared = true;
  const auto effects = one.fire(alert("a", one.now));
  EXPECT_THAT(follows(effects), IsEmpty());
  EXPECT_EQ(one.ticket.state, TicketState::open);
}

TEST(AnAlert, WithoutAQuietTimeIsResolvedAtOnce) {
  Alarm one;
  one.policy.incidents.quiet_time = {};
  one.opened_by(alert("a"));
  one.clear(alert("a"));
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
}

TEST(AnAlert, ThatClearsOfWhatSomebodyHasTakenUpOnlyReminds) {
  for (const bool waits : {false, true}) {
    Alarm one;
    one.opened_by(alert("a"));
    one.by_team(Acknowledged{});
    if (waits) one.by_team(Paused{});
    const auto state = one.ticket.state;
    one.clear(alert("a"));
    EXPECT_THAT(told(one.miss(Clock::quiet)), ElementsAre("reminder team.support"));
    EXPECT_EQ(one.ticket.state, state);
    EXPECT_EQ(one.clock(Clock::quiet), nullptr);
  }
}

TEST(AnAlert, AClearingOfAnotherOneOrOfAnEarlierTimeIsStale) {
  Alarm one;
  one.opened_by(alert("a", kNow));
  EXPECT_EQ(one.clear(alert("b")).refused, Refusal::stale);
  EXPECT_EQ(one.clear(alert("a", kNow - hours{1})).refused, Refusal::stale) << "it has fired anew since";
  auto elsewhere = alert("a");
  elsewhere.source = "another";
  EXPECT_EQ(one.clear(elsewhere).refused, Refusal::stale);
  EXPECT_THAT(one.fires(), ElementsAre("a"));
}

TEST(AnAlert, ThatIsNotHeardOfAgainExpires) {
  Alarm one;
  one.opened_by(alert("a"));
  one.now += hours{20};
  one.fire(alert("b"));
  EXPECT_EQ(*one.clock(Clock::expiry)->due, kNow + hours{24}) << "of the one that was heard longest ago";
  one.miss(Clock::expiry);
  EXPECT_THAT(one.fires(), ElementsAre("b"));
  EXPECT_EQ(*one.clock(Clock::expiry)->due, kNow + hours{44});
  one.miss(Clock::expiry);
  EXPECT_THAT(one.fires(), IsEmpty());
  EXPECT_THAT(one.ticket.reason.text, HasSubstr("not heard of again"));
  EXPECT_THAT(told(one.miss(Clock::quiet)), ElementsAre("resolved team.support"));
}

TEST(AnAlert, ThatSaysSoAgainDoesNotExpire) {
  Alarm one;
  one.opened_by(alert("a"));
  one.now += hours{20};
  one.fire(alert("a"));
  EXPECT_EQ(*one.clock(Clock::expiry)->due, kNow + hours{44});
}

TEST(AnAlert, ThatFiresAgainReopensItsTicket) {
  for (const bool closed : {false, true}) {
    Alarm one;
    one.opened_by(alert("a"));
    one.clear(alert("a"));
    one.miss(Clock::quiet);
    if (closed) one.miss(Clock::closing);
    one.now += hours{1};
    const auto effects = one.fire(alert("a", one.now));
    EXPECT_EQ(one.ticket.state, TicketState::open);
    EXPECT_THAT(told(effects), ElementsAre("assigned team.support"));
    EXPECT_THAT(one.fires(), ElementsAre("a"));
    EXPECT_NE(one.clock(Clock::expiry), nullptr);
    EXPECT_THAT(one.ticket.reason.text, HasSubstr("HubDown fires again"));
  }
}

TEST(AnAlert, ThatFiresAgainAfterItsIncidentIsOneOnceMore) {
  for (const bool forgotten : {false, true}) {
    Alarm one;
    one.view.classification.symptom.value = "unreachable";
    one.view.classification.incident.value = true;
    one.opened_by(alert("a"));
    Incident incident;
    incident.id = IncidentId{"INC-7"};
    incident.symptom = "unreachable";
    incident.hub = one.ticket.place.hub;
    incident.updated_at = one.now;
    one.view.incident = &incident;
    one.by_itself(Linked{incident.id});
    one.clear(alert("a"));
    one.miss(Clock::quiet);
    incident.state = IncidentState::resolved;
    if (forgotten) one.view.incident = nullptr;
    one.now += hours{1};
    EXPECT_THAT(follows(one.fire(alert("a", one.now))), ElementsAre("incident_found "))
        << "who decides about that reopens the incident, or opens another one";
    incident.state = IncidentState::open;
    one.view.incident = &incident;
    EXPECT_FALSE(one.by_itself(Linked{incident.id}).refused);
    EXPECT_NE(one.clock(Clock::asleep), nullptr);
  }
}

TEST(AnAlert, ThatClearedUnderASilenceIsNoIncidentAfterIt) {
  Alarm one;
  one.view.classification.incident.value = true;
  one.view.silence = SilenceId{"maintenance"};
  one.opened_by(alert("a"));
  ASSERT_EQ(one.ticket.silenced_by.value, "maintenance");
  one.view.silence = {};
  Alarm fires = one;
  EXPECT_THAT(follows(fires.by_itself(Unsilenced{SilenceId{"maintenance"}})), ElementsAre("incident_found "));
  one.clear(alert("a"));
  EXPECT_THAT(follows(one.by_itself(Unsilenced{SilenceId{"maintenance"}})), IsEmpty());
}

TEST(AnAlert, OfFiveHundredAndMoreKeepsFiveHundred) {
  Alarm one;
  one.opened_by(alert("a"));
  for (int i = 0; i < 600; ++i) one.fire(alert(std::to_string(i)));
  EXPECT_EQ(one.ticket.firing.size(), 500u);
}

}  // namespace
}  // namespace triaged::decide

// Which changes of an incident other on-call tooling is told of.
#include <gtest/gtest.h>

#include "outage.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using domain::IncidentSignal;
using domain::SignalKind;

// What the change that `effects` are would signal, as "kind" or "kind level".
std::string signalled(const Incident* before, const Effects& effects, Instant now) {
  const auto signal = signal_of(before, effects, 1, now);
  if (!signal) return "nothing";
  return std::string(name(signal->kind)) + (signal->level != 0 ? " " + std::to_string(signal->level) : "");
}

struct Signals : testing::Test {
  Outage outage;

  std::string opened() { return signalled(nullptr, outage.open(), outage.now); }
  std::string told(EventBody body) {
    const Incident before = outage.incident;
    const Effects effects = outage.tell(std::move(body));
    return signalled(&before, effects, outage.now);
  }
  std::string missed(IncidentClock which) {
    const Incident before = outage.incident;
    const Effects effects = outage.miss(which);
    return signalled(&before, effects, outage.now);
  }
};

TEST_F(Signals, APageIsOneWhateverTheLevel) {
  EXPECT_EQ(opened(), "page 1");
  EXPECT_EQ(missed(IncidentClock::page), "page 2");
  EXPECT_EQ(missed(IncidentClock::page), "page 3");
}

TEST_F(Signals, WhereAllArePagedAtOnceTheHighestLevelCounts) {
  for (const char* team : {"on_call", "area_leads", "executive_director"})
    outage.off_duty(team, std::nullopt);
  EXPECT_EQ(opened(), "page 3");
}

TEST_F(Signals, TakenAndOverAreSignalledOnce) {
  opened();
  EXPECT_EQ(told(IncidentAcknowledged{outage.incident.id}), "acknowledged");
  EXPECT_EQ(told(IncidentUpdated{.incident = outage.incident.id, .text = "soon", .channel = {}}), "nothing");
  EXPECT_EQ(told(IncidentResolved{.incident = outage.incident.id, .resolution = {}}), "over");
  EXPECT_EQ(missed(IncidentClock::closing), "nothing") << "it was over before";
}

TEST_F(Signals, OneThatComesBackPagesAnew) {
  opened();
  told(IncidentResolved{.incident = outage.incident.id, .resolution = {}});
  EXPECT_EQ(told(IncidentReopened{.incident = outage.incident.id, .reason = {}}), "page 1");
}

TEST_F(Signals, AnotherSeverityIsToldWithTheOldOne) {
  opened();
  told(IncidentAcknowledged{outage.incident.id});
  const Incident before = outage.incident;
  const auto effects =
      outage.tell(IncidentSeverity{.incident = before.id, .severity = Severity::low, .reason = {}});
  const auto signal = signal_of(&before, effects, 1, outage.now);
  ASSERT_TRUE(signal);
  EXPECT_EQ(signal->kind, SignalKind::changed);
  EXPECT_EQ(signal->severity_was, Severity::high);
  EXPECT_EQ(signal->incident.severity, Severity::low);
}

TEST_F(Signals, OneThatBecomesPartOfAnotherIsOverThere) {
  opened();
  EXPECT_EQ(told(IncidentMerged{.incident = outage.incident.id, .into = kOther}), "nothing")
      << "there is no such incident to go on as";
  const Incident before = outage.incident;
  const auto effects =
      outage.by_itself(IncidentJoined{.incident = before.id, .parent = kOther, .child = before.id});
  ASSERT_EQ(outage.incident.parent, kOther);
  EXPECT_EQ(signalled(&before, effects, outage.now), "over");
  EXPECT_EQ(told(IncidentResolved{.incident = before.id, .resolution = {}}), "nothing")
      << "it is not known there any more";
}

TEST_F(Signals, ANewOneBesideOneThatHasEndedBeginsAnew) {
  opened();
  Incident ended = outage.incident;
  ended.id = kOther;
  ended.state = IncidentState::resolved;
  Outage next;
  EXPECT_EQ(signalled(&ended, next.open(), next.now), "page 1");
}

TEST_F(Signals, ASignalHasAnIdThatNoNoticeHas) {
  const auto effects = outage.open();
  const auto signal = signal_of(nullptr, effects, 1, outage.now);
  ASSERT_TRUE(signal);
  for (const auto& notice : effects.incident_notices) EXPECT_NE(notice.id, signal->id);
  EXPECT_EQ(signal->id.value, "INC-7:1:3@1");
}

}  // namespace
}  // namespace triaged::decide

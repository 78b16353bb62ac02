// Rules on trial beside those in force; the worker is driven by hand.
#include "app/shadow.hpp"

#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/codec/event.hpp>

#include "app/decision.hpp"
#include "app/shadow_thread.hpp"
#include "small_service.hpp"

namespace triaged::app::shadow {
namespace {

using testing::HasSubstr;

const domain::Instant kDay = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9};

struct Shadowed : testing::Test {
  SmallService service;
  telemetry::Log log{{.json = false, .level = telemetry::Level::error, .personal_data = false}};
  config::Configuration active = service.load();
  Shadow shadow{service.candidate(), log};
  int tickets = 0;

  // As the engine does it: decided, and told.
  void open(const std::string& subject, const config::Configuration& under) {
    auto decoded = std::get<codec::Decoded>(
        codec::decode_json(ticket_line("T" + std::to_string(++tickets), subject), {}));
    decoded.event.producer = domain::ProducerId("mail");
    const auto& opened = std::get<domain::Opened>(decoded.event.body);
    const auto decision = decide_opening(decoded.event, opened, decoded.text, under, {.now = kDay});
    shadow.offer({.event = decoded.event,
                  .text = decoded.text,
                  .classification = decision.classification,
                  .ticket = *decision.effects.ticket,
                  .in_force = {digest(*under.rules), under.directory->digest(), under.policy->digest},
                  .undeliverable = {},
                  .admins = under.directory->told()});
  }
  void open(const std::string& subject) { open(subject, active); }
  void work_off() {
    while (shadow.work()) continue;
  }
  [[nodiscard]] Agreement agreement() const { return shadow.agreement(); }
};

TEST_F(Shadowed, CountsWhereTheCandidateAgreesAndWhereNot) {
  shadow.follow(active);
  open("Where is the manual?");
  open("The hub is down");
  open("It is down again");
  EXPECT_EQ(agreement().tickets(), 0u) << "nothing happens on the engine's thread";
  work_off();
  EXPECT_EQ(agreement().tally.same, 1u);
  EXPECT_EQ(agreement().tally.different, 2u);
  EXPECT_EQ(agreement().dropped, 0u);
  EXPECT_NE(agreement().candidate, digest(*active.rules));
  EXPECT_EQ(most_frequent_changes(agreement()), "team engineering -> support 2 (outages -> by-day)");
}

TEST_F(Shadowed, WithoutACandidateNothingIsKept) {
  open("The hub is down");
  EXPECT_FALSE(shadow.work());
  EXPECT_EQ(agreement().tickets(), 0u);
}

TEST_F(Shadowed, WhatFindsTheQueueFullIsDroppedAndCounted) {
  shadow.follow(active);
  ASSERT_TRUE(shadow.work()) << "reads the candidate";
  for (std::size_t i = 0; i < Shadow::kQueued + 3; ++i) open("The hub is down");
  EXPECT_EQ(agreement().dropped, 3u);
  ASSERT_TRUE(shadow.work());
  open("There is room again");
  open("And now there is not");
  work_off();
  EXPECT_EQ(agreement().dropped, 4u);
  EXPECT_EQ(agreement().tally.same + agreement().tally.different, Shadow::kQueued + 1);
}

TEST_F(Shadowed, LongTextsFillTheQueueToo) {
  shadow.follow(active);
  const std::string text(900, 'x');
  std::size_t offered = 0;
  auto decoded = std::get<codec::Decoded>(codec::decode_json(ticket_line("T1", text), {}));
  std::get<domain::Opened>(decoded.event.body).body.assign(Shadow::kQueuedBytes / 4, 'x');
  const domain::Ticket ticket;
  const domain::Classification classification;
  for (; offered < 10; ++offered)
    shadow.offer({.event = decoded.event,
                  .text = decoded.text,
                  .classification = classification,
                  .ticket = ticket,
                  .in_force = {},
                  .undeliverable = {}});
  EXPECT_EQ(agreement().dropped, offered - 3) << "three fit, with their subjects and what rules see of them";
}

// So many people that three such lists fill the queue.
struct ShadowedWithManyAdmins : Shadowed {
  std::vector<domain::AdminTold> told{Shadow::kQueuedBytes / 3 / 1000};

  ShadowedWithManyAdmins() {
    for (auto& one : told) one.admin.value.assign(1000 - sizeof one, 'x');
    shadow.follow(active);
  }
  void offer(const domain::Digest& directory) {
    const auto decoded = std::get<codec::Decoded>(codec::decode_json(ticket_line("T1", "help"), {}));
    shadow.offer({.event = decoded.event,
                  .text = decoded.text,
                  .classification = {},
                  .ticket = {},
                  .in_force = {.rules = {}, .directory = directory, .policy = {}},
                  .undeliverable = {},
                  .admins = told});
  }
};

TEST_F(ShadowedWithManyAdmins, TheyAreKeptOnceForAllTicketsOfADirectory) {
  for (std::size_t i = 0; i < Shadow::kQueued; ++i) offer(active.directory->digest());
  EXPECT_EQ(agreement().dropped, 0u);
}

TEST_F(ShadowedWithManyAdmins, EachDirectorysOwnFillTheQueue) {
  for (std::size_t i = 0; i < 10; ++i) offer(codec::seen_key({}, domain::EventId(std::to_string(i))));
  EXPECT_EQ(agreement().dropped, 7u) << "three fit, with their texts";
}

TEST_F(Shadowed, ABrokenCandidateIsDoneWithoutUntilItIsCorrected) {
  service.write("candidate/10.yaml", "route:\n  - {name: a, to: nobodys_team}\n");
  shadow.follow(active);
  open("The hub is down");
  work_off();
  open("The hub is down");
  EXPECT_FALSE(shadow.work()) << "nothing is copied for nobody";
  EXPECT_EQ(agreement().tickets(), 0u);

  service.write("candidate/10.yaml", "route:\n  - {name: a, to: support}\n");
  shadow.follow(active);
  work_off();
  open("The hub is down");
  work_off();
  EXPECT_EQ(agreement().tally.different, 1u);
}

TEST_F(Shadowed, AReloadBeginsAnewAndWhatWasDecidedUnderOtherRulesIsNotCompared) {
  shadow.follow(active);
  open("The hub is down");
  work_off();
  const auto before = agreement().candidate;

  service.write("rules/10.yaml", "route:\n  - {name: rest, to: next_rung}\n");
  service.write("candidate/10.yaml", "route:\n  - {name: rest, to: support}\n");
  const auto after = service.load();
  shadow.follow(after);
  open("Decided before the reload", active);
  open("Decided after it", after);
  work_off();
  EXPECT_EQ(agreement().dropped, 1u);
  EXPECT_EQ(agreement().tally.different, 1u);
  EXPECT_NE(agreement().candidate, before);
}

TEST_F(Shadowed, WhatHubsTellOfTheirAdminsHoldsForBoth) {
  shadow.follow(active);
  open("Before");
  auto told = active;
  told.directory = active.directory->with_admins(
      std::vector<domain::AdminTold>{{.hub = domain::HubId("north/prod"),
                                      .admin = domain::ActorId("admin@north.example"),
                                      .present = false}});
  open("Goes to support, in the candidate too", told);
  open("And once more", active);
  work_off();
  EXPECT_EQ(agreement().tally.same, 3u);
  EXPECT_EQ(agreement().dropped, 0u);
}

TEST_F(Shadowed, OfManyChangesTheMostFrequentAreNamedInALine) {
  Agreement many;
  for (int i = 0; i < 8; ++i)
    many.tally
        .changes[{.aspect = Aspect::category,
                  .label = {},
                  .from = "other",
                  .to = "c" + std::to_string(i),
                  .by_active = {},
                  .by_candidate = domain::RuleName("r")}]
        .count = static_cast<std::uint64_t>(i + 1);
  const auto line = most_frequent_changes(many);
  EXPECT_THAT(line, testing::StartsWith("category other -> c7 8 (default -> r); category other -> c6 7"));
  EXPECT_THAT(line, testing::Not(HasSubstr("c2")));
}

TEST_F(Shadowed, ItsThreadComparesWhatIsQueuedBeforeItEnds) {
  {
    const ShadowThread thread(shadow);
    shadow.follow(active);
    for (int i = 0; i < 20; ++i) open("The hub is down");
  }
  EXPECT_EQ(agreement().tally.different, 20u);
  EXPECT_EQ(agreement().dropped, 0u);
}

TEST(Handover, GivesInOrderFromOneThreadToAnotherAndRefusesWhatHasNoPlace) {
  constexpr int kMany = 100'000;
  Handover<std::unique_ptr<int>> handover(7);
  std::thread giver([&] {
    for (int i = 0; i < kMany; ++i) {
      auto value = std::make_unique<int>(i);
      while (!handover.give(std::move(value))) std::this_thread::yield();
    }
  });
  for (int i = 0; i < kMany; ++i) {
    auto value = handover.take();
    for (; !value; value = handover.take()) std::this_thread::yield();
    ASSERT_EQ(**value, i);
  }
  giver.join();
  EXPECT_FALSE(handover.take());
  EXPECT_EQ(handover.taken(), handover.given());
}

TEST(Handover, HasSoManyPlaces) {
  Handover<int> handover(2);
  EXPECT_TRUE(handover.give(1));
  EXPECT_TRUE(handover.give(2));
  EXPECT_TRUE(handover.full());
  EXPECT_FALSE(handover.give(3));
  EXPECT_EQ(handover.take(), 1);
  EXPECT_TRUE(handover.give(4));
  EXPECT_EQ(handover.take(), 2);
  EXPECT_EQ(handover.take(), 4);
  EXPECT_EQ(handover.take(), std::nullopt);
}

}  // namespace
}  // namespace triaged::app::shadow

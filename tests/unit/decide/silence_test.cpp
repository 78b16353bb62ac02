// Who may silence what, for how long, and what becomes of it.
#include <functional>

#include <triaged/decide/incident.hpp>

#include "calendars.hpp"

namespace triaged::decide {
namespace {

using domain::ActorId;
using domain::Instant;
using domain::Matcher;
using domain::Refusal;
using domain::Silence;
using domain::SilenceId;
using domain::SilenceSet;
using domain::TicketId;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

const Instant kNow = test::utc("2026-03-02T09:00:00Z");
const std::vector<Matcher> kHub{{.name = "hub", .value = "utoronto/prod", .is_regex = false}};

SilenceSet upgrade() {
  return {.silence = SilenceId{"upgrade"},
          .matchers = kHub,
          .starts_at = std::nullopt,
          .ends_at = kNow + hours{2},
          .reason = "the cluster is upgraded"};
}

domain::TicketEvent event(domain::EventBody body, std::string actor = "ada@service.example") {
  domain::TicketEvent told;
  told.actor = ActorId{std::move(actor)};
  told.occurred_at = kNow;
  told.body = std::move(body);
  return told;
}

SilenceEffects decide(const Silence* known, domain::EventBody body, Instant now = kNow) {
  return decide_silence(known, /*may=*/true, event(std::move(body)), now, Policy{});
}

Silence in_force_since_eight() {
  return {.id = SilenceId{"upgrade"},
          .matchers = kHub,
          .from = kNow - hours{1},
          .until = kNow + hours{1},
          .author = ActorId{"ben@service.example"},
          .reason = "the cluster is upgraded",
          .ended = false,
          .swallowed = 2,
          .tickets = {TicketId{"A-1"}, TicketId{"A-2"}}};
}

std::string told(const SilenceEffects& effects) {
  EXPECT_NE(effects.silence.has_value(), effects.refused.has_value());
  if (effects.refused) return std::string(domain::name(*effects.refused));
  return domain::to_rfc3339(effects.silence->from) + " to " + domain::to_rfc3339(effects.silence->until);
}

std::string with(const std::function<void(SilenceSet&)>& change, const Silence* known = nullptr) {
  SilenceSet set = upgrade();
  change(set);
  return told(decide(known, set));
}

TEST(SilenceSetting, BeginsNowOrWhenItSays) {
  const SilenceEffects effects = decide(nullptr, upgrade());
  ASSERT_TRUE(effects.silence);
  EXPECT_EQ(*effects.silence, (Silence{.id = SilenceId{"upgrade"},
                                       .matchers = kHub,
                                       .from = kNow,
                                       .until = kNow + hours{2},
                                       .author = ActorId{"ada@service.example"},
                                       .reason = "the cluster is upgraded",
                                       .tickets = {}}));
  EXPECT_TRUE(domain::in_force(*effects.silence, kNow));
  EXPECT_EQ(with([](SilenceSet& set) { set.starts_at = kNow + hours{1}; }),
            "2026-03-02T10:00:00Z to 2026-03-02T11:00:00Z");
  EXPECT_EQ(with([](SilenceSet& set) { set.starts_at = kNow - hours{1}; }),
            "2026-03-02T09:00:00Z to 2026-03-02T11:00:00Z");
}

TEST(SilenceSetting, IsNotForEverybody) {
  const Silence known = in_force_since_eight();
  const auto by_a_user = [&](domain::EventBody body) {
    return told(decide_silence(&known, /*may=*/false, event(std::move(body)), kNow, Policy{}));
  };
  EXPECT_EQ(by_a_user(upgrade()), "not_allowed");
  EXPECT_EQ(by_a_user(domain::SilenceEnded{SilenceId{"upgrade"}}), "not_allowed");
}

TEST(SilenceSetting, SaysWhatWhyAndByWhom) {
  for (const std::string reason : {"", " \t\n"})
    EXPECT_EQ(with([&](SilenceSet& set) { set.reason = reason; }), "wrong_state");
  EXPECT_EQ(with([](SilenceSet& set) { set.matchers.clear(); }), "wrong_state");
  EXPECT_EQ(with([](SilenceSet& set) { set.silence = {}; }), "wrong_state");
  EXPECT_EQ(told(decide_silence(nullptr, true, event(upgrade(), ""), kNow, Policy{})), "wrong_state");
}

TEST(SilenceSetting, EndsAfterItBeginsAndAfterNow) {
  const auto window = [](Instant from, Instant until) {
    return with([&](SilenceSet& set) {
      set.starts_at = from;
      set.ends_at = until;
    });
  };
  EXPECT_EQ(window(kNow + hours{2}, kNow + hours{1}), "wrong_state");
  EXPECT_EQ(window(kNow + hours{1}, kNow + hours{1}), "wrong_state");
  EXPECT_EQ(window(kNow - hours{2}, kNow), "stale");
  EXPECT_EQ(with([](SilenceSet& set) { set.ends_at = kNow; }), "stale");
  EXPECT_EQ(with([](SilenceSet& set) { set.ends_at = kNow + microseconds{1}; }),
            "2026-03-02T09:00:00Z to 2026-03-02T09:00:00.000001Z");
}

TEST(SilenceSetting, LastsNoLongerThanThePolicyLetsOne) {
  EXPECT_EQ(with([](SilenceSet& set) { set.ends_at = kNow + days{30}; }),
            "2026-03-02T09:00:00Z to 2026-04-01T09:00:00Z");
  EXPECT_EQ(with([](SilenceSet& set) { set.ends_at = kNow + days{30} + microseconds{1}; }), "wrong_state");
  // A window of next quarter is as long as it is, not as far away.
  EXPECT_EQ(with([](SilenceSet& set) {
              set.starts_at = kNow + days{60};
              set.ends_at = kNow + days{61};
            }),
            "2026-05-01T09:00:00Z to 2026-05-02T09:00:00Z");
  Policy strict;
  strict.incidents.longest_silence = hours{1};
  EXPECT_EQ(told(decide_silence(nullptr, true, event(upgrade()), kNow, strict)), "wrong_state");
}

TEST(SilenceSetting, AgainUnderItsIdChangesItWhileItLasts) {
  const Silence known = in_force_since_eight();
  SilenceSet longer = upgrade();
  longer.ends_at = kNow + hours{5};
  longer.reason = "it takes longer";
  Silence expected = known;
  expected.until = kNow + hours{5};
  expected.author = ActorId{"ada@service.example"};
  expected.reason = "it takes longer";
  EXPECT_EQ(decide(&known, longer).silence, expected);  // and what it swallowed is kept
}

TEST(SilenceSetting, OnceBegunDoesNotBeginAgain) {
  const Silence known = in_force_since_eight();
  const auto moved = [&](Instant until) {
    return with(
        [&](SilenceSet& set) {
          set.starts_at = kNow + days{40};
          set.ends_at = until;
        },
        &known);
  };
  EXPECT_EQ(moved(kNow + days{41}), "wrong_state");  // it would be longer than any may be
  Silence later = known;
  later.from = kNow + hours{3};
  later.until = kNow + hours{4};
  EXPECT_EQ(with([](SilenceSet& set) { set.starts_at = kNow + hours{1}; }, &later),
            "2026-03-02T10:00:00Z to 2026-03-02T11:00:00Z");
}

TEST(SilenceSetting, AnIdNamesOneSilenceForGood) {
  Silence known = in_force_since_eight();
  EXPECT_EQ(with([](SilenceSet& set) { set.matchers.front().value = "utoronto/staging"; }, &known),
            "wrong_state");
  EXPECT_EQ(with([](SilenceSet& set) { set.matchers.front().is_regex = true; }, &known), "wrong_state");
  known.until = kNow;
  EXPECT_EQ(told(decide(&known, upgrade())), "wrong_state");
  known.until = kNow + hours{1};
  known.ended = true;
  EXPECT_EQ(told(decide(&known, upgrade())), "wrong_state");
}

TEST(SilenceEnding, EndsItOnce) {
  const domain::SilenceEnded end{SilenceId{"upgrade"}};
  const Silence known = in_force_since_eight();
  const SilenceEffects effects = decide(&known, end);
  ASSERT_TRUE(effects.silence);
  Silence expected = known;
  expected.ended = true;
  EXPECT_EQ(*effects.silence, expected);
  EXPECT_FALSE(domain::in_force(*effects.silence, kNow));
  EXPECT_EQ(told(decide(&*effects.silence, end)), "wrong_state");
  EXPECT_EQ(told(decide(&known, end, known.until)), "wrong_state");
  EXPECT_EQ(told(decide(nullptr, end)), "unknown_silence");
}

TEST(SilenceEnding, MayComeBeforeItHasBegun) {
  Silence later = in_force_since_eight();
  later.from = kNow + minutes{30};
  const SilenceEffects effects = decide(&later, domain::SilenceEnded{later.id});
  ASSERT_TRUE(effects.silence);
  EXPECT_FALSE(domain::in_force(*effects.silence, later.from));
}

TEST(SilenceDecision, IsAboutNothingElse) {
  EXPECT_EQ(told(decide(nullptr, domain::Withdrawn{})), "not_supported");
}

}  // namespace
}  // namespace triaged::decide

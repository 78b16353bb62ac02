// What becomes of a message, for each thing that another side may do with it.
#include "other_side.hpp"

namespace triaged::bridges::test {
namespace {

using ports::PublishResult;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto kShort = 50ms;  // where a hang is the subject

Deed says(std::string bytes) { return {.read = true, .say = std::move(bytes), .hold = false}; }

// The answer to one message, by another side that does this.
ports::Published fate(Deed deed, std::chrono::milliseconds timeout = 30s) {
  StandIn other_side({std::move(deed)});
  World world;
  world.settings.timeout = timeout;
  return world.to(other_side).answer_to();
}

TEST(PagerDuty, AMessageIsPostedWithTheRoutingKeyThatTheStoreDoesNotHold) {
  StandIn other_side({says(answer("202 Accepted", R"({"status":"success"})"))});
  World world;
  const auto published = world.to(other_side, "/v2/enqueue?x=1").answer_to();
  EXPECT_EQ(published.result, PublishResult::confirmed);
  EXPECT_EQ(published.sequence, 1u);
  EXPECT_EQ(published.why, "");
  const auto came = other_side.came();
  ASSERT_THAT(came, SizeIs(1));
  EXPECT_THAT(came[0].head, HasSubstr("POST /v2/enqueue?x=1 HTTP/1.1\r\n"));
  EXPECT_THAT(came[0].head, HasSubstr("Host: 127.0.0.1:" + std::to_string(other_side.port()) + "\r\n"));
  EXPECT_THAT(came[0].head, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(came[0].head, Not(HasSubstr(kSecret)));
  EXPECT_EQ(came[0].body, std::string(R"({"routing_key":")") + kSecret +
                              R"(","event_action":"trigger","dedup_key":"INC-1"})");
}

TEST(PagerDuty, WhatIsSaidOnTheWayToAnAnswerIsNone) {
  StandIn other_side({says("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer("202 Accepted"))});
  World world;
  EXPECT_EQ(world.to(other_side).answer_to().result, PublishResult::confirmed);
}

TEST(PagerDuty, ABodyThatIsNoObjectIsRefusedBeforeAnybodyHearsOfIt) {
  World world;
  world.settings.url = "http://127.0.0.1:1/";
  const auto published = world.answer_to("[]");
  EXPECT_EQ(published.result, PublishResult::refused);
  EXPECT_THAT(published.why, HasSubstr("no JSON object"));
  EXPECT_EQ(world.answer_to("").result, PublishResult::refused);
}

TEST(Alertmanager, AMessageIsPostedAsItIsBelowTheRootWithTheToken) {
  StandIn other_side({says(answer("200 OK"))});
  World world;
  world.settings.kind = domain::BridgeKind::alertmanager;
  EXPECT_EQ(world.to(other_side, "/below/").answer_to("[{}]").result, PublishResult::confirmed);
  const auto came = other_side.came();
  ASSERT_THAT(came, SizeIs(1));
  EXPECT_THAT(came[0].head, HasSubstr("POST /below/api/v2/alerts HTTP/1.1\r\n"));
  EXPECT_THAT(came[0].head, HasSubstr(std::string("Authorization: Bearer ") + kSecret + "\r\n"));
  EXPECT_EQ(came[0].body, "[{}]");
}

TEST(Alertmanager, WithoutATokenNobodyIsNamed) {
  StandIn other_side({says(answer("200 OK"))});
  World world;
  world.settings.kind = domain::BridgeKind::alertmanager;
  world.settings.secret = "";
  world.to(other_side, "").answer_to("[]");
  ASSERT_THAT(other_side.came(), SizeIs(1));
  EXPECT_THAT(other_side.came()[0].head, Not(HasSubstr("Authorization")));
}

struct Status {
  const char* line;
  PublishResult result;
};
class Answers : public testing::TestWithParam<Status> {};

TEST_P(Answers, DecideWhetherItIsTriedAgain) {
  const auto published = fate(says(answer(GetParam().line, "the text")));
  EXPECT_EQ(published.result, GetParam().result);
  EXPECT_EQ(published.wait, domain::Duration{});
  const auto why = "it answered " + std::string(GetParam().line) + ": the text";
  EXPECT_EQ(published.why, GetParam().result == PublishResult::confirmed ? "" : why);
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, Answers,
                         testing::Values(Status{"200 OK", PublishResult::confirmed},
                                         Status{"202 Accepted", PublishResult::confirmed},
                                         Status{"301 Moved Permanently", PublishResult::refused},
                                         Status{"400 Bad Request", PublishResult::refused},
                                         Status{"401 Unauthorized", PublishResult::refused},
                                         Status{"404 Not Found", PublishResult::refused},
                                         Status{"408 Request Timeout", PublishResult::nacked},
                                         Status{"429 Too Many Requests", PublishResult::nacked},
                                         Status{"500 Internal Server Error", PublishResult::nacked},
                                         Status{"503 Service Unavailable", PublishResult::nacked}),
                         [](const auto& with) { return "Status" + std::string(with.param.line, 3); });

TEST(Refusal, SaysWhatTheOtherSideFoundWrong) {
  const auto published = fate(says(
      answer("400 Bad Request",
             "{\"status\":\"invalid event\",\r\n\t\"errors\":[\"Length of 'routing_key' is incorrect\"]}")));
  EXPECT_EQ(published.result, PublishResult::refused);
  EXPECT_EQ(published.why,
            "it answered 400 Bad Request: {\"status\":\"invalid event\", \"errors\":[\"Length of "
            "'routing_key' is incorrect\"]}");
}

TEST(Refusal, NeverRepeatsTheSecretNorWhatATerminalWouldObey) {
  const auto published = fate(
      says(answer("400 B\xe9t", std::string("key ") + kSecret + " is \x1b[2J\x07 bad \xc3\xa9; " + kSecret)));
  EXPECT_EQ(published.why, "it answered 400 B?t: key (the secret) is [2J bad ??; (the secret)");
}

TEST(Refusal, CutsALongTextAndDoesNotWaitForTheRestOfIt) {
  const auto published = fate(
      {.read = true,
       .say = "HTTP/1.1 400 Bad Request\r\nContent-Length: 9000000000\r\n\r\n" + std::string(100'000, 'x'),
       .hold = true});
  EXPECT_EQ(published.result, PublishResult::refused);
  EXPECT_THAT(published.why, HasSubstr("xxx…"));
  EXPECT_LT(published.why.size(), 400u);
}

TEST(Refusal, IsOneAlsoWhenTheConnectionBreaksWithinItsText) {
  const auto published = fate(says("HTTP/1.1 400 Bad Request\r\nContent-Length: 900\r\n\r\nbecause"));
  EXPECT_EQ(published.result, PublishResult::refused);
  EXPECT_EQ(published.why, "it answered 400 Bad Request: because");
}

TEST(Refusal, IsOneAlsoWhenItsTextNeverEnds) {
  const auto published = fate(
      {.read = true, .say = "HTTP/1.1 400 Bad Request\r\nContent-Length: 900\r\n\r\nbecause", .hold = true},
      kShort);
  EXPECT_EQ(published.result, PublishResult::refused);
  EXPECT_EQ(published.why, "it answered 400 Bad Request: because");
}

TEST(Taken, IsWhatTheHeadOfTheAnswerSaysWhateverComesAfterIt) {
  EXPECT_EQ(
      fate({.read = true, .say = "HTTP/1.1 202 Accepted\r\nContent-Length: 9\r\n\r\n", .hold = true}).result,
      PublishResult::confirmed);
}

TEST(RetryAfter, IsHonouredInSeconds) {
  const auto published = fate(says(answer("429 Too Many Requests", "", "Retry-After: 7\r\n")));
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_EQ(published.wait, 7s);
}

TEST(RetryAfter, IsHonouredAsADateByTheOtherSidesClock) {
  const auto published = fate(
      says(answer("503 Service Unavailable", "",
                  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:51:00 GMT\r\n")));
  EXPECT_EQ(published.wait, 83s);
}

TEST(RetryAfter, OfARefusalMeansNothing) {
  EXPECT_EQ(fate(says(answer("400 Bad Request", "", "Retry-After: 7\r\n"))).wait, domain::Duration{});
}

TEST(NoAnswer, IsGarbageInsteadOfHttp) {
  const auto published = fate(says("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("no HTTP"));
}

TEST(NoAnswer, IsAHeadThatNeverEnds) {
  const auto published =
      fate({.read = true, .say = "HTTP/1.1 200 OK\r\nx: " + std::string(100'000, 'x'), .hold = true});
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("longer than 65536 bytes"));
}

TEST(NoAnswer, IsAConnectionThatIsClosedAtOnce) {
  const auto published = fate({.read = false, .say = {}, .hold = false});
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("closed the connection before it had answered"));
}

TEST(NoAnswer, IsAConnectionThatIsClosedWithinTheHead) {
  for (const char* part : {"", "HTTP/1.1 2", "HTTP/1.1 202 Accepted\r\nContent-"}) {
    const auto published = fate(says(part));
    EXPECT_EQ(published.result, PublishResult::nacked) << part;
    EXPECT_THAT(published.why, HasSubstr("closed the connection before it had answered")) << part;
  }
}

TEST(NoAnswer, IsSilenceUntilTheTimeIsUp) {
  for (const char* part : {"", "HTTP/1.1 202 Acc"}) {
    const auto published = fate({.read = true, .say = part, .hold = true}, kShort);
    EXPECT_EQ(published.result, PublishResult::nacked) << part;
    EXPECT_EQ(published.why, "no answer within 50 ms") << part;
  }
}

TEST(NoAnswer, IsNobodyListening) {
  World world;
  {
    boost::asio::io_context io;
    const tcp::acceptor gone(io, {boost::asio::ip::address_v4::loopback(), 0});
    world.settings.url = "http://127.0.0.1:" + std::to_string(gone.local_endpoint().port());
  }
  const auto published = world.answer_to();
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("cannot connect"));
}

TEST(NoAnswer, IsANameThatCannotBeLookedUp) {
  World world;
  world.settings.url = "http://" + std::string(64, 'a') + ".example";  // longer than a label may be
  const auto published = world.answer_to();
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("cannot be looked up"));
}

TEST(Several, AreUnderWayAtOnceAndEachIsAnsweredOnce) {
  StandIn other_side({says(answer("202 Accepted")), says(answer("429 Too Many Requests")), says("")});
  World world;
  world.to(other_side).send().send().send();
  std::multiset<PublishResult> results;
  std::set<std::uint64_t> sequences;
  for (const auto& published : world.all_answers()) {
    results.insert(published.result);
    sequences.insert(published.sequence);
  }
  EXPECT_THAT(sequences, ElementsAre(1u, 2u, 3u));
  EXPECT_THAT(results, ElementsAre(PublishResult::confirmed, PublishResult::nacked, PublishResult::nacked));
}

TEST(AHigherLink, BreaksOffWhatWasAskedWithALowerOne) {
  StandIn other_side({Deed{.read = true, .say = {}, .hold = true}, says(answer("202 Accepted"))});
  World world;
  world.to(other_side).send();
  while (other_side.came().empty()) world.io.run_one_for(1ms);
  ++world.link;
  world.send();
  while (world.answers.empty()) world.io.run_one_for(1ms);
  EXPECT_EQ(world.answers[0].sequence, 2u);
  --world.link;
  world.send();  // too late
  world.io.poll();
  EXPECT_THAT(world.answers, SizeIs(1));
  EXPECT_THAT(other_side.came(), SizeIs(2));
}

TEST(Stop, BreaksOffWhatIsUnderWayAndNothingIsSaidOfItAfterwards) {
  StandIn other_side({Deed{.read = true, .say = {}, .hold = true}});
  World world;
  world.to(other_side).send();
  while (other_side.came().empty()) world.io.run_one_for(1ms);
  world.bridge->stop();
  world.send();
  world.bridge.reset();
  world.io.poll();
  EXPECT_THAT(world.answers, IsEmpty());
  EXPECT_THAT(other_side.came(), SizeIs(1));
}

}  // namespace
}  // namespace triaged::bridges::test

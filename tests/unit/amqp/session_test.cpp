// The session against frames written by hand: what a broker does rarely, wrongly, or out of malice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "broker_says.hpp"
#include "conversation.hpp"

namespace triaged::amqp::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint16_t heartbeat_s = 10;

// A session whose connection is open, and channels 1 and 2 too.
class OpenSession : public ::testing::Test {
 protected:
  OpenSession() : player_({}, settings()) {
    feed(start());
    feed(tune(2047, 131'072, heartbeat_s));
    feed(open_ok());
    for (const std::uint16_t channel : {std::uint16_t{1}, std::uint16_t{2}}) {
      ask(channel, OpenChannel{});
      feed(channel_open_ok(channel));
    }
    seen_ = player_.transcript().size();
  }

  static SessionSettings settings() {
    auto settings = recorded_settings();
    settings.body_kept = 8;
    return settings;
  }

  RequestId ask(std::uint16_t channel, const Request& request) {
    const auto id = player_.session().ask(channel, request, player_.now());
    player_.play();
    return id;
  }
  void feed(std::string_view bytes) { player_.feed(bytes); }

  std::vector<std::string> news() {
    std::vector<std::string> lines(player_.transcript().begin() + static_cast<std::ptrdiff_t>(seen_),
                                   player_.transcript().end());
    seen_ = player_.transcript().size();
    return lines;
  }
  std::string sent_since(std::size_t size) { return player_.sent().substr(size); }

  Player player_;
  std::size_t seen_ = 0;
};

TEST_F(OpenSession, DeliveriesOfTwoChannelsMayBeInterleaved) {
  feed(deliver(1, 1) + deliver(2, 1) + header(1, 3) + body(1, "a") + header(2, 2) + body(2, "xy") +
       body(1, "bc"));
  EXPECT_THAT(news(), ElementsAre("delivered 2/1 to c: key    by  2/2 'xy'",
                                  "delivered 1/1 to c: key    by  3/3 'abc'"));
}

TEST_F(OpenSession, ABodyIsKeptUpToItsLimitAndCountedBeyond) {
  feed(deliver(1, 1) + header(1, 12) + body(1, "0123456") + body(1, "789AB"));
  EXPECT_THAT(news(), ElementsAre("delivered 1/1 to c: key    by  8/12 '01234567'"));
}

TEST_F(OpenSession, AnAnnouncedSizeCostsNoMemoryBeyondTheLimit) {
  feed(deliver(1, 1) + header(1, ~std::uint64_t{0}) + body(1, "abc"));
  EXPECT_THAT(news(), IsEmpty());
  EXPECT_FALSE(player_.session().over());
}

TEST_F(OpenSession, HeadersThatCanBeSaidInATextAreKeptAndOthersSteppedOver) {
  const std::string table = short_text("a") + "S" + long_text("text") + short_text("b") + "t\1" +
                            short_text("c") + "l" + u64(7) + short_text("d") + "F" +
                            long_text(short_text("x") + "S" + long_text("y")) + short_text("e") + "x" +
                            long_text("bytes") + short_text("f") + "V" + short_text("g") + "D" +
                            std::string(5, '\0') + short_text("h") + "S" + long_text("last");
  feed(deliver(1, 1) + header(1, 0, u16(1 << 13) + long_text(table)));
  EXPECT_THAT(news(), ElementsAre("delivered 1/1 to c: key    by  a=text b=true c=7 e=bytes h=last 0/0 ''"));
}

TEST_F(OpenSession, AHeaderOfUnknownKindHidesOnlyTheHeadersAfterIt) {
  const std::string table = short_text("a") + "S" + long_text("text") + short_text("b") + "?" + u32(1) +
                            short_text("c") + "S" + long_text("z");
  feed(deliver(1, 1) + header(1, 0, u16((1 << 13) | (1 << 7)) + long_text(table) + short_text("id")));
  EXPECT_THAT(news(), ElementsAre("delivered 1/1 to c: key id   by  a=text 0/0 ''"));
}

TEST_F(OpenSession, HeadersNestedTwentyThousandDeepAreSteppedOver) {
  std::string nested;
  for (std::uint32_t depth = 20'000; depth > 0; --depth) nested += "A" + u32((depth - 1) * 5);
  // The session was opened with small frames; this needs the usual ones.
  auto settings = recorded_settings();
  settings.frame_max = frame_max_wanted;
  Player player({}, settings);
  for (const auto& bytes : {start(), tune(0, 0, 0), open_ok()}) player.feed(bytes);
  player.session().ask(1, OpenChannel{}, player.now());
  player.feed(channel_open_ok(1));
  player.feed(deliver(1, 1) + header(1, 0, u16(1 << 13) + long_text(short_text("deep") + nested)));
  EXPECT_EQ(player.transcript().back(), "delivered 1/1 to c: key    by  0/0 ''");
}

TEST_F(OpenSession, ATimestampBeyondTheYear9999IsLeftOut) {
  feed(deliver(1, 1) + header(1, 0, u16(1 << 6) + u64(~std::uint64_t{0})));
  EXPECT_THAT(news(), ElementsAre("delivered 1/1 to c: key    by  0/0 ''"));
}

struct Malformed {
  const char* name;
  std::string bytes;
  const char* why;
};

class MalformedBytes : public OpenSession, public ::testing::WithParamInterface<Malformed> {};

TEST_P(MalformedBytes, EndTheSessionWithAReason) {
  feed(GetParam().bytes);
  const auto lines = news();
  ASSERT_FALSE(lines.empty());
  EXPECT_THAT(lines.back(), ::testing::StartsWith("closed malformed: "));
  EXPECT_THAT(lines.back(), HasSubstr(GetParam().why));
  EXPECT_TRUE(player_.session().over());
  feed(deliver(1, 1) + header(1, 0));
  EXPECT_THAT(news(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Session, MalformedBytes,
    ::testing::Values(
        Malformed{"NoFrame", "HTTP/1.1 400 Bad Request\r\n", "does not speak AMQP"},
        Malformed{"OtherVersion", std::string("AMQP\0\1\0\0", 8), "another version"},
        Malformed{"TooLarge", std::string("\3\0\1\0\2\0\0", 7), "larger than agreed"},
        Malformed{"NoEnd", std::string("\x08\0\0\0\0\0\0\0", 8), "does not end"},
        Malformed{"MethodOfThreeOctets", frame(1, 1, "\1\2\3"), "size does not fit"},
        Malformed{"HeaderTooShort", frame(2, 1, "0123456789"), "size does not fit"},
        Malformed{"HeartbeatWithPayload", frame(8, 0, "x"), "size does not fit"},
        Malformed{"UnknownMethod", method(1, 99, 99), "cannot be read"},
        Malformed{"DeliverCutShort", method(1, 60, 60, short_text("c")), "cannot be read"},
        Malformed{"ClosedChannel", deliver(3, 1), "not open"},
        Malformed{"ChannelOutOfRange", deliver(60'000, 1), "not open"},
        Malformed{"HeaderWithoutMethod", header(1, 1), "without its method"},
        Malformed{"BodyWithoutHeader", deliver(1, 1) + body(1, "x"), "without its header"},
        Malformed{"BodyTooLong", deliver(1, 1) + header(1, 1) + body(1, "xy"), "longer than announced"},
        Malformed{"MethodInsideContent", deliver(1, 1) + deliver(1, 2), "in the middle"},
        Malformed{"PropertyCutShort", deliver(1, 1) + header(1, 0, u16(1 << 7) + "\x20short"),
                  "cannot be read"},
        Malformed{"MoreFlagWords", deliver(1, 1) + header(1, 0, u16(1) + u16(0)), "cannot be read"},
        Malformed{"AnswerToNothing", queue_declare_ok(1), "not asked"},
        Malformed{"ConfirmOfNothing", ack(1, 1, false), "never published"},
        Malformed{"CloseOkOfNothing", channel_close_ok(1), "nobody asked"},
        Malformed{"SecondStart", start(), "no place here"},
        Malformed{"ContentOnChannelZero", header(0, 1), "channel 0"}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST_F(OpenSession, AnsweredOutOfOrderAndForMany) {
  ask(1, SelectConfirms{});
  feed(confirm_select_ok(1));
  for (int i = 0; i < 4; ++i) player_.session().publish(1, {.routing_key = "q", .body = "x"});
  feed(ack(1, 3, false) + method(1, 60, 120, u64(2) + std::string(1, '\1')) + ack(1, 4, true));
  EXPECT_THAT(news(), ElementsAre("done 3", "accepted 1/3", "refused up to 1/2", "accepted up to 1/4"));
}

TEST_F(OpenSession, ALargeBodyIsCutIntoFrames) {
  const std::size_t before = player_.sent().size();
  const std::string large(10'000, 'b');
  EXPECT_EQ(player_.session().publish(1, {.routing_key = "q", .body = large}), 1U);
  player_.play();
  const std::string sent = sent_since(before);
  constexpr std::size_t part = 4'096 - frame_overhead;
  const std::string bodies =
      body(1, large.substr(0, part)) + body(1, large.substr(part, part)) + body(1, large.substr(2 * part));
  ASSERT_GT(sent.size(), bodies.size());
  EXPECT_EQ(sent.substr(sent.size() - bodies.size()), bodies);
}

TEST_F(OpenSession, WhatAmqpCannotSayIsNotSent) {
  const std::size_t before = player_.sent().size();
  const std::string long_name(256, 'n');
  const domain::Headers long_header{{long_name, "v"}};
  const domain::Headers large_header{{"h", std::string(5'000, 'v')}};
  auto& session = player_.session();
  EXPECT_EQ(session.publish(1, {.routing_key = long_name}), 0U);
  EXPECT_EQ(session.publish(1, {.routing_key = "q", .message_id = long_name}), 0U);
  EXPECT_EQ(session.publish(1, {.routing_key = "q", .headers = &long_header}), 0U);
  EXPECT_EQ(session.publish(1, {.routing_key = "q", .headers = &large_header}), 0U);
  EXPECT_EQ(session.publish(7, {.routing_key = "q"}), 0U);  // not open
  ask(1, DeclareQueue{.name = long_name});
  EXPECT_THAT(news(), ElementsAre("failed 3: 0 a name is longer than 255 octets"));
  EXPECT_EQ(player_.sent().size(), before);
  EXPECT_EQ(session.publish(1, {.routing_key = "q"}), 1U) << "nothing was counted";
}

TEST_F(OpenSession, RequestsOnAChannelThatIsNotOpenFail) {
  ask(3, SetPrefetch{.count = 1});
  ask(1, OpenChannel{});
  ask(0, OpenChannel{});
  ask(channel_limit + 1, OpenChannel{});
  EXPECT_THAT(news(), ElementsAre("failed 3: 0 the channel is not open", "failed 4: 0 the channel is in use",
                                  "failed 5: 0 no such channel", "failed 6: 0 no such channel"));
}

TEST_F(OpenSession, AChannelClosedByBothAtOnceIsFreeAfterwards) {
  ask(1, CloseChannel{});
  feed(channel_close(1, 404, "x") + channel_close_ok(1));
  EXPECT_THAT(news(), ElementsAre("done 3"));
  EXPECT_TRUE(player_.session().channel_is_free(1));
}

TEST_F(OpenSession, AHeartbeatIsSentAtHalfAndThePeerIsDeadAtTwo) {
  const std::size_t before = player_.sent().size();
  player_.tick(std::chrono::milliseconds{4'999});
  EXPECT_EQ(player_.sent().size(), before);
  EXPECT_EQ(player_.session().next_wake(), player_.now() + std::chrono::milliseconds{1});
  player_.tick(std::chrono::milliseconds{1});
  EXPECT_EQ(sent_since(before), frame(8, 0, ""));
  player_.tick(std::chrono::milliseconds{14'999});
  EXPECT_THAT(news(), IsEmpty());
  player_.tick(std::chrono::milliseconds{1});
  EXPECT_THAT(news(), ElementsAre("closed silent: 0 nothing heard for two heartbeats"));
}

TEST_F(OpenSession, AnyByteIsASignOfLife) {
  player_.tick(std::chrono::seconds{19});
  feed(frame(8, 0, "").substr(0, 3));
  player_.tick(std::chrono::seconds{19});
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(OpenSession, SilenceMeansNothingWhileNobodyReads) {
  player_.session().reading(false, player_.now());
  player_.tick(std::chrono::hours{1});
  player_.session().reading(true, player_.now());
  player_.tick(std::chrono::seconds{19});
  EXPECT_THAT(news(), IsEmpty());
  player_.tick(std::chrono::seconds{1});
  EXPECT_THAT(news(), ElementsAre("closed silent: 0 nothing heard for two heartbeats"));
}

TEST_F(OpenSession, ARequestWithoutAnswerFailsAndItsChannelIsGivenUp) {
  ask(1, DeclareQueue{.name = "leaderless"});
  for (int i = 0; i < 9; ++i) {
    player_.tick(std::chrono::seconds{1});
    feed(frame(8, 0, ""));
  }
  EXPECT_THAT(news(), IsEmpty());
  const std::size_t before = player_.sent().size();
  player_.tick(std::chrono::seconds{1});
  EXPECT_THAT(news(), ElementsAre("failed 3: 0 no answer in time", "channel 1 closed: 0 no answer in time"));
  EXPECT_FALSE(sent_since(before).empty());  // Channel.Close
  EXPECT_FALSE(player_.session().channel_is_free(1));

  feed(queue_declare_ok(1));  // too late: it counts for nothing
  EXPECT_THAT(news(), IsEmpty());
  feed(channel_close_ok(1));
  EXPECT_TRUE(player_.session().channel_is_free(1));
  EXPECT_FALSE(player_.session().over());
}

TEST_F(OpenSession, ClosingHasADeadlineToo) {
  player_.session().close("bye", player_.now());
  player_.play();
  player_.tick(std::chrono::seconds{10});
  EXPECT_THAT(news(), ElementsAre("closed by us: 0 the broker did not answer our closing in time"));
}

TEST(SessionSetUp, HasADeadline) {
  Player player({}, recorded_settings());
  player.feed(start());
  player.tick(std::chrono::milliseconds{29'999});
  EXPECT_THAT(player.transcript(), IsEmpty());
  player.tick(std::chrono::milliseconds{1});
  EXPECT_THAT(player.transcript(),
              ElementsAre("closed late: 0 the broker did not finish opening the connection in time"));
}

TEST(SessionSetUp, NeedsTheMechanismPlain) {
  Player player({}, recorded_settings());
  player.feed(method(0, 10, 10,
                     std::string("\0\x09", 2) + u32(0) + long_text("EXTERNAL XPLAIN") + long_text("en_US")));
  EXPECT_THAT(player.transcript(),
              ElementsAre("closed refused: 0 the broker does not offer the mechanism PLAIN"));
}

TEST(SessionSetUp, RefusesFramesBelowTheGuaranteedSize) {
  Player player({}, recorded_settings());
  player.feed(start());
  player.feed(tune(0, 100, 0));
  EXPECT_THAT(player.transcript().back(), HasSubstr("below what the protocol guarantees"));
}

TEST(SessionSetUp, AgreesOnTheSmallerLimits) {
  Player player({}, recorded_settings());
  player.feed(start());
  const std::size_t before = player.sent().size();
  player.feed(tune(3, 131'072, 5));
  EXPECT_EQ(player.sent().substr(before).substr(0, 20), method(0, 10, 31, u16(3) + u32(4'096) + u16(5)));
}

TEST(SessionSetUp, NothingIsAskedBeforeTheConnectionIsOpen) {
  Player player({}, recorded_settings());
  player.session().ask(1, OpenChannel{}, player.now());
  player.play();
  EXPECT_THAT(player.transcript(), ElementsAre("failed 1: 0 the connection is not open"));
}

}  // namespace
}  // namespace triaged::amqp::test

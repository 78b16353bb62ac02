// What answers say, and what names them.
#include <set>

#include <triaged/codec/answer.hpp>
#include <triaged/codec/state.hpp>

namespace triaged::codec {
namespace {

domain::Digest digest(std::uint8_t octet) {
  domain::Digest all;
  all.octets.fill(octet);
  return all;
}

Answer refusal() {
  return {.queue = "reply.desk",
          .of = digest(1),
          .epoch = 3,
          .correlation_id = "c-7",
          .at = domain::Instant{domain::Duration{1'772'442'000'000'000}},
          .what = AnswerRefused{.event_id = domain::EventId{"e\"1"},
                                .ticket_id = domain::TicketId{"FD-1"},
                                .event = domain::EventKind::resolved,
                                .refused = domain::Refusal::not_allowed}};
}

TEST(Answers, ARefusalNamesTheEventAndSaysWhy) {
  const auto message = encode(refusal());
  EXPECT_EQ(message.body,
            R"({"event_id":"e\"1","ticket_id":"FD-1","event":"resolved","refused":"not_allowed",)"
            R"("text":"The producer, or the person who acts, may not do this."})");
  EXPECT_EQ(message.queue, "reply.desk");
  EXPECT_EQ(message.type, "answer.refused");
  EXPECT_EQ(message.content_type, "application/json");
  EXPECT_EQ(message.correlation_id, "c-7");
  EXPECT_TRUE(message.answer);
  EXPECT_EQ(message.lane(), domain::kAnswersLane);
}

TEST(Answers, AParkedMessageIsAnsweredWithItsDetail) {
  Answer parked = refusal();
  parked.what = AnswerParked{.parked = domain::ParkReason::invalid_field, .detail = "field `hub` is no text"};
  const auto message = encode(parked);
  EXPECT_EQ(message.body, R"({"parked":"invalid_field","text":"field `hub` is no text"})");
  EXPECT_EQ(message.type, "answer.parked");
}

TEST(Answers, TheSameAgainHasTheSameIdAndNothingElseHasIt) {
  const Answer one = refusal();
  EXPECT_EQ(encode(one).message_id, encode(one).message_id);
  Answer other = refusal();
  other.of = digest(2);
  Answer restored = refusal();
  restored.epoch = 4;
  Answer parked = refusal();
  parked.what = AnswerParked{};
  EXPECT_EQ((std::set{encode(one).message_id, encode(other).message_id, encode(restored).message_id,
                      encode(parked).message_id})
                .size(),
            4U);
  EXPECT_LE(encode(one).message_id.size(), 255U) << "a short string of AMQP";
}

TEST(Answers, EveryRefusalHasItsOwnSentence) {
  std::set<std::string_view> sentences;
  const auto all = domain::names<domain::Refusal>();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto text = sentence(static_cast<domain::Refusal>(i));
    EXPECT_TRUE(text.ends_with(".")) << all[i];
    EXPECT_TRUE(sentences.insert(text).second) << all[i];
  }
}

TEST(Answers, AreKeptInTheStoreAsWhatTheyAre) {
  const auto message = encode(refusal());
  EXPECT_EQ(decode_outbound(encode_outbound(message)), message);
}

}  // namespace
}  // namespace triaged::codec

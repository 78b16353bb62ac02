// Headers as producers may type them: text stays text, what CloudEvents can write is kept as text, the rest
// is stepped over.
#include "amqp/content.hpp"

#include <gtest/gtest.h>

namespace triaged::amqp {
namespace {

std::string number(std::uint64_t value, int octets) {
  std::string out;
  for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(value >> shift & 0xFF));
  return out;
}
std::string header(std::string_view name, char kind, std::string_view value) {
  return number(name.size(), 1).append(name).append(1, kind).append(value);
}
std::string long_text(std::string_view text) { return number(text.size(), 4).append(text); }

// The payload of a content header that has nothing but headers.
domain::Headers read(const std::string& table) {
  domain::InboundMessage message;
  const std::string payload =
      number(60, 2) + number(0, 2) + number(5, 8) + number(1U << 13, 2) + long_text(table);
  EXPECT_TRUE(read_content_header(payload, message));
  return message.headers;
}

TEST(Content, KeepsTextAndWhatCanBeWrittenAsText) {
  const std::string table =
      header("text", 'S', long_text("t")) + header("bytes", 'x', long_text("b")) +
      header("empty", 'S', long_text("")) + header("yes", 't', number(1, 1)) +
      header("no", 't', number(0, 1)) + header("int8", 'b', number(0xFF, 1)) +
      header("uint8", 'B', number(0xFF, 1)) + header("int16", 's', number(0xFFFE, 2)) +
      header("uint16", 'u', number(0xFFFE, 2)) + header("int32", 'I', number(0xFFFFFFFD, 4)) +
      header("uint32", 'i', number(0xFFFFFFFD, 4)) + header("int64", 'l', number(~std::uint64_t{0}, 8)) +
      header("time", 'T', number(1'772'442'000, 8));
  EXPECT_EQ(read(table), (domain::Headers{{"text", "t"},
                                          {"bytes", "b"},
                                          {"empty", ""},
                                          {"yes", "true"},
                                          {"no", "false"},
                                          {"int8", "-1"},
                                          {"uint8", "255"},
                                          {"int16", "-2"},
                                          {"uint16", "65534"},
                                          {"int32", "-3"},
                                          {"uint32", "4294967293"},
                                          {"int64", "-1"},
                                          {"time", "2026-03-02T09:00:00Z"}}));
}

TEST(Content, StepsOverWhatHasNoSuchForm) {
  const std::string table = header("list", 'A', long_text("xyz")) + header("table", 'F', long_text("xyz")) +
                            header("float", 'f', number(0, 4)) + header("double", 'd', number(0, 8)) +
                            header("decimal", 'D', number(0, 5)) + header("void", 'V', "") +
                            header("late", 'T', number(~std::uint64_t{0}, 8)) +
                            header("last", 'S', long_text("l"));
  EXPECT_EQ(read(table), (domain::Headers{{"last", "l"}}));
}

TEST(Content, LeavesOutTheNumbersOfTheBrokerThatDifferWithEachDelivery) {
  const std::string table =
      header("x-delivery-count", 'l', number(2, 8)) + header("x-triaged-producer", 'S', long_text("am"));
  EXPECT_EQ(read(table), (domain::Headers{{"x-triaged-producer", "am"}}));
}

TEST(Content, EndsTheListAtAKindItDoesNotKnowAndAtItsEnd) {
  const std::string first = header("a", 'S', long_text("1"));
  EXPECT_EQ(read(first + header("b", '?', "abc") + header("c", 'S', long_text("3"))),
            (domain::Headers{{"a", "1"}}));
  EXPECT_EQ(read(first + header("b", 'l', number(1, 7))), (domain::Headers{{"a", "1"}}));
  EXPECT_EQ(read(first + header("b", 't', "")), (domain::Headers{{"a", "1"}}));
}

}  // namespace
}  // namespace triaged::amqp

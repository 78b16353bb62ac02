// Text in JSON is written as Boost.JSON would write it, which consumers' bytes were written by.
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <codec/json_text.hpp>
#include <gtest/gtest.h>

namespace triaged::codec {
namespace {

std::string written(std::string_view text) {
  Output out;
  put_json(out, text);
  return out.bytes();
}

std::string by_boost(std::string_view text) {
  return boost::json::serialize(boost::json::value(boost::json::string(text)));
}

TEST(JsonText, IsToTheLetterWhatIsExpected) {
  EXPECT_EQ(written(""), R"("")");
  EXPECT_EQ(written("a \"b\" \\ /\n\x1f\x7f"), R"("a \"b\" \\ /\n\u001f)"
                                               "\x7f\"");
}

TEST(JsonText, IsWhatBoostWritesForEveryAsciiByteAtEveryPlaceOfABlock) {
  for (int code = 0; code < 0x80; ++code) {
    for (std::size_t before = 0; before < 10; ++before) {
      for (const std::size_t after : {0U, 3U, 9U}) {
        const std::string text =
            std::string(before, 'x').append(1, static_cast<char>(code)).append(after, '~');
        EXPECT_EQ(written(text), by_boost(text)) << code << " behind " << before;
      }
    }
  }
}

TEST(JsonText, IsWhatBoostWritesForEveryPairOfAsciiBytes) {
  for (int first = 0; first < 0x80; ++first) {
    for (int second = 0; second < 0x80; ++second) {
      const std::string text =
          std::string{static_cast<char>(first), static_cast<char>(second)}.append("abcdefgh");
      EXPECT_EQ(written(text), by_boost(text)) << first << ' ' << second;
    }
  }
}

TEST(JsonText, IsWhatBoostWritesForTextOfManyBytesACharacter) {
  for (const std::string_view text :
       {"Grüße", "\xc2\x80\xc3\xbf", "\"Grüße\"\\", "— “quoted” …\t", "\xe2\x80\xa8\xe2\x80\xa9",
        "日本語\n日本語", "\xef\xbf\xbf\xef\xbb\xbf", "😀\"😀\\😀\x01", "\xf4\x8f\xbf\xbf"})
    EXPECT_EQ(written(text), by_boost(text)) << text;
}

TEST(JsonText, IsWhatBoostWritesForTextsOfEveryLengthRoundAChunk) {
  for (const std::string_view unit : {"x", "\"", "\x01", "ü"}) {
    std::string text;
    while (text.size() < 4200) {
      text += unit;
      if (text.size() % 1024 < 12 || text.size() % 1024 > 1012) {
        EXPECT_EQ(written(text), by_boost(text)) << text.size();
      }
    }
  }
}

TEST(JsonText, FollowsWhatIsWrittenAlready) {
  Output out;
  out.put("{");
  put_json(out, "a");
  out.put(":");
  put_json(out, std::string(5000, '\0'));
  EXPECT_EQ(out.bytes(), "{\"a\":" + by_boost(std::string(5000, '\0')));
}

}  // namespace
}  // namespace triaged::codec

// The form that rules are matched on.
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include <triaged/codec/normalize.hpp>

namespace triaged::codec {
namespace {

TEST(Normalize, FoldsWhiteSpaceAndTrimsTheEnds) {
  EXPECT_EQ(normalize("  a \t b\r\n\r\n  c\v\fd \n"), "a b\nc d");
  EXPECT_EQ(normalize(""), "");
  EXPECT_EQ(normalize(" \n "), "");
  EXPECT_EQ(normalize("a\u00A0b\u2003c\u3000d\u2028e"), "a b c d\ne");
}

TEST(Normalize, KeepsWordsOfEveryLengthAndWhatIsNoWhiteSpaceInThem) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const std::string word(size, 'x');
    EXPECT_EQ(normalize(word), word);
    EXPECT_EQ(normalize("  " + word + " \t" + word + "\r\n" + word + "\n"), word + " " + word + "\n" + word);
    for (std::size_t at = 0; at < size; ++at) {
      std::string holding = word;
      for (const char c : {'\x01', '\x08', '\x0e', '\x1f', '!', '\x7f'}) {
        holding[at] = c;
        EXPECT_EQ(normalize(" " + holding + "  " + word), holding + " " + word);
      }
    }
  }
}

TEST(Normalize, StraightensQuotesAndDashes) {
  EXPECT_EQ(normalize("“can’t” – ‚x‘ — „y‟ − ‐"), "\"can't\" - 'x' - \"y\" - -");
}

TEST(Normalize, DropsWhatCannotBeSeen) { EXPECT_EQ(normalize("\uFEFFlog\u200Bin \u00ADout"), "login out"); }

TEST(Normalize, ComposesToNfc) {
  EXPECT_EQ(normalize("Universite\u0301"), "Université");
  EXPECT_EQ(normalize("\u212Bngstr\u00F6m"), "\u00C5ngström");
}

TEST(Normalize, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(normalize("a\xff"
                      "b\xc3"),
            "a\uFFFDb\uFFFD");
  EXPECT_EQ(normalize("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
}

TEST(Normalize, KeepsThirtyCombiningMarksInARow) {
  std::string marks;
  for (int i = 0; i < 30; ++i) marks += "\u0316";
  EXPECT_EQ(normalize("x" + marks), "x" + marks);
  EXPECT_EQ(normalize("x" + marks + "\u0316\u0316y"), "x" + marks + "y");
}

TEST(Normalize, CutsQuotedLines) {
  EXPECT_EQ(normalize("It works now.\n> does it?\n>> no\n  > yes\nThanks"), "It works now.\nThanks");
}

TEST(Normalize, CutsFromAnAttributionOn) {
  EXPECT_EQ(
      normalize("Still down.\n\nOn Mon, 2 Mar 2026 at 09:00, Support <help@2i2c.example> wrote:\nSee below."),
      "Still down.");
  EXPECT_EQ(
      normalize("Still down.\nOn Mon, 2 Mar 2026 at 09:00, Support\n<help@2i2c.example>\nwrote:\nSee below."),
      "Still down.");
}

TEST(Normalize, KeepsASentenceThatOnlyLooksLikeAnAttribution) {
  EXPECT_EQ(normalize("On the login page a student wrote:\nhelp"),
            "On the login page a student wrote:\nhelp");
  EXPECT_EQ(normalize("On Mon 2\na\nb\nc wrote:"), "On Mon 2\na\nb\nc wrote:");
}

TEST(Normalize, CutsTheSignature) {
  EXPECT_EQ(normalize("Please help.\n-- \nAda\nUniversity"), "Please help.");
  EXPECT_EQ(normalize("use --force -- or not"), "use --force -- or not");
}

TEST(Normalize, KeepsEverythingWhereNothingWouldBeLeft) {
  EXPECT_EQ(normalize("> the hub is down\n> since nine"), "> the hub is down\n> since nine");
  EXPECT_EQ(normalize("-- \nAda"), "--\nAda");
  EXPECT_EQ(normalize("On 2 March Ada wrote:\nhelp"), "On 2 March Ada wrote:\nhelp");
}

TEST(NormalizeHtml, GivesTheTextAReaderSees) {
  EXPECT_EQ(normalize("<!DOCTYPE html><html><head><title>T</title><style>p{x:y}</style></head><body>"
                      "<p>The <b>hub</b>\n is &quot;down&quot; &amp; I can&rsquo;t work.</p>"
                      "<div>Second<br>third</div><script>alert('<p>')</script>"
                      "<ul><li>one<li>two</ul><table><tr><td>a</td><td>b</td></tr></table></body></html>"),
            "The hub is \"down\" & I can't work.\nSecond\nthird\none\ntwo\na b");
}

TEST(NormalizeHtml, CutsABlockquoteAsQuotedMail) {
  EXPECT_EQ(
      normalize(
          "<div>Still down</div><div>On 2 Mar 2026 Ada wrote:<br><blockquote><p>it</p>is</blockquote></div>"),
      "Still down");
  EXPECT_EQ(normalize("<p>yes</p><blockquote>works?<blockquote>no</blockquote></blockquote><p>thanks</p>"),
            "yes\nthanks");
  EXPECT_EQ(normalize("<blockquote>the hub<br>is down</blockquote>"), "> the hub\n> is down");
}

TEST(NormalizeHtml, IsOnlyWhatBeginsWithATag) {
  for (const char* text :
       {"a <b>bold</b> claim", "<ada@example.org> wrote to us", "<pod-name> is stuck", "< 5 users",
        "<https://hub.example> is down", "</p>", "<", "a < b && c > d", "&lt;p&gt; &amp;"})
    EXPECT_EQ(normalize(text), text);
  EXPECT_EQ(normalize(" \n\uFEFF<P CLASS=x>up"), "up");
  EXPECT_EQ(normalize("<!-- made by a gateway -->up"), "up");
}

TEST(NormalizeHtml, ReadsReferencesAndLeavesWhatIsNone) {
  EXPECT_EQ(normalize("<p>&#65;&#x42;&eacute;&nbsp;&hellip;&unknown;&amp&;&#;&#x;& &#xD800;&#1114112;&#0;"),
            "AB\u00e9 \u2026&unknown;&amp&;&#;&#x;& \uFFFD\uFFFD\uFFFD");
}

TEST(NormalizeHtml, KnowsAttributesInQuotes) {
  EXPECT_EQ(normalize("<p title=\"a > b\" data='>'>text"), "text");
  EXPECT_EQ(normalize("<p>don<b ' >'t"), "don't");
}

TEST(NormalizeHtml, KeepsTheTextBehindATagThatNeverEnds) {
  EXPECT_EQ(normalize("<p>lost? <b class=\"x"), "lost? <b class=\"x");
  EXPECT_EQ(normalize("<p>a <!-- b"), "a <!-- b");
}

TEST(NormalizeHtml, KeepsLinesOfPreformattedText) {
  EXPECT_EQ(normalize("<pre>Traceback:\n  x\n</pre>then\nmore"), "Traceback:\nx\nthen more");
}

TEST(Normalize, TwiceIsOnce) {
  for (const char* text :
       {"plain", "a\n> b\nc", "> all\n> quotes", "x\n-- \ny", "On 5\n> q\nb wrote:\nz", "a\n\u2014\u2014\nb",
        "-\u00AD-\na", "e\u0301 \u200B> x", "\u200B> x\ny", " \u2028> x\n\u2028y",
        "On 1\n\n\nx wrote:", "a\n--\n> b", "\xff> a\n\xff", "<p>markup &amp; text<br>more</p>"}) {
    const std::string once = normalize(text);
    EXPECT_EQ(normalize(once), once) << text;
  }
}

TEST(Normalize, TwiceIsNotOnceWhereMarkupWasLaidBare) {
  EXPECT_EQ(normalize("> quoted\n<p>text"), "<p>text");
  EXPECT_EQ(normalize("<p>&lt;b&gt;text"), "<b>text");
}

// Not a measurement: the square of 256 KiB would take minutes, so the bound is far from both.
TEST(Normalize, IsLinearInHostileText) {
  constexpr std::size_t kSize = 256U << 10;
  const auto filled = [](std::string head, std::string_view unit) {
    while (head.size() < kSize) head += unit;
    return head;
  };
  std::string crossed = filled("<p>", "<b>");
  crossed.resize(kSize / 2);
  crossed = filled(crossed, "</i>");
  for (const std::string& text : {filled("", ">\n"),
                                  filled("", "> "),
                                  filled("<p>", "&"),
                                  filled("<p>", "&a;"),
                                  filled("<p>", "<div>"),
                                  crossed,
                                  filled("<p>", "<blockquote>x"),
                                  filled("<p", " a=\""),
                                  filled("<p", " abc"),
                                  filled("<p>", "<a \""),
                                  filled("<p>", "<!--"),
                                  filled("<p>", "</script"),
                                  filled("<script>", "</"),
                                  filled("", "On 1\n"),
                                  filled("", "On \n\n\n"),
                                  filled("", "--"),
                                  filled("x", "\u0316\u0301"),
                                  filled("x", "\u0F73"),
                                  filled("", "\xff"),
                                  filled("", "\u00AD"),
                                  filled("", "\xF4\x90"),
                                  filled("<p>", "<")}) {
    const auto start = std::chrono::steady_clock::now();
    const std::string result = normalize(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{2}) << text.substr(0, 40);
    EXPECT_LE(result.size(), text.size() * 3);
  }
}

}  // namespace
}  // namespace triaged::codec

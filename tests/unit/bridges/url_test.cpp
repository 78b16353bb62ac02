#include "bridges/url.hpp"

#include "other_side.hpp"

namespace triaged::bridges::test {
namespace {

using domain::BridgeKind;
using testing::HasSubstr;

std::string fault_of(std::string_view url, BridgeKind kind = BridgeKind::pagerduty) {
  std::string why;
  return parse_url(kind, url, why) ? "" : why;
}

TEST(Url, IsTakenApart) {
  std::string why;
  const auto address = parse_url(BridgeKind::pagerduty, "https://events.pagerduty.com/v2/enqueue", why);
  ASSERT_TRUE(address) << why;
  EXPECT_TRUE(address->tls);
  EXPECT_EQ(address->host, "events.pagerduty.com");
  EXPECT_EQ(address->port, 443);
  EXPECT_EQ(address->authority, "events.pagerduty.com");
  EXPECT_EQ(address->target, "/v2/enqueue");
  EXPECT_EQ(address->where, "https://events.pagerduty.com");
}

TEST(Url, MayNameAnAddressAndAPort) {
  std::string why;
  const auto address = parse_url(BridgeKind::alertmanager, "HTTP://[::1]:9093", why);
  ASSERT_TRUE(address) << why;
  EXPECT_FALSE(address->tls);
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->port, 9093);
  EXPECT_EQ(address->authority, "[::1]:9093");
  EXPECT_EQ(address->target, "/api/v2/alerts");
}

TEST(Url, OfNoUseIsRefusedWithItsReason) {
  EXPECT_THAT(fault_of("events.pagerduty.com"), HasSubstr("not a URL"));
  EXPECT_THAT(fault_of("ftp://events.pagerduty.com"), HasSubstr("http or https"));
  EXPECT_THAT(fault_of("https:///v2"), HasSubstr("no host"));
  EXPECT_THAT(fault_of("https://one:two@events.pagerduty.com"), HasSubstr("a user or a password"));
  EXPECT_THAT(fault_of("https://events.pagerduty.com/#x"), HasSubstr("fragment"));
  EXPECT_THAT(fault_of("http://127.0.0.1:9093?x", BridgeKind::alertmanager), HasSubstr("query"));
  for (const char* port : {":0", ":65536", ":99999999999", ":x"})
    EXPECT_THAT(fault_of("http://127.0.0.1" + std::string(port)), HasSubstr("port")) << port;
}

TEST(Bridge, ThatCannotBeUsedIsRefusedAtTheStartWithoutItsSecret) {
  const auto refused = [](const Settings& settings, const char* why) {
    World world;
    world.settings = settings;
    EXPECT_THAT([&] { world.make(); },
                testing::ThrowsMessage<std::runtime_error>(testing::AllOf(
                    HasSubstr("the bridge to pagerduty"), HasSubstr(why), testing::Not(HasSubstr("hush")))));
  };
  refused({.kind = {}, .url = "https://hush:hush@x.example", .secret = "hush", .ca_file = {}},
          "a user or a password");
  refused({.kind = {}, .url = "https://x.example", .secret = "hush\r\nX: y", .ca_file = {}},
          "one line of printable");
}

TEST(Bridge, ShowsWhereItLeadsWithoutThePath) {
  World world;
  world.settings.url = "http://127.0.0.1:9093/path?with=hush";
  EXPECT_EQ(world.make().bridge->where(), "http://127.0.0.1:9093");
}

}  // namespace
}  // namespace triaged::bridges::test

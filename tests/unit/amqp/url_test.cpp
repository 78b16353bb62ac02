#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/amqp/settings.hpp>

namespace triaged::amqp {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Endpoint read(std::string_view url) {
  std::string why;
  const auto endpoint = parse_url(url, why);
  EXPECT_TRUE(endpoint) << url << ": " << why;
  return endpoint.value_or(Endpoint{});
}

TEST(Url, EveryPartIsRead) {
  const auto endpoint = read("amqp://ada:secret@broker.example:5673/tickets");
  EXPECT_EQ(endpoint.host, "broker.example");
  EXPECT_EQ(endpoint.port, 5673);
  EXPECT_EQ(endpoint.user, "ada");
  EXPECT_EQ(endpoint.password, "secret");
  EXPECT_EQ(endpoint.vhost, "tickets");
  EXPECT_FALSE(endpoint.tls);
}

TEST(Url, WhatIsLeftOutHasItsDefault) {
  const auto endpoint = read("amqp://broker.example");
  EXPECT_EQ(endpoint.port, 5672);
  EXPECT_EQ(endpoint.user, "guest");
  EXPECT_EQ(endpoint.password, "guest");
  EXPECT_EQ(endpoint.vhost, "/");
}

TEST(Url, TlsHasItsOwnPort) {
  const auto endpoint = read("amqps://broker.example");
  EXPECT_TRUE(endpoint.tls);
  EXPECT_EQ(endpoint.port, 5671);
  EXPECT_EQ(read("amqps://broker.example:5672").port, 5672);
}

TEST(Url, TheDefaultVhostHasThreeSpellings) {
  for (const auto* url : {"amqp://h", "amqp://h/", "amqp://h/%2F", "amqp://h/%2f"})
    EXPECT_EQ(read(url).vhost, "/") << url;
}

TEST(Url, PercentEncodingIsUndone) {
  const auto endpoint = read("amqp://user%40site:p%3Aw%2Fd@h/a%2Fb%20c");
  EXPECT_EQ(endpoint.user, "user@site");
  EXPECT_EQ(endpoint.password, "p:w/d");
  EXPECT_EQ(endpoint.vhost, "a/b c");
}

TEST(Url, AnEmptyPortIsTheDefault) { EXPECT_EQ(read("amqp://h:/v").port, 5672); }

TEST(Url, AUserWithoutAPasswordGetsNone) { EXPECT_EQ(read("amqp://ada@h").password, ""); }

TEST(Url, AddressesOfBothKindsAreHosts) {
  EXPECT_EQ(read("amqp://127.0.0.1:1").host, "127.0.0.1");
  EXPECT_EQ(read("amqp://[::1]:1").host, "::1");
}

TEST(Url, AnythingElseIsRefusedWithAReason) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "not a URL"},
      {"broker.example:5672", "scheme"},
      {"http://h", "scheme"},
      {"amqp:h", "no host"},
      {"amqp://", "no host"},
      {"amqp://:5672", "no host"},
      {"amqp://h:99999", "port"},
      {"amqp://h:0", "port"},
      {"amqp://h:x", "port"},
      {"amqp://:secret@h", "user is empty"},
      {"amqp://h/a/b", "slash"},
      {"amqp://h/%zz", "not a URL"},
      {"amqp://h?heartbeat=5", "query"},
      {"amqp://h/#x", "fragment"},
      {"amqp://user:secret@h h/", "not a URL"},
  };
  for (const auto& [url, expected] : wrong) {
    std::string why;
    EXPECT_FALSE(parse_url(url, why)) << url;
    EXPECT_THAT(why, HasSubstr(expected)) << url;
    EXPECT_THAT(why, Not(HasSubstr("secret"))) << url;
  }
}

}  // namespace
}  // namespace triaged::amqp

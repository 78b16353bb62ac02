// What the commands make of the configuration's settings before they speak with a broker.
#include "app/broker_settings.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace triaged::app {
namespace {

struct Terminal {
  std::istringstream in;
  std::ostringstream out, err;
  [[nodiscard]] Streams streams() { return {in, out, err}; }
};

constexpr std::size_t kMiB = 1u << 20;

TEST(BodyKept, HoldsTheLargestMessageTheLargestParkedBodyAndTheLongestNotice) {
  Terminal terminal;
  config::Limits limits;
  limits.codec.message = 16 * kMiB;
  limits.codec.text = kMiB;
  limits.parked_body = 2 * kMiB;
  EXPECT_GT(to_amqp({}, limits, terminal.streams())->body_kept, 16 * kMiB);
  limits.codec.message = 2 * kMiB;
  limits.parked_body = 15 * kMiB;
  EXPECT_GT(to_amqp({}, limits, terminal.streams())->body_kept, 15 * kMiB);
  limits.codec.text = 4 * kMiB;
  EXPECT_GT(to_amqp({}, limits, terminal.streams())->body_kept, 24 * kMiB) << "escaped, a byte may take six";
}

TEST(ClientSettings, WithoutAConfigurationAnAddressIsEnough) {
  Terminal terminal;
  const Common nowhere{.config = "/no/such/folder", .json = false};
  const auto settings = client_settings(nowhere, "amqp://somebody@broker.example/trial", terminal.streams());
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->amqp.url, "amqp://somebody@broker.example/trial");
  EXPECT_EQ(terminal.err.str(), "");
}

TEST(ClientSettings, WithoutAConfigurationAndAnAddressThereIsNothingToGoBy) {
  Terminal terminal;
  EXPECT_FALSE(client_settings({.config = "/no/such/folder", .json = false}, "", terminal.streams()));
  EXPECT_NE(terminal.err.str(), "");
}

}  // namespace
}  // namespace triaged::app

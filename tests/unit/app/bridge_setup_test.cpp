// Which secrets the daemon starts with, and which it does not.
#include "app/bridge_setup.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace triaged::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class BridgeSetup : public testing::Test {
 protected:
  BridgeSetup() : folder_(testing::TempDir() + "triaged-bridges-XXXXXX") {
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
  }
  ~BridgeSetup() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }
  void name_bridge(domain::BridgeKind kind, const std::string& secret) {
    settings_.bridges.push_back({.kind = kind,
                                 .url = "https://x.example",
                                 .secret_file = secret.empty() ? "" : folder_ + "/" + secret,
                                 .ca_file = "ca.pem",
                                 .timeout = std::chrono::seconds{3}});
  }
  auto read() { return to_bridges(settings_, {in_, out_, err_}); }

  std::string folder_;
  config::Settings settings_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(BridgeSetup, ASecretIsTheFirstLineOfItsFile) {
  name_bridge(domain::BridgeKind::pagerduty, "key");
  name_bridge(domain::BridgeKind::alertmanager, "");
  for (const char* text : {"R0123", "R0123\n", " R0123 \r\nmore\n"}) {
    write("key", text);
    const auto bridges = read();
    ASSERT_TRUE(bridges) << err_.str();
    ASSERT_EQ(bridges->size(), 2u);
    EXPECT_EQ((*bridges)[0].secret, "R0123");
    EXPECT_EQ((*bridges)[0].url, "https://x.example");
    EXPECT_EQ((*bridges)[0].ca_file, "ca.pem");
    EXPECT_EQ((*bridges)[0].timeout, std::chrono::seconds{3});
    EXPECT_EQ((*bridges)[1].kind, domain::BridgeKind::alertmanager);
    EXPECT_EQ((*bridges)[1].secret, "");
  }
  EXPECT_EQ(err_.str(), "");
}

TEST_F(BridgeSetup, EverySecretThatCannotBeReadIsNamed) {
  name_bridge(domain::BridgeKind::pagerduty, "key");
  name_bridge(domain::BridgeKind::alertmanager, "token");
  EXPECT_FALSE(read());
  EXPECT_THAT(err_.str(), HasSubstr("/key: the secret cannot be read"));
  EXPECT_THAT(err_.str(), HasSubstr("/token: the secret cannot be read"));
}

TEST_F(BridgeSetup, WhatIsNoSecretIsRefusedAndNotShown) {
  name_bridge(domain::BridgeKind::pagerduty, "key");
  for (const char* text : {"\n", " \nR0123\n", "hush hush\n", "hush\x01\n", "h\xc3\xbcsh\n"}) {
    write("key", text);
    EXPECT_FALSE(read()) << text;
    EXPECT_THAT(err_.str(), HasSubstr("/key:1:1: error: this is no secret")) << text;
    EXPECT_THAT(err_.str(), Not(HasSubstr("hush"))) << text;
    err_.str("");
  }
}

}  // namespace
}  // namespace triaged::app

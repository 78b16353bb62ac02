// `triaged token`, and what the daemon reads of the file that it writes.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "app/chance.hpp"
#include "app/command.hpp"
#include "app/http_setup.hpp"
#include "support/temporary_folder.hpp"

namespace triaged::app {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Desk {
  test::TemporaryFolder folder;
  std::istringstream in;
  std::ostringstream out, err;
  Common common{.config = "/no/such/folder", .json = false};

  [[nodiscard]] std::string file() const { return (folder.path() / "tokens").string(); }
  [[nodiscard]] Streams streams() { return {in, out, err}; }
  Exit add(const std::string& name, std::vector<std::string> roles, const std::string& producer = {}) {
    out.str({});
    err.str({});
    return token_add(common, {.name = name, .roles = std::move(roles), .producer = producer, .file = file()},
                     streams());
  }
  void write(const std::string& text) const { std::ofstream(file(), std::ios::app) << text; }
};

TEST(TokenCommand, WhatItShowsIsWhatTheDaemonKnows) {
  Desk desk;
  ASSERT_EQ(desk.add("desk", {"producer", "viewer"}, "help-desk"), Exit::ok) << desk.err.str();
  auto bearer = desk.out.str();
  bearer.pop_back();  // the end of the line
  desk.write("# without an end of the line");
  ASSERT_EQ(desk.add("board", {"viewer"}), Exit::ok);
  const auto tokens = load_tokens(desk.file(), desk.streams());
  ASSERT_TRUE(tokens) << desk.err.str();
  ASSERT_EQ(tokens->size(), 2u);
  EXPECT_TRUE(verify(tokens->at(0), bearer));
  EXPECT_FALSE(verify(tokens->at(1), bearer));
  struct stat status{};
  ASSERT_EQ(::stat(desk.file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST(TokenCommand, TheListHasNoSecrets) {
  Desk desk;
  ASSERT_EQ(desk.add("desk", {"producer"}, "help-desk"), Exit::ok);
  const auto bearer = desk.out.str();
  desk.out.str({});
  const TokenOptions options{.name = {}, .roles = {}, .producer = {}, .file = desk.file()};
  EXPECT_EQ(token_list(desk.common, options, desk.streams()), Exit::ok);
  EXPECT_EQ(desk.out.str(), "desk  producer  help-desk\n");
  EXPECT_THAT(bearer, Not(HasSubstr("scrypt")));
}

TEST(TokenCommand, ASecondTokenOfOneNameIsRefusedAndNothingIsWritten) {
  Desk desk;
  ASSERT_EQ(desk.add("desk", {"viewer"}), Exit::ok);
  EXPECT_EQ(desk.add("desk", {"admin"}), Exit::check_failed);
  EXPECT_THAT(desk.err.str(), HasSubstr("already"));
  EXPECT_EQ(load_tokens(desk.file(), desk.streams())->size(), 1u);
}

TEST(TokenCommand, WhatCannotBeMadeIsSaid) {
  Desk desk;
  EXPECT_EQ(desk.add("desk", {"boss"}), Exit::usage);
  EXPECT_THAT(desk.err.str(), HasSubstr("no role `boss`"));
  EXPECT_EQ(desk.add("desk", {"producer"}), Exit::usage);
  EXPECT_THAT(desk.err.str(), HasSubstr("--producer"));
  EXPECT_EQ(desk.add("The Desk", {"viewer"}), Exit::usage);
}

TEST(TokenCommand, AFileWithFaultsIsLeftAsItIsAndEachFaultHasItsPlace) {
  Desk desk;
  desk.write("# kept\nhalf a line\n");
  EXPECT_EQ(desk.add("desk", {"viewer"}), Exit::bad_data);
  EXPECT_THAT(desk.err.str(), HasSubstr(desk.file() + ":2:1: error: has 3 words"));
}

TEST(HttpSetup, WithoutAnAddressThereIsNoServerAndWithAFileItAsksForTokens) {
  Desk desk;
  config::Settings settings;
  auto setup = to_http(settings, desk.streams());
  ASSERT_TRUE(setup);
  EXPECT_FALSE(*setup);
  settings.http.listen = "127.0.0.1:0";
  settings.http.address = "127.0.0.1";
  settings.http.requests = 7;
  setup = to_http(settings, desk.streams());
  ASSERT_TRUE(setup && *setup);
  EXPECT_FALSE((*setup)->tokens);
  EXPECT_EQ((*setup)->settings.limits.requests, 7u);
  EXPECT_GT((*setup)->settings.limits.event, settings.limits.codec.message);
  settings.http.tokens_file = desk.file();
  EXPECT_FALSE(to_http(settings, desk.streams())) << "the file is not there";
  EXPECT_THAT(desk.err.str(), HasSubstr("cannot be read"));
}

TEST(Chance, AUuidIsOfVersionFourAndNeverTheSame) {
  const auto one = fresh_uuid(), two = fresh_uuid();
  EXPECT_THAT(one, testing::MatchesRegex("[0-9a-f]+-[0-9a-f]+-4[0-9a-f]+-[89ab][0-9a-f]+-[0-9a-f]+"));
  EXPECT_EQ(one.size(), 36u);
  EXPECT_NE(one, two);
}

}  // namespace
}  // namespace triaged::app

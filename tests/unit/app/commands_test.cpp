// The commands that work offline, as a person at a terminal would use them, on the shipped example.
#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/command.hpp"

namespace triaged::app {
namespace {

using testing::HasSubstr;

struct Terminal {
  std::istringstream in;
  std::ostringstream out, err;
  Common common{.config = TRIAGED_SOURCE_DIR "/deploy/examples/2i2c", .json = false};

  explicit Terminal(const std::string& input = {}, bool json = false) : in(input) { common.json = json; }
  [[nodiscard]] Streams streams() { return {in, out, err}; }
};

constexpr const char* kTicket =
    R"({"ticket_id": "T1", "actor": {"id": "somebody@utoronto.example"}, "hub": "utoronto/prod", "opened": {"subject": "Where is the manual?", "body": "I am new."}})";

TEST(SplitEvents, OneValueMayRunOverManyLinesAndManyStandOnOneLineEach) {
  EXPECT_EQ(split_events("{\n \"a\": 1\n}\n").size(), 1u);
  const auto many = split_events("{\"a\": 1}\n\n{\"a\": 2}\nnot json\n");
  ASSERT_EQ(many.size(), 3u);
  EXPECT_EQ(many[1].line, 3u);
  EXPECT_EQ(many[2].json, "not json") << "what is wrong with it is for the decoder to say";
  EXPECT_TRUE(split_events("\n \n").empty());
}

TEST(Check, TheShippedExampleIsSoundAndItsOneThinSpotIsAWarning) {
  Terminal terminal;
  EXPECT_EQ(check(terminal.common, {.strict = false}, terminal.streams()), Exit::ok);
  EXPECT_THAT(terminal.out.str(), HasSubstr("0 errors"));
  Terminal strict;
  EXPECT_EQ(check(strict.common, {.strict = true}, strict.streams()), Exit::configuration);
}

TEST(Check, AFolderThatIsNotThereIsAConfigurationError) {
  Terminal terminal;
  terminal.common.config = "/no/such/folder";
  EXPECT_EQ(check(terminal.common, {}, terminal.streams()), Exit::configuration);
}

TEST(Explain, SaysWhereATicketGoesAndWhyInTextAndInJson) {
  Terminal text(kTicket);
  EXPECT_EQ(explain(text.common, {}, text.streams()), Exit::ok);
  EXPECT_THAT(text.out.str(), HasSubstr("T1  goes to  hub_admin"));
  EXPECT_THAT(text.out.str(), HasSubstr("<- here"));

  Terminal json(kTicket, true);
  EXPECT_EQ(explain(json.common, {}, json.streams()), Exit::ok);
  const auto said = boost::json::parse(json.out.str()).as_object();
  EXPECT_EQ(said.at("team"), "hub_admin");
  EXPECT_EQ(said.at("rung"), "hub_admin");
  EXPECT_EQ(said.at("reason"), "next_rung");
  EXPECT_EQ(said.at("state"), "open");
  EXPECT_FALSE(said.at("steps").as_array().empty());
  for (const auto* key :
       {"ticket_id", "category", "severity", "symptom", "incident", "rule", "ruleset", "deadlines"})
    EXPECT_TRUE(said.contains(key)) << key;
}

TEST(Explain, WhatCannotBeReadIsNamedByLineAndTheRestIsExplained) {
  Terminal terminal(std::string(kTicket) + "\n{\"ticket_id\": \n" + kTicket + "\n");
  EXPECT_EQ(explain(terminal.common, {}, terminal.streams()), Exit::bad_data);
  EXPECT_THAT(terminal.err.str(), HasSubstr("-:2: undecodable"));
  EXPECT_THAT(terminal.out.str(), HasSubstr("T1  goes to"));
}

TEST(Directory, ShowsAHubAPersonAndEverything) {
  Terminal hub;
  EXPECT_EQ(show_directory(hub.common, {.hub = "utoronto/prod", .actor = {}}, hub.streams()), Exit::ok);
  EXPECT_THAT(hub.out.str(), HasSubstr("jupyter.utoronto.ca"));
  Terminal unknown;
  EXPECT_EQ(show_directory(unknown.common, {.hub = "no/such", .actor = {}}, unknown.streams()),
            Exit::check_failed);
  Terminal person({}, true);
  EXPECT_EQ(show_directory(person.common, {.hub = {}, .actor = "nobody@known.example"}, person.streams()),
            Exit::ok);
  EXPECT_EQ(boost::json::parse(person.out.str()).at("standing"), "user");
  Terminal all({}, true);
  EXPECT_EQ(show_directory(all.common, {}, all.streams()), Exit::ok);
  const auto shape = boost::json::parse(all.out.str()).as_object();
  EXPECT_EQ(shape.at("ladder").as_array().size(), 5u);
  EXPECT_GT(shape.at("hubs").as_array().size(), 300u);
  EXPECT_TRUE(shape.at("communities").at(0).as_object().contains("representatives"));
}

}  // namespace
}  // namespace triaged::app

// The directory's calendars in the time zones of this machine, and what the rules hear of them.
#include "config/calendars.hpp"

#include <triaged/config/config.hpp>

namespace triaged::config {
namespace {

using testing::HasSubstr;

Configuration put_together(const std::string& calendars, const std::string& when, document::Faults& faults) {
  const auto parsed = [&](std::string_view name, const std::string& text) {
    return document::parse(name, text, faults).value_or(document::Node{});
  };
  Sources sources;
  sources.directory = {parsed("directory.yaml",
                              "ladder: [user, support]\n"
                              "teams: {support: {members: [s@service.example]}}\n"
                              "communities: [{id: lake, hubs: [{id: lake/prod}]}]\n"
                              "producers: [{user: guest, hubs: ['*'], events: ['*']}]\n"),
                       parsed("calendars.yaml", "calendars: {" + calendars + "}")};
  sources.rules = {parsed("rules.yaml", "route:\n  - {name: by-time, when: {" + when +
                                            "}, to: support}\n  - {name: rest, to: next_rung}\n")};
  sources.policy = parsed("policy.yaml", "");
  return config::put_together(sources, faults);
}

std::string all(const document::Faults& faults) {
  std::string text;
  for (const auto& fault : faults.all()) text.append(to_text(fault)).append("\n");
  return text;
}

TEST(Calendars, OfTheDirectoryAreMadeAndAskedForByRules) {
  document::Faults faults;
  const auto configuration = put_together("office: {zone: Europe/Berlin, open: {mon-fri: ['09:00-17:00']}}",
                                          "time: {during: office}", faults);
  ASSERT_EQ(all(faults), "");
  ASSERT_NE(configuration.calendars, nullptr);
  EXPECT_EQ(configuration.calendars->all().size(), 2U);
  EXPECT_NE(configuration.calendars->find("always"), nullptr);
  EXPECT_THAT(rules::calendars(*configuration.rules), testing::ElementsAre("office"));
}

TEST(Calendars, AreMissingWhenTheMachineKnowsNoSuchZone) {
  document::Faults faults;
  const auto configuration = put_together("office: {zone: Europe/Berlim, open: {mon-fri: ['09:00-17:00']}}",
                                          "time: {during: office}", faults);
  EXPECT_EQ(configuration.calendars, nullptr);
  EXPECT_NE(configuration.rules, nullptr) << "a slip in a zone is no mistake of the rules";
  EXPECT_THAT(
      all(faults),
      HasSubstr("calendars.yaml:1:28: error: this machine knows no time zone `Europe/Berlim`; did you "
                "mean `Europe/Berlin`?"));
  EXPECT_EQ(faults.errors(), 1U);
}

TEST(Calendars, ThatAreBrokenAreStillKnownByNameToTheRules) {
  document::Faults faults;
  const auto configuration = put_together("office: {zone: UTC, open: {mon-fri: ['9-17']}}",
                                          "time: {during: [office, always]}", faults);
  EXPECT_EQ(configuration.directory, nullptr);
  EXPECT_NE(configuration.rules, nullptr) << all(faults);
  EXPECT_EQ(faults.errors(), 1U);
}

TEST(CalendarNames, SayWhichNeverOpenAndWhichAlwaysDo) {
  document::Faults faults;
  const auto configuration = put_together(
      "never: {zone: UTC, open: {}}, whole_week: {zone: UTC, open: {mon-sun: ['00:00-12:00', "
      "'12:00-24:00']}}",
      "source: alert", faults);
  ASSERT_NE(configuration.directory, nullptr);
  for (const auto& one : calendar_names(configuration.directory.get(), {})) {
    EXPECT_EQ(one.never_opens, one.name == "never") << one.name;
    EXPECT_EQ(one.always_open, one.name == "always" || one.name == "whole_week") << one.name;
  }
}

TEST(CalendarNames, AskedForByRulesAreAllBelievedWhenTheDirectoryCannotBeRead) {
  document::Faults faults;
  const auto rules = document::parse("r.yaml",
                                     "route: [{when: {any: [{time: {during: office}}, {not: {time: {outside: "
                                     "[nights, days]}}}]}, to: support}]",
                                     faults);
  std::vector<rules::Names::Calendar> names;
  add_calendars_asked_for(*rules, names);
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names[0].name, "office");
  EXPECT_EQ(names[1].name, "nights");
  EXPECT_EQ(names[2].name, "days");
}

}  // namespace
}  // namespace triaged::config

// Rules and policy that name a team whose time is over, or nearly.
#include "app/ending_teams.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_service.hpp"

namespace triaged::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct EndingTeams : testing::Test {
  SmallService service;

  EndingTeams() {
    service.write("directory.yaml", R"(
ladder: [user, support]
calendars:
  tokyo: {zone: Asia/Tokyo, open: {mon-fri: ["09:00-17:00"]}}
teams:
  support: {members: [support@service.example]}
  workshop: {members: [guide@service.example], calendar: tokyo, ends: 2026-12-31, successor: support}
communities: [{id: north, hubs: [{id: north/prod, admins: []}]}]
producers: [{user: mail, hubs: ["*"], events: ["*"]}]
)");
    service.write(
        "rules/10.yaml",
        "route:\n  - {name: a, when: {text: workshop}, to: workshop}\n  - {name: b, to: support}\n");
    service.write("policy.yaml", "page_to: workshop\n");
  }
  [[nodiscard]] std::vector<std::string> warnings(std::string_view now) const {
    document::Faults faults;
    const auto configuration = config::load(service.folder(), faults);
    EXPECT_EQ(faults.errors(), 0u);
    document::Faults found;
    warn_of_ending_teams(configuration, *domain::from_rfc3339(now), service.folder(), found);
    std::vector<std::string> lines;
    for (const auto& one : found.all()) lines.push_back(to_text(one));
    return lines;
  }
};

TEST_F(EndingTeams, AreNamedWhereRulesAndPolicyNameThem) {
  EXPECT_THAT(
      warnings("2026-12-20T00:00:00Z"),
      ElementsAre("config/rules/10.yaml:2:43: warning: team `workshop` is over from "
                  "2026-12-31T15:00:00Z on; name the team that does its work then, or move its `ends`",
                  "config/policy.yaml:1:10: warning: team `workshop` is over from 2026-12-31T15:00:00Z "
                  "on; name the team that does its work then, or move its `ends`"));
}

TEST_F(EndingTeams, AreNamedWhenTheyAreOver) {
  const auto found = warnings("2027-01-20T00:00:00Z");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_THAT(found.front(), testing::HasSubstr("is over since 2026-12-31T15:00:00Z;"));
}

TEST_F(EndingTeams, AreNotNamedLongBefore) { EXPECT_THAT(warnings("2026-12-01T00:00:00Z"), IsEmpty()); }

}  // namespace
}  // namespace triaged::app

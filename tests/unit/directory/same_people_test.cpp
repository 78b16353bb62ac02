// Rungs that are held by the very people who were asked already.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace triaged::directory {
namespace {

using domain::Rung;

// Whether the community's representatives, and support, are the hub's admins; and whether support is
// engineering.
std::shared_ptr<const Directory> held_by(const std::string& admins, const std::string& representatives,
                                         const std::string& support = "[sam@service.example]",
                                         const std::string& engineering = "[eva@service.example]") {
  auto reading = test::read_texts({R"(
ladder: [user, hub_admin, community_representative, support, engineering]
teams:
  hub_admin: {}
  community_representative: {}
  support: {members: )" + support + R"(}
  engineering: {members: )" + engineering +
                                   R"(}
communities:
  - {id: lake, representatives: )" +
                                   representatives + R"(, hubs: [{id: lake/prod, admins: )" + admins + R"(}]}
producers: [{user: guest, hubs: ["*"], events: ["*"]}]
)"});
  EXPECT_NE(reading.directory, nullptr) << testing::PrintToString(reading.faults);
  return reading.directory;
}

domain::Place at_the_lake() {
  domain::Place place;
  place.hub = domain::HubId{"lake/prod"};
  place.community = domain::CommunityId{"lake"};
  return place;
}

bool same(const Directory& directory, const char* team, Rung rung) {
  return directory.same_people(domain::TeamId{team}, at_the_lake())[static_cast<std::size_t>(rung)];
}

TEST(SamePeople, AdminsWhoAreAllRepresentativesAreTheRepresentatives) {
  EXPECT_TRUE(same(*held_by("[rep@lake.example]", "[rep@lake.example]"), "hub_admin",
                   Rung::community_representative));
  EXPECT_TRUE(same(*held_by("[a@lake.example]", "[b@lake.example, a@lake.example]"), "hub_admin",
                   Rung::community_representative))
      << "the other one is an admin of the hub, too";
}

TEST(SamePeople, AHubWithAnAdminOfItsOwnIsNotItsRepresentatives) {
  EXPECT_FALSE(same(*held_by("[own@lake.example, rep@lake.example]", "[rep@lake.example]"), "hub_admin",
                    Rung::community_representative));
}

TEST(SamePeople, TwoTeamsOfTheServiceAreOneInWhateverOrder) {
  const auto directory = held_by("[own@lake.example]", "[rep@lake.example]", "[a@s.example, b@s.example]",
                                 "[b@s.example, a@s.example]");
  EXPECT_TRUE(same(*directory, "support", Rung::engineering));
  EXPECT_FALSE(same(*directory, "support", Rung::support)) << "itself is no other rung";
  EXPECT_FALSE(same(*directory, "hub_admin", Rung::support));
}

TEST(SamePeople, APartOfThemIsNotAll) {
  const auto directory =
      held_by("[own@lake.example]", "[rep@lake.example]", "[a@s.example, b@s.example]", "[a@s.example]");
  EXPECT_FALSE(same(*directory, "support", Rung::engineering));
  EXPECT_FALSE(same(*directory, "engineering", Rung::support));
}

TEST(SamePeople, NobodyIsLikeNobodyAndWhatIsUnknownLikeNothing) {
  const auto directory = held_by("[]", "[]", "[]", "[]");
  for (const auto& rung : domain::kLadder) EXPECT_FALSE(same(*directory, "support", rung));
  EXPECT_FALSE(same(*directory, "nobody_here", Rung::support));
  EXPECT_FALSE(directory->same_people(domain::TeamId{"hub_admin"}, {})[3]) << "no hub is named";
}

}  // namespace
}  // namespace triaged::directory

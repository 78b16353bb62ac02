// Who speaks, seen from a ticket: in its team, managing it, representing its community, and from which rung.
#include "reading.hpp"

namespace triaged::directory {
namespace {

using domain::ActorId;
using domain::Rung;
using domain::Speaker;
using domain::TeamId;

// What a speaker is, as text: "in_team manages represents, from support".
std::string said(const Speaker& who) {
  std::string text;
  for (const auto& [is, word] : {std::pair{who.in_team, "in_team "}, std::pair{who.manages, "manages "},
                                 std::pair{who.represents, "represents "}})
    text.append(is ? word : "");
  return text.append("from ").append(domain::name(who.standing));
}

class Speakers : public testing::Test {
 protected:
  Speakers() {
    std::string text{test::kSound};
    const auto replace = [&](std::string_view piece, std::string_view with) {
      text.replace(text.find(piece), piece.size(), with);
    };
    replace("  product: {", "  leads: {members: [lead@service.example]}\n  product: {manager: leads, ");
    replace("  both: {", "  all: {of: [both, support], manager: both}\n  both: {manager: product, ");
    auto reading = test::read_texts({text});
    EXPECT_THAT(reading.faults, testing::IsEmpty());
    directory_ = std::move(reading.directory);
  }
  std::string speaker(const char* actor, const char* team, const char* hub,
                      const char* community = "") const {
    domain::Place place;
    place.hub = domain::HubId{hub};
    place.community = domain::CommunityId{community};
    return said(directory_->speaker(ActorId{actor}, TeamId{team}, place));
  }

  std::shared_ptr<const Directory> directory_;
};

TEST_F(Speakers, ATeamOfHubsIsTheAdminsOfThatHubAndTheRepresentativesOfItsCommunity) {
  EXPECT_EQ(speaker("admin@lake.example", "hub_admin", "lake/staging", "lake"), "in_team from hub_admin");
  EXPECT_EQ(speaker("admin@hill.example", "hub_admin", "lake/staging", "lake"), "from user");
  EXPECT_EQ(speaker("rep@lake.example", "hub_admin", "lake/staging", "lake"),
            "in_team represents from community_representative");
  EXPECT_EQ(speaker("rep@hill.example", "hub_admin", "lake/staging", "lake"), "from user");
  EXPECT_EQ(speaker("contact@lake.example", "hub_admin", "lake/prod", "lake"), "from user");
  EXPECT_EQ(speaker("admin@lake.example", "hub_admin", "sea/prod", "lake"), "from hub_admin");
}

TEST_F(Speakers, ATeamOfCommunitiesIsTheRepresentativesOfThatOne) {
  EXPECT_EQ(speaker("rep@lake.example", "community_representative", "lake/prod", "lake"),
            "in_team represents from community_representative");
  EXPECT_EQ(speaker("both@hill.example", "community_representative", "", "hill"),
            "in_team represents from community_representative");
  EXPECT_EQ(speaker("rep@hill.example", "community_representative", "lake/prod", "lake"), "from user");
  EXPECT_EQ(speaker("admin@lake.example", "community_representative", "lake/prod", "lake"), "from hub_admin");
  EXPECT_EQ(speaker("rep@lake.example", "community_representative", "", ""), "from community_representative");
}

TEST_F(Speakers, ATeamOfTheServiceIsItsMembersWhereverTheTicketBelongs) {
  EXPECT_EQ(speaker("support@service.example", "support", "lake/prod", "lake"), "in_team from support");
  EXPECT_EQ(speaker("support@service.example", "support", "", ""), "in_team from support");
  EXPECT_EQ(speaker("support@service.example", "engineering", "", ""), "from support");
  EXPECT_EQ(speaker("product@service.example", "product", "", ""), "in_team from user");
  EXPECT_EQ(speaker("stranger@example.org", "support", "", ""), "from user");
}

TEST_F(Speakers, ATeamMadeOfOthersIsTheirMembersToo) {
  EXPECT_EQ(speaker("second@service.example", "both", "", ""), "in_team from engineering");
  EXPECT_EQ(speaker("second@service.example", "all", "", ""), "in_team manages from engineering");
  EXPECT_EQ(speaker("support@service.example", "all", "", ""), "in_team from support");
  EXPECT_EQ(speaker("lead@service.example", "engineering", "", ""), "from user");
}

TEST_F(Speakers, AManagerIsAMemberOfTheTeamAbove) {
  EXPECT_EQ(speaker("lead@service.example", "product", "", ""), "manages from user");
  EXPECT_EQ(speaker("engineer@service.example", "both", "", ""), "in_team manages from engineering");
  EXPECT_EQ(speaker("product@service.example", "leads", "", ""), "from user");
  EXPECT_EQ(speaker("lead@service.example", "support", "", ""), "from user");  // has no manager
}

TEST_F(Speakers, ARepresentativeIsOneWhoeverHasTheTicket) {
  EXPECT_EQ(speaker("rep@lake.example", "support", "lake/prod", "lake"),
            "represents from community_representative");
  EXPECT_TRUE(directory_->represents(ActorId{"both@hill.example"}, domain::CommunityId{"hill"}));
  EXPECT_FALSE(directory_->represents(ActorId{"both@hill.example"}, domain::CommunityId{"lake"}));
  EXPECT_FALSE(directory_->represents(ActorId{"both@hill.example"}, {}));
  EXPECT_FALSE(directory_->represents({}, domain::CommunityId{"hill"}));
  EXPECT_FALSE(directory_->represents(ActorId{"contact@lake.example"}, domain::CommunityId{"lake"}));
}

TEST_F(Speakers, NobodyIsInATeamThatIsNotThere) {
  EXPECT_EQ(speaker("support@service.example", "", "", ""), "from support");
  EXPECT_EQ(speaker("support@service.example", "gone", "", ""), "from support");
  EXPECT_EQ(speaker("", "support", "", ""), "from user");
}

TEST_F(Speakers, MembersOfSideTeamsBelongToNoHub) {
  domain::TicketEvent event;
  event.actor = ActorId{"product@service.example"};
  EXPECT_EQ(directory_->locate(event), domain::Place{});
}

TEST_F(Speakers, WhoIsReachedComesWithTheManagerAndTheCalendar) {
  const auto product = directory_->reach_team(TeamId{"product"}, {}, {});
  EXPECT_EQ(product.manager, TeamId{"leads"});
  EXPECT_EQ(product.calendar, "always");
  EXPECT_TRUE(directory_->reach_team(TeamId{"leads"}, {}, {}).manager.empty());
  const auto unknown_hub = directory_->reach_team(TeamId{"hub_admin"}, {}, {});
  EXPECT_EQ(unknown_hub.reachability, domain::Reachability::unknown_hub);
  EXPECT_EQ(unknown_hub.calendar, "always");
}

TEST(Managers, ThatAreNotThereOrBelowThemselvesAreRefused) {
  const auto faults = [](const std::string& teams) {
    const auto reading =
        test::read_texts({"ladder: [user]\ncommunities: []\nproducers: []\nteams: {" + teams + "}\n"});
    EXPECT_EQ(reading.directory, nullptr);
    return reading.faults;
  };
  using testing::ElementsAre;
  using testing::HasSubstr;
  EXPECT_THAT(faults("leads: {}, a: {manager: laeds}"),
              ElementsAre(HasSubstr("1.yaml:4:33: error: there is no team `laeds`; did you mean `leads`?")));
  EXPECT_THAT(faults("a: {manager: a}"),
              ElementsAre(HasSubstr("team `a` manages itself; name a team above")));
  EXPECT_THAT(faults("a: {manager: b}, b: {manager: c}, c: {manager: b}"),
              ElementsAre(HasSubstr("team `b` manages itself, by way of `c`"),
                          HasSubstr("team `c` manages itself, by way of `b`")));
  EXPECT_THAT(faults("a: {manager: hub_admin}, hub_admin: {}"),
              ElementsAre(HasSubstr("the people of team `hub_admin` differ from hub to hub")));
  EXPECT_THAT(faults("a: {manager: [b]}"), ElementsAre(HasSubstr("`manager` must be a text, not a list")));
}

TEST(Producers, NobodyMayTellOfTheDaemonsOwnDeadlines) {
  std::string text{test::kSound};
  text.replace(text.find("events: [opened, commented]"), 27, "events: [opened, deadline]");
  const auto reading = test::read_texts({text});
  EXPECT_EQ(reading.directory, nullptr);
  EXPECT_THAT(reading.faults, testing::ElementsAre(testing::HasSubstr("there is no event `deadline`")));
  const auto directory = test::sound();
  const Producer* all = directory->producer(domain::ProducerId{"guest"});
  ASSERT_NE(all, nullptr);
  EXPECT_FALSE(may_tell(*all, domain::EventKind::deadline));
  EXPECT_TRUE(may_tell(*all, domain::EventKind::admin_removed));
}

}  // namespace
}  // namespace triaged::directory

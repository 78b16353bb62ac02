// Where an event belongs and what its actor is there.
#include "reading.hpp"

namespace triaged::directory {
namespace {

using domain::ActorId;
using domain::CommunityId;
using domain::HubId;
using domain::Rung;

struct Event {
  std::string actor = "stranger@example.org";
  std::string hub = "";
  std::string community = "";
  std::string subject = "";
  std::string body = "";
};

class Locate : public testing::Test {
 protected:
  domain::Place locate(const Event& told) const {
    domain::TicketEvent event;
    event.actor = ActorId{told.actor};
    event.hub = HubId{told.hub};
    domain::Opened opened;
    opened.community = CommunityId{told.community};
    opened.subject = told.subject;
    opened.body = told.body;
    event.body = opened;
    return directory_->locate(event);
  }
  std::string hub_of(const Event& told) const { return locate(told).hub.value; }
  std::string community_of(const Event& told) const { return locate(told).community.value; }
  Rung standing(const char* actor, const char* hub, const char* community = "") const {
    return directory_->standing(ActorId{actor}, HubId{hub}, CommunityId{community});
  }

  std::shared_ptr<const Directory> directory_ = test::sound();
};

TEST_F(Locate, ByTheEventsOwnField) {
  const domain::Place place = locate({.hub = "lake/staging", .body = "https://hub.hill.example is down"});
  EXPECT_EQ(place.hub, HubId{"lake/staging"});
  EXPECT_EQ(place.cluster, domain::ClusterId{"lake"});
  EXPECT_EQ(place.community, CommunityId{"lake"});
  EXPECT_EQ(place.hub_kind, domain::HubKind::staging);
  EXPECT_EQ(place.standing, Rung::user);
}

TEST_F(Locate, AnUnknownHubStaysAValueWithItsCluster) {
  const domain::Place place = locate({.hub = "sea/prod"});
  EXPECT_EQ(place.hub, HubId{"sea/prod"});
  EXPECT_EQ(place.cluster, domain::ClusterId{"sea"});
  EXPECT_TRUE(place.community.empty());
  EXPECT_FALSE(place.hub_kind.has_value());
  EXPECT_TRUE(locate({.hub = "nonsense"}).cluster.empty());
}

TEST_F(Locate, ByAUrlInTheText) {
  EXPECT_EQ(hub_of({.body = "I see 403 at https://hub.lake.example/hub/login?next=%2F now"}), "lake/prod");
  EXPECT_EQ(hub_of({.subject = "HUB.Lake.Example is slow"}), "lake/prod");
  EXPECT_EQ(hub_of({.body = "(see staging.lake.example)."}), "lake/staging");
  EXPECT_EQ(hub_of({.body = "hub.lake.example:443."}), "lake/prod");
  EXPECT_EQ(hub_of({.subject = "hub.lake.example", .body = "https://hub.lake.example"}), "lake/prod");
}

TEST_F(Locate, OnlyByWholeHosts) {
  for (const char* text :
       {"nothub.lake.example", "hub.lake.example.org", "x.hub.lake.example", "lake.example",
        "hub_lake.example", "write to help@hub.lake.example", "hub.lake", "...", "a.b.", ""})
    EXPECT_EQ(hub_of({.body = text}), "") << text;
}

TEST_F(Locate, SeveralHubsInTheTextAreNone) {
  EXPECT_EQ(hub_of({.subject = "hub.lake.example", .body = "and hub.hill.example"}), "");
  EXPECT_EQ(hub_of({.actor = "admin@hill.example", .body = "hub.lake.example is fine, other.example is not"}),
            "lake/prod");
}

TEST_F(Locate, ARetiredHubYieldsItsHostToTheOneInService) {
  EXPECT_EQ(hub_of({.body = "https://hub.hill.example"}), "hill/prod");
  EXPECT_EQ(hub_of({.hub = "old/hill"}), "old/hill");
}

TEST_F(Locate, ByTheActorWhoBelongsToOneHubOnly) {
  EXPECT_EQ(hub_of({.actor = "admin@hill.example"}), "hill/prod");
  EXPECT_EQ(hub_of({.actor = "admin@lake.example"}), "");  // of two
  EXPECT_EQ(community_of({.actor = "admin@lake.example"}), "lake");
  EXPECT_EQ(community_of({.actor = "contact@lake.example"}), "lake");
  EXPECT_EQ(hub_of({.actor = "rep@hill.example"}), "hill/prod");  // the retired one does not count
  EXPECT_EQ(community_of({.actor = "support@service.example"}), "");
}

TEST_F(Locate, AnInferredHubNeverContradictsTheCommunityThatTheEventNames) {
  EXPECT_EQ(hub_of({.community = "hill", .body = "as on hub.lake.example"}), "");
  EXPECT_EQ(community_of({.community = "hill", .body = "as on hub.lake.example"}), "hill");
  EXPECT_EQ(hub_of({.actor = "admin@hill.example", .community = "lake"}), "");
  EXPECT_EQ(hub_of({.community = "lake", .body = "hub.lake.example"}), "lake/prod");
  EXPECT_EQ(community_of({.hub = "lake/prod", .community = "hill"}), "lake");
  EXPECT_EQ(community_of({.community = "unheard-of"}), "unheard-of");
}

TEST_F(Locate, OtherEventsAreLocatedByHubAndActor) {
  domain::TicketEvent event;
  event.body = domain::NotSupported{domain::EventKind::commented};
  event.actor = ActorId{"admin@hill.example"};
  EXPECT_EQ(directory_->locate(event).hub, HubId{"hill/prod"});
}

TEST_F(Locate, StandingIsTheHighestRungAtThatHub) {
  EXPECT_EQ(standing("admin@lake.example", "lake/prod"), Rung::hub_admin);
  EXPECT_EQ(standing("admin@lake.example", "hill/prod"), Rung::user);
  EXPECT_EQ(standing("rep@lake.example", "lake/prod"), Rung::community_representative);  // admin there too
  EXPECT_EQ(standing("rep@lake.example", "lake/staging"), Rung::community_representative);
  EXPECT_EQ(standing("rep@lake.example", "hill/prod"), Rung::user);
  EXPECT_EQ(standing("contact@lake.example", "lake/prod"), Rung::user);
  EXPECT_EQ(standing("support@service.example", "lake/prod"), Rung::support);
  EXPECT_EQ(standing("engineer@service.example", "hill/prod"), Rung::engineering);
  EXPECT_EQ(standing("product@service.example", "hill/prod"), Rung::user);
  EXPECT_EQ(standing("stranger@example.org", "lake/prod"), Rung::user);
  EXPECT_EQ(standing("", ""), Rung::user);
}

TEST_F(Locate, WithoutAKnownHubStandingIsThatInTheCommunityElseAnywhere) {
  EXPECT_EQ(standing("admin@lake.example", "", "lake"), Rung::hub_admin);
  EXPECT_EQ(standing("admin@lake.example", "", "hill"), Rung::user);
  EXPECT_EQ(standing("rep@lake.example", "lake/unknown", "lake"), Rung::community_representative);
  EXPECT_EQ(standing("rep@lake.example", "", ""), Rung::community_representative);
  EXPECT_EQ(standing("admin@lake.example", "sea/prod", "sea"), Rung::hub_admin);
  EXPECT_EQ(standing("support@service.example", "", "hill"), Rung::support);
}

TEST_F(Locate, ARungOffTheLadderIsNoStanding) {
  std::string text{test::kSound};
  text.replace(text.find("user, hub_admin, "), 17, "user, ");
  directory_ = test::read_texts({text}).directory;
  ASSERT_NE(directory_, nullptr);
  EXPECT_EQ(standing("admin@lake.example", "lake/prod"), Rung::user);
}

TEST(Hosts, TwoHubsInServiceWithOneHostLeaveItToNeither) {
  const auto reading = test::read_texts({R"(
ladder: [support]
teams: {support: {members: [s]}}
producers: [{user: p, hubs: ["*"], events: ["*"]}]
communities:
  - {id: c, hubs: [{id: c/a, url: "https://Hub.example"}, {id: c/b, url: "http://hub.example/b"}]}
)"});
  ASSERT_NE(reading.directory, nullptr);
  EXPECT_THAT(reading.faults, testing::ElementsAre(testing::HasSubstr(
                                  "6:74: warning: the host `hub.example` is that of hub `c/a` too")));
  domain::TicketEvent event;
  domain::Opened opened;
  opened.body = "hub.example";
  event.body = opened;
  EXPECT_TRUE(reading.directory->locate(event).hub.empty());
}

}  // namespace
}  // namespace triaged::directory

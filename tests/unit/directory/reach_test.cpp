// Who can be reached for a place, through which queue, and if nobody: why.
#include "reading.hpp"

namespace triaged::directory {
namespace {

using domain::Reachability;
using domain::Rung;
using domain::TeamId;

domain::Place place(const char* hub, const char* community) {
  domain::Place at;
  at.hub = domain::HubId{hub};
  at.community = domain::CommunityId{community};
  return at;
}

const domain::TeamReach& rung(const domain::Reach& reach, Rung wanted) {
  return reach.rungs[static_cast<std::size_t>(wanted)];
}

// A directory from `kSound` with one piece of text replaced.
std::shared_ptr<const Directory> with(std::string_view piece, std::string_view replacement) {
  std::string text{test::kSound};
  const std::size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << piece;
  return test::read_texts({text.replace(at, piece.size(), replacement)}).directory;
}

TEST(Reach, EveryRungOfAKnownHub) {
  const auto reach = test::sound()->reach(place("lake/prod", "lake"), {}, {});
  EXPECT_EQ(rung(reach, Rung::user).reachability, Reachability::absent);
  EXPECT_EQ(rung(reach, Rung::hub_admin), (domain::TeamReach{.team = TeamId{"hub_admin"},
                                                             .rung = Rung::hub_admin,
                                                             .queue = "team.hub_admin.lake.prod",
                                                             .format = domain::Format::protobuf,
                                                             .reachability = Reachability::reachable,
                                                             .calendar = "always",
                                                             .manager = {}}));
  EXPECT_EQ(rung(reach, Rung::community_representative).queue, "team.community_representative");
  EXPECT_EQ(rung(reach, Rung::community_representative).reachability, Reachability::reachable);
  EXPECT_EQ(rung(reach, Rung::support), (domain::TeamReach{.team = TeamId{"support"},
                                                           .rung = Rung::support,
                                                           .queue = "team.support",
                                                           .format = domain::Format::json,
                                                           .reachability = Reachability::reachable,
                                                           .calendar = "always",
                                                           .manager = {}}));
  EXPECT_EQ(rung(reach, Rung::engineering).reachability, Reachability::reachable);
  EXPECT_FALSE(reach.named.has_value());
}

TEST(Reach, AnUnknownHubOrCommunityIsSaidOfTheRungsThatNeedOne) {
  const auto directory = test::sound();
  for (const auto& where : {place("", ""), place("sea/prod", "sea")}) {
    const auto reach = directory->reach(where, {}, {});
    EXPECT_EQ(rung(reach, Rung::hub_admin).reachability, Reachability::unknown_hub);
    EXPECT_EQ(rung(reach, Rung::hub_admin).queue, "");
    EXPECT_EQ(rung(reach, Rung::community_representative).reachability, Reachability::unknown_hub);
    EXPECT_EQ(rung(reach, Rung::support).reachability, Reachability::reachable);
  }
  const auto community_only = directory->reach(place("", "lake"), {}, {});
  EXPECT_EQ(rung(community_only, Rung::hub_admin).reachability, Reachability::unknown_hub);
  EXPECT_EQ(rung(community_only, Rung::community_representative).reachability, Reachability::reachable);
}

TEST(Reach, NobodyHoldsIt) {
  const auto no_admins = with("kind: event, admins: [admin@hill.example]", "kind: event");
  EXPECT_EQ(rung(no_admins->reach(place("hill/prod", "hill"), {}, {}), Rung::hub_admin).reachability,
            Reachability::no_members);
  const auto no_representatives = with("representatives: [rep@lake.example]", "representatives: []");
  EXPECT_EQ(
      rung(no_representatives->reach(place("lake/prod", "lake"), {}, {}), Rung::community_representative)
          .reachability,
      Reachability::no_members);
  const auto no_support = with("members: [support@service.example], ", "");
  EXPECT_EQ(rung(no_support->reach(place("lake/prod", "lake"), {}, {}), Rung::support).reachability,
            Reachability::no_members);
}

TEST(Reach, ARungThatTheLadderLeavesOutIsAbsentAndItsTeamASideTeam) {
  const auto directory = with(", support, engineering]", ", support]");
  const auto reach = directory->reach(place("lake/prod", "lake"), TeamId{"engineering"}, {});
  EXPECT_EQ(rung(reach, Rung::engineering).reachability, Reachability::absent);
  EXPECT_EQ(rung(reach, Rung::engineering).rung, Rung::engineering);
  EXPECT_EQ(reach.named->reachability, Reachability::reachable);
  EXPECT_FALSE(reach.named->rung.has_value());
}

TEST(Reach, AQueueThatDoesNotTakeMessagesIsUndeliverable) {
  const std::vector<std::string> stuck{"team.support", "team.hub_admin.lake.prod"};
  const auto directory = test::sound();
  const auto lake = directory->reach(place("lake/prod", "lake"), {}, stuck);
  EXPECT_EQ(rung(lake, Rung::support).reachability, Reachability::undeliverable);
  EXPECT_EQ(rung(lake, Rung::hub_admin).reachability, Reachability::undeliverable);
  EXPECT_EQ(rung(lake, Rung::engineering).reachability, Reachability::reachable);
  const auto hill = directory->reach(place("hill/prod", "hill"), {}, stuck);
  EXPECT_EQ(rung(hill, Rung::hub_admin).reachability, Reachability::reachable);
}

TEST(Reach, ATeamMadeOfOthersHasTheirMembers) {
  const auto directory = with("members: [lead@service.example]", "members: []");
  EXPECT_EQ(directory->reach_team(TeamId{"both"}, {}, {}).reachability, Reachability::reachable);
  const auto hollow = test::read_texts({R"(
ladder: [user]
teams: {a: {of: [b]}, b: {of: [c]}, c: {}}
communities: []
producers: []
)"});
  ASSERT_NE(hollow.directory, nullptr);
  EXPECT_EQ(hollow.directory->reach_team(TeamId{"a"}, {}, {}).reachability, Reachability::no_members);
  EXPECT_EQ(hollow.directory->reach_team(TeamId{"x"}, {}, {}).reachability, Reachability::absent);
  EXPECT_EQ(hollow.directory->reach_team(TeamId{"x"}, {}, {}).team, TeamId{"x"});
}

TEST(Reach, ARetiredHubWhoseQueueIsNotDeclaredReachesNobody) {
  const auto own_queues = test::sound();
  EXPECT_EQ(rung(own_queues->reach(place("old/hill", "hill"), {}, {}), Rung::hub_admin).reachability,
            Reachability::no_members);
  const auto one_queue = with(", queue: \"team.hub_admin.{hub}\"", "");
  EXPECT_EQ(rung(one_queue->reach(place("old/hill", "hill"), {}, {}), Rung::hub_admin).reachability,
            Reachability::reachable);
}

TEST(People, AreThoseOfTheHubTheCommunityOrTheTeamsItIsMadeOf) {
  const auto directory = test::sound();
  const auto people = [&](const char* team, const domain::Place& at) {
    std::vector<std::string> names;
    for (const auto& actor : directory->people(*directory->team(TeamId{team}), at))
      names.push_back(actor.value);
    return names;
  };
  EXPECT_THAT(people("hub_admin", place("lake/staging", "lake")), testing::ElementsAre("admin@lake.example"));
  EXPECT_THAT(people("hub_admin", place("sea/prod", "")), testing::IsEmpty());
  EXPECT_THAT(people("community_representative", place("", "hill")),
              testing::ElementsAre("rep@hill.example", "both@hill.example"));
  EXPECT_THAT(people("both", {}), testing::ElementsAre("lead@service.example", "product@service.example",
                                                       "engineer@service.example", "second@service.example"));
}

TEST(Queues, AreListedSortedOnceAndForEachHubInService) {
  EXPECT_THAT(test::sound()->queues(),
              testing::ElementsAre("team.both", "team.community_representative", "team.engineering",
                                   "team.hub_admin.hill.prod", "team.hub_admin.lake.prod",
                                   "team.hub_admin.lake.staging", "team.product", "team.support"));
  const auto per_community = with("name: \"Representatives of {community}\"", "queue: \"rep.{community}\"");
  EXPECT_THAT(per_community->queues(), testing::IsSupersetOf({"rep.hill", "rep.lake"}));
}

TEST(Producers, SpeakForWhatTheyAreListedFor) {
  const auto directory = test::sound();
  const Producer* lake = directory->producer(domain::ProducerId{"hub-lake"});
  ASSERT_NE(lake, nullptr);
  EXPECT_EQ(directory->producer(domain::ProducerId{"stranger"}), nullptr);
  EXPECT_TRUE(may_speak_for(*lake, domain::HubId{"lake/prod"}));
  EXPECT_TRUE(may_speak_for(*lake, domain::HubId{}));
  EXPECT_FALSE(may_speak_for(*lake, domain::HubId{"lakeside/prod"}));
  EXPECT_TRUE(may_tell(*lake, domain::EventKind::opened));
  EXPECT_FALSE(may_tell(*lake, domain::EventKind::resolved));
  EXPECT_TRUE(may_ask_for_answers_at(*lake, "reply.desk"));
  EXPECT_FALSE(may_ask_for_answers_at(*lake, "team.support"));
  EXPECT_FALSE(may_ask_for_answers_at(*directory->producer(domain::ProducerId{"guest"}), "reply.desk"))
      << "who lists none has none";
}

TEST(Producers, OnlyAlertsMeansNothingThatAPersonSays) {
  const Producer alerts{
      .user = domain::ProducerId{"a"}, .hubs = {}, .events = {"alert_*", "heartbeat"}, .reply_to = {}};
  const Producer mixed{
      .user = domain::ProducerId{"a"}, .hubs = {}, .events = {"alert_fired", "opened"}, .reply_to = {}};
  const Producer all{.user = domain::ProducerId{"a"}, .hubs = {}, .events = {"*"}, .reply_to = {}};
  const Producer none{.user = domain::ProducerId{"a"}, .hubs = {}, .events = {}, .reply_to = {}};
  EXPECT_TRUE(only_alerts(alerts));
  EXPECT_FALSE(only_alerts(mixed));
  EXPECT_FALSE(only_alerts(all));
  EXPECT_FALSE(only_alerts(none));
}

}  // namespace
}  // namespace triaged::directory

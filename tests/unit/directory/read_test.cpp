// From files to a directory: what is taken over, how files join, and which mistakes make none. The exact
// wording of each mistake is in tests/golden.
#include "reading.hpp"

namespace triaged::directory {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ReadDirectory, TakesOverWhatIsWritten) {
  const auto directory = test::sound();
  ASSERT_NE(directory, nullptr);
  EXPECT_EQ(directory->ladder().size(), 5U);
  EXPECT_EQ(directory->communities().size(), 2U);
  EXPECT_EQ(directory->hubs().size(), 4U);
  const Team* support = directory->team(domain::TeamId{"support"});
  ASSERT_NE(support, nullptr);
  EXPECT_EQ(support->name, "Support Team");
  EXPECT_EQ(support->queue, "team.support");
  EXPECT_EQ(support->format, domain::Format::json);
  EXPECT_EQ(support->rung, domain::Rung::support);
  EXPECT_EQ(directory->team(domain::TeamId{"product"})->name, "product");
  EXPECT_EQ(directory->team(domain::TeamId{"product"})->rung, std::nullopt);
  EXPECT_EQ(directory->team(domain::TeamId{"nobody"}), nullptr);
  const Hub* old = directory->hub(domain::HubId{"old/hill"});
  ASSERT_NE(old, nullptr);
  EXPECT_TRUE(old->retired);
  EXPECT_EQ(old->cluster, domain::ClusterId{"old"});
  EXPECT_EQ(old->community, domain::CommunityId{"hill"});
  EXPECT_EQ(directory->community(domain::CommunityId{"lake"})->hubs.size(), 2U);
  EXPECT_EQ(directory->community(domain::CommunityId{"sea"}), nullptr);
  EXPECT_NE(directory->digest(), domain::Digest{});
}

TEST(ReadDirectory, PerIsUnderstoodOfTheRungsThatHaveIt) {
  std::string text{test::kSound};
  text.erase(text.find("per: hub, "), 10);
  const auto reading = test::read_texts({text});
  ASSERT_NE(reading.directory, nullptr);
  EXPECT_EQ(reading.directory->team(domain::TeamId{"hub_admin"})->per, Per::hub);
}

TEST(ReadDirectory, FilesAreJoined) {
  const auto reading =
      test::read_texts({"ladder: [user, support]\nteams:\n  support: {members: [s]}\n",
                        "teams:\n  product: {members: [p]}\ncommunities:\n  - {id: a, hubs: [{id: a/x}]}\n",
                        "communities:\n  - {id: b, hubs: [{id: b/x}]}\nproducers: [{user: u, hubs: [a/x], "
                        "events: [opened]}]\n"});
  EXPECT_THAT(reading.faults, testing::IsEmpty());
  ASSERT_NE(reading.directory, nullptr);
  EXPECT_EQ(reading.directory->teams().size(), 2U);
  EXPECT_EQ(reading.directory->hubs().size(), 2U);
}

TEST(ReadDirectory, WhatStandsInTwoFilesIsReportedWithBothPlaces) {
  const auto reading = test::read_texts(
      {"ladder: [user, support]\nrepresentatives: {min: 0, max: 1}\nteams:\n  support: {members: [s]}\n"
       "communities: [{id: a, hubs: [{id: a/x}]}]\nproducers: [{user: u, hubs: [], events: []}]\n",
       "ladder: [user]\nrepresentatives: {}\nteams:\n  support: {}\ncommunities: [{id: a}, {id: b, hubs: "
       "[{id: "
       "a/x}]}]\nproducers: [{user: u, hubs: [], events: []}]\n"});
  EXPECT_EQ(reading.directory, nullptr);
  EXPECT_THAT(
      reading.faults,
      ElementsAre(
          "2.yaml:1:9: error: `ladder` stands in two files; 1.yaml:1:9 has it already; keep one of them",
          "2.yaml:2:18: error: `representatives` stands in two files; 1.yaml:2:18 has it already; "
          "keep one of them",
          "2.yaml:4:3: error: team `support` is described twice; 1.yaml:4:3 describes it already; "
          "keep one of them",
          "2.yaml:5:20: error: community `a` is described twice; 1.yaml:5:20 describes it already; "
          "keep one of them",
          "2.yaml:5:44: error: hub `a/x` is described twice; 1.yaml:5:35 describes it already; keep "
          "one of them",
          "2.yaml:6:20: error: producer `u` is described twice; 1.yaml:6:20 describes it already; "
          "keep one of them"));
}

TEST(ReadDirectory, TheDigestNamesTheMeaningOfTheFiles) {
  const std::string text{test::kSound};
  const auto digest = [](const std::string& of) { return test::read_texts({of}).directory->digest(); };
  EXPECT_EQ(digest(text), digest("# a comment\n" + text));
  std::string changed = text;
  changed.replace(changed.find("Support Team"), 12, "Help Desk");
  EXPECT_NE(digest(text), digest(changed));
}

TEST(ReadDirectory, AnEmptyDirectoryIsAnErrorAndNoFilesAreToo) {
  EXPECT_EQ(test::read_texts({""}).directory, nullptr);
  EXPECT_EQ(test::read_texts({}).directory, nullptr);
}

TEST(ReadDirectory, LongWaysRoundInTeamsOfTeamsAreFollowed) {
  std::string text = "ladder: [user]\ncommunities: []\nproducers: []\nteams:\n";
  for (int i = 0; i < 200; ++i)
    text.append("  t" + std::to_string(i) + ": {of: [t" + std::to_string((i + 1) % 200) + "]}\n");
  const auto reading = test::read_texts({text});
  EXPECT_EQ(reading.directory, nullptr);
  EXPECT_THAT(reading.faults.front(), HasSubstr("team `t0` is made of itself"));
}

TEST(ReadDirectory, QueuesThatMeetOnlyWhenFilledInAreFound) {
  std::string text{test::kSound};
  text.replace(text.find("product: {"), 10, "product: {queue: team.hub_admin.lake.prod, ");
  const auto reading = test::read_texts({text});
  EXPECT_EQ(reading.directory, nullptr);
  EXPECT_THAT(reading.faults,
              ElementsAre(HasSubstr("the queue `team.hub_admin.lake.prod` is already that of team "
                                    "`hub_admin`")));
}

TEST(ReadDirectory, UrlsAreTakenOrRefused) {
  const auto with_url = [](const std::string& url) {
    return test::read_texts(
        {"ladder: [user]\nteams: {}\nproducers: []\ncommunities: [{id: c, hubs: [{id: c/h, url: '" + url +
         "'}]}]\n"});
  };
  for (const char* good : {"https://a.example", "http://a.example:80/b?c", "https://localhost", ""})
    EXPECT_NE(with_url(good).directory, nullptr) << good;
  for (const char* bad :
       {"a.example", "ftp://a.example", "https://", "https:///x", "https://a b", "https://a..b", "https://.a",
        "https://a:x", "https://a:", "https://a:123456", "https://u@a"})
    EXPECT_EQ(with_url(bad).directory, nullptr) << bad;
}

}  // namespace
}  // namespace triaged::directory

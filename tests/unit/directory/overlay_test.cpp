// What hubs tell of their admins, over the files: as if the files said so, and by a name of its own.
#include <chrono>

#include "reading.hpp"

namespace triaged::directory {
namespace {

using domain::ActorId;
using domain::AdminTold;
using domain::HubId;
using domain::Rung;
using domain::TeamId;
using testing::ElementsAre;
using testing::IsEmpty;

AdminTold added(const char* hub, const char* admin) { return {HubId{hub}, ActorId{admin}, true}; }
AdminTold removed(const char* hub, const char* admin) { return {HubId{hub}, ActorId{admin}, false}; }

domain::Place at(const char* hub, const char* community) {
  domain::Place place;
  place.hub = HubId{hub};
  place.community = domain::CommunityId{community};
  return place;
}

class Overlay : public testing::Test {
 protected:
  std::shared_ptr<const Directory> with(std::vector<AdminTold> told) const {
    return files->with_admins(told);
  }
  static Rung standing(const Directory& directory, const char* actor, const char* hub) {
    return directory.standing(ActorId{actor}, HubId{hub}, {});
  }
  static bool in_team(const Directory& directory, const char* actor, const char* hub, const char* community) {
    return directory.speaker(ActorId{actor}, TeamId{"hub_admin"}, at(hub, community)).in_team;
  }
  static std::vector<std::string> admins(const Directory& directory, const char* hub) {
    std::vector<std::string> names;
    for (const auto& one : directory.admins(*directory.hub(HubId{hub}))) names.push_back(one.value);
    return names;
  }

  std::shared_ptr<const Directory> files = test::sound();
};

TEST_F(Overlay, WhoeverWasAddedStandsAsIfTheFilesNamedThem) {
  const auto directory = with({added("lake/prod", "new@lake.example")});
  EXPECT_EQ(standing(*directory, "new@lake.example", "lake/prod"), Rung::hub_admin);
  EXPECT_TRUE(in_team(*directory, "new@lake.example", "lake/prod", "lake"));
  EXPECT_THAT(admins(*directory, "lake/prod"),
              ElementsAre("admin@lake.example", "rep@lake.example", "new@lake.example"));
  const auto place = at("lake/prod", "lake");
  EXPECT_THAT(directory->people(*directory->team(TeamId{"hub_admin"}), place),
              testing::Contains(ActorId{"new@lake.example"}));
}

TEST_F(Overlay, ItIsAboutThatHubAndNoOther) {
  const auto directory = with({added("lake/prod", "new@lake.example")});
  EXPECT_EQ(standing(*directory, "new@lake.example", "lake/staging"), Rung::user);
  EXPECT_FALSE(in_team(*directory, "new@lake.example", "lake/staging", "lake"));
  EXPECT_THAT(admins(*directory, "lake/staging"), ElementsAre("admin@lake.example"));
}

TEST_F(Overlay, WhoeverWasRemovedIsAUserThereAndKeepsWhatElseTheyAre) {
  const auto directory =
      with({removed("lake/prod", "admin@lake.example"), removed("lake/prod", "rep@lake.example")});
  EXPECT_EQ(standing(*directory, "admin@lake.example", "lake/prod"), Rung::user);
  EXPECT_EQ(standing(*directory, "admin@lake.example", "lake/staging"), Rung::hub_admin);
  EXPECT_FALSE(in_team(*directory, "admin@lake.example", "lake/prod", "lake"));
  EXPECT_THAT(admins(*directory, "lake/prod"), IsEmpty());
  EXPECT_EQ(standing(*directory, "rep@lake.example", "lake/prod"), Rung::community_representative);
  EXPECT_TRUE(in_team(*directory, "rep@lake.example", "lake/prod", "lake"))
      << "representatives are their hubs' first admins whatever a hub says";
}

TEST_F(Overlay, AHubWithoutAdminsIsReachedOnceOneIsAddedAndNotOnceTheLastIsRemoved) {
  const auto nobody = with({removed("hill/prod", "admin@hill.example")});
  const auto place = at("hill/prod", "hill");
  const auto rung = [&](const Directory& directory) {
    return directory.reach_team(TeamId{"hub_admin"}, place, {}).reachability;
  };
  EXPECT_EQ(rung(*nobody), domain::Reachability::no_members);
  EXPECT_EQ(rung(*nobody->with_admins(std::vector{removed("hill/prod", "admin@hill.example"),
                                                  added("hill/prod", "x@hill.example")})),
            domain::Reachability::reachable);
  EXPECT_EQ(rung(*files), domain::Reachability::reachable) << "a snapshot does not change";
}

TEST_F(Overlay, AHubIsInferredFromItsNewAdminAndNotFromItsFormerOne) {
  domain::TicketEvent event;
  event.body = domain::Opened{};
  const auto hub_of = [&](const Directory& directory, const char* actor) {
    event.actor = ActorId{actor};
    return directory.locate(event).hub.value;
  };
  EXPECT_EQ(hub_of(*files, "new@hill.example"), "");
  EXPECT_EQ(hub_of(*with({added("hill/prod", "new@hill.example")}), "new@hill.example"), "hill/prod");
  EXPECT_EQ(hub_of(*files, "admin@hill.example"), "hill/prod");
  EXPECT_EQ(hub_of(*with({removed("hill/prod", "admin@hill.example")}), "admin@hill.example"), "");
  EXPECT_EQ(hub_of(*with({added("lake/prod", "admin@hill.example")}), "admin@hill.example"), "")
      << "of two hubs now";
}

TEST_F(Overlay, WhatTheFilesSayTooOrDoNotKnowMakesNoDifference) {
  const auto directory = with({added("lake/prod", "admin@lake.example"),
                               removed("lake/prod", "x@lake.example"), added("sea/prod", "x@sea.example")});
  EXPECT_THAT(directory->told(), IsEmpty());
  EXPECT_EQ(directory->told_text(), "");
  EXPECT_EQ(directory->digest(), files->digest());
}

TEST_F(Overlay, TheDigestNamesFilesAndOverlayAndNotTheOrderOrTheWay) {
  const auto one = added("lake/prod", "new@lake.example");
  const auto other = removed("hill/prod", "admin@hill.example");
  const auto both = with({one, other});
  EXPECT_NE(both->digest(), files->digest());
  EXPECT_NE(both->digest(), with({one})->digest());
  EXPECT_EQ(both->digest(), with({other, one})->digest());
  EXPECT_EQ(both->digest(), with({one})->with_admins(std::vector{one, other})->digest());
  EXPECT_EQ(both->digest_of_files(), files->digest());
  EXPECT_EQ(both->with_admins({})->digest(), files->digest());
  auto reading = test::read_texts({std::string{test::kSound} + "representatives: {min: 0, max: 9}\n"});
  ASSERT_NE(reading.directory, nullptr);
  EXPECT_NE(reading.directory->with_admins(std::vector{one, other})->digest(), both->digest());
}

TEST_F(Overlay, WhatIsWrittenIsReadAgain) {
  const auto directory = with({added("lake/prod", "a person 7 \"with\" blanks"), added("lake/prod", "x\ty"),
                               removed("hill/prod", "admin@hill.example")});
  ASSERT_TRUE(is_told_text(directory->told_text()));
  const auto read = read_told(directory->told_text());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->files, files->digest());
  EXPECT_THAT(read->told, testing::ElementsAreArray(directory->told()));
  EXPECT_EQ(files->with_admins(read->told)->digest(), directory->digest());
}

TEST_F(Overlay, ADamagedTextIsNotRead) {
  const std::string whole = with({added("lake/prod", "new@lake.example")})->told_text();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = read_told(std::string_view(whole).substr(0, size));
    EXPECT_TRUE(!read || read->told.empty()) << "cut at " << size;  // behind its first line it is whole again
  }
  for (const auto& [piece, with] : {std::pair{"sha256:", "sha255:"}, std::pair{"+ 9", "* 9"},
                                    std::pair{" 9 ", " 99999999999999999999999 "}, std::pair{" 9 ", " 900 "},
                                    std::pair{" 9 ", " -9 "}, std::pair{".example\n", ".example \n"}}) {
    std::string text = whole;
    ASSERT_NE(text.find(piece), std::string::npos) << piece;
    text.replace(text.find(piece), std::string_view(piece).size(), with);
    EXPECT_FALSE(read_told(text).has_value()) << text;
  }
  EXPECT_FALSE(is_told_text("# file 3 directory.yaml\n"));
}

// The engine lays the overlay anew between two decisions.
TEST(LargeOverlay, OverAThousandHubsIsLaidInMilliseconds) {
  Directory::Parts parts;
  parts.ladder.assign(domain::kLadder.begin(), domain::kLadder.end());
  std::vector<AdminTold> told;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "c" + std::to_string(i);
    parts.communities.push_back({.id = domain::CommunityId{name},
                                 .name = name,
                                 .representatives = {ActorId{"rep@" + name + ".example"}},
                                 .technical_contacts = {},
                                 .hubs = {HubId{name + "/prod"}}});
    parts.hubs.push_back({.id = HubId{name + "/prod"},
                          .cluster = domain::ClusterId{name},
                          .community = domain::CommunityId{name},
                          .url = "https://" + name + ".example",
                          .kind = domain::HubKind::production,
                          .retired = false,
                          .admins = {ActorId{"admin@" + name + ".example"}}});
    if (i % 10 == 0) told.push_back({HubId{name + "/prod"}, ActorId{"new@" + name + ".example"}, true});
  }
  const Directory files(std::move(parts));
  const auto begin = std::chrono::steady_clock::now();
  constexpr int kTimes = 20;
  for (int i = 0; i < kTimes; ++i) EXPECT_EQ(files.with_admins(told)->told().size(), told.size());
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  RecordProperty("milliseconds", std::to_string(took.count() / kTimes));
  EXPECT_LT(took.count() / kTimes, 20) << "generous, for slow builds on busy machines";
}

}  // namespace
}  // namespace triaged::directory

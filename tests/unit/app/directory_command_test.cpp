// `triaged directory` beside a store in which hubs have told of their admins.
#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/persist/sqlite_store.hpp>

#include "app/command.hpp"
#include "small_service.hpp"

namespace triaged::app {
namespace {

using testing::HasSubstr;
using testing::Not;

struct DirectoryCommand : testing::Test {
  SmallService service;
  std::istringstream in;
  std::ostringstream out, err;

  void told(const std::string& hub, const std::string& admin, bool present) const {
    auto opened = persist::SqliteStore::open(service.store().string());
    auto& store = *std::get<std::unique_ptr<persist::SqliteStore>>(opened);
    ports::Batch batch;
    batch.number = store.load()->last_batch + 1;
    batch.admins = {{.hub = domain::HubId(hub),
                     .admin = domain::ActorId(admin),
                     .present = present,
                     .at = *domain::from_rfc3339("2026-03-02T09:00:00Z"),
                     .by = domain::ProducerId("hub-north")}};
    ASSERT_EQ(store.commit(batch), ports::CommitResult::committed) << store.last_error();
  }
  Exit show(DirectoryOptions options, bool json = false) {
    out.str({});
    err.str({});
    if (options.store.empty()) options.store = service.store().string();
    return show_directory({.config = service.folder(), .json = json}, options, {in, out, err});
  }
  [[nodiscard]] boost::json::object said() const { return boost::json::parse(out.str()).as_object(); }
};

TEST_F(DirectoryCommand, MarksWhoWasAddedAndNamesWhoWasRemoved) {
  told("north/prod", "new@north.example", true);
  told("north/prod", "admin@north.example", false);
  ASSERT_EQ(show({.hub = "north/prod", .actor = {}, .store = {}}), Exit::ok) << err.str();
  EXPECT_THAT(out.str(),
              HasSubstr("hub_admin        new@north.example (added by the hub on 2026-03-02T09:00:00"));
  EXPECT_THAT(out.str(), HasSubstr("admin@north.example (removed by the hub on 2026-03-02T09:00:00"));
  ASSERT_EQ(show({.hub = "north/prod", .actor = {}, .store = {}}, true), Exit::ok);
  EXPECT_EQ(said().at("admins"), (boost::json::array{"new@north.example"}));
  EXPECT_EQ(said().at("told").as_array().size(), 2u);
  ASSERT_EQ(show({.hub = {}, .actor = {}, .store = {}}), Exit::ok);
  EXPECT_THAT(out.str(), HasSubstr("Admins told by their hubs"));
}

TEST_F(DirectoryCommand, SaysOfAPersonWhatTheyAreNowAndSince) {
  told("north/prod", "new@north.example", true);
  told("north/prod", "admin@north.example", false);
  ASSERT_EQ(show({.hub = {}, .actor = "new@north.example", .store = {}}), Exit::ok);
  EXPECT_THAT(out.str(), HasSubstr("new@north.example  (hub_admin)"));
  EXPECT_THAT(out.str(), HasSubstr("(added by the hub on"));
  ASSERT_EQ(show({.hub = {}, .actor = "admin@north.example", .store = {}}), Exit::ok);
  EXPECT_THAT(out.str(), HasSubstr("admin@north.example  (user)"));
  EXPECT_THAT(out.str(), HasSubstr("no_hub_admin"));
  EXPECT_THAT(out.str(), Not(HasSubstr("not in the directory")));
}

TEST_F(DirectoryCommand, SaysWhereTheFilesSayTheSameByNow) {
  told("north/prod", "admin@north.example", true);
  told("gone/prod", "somebody@gone.example", true);
  ASSERT_EQ(show({.hub = "north/prod", .actor = {}, .store = {}}), Exit::ok);
  EXPECT_THAT(out.str(), HasSubstr("; the files say the same"));
  ASSERT_EQ(show({.hub = "north/prod", .actor = {}, .store = {}}, true), Exit::ok);
  EXPECT_EQ(said().at("told").at(0).at("redundant"), true);
  ASSERT_EQ(show({.hub = {}, .actor = {}, .store = {}}), Exit::ok);
  EXPECT_THAT(out.str(), HasSubstr("; the files do not know the hub"));
}

TEST_F(DirectoryCommand, AStoreThatWasNamedMustBeThere) {
  EXPECT_EQ(show({.hub = {}, .actor = {}, .store = "/no/such/state.db"}), Exit::io);
  EXPECT_THAT(err.str(), HasSubstr("there is no such file"));
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace triaged::app

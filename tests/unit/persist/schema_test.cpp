// Versions of the file: each step once, in order, all or none.
#include "persist/schema.hpp"

#include <array>

#include "stores.hpp"

namespace triaged::test {
namespace {

using persist::Access;
using persist::Connection;
using persist::MigrationStep;

constexpr std::array kSteps{
    MigrationStep{.version = 1,
                  .sql = "CREATE TABLE words (word TEXT) STRICT; INSERT INTO words VALUES ('one')"},
    MigrationStep{.version = 2,
                  .sql = "ALTER TABLE words ADD COLUMN size INTEGER; UPDATE words SET size = 3"},
    MigrationStep{.version = 3, .sql = "INSERT INTO words VALUES ('three', 5)"},
};

struct Schema : testing::Test {
  StoreFile file;
  Connection connection{file.path, Access::create, std::chrono::milliseconds{0}};
};

TEST_F(Schema, AnOlderVersionIsBroughtUpToDateByTheStepsItLacks) {
  migrate(connection, std::span(kSteps).first(1));
  EXPECT_EQ(version_of(connection, kSteps), 1);
  connection.run("INSERT INTO words VALUES ('kept')");
  migrate(connection, kSteps);
  EXPECT_EQ(version_of(connection, kSteps), 3);
  EXPECT_EQ(connection.number("SELECT count(*) FROM words WHERE size = 3"), 2);
  EXPECT_EQ(connection.number("SELECT count(*) FROM words"), 3);
}

TEST_F(Schema, MigratingAgainChangesNothing) {
  migrate(connection, kSteps);
  migrate(connection, kSteps);
  EXPECT_EQ(connection.number("SELECT count(*) FROM words"), 2);
}

TEST_F(Schema, AStepThatFailsLeavesTheFileAsItWas) {
  migrate(connection, std::span(kSteps).first(1));
  std::array broken = kSteps;
  broken[2].sql = "INSERT INTO no_such_table VALUES (1)";
  EXPECT_THROW(migrate(connection, broken), persist::Failure);
  EXPECT_EQ(version_of(connection, broken), 1);
  EXPECT_THROW((void)connection.number("SELECT size FROM words"), persist::Failure)
      << "step 2 was taken back, too";
}

TEST_F(Schema, TheFileBearsOurMarkAndEveryTableIsStrict) {
  persist::migrate(connection);
  EXPECT_EQ(connection.number("PRAGMA application_id"), persist::kApplicationId);
  EXPECT_EQ(connection.number("PRAGMA user_version"), persist::migration_steps().back().version);
  EXPECT_EQ(
      connection.number("SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict AND "
                        "name NOT LIKE 'sqlite_%'"),
      0);
}

TEST_F(Schema, AStoreOfSchema3IsOpenedKeepsItsTicketsAndTakesAdmins) {
  migrate(connection, persist::migration_steps().first(3));
  connection.run("INSERT INTO tickets VALUES (1, 'FD-1', 1, 1, 0, x'00', 0)");
  const auto store = file.open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->version_found(), 3);
  EXPECT_EQ(persist::SqliteStore::version_of_this_program(), persist::migration_steps().back().version);
  ports::Batch batch;
  batch.number = 1;
  batch.admins = {{.hub = domain::HubId("north/prod"),
                   .admin = domain::ActorId("ada"),
                   .present = false,
                   .at = at(1),
                   .by = domain::ProducerId("hub-north")}};
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed) << store->last_error();
  const auto image = store->load();
  ASSERT_TRUE(image.has_value()) << store->last_error();
  EXPECT_EQ(image->open_tickets.size(), 1U);
  EXPECT_EQ(image->admins, batch.admins);
}

TEST_F(Schema, AStoreOfSchema4IsOpenedKeepsItsAdminsAndTakesIncidents) {
  migrate(connection, persist::migration_steps().first(4));
  connection.run(
      "INSERT INTO tickets VALUES (1, 'FD-1', 1, 1, 0, x'00', 0);"
      "INSERT INTO admins VALUES ('north/prod', 'ada', 1, 0, 'hub-north');");
  const auto store = file.open();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->version_found(), 4);
  ports::Batch batch;
  batch.number = 1;
  batch.incidents = {{.id = domain::IncidentId("INC-1"), .version = 1, .open = true, .payload = "an outage"}};
  batch.silences = {{.id = domain::SilenceId("drill"), .open = true, .payload = "planned"}};
  batch.heartbeats = {
      {.name = "Watchdog", .cluster = domain::ClusterId("north"), .last = at(1), .missed = false}};
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed) << store->last_error();
  const auto image = store->load();
  ASSERT_TRUE(image.has_value()) << store->last_error();
  EXPECT_EQ(image->open_tickets.size(), 1U);
  EXPECT_EQ(image->admins.size(), 1U);
  EXPECT_EQ(image->open_incidents.size(), 1U);
  EXPECT_EQ(image->last_incident, 1U);
  EXPECT_EQ(image->open_silences.size(), 1U);
  EXPECT_EQ(image->heartbeats, batch.heartbeats);
}

TEST_F(Schema, ANewStoreIsOfNoVersionBefore) { EXPECT_EQ(file.open()->version_found(), 0); }

TEST_F(Schema, TheStepsRiseOneByOne) {
  int version = 0;
  for (const MigrationStep& step : persist::migration_steps()) EXPECT_EQ(step.version, ++version);
}

}  // namespace
}  // namespace triaged::test

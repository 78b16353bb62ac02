// The way to a ticket's opening: found for the stores of before it was kept, short however long the history,
// and never taken to a row that is not the ticket's own.
#include "persist/connection.hpp"
#include "persist/schema.hpp"
#include "stores.hpp"

namespace triaged::test {
namespace {

using persist::Access;
using persist::Connection;

constexpr std::chrono::milliseconds kNoWait{0};

// As the programs of before schema 3 left it: FD-1 with an event refused before its opening, one after it and
// one applied; FD-2 never opened; FD-3 closed, its rows between those of the others.
constexpr const char* kRowsOfVersion2 = R"sql(
INSERT INTO tickets SELECT column1, column2, column3, column4, column5, CAST(column6 AS BLOB) FROM (
  VALUES (1, 'FD-1', 2, 1, 6, 'state one'), (2, 'FD-2', 0, 0, 2, ''), (3, 'FD-3', 2, 0, 7, 'state three'));
INSERT INTO history SELECT column1, column2, column3, column4, column5, CAST(column6 AS BLOB) FROM (
  VALUES (1, 'FD-1', 0, 10, 0, 'too early'),    (2, 'FD-2', 0, 20, 0, 'unknown ticket'),
         (3, 'FD-1', 1, 30, 1, 'opened one'),   (4, 'FD-3', 1, 40, 0, 'opened three'),
         (5, 'FD-1', 1, 50, 3, 'refused'),      (6, 'FD-1', 2, 60, 5, 'applied'),
         (7, 'FD-3', 2, 70, 4, 'closed'));
INSERT INTO parked VALUES (1, zeroblob(32), 'invalid_field', 'detail', 80, 9, x'00');
UPDATE meta SET last_batch = 5, last_sequence = 3, received = 8, applied = 4, refused = 3, parked = 1;
)sql";

struct OldStore : StoreFile {
  OldStore() {
    Connection old(path, Access::create, kNoWait);
    migrate(old, persist::migration_steps().first(2));
    old.run(kRowsOfVersion2);
  }
};

std::vector<ports::HistoryRow> openings(persist::SqliteStore& store, std::vector<domain::TicketId> ids) {
  auto found = store.fetch({.openings = std::move(ids)});
  EXPECT_TRUE(found.has_value()) << store.last_error();
  return found ? std::move(found->openings) : std::vector<ports::HistoryRow>{};
}

TEST(Openings, OfAStoreOfSchema2AreFoundOnceItIsOpened) {
  const OldStore file;
  const auto store = file.open();
  ASSERT_NE(store, nullptr);
  const auto found = openings(*store, {ticket_id(1), ticket_id(2), ticket_id(3)});
  EXPECT_THAT(payloads(found), testing::ElementsAre("opened one", "opened three"));
  EXPECT_EQ(found.at(0).at.time_since_epoch().count(), 30);
}

TEST(Openings, OfAnOldStoreStayAsItsTicketsGoOn) {
  const OldStore file;
  {
    const auto store = file.open();
    ASSERT_NE(store, nullptr);
    ports::Batch batch;
    batch.number = 6;
    batch.tickets = {open_ticket(1, 3), open_ticket(2, 1)};
    batch.history = {history(1, 3, "goes on"), history(2, 1, "opened two"), history(3, 2, "refused")};
    ASSERT_EQ(store->commit(batch), ports::CommitResult::committed) << store->last_error();
  }
  const auto store = file.open();
  EXPECT_THAT(payloads(openings(*store, {ticket_id(1), ticket_id(2), ticket_id(3)})),
              testing::ElementsAre("opened one", "opened two", "opened three"));
}

TEST(Openings, NothingElseOfAnOldStoreChangesWhenItIsBroughtUpToDate) {
  const OldStore file;
  EXPECT_EQ(std::get<0>(persist::Reader(file.path).history(ticket_id(1))).size(), 4U) << "read as it is";
  const auto store = file.open();
  ASSERT_NE(store, nullptr);
  const auto image = store->load();
  ASSERT_TRUE(image.has_value()) << store->last_error();
  EXPECT_EQ(image->last_batch, 5U);
  EXPECT_EQ(image->last_sequence, 3U);
  EXPECT_EQ(image->counters,
            (ports::Counters{.received = 8, .applied = 4, .refused = 3, .early = 0, .parked = 1}));
  ASSERT_EQ(image->open_tickets.size(), 1U);
  EXPECT_EQ(image->open_tickets[0].version, 2U);
  EXPECT_EQ(image->open_tickets[0].payload, "state one");
  EXPECT_THAT(image->closed, testing::ElementsAre(ticket_id(3)));
  EXPECT_EQ(image->parked.size(), 1U);
  EXPECT_TRUE(image->early.empty());
  EXPECT_THAT(payloads(std::get<0>(persist::Reader(file.path).history(ticket_id(1)))),
              testing::ElementsAre("too early", "opened one", "refused", "applied"));
}

TEST(Openings, AChainThatTurnsBackOnItselfIsNotWalkedForEver) {
  const OldStore file;
  Connection(file.path, Access::existing, kNoWait).run("UPDATE history SET previous = 6 WHERE number = 3");
  EXPECT_THAT(payloads(openings(*file.open(), {ticket_id(1), ticket_id(3)})),
              testing::ElementsAre("opened one", "opened three"));
}

TEST(Openings, AreFoundWithoutWalkingTheHistory) {
  const StoreFile file;
  {
    const auto store = file.open();
    for (std::uint32_t version = 1; version <= 20; ++version) {
      ports::Batch batch;
      batch.number = version;
      batch.tickets = {open_ticket(1, version)};
      batch.history = {history(1, version, std::to_string(version))};
      ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
    }
  }
  Connection(file.path, Access::existing, kNoWait).run("DELETE FROM history WHERE version BETWEEN 2 AND 19");
  EXPECT_THAT(payloads(openings(*file.open(), {ticket_id(1)})), testing::ElementsAre("1"));
}

TEST(Openings, ATicketThatNamesAnothersRowAsItsOpeningIsDamage) {
  for (const int row : {2, 4, 5, 99}) {  // of another ticket twice, not of version 1, of none
    const OldStore file;
    (void)file.open();
    Connection(file.path, Access::existing, kNoWait)
        .run("UPDATE history SET version = 2 WHERE number = 5; UPDATE tickets SET first_history = " +
             std::to_string(row) + " WHERE id = 'FD-1'");
    const auto store = file.open();
    EXPECT_FALSE(store->fetch({.openings = {ticket_id(1)}}).has_value()) << row;
    EXPECT_THAT(store->last_error(), testing::HasSubstr("FD-1"));
    EXPECT_THAT(store->last_error(), testing::HasSubstr("row " + std::to_string(row) + " of history"));
  }
}

}  // namespace
}  // namespace triaged::test

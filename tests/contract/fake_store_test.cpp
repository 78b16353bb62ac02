// The fake passes the suite, and fails in the ways that the simulation orders.
#include "support/fake_store.hpp"

#include "contract/admins_contract.hpp"
#include "contract/durability_contract.hpp"
#include "contract/early_contract.hpp"
#include "contract/incidents_contract.hpp"
#include "contract/openings_contract.hpp"
#include "contract/store_contract.hpp"

namespace triaged::test {
namespace {

struct FakeBackend {
  FakeStore fake;

  ports::Store& store() { return fake; }
  void restart() { fake.restart(); }
  void crash() { fake.crash(); }
  void break_store() { fake.fail_next_commit(CommitFault::lost); }
  void mend() {}
  std::vector<ports::HistoryRow> history(const domain::TicketId& id) {
    std::vector<ports::HistoryRow> rows;
    std::ranges::copy_if(fake.disk().history, std::back_inserter(rows),
                         [&](const ports::HistoryRow& row) { return row.ticket == id; });
    return rows;
  }
  std::optional<ports::ParkedRow> parked(const domain::Digest& key) {
    const auto found = fake.disk().parked.find(key);
    return found == fake.disk().parked.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<domain::Bytes> document(const ports::DocumentKey& key) {
    const auto found = fake.disk().documents.find(key);
    return found == fake.disk().documents.end() ? std::nullopt : std::optional(found->second.source);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, StoreContract, FakeBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Fake, AdminsContract, FakeBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Fake, DurabilityContract, FakeBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Fake, EarlyContract, FakeBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Fake, IncidentsContract, FakeBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Fake, OpeningsContract, FakeBackend);

ports::Batch first_batch() {
  ports::Batch batch;
  batch.number = 1;
  add_opened(batch, 1, 1);
  batch.early = {early(2, 9)};
  batch.counters += {.received = 1, .early = 1};
  return batch;
}

TEST(FakeStore, AnUnknownCommitThatWasStoredIsFoundByReopen) {
  FakeStore store;
  store.fail_next_commit(CommitFault::stored);
  EXPECT_EQ(store.commit(first_batch()), ports::CommitResult::unknown);
  EXPECT_EQ(store.reopen(), 1U);
  const auto image = store.load();
  ASSERT_TRUE(image.has_value());
  EXPECT_EQ(image->open_tickets.size(), 1U);
  EXPECT_THAT(early_keys(*image), testing::ElementsAre(digest(2)));
  EXPECT_EQ(image->counters.early, 1);
  EXPECT_EQ(store.fetch({.openings = {ticket_id(1)}})->openings.size(), 1U);
}

TEST(FakeStore, AnUnknownCommitMayBeAbsentAfterAReopenAndPresentAfterACrash) {
  FakeStore reopened;
  FakeStore crashed;
  for (FakeStore* store : {&reopened, &crashed}) {
    store->fail_next_commit(CommitFault::stored_if_crashed);
    EXPECT_EQ(store->commit(first_batch()), ports::CommitResult::unknown);
  }
  EXPECT_EQ(reopened.reopen(), 0U);
  crashed.crash();
  EXPECT_EQ(crashed.load()->last_batch, 1U);
  EXPECT_EQ(crashed.load()->early.size(), 1U);
  EXPECT_TRUE(reopened.load()->early.empty());
  reopened.crash();
  EXPECT_EQ(reopened.load()->last_batch, 0U) << "the reopen settled it";
}

TEST(FakeStore, ACrashDropsTheCommitThatIsUnderWay) {
  FakeStore store;
  store.start(first_batch());
  EXPECT_TRUE(store.under_way());
  store.crash();
  EXPECT_FALSE(store.under_way());
  EXPECT_EQ(store.load()->last_batch, 0U);
  EXPECT_EQ(store.commit(first_batch()), ports::CommitResult::committed);
}

TEST(FakeStore, ACommitIsStoredWhenItsSecondHalfIsDone) {
  FakeStore store;
  store.start(first_batch());
  EXPECT_EQ(store.disk().last_batch, 0U);
  EXPECT_EQ(store.finish(), ports::CommitResult::committed);
  EXPECT_EQ(store.disk().last_batch, 1U);
}

TEST(FakeStore, ReadsAndReopensFailWhenOrderedOnceEach) {
  FakeStore store;
  store.fail_next_fetch();
  EXPECT_FALSE(store.fetch({}).has_value());
  store.fail_next_reopen();
  EXPECT_FALSE(store.reopen().has_value());
  EXPECT_FALSE(store.load().has_value()) << "still closed";
  EXPECT_EQ(store.reopen(), 0U);
  store.fail_next_load();
  EXPECT_FALSE(store.load().has_value());
  EXPECT_EQ(store.reopen(), 0U);
  EXPECT_TRUE(store.load().has_value());
}

}  // namespace
}  // namespace triaged::test

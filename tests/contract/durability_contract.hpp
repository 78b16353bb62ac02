// What a ports::Store must be like after restarts, crashes and failed commits: all of a batch or nothing of
// it. For the same backends as store_contract.hpp.
#pragma once

#include "contract/store_contract.hpp"

namespace triaged::test {

template <class Backend>
class DurabilityContract : public StoreContract<Backend> {};

TYPED_TEST_SUITE_P(DurabilityContract);

TYPED_TEST_P(DurabilityContract, WhatWasCommittedIsThereAfterARestartAndAfterACrash) {
  ports::Batch batch;
  add_opened(batch, 1, 1);
  batch.parked = {parked(50)};
  batch.attempts = {digest(60)};
  batch.early = {early(70, 7)};
  this->committed(batch);
  for (const bool crash : {false, true}) {
    crash ? this->backend.crash() : this->backend.restart();
    const ports::Image image = this->image();
    EXPECT_EQ(image.last_batch, 1U);
    ASSERT_EQ(image.open_tickets.size(), 1U);
    EXPECT_EQ(image.open_tickets[0].id, ticket_id(1));
    EXPECT_EQ(image.open_tickets[0].version, 1U);
    EXPECT_TRUE(image.open_tickets[0].open);
    EXPECT_EQ(image.open_tickets[0].payload, batch.tickets[0].payload);
    ASSERT_EQ(image.outbox.size(), 1U);
    EXPECT_EQ(image.outbox[0].queue, "team.support");
    EXPECT_EQ(image.outbox[0].message, batch.outbox[0].message);
    EXPECT_THAT(image.seen, testing::ElementsAre(digest(1)));
    EXPECT_THAT(image.parked, testing::ElementsAre(digest(50)));
    EXPECT_THAT(image.attempts, testing::ElementsAre(testing::Pair(digest(60), 1U)));
    EXPECT_THAT(early_keys(image), testing::ElementsAre(digest(70)));
    EXPECT_EQ(image.counters, batch.counters);
    EXPECT_EQ(this->recalled({.openings = {ticket_id(1)}}).openings.size(), 1U);
    EXPECT_THAT(payloads(this->backend.history(ticket_id(1))),
                testing::ElementsAre(batch.history[0].payload));
  }
}

TYPED_TEST_P(DurabilityContract, ACrashIsToldAndAProperCloseIsNot) {
  this->committed({});
  this->backend.crash();
  EXPECT_TRUE(this->image().crashed);
  ASSERT_TRUE(this->backend.store().reopen().has_value());
  EXPECT_TRUE(this->image().crashed) << "a reopen does not undo what was found at the start";
  this->backend.restart();
  EXPECT_FALSE(this->image().crashed);
}

TYPED_TEST_P(DurabilityContract, ABatchOfTenThousandTicketsIsOneCommit) {
  constexpr std::uint64_t kMany = 10'000;
  ports::Batch batch;
  for (std::uint64_t n = 1; n <= kMany; ++n) add_opened(batch, n * 7919 % 100'003, n);
  this->committed(batch);
  this->backend.crash();
  const ports::Image image = this->image();
  EXPECT_EQ(image.last_batch, 1U);
  EXPECT_EQ(image.last_sequence, kMany);
  EXPECT_EQ(image.open_tickets.size(), kMany);
  EXPECT_EQ(image.outbox.size(), kMany);
  EXPECT_EQ(image.seen.size(), kMany);
  EXPECT_EQ(image.counters.received, kMany);
}

TYPED_TEST_P(DurabilityContract, AnEmptyBatchCounts) {
  this->committed({});
  this->committed({});
  this->backend.restart();
  EXPECT_EQ(this->image().last_batch, 2U);
}

TYPED_TEST_P(DurabilityContract, ABatchOutOfTurnIsAProgrammingErrorAndChangesNothing) {
  ports::Batch batch;
  add_opened(batch, 1, 1);
  for (const std::uint64_t number : {0U, 2U, 3U}) {
    batch.number = number;
    EXPECT_THROW((void)this->backend.store().commit(batch), std::logic_error) << number;
  }
  batch.tickets[0].version = 0;
  batch.number = 1;
  EXPECT_THROW((void)this->backend.store().commit(batch), std::logic_error)
      << "a ticket begins with version 1";
  EXPECT_EQ(this->image().last_batch, 0U);
  EXPECT_TRUE(this->image().open_tickets.empty());
  batch.tickets[0].version = 1;
  this->committed(batch);
}

TYPED_TEST_P(DurabilityContract, AFailedCommitLeavesNothingOfItself) {
  ports::Batch batch;
  add_opened(batch, 1, 1);
  batch.early = {early(6, 2)};
  batch.counters += {.received = 1, .early = 1};
  this->committed(batch);
  this->backend.break_store();
  batch = {};
  add_opened(batch, 2, 2);
  batch.tickets.push_back(open_ticket(1, 2));
  batch.history.push_back(history(1, 2, "never happened"));
  batch.parked = {parked(3)};
  batch.outbox_done = {1};
  batch.attempts = {digest(4)};
  batch.early = {early(7, 3)};
  batch.early_done = {digest(6)};
  batch.documents = {rules_document(5, "rules")};
  batch.in_force = ports::InForce{.rules = digest(5), .directory = {}, .policy = {}};
  ASSERT_EQ(this->commit(batch), ports::CommitResult::unknown);
  this->backend.mend();
  EXPECT_EQ(this->backend.store().reopen(), 1U);
  const ports::Image image = this->image();
  ASSERT_EQ(image.open_tickets.size(), 1U);
  EXPECT_EQ(image.open_tickets[0].version, 1U);
  EXPECT_THAT(sequences(image), testing::ElementsAre(1));
  EXPECT_EQ(image.last_sequence, 1U);
  EXPECT_EQ(image.seen.size(), 1U);
  EXPECT_TRUE(image.parked.empty() && image.attempts.empty() && image.documents.empty());
  EXPECT_EQ(image.in_force, std::nullopt);
  EXPECT_THAT(early_keys(image), testing::ElementsAre(digest(6)));
  EXPECT_EQ(image.counters.received, 2U);
  EXPECT_EQ(image.counters.early, 1);
  EXPECT_EQ(this->backend.history(ticket_id(1)).size(), 1U);
  const ports::Recall opening{.openings = {ticket_id(2)}};
  EXPECT_TRUE(this->recalled(opening).openings.empty());
  this->committed(batch);  // the same again, after memory was rebuilt
  EXPECT_EQ(this->image().counters.received, 3U);
  EXPECT_THAT(early_keys(this->image()), testing::ElementsAre(digest(7)));
  EXPECT_EQ(this->backend.history(ticket_id(1)).size(), 2U);
  EXPECT_EQ(this->recalled(opening).openings.size(), 1U);
}

TYPED_TEST_P(DurabilityContract, AfterAnUnknownCommitEveryCallFailsUntilReopen) {
  this->committed({});
  this->backend.break_store();
  ASSERT_EQ(this->commit({}), ports::CommitResult::unknown);
  EXPECT_NE(this->backend.store().last_error(), "");
  this->backend.mend();
  const std::string why = this->backend.store().last_error();
  EXPECT_EQ(this->commit({}), ports::CommitResult::unknown);
  EXPECT_FALSE(this->backend.store().fetch({}).has_value());
  EXPECT_FALSE(this->backend.store().load().has_value());
  EXPECT_EQ(this->backend.store().last_error(), why);
  EXPECT_EQ(this->backend.store().reopen(), 1U);
  EXPECT_TRUE(this->backend.store().fetch({}).has_value());
  EXPECT_TRUE(this->backend.store().load().has_value());
  this->committed({});
}

TYPED_TEST_P(DurabilityContract, ReopenReturnsTheLastBatchAndKeepsEverything) {
  EXPECT_EQ(this->backend.store().reopen(), 0U);
  for (std::uint64_t n = 1; n <= 5; ++n) {
    ports::Batch batch;
    add_opened(batch, n, n);
    this->committed(batch);
    EXPECT_EQ(this->backend.store().reopen(), n);
  }
  const ports::Image image = this->image();
  EXPECT_EQ(image.open_tickets.size(), 5U);
  EXPECT_EQ(image.last_sequence, 5U);
  EXPECT_EQ(this->recalled({.tickets = {ticket_id(3)}, .seen = {digest(4)}}).seen.size(), 1U);
}

REGISTER_TYPED_TEST_SUITE_P(DurabilityContract, WhatWasCommittedIsThereAfterARestartAndAfterACrash,
                            ACrashIsToldAndAProperCloseIsNot, ABatchOfTenThousandTicketsIsOneCommit,
                            AnEmptyBatchCounts, ABatchOutOfTurnIsAProgrammingErrorAndChangesNothing,
                            AFailedCommitLeavesNothingOfItself, AfterAnUnknownCommitEveryCallFailsUntilReopen,
                            ReopenReturnsTheLastBatchAndKeepsEverything);

}  // namespace triaged::test

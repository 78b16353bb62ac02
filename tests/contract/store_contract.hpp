// What every ports::Store must keep and give back; durability_contract.hpp says what must outlive failures,
// openings_contract.hpp and early_contract.hpp what it owes of those two. A backend gives the suite a store
// and the few things the port itself has not:
//   ports::Store& store();
//   void restart();                      closed properly and opened by another process
//   void crash();                        the process ends as it stands; another one opens what it left
//   void break_store(); void mend();     between the two, commits fail and nothing of them is stored
//   std::vector<ports::HistoryRow> history(const domain::TicketId&);    oldest first
//   std::optional<ports::ParkedRow> parked(const domain::Digest&);
//   std::optional<domain::Bytes> document(const ports::DocumentKey&);
// Instantiate with INSTANTIATE_TYPED_TEST_SUITE_P(<Name>, StoreContract, <Backend>).
#pragma once

#include <stdexcept>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/rows.hpp"

namespace triaged::test {

template <class Backend>
class StoreContract : public testing::Test {
 protected:
  // Fills in the number and commits.
  ports::CommitResult commit(ports::Batch batch) {
    batch.number = last_ + 1;
    const ports::CommitResult result = backend.store().commit(batch);
    if (result == ports::CommitResult::committed) ++last_;
    return result;
  }
  void committed(ports::Batch batch) {
    ASSERT_EQ(commit(std::move(batch)), ports::CommitResult::committed) << backend.store().last_error();
  }
  ports::Image image() {
    auto loaded = backend.store().load();
    EXPECT_TRUE(loaded.has_value()) << backend.store().last_error();
    return loaded ? *std::move(loaded) : ports::Image{};
  }
  ports::Recalled recalled(ports::Recall keys) {
    auto found = backend.store().fetch(keys);
    EXPECT_TRUE(found.has_value()) << backend.store().last_error();
    return found ? *std::move(found) : ports::Recalled{};
  }

  Backend backend;
  std::uint64_t last_ = 0;
};

TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, ANewStoreIsEmptyAndOfTheFirstEpoch) {
  const ports::Image image = this->image();
  EXPECT_EQ(image.last_batch, 0U);
  EXPECT_EQ(image.last_sequence, 0U);
  EXPECT_EQ(image.epoch, 1U);
  EXPECT_EQ(image.counters, ports::Counters{});
  EXPECT_TRUE(image.open_tickets.empty() && image.closed.empty() && image.outbox.empty());
  EXPECT_TRUE(image.seen.empty() && image.parked.empty() && image.attempts.empty());
  EXPECT_TRUE(image.documents.empty() && image.early.empty());
  EXPECT_EQ(image.in_force, std::nullopt);
  EXPECT_FALSE(image.crashed);
}

TYPED_TEST_P(StoreContract, ATicketIsReplacedByItsLaterVersion) {
  ports::Batch first;
  first.tickets = {open_ticket(1, 1, "one"), open_ticket(2, 1, "other")};
  this->committed(first);
  ports::Batch second;
  second.tickets = {open_ticket(1, 2, "two")};
  this->committed(second);
  const ports::Recalled found = this->recalled({.tickets = {ticket_id(1), ticket_id(2)}, .seen = {}});
  ASSERT_EQ(found.tickets.size(), 2U);
  EXPECT_EQ(found.tickets[0].version, 2U);
  EXPECT_EQ(found.tickets[0].payload, "two");
  EXPECT_EQ(found.tickets[1].version, 1U);
  EXPECT_EQ(found.tickets[1].payload, "other");
  EXPECT_EQ(this->image().open_tickets.size(), 2U);
}

TYPED_TEST_P(StoreContract, OfTwoVersionsInOneBatchTheLastIsKept) {
  ports::Batch batch;
  batch.tickets = {open_ticket(1, 1, "one"), open_ticket(1, 2, "two")};
  this->committed(batch);
  this->backend.restart();
  const ports::Image image = this->image();
  ASSERT_EQ(image.open_tickets.size(), 1U);
  EXPECT_EQ(image.open_tickets[0].payload, "two");
}

TYPED_TEST_P(StoreContract, OpenTicketsComeWholeAndClosedOnesByIdOnly) {
  ports::Batch batch;
  batch.tickets = {open_ticket(1), closed_ticket(2), open_ticket(3)};
  this->committed(batch);
  batch = {};
  batch.tickets = {closed_ticket(3), open_ticket(2, 3)};  // the one closes, the other comes back
  this->committed(batch);
  const ports::Image image = this->image();
  ASSERT_EQ(image.open_tickets.size(), 2U);
  EXPECT_THAT(image.closed, testing::ElementsAre(ticket_id(3)));
  const ports::Recalled found = this->recalled({.tickets = {ticket_id(3)}, .seen = {}});
  ASSERT_EQ(found.tickets.size(), 1U);
  EXPECT_FALSE(found.tickets[0].open);
  EXPECT_EQ(found.tickets[0].payload, "closed");
}

TYPED_TEST_P(StoreContract, HistoryIsKeptInTheOrderOfItsCommitsEachTicketForItself) {
  ports::Batch batch;
  batch.tickets = {open_ticket(1), open_ticket(2)};
  batch.history = {history(1, 1, "a"), history(2, 1, "x"), history(1, 2, "b")};
  this->committed(batch);
  batch = {};
  batch.history = {history(1, 2, "refused, so without a ticket row")};
  this->committed(batch);
  batch = {};
  batch.tickets = {open_ticket(1, 3)};
  batch.history = {history(1, 3, "c")};
  this->backend.restart();
  this->committed(batch);
  const auto rows = this->backend.history(ticket_id(1));
  EXPECT_THAT(payloads(rows), testing::ElementsAre("a", "b", "refused, so without a ticket row", "c"));
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.back().version, 3U);
  EXPECT_EQ(rows.back().at, at(3));
  EXPECT_THAT(payloads(this->backend.history(ticket_id(2))), testing::ElementsAre("x"));
  EXPECT_TRUE(this->backend.history(ticket_id(3)).empty());
}

TYPED_TEST_P(StoreContract, HistoryOfATicketThatNeverOpenedMakesNoTicket) {
  ports::Batch batch;
  batch.history = {history(1, 0, "unknown ticket")};
  this->committed(batch);
  for (int i = 0; i < 2; ++i) {
    const ports::Image image = this->image();
    EXPECT_TRUE(image.open_tickets.empty() && image.closed.empty());
    EXPECT_TRUE(this->recalled({.tickets = {ticket_id(1)}, .seen = {}}).tickets.empty());
    this->backend.restart();
  }
  batch = {};
  batch.tickets = {open_ticket(1)};
  batch.history = {history(1, 1, "opened after all")};
  this->committed(batch);
  EXPECT_EQ(this->image().open_tickets.size(), 1U);
  EXPECT_THAT(payloads(this->backend.history(ticket_id(1))),
              testing::ElementsAre("unknown ticket", "opened after all"));
}

TYPED_TEST_P(StoreContract, TheFirstContentOfASeenKeyIsKept) {
  ports::Batch batch;
  batch.seen = {seen(1, 100), seen(1, 101), seen(2, 200)};
  this->committed(batch);
  batch = {};
  batch.seen = {seen(1, 102), seen(3, 300)};
  this->committed(batch);
  this->backend.restart();
  batch.seen = {seen(2, 201)};
  this->committed(batch);
  const ports::Recalled found = this->recalled({.tickets = {}, .seen = {digest(1), digest(2), digest(3)}});
  ASSERT_EQ(found.seen.size(), 3U);
  EXPECT_EQ(found.seen[0].content, digest(100));
  EXPECT_EQ(found.seen[0].at, at(7));
  EXPECT_EQ(found.seen[1].content, digest(200));
  EXPECT_EQ(found.seen[2].content, digest(300));
  EXPECT_THAT(this->image().seen, testing::UnorderedElementsAre(digest(1), digest(2), digest(3)));
}

TYPED_TEST_P(StoreContract, KeysThatBeginAlikeAreTwoKeys) {
  domain::Digest twin = digest(1);
  twin.octets.back() ^= 1;
  ports::Batch batch;
  batch.seen = {seen(1, 100), {.key = twin, .content = digest(200), .at = at(1)}};
  this->committed(batch);
  const ports::Recalled found = this->recalled({.tickets = {}, .seen = {twin, digest(1)}});
  ASSERT_EQ(found.seen.size(), 2U);
  EXPECT_EQ(found.seen[0].content, digest(200));
  EXPECT_EQ(found.seen[1].content, digest(100));
}

TYPED_TEST_P(StoreContract, TheFirstMessageParkedUnderAKeyIsKeptWhole) {
  ports::Batch batch;
  batch.parked = {parked(1, "first"), parked(1, "again in the same batch")};
  this->committed(batch);
  batch.parked = {parked(1, "again"), parked(2)};
  this->committed(batch);
  EXPECT_THAT(this->image().parked, testing::UnorderedElementsAre(digest(1), digest(2)));
  const auto row = this->backend.parked(digest(1));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->detail, "first");
  EXPECT_EQ(row->reason, domain::ParkReason::invalid_field);
  EXPECT_EQ(row->at, at(9));
  EXPECT_EQ(row->full_size, 3ULL << 30);
  EXPECT_EQ(row->message, "original bytes");
}

TYPED_TEST_P(StoreContract, TheOutboxKeepsItsOrderAndLosesWhatIsDone) {
  ports::Batch batch;
  for (std::uint64_t sequence = 1; sequence <= 9; ++sequence) batch.outbox.push_back(notice(sequence));
  this->committed(batch);
  batch = {};
  batch.outbox_done = {7, 2, 3, 3, 99, 1, 9};  // as lanes confirm: in any order; unknown ones are ignored
  this->committed(batch);
  EXPECT_THAT(sequences(this->image()), testing::ElementsAre(4, 5, 6, 8));
  batch = {};
  batch.outbox = {notice(10)};
  batch.outbox_done = {4, 10};  // one may come and go in the same batch
  this->committed(batch);
  EXPECT_THAT(sequences(this->image()), testing::ElementsAre(5, 6, 8));
}

TYPED_TEST_P(StoreContract, SequencesAreNotReusedWhenTheOutboxIsEmpty) {
  ports::Batch batch;
  batch.outbox = {notice(1), notice(2)};
  this->committed(batch);
  batch = {};
  batch.outbox_done = {1, 2};
  this->committed(batch);
  this->backend.restart();
  EXPECT_TRUE(this->image().outbox.empty());
  EXPECT_EQ(this->image().last_sequence, 2U);
  batch = {};
  batch.number = this->last_ + 1;
  batch.outbox = {notice(2)};
  EXPECT_THROW((void)this->backend.store().commit(batch), std::logic_error);
  batch.outbox = {notice(3)};
  this->committed(batch);
  EXPECT_EQ(this->image().last_sequence, 3U);
}

TYPED_TEST_P(StoreContract, CountersAddUp) {
  ports::Batch batch;
  batch.counters = {.received = 15,
                    .applied = 1,
                    .duplicate = 2,
                    .refused = 3,
                    .early = 4,
                    .parked = 5,
                    .notices = 6,
                    .confirmed = 7};
  this->committed(batch);
  batch.counters = {.received = 1, .parked = 1, .confirmed = 2};
  this->committed(batch);
  this->backend.restart();
  EXPECT_EQ(this->image().counters, (ports::Counters{.received = 16,
                                                     .applied = 1,
                                                     .duplicate = 2,
                                                     .refused = 3,
                                                     .early = 4,
                                                     .parked = 6,
                                                     .notices = 6,
                                                     .confirmed = 9}));
  EXPECT_TRUE(ports::accounted(this->image().counters));
}

TYPED_TEST_P(StoreContract, AttemptsAreCountedUntilTheyAreDone) {
  ports::Batch batch;
  batch.attempts = {digest(1), digest(2)};
  this->committed(batch);
  batch.attempts = {digest(1)};
  this->committed(batch);
  this->backend.crash();
  EXPECT_THAT(this->image().attempts,
              testing::UnorderedElementsAre(testing::Pair(digest(1), 2U), testing::Pair(digest(2), 1U)));
  batch = {};
  batch.attempts = {digest(2)};
  batch.attempts_done = {digest(1), digest(2), digest(3)};
  this->committed(batch);
  EXPECT_TRUE(this->image().attempts.empty());
}

TYPED_TEST_P(StoreContract, WhatIsMissingIsNotFetched) {
  ports::Batch batch;
  add_opened(batch, 1, 1);
  this->committed(batch);
  const ports::Recalled found =
      this->recalled({.tickets = {ticket_id(2), ticket_id(1)}, .seen = {digest(9), digest(1)}});
  ASSERT_EQ(found.tickets.size(), 1U);
  EXPECT_EQ(found.tickets[0].id, ticket_id(1));
  ASSERT_EQ(found.seen.size(), 1U);
  EXPECT_EQ(found.seen[0].key, digest(1));
  const ports::Recalled nothing = this->recalled({});
  EXPECT_TRUE(nothing.tickets.empty() && nothing.seen.empty());
}

TYPED_TEST_P(StoreContract, TheFirstSourceOfADocumentIsKeptAndOneDigestMayNameTwoKinds) {
  ports::Batch batch;
  batch.documents = {rules_document(1, "first"), rules_document(1, "again in the same batch"),
                     rules_document(2, "")};
  this->committed(batch);
  batch.documents = {rules_document(1, "again"), {{ports::DocumentKind::policy, digest(1)}, "a policy"}};
  this->committed(batch);
  this->backend.restart();
  EXPECT_EQ(this->backend.document({ports::DocumentKind::rules, digest(1)}), "first");
  EXPECT_EQ(this->backend.document({ports::DocumentKind::rules, digest(2)}), "");
  EXPECT_EQ(this->backend.document({ports::DocumentKind::policy, digest(1)}), "a policy");
  EXPECT_EQ(this->backend.document({ports::DocumentKind::directory, digest(1)}), std::nullopt);
  EXPECT_THAT(this->image().documents,
              testing::UnorderedElementsAre(ports::DocumentKey{ports::DocumentKind::rules, digest(1)},
                                            ports::DocumentKey{ports::DocumentKind::rules, digest(2)},
                                            ports::DocumentKey{ports::DocumentKind::policy, digest(1)}));
}

TYPED_TEST_P(StoreContract, WhatIsInForceStaysSoUntilABatchSaysOtherwise) {
  const ports::InForce first{.rules = digest(1), .directory = digest(2), .policy = digest(3)};
  const ports::InForce second{.rules = digest(4), .directory = digest(2), .policy = digest(3)};
  ports::Batch batch;
  batch.in_force = first;
  this->committed(batch);
  this->committed({});
  this->backend.crash();
  EXPECT_EQ(this->image().in_force, first);
  batch.in_force = second;
  this->committed(batch);
  this->backend.restart();
  EXPECT_EQ(this->image().in_force, second);
}

TYPED_TEST_P(StoreContract, OfTheTimesWithoutABrokerTheNewestAreKeptInTheirOrder) {
  ports::Batch batch;
  const int more_than_kept = static_cast<int>(ports::kAwayKept) + 2;
  for (int i = 1; i <= more_than_kept; ++i)
    batch.away.push_back({.from = at(10 * i), .until = at(10 * i + 5)});
  this->committed(batch);
  batch.away = {{.from = at(1), .until = at(2)}};  // a clock that was set back: the newest is what came last
  this->committed(batch);
  this->backend.restart();
  const ports::Image image = this->image();
  ASSERT_EQ(image.away.size(), ports::kAwayKept);
  EXPECT_EQ(image.away.front().from, at(40));
  EXPECT_EQ(image.away.back().until, at(2));
}

TYPED_TEST_P(StoreContract, EmptyAndBinaryBytesComeBackAsTheyWere) {
  const std::string binary("\0\xff\x80 and \0 more", 15);
  ports::Batch batch;
  batch.tickets = {open_ticket(1, 1, ""), open_ticket(2, 1, binary)};
  batch.history = {history(1, 1, ""), history(1, 1, binary)};
  batch.outbox = {{.sequence = 1, .queue = "", .message = ""},
                  {.sequence = 2, .queue = binary, .message = binary}};
  batch.parked = {parked(1, ""), parked(2, binary)};
  batch.parked[0].message = "";
  batch.parked[1].message = binary;
  this->committed(batch);
  this->backend.restart();
  const ports::Recalled found = this->recalled({.tickets = {ticket_id(1), ticket_id(2)}, .seen = {}});
  ASSERT_EQ(found.tickets.size(), 2U);
  EXPECT_EQ(found.tickets[0].payload, "");
  EXPECT_EQ(found.tickets[1].payload, binary);
  EXPECT_THAT(payloads(this->backend.history(ticket_id(1))), testing::ElementsAre("", binary));
  const ports::Image image = this->image();
  ASSERT_EQ(image.outbox.size(), 2U);
  EXPECT_EQ(image.outbox[0].message, "");
  EXPECT_EQ(image.outbox[1].message, binary);
  EXPECT_EQ(image.outbox[1].queue, binary);
  const auto empty = this->backend.parked(digest(1));
  const auto filled = this->backend.parked(digest(2));
  ASSERT_TRUE(empty && filled);
  EXPECT_EQ(empty->message, "");
  EXPECT_EQ(empty->detail, "");
  EXPECT_EQ(filled->message, binary);
  EXPECT_EQ(filled->detail, binary);
}

REGISTER_TYPED_TEST_SUITE_P(
    StoreContract, ANewStoreIsEmptyAndOfTheFirstEpoch, ATicketIsReplacedByItsLaterVersion,
    OfTwoVersionsInOneBatchTheLastIsKept, OpenTicketsComeWholeAndClosedOnesByIdOnly,
    HistoryIsKeptInTheOrderOfItsCommitsEachTicketForItself, HistoryOfATicketThatNeverOpenedMakesNoTicket,
    TheFirstContentOfASeenKeyIsKept, KeysThatBeginAlikeAreTwoKeys, TheFirstMessageParkedUnderAKeyIsKeptWhole,
    TheOutboxKeepsItsOrderAndLosesWhatIsDone, SequencesAreNotReusedWhenTheOutboxIsEmpty, CountersAddUp,
    AttemptsAreCountedUntilTheyAreDone, TheFirstSourceOfADocumentIsKeptAndOneDigestMayNameTwoKinds,
    WhatIsInForceStaysSoUntilABatchSaysOtherwise, WhatIsMissingIsNotFetched,
    OfTheTimesWithoutABrokerTheNewestAreKeptInTheirOrder, EmptyAndBinaryBytesComeBackAsTheyWere);

}  // namespace triaged::test

// Events that wait for the opening of their ticket, as every ports::Store must keep them: whole, in the order
// they came, until they are judged. For the same backends as store_contract.hpp.
#pragma once

#include "contract/store_contract.hpp"

namespace triaged::test {

template <class Backend>
class EarlyContract : public StoreContract<Backend> {};

TYPED_TEST_SUITE_P(EarlyContract);

TYPED_TEST_P(EarlyContract, TheyComeBackWholeAndInTheOrderTheyCame) {
  const std::string binary("\0\xff\x80 and \0 more", 15);
  ports::Batch batch;
  batch.early = {early(3, 1, binary), early(1, 2)};
  this->committed(batch);
  batch.early = {early(4, 1, ""), early(2, 3)};
  this->committed(batch);
  for (int life = 0; life < 3; ++life) {
    const ports::Image image = this->image();
    ASSERT_THAT(early_keys(image), testing::ElementsAre(digest(3), digest(1), digest(4), digest(2)));
    EXPECT_EQ(image.early[0].ticket, ticket_id(1));
    EXPECT_EQ(image.early[0].at, at(5));
    EXPECT_EQ(image.early[0].message, binary);
    EXPECT_EQ(image.early[1].ticket, ticket_id(2));
    EXPECT_EQ(image.early[1].message, "came too early");
    EXPECT_EQ(image.early[2].message, "");
    EXPECT_TRUE(image.open_tickets.empty() && image.closed.empty()) << "to wait for a ticket makes none";
    life == 0 ? this->backend.restart() : this->backend.crash();
  }
}

TYPED_TEST_P(EarlyContract, TheFirstUnderAKeyIsKept) {
  ports::Batch batch;
  batch.early = {early(1, 1, "first"), early(1, 2, "again in the same batch")};
  this->committed(batch);
  this->backend.restart();
  batch.early = {early(1, 1, "again"), early(2, 1, "another")};
  this->committed(batch);
  const ports::Image image = this->image();
  ASSERT_THAT(early_keys(image), testing::ElementsAre(digest(1), digest(2)));
  EXPECT_EQ(image.early[0].message, "first");
  EXPECT_EQ(image.early[0].ticket, ticket_id(1));
}

TYPED_TEST_P(EarlyContract, WhatWasJudgedIsRemoved) {
  ports::Batch batch;
  batch.early = {early(1, 1), early(2, 1), early(3, 2)};
  this->committed(batch);
  batch.early = {early(4, 2)};
  batch.early_done = {digest(2), digest(4), digest(99)};  // one may come and go in the same batch
  this->committed(batch);
  this->backend.crash();
  EXPECT_THAT(early_keys(this->image()), testing::ElementsAre(digest(1), digest(3)));
  batch.early = {};
  batch.early_done = {digest(1), digest(3)};
  this->committed(batch);
  EXPECT_TRUE(this->image().early.empty());
}

TYPED_TEST_P(EarlyContract, AKeyThatWasRemovedMayComeAgainAndIsTheLastThen) {
  ports::Batch batch;
  batch.early = {early(1, 1, "first"), early(2, 1), early(3, 1)};
  this->committed(batch);
  batch = {};
  batch.early_done = {digest(1), digest(3)};
  this->committed(batch);
  batch = {};
  batch.early = {early(1, 1, "second")};
  this->committed(batch);
  this->backend.restart();
  const ports::Image image = this->image();
  ASSERT_THAT(early_keys(image), testing::ElementsAre(digest(2), digest(1)));
  EXPECT_EQ(image.early[1].message, "second");
}

TYPED_TEST_P(EarlyContract, TheirCountFallsAgain) {
  ports::Batch batch;
  batch.counters = {.received = 3, .early = 3};
  this->committed(batch);
  batch.counters = {.applied = 1, .refused = 1, .early = -2};
  this->committed(batch);
  this->backend.restart();
  EXPECT_EQ(this->image().counters, (ports::Counters{.received = 3, .applied = 1, .refused = 1, .early = 1}));
  EXPECT_TRUE(ports::accounted(this->image().counters));
  batch.counters = {.early = -1, .parked = 1};
  this->committed(batch);
  EXPECT_EQ(this->image().counters.early, 0);
  EXPECT_TRUE(ports::accounted(this->image().counters));
}

REGISTER_TYPED_TEST_SUITE_P(EarlyContract, TheyComeBackWholeAndInTheOrderTheyCame, TheFirstUnderAKeyIsKept,
                            WhatWasJudgedIsRemoved, AKeyThatWasRemovedMayComeAgainAndIsTheLastThen,
                            TheirCountFallsAgain);

}  // namespace triaged::test

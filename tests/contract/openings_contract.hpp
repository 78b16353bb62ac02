// The row of history that a ticket was opened with, which every ports::Store must find at once, however long
// the ticket's history has become. For the same backends as store_contract.hpp.
#pragma once

#include "contract/store_contract.hpp"

namespace triaged::test {

template <class Backend>
class OpeningsContract : public StoreContract<Backend> {
 protected:
  std::vector<ports::HistoryRow> openings(std::vector<domain::TicketId> ids) {
    return this->recalled({.openings = std::move(ids)}).openings;
  }
};

TYPED_TEST_SUITE_P(OpeningsContract);

TYPED_TEST_P(OpeningsContract, AnOpeningIsFoundOnceItIsCommittedAndAfterARestartAndACrash) {
  ports::Batch batch;
  batch.tickets = {open_ticket(1)};
  batch.history = {history(1, 1, std::string("opened\0 with this", 17))};
  this->committed(batch);
  for (int life = 0; life < 3; ++life) {
    const auto found = this->openings({ticket_id(1)});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].ticket, ticket_id(1));
    EXPECT_EQ(found[0].version, 1U);
    EXPECT_EQ(found[0].at, at(1));
    EXPECT_EQ(found[0].payload, batch.history[0].payload);
    life == 0 ? this->backend.restart() : this->backend.crash();
  }
}

TYPED_TEST_P(OpeningsContract, TicketsThatWereNeverOpenedHaveNone) {
  ports::Batch batch;
  batch.tickets = {open_ticket(1)};
  batch.history = {history(1, 1, "opened"), history(2, 0, "refused, there is no such ticket")};
  this->committed(batch);
  EXPECT_THAT(payloads(this->openings({ticket_id(3), ticket_id(2), ticket_id(1)})),
              testing::ElementsAre("opened"));
  EXPECT_TRUE(this->openings({}).empty());
}

TYPED_TEST_P(OpeningsContract, ItIsTheFirstOfVersionOneAmongWhatWasRefusedBeforeAndAfter) {
  ports::Batch batch;
  batch.history = {history(1, 0, "before, in a batch of its own")};
  this->committed(batch);
  batch = {};
  batch.tickets = {open_ticket(1)};
  batch.history = {history(1, 0, "before"), history(1, 1, "opened"), history(1, 1, "refused after")};
  this->committed(batch);
  batch = {};
  batch.history = {history(1, 1, "refused after, in a batch of its own")};
  this->committed(batch);
  EXPECT_THAT(payloads(this->openings({ticket_id(1)})), testing::ElementsAre("opened"));
  this->backend.restart();
  batch.tickets = {open_ticket(1, 2)};
  batch.history = {history(1, 1, "refused later"), history(1, 2, "applied")};
  this->committed(batch);
  EXPECT_THAT(payloads(this->openings({ticket_id(1)})), testing::ElementsAre("opened"));
}

TYPED_TEST_P(OpeningsContract, EachOfSeveralTicketsHasItsOwn) {
  ports::Batch batch;
  batch.tickets = {open_ticket(1), open_ticket(2, 2)};
  batch.history = {history(2, 1, "two"), history(1, 1, "one"), history(2, 2, "two goes on")};
  this->committed(batch);
  batch.tickets = {open_ticket(3), open_ticket(1, 2)};
  batch.history = {history(1, 2, "one goes on"), history(3, 1, "three")};
  this->committed(batch);
  EXPECT_THAT(payloads(this->openings({ticket_id(1), ticket_id(2), ticket_id(3)})),
              testing::UnorderedElementsAre("one", "two", "three"));
}

TYPED_TEST_P(OpeningsContract, ManyVersionsLaterItIsStillThereAndWhenTheTicketIsClosed) {
  constexpr std::uint32_t kVersions = 3000;
  constexpr std::uint32_t kAtOnce = 100;
  for (std::uint32_t version = 1; version <= kVersions;) {
    ports::Batch batch;
    for (std::uint32_t i = 0; i < kAtOnce; ++i, ++version) {
      batch.tickets.push_back(version < kVersions ? open_ticket(1, version) : closed_ticket(1, version));
      batch.history.push_back(history(1, version, std::to_string(version)));
      batch.history.push_back(history(2, 0, "something else"));
    }
    this->committed(batch);
  }
  for (int life = 0; life < 2; ++life) {
    EXPECT_THAT(payloads(this->openings({ticket_id(1)})), testing::ElementsAre("1"));
    this->backend.restart();
  }
}

REGISTER_TYPED_TEST_SUITE_P(OpeningsContract, AnOpeningIsFoundOnceItIsCommittedAndAfterARestartAndACrash,
                            TicketsThatWereNeverOpenedHaveNone,
                            ItIsTheFirstOfVersionOneAmongWhatWasRefusedBeforeAndAfter,
                            EachOfSeveralTicketsHasItsOwn,
                            ManyVersionsLaterItIsStillThereAndWhenTheTicketIsClosed);

}  // namespace triaged::test

// Tickets of the past: which are taken, which are passed over, and which cannot be read.
#include "app/recordings.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/persist/sqlite_store.hpp>

#include "small_service.hpp"

namespace triaged::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const domain::Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12};

struct Taken {
  std::vector<std::string> tickets;
  std::vector<domain::Instant> at;
  std::vector<double> done;
  std::vector<std::string> complaints;

  [[nodiscard]] Take take() {
    return [this](const Recording& recording, std::optional<double> part) {
      tickets.push_back(recording.event.ticket_id.value);
      at.push_back(recording.at);
      if (part) done.push_back(*part);
    };
  }
  [[nodiscard]] Complain complain() {
    return [this](const std::string& text) { complaints.push_back(text); };
  }
};

Skipped read_lines(const std::string& text, Taken& taken) {
  std::istringstream in(text);
  return each_of_lines(in, "old.jsonl", {}, kNow, taken.take(), taken.complain());
}

TEST(RecordedLines, AreTakenAtTheirOwnTimeOrNow) {
  Taken taken;
  const auto skipped =
      read_lines(ticket_line("T1", "one", "2026-01-01T00:00:00Z") + "\n" +
                     R"({"ticket_id": "T2", "actor": {"id": "a"}, "opened": {"subject": "s", "body": "b"}})",
                 taken);
  EXPECT_THAT(taken.tickets, ElementsAre("T1", "T2"));
  EXPECT_EQ(domain::to_rfc3339(taken.at[0]), "2026-01-01T00:00:00Z");
  EXPECT_EQ(taken.at[1], kNow);
  ASSERT_EQ(taken.done.size(), 2u);
  EXPECT_GT(taken.done[0], 0.3);
  EXPECT_EQ(taken.done[1], 1.0);
  EXPECT_EQ(skipped.not_readable + skipped.passed_over, 0u);
}

TEST(RecordedLines, ThatCannotBeReadAreNamedAndTheOthersTaken) {
  Taken taken;
  const auto skipped = read_lines(
      "{\"ticket_id\": \n" + std::string(kLineMost + 1, 'x') + "\n" + ticket_line("T1", "one"), taken);
  EXPECT_THAT(taken.tickets, ElementsAre("T1"));
  EXPECT_EQ(skipped.not_readable, 2u);
  EXPECT_THAT(taken.complaints,
              ElementsAre(HasSubstr("old.jsonl:1: undecodable"), HasSubstr("old.jsonl:2: is longer than")));
}

TEST(RecordedLines, ThatOpenNoTicketArePassedOver) {
  Taken taken;
  const auto skipped = read_lines(R"({"ticket_id": "T1", "actor": {"id": "a"}, "withdrawn": {}})"
                                  "\n" +
                                      ticket_line("T2", "two"),
                                  taken);
  EXPECT_THAT(taken.tickets, ElementsAre("T2"));
  EXPECT_EQ(skipped.passed_over, 1u);
  EXPECT_THAT(taken.complaints, IsEmpty());
}

// A store whose history is written by hand.
struct RecordedStore : testing::Test {
  test::TemporaryFolder folder;
  std::string path = (folder.path() / "state.db").string();
  ports::Batch batch;

  void add(const codec::HistoryEntry& entry) {
    add(entry.event.ticket_id, entry.ticket.version, codec::encode_history(entry));
  }
  void add(const domain::TicketId& ticket, std::uint32_t version, const domain::Bytes& payload) {
    batch.history.push_back({.ticket = ticket, .version = version, .at = kNow, .payload = payload});
    batch.tickets.push_back({.id = ticket, .version = std::max(version, 1U), .open = true, .payload = "-"});
  }
  void commit() {
    auto opened = persist::SqliteStore::open(path);
    ASSERT_TRUE(std::holds_alternative<std::unique_ptr<persist::SqliteStore>>(opened));
    const auto& store = std::get<std::unique_ptr<persist::SqliteStore>>(opened);
    batch.number = 1;
    ASSERT_EQ(store->commit(batch), ports::CommitResult::committed) << store->last_error();
  }
  static codec::HistoryEntry opening(const std::string& id) {
    codec::HistoryEntry entry;
    domain::Opened opened;
    opened.subject = "It is down";
    entry.event = {.producer = domain::ProducerId("mail"),
                   .event_id = domain::EventId("E-" + id),
                   .ticket_id = domain::TicketId(id),
                   .occurred_at = kNow - std::chrono::hours{1},
                   .actor = domain::ActorId("ada@north.example"),
                   .hub = domain::HubId("north/prod"),
                   .body = std::move(opened),
                   .traceparent = {}};
    entry.ticket.id = entry.event.ticket_id;
    entry.ticket.version = 1;
    entry.at = kNow;
    entry.undeliverable = {"team.support"};
    return entry;
  }
  [[nodiscard]] Skipped read(Taken& taken) const {
    const auto answer = each_of_store(path, taken.take(), taken.complain());
    if (const auto* fault = std::get_if<persist::Fault>(&answer)) {
      ADD_FAILURE() << fault->text;
      return {};
    }
    return std::get<Skipped>(answer);
  }
};

TEST_F(RecordedStore, GivesItsOpeningsAtTheTimeTheyWereTaken) {
  add(opening("T1"));
  auto later = opening("T1");
  later.ticket.version = 2;
  add(later);
  auto refused = opening("T2");
  refused.refused = domain::Refusal::not_allowed;
  add(refused);
  auto parked = opening("PARKED-1");
  parked.event.producer = {};
  parked.ticket.reason.code = domain::ReasonCode::parked;
  add(parked);
  commit();
  Taken taken;
  const auto skipped = read(taken);
  EXPECT_THAT(taken.tickets, ElementsAre("T1"));
  EXPECT_THAT(taken.at, ElementsAre(kNow));
  EXPECT_EQ(skipped.passed_over, 2u) << "refused, and parked; the rows of later versions are not read at all";
}

TEST_F(RecordedStore, IsReadPageByPageToItsEnd) {
  constexpr std::size_t kRows = 401;  // two pages and one row
  for (std::size_t i = 0; i < kRows; ++i) add(opening("T" + std::to_string(i)));
  commit();
  Taken taken;
  static_cast<void>(read(taken));
  ASSERT_EQ(taken.tickets.size(), kRows);
  EXPECT_EQ(taken.tickets.back(), "T400");
  EXPECT_EQ(taken.done.back(), 1.0);
}

TEST_F(RecordedStore, WhatIsDamagedIsNotReadableAndTheRestIsTaken) {
  add(domain::TicketId("T1"), 1, "\xff\xff");
  add(opening("T2"));
  commit();
  Taken taken;
  EXPECT_EQ(read(taken).not_readable, 1u);
  EXPECT_THAT(taken.tickets, ElementsAre("T2"));
  EXPECT_THAT(taken.complaints, ElementsAre(HasSubstr("`T1`")));
}

TEST(NoRecordedStore, IsAFault) {
  Taken taken;
  const auto answer = each_of_store("/no/such/state.db", taken.take(), taken.complain());
  ASSERT_TRUE(std::holds_alternative<persist::Fault>(answer));
  EXPECT_EQ(std::get<persist::Fault>(answer).kind, persist::FaultKind::missing);
}

}  // namespace
}  // namespace triaged::app

// What the ladder adds to a ticket's row: its clocks, who has it, when and how often it moved.
#include <random>

#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/v1/state.pb.h>

#include "bodies.hpp"
#include "recorded.hpp"

namespace triaged::codec {
namespace {

using domain::Instant;

Instant at(std::int64_t micros) { return Instant{domain::Duration{micros}}; }

// As data/state-v2.txt has it.
domain::Ticket ticket_with_clocks() {
  domain::Ticket ticket{
      .id = domain::TicketId{"FD-974"},
      .version = 7,
      .state = domain::TicketState::pending,
      .team = domain::TeamId{"support"},
      .rung = domain::Rung::support,
      .place = {.hub = domain::HubId{"utoronto/prod"},
                .cluster = domain::ClusterId{"utoronto"},
                .community = domain::CommunityId{"u-of-t"},
                .hub_kind = domain::HubKind::production,
                .standing = domain::Rung::hub_admin},
      .requester = domain::ActorId{"ada@example.org"},
      .category = "access",
      .severity = domain::Severity::high,
      .symptom = {},
      .incident = false,
      .opened_at = at(1'772'442'000'000'001),
      .received_at = at(1'772'442'000'000'002),
      .reason = {domain::ReasonCode::next_rung, {}, "Nobody answered."},
      .meant_for = domain::ToNextRung{},
      .silence = domain::PassOn{},
      .assignee = domain::ActorId{"grace@2i2c.example"},
      .timers = {},
      .changed_at = at(1'772'442'000'000'004),
      .moves = 2,
      .impasses = 0,
      .needed_by = at(1'772'730'000'000'000),
  };
  ticket.timers = {
      {.clock = domain::Clock::next_response,
       .since = at(1'772'442'000'000'003),
       .term = {.time = std::chrono::hours{4}, .working_days = 0},
       .wall = false,
       .remind = at(1'772'453'520'000'003),
       .due = at(1'772'456'400'000'003)},
      {.clock = domain::Clock::resolution,
       .since = at(1'772'442'000'000'002),
       .term = {.time = {}, .working_days = 5},
       .wall = false,
       .remind = {},
       .due = {}},
      {.clock = domain::Clock::pending,
       .since = at(1'772'442'000'000'004),
       .term = {.time = domain::Duration{-1}, .working_days = 0},
       .wall = true,
       .remind = {},
       .due = at(1'773'046'800'000'004)},
  };
  return ticket;
}

// Any of what a ticket's clocks can be, the borders more often than chance would have them.
class Chance {
 public:
  explicit Chance(std::uint32_t seed) : random_(seed) {}

  domain::Ticket ticket() {
    domain::Ticket ticket;
    ticket.assignee.value = std::string(below(300), 'a');
    for (std::size_t i = 0; i < domain::names<domain::Clock>().size(); ++i)
      if (below(2) == 0) ticket.timers.push_back(timer(static_cast<domain::Clock>(i)));
    ticket.changed_at = at(number());
    ticket.moves = static_cast<std::uint32_t>(number());
    ticket.impasses = static_cast<std::uint32_t>(number());
    ticket.needed_by = perhaps();
    return ticket;
  }

 private:
  domain::Timer timer(domain::Clock clock) {
    return {.clock = clock,
            .since = at(number()),
            .term = {.time = domain::Duration{number()}, .working_days = static_cast<std::int32_t>(number())},
            .wall = below(2) == 0,
            .remind = perhaps(),
            .due = perhaps()};
  }
  std::optional<Instant> perhaps() {
    if (below(2) == 0) return std::nullopt;
    return at(number());
  }
  std::int64_t number() {
    switch (below(6)) {
      case 0:
        return 0;
      case 1:
        return -1;
      case 2:
        return std::numeric_limits<std::int64_t>::max();
      case 3:
        return std::numeric_limits<std::int64_t>::min();
      default:
        return static_cast<std::int64_t>(random_()) >> below(64);
    }
  }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  std::mt19937_64 random_;
};

TEST(StateTimers, ComeBackWithTheirTicket) {
  EXPECT_EQ(decode_ticket(encode_ticket(ticket_with_clocks())), ticket_with_clocks());
}

TEST(StateTimers, OfAnyKindComeBackByteForByteAsProtobufWritesThem) {
  std::size_t timers = 0;
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    const auto ticket = Chance(seed).ticket();
    timers += ticket.timers.size();
    const auto row = encode_ticket(ticket);
    ASSERT_EQ(decode_ticket(row), ticket) << "seed " << seed;
    v1::StoredTicket message;
    ASSERT_TRUE(message.ParseFromString(row));
    message.DiscardUnknownFields();
    ASSERT_EQ(message.SerializeAsString(), row) << "seed " << seed;
    HistoryEntry entry;
    entry.ticket = ticket;
    ASSERT_EQ(decode_history(encode_history(entry)), entry) << "seed " << seed;
  }
  EXPECT_GT(timers, 1000U);
}

TEST(StateTimers, KeepAnInstantOf1970ApartFromNone) {
  domain::Ticket ticket;
  ticket.needed_by = Instant{};
  ticket.timers.resize(1);
  ticket.timers[0].remind = Instant{};
  ticket.timers[0].due = Instant{};
  EXPECT_EQ(decode_ticket(encode_ticket(ticket)), ticket);
}

TEST(StateTimers, OfAClockNotKnownAreNoRow) {
  auto row = encode_ticket(ticket_with_clocks());
  row.replace(row.find("next_response"), 4, "last");
  EXPECT_FALSE(decode_ticket(row));
}

TEST(StateTimers, TakeNoBytesWhereThereAreNone) {
  auto ticket = ticket_with_clocks();
  ticket.assignee = {};
  ticket.timers.clear();
  ticket.changed_at = {};
  ticket.moves = 0;
  ticket.needed_by.reset();
  v1::StoredTicket row;
  ASSERT_TRUE(row.ParseFromString(encode_ticket(ticket)));
  std::vector<const google::protobuf::FieldDescriptor*> present;
  row.GetReflection()->ListFields(row, &present);
  EXPECT_LE(present.back()->number(), v1::StoredTicket::kMeantForFieldNumber);
}

// `opened` and what no rule handles aside, as they would stand in a history.
domain::EventBody recorded_body(std::string_view kind) {
  if (kind == "deadline") return domain::Deadline{domain::Clock::time_box};
  const auto wednesday = at(1'772'730'000'000'000);
  for (auto body : full_bodies()) {
    if (auto* commented = std::get_if<domain::Commented>(&body)) {
      commented->body = "Grüße";
      commented->needed_by = wednesday;
      commented->truncated = true;
    }
    if (auto* paused = std::get_if<domain::Paused>(&body)) paused->until = wednesday;
    domain::TicketEvent event;
    event.body = body;
    if (domain::name(domain::kind(event)) == kind) return body;
  }
  ADD_FAILURE() << "no body of kind " << kind;
  return {};
}

HistoryEntry recorded_history(std::string_view kind) {
  const auto digest = [](std::uint8_t octet) {
    domain::Digest out;
    out.octets.fill(octet);
    return out;
  };
  HistoryEntry entry;
  entry.event = {.producer = domain::ProducerId{"helpdesk"},
                 .event_id = domain::EventId{"e-1"},
                 .ticket_id = domain::TicketId{"FD-974"},
                 .occurred_at = at(1'772'442'000'000'004),
                 .actor = domain::ActorId{"grace@2i2c.example"},
                 .hub = {},
                 .body = recorded_body(kind),
                 .traceparent = {}};
  entry.content = digest(1);
  entry.ticket = ticket_with_clocks();
  entry.ruleset = digest(2);
  entry.directory = digest(3);
  entry.policy = digest(4);
  entry.at = at(1'772'442'000'000'005);
  return entry;
}

TEST(StateTimers, AndTheEventsThatSetThemAreReadAndWrittenAsRecorded) {
  const auto rows = recorded("state-v2.txt");
  ASSERT_EQ(rows.size(), 14U);
  EXPECT_EQ(decode_ticket(from_hex(rows[0].at(1))), ticket_with_clocks());
  EXPECT_EQ(to_hex(encode_ticket(ticket_with_clocks())), rows[0].at(1));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    SCOPED_TRACE(rows[i].at(0));
    const auto entry = recorded_history(rows[i].at(0));
    EXPECT_EQ(decode_history(from_hex(rows[i].at(1))), entry);
    EXPECT_EQ(to_hex(encode_history(entry)), rows[i].at(1));
  }
}

}  // namespace
}  // namespace triaged::codec

// The store's rows: every field comes back, nothing else is taken for a row, and yesterday's are still read.
#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/v1/state.pb.h>

#include "recorded.hpp"

namespace triaged::codec {
namespace {

using domain::Instant;

domain::Digest digest(std::uint8_t octet) {
  domain::Digest out;
  out.octets.fill(octet);
  return out;
}
Instant at(std::int64_t micros) { return Instant{domain::Duration{micros}}; }

domain::Ticket full_ticket() {
  return {
      .id = domain::TicketId{"FD-974"},
      .version = 7,
      .state = domain::TicketState::awaiting_approval,
      .team = domain::TeamId{"community_representative"},
      .rung = domain::Rung::community_representative,
      .place = {.hub = domain::HubId{"utoronto/prod"},
                .cluster = domain::ClusterId{"utoronto"},
                .community = domain::CommunityId{"u-of-t"},
                .hub_kind = domain::HubKind::staging,
                .standing = domain::Rung::hub_admin},
      .requester = domain::ActorId{"ada@example.org"},
      .category = "access",
      .severity = domain::Severity::high,
      .symptom = "login",
      .incident = true,
      .opened_at = at(1'772'442'000'000'001),
      .received_at = at(1'772'442'000'000'002),
      .reason = {domain::ReasonCode::approval, domain::RuleName{"access-needs-a-say"}, "Money is involved."},
      .assignee = {},
      .timers = {},
      .needed_by = {}};
}

domain::InboundMessage full_inbound() {
  return {.body = domain::Bytes("\0\xff{", 3),
          .full_size = 4'000'000'000,
          .routing_key = "utoronto.prod.opened",
          .content_type = "application/json",
          .message_id = "m-1",
          .user_id = "helpdesk",
          .reply_to = "reply.1",
          .correlation_id = "c-1",
          .timestamp = at(1'772'442'000'000'000),
          .headers = {{"traceparent", "00-1-2-01"}, {"broken", "\xff"}, {"traceparent", "again"}}};
}

domain::OutboundMessage full_outbound() {
  return {.queue = "team.support",
          .body = domain::Bytes("\0\xff", 2),
          .content_type = "application/x-protobuf",
          .message_id = "FD-974:1:0@1",
          .correlation_id = "FD-974",
          .type = "notice.assigned",
          .timestamp = at(1'772'442'000'000'003),
          .headers = {{"x-triaged-hub", "utoronto/prod"}, {"x-triaged-version", "1"}}};
}

HistoryEntry full_history() {
  HistoryEntry entry;
  entry.event.producer = domain::ProducerId{"helpdesk"};
  entry.event.event_id = domain::EventId{"e-1"};
  entry.event.ticket_id = domain::TicketId{"FD-974"};
  entry.event.occurred_at = at(1'772'442'000'000'001);
  entry.event.actor = domain::ActorId{"ada@example.org"};
  entry.event.hub = domain::HubId{"utoronto/prod"};
  entry.event.traceparent = "00-1-2-01";
  entry.event.body = domain::Opened{.subject = "403",
                                    .body = "Grüße",
                                    .channel = "email",
                                    .labels = {{"a", "1"}, {"b", ""}},
                                    .community = domain::CommunityId{"u-of-t"},
                                    .needed_by = at(0),
                                    .truncated = true};
  entry.content = digest(1);
  entry.refused = domain::Refusal::wrong_state;
  entry.ticket = full_ticket();
  entry.classification = {.category = {"access", domain::RuleName{"r1"}},
                          .severity = {domain::Severity::high, domain::RuleName{"r2"}},
                          .symptom = {"login", domain::RuleName{"r3"}},
                          .incident = {true, domain::RuleName{"r4"}},
                          .labels = {{"cost", {"yes", domain::RuleName{"r5"}}}, {"b", {}}},
                          .destination = domain::TeamId{"engineering"},
                          .needs = domain::Approval{.by = domain::Rung::community_representative,
                                                    .silence = domain::TeamId{"support"}},
                          .rule = domain::RuleName{"r6"}};
  entry.ruleset = digest(2);
  entry.directory = digest(3);
  entry.policy = digest(4);
  entry.at = at(1'772'442'000'000'005);
  entry.undeliverable = {"team.support", ""};
  return entry;
}

TEST(State, GivesBackEveryFieldOfATicket) {
  EXPECT_EQ(decode_ticket(encode_ticket(full_ticket())), full_ticket());
  const domain::Ticket empty;
  EXPECT_EQ(decode_ticket(encode_ticket(empty)), empty);
}

TEST(State, GivesBackWhereATicketWasMeantToGo) {
  std::vector<domain::Destination> destinations{domain::ToNextRung{}, domain::TeamId{"engineering"},
                                                domain::TeamId{}, domain::ToNobody{"an advertisement"},
                                                domain::ToNobody{}};
  for (const auto rung : domain::kLadder) destinations.emplace_back(rung);
  const std::vector<domain::IfSilent> silences{domain::PassOn{}, domain::Refuse{}, domain::TeamId{"support"},
                                               domain::TeamId{}};
  for (const auto& destination : destinations)
    for (const auto& silence : silences) {
      domain::Ticket ticket = full_ticket();
      ticket.meant_for = destination;
      ticket.silence = silence;
      EXPECT_EQ(decode_ticket(encode_ticket(ticket)), ticket);
    }
}

TEST(State, RefusesATicketThatRemembersOnlyHalfOfWhatItWasMeantFor) {
  v1::StoredTicket row;
  ASSERT_TRUE(row.ParseFromString(encode_ticket(full_ticket())));
  row.mutable_meant_for()->set_team("engineering");
  EXPECT_EQ(decode_ticket(row.SerializeAsString()), std::nullopt);
  row.mutable_meant_for()->set_refuse(true);
  EXPECT_NE(decode_ticket(row.SerializeAsString()), std::nullopt);
  row.mutable_meant_for()->set_rung("cellar");
  EXPECT_EQ(decode_ticket(row.SerializeAsString()), std::nullopt);
}

TEST(State, GivesBackEveryWordOfATicket) {
  for (std::size_t i = 0; i < domain::names<domain::TicketState>().size(); ++i) {
    domain::Ticket ticket;
    ticket.state = static_cast<domain::TicketState>(i);
    EXPECT_EQ(decode_ticket(encode_ticket(ticket)), ticket);
  }
  for (std::size_t i = 0; i < domain::names<domain::ReasonCode>().size(); ++i) {
    domain::Ticket ticket;
    ticket.reason.code = static_cast<domain::ReasonCode>(i);
    EXPECT_EQ(decode_ticket(encode_ticket(ticket)), ticket);
  }
}

TEST(State, GivesBackEveryFieldOfAMessage) {
  EXPECT_EQ(decode_inbound(encode_inbound(full_inbound())), full_inbound());
  EXPECT_EQ(decode_inbound(encode_inbound({})), domain::InboundMessage{});
  EXPECT_EQ(decode_outbound(encode_outbound(full_outbound())), full_outbound());
  EXPECT_EQ(decode_outbound(encode_outbound({})), domain::OutboundMessage{});
}

TEST(State, KeepsATimestampOf1970ApartFromNone) {
  domain::InboundMessage message;
  message.timestamp = Instant{};
  EXPECT_EQ(decode_inbound(encode_inbound(message)), message);
}

TEST(State, GivesBackEveryFieldOfAHistoryEntry) {
  EXPECT_EQ(decode_history(encode_history(full_history())), full_history());
  EXPECT_EQ(decode_history(encode_history({})), HistoryEntry{});
}

TEST(State, GivesBackEveryDestination) {
  for (const domain::Destination& destination :
       {domain::Destination{domain::ToNextRung{}}, domain::Destination{domain::Rung::user},
        domain::Destination{domain::Rung::engineering}, domain::Destination{domain::TeamId{"support"}},
        domain::Destination{domain::TeamId{}}, domain::Destination{domain::ToNobody{"a pager copy"}},
        domain::Destination{domain::ToNobody{}}}) {
    HistoryEntry entry;
    entry.classification.destination = destination;
    EXPECT_EQ(decode_history(encode_history(entry)), entry);
  }
}

TEST(State, GivesBackWhoseSayIsNeededAndWhatSilenceMeans) {
  for (const domain::IfSilent& silence :
       {domain::IfSilent{domain::PassOn{}}, domain::IfSilent{domain::Refuse{}},
        domain::IfSilent{domain::TeamId{"support"}}, domain::IfSilent{domain::TeamId{}}}) {
    HistoryEntry entry;
    entry.classification.needs = domain::Approval{.by = domain::Rung::hub_admin, .silence = silence};
    EXPECT_EQ(decode_history(encode_history(entry)), entry);
  }
}

TEST(State, GivesBackEventsOfEveryKindAndEveryRefusal) {
  for (std::size_t i = 1; i < domain::kToldKinds; ++i) {
    HistoryEntry entry;
    entry.event.body = domain::NotSupported{static_cast<domain::EventKind>(i)};
    EXPECT_EQ(decode_history(encode_history(entry)), entry);
  }
  for (std::size_t i = 0; i < domain::names<domain::Refusal>().size(); ++i) {
    HistoryEntry entry;
    entry.refused = static_cast<domain::Refusal>(i);
    EXPECT_EQ(decode_history(encode_history(entry)), entry);
  }
}

TEST(State, ReadsBackWhatIsNotUtf8) {
  HistoryEntry entry = full_history();
  entry.event.producer = domain::ProducerId{"\xff"};
  std::get<domain::Opened>(entry.event.body).body = std::string("\xff\0", 2);
  EXPECT_EQ(decode_history(encode_history(entry)), entry);
}

TEST(State, TakesNoGarbageForARow) {
  for (const std::string& bytes : {std::string{}, std::string(32, '\0'), std::string(32, '\xff'),
                                   std::string("{}"), std::string("\x08\x09", 2)}) {
    EXPECT_FALSE(decode_ticket(bytes));
    EXPECT_FALSE(decode_inbound(bytes));
    EXPECT_FALSE(decode_outbound(bytes));
    EXPECT_FALSE(decode_history(bytes));
  }
}

TEST(State, TakesNoRowForOneOfAnotherKind) {
  const auto ticket = encode_ticket(full_ticket());
  const auto inbound = encode_inbound(full_inbound());
  const auto outbound = encode_outbound(full_outbound());
  const auto history = encode_history(full_history());
  for (const auto& row : {inbound, outbound, history}) EXPECT_FALSE(decode_ticket(row));
  for (const auto& row : {ticket, outbound, history}) EXPECT_FALSE(decode_inbound(row));
  for (const auto& row : {ticket, inbound, history}) EXPECT_FALSE(decode_outbound(row));
  for (const auto& row : {ticket, inbound, outbound}) EXPECT_FALSE(decode_history(row));
}

TEST(State, TakesNoRowWithAWordItDoesNotKnow) {
  auto row = encode_ticket(full_ticket());
  row.replace(row.find("awaiting_approval"), 8, "AWAITING");
  EXPECT_FALSE(decode_ticket(row));
}

TEST(State, NeverReadsATruncatedHistoryAsAWholeOne) {
  const auto row = encode_history(full_history());
  for (std::size_t size = 0; size < row.size(); ++size) {
    const auto entry = decode_history(std::string_view(row).substr(0, size));
    EXPECT_FALSE(entry == full_history()) << size;
  }
}

template <class Message>
std::string serialized_again(const std::string& row) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(row));
  message.DiscardUnknownFields();
  return message.SerializeAsString();
}

TEST(State, WritesTheBytesProtobufWouldWrite) {
  for (const auto& ticket : {full_ticket(), domain::Ticket{}})
    EXPECT_EQ(serialized_again<v1::StoredTicket>(encode_ticket(ticket)), encode_ticket(ticket));
  for (const auto& message : {full_inbound(), domain::InboundMessage{}})
    EXPECT_EQ(serialized_again<v1::StoredInbound>(encode_inbound(message)), encode_inbound(message));
  for (const auto& message : {full_outbound(), domain::OutboundMessage{}})
    EXPECT_EQ(serialized_again<v1::StoredOutbound>(encode_outbound(message)), encode_outbound(message));
  HistoryEntry before_1970 = full_history();
  before_1970.at = at(-1);
  std::get<domain::Opened>(before_1970.event.body).needed_by = at(-1);
  for (const auto& entry : {full_history(), HistoryEntry{}, before_1970})
    EXPECT_EQ(serialized_again<v1::StoredHistory>(encode_history(entry)), encode_history(entry));
}

// As the first version of the format could hold it.
HistoryEntry history_of_version_1() {
  HistoryEntry entry = full_history();
  entry.classification.needs.reset();
  entry.undeliverable.clear();
  return entry;
}

// A comment that the first version refused: only its kind was kept.
HistoryEntry refused_comment() {
  HistoryEntry entry;
  entry.event = {.producer = domain::ProducerId{"helpdesk"},
                 .event_id = domain::EventId{"e-2"},
                 .ticket_id = domain::TicketId{"FD-974"},
                 .occurred_at = at(1'772'442'000'000'006),
                 .actor = domain::ActorId{"ada@example.org"},
                 .hub = domain::HubId{"utoronto/prod"},
                 .body = domain::NotSupported{domain::EventKind::commented},
                 .traceparent = {}};
  entry.content = digest(5);
  entry.refused = domain::Refusal::not_supported;
  entry.ticket.id = domain::TicketId{"FD-974"};
  entry.ticket.version = 1;
  entry.ticket.team = domain::TeamId{"support"};
  entry.ticket.rung = domain::Rung::support;
  entry.ticket.requester = domain::ActorId{"ada@example.org"};
  entry.ticket.category = "access";
  entry.ticket.severity = domain::Severity::high;
  entry.ticket.opened_at = at(1'772'442'000'000'001);
  entry.ticket.received_at = at(1'772'442'000'000'002);
  entry.ticket.reason = {domain::ReasonCode::rule, domain::RuleName{"r6"}, "403."};
  entry.ruleset = digest(2);
  entry.directory = digest(3);
  entry.policy = digest(4);
  entry.at = at(1'772'442'000'000'007);
  return entry;
}

TEST(State, WritesTheBytesThatWereRecorded) {
  const auto rows = recorded("state-v1.txt");
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(to_hex(encode_ticket(full_ticket())), rows[0].at(1));
  EXPECT_EQ(to_hex(encode_inbound(full_inbound())), rows[1].at(1));
  EXPECT_EQ(to_hex(encode_outbound(full_outbound())), rows[2].at(1));
  EXPECT_EQ(to_hex(encode_history(history_of_version_1())), rows[3].at(1));
  EXPECT_EQ(to_hex(encode_history(refused_comment())), rows[4].at(1));
}

TEST(State, ReadsYesterdaysRows) {
  const auto rows = recorded("state-v1.txt");
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(decode_ticket(from_hex(rows[0].at(1))), full_ticket());
  EXPECT_EQ(decode_inbound(from_hex(rows[1].at(1))), full_inbound());
  EXPECT_EQ(decode_outbound(from_hex(rows[2].at(1))), full_outbound());
  EXPECT_EQ(decode_history(from_hex(rows[3].at(1))), history_of_version_1());
  EXPECT_EQ(decode_history(from_hex(rows[4].at(1))), refused_comment());
}

}  // namespace
}  // namespace triaged::codec

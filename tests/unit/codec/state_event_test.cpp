// Events in rows of history: every body comes back, and no body is taken for that of another kind.
#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/v1/state.pb.h>

#include "bodies.hpp"

namespace triaged::codec {
namespace {

HistoryEntry entry_of(domain::EventBody body) {
  HistoryEntry entry;
  entry.event.ticket_id = domain::TicketId{"FD-974"};
  entry.event.body = std::move(body);
  return entry;
}

// As protobuf's own code would write what it has read.
std::string serialized_again(const std::string& row) {
  v1::StoredHistory message;
  EXPECT_TRUE(message.ParseFromString(row));
  message.DiscardUnknownFields();
  return message.SerializeAsString();
}

std::optional<HistoryEntry> changed(const domain::EventBody& body, void (*change)(v1::StoredEvent&)) {
  v1::StoredHistory row;
  EXPECT_TRUE(row.ParseFromString(encode_history(entry_of(body))));
  change(*row.mutable_event());
  return decode_history(row.SerializeAsString());
}

std::vector<domain::EventBody> all_bodies() {
  auto bodies = full_bodies();
  for (auto& body : sparse_bodies()) bodies.push_back(std::move(body));
  for (auto& body : own_bodies()) bodies.push_back(std::move(body));
  for (std::size_t i = 0; i < domain::names<domain::Clock>().size(); ++i)
    bodies.emplace_back(domain::Deadline{static_cast<domain::Clock>(i)});
  for (std::size_t i = 0; i < domain::names<domain::Severity>().size(); ++i)
    bodies.emplace_back(domain::SeverityChanged{static_cast<domain::Severity>(i), {}});
  bodies.emplace_back(domain::Commented{"cut", "", false, domain::Instant{}, true});
  bodies.emplace_back(
      domain::Paused{"", domain::WaitingFor::requester, domain::Instant{domain::Duration{-1}}});
  bodies.emplace_back(domain::Resolved{std::string("\xff\0", 2)});
  return bodies;
}

TEST(StateEvent, GivesBackEveryBody) {
  for (const auto& body : all_bodies()) {
    const auto entry = entry_of(body);
    EXPECT_EQ(decode_history(encode_history(entry)), entry) << domain::name(domain::kind(entry.event));
  }
}

TEST(StateEvent, WritesTheBytesProtobufWouldWrite) {
  for (const auto& body : all_bodies()) {
    const auto row = encode_history(entry_of(body));
    EXPECT_EQ(serialized_again(row), row);
  }
}

TEST(StateEvent, KeepsAKindThatWasNotHandledApartFromOneWithAnEmptyBody) {
  for (std::size_t i = 1; i < domain::kToldKinds; ++i) {
    const auto entry = entry_of(domain::NotSupported{static_cast<domain::EventKind>(i)});
    EXPECT_EQ(decode_history(encode_history(entry)), entry);
  }
  EXPECT_NE(encode_history(entry_of(domain::NotSupported{domain::EventKind::withdrawn})),
            encode_history(entry_of(domain::Withdrawn{})));
}

TEST(StateEvent, GivesBackWhereItWasAddressedToAndWhatAMergingWasDecidedOn) {
  auto entry = entry_of(domain::Merged{domain::TicketId{"FD-1"}});
  entry.event.addressed_to = domain::TicketId{"FD-2"};
  for (std::size_t i = 0; i < domain::names<domain::TicketState>().size(); ++i) {
    entry.into = Into{.id = domain::TicketId{"FD-3"},
                      .state = static_cast<domain::TicketState>(i),
                      .hub = domain::HubId{"utoronto/prod"}};
    const auto row = encode_history(entry);
    EXPECT_EQ(decode_history(row), entry);
    EXPECT_EQ(serialized_again(row), row);
  }
}

TEST(StateEvent, RefusesAMergingIntoATicketOfAnUnknownState) {
  auto entry = entry_of(domain::Merged{domain::TicketId{"FD-1"}});
  entry.into = Into{.id = domain::TicketId{"FD-3"}, .state = {}, .hub = {}};
  v1::StoredHistory row;
  ASSERT_TRUE(row.ParseFromString(encode_history(entry)));
  row.mutable_into()->set_state("lost");
  EXPECT_FALSE(decode_history(row.SerializeAsString()));
}

TEST(StateEvent, RefusesADeadlineWithoutItsClock) {
  EXPECT_FALSE(decode_history(encode_history(entry_of(domain::NotSupported{domain::EventKind::deadline}))));
  EXPECT_FALSE(
      changed(domain::Deadline{}, [](v1::StoredEvent& row) { row.mutable_deadline()->clear_clock(); }));
}

TEST(StateEvent, RefusesAnOpeningWithoutWhatWasOpened) {
  EXPECT_FALSE(changed(domain::Opened{}, [](v1::StoredEvent& row) { row.clear_opened(); }));
}

TEST(StateEvent, RefusesABodyOfAnotherKind) {
  EXPECT_FALSE(changed(domain::Resolved{"done"}, [](v1::StoredEvent& row) { row.set_kind("reopened"); }));
  EXPECT_FALSE(changed(domain::Resolved{"done"}, [](v1::StoredEvent& row) { row.set_kind("merged"); }));
  EXPECT_FALSE(changed(domain::Resolved{"done"}, [](v1::StoredEvent& row) { row.mutable_opened(); }));
}

TEST(StateEvent, RefusesAWordItDoesNotKnow) {
  EXPECT_FALSE(changed(domain::Paused{},
                       [](v1::StoredEvent& row) { row.mutable_paused()->set_waiting_for("vendor"); }));
  EXPECT_FALSE(
      changed(domain::Paused{}, [](v1::StoredEvent& row) { row.mutable_paused()->clear_waiting_for(); }));
  EXPECT_FALSE(changed(domain::SeverityChanged{},
                       [](v1::StoredEvent& row) { row.mutable_severity_changed()->set_severity("urgent"); }));
  EXPECT_FALSE(changed(domain::Deadline{},
                       [](v1::StoredEvent& row) { row.mutable_deadline()->set_clock("sundial"); }));
  EXPECT_FALSE(changed(domain::Resolved{}, [](v1::StoredEvent& row) { row.set_kind("undone"); }));
}

}  // namespace
}  // namespace triaged::codec

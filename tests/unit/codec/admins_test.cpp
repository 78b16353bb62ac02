// Events about a hub's admins: they name a hub and a person, and no ticket.
#include <triaged/codec/state.hpp>

#include "messages.hpp"

namespace triaged::codec {
namespace {

constexpr const char* kAdded =
    R"({"event_id": "e1", "hub": "north/prod", "admin_added": {"actor": {"id": "new@north.example"}}})";

std::string changed(std::string text, std::string_view piece, std::string_view with) {
  return text.replace(text.find(piece), piece.size(), with);
}

TEST(Admins, AnEventWithoutATicketNamesHubAndPerson) {
  const auto event = decoded(decode(json(kAdded), {})).event;
  EXPECT_TRUE(event.ticket_id.empty());
  EXPECT_EQ(event.hub.value, "north/prod");
  EXPECT_EQ(std::get<domain::AdminAdded>(event.body).admin.value, "new@north.example");
  const auto other = decoded(decode(json(changed(kAdded, "admin_added", "admin_removed")), {})).event;
  EXPECT_EQ(std::get<domain::AdminRemoved>(other.body).admin.value, "new@north.example");
}

TEST(Admins, ComeAsProtobufAndAsJsonAlike) {
  const auto first = decoded(decode(json(kAdded), {}));
  const auto as_protobuf = decoded(decode(protobuf(encode_protobuf(first.event)), {}));
  const auto as_json = decoded(decode(json(encode_json(first.event)), {}));
  EXPECT_EQ(as_protobuf.event, first.event);
  EXPECT_EQ(as_json.event, first.event);
  EXPECT_EQ(as_protobuf.content, first.content);
}

TEST(Admins, WithoutAHubOrAPersonAreParked) {
  EXPECT_EQ(verdict(decode(json(changed(kAdded, R"("hub": "north/prod", )", "")), {})),
            "invalid_field: field `hub` is missing");
  EXPECT_EQ(verdict(decode(json(changed(kAdded, "new@north.example", "")), {})),
            "invalid_field: field `admin_added.actor.id` is missing");
  EXPECT_EQ(verdict(decode(json(changed(kAdded, R"({"actor": {"id": "new@north.example"}})", "{}")), {})),
            "invalid_field: field `admin_added.actor.id` is missing");
}

TEST(Admins, WhatIsAboutATicketStillNeedsOne) {
  EXPECT_EQ(verdict(decode(json(R"({"event_id": "e1", "hub": "north/prod", "acknowledged": {}})"), {})),
            "invalid_field: field `ticket_id` is missing");
}

TEST(Admins, TheirHistoryIsTheHubs) {
  auto event = decoded(decode(json(kAdded), {})).event;
  EXPECT_EQ(history_key(event).value, "HUB:north/prod");
  event.ticket_id = domain::TicketId{"T1"};
  EXPECT_EQ(history_key(event).value, "HUB:north/prod") << "whatever ticket is named beside it";
  EXPECT_EQ(history_key(opened_event()), opened_event().ticket_id);
  HistoryEntry entry;
  entry.event = event;
  EXPECT_EQ(decode_history(encode_history(entry)), entry);
}

}  // namespace
}  // namespace triaged::codec

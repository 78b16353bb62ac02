// What is told of an open ticket: each body whole, each limit at its border, each fault by its name.
#include "bodies.hpp"

#include <set>

#include <codec/event_kinds.hpp>

#include "messages.hpp"

namespace triaged::codec {
namespace {

domain::TicketEvent event_of(domain::EventBody body) {
  auto event = opened_event();
  event.body = std::move(body);
  return event;
}
Answer from_protobuf(const domain::TicketEvent& event) {
  return decode(protobuf(encode_protobuf(event)), Limits{});
}
Answer from_json(const domain::TicketEvent& event) { return decode(json(encode_json(event)), Limits{}); }

// An event whose member is the given JSON.
Answer told(std::string_view kind, std::string_view member) {
  return decode(json(R"({"event_id": "e-1", "ticket_id": "FD-1", "actor": {"id": "a"}, ")" +
                     std::string(kind) + R"(": )" + std::string(member) + "}"),
                Limits{});
}
// The same in protobuf: the member's fields as bytes.
Answer told(domain::EventKind kind, const std::string& member) {
  return decode(protobuf(field(1, "e-1") + field(2, "FD-1") + field(4, field(1, "a")) +
                         field(static_cast<std::uint32_t>(event_field(kind)->number()), member)),
                Limits{});
}

TEST(Bodies, ComeBackFromBothFormatsWithOneDigest) {
  auto bodies = full_bodies();
  for (auto& body : sparse_bodies()) bodies.push_back(std::move(body));
  for (const auto& body : bodies) {
    const auto event = event_of(body);
    SCOPED_TRACE(encode_json(event));
    const auto binary = decoded(from_protobuf(event));
    const auto text = decoded(from_json(event));
    EXPECT_EQ(binary.event, event);
    EXPECT_EQ(text.event, event);
    EXPECT_EQ(binary.text, text.text);
    EXPECT_EQ(domain::to_text(binary.content), domain::to_text(text.content));
    EXPECT_EQ(decoded(decode_json(encode_json(event), Limits{})).event, event);
  }
}

TEST(Bodies, AreThereForEachKindThatIsTold) {
  std::set<domain::EventKind> kinds;
  for (const auto& body : full_bodies()) kinds.insert(domain::kind(event_of(body)));
  EXPECT_EQ(kinds.size(), domain::kToldKinds - 1);  // all but `opened`
}

TEST(Bodies, DifferInTheirDigestsWithEveryField) {
  std::set<std::string> digests;
  auto bodies = full_bodies();
  for (auto& body : sparse_bodies()) bodies.push_back(std::move(body));
  for (const auto& body : bodies)
    EXPECT_TRUE(digests.insert(domain::to_text(decoded(from_protobuf(event_of(body))).content)).second)
        << encode_json(event_of(body));
}

TEST(Bodies, OfACommentAreTheTextThatRulesSee) {
  const auto result = decoded(from_protobuf(event_of(
      domain::Commented{.body = "Still  “broken”.\r\n> it worked\r\n", .channel = {}, .needed_by = {}})));
  EXPECT_EQ(result.text, (domain::MatchText{"", "Still \"broken\"."}));
  EXPECT_EQ(decoded(from_protobuf(event_of(domain::Resolved{"Done."}))).text, domain::MatchText{});
}

bool needs_actor(domain::EventKind kind) {
  const auto name = domain::name(kind);
  return name.starts_with("incident_") || name.starts_with("silence_") || name.ends_with("linked");
}

TEST(Bodies, MayBeToldByNobodyUnlessTheyAreAboutIncidentsOrSilences) {
  for (const auto& body : full_bodies()) {
    auto event = event_of(body);
    event.actor = {};
    const auto answer = from_protobuf(event);
    if (needs_actor(domain::kind(event)))
      EXPECT_EQ(verdict(answer), "invalid_field: field `actor` is missing");
    else
      EXPECT_EQ(decoded(answer).event, event);
  }
}

TEST(Bodies, OfAlertsIncidentsSilencesAndAdminsNeedNoTicket) {
  for (const auto& body : full_bodies()) {
    auto event = event_of(body);
    event.ticket_id = {};
    const auto name = domain::name(domain::kind(event));
    const bool without = name.starts_with("alert_") || name == "heartbeat" || name.starts_with("incident_") ||
                         name.starts_with("silence_") || name.starts_with("admin_");
    EXPECT_EQ(verdict(from_json(event)), without ? "decoded" : "invalid_field: field `ticket_id` is missing")
        << name;
  }
}

TEST(Bodies, WaitForTheRequesterWhereNothingElseIsSaid) {
  EXPECT_EQ(decoded(told("paused", "{}")).event.body, domain::EventBody{domain::Paused{}});
  EXPECT_EQ(decoded(told("paused", R"({"waiting_for": "requester"})")).event.body,
            domain::EventBody{domain::Paused{}});
  // Not the same message, though: what a producer sends again is what it sent.
  EXPECT_NE(decoded(told("paused", "{}")).content,
            decoded(told("paused", R"({"waiting_for": "requester"})")).content);
}

TEST(Bodies, AreCutAtTheLimitOfTexts) {
  const std::string whole(Limits{}.text, 'x');
  const auto kept = [](domain::EventBody body) {
    return decoded(from_protobuf(event_of(std::move(body)))).event.body;
  };
  using Body = domain::EventBody;
  EXPECT_EQ(kept(domain::Paused{whole + "y", {}, {}}), (Body{domain::Paused{whole, {}, {}}}));
  EXPECT_EQ(kept(domain::Resolved{whole + "y"}), Body{domain::Resolved{whole}});
  EXPECT_EQ(kept(domain::Reopened{whole + "y"}), Body{domain::Reopened{whole}});
  EXPECT_EQ(kept(domain::Escalated{whole + "y"}), Body{domain::Escalated{whole}});
  const domain::TeamId team{"engineering"};
  EXPECT_EQ(kept(domain::HandedOver{team, whole + "y"}), (Body{domain::HandedOver{team, whole}}));
  EXPECT_EQ(kept(domain::SeverityChanged{{}, whole + "y"}), (Body{domain::SeverityChanged{{}, whole}}));
  EXPECT_EQ(kept(domain::Approved{whole + "y", {}}), (Body{domain::Approved{whole, {}}}));
  EXPECT_EQ(kept(domain::Declined{whole + "y", {}}), (Body{domain::Declined{whole, {}}}));
  EXPECT_EQ(kept(domain::Withdrawn{whole + "y"}), Body{domain::Withdrawn{whole}});
  EXPECT_EQ(kept(domain::Resolved{whole.substr(3) + "🚀"}), Body{domain::Resolved{whole.substr(3)}});
}

TEST(Bodies, OfACommentAreMarkedWhenTheyAreCut) {
  const std::string whole(Limits{}.text, 'x');
  domain::Commented comment;
  comment.body = whole;
  const auto at_the_limit = decoded(from_json(event_of(comment)));
  EXPECT_EQ(at_the_limit.event.body, domain::EventBody{comment});
  comment.body += "y";
  const auto over = decoded(from_json(event_of(comment)));
  EXPECT_EQ(std::get<domain::Commented>(over.event.body).body, whole);
  EXPECT_TRUE(std::get<domain::Commented>(over.event.body).truncated);
  EXPECT_EQ(over.text.body, whole);
  EXPECT_NE(over.content, at_the_limit.content);
}

struct BadField {
  std::string_view kind, json;
  std::string protobuf;
  std::string_view message;
};

TEST(Bodies, AreParkedWithTheNameOfTheBadField) {
  const std::vector<BadField> faults{
      {"commented", R"({"channel": "a\nb"})", field(2, "a\nb"),
       "field `commented.channel` holds a control character"},
      {"associated", "{}", "", "field `associated` has neither `hub` nor `community`"},
      {"associated", R"({"hub": "a\nb"})", field(1, "a\nb"),
       "field `associated.hub` holds a control character"},
      {"associated", R"({"community": "\u007f"})", field(2, "\x7f"),
       "field `associated.community` holds a control character"},
      {"acknowledged", R"({"assignee": "\t"})", field(1, "\t"),
       "field `acknowledged.assignee` holds a control character"},
      {"paused", R"({"waiting_for": "vendor"})", field(2, "vendor"),
       "field `paused.waiting_for` must be requester or us"},
      {"paused", R"({"waiting_for": "Us"})", field(2, "Us"),
       "field `paused.waiting_for` must be requester or us"},
      {"handed_over", R"({"reason": "r"})", field(2, "r"), "field `handed_over.team` is missing"},
      {"handed_over", R"({"team": "\n"})", field(1, "\n"),
       "field `handed_over.team` holds a control character"},
      {"severity_changed", R"({"reason": "r"})", field(2, "r"),
       "field `severity_changed.severity` is missing"},
      {"severity_changed", R"({"severity": "urgent"})", field(1, "urgent"),
       "field `severity_changed.severity` must be low, normal, high or critical"},
      {"approved", R"({"on_behalf_of": "a\u0085"})", field(2, "a\xc2\x85"),
       "field `approved.on_behalf_of` holds a control character"},
      {"declined", R"({"on_behalf_of": "\n"})", field(2, "\n"),
       "field `declined.on_behalf_of` holds a control character"},
  };
  for (const auto& fault : faults) {
    const auto expected = "invalid_field: " + std::string(fault.message);
    EXPECT_EQ(verdict(told(fault.kind, fault.json)), expected) << fault.json;
    EXPECT_EQ(verdict(told(*domain::parse<domain::EventKind>(fault.kind), fault.protobuf)), expected);
  }
}

TEST(Bodies, HoldIdsOf255BytesAndNoLongerOnes) {
  const auto expect = [](std::string_view name, auto body_with) {
    EXPECT_EQ(verdict(from_protobuf(event_of(body_with(std::string(255, 'i'))))), "decoded") << name;
    EXPECT_EQ(verdict(from_protobuf(event_of(body_with(std::string(256, 'i'))))),
              "invalid_field: field `" + std::string(name) + "` is longer than 255 bytes");
  };
  expect("commented.channel",
         [](std::string id) { return domain::Commented{{}, std::move(id), {}, {}, {}}; });
  expect("associated.hub",
         [](std::string id) { return domain::Associated{domain::HubId{std::move(id)}, {}}; });
  expect("associated.community",
         [](std::string id) { return domain::Associated{{}, domain::CommunityId{std::move(id)}}; });
  expect("acknowledged.assignee",
         [](std::string id) { return domain::Acknowledged{domain::ActorId{std::move(id)}}; });
  expect("handed_over.team",
         [](std::string id) { return domain::HandedOver{domain::TeamId{std::move(id)}, {}}; });
  expect("approved.on_behalf_of",
         [](std::string id) { return domain::Approved{{}, domain::ActorId{std::move(id)}}; });
  expect("declined.on_behalf_of",
         [](std::string id) { return domain::Declined{{}, domain::ActorId{std::move(id)}}; });
}

TEST(Bodies, HoldNoNul) {
  const auto expect = [](domain::EventKind kind, std::uint32_t number, std::string_view name) {
    const auto expected = "invalid_field: field `" + std::string(domain::name(kind)) + "." +
                          std::string(name) + "` holds a NUL";
    EXPECT_EQ(verdict(told(kind, field(number, std::string_view("a\0b", 3)))), expected);
    EXPECT_EQ(verdict(told(domain::name(kind), R"({")" + std::string(name) + R"(": "a\u0000b"})")), expected);
  };
  using domain::EventKind;
  expect(EventKind::commented, 1, "body");
  expect(EventKind::acknowledged, 1, "assignee");
  expect(EventKind::paused, 1, "reason");
  expect(EventKind::resolved, 1, "resolution");
  expect(EventKind::reopened, 1, "reason");
  expect(EventKind::escalated, 1, "reason");
  expect(EventKind::handed_over, 2, "reason");
  expect(EventKind::severity_changed, 2, "reason");
  expect(EventKind::approved, 1, "comment");
  expect(EventKind::declined, 1, "reason");
  expect(EventKind::withdrawn, 1, "reason");
}

TEST(Bodies, HoldNoTimeOutsideTheYears) {
  constexpr std::uint64_t kEnd = 253'402'300'800;
  const auto expect = [&](domain::EventKind kind, std::uint32_t number, std::string_view name) {
    const auto path = std::string(domain::name(kind)) + "." + std::string(name);
    EXPECT_EQ(verdict(told(kind, field(number, field(1, kEnd)))),
              "invalid_field: field `" + path + "` lies outside the years 1970 to 9999");
    EXPECT_EQ(verdict(told(kind, field(number, field(1, kEnd - 1)))), "decoded");
    EXPECT_THAT(
        verdict(told(domain::name(kind), R"({")" + std::string(name) + R"(": "1969-12-31T23:59:59Z"})")),
        ::testing::StartsWith("invalid_field: field `" + path + "`"));
  };
  expect(domain::EventKind::commented, 4, "needed_by");
  expect(domain::EventKind::paused, 3, "until");
}

TEST(TheDaemonsOwnEvents, AreToldByNoProducer) {
  for (const auto& body : own_bodies()) {
    const auto event = event_of(body);
    EXPECT_THROW(static_cast<void>(encode_json(event)), std::logic_error);
    EXPECT_THROW(static_cast<void>(encode_protobuf(event)), std::logic_error);
    EXPECT_THROW(static_cast<void>(event_field(kind(event))), std::logic_error);
  }
  EXPECT_EQ(verdict(told("deadline", R"({"clock": "first_response"})")),
            "invalid_field: unknown field `deadline`");
  std::set<domain::EventKind> offered;
  for (int number = -1; number < 100; ++number)
    if (const auto kind = event_kind(number)) offered.insert(*kind);
  EXPECT_EQ(offered.size(), domain::kToldKinds);
  EXPECT_LT(static_cast<std::size_t>(*offered.rbegin()), domain::kToldKinds);
}

}  // namespace
}  // namespace triaged::codec

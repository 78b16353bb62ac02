// What a consumer reads, to the letter.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <triaged/codec/notice.hpp>

#include "recorded.hpp"

namespace triaged::codec {
namespace {

domain::Notice notice() {
  domain::Notice out;
  out.id = domain::NoticeId{"FD-974:1:0@1"};
  out.kind = domain::NoticeKind::assigned;
  out.team = domain::TeamId{"support"};
  out.rung = domain::Rung::support;
  out.previous_team = domain::TeamId{"hub_admin"};
  out.queue = "team.support";
  out.format = domain::Format::json;
  out.subject = "403 on the \"hub\"";
  out.body = "Grüße\n";
  out.labels = {{"browser", "firefox"}};
  out.reason = {domain::ReasonCode::rule, domain::RuleName{"outage-to-engineering"}, "An outage."};
  out.ruleset.octets.fill(0xab);
  out.at = *domain::from_rfc3339("2026-03-02T09:00:01.5Z");
  out.traceparent = "00-1-2-01";
  domain::Ticket& ticket = out.ticket;
  ticket.id = domain::TicketId{"FD-974"};
  ticket.version = 3;
  ticket.state = domain::TicketState::awaiting_approval;
  ticket.team = out.team;
  ticket.place = {.hub = domain::HubId{"utoronto/prod"},
                  .cluster = domain::ClusterId{"utoronto"},
                  .community = domain::CommunityId{"u-of-t"},
                  .hub_kind = domain::HubKind::production,
                  .standing = domain::Rung::community_representative};
  ticket.requester = domain::ActorId{"ada@example.org"};
  ticket.category = "login";
  ticket.severity = domain::Severity::critical;
  ticket.symptom = "login";
  ticket.opened_at = *domain::from_rfc3339("2026-03-02T09:00:00Z");
  return out;
}

domain::InboundMessage as_read(const domain::OutboundMessage& sent) {
  domain::InboundMessage read;
  read.body = sent.body;
  read.full_size = sent.body.size();
  read.content_type = sent.content_type;
  return read;
}

TEST(NoticeJson, HasTheMembersOfTheDocumentationInTheirOrder) {
  const std::string ruleset = "sha256:abababababababababababababababababababababababababababababababab";
  EXPECT_EQ(
      encode(notice()).body,
      R"({"notice_id":"FD-974:1:0@1","kind":"assigned","team":"support","rung":"support",)"
      R"("previous_team":"hub_admin","ticket":{"ticket_id":"FD-974","version":3,"state":"awaiting_approval",)"
      R"("subject":"403 on the \"hub\"","body":"Grüße\n","hub":"utoronto/prod","cluster":"utoronto",)"
      R"("community":"u-of-t","requester":"ada@example.org","requester_standing":"community_representative",)"
      R"("assignee":"","category":"login","severity":"critical","symptom":"login",)"
      R"("labels":{"browser":"firefox"},"opened_at":"2026-03-02T09:00:00Z","incident_id":""},)"
      R"("reason":{"code":"rule","rule":"outage-to-engineering","ruleset":")" +
          ruleset + R"(","text":"An outage."}})");
}

TEST(NoticeJson, NamesTheIncidentItIsLinkedToAndNoneThatIsOnlySuspected) {
  for (const auto format : {domain::Format::json, domain::Format::protobuf}) {
    auto told = notice();
    told.format = format;
    told.ticket.incident_id = domain::IncidentId{"INC-7"};
    EXPECT_THAT(json_of_notice(as_read(encode(told))).value_or(""),
                ::testing::HasSubstr(R"("incident_id":"INC-7")"));
    told.ticket.suspected = true;
    EXPECT_THAT(json_of_notice(as_read(encode(told))).value_or(""),
                ::testing::HasSubstr(R"("incident_id":"")"));
  }
}

TEST(NoticeJson, KeepsEmptyMembersAndMarksWhatWasCut) {
  domain::Notice empty;
  empty.format = domain::Format::json;
  empty.truncated = true;
  EXPECT_EQ(
      encode(empty).body,
      R"({"notice_id":"","kind":"assigned","team":"","rung":"","previous_team":"","ticket":{"ticket_id":"",)"
      R"("version":0,"state":"open","subject":"","body":"","hub":"","cluster":"","community":"",)"
      R"("requester":"","requester_standing":"user","assignee":"","category":"","severity":"normal",)"
      R"("symptom":"","labels":{},"opened_at":"1970-01-01T00:00:00Z","incident_id":"","truncated":true},)"
      R"("reason":{"code":"rule","rule":"","ruleset":"","text":""}})");
}

domain::Timer due_at(domain::Clock clock, const char* due) {
  domain::Timer timer;
  timer.clock = clock;
  timer.due = domain::from_rfc3339(due);
  return timer;
}

TEST(NoticeJson, NamesTheAssigneeAndWhenTheClocksEnd) {
  auto told = notice();
  told.ticket.assignee = domain::ActorId{"grace@2i2c.example"};
  told.ticket.timers = {due_at(domain::Clock::first_response, "2026-03-02T13:00:00Z"),
                        due_at(domain::Clock::resolution, "2026-03-09T17:00:00.5Z")};
  const auto body = encode(told).body;
  EXPECT_THAT(body, ::testing::HasSubstr(R"("assignee":"grace@2i2c.example","category")"));
  EXPECT_THAT(body, ::testing::EndsWith(R"("text":"An outage."},"deadlines":{)"
                                        R"("first_response":"2026-03-02T13:00:00Z",)"
                                        R"("resolution":"2026-03-09T17:00:00.5Z"}})"));
}

TEST(NoticeJson, TellsOnlyOfResponseAndResolutionAndOnlyWhileTheyRun) {
  const auto ending = [](std::vector<domain::Timer> timers) {
    auto told = notice();
    told.ticket.timers = std::move(timers);
    const auto body = encode(told).body;
    return body.substr(body.find("An outage."));
  };
  const auto noon = [](domain::Clock clock) { return due_at(clock, "2026-03-02T12:00:00Z"); };
  domain::Timer still;
  still.clock = domain::Clock::first_response;
  EXPECT_EQ(ending({noon(domain::Clock::next_response)}),
            R"(An outage."},"deadlines":{"first_response":"2026-03-02T12:00:00Z"}})");
  EXPECT_EQ(ending({still, noon(domain::Clock::resolution)}),
            R"(An outage."},"deadlines":{"resolution":"2026-03-02T12:00:00Z"}})");
  EXPECT_EQ(ending({still, noon(domain::Clock::next_response)}),
            R"(An outage."},"deadlines":{"first_response":"2026-03-02T12:00:00Z"}})");
  EXPECT_EQ(ending({still}), R"(An outage."}})");
  EXPECT_EQ(
      ending({noon(domain::Clock::approval), noon(domain::Clock::pending), noon(domain::Clock::time_box),
              noon(domain::Clock::needed_by), noon(domain::Clock::impasse), noon(domain::Clock::closing)}),
      R"(An outage."}})");
}

TEST(NoticeJson, KeepsNothingOfTheNoticeBefore) {
  auto told = notice();
  told.body = std::string(10'000, '"');
  const auto before = encode(told).body;
  domain::Notice empty;
  empty.format = domain::Format::json;
  const auto alone = encode(empty).body;
  EXPECT_EQ(encode(told).body, before);
  EXPECT_EQ(encode(empty).body, alone);
}

TEST(Notice, CarriesItsPropertiesInBothFormats) {
  for (const auto format : {domain::Format::json, domain::Format::protobuf}) {
    auto told = notice();
    told.format = format;
    const auto message = encode(told);
    EXPECT_EQ(message.content_type,
              format == domain::Format::json ? "application/json" : "application/x-protobuf");
    EXPECT_EQ(message.queue, "team.support");
    EXPECT_EQ(message.message_id, "FD-974:1:0@1");
    EXPECT_EQ(message.correlation_id, "FD-974");
    EXPECT_EQ(message.type, "notice.assigned");
    EXPECT_EQ(message.timestamp, told.at);
    EXPECT_EQ(message.headers, (domain::Headers{{"x-triaged-community", "u-of-t"},
                                                {"x-triaged-hub", "utoronto/prod"},
                                                {"x-triaged-severity", "critical"},
                                                {"x-triaged-version", "3"},
                                                {"traceparent", "00-1-2-01"}}));
  }
}

TEST(Notice, OfOneChangeIsEncodedAsItWouldBeAlone) {
  std::vector<domain::Notice> told(9, notice());
  told[1].kind = domain::NoticeKind::received;
  told[2].ticket.requester = domain::ActorId{"bo@example.org"};
  told[3].body = "other words";
  told[4].subject.clear();
  told[5].labels.clear();
  told[6].truncated = true;
  told[7].format = domain::Format::protobuf;
  std::vector<domain::OutboundMessage> alone;
  for (const auto& one : told) alone.push_back(encode(one));
  EXPECT_EQ(encode(told), alone);
  EXPECT_THAT(encode(std::vector<domain::Notice>{}), ::testing::IsEmpty());
}

TEST(Notice, HasNoTraceWhereTheEventHadNone) {
  auto told = notice();
  told.traceparent.clear();
  EXPECT_EQ(encode(told).headers.size(), 4U);
}

TEST(NoticeProtobuf, IsByteForByteWhatWasRecorded) {
  auto told = notice();
  told.format = domain::Format::protobuf;
  told.truncated = true;
  EXPECT_EQ(to_hex(encode(told).body), recorded("notice-v1.txt").at(0).at(1));
}

TEST(NoticeProtobuf, KeepsNothingOfTheNoticeBefore) {
  auto told = notice();
  told.format = domain::Format::protobuf;
  told.ticket.assignee = domain::ActorId{"grace@2i2c.example"};
  told.ticket.timers = {due_at(domain::Clock::resolution, "2026-03-09T17:00:00Z")};
  const auto before = encode(told).body;
  domain::Notice empty;
  const auto alone = encode(empty).body;
  EXPECT_EQ(encode(told).body, before);
  EXPECT_EQ(encode(empty).body, alone);
  EXPECT_NE(alone, before);
}

TEST(JsonOfNotice, IsTheBodyWhereThatIsJson) {
  const auto sent = encode(notice());
  EXPECT_EQ(json_of_notice(as_read(sent)), sent.body);
}

TEST(JsonOfNotice, HasTheSameNamesWhereTheBodyIsProtobuf) {
  auto told = notice();
  told.format = domain::Format::protobuf;
  const auto text = json_of_notice(as_read(encode(told)));
  ASSERT_TRUE(text.has_value());
  for (const char* part : {R"("notice_id":"FD-974:1:0@1")", R"("previous_team":"hub_admin")",
                           R"("version":3)", R"("assignee":"")", R"("labels":{"browser":"firefox"})",
                           R"("opened_at":"2026-03-02T09:00:00Z")", R"("text":"An outage.")"})
    EXPECT_THAT(*text, ::testing::HasSubstr(part));
}

TEST(JsonOfNotice, SaysOfClocksAndAssigneeTheSameInBothFormats) {
  auto told = notice();
  told.ticket.assignee = domain::ActorId{"grace@2i2c.example"};
  const auto both = [&](std::vector<domain::Timer> timers) {
    told.ticket.timers = std::move(timers);
    std::vector<boost::json::value> out;
    for (const auto format : {domain::Format::json, domain::Format::protobuf}) {
      told.format = format;
      const auto read = boost::json::parse(json_of_notice(as_read(encode(told))).value_or("{}"));
      EXPECT_EQ(read.at("ticket").at("assignee").as_string(), "grace@2i2c.example");
      const auto* deadlines = read.as_object().if_contains("deadlines");
      out.push_back(deadlines == nullptr ? boost::json::value{} : *deadlines);
    }
    EXPECT_EQ(out[0], out[1]);
    return boost::json::serialize(out[1]);
  };
  EXPECT_EQ(both({}), "null");
  EXPECT_EQ(both({due_at(domain::Clock::next_response, "2026-03-02T13:00:00Z")}),
            R"({"first_response":"2026-03-02T13:00:00Z"})");
  EXPECT_EQ(both({due_at(domain::Clock::resolution, "2026-03-09T17:00:00Z")}),
            R"({"resolution":"2026-03-09T17:00:00Z"})");
  EXPECT_EQ(both({due_at(domain::Clock::first_response, "2026-03-02T13:00:00Z"),
                  due_at(domain::Clock::resolution, "2026-03-09T17:00:00Z")}),
            R"({"first_response":"2026-03-02T13:00:00Z","resolution":"2026-03-09T17:00:00Z"})");
}

TEST(JsonOfNotice, IsNothingForWhatIsNoNotice) {
  domain::InboundMessage read;
  EXPECT_FALSE(json_of_notice(read));
  read.body = "\xff";
  EXPECT_FALSE(json_of_notice(read));
  read.content_type = "application/json";
  for (const char* body : {"", "{", "[]", "{}", "\"notice_id\""}) {
    read.body = body;
    EXPECT_FALSE(json_of_notice(read)) << body;
  }
}

}  // namespace
}  // namespace triaged::codec

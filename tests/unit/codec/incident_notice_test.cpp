// What a consumer reads of an incident, to the letter.
#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/codec/notice.hpp>
#include <triaged/v1/incident.pb.h>

namespace triaged::codec {
namespace {

domain::IncidentNotice notice() {
  domain::IncidentNotice out;
  out.id = domain::NoticeId{"INC-7:3:0@1"};
  out.kind = domain::IncidentNoticeKind::paged;
  out.team = domain::TeamId{"on_call"};
  out.level = 1;
  out.on_duty = {domain::ActorId{"grace@2i2c.example"}};
  out.queue = "incidents.on_call";
  out.format = domain::Format::json;
  out.missing = {domain::StartNeed::acknowledged, domain::StartNeed::community_informed};
  out.reason = {domain::ReasonCode::storm, domain::RuleName{"r6"}, "5 requesters in 10 min"};
  out.at = *domain::from_rfc3339("2026-03-02T09:00:01.5Z");
  out.traceparent = "00-1-2-01";
  domain::Incident& incident = out.incident;
  incident.id = domain::IncidentId{"INC-7"};
  incident.version = 3;
  incident.title = "Nobody can \"log in\"";
  incident.symptom = "login";
  incident.hub = domain::HubId{"utoronto/prod"};
  incident.community = domain::CommunityId{"u-of-t"};
  incident.cluster = domain::ClusterId{"utoronto"};
  incident.parent = domain::IncidentId{"INC-9"};
  incident.tickets = {domain::TicketId{"FD-974"}, domain::TicketId{"ALERT-9f2c"}};
  incident.suspected = {domain::TicketId{"FD-980"}};
  incident.opened_at = *domain::from_rfc3339("2026-03-02T09:00:00Z");
  incident.roles = {{"lead", domain::ActorId{"grace@2i2c.example"}},
                    {"scribe", domain::ActorId{"alan@2i2c.example"}}};
  incident.channel = "#incident-7";
  return out;
}

domain::InboundMessage as_read(const domain::OutboundMessage& sent) {
  domain::InboundMessage read;
  read.body = sent.body;
  read.full_size = sent.body.size();
  read.content_type = sent.content_type;
  return read;
}

domain::IncidentNotice in_protobuf(domain::IncidentNotice notice) {
  notice.format = domain::Format::protobuf;
  return notice;
}

TEST(IncidentNotice, HasTheMembersOfTheDocumentationInTheirOrder) {
  EXPECT_EQ(
      encode(notice()).body,
      R"({"notice_id":"INC-7:3:0@1","kind":"paged","team":"on_call","level":1,"incident":{)"
      R"("incident_id":"INC-7","title":"Nobody can \"log in\"","severity":"critical","symptom":"login",)"
      R"("cluster":"utoronto","hub":"utoronto/prod","community":"u-of-t","state":"open","parent":"INC-9",)"
      R"("tickets":["FD-974","ALERT-9f2c"],"suspected":["FD-980"],"alerts":["ALERT-9f2c"],)"
      R"("opened_at":"2026-03-02T09:00:00Z","acknowledged_by":"","lead":"grace@2i2c.example","liaison":"",)"
      R"("missing":["acknowledged","community_informed"],"version":3,"channel":"#incident-7",)"
      R"("roles":{"lead":"grace@2i2c.example","scribe":"alan@2i2c.example"},"merged_into":"","children":[],)"
      R"("tickets_total":2,"suspected_total":1},)"
      R"("reason":{"code":"storm","rule":"r6","ruleset":"","text":"5 requesters in 10 min"},)"
      R"("on_duty":["grace@2i2c.example"]})");
}

TEST(IncidentNotice, CarriesItsPropertiesInBothFormats) {
  for (const auto& told : {notice(), in_protobuf(notice())}) {
    const auto message = encode(told);
    EXPECT_EQ(message.content_type,
              told.format == domain::Format::json ? "application/json" : "application/x-protobuf");
    EXPECT_EQ(message.queue, "incidents.on_call");
    EXPECT_EQ(message.message_id, "INC-7:3:0@1");
    EXPECT_EQ(message.correlation_id, "INC-7");
    EXPECT_EQ(message.type, "incident.paged");
    EXPECT_EQ(message.timestamp, told.at);
    EXPECT_EQ(message.headers, (domain::Headers{{"x-triaged-community", "u-of-t"},
                                                {"x-triaged-hub", "utoronto/prod"},
                                                {"x-triaged-severity", "critical"},
                                                {"x-triaged-version", "3"},
                                                {"traceparent", "00-1-2-01"}}));
  }
  auto untraced = notice();
  untraced.traceparent.clear();
  EXPECT_EQ(encode(untraced).headers.size(), 4U);
}

TEST(IncidentNotice, SaysTheSameInBothFormats) {
  const auto plain = json_of_notice(as_read(encode(notice())));
  const auto binary = json_of_notice(as_read(encode(in_protobuf(notice()))));
  ASSERT_TRUE(plain && binary);
  EXPECT_EQ(boost::json::parse(*plain), boost::json::parse(*binary)) << *binary;
}

TEST(IncidentNotice, OfNothingIsNoNoticeOfATicketEither) {
  domain::IncidentNotice empty;
  empty.format = domain::Format::json;
  const auto read = boost::json::parse(encode(empty).body);
  EXPECT_EQ(read.at("incident").at("tickets").as_array().size(), 0U);
  EXPECT_FALSE(json_of_notice(as_read(encode(in_protobuf(empty)))));
}

TEST(IncidentNotice, ListsAThousandTicketsAndSaysHowManyThereAre) {
  auto told = notice();
  told.incident.tickets.assign(5000, domain::TicketId{"FD-1"});
  told.incident.suspected.assign(1001, domain::TicketId{"FD-2"});
  told.incident.children.assign(1001, domain::IncidentId{"INC-8"});
  for (const auto& one : {told, in_protobuf(told)}) {
    const auto read = boost::json::parse(json_of_notice(as_read(encode(one))).value_or("{}"));
    const auto& incident = read.at("incident");
    EXPECT_EQ(incident.at("tickets").as_array().size(), 1000U);
    EXPECT_EQ(incident.at("suspected").as_array().size(), 1000U);
    EXPECT_EQ(incident.at("children").as_array().size(), 1000U);
    EXPECT_EQ(incident.at("tickets_total").to_number<int>(), 5000);
    EXPECT_EQ(incident.at("suspected_total").to_number<int>(), 1001);
  }
}

TEST(IncidentNotice, IsToldFromATicketsByItsId) {
  domain::Notice of_ticket;
  of_ticket.id = domain::NoticeId{"INCIDENT-7:1:0@1"};
  of_ticket.previous_team = domain::TeamId{"hub_admin"};
  const auto text = json_of_notice(as_read(encode(of_ticket))).value_or("");
  EXPECT_THAT(text, ::testing::HasSubstr(R"("previous_team":"hub_admin")"));
  v1::IncidentNotice cut;
  cut.set_notice_id("INC-7:1:0@1");
  auto message = as_read(encode(in_protobuf(notice())));
  message.body = cut.SerializeAsString() + "\x2a\x7f";
  EXPECT_FALSE(json_of_notice(message));
}

}  // namespace
}  // namespace triaged::codec

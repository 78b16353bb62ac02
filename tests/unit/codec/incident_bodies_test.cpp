// What is told of alerts, incidents and silences: each limit at its border, each fault by its name.
#include <codec/event_kinds.hpp>

#include "bodies.hpp"
#include "messages.hpp"

namespace triaged::codec {
namespace {

domain::TicketEvent event_of(domain::EventBody body) {
  auto event = opened_event();
  event.body = std::move(body);
  return event;
}
Answer from_both(const domain::TicketEvent& event) {
  auto binary = decode(protobuf(encode_protobuf(event)), Limits{});
  const auto text = decode(json(encode_json(event)), Limits{});
  EXPECT_EQ(verdict(binary), verdict(text));
  return binary;
}
domain::EventBody kept(domain::EventBody body) {
  return decoded(from_both(event_of(std::move(body)))).event.body;
}
std::string verdict_of(domain::EventBody body) { return verdict(from_both(event_of(std::move(body)))); }

template <class Body>
Body full() {
  for (auto& body : full_bodies())
    if (auto* found = std::get_if<Body>(&body)) return *found;
  ADD_FAILURE();
  return {};
}
// The full body with one field changed.
template <class Body, class Change>
std::string verdict_with(Change change) {
  auto body = full<Body>();
  change(body);
  return verdict_of(body);
}

std::string missing(std::string_view field) {
  return "invalid_field: field `" + std::string(field) + "` is missing";
}

TEST(IncidentBodies, AreParkedWithTheNameOfTheMissingField) {
  using namespace domain;
  EXPECT_EQ(verdict_with<AlertFired>([](auto& b) { b.alert.source = {}; }), missing("alert_fired.source"));
  EXPECT_EQ(verdict_with<AlertFired>([](auto& b) { b.alert.fingerprint = {}; }),
            missing("alert_fired.fingerprint"));
  EXPECT_EQ(verdict_with<AlertFired>([](auto& b) { b.name = {}; }), missing("alert_fired.name"));
  EXPECT_EQ(verdict_with<AlertCleared>([](auto& b) { b.alert.source = {}; }),
            missing("alert_cleared.source"));
  EXPECT_EQ(verdict_with<AlertCleared>([](auto& b) { b.alert.fingerprint = {}; }),
            missing("alert_cleared.fingerprint"));
  EXPECT_EQ(verdict_with<Heartbeat>([](auto& b) { b.name = {}; }), missing("heartbeat.name"));
  EXPECT_EQ(verdict_with<IncidentDeclared>([](auto& b) { b.title = {}; }),
            missing("incident_declared.title"));
  EXPECT_EQ(verdict_with<IncidentAcknowledged>([](auto& b) { b.incident = {}; }),
            missing("incident_acknowledged.incident_id"));
  EXPECT_EQ(verdict_with<IncidentUpdated>([](auto& b) { b.incident = {}; }),
            missing("incident_updated.incident_id"));
  EXPECT_EQ(verdict_with<IncidentRole>([](auto& b) { b.incident = {}; }),
            missing("incident_role.incident_id"));
  EXPECT_EQ(verdict_with<IncidentRole>([](auto& b) { b.role = {}; }), missing("incident_role.role"));
  EXPECT_EQ(verdict_with<IncidentRole>([](auto& b) { b.actor = {}; }), missing("incident_role.actor.id"));
  EXPECT_EQ(verdict_with<IncidentSeverity>([](auto& b) { b.incident = {}; }),
            missing("incident_severity.incident_id"));
  EXPECT_EQ(verdict_with<IncidentMerged>([](auto& b) { b.incident = {}; }),
            missing("incident_merged.incident_id"));
  EXPECT_EQ(verdict_with<IncidentMerged>([](auto& b) { b.into = {}; }), missing("incident_merged.into"));
  EXPECT_EQ(verdict_with<IncidentResolved>([](auto& b) { b.incident = {}; }),
            missing("incident_resolved.incident_id"));
  EXPECT_EQ(verdict_with<IncidentReopened>([](auto& b) { b.incident = {}; }),
            missing("incident_reopened.incident_id"));
  EXPECT_EQ(verdict_with<Linked>([](auto& b) { b.incident = {}; }), missing("linked.incident_id"));
  EXPECT_EQ(verdict_with<Unlinked>([](auto& b) { b.incident = {}; }), missing("unlinked.incident_id"));
  EXPECT_EQ(verdict_with<SilenceSet>([](auto& b) { b.silence = {}; }), missing("silence_set.silence_id"));
  EXPECT_EQ(verdict_with<SilenceSet>([](auto& b) { b.matchers.clear(); }), missing("silence_set.matchers"));
  EXPECT_EQ(verdict_with<SilenceSet>([](auto& b) { b.matchers[1].name = {}; }),
            missing("silence_set.matchers.name"));
  EXPECT_EQ(verdict_with<SilenceEnded>([](auto& b) { b.silence = {}; }), missing("silence_ended.silence_id"));
}

// An event whose member is the given JSON.
std::string verdict_of(std::string_view kind, std::string_view member) {
  return verdict(
      decode(json(R"({"event_id": "e", "ticket_id": "FD-1", "actor": {"id": "a"}, "hub": "u/prod", ")" +
                  std::string(kind) + R"(": )" + std::string(member) + "}"),
             Limits{}));
}

TEST(IncidentBodies, AreParkedWithoutTheirTimesAndWords) {
  EXPECT_EQ(verdict_of("alert_fired", R"({"source": "s", "fingerprint": "f", "name": "n"})"),
            missing("alert_fired.starts_at"));
  EXPECT_EQ(verdict_of("alert_cleared", R"({"source": "s", "fingerprint": "f"})"),
            missing("alert_cleared.starts_at"));
  EXPECT_EQ(verdict_of("silence_set", R"({"silence_id": "s", "matchers": [{"name": "hub", "value": "x"}]})"),
            missing("silence_set.ends_at"));
  EXPECT_EQ(verdict_of("incident_severity", R"({"incident_id": "INC-7"})"),
            missing("incident_severity.severity"));
  EXPECT_EQ(verdict_of("incident_severity", R"({"incident_id": "INC-7", "severity": "sev1"})"),
            "invalid_field: field `incident_severity.severity` must be low, normal, high or critical");
  EXPECT_EQ(verdict_of("incident_declared", R"({"title": "t", "severity": "sev1"})"),
            "invalid_field: field `incident_declared.severity` must be low, normal, high or critical");
  EXPECT_EQ(
      verdict_of("incident_updated", R"({"incident_id": "INC-7", "community_informed": false})"),
      "invalid_field: field `incident_updated` has neither `text` nor `channel` nor `community_informed`");
  EXPECT_EQ(
      verdict_of("alert_fired",
                 R"({"source": "s", "fingerprint": "f", "name": "n", "starts_at": "0001-01-01T00:00:00Z"})"),
      "invalid_field: field `alert_fired.starts_at` is no point in time (RFC 3339, years 1970 to 9999): "
      "`0001-01-01T00:00:00Z`");
}

TEST(IncidentBodies, OfADeclarationAreCriticalWhereNothingElseIsSaid) {
  const auto answer = decode(
      json(R"({"event_id": "e", "actor": {"id": "a"}, "incident_declared": {"title": "Nobody can log in"}})"),
      Limits{});
  EXPECT_EQ(
      decoded(answer).event.body,
      (domain::EventBody{domain::IncidentDeclared{"Nobody can log in", "", domain::Severity::critical}}));
}

TEST(IncidentBodies, OfASilenceEndAfterTheyBegin) {
  const auto with_end = [](domain::Duration after) {
    return verdict_with<domain::SilenceSet>([&](auto& b) { b.ends_at = *b.starts_at + after; });
  };
  EXPECT_EQ(with_end(domain::Duration{1}), "decoded");
  EXPECT_EQ(with_end(domain::Duration{0}),
            "invalid_field: field `silence_set.ends_at` does not lie after `starts_at`");
  EXPECT_EQ(with_end(domain::Duration{-1}),
            "invalid_field: field `silence_set.ends_at` does not lie after `starts_at`");
}

TEST(IncidentBodies, OfASilenceHave32MatchersAtMostAndNoLongValues) {
  const auto with = [](std::size_t matchers) {
    return verdict_with<domain::SilenceSet>([&](auto& b) { b.matchers.resize(matchers, b.matchers[0]); });
  };
  EXPECT_EQ(with(32), "decoded");
  EXPECT_EQ(with(33), "invalid_field: field `silence_set.matchers` has more than 32 matchers");
  const auto of_size = [](std::size_t size) {
    return verdict_with<domain::SilenceSet>([&](auto& b) { b.matchers[0].value.assign(size, 'x'); });
  };
  EXPECT_EQ(of_size(1000), "decoded");
  EXPECT_EQ(of_size(1001), "invalid_field: field `silence_set.matchers.value` is longer than 1000 bytes");
}

TEST(IncidentBodies, OfAnAlertAreCutAtTheLimitsOfLabels) {
  auto alert = full<domain::AlertFired>();
  for (int i = 0; i < 100; ++i) {
    alert.labels["label-" + std::to_string(1000 + i)] = std::string(1001, 'v');
    alert.annotations["note-" + std::to_string(1000 + i)] = std::string(999, 'v') + "ü";
  }
  const auto body = std::get<domain::AlertFired>(kept(alert));
  EXPECT_EQ(body.labels.size(), 64U);
  EXPECT_EQ(body.annotations.size(), 64U);
  EXPECT_EQ(body.labels.begin()->first, "cluster");
  EXPECT_EQ(body.labels.at("label-1000"), std::string(1000, 'v'));
  EXPECT_EQ(body.annotations.at("note-1000"), std::string(999, 'v'));
  EXPECT_EQ(body.labels.count("label-1099"), 0U);
}

TEST(IncidentBodies, OfAnAlertLoseAnAddressThatIsTooLong) {
  auto alert = full<domain::AlertFired>();
  alert.generator_url = std::string(2000, 'u');
  EXPECT_EQ(std::get<domain::AlertFired>(kept(alert)).generator_url, alert.generator_url);
  alert.generator_url += 'u';
  EXPECT_EQ(std::get<domain::AlertFired>(kept(alert)).generator_url, "");
}

TEST(IncidentBodies, AreCutAtTheLimitsOfTexts) {
  const std::string whole(Limits{}.text, 'x');
  const domain::IncidentId incident{"INC-7"};
  using Body = domain::EventBody;
  EXPECT_EQ(kept(domain::IncidentResolved{incident, whole + "y"}),
            (Body{domain::IncidentResolved{incident, whole}}));
  EXPECT_EQ(kept(domain::IncidentReopened{incident, whole + "y"}),
            (Body{domain::IncidentReopened{incident, whole}}));
  EXPECT_EQ(kept(domain::IncidentSeverity{incident, {}, whole + "y"}),
            (Body{domain::IncidentSeverity{incident, {}, whole}}));
  EXPECT_EQ(kept(domain::IncidentUpdated{incident, whole + "y", {}, false}),
            (Body{domain::IncidentUpdated{incident, whole, {}, false}}));
  auto silence = full<domain::SilenceSet>();
  silence.reason = whole + "y";
  EXPECT_EQ(std::get<domain::SilenceSet>(kept(silence)).reason, whole);
  std::string title;
  for (int i = 0; i < 1001; ++i) title += "ü";
  EXPECT_EQ(std::get<domain::IncidentDeclared>(kept(domain::IncidentDeclared{title, {}, {}})).title,
            title.substr(0, 2000));
}

TEST(IncidentBodies, HoldIdsOf255BytesAndNoLongerOnes) {
  const auto expect = [](std::string_view name, auto body_with) {
    EXPECT_EQ(verdict_of(body_with(std::string(255, 'i'))), "decoded") << name;
    EXPECT_EQ(verdict_of(body_with(std::string(256, 'i'))),
              "invalid_field: field `" + std::string(name) + "` is longer than 255 bytes");
    EXPECT_EQ(verdict_of(body_with(std::string("a\nb"))),
              "invalid_field: field `" + std::string(name) + "` holds a control character");
  };
  using namespace domain;
  const auto alert = [](auto change) {
    return [change](std::string id) {
      auto body = full<AlertFired>();
      change(body) = std::move(id);
      return body;
    };
  };
  expect("alert_fired.source", alert([](AlertFired& b) -> auto& { return b.alert.source; }));
  expect("alert_fired.fingerprint", alert([](AlertFired& b) -> auto& { return b.alert.fingerprint; }));
  expect("alert_fired.name", alert([](AlertFired& b) -> auto& { return b.name; }));
  expect("alert_fired.labels", [](std::string id) {
    auto body = full<AlertFired>();
    body.labels.emplace(std::move(id), "v");
    return body;
  });
  expect("alert_fired.annotations", [](std::string id) {
    auto body = full<AlertFired>();
    body.annotations.emplace(std::move(id), "v");
    return body;
  });
  expect("heartbeat.name", [](std::string id) { return Heartbeat{std::move(id), {}}; });
  expect("heartbeat.cluster", [](std::string id) { return Heartbeat{"n", ClusterId{std::move(id)}}; });
  expect("incident_declared.symptom",
         [](std::string id) { return IncidentDeclared{"t", std::move(id), {}}; });
  expect("incident_updated.channel",
         [](std::string id) { return IncidentUpdated{IncidentId{"INC-7"}, {}, std::move(id), false}; });
  expect("incident_role.role",
         [](std::string id) { return IncidentRole{IncidentId{"INC-7"}, std::move(id), ActorId{"a"}}; });
  expect("linked.incident_id", [](std::string id) { return Linked{IncidentId{std::move(id)}}; });
  expect("silence_ended.silence_id", [](std::string id) { return SilenceEnded{SilenceId{std::move(id)}}; });
}

}  // namespace
}  // namespace triaged::codec

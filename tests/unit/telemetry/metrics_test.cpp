// The numbers: that they are accounted, that no label names anybody, and that docs/metrics.md lists them all.
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/telemetry/metrics.hpp>

namespace triaged::telemetry {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr domain::Instant kNow{1'000'000s};

domain::Ticket ticket(const std::string& team) {
  domain::Ticket ticket;
  ticket.id = domain::TicketId{"FD-1"};
  ticket.team = domain::TeamId{team};
  ticket.requester = domain::ActorId{"ada@example.org"};
  ticket.place.hub = domain::HubId{"north/prod"};
  ticket.severity = domain::Severity::high;
  return ticket;
}

domain::TicketEvent event() {
  domain::TicketEvent event;
  event.event_id = domain::EventId{"secret-id"};
  event.actor = domain::ActorId{"ada@example.org"};
  event.producer = domain::ProducerId{"a-producer"};
  return event;
}

// Everything that can happen, once.
void let_everything_happen(Metrics& metrics) {
  metrics.on_stage(ports::Stage::decode);
  metrics.on_stage({});
  metrics.on_routed(ticket("support"));
  metrics.on_admin_told({.hub = domain::HubId{"north/prod"},
                         .admin = domain::ActorId{"ada@example.org"},
                         .present = true,
                         .at = {},
                         .by = {}});
  metrics.on_refused(event(), domain::Refusal::wrong_state);
  metrics.on_duplicate(event());
  metrics.on_parked({}, domain::ParkReason::not_utf8, "ada@example.org");
  metrics.on_committed({}, 0, 3ms);
  metrics.on_recalled(1ms);
  metrics.on_commit_unknown("ada@example.org");
  metrics.on_store_recovered(true);
  metrics.on_link(true, {});
  metrics.on_blocked(true, "memory");
  metrics.on_lane_stopped("reply.ada@example.org", "full", 1s);
  metrics.on_intake_held(true, "full");
  metrics.on_signal_lost("bridge:pagerduty", "INC-1", "it answered 400");
  metrics.on_answer_dropped("reply.ada@example.org", "full");
  metrics.on_answer_not_allowed(domain::ProducerId{"a-producer"}, "reply.ada@example.org");
  metrics.http_answered("/healthz", 200, 5ms);
}

TEST(Metrics, WhatWasReceivedIsTheSumOfWhatBecameOfIt) {
  Metrics metrics("1.0", "Debug");
  metrics.on_committed({.received = 21,
                        .applied = 10,
                        .duplicate = 5,
                        .refused = 3,
                        .early = 1,
                        .parked = 2,
                        .notices = 12,
                        .confirmed = 9},
                       3, 4ms);
  const auto text = metrics.text(kNow);
  for (const char* line :
       {"\ntriaged_events_received_total 21\n", "\ntriaged_events_total{outcome=\"applied\"} 10\n",
        "\ntriaged_events_total{outcome=\"duplicate\"} 5\n",
        "\ntriaged_events_total{outcome=\"refused\"} 3\n", "\ntriaged_events_total{outcome=\"parked\"} 2\n",
        "\ntriaged_events_early 1\n", "\ntriaged_notices_total 12\n", "\ntriaged_notices_confirmed_total 9\n",
        "\ntriaged_outbox_rows 3\n", "\ntriaged_commit_seconds_count 1\n",
        "\ntriaged_commit_seconds_sum 0.004\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(Metrics, TheOutboxHasAnAgeAsLongAsSomethingIsInIt) {
  Metrics metrics("1.0", "Debug");
  EXPECT_THAT(metrics.text(kNow), HasSubstr("\ntriaged_outbox_oldest_seconds 0\n"));
  metrics.outbox(2, kNow - 90s);
  EXPECT_THAT(metrics.text(kNow), HasSubstr("\ntriaged_outbox_oldest_seconds 90\n"));
  EXPECT_THAT(metrics.text(kNow - 200s), HasSubstr("\ntriaged_outbox_oldest_seconds 0\n"))
      << "the wall clock was set back";
}

TEST(Metrics, ReasonsAreThereFromTheStartAndCounted) {
  Metrics metrics("1.0", "Debug");
  EXPECT_THAT(metrics.text(kNow), HasSubstr("triaged_refused_total{reason=\"stale\"} 0\n"));
  metrics.on_refused(event(), domain::Refusal::stale);
  metrics.on_parked({}, domain::ParkReason::too_large, {});
  const auto text = metrics.text(kNow);
  EXPECT_THAT(text, HasSubstr("triaged_refused_total{reason=\"stale\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("triaged_parked_total{reason=\"too_large\"} 1\n"));
}

TEST(Metrics, TeamsBeyondTheLimitShareOneNumber) {
  Metrics metrics("1.0", "Debug");
  for (std::size_t i = 0; i < Metrics::kTeamsMost + 3; ++i)
    metrics.on_routed(ticket("team-" + std::to_string(i)));
  const auto text = metrics.text(kNow);
  EXPECT_THAT(text, HasSubstr("triaged_routed_total{severity=\"high\",team=\"team-0\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("triaged_routed_total{severity=\"high\",team=\"other\"} 3\n"));
}

TEST(Metrics, LanesAreCountedWhileTheyStand) {
  Metrics metrics("1.0", "Debug");
  metrics.on_lane_stopped("team.a", "full", 1s);
  metrics.on_lane_stopped("team.a", "full", 2s);
  metrics.on_lane_stopped("team.b", "full", 1s);
  metrics.on_lane_flowing("team.a");
  const auto text = metrics.text(kNow);
  EXPECT_THAT(text, HasSubstr("\ntriaged_lanes_stopped 1\n"));
  EXPECT_THAT(text, HasSubstr("\ntriaged_lane_stops_total 3\n"));
}

TEST(Metrics, LinkStoreAndReloadsAreAsTheyStandNow) {
  Metrics metrics("1.0", "Debug");
  EXPECT_FALSE(metrics.link_up());
  EXPECT_TRUE(metrics.store_usable());
  metrics.on_link(true, {});
  metrics.on_blocked(true, "memory");
  metrics.on_commit_unknown("disk");
  metrics.reload({.taken = 2, .refused = 1, .last_refused = true, .on_last_good = false});
  EXPECT_TRUE(metrics.link_up());
  EXPECT_FALSE(metrics.store_usable());
  auto text = metrics.text(kNow);
  EXPECT_THAT(text, HasSubstr("\ntriaged_broker_blocked 1\n"));
  EXPECT_THAT(text, HasSubstr("triaged_reloads_total{result=\"taken\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("\ntriaged_reload_last_refused 1\n"));
  metrics.on_link(false, "gone");
  metrics.on_store_recovered(false);
  metrics.reload({.taken = 3, .refused = 1, .last_refused = false, .on_last_good = false});
  text = metrics.text(kNow);
  EXPECT_THAT(text, HasSubstr("\ntriaged_broker_blocked 0\n")) << "a link that is down is not blocked";
  EXPECT_THAT(text, HasSubstr("\ntriaged_link_downs_total 1\n"));
  EXPECT_THAT(text, HasSubstr("\ntriaged_store_usable 1\n"));
  EXPECT_THAT(text, HasSubstr("triaged_reloads_total{result=\"taken\"} 3\n"));
}

TEST(Metrics, ARequestIsCountedByRouteAndStatus) {
  Metrics metrics("1.0", "Debug");
  metrics.http_answered("/api/v1/events", 202, 5ms);
  metrics.http_answered("/api/v1/events", 503, 5ms);
  const auto text = metrics.text(kNow);
  EXPECT_THAT(text, HasSubstr("triaged_http_requests_total{route=\"/api/v1/events\",status=\"503\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("triaged_http_request_seconds_count{route=\"/api/v1/events\"} 2\n"));
}

TEST(Metrics, NoLabelNamesAPersonATicketAHubOrAQueue) {
  Metrics metrics("1.0", "Debug");
  let_everything_happen(metrics);
  const auto text = metrics.text(kNow);
  for (const char* told : {"ada", "FD-1", "north", "secret-id", "a-producer", "reply."})
    EXPECT_THAT(text, Not(HasSubstr(told)));
}

// Name and type of each family; of a document's table, the first two columns.
std::map<std::string, std::string> families_in(const std::string& text, const std::regex& line) {
  std::map<std::string, std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), line); match != std::sregex_iterator();
       ++match)
    found.emplace((*match)[1], (*match)[2]);
  return found;
}

TEST(Metrics, TheDocumentListsExactlyThem) {
  Metrics metrics("1.0", "Debug");
  let_everything_happen(metrics);
  std::ostringstream document;
  document << std::ifstream(std::string(TRIAGED_SOURCE_DIR) + "/docs/metrics.md").rdbuf();
  const auto in_code = families_in(metrics.text(kNow), std::regex("# TYPE (\\w+) (\\w+)"));
  const auto listed = families_in(document.str(), std::regex("\\| `(triaged_\\w+)[^|]*\\| (\\w+) \\|"));
  EXPECT_EQ(in_code, listed);
}

TEST(Metrics, NamesFollowThePrometheusConventions) {
  Metrics metrics("1.0", "Debug");
  let_everything_happen(metrics);
  for (const auto& [name, type] : families_in(metrics.text(kNow), std::regex("# TYPE (\\w+) (\\w+)"))) {
    EXPECT_EQ(name.ends_with("_total"), type == "counter") << name;
    EXPECT_TRUE(type != "histogram" || name.ends_with("_seconds")) << name;
  }
}

}  // namespace
}  // namespace triaged::telemetry

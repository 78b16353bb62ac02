// What a line may hold of a person.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/telemetry/log_observer.hpp>

namespace triaged::telemetry {
namespace {

std::string lines_of(const LogOptions& options, const std::function<void(LogObserver&)>& report) {
  testing::internal::CaptureStdout();
  {
    Log log(options);
    LogObserver observer(log);
    report(observer);
  }
  return testing::internal::GetCapturedStdout();
}

domain::Ticket ticket() {
  domain::Ticket ticket;
  ticket.id = domain::TicketId{"FD-1"};
  ticket.requester = domain::ActorId{"ada@example.org"};
  return ticket;
}

TEST(LogObserver, WithholdsWhoAskedUnlessTheSettingsAllowIt) {
  const auto routed = [](LogObserver& observer) { observer.on_routed(ticket()); };
  EXPECT_THAT(
      lines_of({.json = true, .level = Level::info, .personal_data = false}, routed),
      testing::AllOf(testing::HasSubstr("\"ticket\":\"FD-1\""), testing::Not(testing::HasSubstr("ada@"))));
  EXPECT_THAT(lines_of({.json = true, .level = Level::info, .personal_data = true}, routed),
              testing::HasSubstr("ada@example.org"));
}

TEST(LogObserver, SaysOncePerFactAndKeepsTheOrder) {
  const auto lines =
      lines_of({.json = true, .level = Level::info, .personal_data = false}, [](LogObserver& observer) {
        observer.on_link(true, {});
        observer.on_lane_stopped("team.support", "the queue refuses messages", std::chrono::seconds{1});
        observer.on_committed({}, 0, {});  // debug: not said at this level
        observer.on_link(false, "the peer is silent");
      });
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3);
  EXPECT_LT(lines.find("link_up"), lines.find("lane_stopped"));
  EXPECT_LT(lines.find("lane_stopped"), lines.find("link_down"));
  EXPECT_NE(lines.find("\"retry_in\":\"1000ms\""), std::string::npos);
}

// Who acknowledged it, and what they said, is in its history.
TEST(LogObserver, TellsOfAnIncidentAndNamesNobody) {
  domain::Incident incident;
  incident.id = domain::IncidentId{"INC-7"};
  incident.version = 3;
  incident.state = domain::IncidentState::acknowledged;
  incident.hub = domain::HubId{"north/prod"};
  incident.tickets = {domain::TicketId{"T1"}, domain::TicketId{"T2"}};
  incident.acknowledged_by = domain::ActorId{"ada@north.example"};
  incident.reason.text = "acknowledged by ada@north.example";
  const auto lines = lines_of({.json = true, .level = Level::info, .personal_data = true},
                              [&](LogObserver& observer) { observer.on_incident(incident); });
  EXPECT_THAT(lines, testing::HasSubstr(R"("incident":"INC-7","version":"3","state":"acknowledged")"));
  EXPECT_THAT(lines, testing::HasSubstr(R"("tickets":"2")"));
  EXPECT_THAT(lines, testing::Not(testing::HasSubstr("ada")));
}

}  // namespace
}  // namespace triaged::telemetry

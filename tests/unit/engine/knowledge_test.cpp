// What the engine tells rules and decision beside the event: which calendars are open when it takes the
// event, and how the team can be reached that has a ticket when nobody may approve it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

// The small service with an office, open from nine to five, and rules that ask for it and for approval.
engine::Knowledge with_office(const std::string& representatives) {
  document::Faults faults;
  engine::Knowledge knowledge = small_service();
  knowledge.directory = directory::read(parse_one(R"(
ladder: [user, hub_admin, community_representative, support, engineering]
calendars:
  office: {zone: UTC, open: {mon-fri: ["09:00-17:00"]}}
teams:
  hub_admin: {}
  community_representative: {}
  support: {members: [support@service.example], calendar: office}
  engineering: {members: [engineer@service.example]}
  council: {members: [council@service.example]}
communities:
  - {id: north, name: North, representatives: )" + representatives +
                                                      R"(,
     hubs: [{id: north/prod, kind: production, admins: [admin@north.example]}]}
producers:
  - {user: guest, hubs: ["*"], events: ["*"]}
)",
                                                  faults),
                                        faults);
  std::vector<decide::UnknownZone> unknown;
  knowledge.calendars = decide::Calendars::make(knowledge.directory->calendars(), unknown);
  knowledge.rules = rules::compile(
      parse_one(R"(
route:
  - {name: deletion, when: {text: delete}, needs: community_representative, silence: council, to: engineering}
  - {name: at-night, when: {time: {outside: office}}, to: engineering}
  - {name: rest, to: support}
)",
                faults),
      {.teams = {"support", "engineering", "council"}, .symptoms = {}, .calendars = {{.name = "office"}}},
      faults);
  if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
  return knowledge;
}

std::vector<std::string> queues(const World& world) {
  std::vector<std::string> names;
  for (const auto& one : world.broker.published) names.push_back(one.message->queue);
  return names;
}

TEST(Knowledge, CalendarsAreAskedAtTheTimeAnEventIsTaken) {
  World world;
  world.knowledge = with_office("[rep@north.example]");
  world.start();
  world.connect();
  world.clock.at = *domain::from_rfc3339("2026-03-02T16:59:59Z");
  world.open("e1", "T1");
  world.work();
  world.clock.at = *domain::from_rfc3339("2026-03-02T17:00:00Z");
  world.open("e2", "T2");
  world.work();
  world.clock.at = *domain::from_rfc3339("2026-03-03T09:00:00Z");
  world.open("e3", "T3");
  world.work();
  EXPECT_THAT(queues(world), testing::ElementsAre("team.support", "team.engineering", "team.support"));
}

TEST(Knowledge, ATicketAwaitsApprovalAndRemembersWhatForAcrossARestart) {
  World world;
  world.knowledge = with_office("[rep@north.example]");
  world.start();
  world.connect();
  world.open("e1", "T1", "please delete my data");
  world.work();
  EXPECT_THAT(queues(world), testing::ElementsAre("team.community_representative"));
  const auto image = world.store.load();
  ASSERT_EQ(image->open_tickets.size(), 1U);
  const auto ticket = codec::decode_ticket(image->open_tickets.front().payload);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ticket->state, domain::TicketState::awaiting_approval);
  // A rung's name is a rung to rules.
  EXPECT_EQ(ticket->meant_for, domain::Destination{domain::Rung::engineering});
  EXPECT_EQ(ticket->silence, domain::IfSilent{domain::TeamId{"council"}});
}

TEST(Knowledge, WhereNobodyMayApproveTheTeamOfTheRulesSilenceIsReached) {
  World world;
  world.knowledge = with_office("[]");
  world.start();
  world.connect();
  world.open("e1", "T1", "please delete my data");
  world.work();
  EXPECT_THAT(queues(world), testing::ElementsAre("team.council"));
}

}  // namespace
}  // namespace triaged::test

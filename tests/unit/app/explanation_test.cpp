// What `explain` says of a new ticket's deadlines. Worked out by hand: the office is in Los Angeles, seven
// hours behind UTC in May, and Monday, the 25th of May 2026, is a holiday.
#include "app/explanation.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_service.hpp"

namespace triaged::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class Office : public SmallService {
 public:
  explicit Office(const std::string& policy = R"(
deadlines:
  - {first_response: 4h, resolution: 2wd}
warn_at: 50%
impasse: {moves: 3, after: 10wd, to: [on_call]}
)") {
    write("directory.yaml", R"(
ladder: [user, support, engineering]
calendars:
  office: {zone: America/Los_Angeles, open: {mon-fri: ["09:00-17:00"]}, holidays: [2026-05-25]}
teams:
  support: {calendar: office, members: [support@service.example]}
  engineering: {calendar: office, members: [engineer@service.example]}
  on_call: {members: [engineer@service.example]}
communities:
  - {id: north, hubs: [{id: north/prod}]}
producers:
  - {user: mail, hubs: ["*"], events: ["*"]}
)");
    write("policy.yaml", policy);
    write("rules/10.yaml", R"(
classify: []
route:
  - {name: lost, when: {text: disk}, to: engineering}
  - {name: rest, to: next_rung}
)");
  }

  [[nodiscard]] Explained explained(const std::string& subject) const {
    const auto configuration = load();
    const auto decoded = codec::decode_json(ticket_line("T1", subject), configuration.settings.limits.codec);
    const auto& read = std::get<codec::Decoded>(decoded);
    return decide_anew(read.event, std::get<domain::Opened>(read.event.body), read.text, configuration,
                       {.now = *domain::from_rfc3339("2026-05-22T23:00:00Z")});
  }
};

std::string in_text(const Explained& explained) {
  std::ostringstream out;
  print(explained, out);
  return out.str();
}

TEST(Explanation, DeadlinesAreInTheHoursOfTheTeamThatHasTheTicket) {
  const Office office;
  const auto explained = office.explained("A question");
  const auto said = to_json(explained, {}).at("deadlines").as_object();
  EXPECT_EQ(said.size(), 2u);
  // From four on Friday: 1 h then, 3 h on Tuesday from nine.
  EXPECT_EQ(said.at("first_response"), "2026-05-26T19:00:00Z");
  // The same time on the clock two open days later: Tuesday, Wednesday.
  EXPECT_EQ(said.at("resolution"), "2026-05-27T23:00:00Z");
}

TEST(Explanation, InTextEachDeadlineSaysWhatHappensThen) {
  const Office office;
  const auto text = in_text(office.explained("A question"));
  EXPECT_THAT(text, HasSubstr("first_response            due Tue 2026-05-26 19:00 UTC (Tue 12:00 "
                              "America/Los_Angeles), a reminder Tue 2026-05-26 17:00 UTC; then escalated to "
                              "engineering\n"));
  EXPECT_THAT(text, HasSubstr("resolution                due Wed 2026-05-27 23:00 UTC"));
  EXPECT_THAT(text, HasSubstr("; then reminder to support\n"));
}

TEST(Explanation, AtTheTopItSaysWhoBesideTheLadderIsToldThen) {
  const Office office;
  const auto explained = office.explained("A full disk");
  EXPECT_THAT(in_text(explained), HasSubstr("; then escalated to on_call\n"));
  EXPECT_THAT(in_text(explained), HasSubstr("; then impasse to on_call\n"));
  EXPECT_TRUE(to_json(explained, {}).at("deadlines").as_object().contains("impasse"));
}

TEST(Explanation, WhereNothingIsPromisedThereIsNoWordOfIt) {
  const Office office("");
  const auto explained = office.explained("A question");
  EXPECT_TRUE(to_json(explained, {}).at("deadlines").as_object().empty());
  EXPECT_THAT(in_text(explained), Not(HasSubstr("Its clocks")));
}

}  // namespace
}  // namespace triaged::app

// What counts as a change, and how changes are counted.
#include <sstream>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/comparison_report.hpp"

namespace triaged::app {
namespace {

using domain::RuleName;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Made {
  domain::Ticket ticket;
  domain::Classification classification;

  [[nodiscard]] Decided decided() const { return {.ticket = ticket, .classification = classification}; }
};

Made to_team(const std::string& team, const std::string& rule) {
  Made made;
  made.ticket.team = domain::TeamId(team);
  made.classification.rule = RuleName(rule);
  return made;
}

Made with_category(const std::string& category, const std::string& rule) {
  Made made = to_team("support", "rest");
  made.ticket.category = category;
  made.classification.category = {category, RuleName(rule)};
  return made;
}

Example example(const std::string& id) { return {.ticket = domain::TicketId(id), .subject = {}}; }

void add(Tally& tally, const Made& active, const Made& candidate, const std::string& id = "T") {
  tally.add(active.decided(), candidate.decided(), example(id), 2);
}

std::vector<std::string> in_words(const std::vector<Change>& changes) {
  std::vector<std::string> words;
  for (const auto& one : changes)
    words.push_back(std::string(name(one.aspect)) + (one.label.empty() ? "" : " " + one.label) + ": " +
                    one.from + " -> " + one.to + " by " + one.by_active.value + " -> " +
                    one.by_candidate.value);
  return words;
}

TEST(Changes, AreFoundInEachAspectWithTheRulesThatSaidSo) {
  Made active = to_team("", "spam");
  active.ticket.state = domain::TicketState::resolved;
  Made candidate = to_team("community_representative", "ask");
  candidate.ticket.state = domain::TicketState::awaiting_approval;
  candidate.ticket.meant_for = domain::TeamId("engineering");
  candidate.ticket.severity = domain::Severity::high;
  candidate.classification.severity = {domain::Severity::high, RuleName("urgent")};
  candidate.ticket.symptom = "login";
  candidate.classification.symptom = {"login", RuleName("logins")};
  candidate.ticket.incident = true;
  candidate.classification.incident = {true, RuleName("urgent")};
  EXPECT_THAT(
      in_words(changes(active.decided(), candidate.decided())),
      ElementsAre("team: nobody -> community_representative by spam -> ask",
                  "state: resolved -> awaiting_approval by spam -> ask",
                  "goes_on_to: - -> engineering by spam -> ask", "severity: normal -> high by  -> urgent",
                  "symptom: - -> login by  -> logins", "incident: no -> perhaps by  -> urgent"));
}

TEST(Changes, OfLabelsTellThatTheyAreSetAndNeverToWhat) {
  Made active = to_team("support", "rest");
  Made candidate = active;
  active.classification.labels = {{"error", {"secret one", RuleName("a")}}, {"gone", {"x", RuleName("a")}}};
  candidate.classification.labels = {{"error", {"secret two", RuleName("b")}}, {"new", {"y", RuleName("b")}}};
  EXPECT_THAT(in_words(changes(active.decided(), candidate.decided())),
              ElementsAre("label error: set -> set otherwise by a -> b", "label gone: set -> unset by a -> ",
                          "label new: unset -> set by  -> b"));
}

TEST(Tally, TheSameDestinationByAnotherRuleIsTheSame) {
  Tally tally;
  add(tally, to_team("support", "rest"), to_team("support", "rest"));
  add(tally, to_team("support", "rest"), to_team("support", "logins"));
  EXPECT_EQ(tally.same, 2u);
  EXPECT_EQ(tally.by_another_rule, 1u);
  EXPECT_EQ(tally.different, 0u);
  EXPECT_THAT(tally.changes, IsEmpty());
}

TEST(Tally, KeepsTheFirstExamplesOfEachChange) {
  Tally tally;
  for (const auto* id : {"T1", "T2", "T3"}) add(tally, to_team("a", "r"), to_team("b", "s"), id);
  ASSERT_EQ(tally.changes.size(), 1u);
  const auto& seen = tally.changes.begin()->second;
  EXPECT_EQ(seen.count, 3u);
  ASSERT_EQ(seen.examples.size(), 2u);
  EXPECT_EQ(seen.examples[1].ticket, domain::TicketId("T2"));
}

TEST(Tally, ListsSoManyDifferentChangesAndCountsTheRest) {
  Tally tally;
  for (std::size_t i = 0; i <= Tally::kChangesMost; ++i)
    add(tally, with_category("other", ""), with_category("c" + std::to_string(i), "r"));
  EXPECT_EQ(tally.changes.size(), Tally::kChangesMost);
  EXPECT_EQ(tally.not_listed, 1u);
  add(tally, with_category("other", ""), with_category("c0", "r"));
  EXPECT_EQ(tally.not_listed, 1u) << "a change that is listed is still counted there";
  EXPECT_EQ(tally.different, Tally::kChangesMost + 2);
}

// Three changes of the team, two of them by two pairs of rules, and one of the category.
Tally several() {
  Tally tally;
  add(tally, with_category("other", ""), with_category("storage", "disks"), "T0");
  add(tally, to_team("support", "rest"), to_team("engineering", "one"), "T1");
  add(tally, to_team("support", "rest"), to_team("hub_admin", "two"), "T2");
  add(tally, to_team("support", "rest"), to_team("hub_admin", "rest"), "T3");
  add(tally, to_team("support", "rest"), to_team("hub_admin", "two"), "T4");
  add(tally, to_team("support", "rest"), to_team("support", "rest"), "T5");
  return tally;
}

TEST(Summary, IsSortedByAspectAndThenTheMostFrequentFirst) {
  const Tally tally = several();
  const auto groups = summary(tally);
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_EQ(groups[0].to, "hub_admin");
  EXPECT_EQ(groups[0].count, 3u);
  ASSERT_EQ(groups[0].rules.size(), 2u);
  EXPECT_EQ(groups[0].rules[0]->first.by_candidate, RuleName("two"));
  EXPECT_EQ(groups[1].to, "engineering");
  EXPECT_EQ(groups[2].aspect, Aspect::category);
}

TEST(ComparisonReport, IsTheSameInTextAndInJson) {
  const Compared compared{
      .tally = several(), .not_readable = 2, .passed_over = 0, .active = {}, .candidate = {}};
  std::ostringstream text;
  print(compared, text);
  EXPECT_EQ(text.str(), R"(6 tickets: 1 the same, 5 different, 2 not readable

The team that gets the ticket
       3  support -> hub_admin
           2  by rest -> two
              T2, T4
           1  by rest, changed
              T3
       1  support -> engineering
           1  by rest -> one
              T1

Its category
       1  other -> storage
           1  by (default) -> disks
              T0
)");
  const auto json = to_json(compared);
  EXPECT_EQ(json.at("different"), 5);
  const auto& first = json.at("changes").at(0);
  EXPECT_EQ(first.at("from"), "support");
  EXPECT_EQ(first.at("count"), 3);
  EXPECT_EQ(first.at("rules").at(0).at("examples").at(1).at("ticket_id"), "T4");
  EXPECT_TRUE(json.at("changes").at(2).at("rules").at(0).at("active").is_null());
  EXPECT_THAT(boost::json::serialize(json), Not(HasSubstr("subject")));
}

}  // namespace
}  // namespace triaged::app

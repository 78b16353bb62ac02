// What coverage counts: rules asked and matched, conditions seen true and false.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/rules/coverage.hpp>

namespace triaged::rules {
namespace {

using testing::ElementsAre;

std::shared_ptr<const RuleSet> compiled(std::string_view yaml) {
  document::Faults faults;
  const auto node = document::parse("r.yaml", yaml, faults);
  auto rules = compile({&*node, 1}, {.teams = {"support"}, .symptoms = {}, .calendars = {}}, faults);
  for (const auto& fault : faults.all()) ADD_FAILURE() << to_text(fault);
  return rules;
}

struct Ticket {
  domain::TicketEvent event;
  domain::Opened opened;
  domain::MatchText text;
  domain::Place place;

  explicit Ticket(const std::string& subject, const std::string& channel = "email") {
    opened.channel = channel;
    text.subject = subject;
  }
  [[nodiscard]] Facts facts() const {
    return {.event = event, .opened = opened, .text = text, .place = place, .now = {}, .open_calendars = {}};
  }
};

constexpr std::string_view kRules = R"(
classify:
  - {name: outage, when: {text: is down, channel: {not: chat}}, set: {severity: critical}}
route:
  - {name: spam, when: {text: lottery}, to: nobody, because: an advertisement}
  - {name: urgent, when: {any: [{severity: critical}, {text: urgent}]}, to: support}
  - {name: rest, to: next_rung}
)";

std::vector<std::string> counts(const Coverage& coverage) {
  std::vector<std::string> lines;
  for (const auto& rule : coverage.rules()) {
    std::string line =
        rule.name.value + " " + std::to_string(rule.reached) + "/" + std::to_string(rule.matched);
    for (const auto& one : rule.conditions)
      line += " [" + one.written + " +" + std::to_string(one.held) + " -" + std::to_string(one.failed) + "]";
    lines.push_back(line);
  }
  return lines;
}

TEST(Coverage, CountsEveryConditionOfTheRulesThatWereReached) {
  Coverage coverage(compiled(kRules));
  coverage.add(Ticket("the hub is down").facts());
  coverage.add(Ticket("lottery", "chat").facts());
  coverage.add(Ticket("hello").facts());
  EXPECT_EQ(coverage.tickets(), 3U);
  const auto& rules = coverage.rules();
  ASSERT_EQ(rules.size(), 4U);
  EXPECT_EQ(rules[0].part, Step::Part::classify);
  EXPECT_THAT(counts(coverage),
              ElementsAre("outage 3/1 [text: is down +1 -2] [not (channel: chat) +2 -1]",
                          "spam 3/1 [text: lottery +1 -2]",
                          "urgent 2/1 [severity: critical +1 -1] [text: urgent +0 -2]", "rest 1/1"))
      << "spam keeps its ticket from the rules after it";
}

TEST(Coverage, SaysWhereAConditionStands) {
  const Coverage coverage(compiled(kRules));
  const auto& condition = coverage.rules()[2].conditions[1];
  EXPECT_EQ(condition.place.file, "r.yaml");
  EXPECT_EQ(condition.place.line, 6);
  EXPECT_EQ(coverage.rules()[2].reached, 0U);
}

TEST(Look, AgreesWithExplainOnWhatMatchedAndWhatWasReached) {
  const auto rules = compiled(kRules);
  for (const auto* subject : {"the hub is down", "lottery, urgent", "hello", "urgent"}) {
    const Ticket ticket(subject);
    const auto looked = look(ticket.facts(), *rules);
    const auto steps = explain(ticket.facts(), *rules).steps;
    ASSERT_EQ(looked.size(), steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      EXPECT_EQ(looked[i].rule, steps[i].rule);
      EXPECT_EQ(looked[i].matched, steps[i].matched) << subject << ", " << steps[i].rule.value;
      EXPECT_EQ(looked[i].reached, steps[i].reached);
    }
  }
}

}  // namespace
}  // namespace triaged::rules

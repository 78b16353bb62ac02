// One event with its facts, made to be bent by each test, and rules from text.
#pragma once

#include <gtest/gtest.h>

#include <triaged/rules/rules.hpp>

namespace triaged::rules {

inline Names test_names() {
  Names names;
  names.teams = {"hub_admin", "community_representative", "support", "engineering", "partnerships",
                 "product"};
  names.symptoms = {"unreachable", "login", "spawn", "storage", "performance", "provider", "other"};
  names.calendars = {{.name = "extended"}, {.name = "office"}};
  return names;
}

struct Case {
  domain::TicketEvent event{};
  domain::Opened opened{};
  domain::MatchText text{};
  domain::Place place{};
  domain::Instant now{};
  std::vector<std::string> open{};

  Case& says(std::string subject, std::string body = {}) {
    text = {.subject = std::move(subject), .body = std::move(body)};
    return *this;
  }
  Case& from(domain::Rung standing) { return place.standing = standing, *this; }
  Case& by(std::string actor) { return event.actor = domain::ActorId{std::move(actor)}, *this; }
  Case& on(std::string hub) { return place.hub = domain::HubId{std::move(hub)}, *this; }
  Case& over(std::string channel) { return opened.channel = std::move(channel), *this; }
  Case& label(std::string key, std::string value) {
    return opened.labels.emplace(std::move(key), std::move(value)), *this;
  }
  Case& at(std::string_view instant) { return now = domain::from_rfc3339(instant).value(), *this; }
  Case& needed(std::string_view instant) {
    return opened.needed_by = domain::from_rfc3339(instant).value(), *this;
  }
  Case& during(std::string calendar) { return open.push_back(std::move(calendar)), *this; }
  [[nodiscard]] Facts facts() const { return {event, opened, text, place, now, open}; }
};

inline std::shared_ptr<const RuleSet> read(std::string_view yaml, document::Faults& faults) {
  std::vector<document::Node> files;
  if (auto node = document::parse("rules.yaml", yaml, faults)) files.push_back(std::move(*node));
  return compile(files, test_names(), faults);
}

inline std::shared_ptr<const RuleSet> good(std::string_view yaml) {
  document::Faults faults;
  auto rules = read(yaml, faults);
  for (const auto& fault : faults.all()) ADD_FAILURE() << to_text(fault) << "\n" << yaml;
  EXPECT_NE(rules, nullptr);
  return rules;
}

inline std::string first_error(std::string_view yaml) {
  document::Faults faults;
  EXPECT_EQ(read(yaml, faults), nullptr) << yaml;
  for (const auto& fault : faults.all())
    if (fault.level == document::Level::error) return to_text(fault);
  return "no error";
}

// Of a sound rule file.
inline std::string first_warning(std::string_view yaml) {
  document::Faults faults;
  EXPECT_NE(read(yaml, faults), nullptr) << yaml;
  return faults.all().empty() ? "no warning" : to_text(faults.all().front());
}

// Route rules in which the first asks for `condition`.
inline std::string asking(const std::string& condition) {
  return "route:\n  - {name: hit, when: " + condition + ", to: support}\n  - {name: rest, to: next_rung}\n";
}

// The name of the route rule that wins under `when: <condition>`: "hit" or "rest".
inline std::string winner(const std::string& condition, const Case& ticket) {
  const auto rules = good(asking(condition));
  return rules ? classify(ticket.facts(), *rules).rule.value : "no rules";
}

}  // namespace triaged::rules

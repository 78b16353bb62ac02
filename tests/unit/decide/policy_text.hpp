// A policy from its text, with what is wrong with it.
#pragma once

#include <array>
#include <stdexcept>

#include <triaged/decide/policy.hpp>

namespace triaged::decide::test {

inline const std::vector<std::string> kTeams{
    "hub_admin",  "community_representative", "support", "engineering", "on_call", "partnerships",
    "area_leads", "executive_director"};
inline const std::vector<std::string> kCalendars{"always", "working_day", "office"};
inline const std::vector<std::string> kPeople{"ada@service.example", "ben@service.example"};
inline constexpr std::array<std::string_view, 4> kSymptoms{"login", "spawn", "storage", "other"};

struct Reading {
  std::shared_ptr<const Policy> policy;
  std::vector<std::string> faults;
};

inline Reading read_text(const std::string& text, const std::vector<std::string>& teams = kTeams,
                         const std::vector<std::string>& people = kPeople) {
  document::Faults faults;
  const auto file = document::parse("policy.yaml", text, faults);
  if (!file) throw std::invalid_argument(document::to_text(faults.all().front()));
  const PolicyNames names{.teams = teams, .calendars = kCalendars, .symptoms = kSymptoms, .people = people};
  Reading reading{.policy = read_policy(*file, names, faults), .faults = {}};
  for (const document::Fault& fault : faults.all()) reading.faults.push_back(document::to_text(fault));
  return reading;
}

inline Policy sound(const std::string& text) {
  const Reading reading = read_text(text);
  EXPECT_THAT(reading.faults, testing::IsEmpty());
  return reading.policy ? *reading.policy : Policy{};
}

inline std::string only_fault(const std::string& text) {
  const Reading reading = read_text(text);
  EXPECT_EQ(reading.policy, nullptr) << text;
  EXPECT_EQ(reading.faults.size(), 1U) << text << '\n' << testing::PrintToString(reading.faults);
  return reading.faults.empty() ? "" : reading.faults.front();
}

}  // namespace triaged::decide::test

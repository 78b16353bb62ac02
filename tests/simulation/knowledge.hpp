// The configurations that a simulation switches between: directory, rules and policy, as text, read by the
// real readers. Made once for each thread, for compiling rules takes longer than a seed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <triaged/engine/knowledge.hpp>

namespace triaged::simulation {

struct Variant {
  std::string name;
  engine::Knowledge knowledge;
  ports::InForce digests;
  bool clocks = false;  // the policy promises something for every ticket
};

// The first is what every seed begins with. `without partnerships` is refused while that team has tickets.
[[nodiscard]] std::vector<Variant> variants();

// The people, by what they are. Each of the directory's teams has a member here.
struct Person {
  std::string_view id;
  std::string_view team;  // "" for who is in none
  std::string_view community;
};
[[nodiscard]] const std::vector<Person>& people();
[[nodiscard]] const std::vector<std::string_view>& hubs();  // with an unknown one, and "" for none

}  // namespace triaged::simulation

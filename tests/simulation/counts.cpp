#include "simulation/counts.hpp"

#include <vector>

#include "simulation/counts_least.hpp"

namespace triaged::simulation {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;

}  // namespace

void Counts::add(std::string_view what, std::string_view kind, std::uint64_t times) {
  name_.assign(what).append(" ").append(kind);
  if (const auto found = counts_.find(name_); found != counts_.end())
    found->second += times;
  else
    counts_.emplace(name_, times);
}

void Counts::add_event(std::string_view kind, std::string_view state) {
  name_.assign("event ").append(kind).append(" ").append(state);
  if (const auto found = counts_.find(name_); found != counts_.end())
    ++found->second;
  else
    counts_.emplace(name_, 1);
}

void Counts::add(const Counts& other) {
  for (const auto& [name, times] : other.counts_) counts_[name] += times;
}

std::uint64_t Counts::of(const std::string& name) const {
  const auto found = counts_.find(name);
  return found != counts_.end() ? found->second : 0;
}

bool Counts::report(std::ostream& out) const {
  const std::uint64_t steps = of("steps done");
  std::vector<std::string> thin, unasked;
  const auto compare = [&](const std::string& name, std::uint64_t per_million) {
    const std::uint64_t asked = per_million * steps / kMillion;
    const std::uint64_t there = of(name);
    if (per_million == 0) unasked.push_back(name);
    if (there < asked)
      thin.push_back(name + ": " + std::to_string(there) + " times, and should be " + std::to_string(asked));
  };
  for (const auto& [kind, per_million] : kLeastEvents)
    for (std::size_t state = 0; state < kStates.size(); ++state)
      compare("event " + std::string(kind) + " " + std::string(kStates[state]), per_million[state]);
  for (const auto& [name, per_million] : kLeast) compare(std::string(name), per_million);

  for (const auto& [name, times] : counts_) out << "  " << times << "\t" << name << '\n';
  out << "without a minimum:";
  for (const auto& name : unasked) out << (&name == &unasked.front() ? " " : ", ") << name;
  out << '\n';
  if (steps < kMillion) return true;  // too short to say: rare things come or do not come by chance
  for (const auto& one : thin) out << "TOO THIN: " << one << '\n';
  return thin.empty();
}

}  // namespace triaged::simulation

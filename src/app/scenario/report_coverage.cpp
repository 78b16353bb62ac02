#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <ostream>

#include "app/scenario/report.hpp"

namespace triaged::app::scenario {
namespace {

using Rule = rules::Coverage::Rule;
using Condition = rules::Coverage::Condition;

constexpr int kPlaceWidth = 34;

std::string place(const document::Place& place) { return place.file + ":" + std::to_string(place.line); }

// The file, or the folder, that the rules stand in.
std::string source(const std::vector<Rule>& rules) {
  const std::string& first = rules.front().place.file;
  const bool one = std::ranges::all_of(rules, [&](const Rule& rule) { return rule.place.file == first; });
  return one ? first : std::filesystem::path(first).parent_path().string();
}

// A heading above the first line only.
class List {
 public:
  List(std::ostream& out, std::string_view heading) : out_(out), heading_(heading) {}

  void add(const document::Place& where, const std::string& text) {
    if (!heading_.empty()) out_ << "\n  " << heading_ << '\n';
    heading_ = {};
    out_ << "    " << std::left << std::setw(kPlaceWidth) << place(where) << ' ' << text << '\n';
  }

 private:
  std::ostream& out_;
  std::string_view heading_;
};

template <class Which>
void conditions(const std::vector<Rule>& rules, List list, Which which) {
  for (const Rule& rule : rules)
    for (const Condition& condition : rule.conditions)
      if (rule.reached != 0 && which(rule, condition))
        list.add(condition.place, rule.name.value + ": " + condition.written);
}

void write(const rules::Coverage& coverage, std::ostream& out) {
  const auto& rules = coverage.rules();
  const auto used = std::ranges::count_if(rules, [](const Rule& rule) { return rule.matched != 0; });
  out << "\nCoverage of " << source(rules) << ": " << used << " of " << rules.size()
      << " rules matched at least once, on " << coverage.tickets()
      << (coverage.tickets() == 1 ? " ticket" : " tickets") << '\n';
  List never_reached(out, "never asked, because a rule before them always won");
  for (const Rule& rule : rules)
    if (rule.reached == 0) never_reached.add(rule.place, rule.name.value);
  List never_matched(out, "never matched");
  for (const Rule& rule : rules)
    if (rule.reached != 0 && rule.matched == 0) never_matched.add(rule.place, rule.name.value);
  // The only condition of a rule that never matched says nothing new.
  conditions(rules, List(out, "conditions never seen true"),
             [](const Rule& rule, const Condition& condition) {
               return condition.held == 0 && (rule.matched != 0 || rule.conditions.size() > 1);
             });
  // A rule that never matched has been seen false enough.
  conditions(rules, List(out, "conditions never seen false"),
             [](const Rule& rule, const Condition& condition) {
               return rule.matched != 0 && condition.failed == 0;
             });
}

}  // namespace

void write_coverage(const Coverages& coverages, std::ostream& out) {
  for (const auto& [digest, coverage] : coverages) write(coverage, out);
}

}  // namespace triaged::app::scenario

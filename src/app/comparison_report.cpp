#include "app/comparison_report.hpp"

#include <algorithm>
#include <iomanip>
#include <optional>
#include <ostream>

#include <boost/json/array.hpp>

namespace triaged::app {
namespace {

namespace json = boost::json;

constexpr int kCountWidth = 8;

std::string_view heading(Aspect aspect) {
  switch (aspect) {
    case Aspect::team:
      return "The team that gets the ticket";
    case Aspect::state:
      return "Its state";
    case Aspect::goes_on_to:
      return "Where it goes once approved";
    case Aspect::category:
      return "Its category";
    case Aspect::severity:
      return "Its severity";
    case Aspect::symptom:
      return "Its symptom";
    case Aspect::incident:
      return "Whether it may be an incident";
    case Aspect::label:
      return "Labels set by rules";
  }
  return {};
}

std::string of_rule(const domain::RuleName& rule) { return rule.empty() ? "(default)" : rule.value; }

// "share -> share-new"; or only "share" when the same rule says another thing.
std::string rules_of(const Change& change) {
  if (change.by_active == change.by_candidate) return of_rule(change.by_active) + ", changed";
  return of_rule(change.by_active) + " -> " + of_rule(change.by_candidate);
}

void print_examples(const Seen& seen, std::ostream& out) {
  const bool with_subjects =
      std::ranges::any_of(seen.examples, [](const Example& one) { return !one.subject.empty(); });
  if (with_subjects) {
    for (const auto& [ticket, subject] : seen.examples)
      out << std::string(kCountWidth + 6, ' ') << ticket.value << "  " << subject << '\n';
    return;
  }
  if (seen.examples.empty()) return;
  out << std::string(kCountWidth + 6, ' ');
  for (std::size_t i = 0; i < seen.examples.size(); ++i)
    out << (i == 0 ? "" : ", ") << seen.examples[i].ticket.value;
  out << '\n';
}

json::value rule_or_null(const domain::RuleName& rule) {
  if (rule.empty()) return nullptr;
  return json::value(rule.value);
}

json::object to_json(const std::pair<const Change, Seen>& one) {
  json::array examples;
  for (const auto& [ticket, subject] : one.second.examples) {
    json::object example{{"ticket_id", ticket.value}};
    if (!subject.empty()) example["subject"] = subject;
    examples.push_back(std::move(example));
  }
  return {{"active", rule_or_null(one.first.by_active)},
          {"candidate", rule_or_null(one.first.by_candidate)},
          {"count", one.second.count},
          {"examples", std::move(examples)}};
}

}  // namespace

void print(const Compared& compared, std::ostream& out) {
  const auto& tally = compared.tally;
  const auto tickets = tally.same + tally.different;
  out << tickets << (tickets == 1 ? " ticket: " : " tickets: ") << tally.same << " the same, "
      << tally.different << " different, " << compared.not_readable << " not readable\n";
  if (tally.by_another_rule != 0)
    out << "of those that are the same, " << tally.by_another_rule << " by another rule\n";
  if (compared.passed_over != 0)
    out << "other events, passed over because no rule is asked about them: " << compared.passed_over << '\n';
  std::optional<Aspect> under;
  for (const auto& group : summary(tally)) {
    if (under != group.aspect) out << '\n' << heading(group.aspect) << '\n';
    under = group.aspect;
    out << std::setw(kCountWidth) << group.count << "  " << (group.label.empty() ? "" : group.label + ": ")
        << group.from << " -> " << group.to << '\n';
    for (const auto* one : group.rules) {
      out << std::setw(kCountWidth + 4) << one->second.count << "  by " << rules_of(one->first) << '\n';
      print_examples(one->second, out);
    }
  }
  if (tally.not_listed != 0)
    out << '\n' << tally.not_listed << " further changes, of other kinds than these, are only counted\n";
}

json::object to_json(const Compared& compared) {
  const auto& tally = compared.tally;
  json::array found;
  for (const auto& group : summary(tally)) {
    json::array rules;
    for (const auto* one : group.rules) rules.push_back(to_json(*one));
    json::object object{{"aspect", name(group.aspect)},
                        {"from", group.from},
                        {"to", group.to},
                        {"count", group.count},
                        {"rules", std::move(rules)}};
    if (!group.label.empty()) object["label"] = group.label;
    found.push_back(std::move(object));
  }
  return {{"tickets", tally.same + tally.different},
          {"same", tally.same},
          {"by_another_rule", tally.by_another_rule},
          {"different", tally.different},
          {"not_readable", compared.not_readable},
          {"passed_over", compared.passed_over},
          {"active", to_text(compared.active)},
          {"candidate", to_text(compared.candidate)},
          {"changes", std::move(found)},
          {"changes_not_listed", tally.not_listed}};
}

}  // namespace triaged::app

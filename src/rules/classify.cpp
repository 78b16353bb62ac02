// Facts and rule set to a classification: the program's verdict, written out.
#include "rules/program.hpp"

namespace triaged::rules {

domain::Classification classify(const Facts& facts, const RuleSet& rules) {
  thread_local Workspace workspace;
  const Verdict& verdict = rules.program->evaluate(facts, workspace);
  domain::Classification result;
  if (verdict.category != nullptr) result.category = {*verdict.category->category, verdict.category->name};
  if (verdict.severity != nullptr) result.severity = {*verdict.severity->severity, verdict.severity->name};
  if (verdict.symptom != nullptr) result.symptom = {*verdict.symptom->symptom, verdict.symptom->name};
  if (verdict.incident != nullptr) result.incident = {*verdict.incident->incident, verdict.incident->name};
  result.labels.reserve(verdict.labels.size());
  for (const auto& label : verdict.labels)
    result.labels.emplace_back(label.key, domain::Set<std::string>{std::string(label.value), label.by->name});
  result.destination = verdict.winner->destination;
  result.needs = verdict.winner->needs;
  result.rule = verdict.winner->name;
  return result;
}

}  // namespace triaged::rules

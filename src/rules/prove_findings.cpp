#include "rules/prove_findings.hpp"

#include <algorithm>
#include <functional>

namespace triaged::rules {
namespace {

constexpr std::size_t kNamedMost = 5;  // rules in one message

std::string ticked(std::string_view text) { return '`' + std::string(text) + '`'; }

std::string located(const Rule& rule) {
  return ticked(rule.name.value) + " (" + rule.place.file + ":" + std::to_string(rule.place.line) + ")";
}

// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& texts, std::string_view last = " and ") {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i)
    text.append(i == 0 ? "" : i + 1 == texts.size() ? last : ", ").append(texts[i]);
  return text;
}

std::string joined(const std::vector<const Rule*>& rules, std::string_view last = " and ") {
  std::vector<std::string> texts;
  const std::size_t named = rules.size() > kNamedMost ? kNamedMost - 1 : rules.size();
  for (std::size_t i = 0; i < named; ++i) texts.push_back(located(*rules[i]));
  if (named < rules.size()) texts.push_back(std::to_string(rules.size() - named) + " more");
  return joined(texts, last);
}

std::string written(const Condition& condition) { return ticked(condition.predicate.written); }

}  // namespace

bool Findings::is_route(const Rule& rule) const {
  const std::less<> before;  // a total order of pointers, also into different vectors
  const auto& route = rules_->route;
  return !route.empty() && !before(&rule, route.data()) && before(&rule, route.data() + route.size());
}

std::string Findings::called(const Rule& rule) const {
  return (is_route(rule) ? "route rule " : "classify rule ") + ticked(rule.name.value);
}

void Findings::contradicts(const Rule& rule, const std::vector<const Condition*>& conditions) {
  std::vector<std::string> texts;
  for (const Condition* condition : conditions) texts.push_back(written(*condition));
  const bool one = texts.size() == 1;
  const document::Place& place = conditions.empty() ? rule.place : conditions.back()->predicate.place;
  faults_->warning(
      place,
      called(rule) + " can never match: " +
          (one                 ? texts.front() + " holds for no ticket"
           : texts.size() == 2 ? joined(texts) + " contradict each other"
                               : joined(texts) + " contradict one another"),
      one ? "correct the condition, or remove the rule" : "correct one of them, or remove the rule");
}

void Findings::never_chosen(const Rule& rule, const Condition& part) {
  faults_->warning(
      part.predicate.place,
      "in " + called(rule) + ", " + written(part) + " can never hold beside its other conditions",
      "correct it, or remove this part of `any`");
}

void Findings::never_wins(const Rule& rule, const std::vector<const Rule*>& earlier) {
  faults_->warning(rule.place,
                   called(rule) + " can never win: " + joined(earlier) +
                       (earlier.size() == 1 ? " takes" : " together take") + " everything it would",
                   "move it up, narrow what comes before it, or remove it");
}

void Findings::take_everything(const std::vector<const Rule*>& rules) {
  const Rule& last = *rules.back();
  if (rules.size() == 1)
    faults_->warning(last.place, called(last) + " takes every ticket, so no rule after it can win",
                     "narrow its condition, or move it to the end");
  else
    faults_->warning(last.place,
                     joined(rules) + " together take every ticket, so no rule after " +
                         ticked(last.name.value) + " can win",
                     "narrow one of them, or move it to the end");
}

void Findings::never_sets(const Rule& rule, const FieldRef& field, const std::vector<const Rule*>& others) {
  std::string_view why = " has set it before";
  std::string_view remedy = "move it up, narrow the other, or remove that part of its `set`";
  if (field.field == Field::severity) {
    why = " sets one as high or higher";
    remedy = "set a higher one, or remove that part of its `set`";
  } else if (field.field == Field::incident) {
    why = " sets it too, and that counts";
    remedy = "remove that part of its `set`";
  }
  faults_->warning(rule.place,
                   called(rule) + " never has a say in " + ticked(field_name(field)) + ": wherever it " +
                       (is_route(rule) ? "wins, " : "matches, ") + joined(others, " or ") + std::string(why),
                   std::string(remedy));
}

void Findings::never_opens(const Rule& rule, const Predicate& predicate, const std::string& calendar) {
  faults_->warning(predicate.place,
                   called(rule) + " asks for the calendar " + ticked(calendar) + ", which never opens",
                   "give the calendar open hours, or name another");
}

void Findings::always_open(const Rule& rule, const Predicate& predicate, const std::string& calendar) {
  faults_->warning(predicate.place,
                   called(rule) + " asks for the calendar " + ticked(calendar) + ", which is always open",
                   "take it out, or name another");
}

void Findings::set_later(const Rule& rule, const Predicate& predicate, const std::string& category,
                         const Rule& later) {
  faults_->warning(predicate.place,
                   called(rule) + " asks for the category " + ticked(category) + ", which " + located(later) +
                       " sets only after it",
                   "move this rule behind that one");
}

void Findings::fits_nothing_set(const Rule& rule, const Predicate& predicate) {
  faults_->warning(
      predicate.place,
      called(rule) + " asks for " + ticked(predicate.written) + ", and no rule before it makes it so",
      "correct it, or add a `classify` rule that does");
}

void Findings::reaches_nobody(const Rule& rule, std::string_view team) {
  faults_->warning(rule.place,
                   called(rule) + " counts on " + ticked(team) + ", and nobody there can be reached",
                   "name people for it in the directory, or another team here");
}

void Findings::undecided(const std::vector<const Rule*>& rules, std::size_t effort) {
  if (rules.empty()) return;
  faults_->warning(rules.front()->place,
                   "within " + std::to_string(effort) + " steps each it could not be decided whether " +
                       joined(rules) + (rules.size() == 1 ? " has" : " have") + " any effect",
                   "nothing is wrong with that; simpler conditions would let it be proved");
}

}  // namespace triaged::rules

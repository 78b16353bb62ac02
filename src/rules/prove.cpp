// Rules that can never do anything, proved: which questions are put to the net of the rule set
// (prove_net.hpp), and in which order. A question is whether some event exists, and only a proven no is a
// finding (prove_findings.hpp); docs/proofs.md says what is covered.
#include <algorithm>
#include <set>

#include "rules/prove_findings.hpp"
#include "rules/prove_net.hpp"
#include "rules/prove_question.hpp"

namespace triaged::rules {
namespace {

using Answer = Question::Answer;

class Proof {
 public:
  Proof(const RuleSet& rules, const Names& names, document::Faults& faults, std::size_t effort)
      : rules_(rules), names_(names), net_(rules, names), findings_(rules, faults), effort_(effort) {}

  void run() {
    for (std::size_t i = 0; i < rules_.classify.size(); ++i) examine_classify(i);
    for (std::size_t i = 0; i < rules_.route.size() && !everything_taken_; ++i) examine_route(i);
    findings_.undecided(undecided_, effort_);
  }

 private:
  // Where a rule stands: what is set by classify rules from `before` on is not there yet.
  struct Spot {
    const Rule& rule;
    const Matching& matching;
    std::size_t before;
  };

  void examine_classify(std::size_t number) {
    const Spot spot{rules_.classify[number], net_.classify()[number], number};
    std::size_t effort = effort_;
    if (!can_match(spot, effort)) return;
    const auto field = [&](Field its) { examine_setting(spot, {.field = its, .key = {}}, {}, effort); };
    if (spot.rule.category) field(Field::category);
    if (spot.rule.symptom) field(Field::symptom);
    if (spot.rule.severity) field(Field::severity);
    if (spot.rule.incident) field(Field::incident);
    for (const auto& [key, text] : spot.rule.labels)
      examine_setting(spot, {.field = Field::label, .key = key}, {}, effort);
  }

  void examine_route(std::size_t number) {
    const Spot spot{rules_.route[number], net_.route()[number], rules_.classify.size()};
    std::size_t effort = effort_;
    examine_reach(spot.rule);
    if (!can_match(spot, effort)) return;
    const Answer winning = can_win(spot, effort);
    if (winning == Answer::impossible) return;
    if (winning == Answer::possible) {
      if (spot.rule.severity) examine_setting(spot, {.field = Field::severity, .key = {}}, taken_, effort);
      for (const auto& [key, text] : spot.rule.labels)
        examine_setting(spot, {.field = Field::label, .key = key}, taken_, effort);
    }
    taken_.push_back(spot.matching.matches);
    takers_.push_back(&spot.rule);
  }

  bool can_match(const Spot& spot, std::size_t& effort) {
    check_words(spot, spot.rule.when, false);
    if (!holds_together(spot, effort)) return false;
    if (is_told(spot.rule.when)) return true;
    for (const auto& choice : spot.matching.choices)
      if (Question(desk_, {choice.taken}, {}, effort).ask() == Answer::impossible)
        findings_.never_chosen(spot.rule, *choice.part);
    return true;
  }

  bool holds_together(const Spot& spot, std::size_t& effort) {
    Question question(desk_, spot.matching.parts, {}, effort);
    const Answer answer = question.ask();
    if (answer == Answer::undecided) undecided_.push_back(&spot.rule);
    if (answer != Answer::impossible) return answer == Answer::possible;
    const auto conditions = conjuncts(spot.rule.when);
    std::vector<const Condition*> blamed;
    for (const std::size_t part : question.blame().wanted) blamed.push_back(conditions[part]);
    if (std::ranges::none_of(blamed, [&](const Condition* one) { return is_told(*one); }))
      findings_.contradicts(spot.rule, blamed);
    return false;
  }

  Answer can_win(const Spot& spot, std::size_t& effort) {
    Question question(desk_, {spot.matching.matches}, taken_, effort);
    const Answer answer = question.ask();
    if (answer == Answer::undecided) undecided_.push_back(&spot.rule);
    if (answer != Answer::impossible) return answer;
    const auto blame = question.blame();
    std::vector<const Rule*> takers;
    for (const std::size_t i : blame.barred) takers.push_back(takers_[i]);
    everything_taken_ = blame.wanted.empty();
    // The last rule has to be there, also where several others deal with every case.
    const bool excused = &spot.rule == &rules_.route.back() && takers.size() > 1;
    if (!everything_taken_)
      findings_.never_wins(spot.rule, takers);
    else if (!excused)
      findings_.take_everything(takers);
    return answer;
  }

  // Whether the rule's own value ever counts: not where it does not match, nor where an earlier rule has set
  // the field (severity: as high; incident: to true). `earlier` are route rules that win before it.
  void examine_setting(const Spot& spot, const FieldRef& field, std::vector<Literal> earlier,
                       std::size_t& effort) {
    const SetField* its = net_.set_field(field);
    if (its == nullptr) return;
    const std::size_t of_route = earlier.size();
    std::vector<const Rule*> others;
    for (const auto& setting : its->settings) {
      if (!overrules(setting, spot, field)) continue;
      earlier.push_back(setting.sets);
      others.push_back(&rules_.classify[setting.rule]);
    }
    if (others.empty()) return;
    Question question(desk_, {spot.matching.matches}, earlier, effort);
    const Answer answer = question.ask();
    if (answer == Answer::undecided && (undecided_.empty() || undecided_.back() != &spot.rule))
      undecided_.push_back(&spot.rule);
    if (answer != Answer::impossible) return;
    std::vector<const Rule*> blamed;
    for (const std::size_t i : question.blame().barred)
      if (i >= of_route) blamed.push_back(others[i - of_route]);
    findings_.never_sets(spot.rule, field, blamed);
  }

  // Whether that rule's setting leaves nothing of this one's where both match.
  [[nodiscard]] bool overrules(const SetField::Setting& setting, const Spot& spot,
                               const FieldRef& field) const {
    const bool is_earlier = setting.rule < spot.before;
    if (field.field == Field::severity) {
      const auto theirs = setting.value.severity.value;
      if (is_earlier) return theirs >= *spot.rule.severity;
      return setting.rule > spot.before && theirs > *spot.rule.severity &&
             !is_read(field, spot.before, setting.rule);
    }
    if (field.field == Field::incident) {
      if (is_earlier) return setting.value.incident.value || !*spot.rule.incident;
      return setting.rule > spot.before && setting.value.incident.value && !*spot.rule.incident &&
             !is_read(field, spot.before, setting.rule);
    }
    return is_earlier;
  }

  // By a classify rule after `first`, up to and with `last`: then what stood there in between had its effect.
  [[nodiscard]] bool is_read(const FieldRef& field, std::size_t first, std::size_t last) const {
    for (std::size_t i = first + 1; i <= last; ++i)
      if (reads(rules_.classify[i].when, field)) return true;
    return false;
  }

  [[nodiscard]] static bool reads(const Condition& condition, const FieldRef& field) {
    if (condition.kind == Condition::Kind::test) return condition.predicate.field == field;
    return std::ranges::any_of(condition.parts, [&](const Condition& part) { return reads(part, field); });
  }

  // Words that no rule sets, calendars that never open. What is told of one need not be told of what follows
  // from it.
  void check_words(const Spot& spot, const Condition& condition, bool negated) {
    for (const Condition& part : condition.parts)
      check_words(spot, part, negated != (condition.kind == Condition::Kind::negation));
    if (condition.kind == Condition::Kind::test && !is_in_order(spot, condition.predicate, negated))
      told_.insert(&condition.predicate);
  }

  [[nodiscard]] bool is_told(const Condition& condition) const {
    return told_.contains(&condition.predicate) ||
           std::ranges::any_of(condition.parts, [&](const Condition& part) { return is_told(part); });
  }

  bool is_in_order(const Spot& spot, const Predicate& predicate, bool negated) {
    switch (predicate.field.field) {
      case Field::time:
        return check_calendars(spot, predicate);
      case Field::category:
        if (predicate.test == Predicate::Test::equals) return check_categories(spot, predicate);
        return negated || check_settable(spot, predicate);
      case Field::severity:
      case Field::symptom:
      case Field::incident:
        return negated || check_settable(spot, predicate);
      case Field::subject:
      case Field::body:
      case Field::text:
      case Field::channel:
      case Field::source:
      case Field::hub:
      case Field::cluster:
      case Field::community:
      case Field::hub_kind:
      case Field::requester:
      case Field::standing:
      case Field::label:
      case Field::alert_name:
      case Field::alert_label:
      case Field::needed_by:
        break;
    }
    return true;
  }

  bool check_calendars(const Spot& spot, const Predicate& predicate) {
    bool good = true;
    for (const Value& value : predicate.values) {
      const auto calendar = std::ranges::find(names_.calendars, value.text, &Names::Calendar::name);
      if (calendar == names_.calendars.end()) continue;
      if (calendar->never_opens) findings_.never_opens(spot.rule, predicate, value.text);
      if (calendar->always_open) findings_.always_open(spot.rule, predicate, value.text);
      good = good && !calendar->never_opens && !calendar->always_open;
    }
    return good;
  }

  // That no rule at all sets a category is told by the reader.
  bool check_categories(const Spot& spot, const Predicate& predicate) {
    const SetField* its = net_.set_field(predicate.field);
    if (its == nullptr) return true;
    bool good = true;
    for (const Value& value : predicate.values) {
      const auto found = std::ranges::find_if(its->settings, [&](const SetField::Setting& setting) {
        return setting.value.category.value == value.text;
      });
      if (found == its->settings.end() || found->rule < spot.before ||
          value.text == domain::Classification{}.category.value)
        continue;
      findings_.set_later(spot.rule, predicate, value.text, rules_.classify[found->rule]);
      good = false;
    }
    return good;
  }

  bool check_settable(const Spot& spot, const Predicate& predicate) {
    if (net_.would_hold(predicate, {})) return true;
    if (const SetField* its = net_.set_field(predicate.field))
      for (const auto& setting : its->settings)
        if (setting.rule < spot.before && net_.would_hold(predicate, setting.value)) return true;
    findings_.fits_nothing_set(spot.rule, predicate);
    return false;
  }

  void examine_reach(const Rule& rule) {
    const auto ask = [&](std::string_view team) {
      if (std::ranges::find(names_.without_people, team) != names_.without_people.end())
        findings_.reaches_nobody(rule, team);
    };
    if (const auto* rung = std::get_if<domain::Rung>(&rule.destination)) ask(name(*rung));
    if (const auto* team = std::get_if<domain::TeamId>(&rule.destination)) ask(team->value);
    if (!rule.needs) return;
    ask(name(rule.needs->by));
    if (const auto* team = std::get_if<domain::TeamId>(&rule.needs->silence)) ask(team->value);
  }

  const RuleSet& rules_;
  const Names& names_;
  const Net net_;
  Desk desk_{net_.circuit(), net_.givens()};
  Findings findings_;
  std::size_t effort_;
  std::vector<Literal> taken_;       // what route rules take that can win, as far as they were examined
  std::vector<const Rule*> takers_;  // these rules
  std::set<const Predicate*> told_;  // of whose words something was said
  std::vector<const Rule*> undecided_;
  bool everything_taken_ = false;
};

}  // namespace

void prove(const RuleSet& rules, const Names& names, document::Faults& faults, std::size_t effort) {
  Proof(rules, names, faults, effort).run();
}

}  // namespace triaged::rules

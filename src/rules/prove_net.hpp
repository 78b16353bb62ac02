// The whole rule set as one net of gates: for each rule, whether it matches, and for each field that rules
// set, who has set it by then. What a condition says of such a field is resolved to what made the field so.
#pragma once

#include "rules/prove_givens.hpp"
#include "rules/walk.hpp"

namespace triaged::rules {

// A field as rules leave it behind.
struct SetField {
  struct Setting {
    std::size_t rule = 0;  // in RuleSet::classify
    Literal sets;          // the rule matches and sets it
    Literal wins;  // nobody has before; of severity and incident, which do not keep the first, as `sets`
    domain::Classification value;  // nothing but the value set
    bool captured = false;         // then the value is a given
  };
  std::vector<Setting> settings;  // in the order of the rules
  GrowingAny sets;                // of the settings
  Literal is_set = Circuit::kFalse;
};

// A rule's condition as the rule reads it at its place.
struct Matching {
  Literal matches;
  std::vector<Literal> parts;  // of conjuncts(): all must hold
  struct Choice {              // a part of an `any`
    const Condition* part = nullptr;
    Literal taken;  // it holds, and so does whatever must hold beside it
  };
  std::vector<Choice> choices;
};

class Net {
 public:
  // Both must outlive the net.
  Net(const RuleSet& rules, const Names& names);
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;

  [[nodiscard]] const std::vector<Matching>& classify() const noexcept { return classify_; }
  [[nodiscard]] const std::vector<Matching>& route() const noexcept { return route_; }
  // The settings of category, severity, symptom, incident or a label; nullptr: no classify rule sets it.
  [[nodiscard]] const SetField* set_field(const FieldRef& field) const;
  // Whether a predicate about such a field would hold if that were its value.
  [[nodiscard]] bool would_hold(const Predicate& predicate, const domain::Classification& value) const;

  [[nodiscard]] const Circuit& circuit() const noexcept { return circuit_; }
  [[nodiscard]] const Givens& givens() const noexcept { return givens_; }

 private:
  Matching read(const Rule& rule);
  void add_choices(const Condition& condition, const std::vector<Literal>& beside, Matching& matching);
  Literal read(const Condition& condition);
  Literal read(const Predicate& predicate);
  Literal read_given(const Predicate& predicate, const Given& given);
  Literal read_first(const Predicate& predicate, Literal otherwise);
  Literal read_severity(const Predicate& predicate);
  Literal read_incident(const Predicate& predicate);
  Literal read_calendars(const Predicate& predicate);
  Literal at_least(domain::Severity severity);
  void set(const Rule& rule, std::size_t number, Literal matches);
  void add(const FieldRef& field, bool keeps_first, SetField::Setting setting);

  const RuleSet* rules_;
  const Names* names_;
  Circuit circuit_;
  Givens givens_{circuit_};
  std::map<FieldRef, SetField> fields_;
  struct Chain {  // a predicate about a field, as far as it has been worked out
    std::size_t upto = 0;
    GrowingAny holds;
  };
  std::map<std::pair<FieldRef, std::string>, Chain> chains_;
  std::vector<Matching> classify_;
  std::vector<Matching> route_;
  // Nothing happened; for asking predicates about values.
  domain::TicketEvent event_;
  domain::Opened opened_;
  domain::MatchText text_;
  domain::Place place_;
  Facts facts_{.event = event_, .opened = opened_, .text = text_, .place = place_};
  Hits nothing_;
};

// The conditions that must all hold, nested ones too.
[[nodiscard]] std::vector<const Condition*> conjuncts(const Condition& condition);

}  // namespace triaged::rules

// One ticket through a compiled rule set: values make predicates true, true predicates lead to rules, and
// rules are looked at in their order. What a rule sets changes the predicates of that field, and may lead to
// rules further down.
#include <algorithm>

#include "rules/program.hpp"

namespace triaged::rules {
namespace {

// Of fields that rules set, before any did.
const domain::Classification kUnset;

std::optional<std::string_view> unless_empty(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

struct Program::Evaluation {
  const Program& program;
  const Facts& facts;
  Workspace& work;

  void run();

 private:
  [[nodiscard]] bool asked(Field field) const noexcept {
    return program.place_[static_cast<std::size_t>(field)] != kNone;
  }
  [[nodiscard]] const FieldTests& tests(Field field) const noexcept {
    return program.fields_[program.place_[static_cast<std::size_t>(field)]];
  }

  void clear();
  void look_at_everything();
  void look_at_labels();
  void look_at_texts();
  void look_at_times();
  [[nodiscard]] bool holds(std::uint32_t rule) const noexcept;

  [[nodiscard]] std::optional<std::string_view> value(const FieldRef& field) const noexcept;
  [[nodiscard]] std::optional<double> number(const FieldRef& field, std::string_view value) const noexcept;
  [[nodiscard]] std::optional<std::string_view> searched(const FieldRef& field) const noexcept;

  void find_hits(const FieldTests& tests, std::optional<std::string_view> value);
  void find_patterns(const FieldTests& tests, std::string_view text);
  void make_true();   // the hits
  void make_false();  // the hits
  void look_at(const FieldTests& tests) {
    find_hits(tests, value(tests.field));
    make_true();
  }
  // Does `set`, which gives the field another value.
  template <class Set>
  void change(std::size_t place, const Set& set);

  void apply(const Rule& rule);
  void find_labels(const Rule& rule);
  [[nodiscard]] std::optional<std::string_view> text_of(const LabelText& label);
  [[nodiscard]] std::optional<std::string_view> captured(const LabelText::Capture& capture) const;
};

const Verdict& Program::evaluate(const Facts& facts, Workspace& workspace) const {
  Evaluation{.program = *this, .facts = facts, .work = workspace}.run();
  return workspace.verdict;
}

void Program::Evaluation::run() {
  clear();
  look_at_everything();
  const auto classify_rules = static_cast<std::uint32_t>(program.rules_.classify.size());
  for (auto at = work.reached.next(0); at != RisingSet::kNone; at = work.reached.next(at + 1)) {
    if (!holds(at)) continue;
    const Rule& rule = program.rule(at);
    apply(rule);
    if (at < classify_rules) continue;
    work.verdict.winner = &rule;
    return;
  }
}

void Program::Evaluation::clear() {
  work.verdict.category = work.verdict.severity = work.verdict.symptom = work.verdict.incident = nullptr;
  work.verdict.winner = nullptr;
  work.verdict.labels.clear();
  work.texts_used = 0;
  work.truth.assign(program.predicates_ / 64 + 1, 0);
  work.reached.assign(program.always_);
}

void Program::Evaluation::look_at_everything() {
  for (const auto field : {Field::channel, Field::source, Field::hub, Field::cluster, Field::community,
                           Field::hub_kind, Field::requester, Field::standing, Field::category,
                           Field::severity, Field::symptom, Field::incident, Field::alert_name})
    if (asked(field)) look_at(tests(field));
  look_at_labels();
  look_at_texts();
  look_at_times();
}

// From the event's labels to the tests: there may be many more keys in the rules.
void Program::Evaluation::look_at_labels() {
  const bool alert = !program.alert_labels_.empty() && domain::source(facts.opened) == domain::Source::alert;
  if (program.labels_.empty() && !alert) return;
  for (const auto& [key, value] : facts.opened.labels) {
    if (const auto found = program.labels_.find(key); found != program.labels_.end())
      look_at(program.fields_[found->second]);
    if (!alert) continue;
    if (const auto found = program.alert_labels_.find(key); found != program.alert_labels_.end())
      look_at(program.fields_[found->second]);
  }
}

void Program::Evaluation::look_at_texts() {
  for (const auto field : {Field::subject, Field::body, Field::text}) {
    if (!asked(field)) continue;
    if (field == Field::text) work.both.assign(facts.text.subject).append("\n").append(facts.text.body);
    const auto& asks = tests(field);
    work.hits.clear();
    if (const auto text = searched(asks.field)) {
      asks.values.of_present(work.hits);
      find_patterns(asks, *text);
    }
    make_true();
  }
}

void Program::Evaluation::look_at_times() {
  if (asked(Field::needed_by) && facts.opened.needed_by) {
    const auto& values = tests(Field::needed_by).values;
    work.hits.clear();
    values.of_present(work.hits);
    values.of_number(static_cast<double>(facts.opened.needed_by->time_since_epoch().count()), work.hits);
    values.of_delay(static_cast<double>((*facts.opened.needed_by - facts.now).count()), work.hits);
    make_true();
  }
  if (asked(Field::time)) {
    work.hits.clear();
    for (const auto& calendar : facts.open_calendars) tests(Field::time).values.of_text(calendar, work.hits);
    make_true();
  }
}

bool Program::Evaluation::holds(std::uint32_t rule) const noexcept {
  std::uint32_t at = program.entries_[rule];
  while (at < Jump::kFails) {
    const Jump& jump = program.code_[at];
    const bool is_true = (work.truth[jump.predicate / 64] >> (jump.predicate % 64) & 1) != 0;
    at = is_true ? jump.when_true : jump.when_false;
  }
  return at == Jump::kHolds;
}

std::optional<std::string_view> Program::Evaluation::value(const FieldRef& field) const noexcept {
  const Verdict& verdict = work.verdict;
  if (field.field == Field::category && verdict.category != nullptr) return *verdict.category->category;
  if (field.field == Field::severity && verdict.severity != nullptr) return name(*verdict.severity->severity);
  if (field.field == Field::symptom && verdict.symptom != nullptr) return *verdict.symptom->symptom;
  if (field.field == Field::incident && verdict.incident != nullptr)
    return *verdict.incident->incident ? "true" : "false";
  if (field.field == Field::label)
    for (const auto& label : verdict.labels)
      if (label.key == field.key) return unless_empty(label.value);
  return value_of(field, facts, kUnset);
}

std::optional<double> Program::Evaluation::number(const FieldRef& field,
                                                  std::string_view value) const noexcept {
  if (field.field == Field::standing) return static_cast<double>(facts.place.standing);
  if (field.field == Field::severity) {
    const Rule* by = work.verdict.severity;
    return static_cast<double>(by != nullptr ? *by->severity : kUnset.severity.value);
  }
  return as_number(value);
}

std::optional<std::string_view> Program::Evaluation::searched(const FieldRef& field) const noexcept {
  if (field.field != Field::text) return value(field);
  if (facts.text.subject.empty() && facts.text.body.empty()) return std::nullopt;
  return work.both;
}

void Program::Evaluation::find_patterns(const FieldTests& tests, std::string_view text) {
  if (tests.scanner == nullptr) return;
  work.found.clear();
  tests.scanner->find(text, work.found);
  for (const int pattern : work.found) tests.values.of_pattern(pattern, work.hits);
}

void Program::Evaluation::find_hits(const FieldTests& tests, std::optional<std::string_view> value) {
  work.hits.clear();
  if (!value) return;
  tests.values.of_present(work.hits);
  tests.values.of_text(*value, work.hits);
  if (tests.values.asks_numbers())
    if (const auto seen = number(tests.field, *value)) tests.values.of_number(*seen, work.hits);
  find_patterns(tests, *value);
}

void Program::Evaluation::make_true() {
  for (const auto predicate : work.hits) {
    work.truth[predicate / 64] |= std::uint64_t{1} << (predicate % 64);
    const auto end = program.ways_of_[predicate + 1];
    for (auto way = program.ways_of_[predicate]; way != end; ++way) work.reached.add(program.ways_[way]);
  }
}

void Program::Evaluation::make_false() {
  for (const auto predicate : work.hits)
    work.truth[predicate / 64] &= ~(std::uint64_t{1} << (predicate % 64));
}

template <class Set>
void Program::Evaluation::change(std::size_t place, const Set& set) {
  if (place == kNone) return set();
  const auto& tests = program.fields_[place];
  find_hits(tests, value(tests.field));
  make_false();
  set();
  look_at(tests);
}

void Program::Evaluation::apply(const Rule& rule) {
  Verdict& verdict = work.verdict;
  const auto set = [&](Field field, const Rule*& by) {
    change(program.place_[static_cast<std::size_t>(field)], [&] { by = &rule; });
  };
  find_labels(rule);
  if (rule.category && verdict.category == nullptr) set(Field::category, verdict.category);
  if (rule.symptom && verdict.symptom == nullptr) set(Field::symptom, verdict.symptom);
  if (rule.severity && (verdict.severity == nullptr || *rule.severity > *verdict.severity->severity))
    set(Field::severity, verdict.severity);
  if (rule.incident && (verdict.incident == nullptr || (*rule.incident && !*verdict.incident->incident)))
    set(Field::incident, verdict.incident);
  for (const auto& label : work.fresh) {
    const auto place = program.labels_.find(label.key);
    change(place == program.labels_.end() ? kNone : place->second, [&] { verdict.labels.push_back(label); });
  }
}

// The labels this rule sets, as they follow from what was there before it.
void Program::Evaluation::find_labels(const Rule& rule) {
  work.fresh.clear();
  for (const auto& [key, label] : rule.labels) {
    if (std::ranges::find(work.verdict.labels, key, &Verdict::Label::key) != work.verdict.labels.end())
      continue;
    if (const auto text = text_of(label)) work.fresh.push_back({.key = key, .value = *text, .by = &rule});
  }
}

std::optional<std::string_view> Program::Evaluation::text_of(const LabelText& label) {
  if (label.parts.size() == 1)
    if (const auto* text = std::get_if<std::string>(&label.parts.front())) return *text;
  if (work.texts_used == work.texts.size()) work.texts.emplace_back();
  std::string& text = work.texts[work.texts_used];
  text.clear();
  bool captures = false;
  bool found = false;
  for (const auto& part : label.parts) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      text += *literal;
      continue;
    }
    captures = true;
    const auto words = captured(std::get<LabelText::Capture>(part));
    found = found || (words && !words->empty());
    if (words) text += *words;
  }
  if (captures && !found) return std::nullopt;
  ++work.texts_used;
  return text;
}

std::optional<std::string_view> Program::Evaluation::captured(const LabelText::Capture& capture) const {
  for (const auto& source : program.captures_.at(&capture)) {
    const auto text = searched(*source.field);
    if (!text || source.scanner->words(source.pattern, *text).data() == nullptr) continue;
    return source.scanner->capture(source.pattern, *text, capture.group).value_or(std::string_view{});
  }
  return std::nullopt;
}

}  // namespace triaged::rules

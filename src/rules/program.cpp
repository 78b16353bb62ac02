// Compiling: rules to jumps and ways, predicates to look-ups. program_evaluate.cpp runs them.
#include "rules/program.hpp"

#include <algorithm>

namespace triaged::rules {

RuleSet::RuleSet() = default;
RuleSet::~RuleSet() = default;

void RisingSet::resize(std::size_t numbers) {
  words_.assign(numbers / 64 + 1, 0);
  filled_.assign(numbers / 4096 + 1, 0);
}

void RisingSet::assign(const RisingSet& other) {
  words_.assign(other.words_.begin(), other.words_.end());
  filled_.assign(other.filled_.begin(), other.filled_.end());
}

std::uint32_t RisingSet::next(std::uint32_t from) const noexcept {
  const auto lowest = [](std::uint64_t word) { return static_cast<std::uint32_t>(std::countr_zero(word)); };
  std::size_t word = from / 64;
  if (word >= words_.size()) return kNone;
  if (const auto rest = words_[word] >> (from % 64); rest != 0) return from + lowest(rest);
  ++word;
  for (std::size_t block = word / 64; block < filled_.size(); ++block, word = block * 64) {
    const auto rest = filled_[block] >> (word % 64);
    if (rest == 0) continue;
    word += lowest(rest);
    return static_cast<std::uint32_t>(word * 64) + lowest(words_[word]);
  }
  return kNone;
}

Program::Program(const RuleSet& rules) : rules_(rules) {
  place_.fill(kNone);
  PredicateTable predicates;
  add_rules(predicates);
  index_fields(predicates);
  predicates_ = predicates.all().size();
}

const Rule& Program::rule(std::uint32_t number) const noexcept {
  return number < rules_.classify.size() ? rules_.classify[number]
                                         : rules_.route[number - rules_.classify.size()];
}

void Program::add_rules(PredicateTable& predicates) {
  const auto count = static_cast<std::uint32_t>(rules_.classify.size() + rules_.route.size());
  always_.resize(count);
  std::vector<std::pair<PredicateNumber, std::uint32_t>> ways;
  for (std::uint32_t number = 0; number < count; ++number) {
    entries_.push_back(append_condition(rule(number).when, predicates, code_));
    if (const auto guard = guard_of(rule(number).when, predicates))
      for (const auto predicate : guard->predicates) ways.emplace_back(predicate, number);
    else
      always_.add(number);
    note_captures(rule(number));
  }
  std::ranges::sort(ways);
  for (const auto& [predicate, number] : ways) {
    ways_of_.resize(predicate + std::size_t{1}, static_cast<std::uint32_t>(ways_.size()));
    ways_.push_back(number);
  }
  ways_of_.resize(predicates.all().size() + 1, static_cast<std::uint32_t>(ways_.size()));
}

std::size_t& Program::place_of(const FieldRef& field) {
  if (field.field == Field::label) return labels_.try_emplace(field.key, kNone).first->second;
  if (field.field == Field::alert_label) return alert_labels_.try_emplace(field.key, kNone).first->second;
  return place_[static_cast<std::size_t>(field.field)];
}

void Program::index_fields(const PredicateTable& predicates) {
  for (PredicateNumber number = 0; number < predicates.all().size(); ++number) {
    const Predicate& predicate = *predicates.all()[number];
    std::size_t& place = place_of(predicate.field);
    if (place == kNone) {
      place = fields_.size();
      const auto scanner = rules_.scanners.find(predicate.field);
      fields_.push_back({.field = predicate.field,
                         .values = {},
                         .scanner = scanner == rules_.scanners.end() ? nullptr : &scanner->second});
    }
    fields_[place].values.add(predicate, number);
  }
  for (auto& field : fields_) field.values.finish();
}

void Program::note_captures(const Rule& rule) {
  for (const auto& [key, label] : rule.labels) {
    for (const auto& part : label.parts) {
      const auto* capture = std::get_if<LabelText::Capture>(&part);
      if (capture != nullptr) add_sources(rule.when, *capture, captures_[capture]);
    }
  }
}

// In the order of writing.
void Program::add_sources(const Condition& condition, const LabelText::Capture& capture, Sources& sources) {
  for (const auto& part : condition.parts) add_sources(part, capture, sources);
  if (condition.kind != Condition::Kind::test || condition.predicate.test != Predicate::Test::matches) return;
  const auto& field = condition.predicate.field;
  const Scanner& scanner = rules_.scanners.at(field);
  for (const int pattern : condition.predicate.patterns)
    if (scanner.has_group(pattern, capture.group))
      sources.push_back({.field = &field, .scanner = &scanner, .pattern = pattern});
}

std::size_t Program::bytes() const noexcept {
  return code_.size() * sizeof(Jump) +
         (entries_.size() + ways_.size() + ways_of_.size()) * sizeof(std::uint32_t);
}

bool accelerate(const RuleSet& rules, PatternCache* cache, std::string& why) {
  for (const auto& [field, scanner] : rules.scanners)
    if (!scanner.accelerate(cache, why)) return false;
  return true;
}

}  // namespace triaged::rules

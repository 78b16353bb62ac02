#include "rules/program_values.hpp"

#include <algorithm>

namespace triaged::rules {
namespace {

void append(const PredicateNumbers& numbers, PredicateNumbers& out) {
  out.insert(out.end(), numbers.begin(), numbers.end());
}

}  // namespace

void ValueIndex::add_by_length(ByLength& all, const std::string& text, PredicateNumber number) {
  const auto known =
      std::ranges::find_if(all, [&](const auto& of_length) { return of_length.first == text.size(); });
  auto& of_length = known != all.end() ? known->second : all.emplace_back(text.size(), ByText{}).second;
  of_length[text].push_back(number);
}

void ValueIndex::add(const Predicate& predicate, PredicateNumber number) {
  using Test = Predicate::Test;
  const auto ordered = [&](Bounds& bounds) {
    bounds.emplace_back(predicate.bound, number);
    asks_numbers_ = true;
  };
  switch (predicate.test) {
    case Test::equals:
    case Test::during:
      for (const auto& value : predicate.values) {
        equal_[value.text].push_back(number);
        if (!value.number) continue;
        equal_numbers_[*value.number].push_back(number);
        asks_numbers_ = true;
      }
      break;
    case Test::present:
      present_.push_back(number);
      break;
    case Test::prefix:
      for (const auto& value : predicate.values) add_by_length(prefixes_, value.text, number);
      break;
    case Test::suffix:
      for (const auto& value : predicate.values) add_by_length(suffixes_, value.text, number);
      break;
    case Test::matches:
      for (const int pattern : predicate.patterns) {
        const auto place = static_cast<std::size_t>(pattern);
        if (patterns_.size() <= place) patterns_.resize(place + 1);
        patterns_[place].push_back(number);
      }
      break;
    case Test::below:
      ordered(below_);
      break;
    case Test::above:
      ordered(above_);
      break;
    case Test::at_least:
      ordered(at_least_);
      break;
    case Test::at_most:
      ordered(at_most_);
      break;
    case Test::within:
      within_.emplace_back(predicate.bound, number);
      break;
  }
}

void ValueIndex::finish() {
  for (Bounds* bounds : {&below_, &above_, &at_least_, &at_most_, &within_}) std::ranges::sort(*bounds);
}

void ValueIndex::of_present(PredicateNumbers& out) const { append(present_, out); }

void ValueIndex::of_text(std::string_view value, PredicateNumbers& out) const {
  const auto look_up = [&](const ByText& numbers, std::string_view text) {
    if (const auto found = numbers.find(text); found != numbers.end()) append(found->second, out);
  };
  if (!equal_.empty()) look_up(equal_, value);
  for (const auto& [length, numbers] : prefixes_)
    if (length <= value.size()) look_up(numbers, value.substr(0, length));
  for (const auto& [length, numbers] : suffixes_)
    if (length <= value.size()) look_up(numbers, value.substr(value.size() - length));
}

void ValueIndex::of_number(double value, PredicateNumbers& out) const {
  if (!equal_numbers_.empty())
    if (const auto found = equal_numbers_.find(value); found != equal_numbers_.end())
      append(found->second, out);
  const auto bound = [](const auto& entry) { return entry.first; };
  const auto take = [&](auto from, auto to) {
    for (; from != to; ++from) out.push_back(from->second);
  };
  take(std::ranges::upper_bound(below_, value, {}, bound), below_.end());
  take(above_.begin(), std::ranges::lower_bound(above_, value, {}, bound));
  take(at_least_.begin(), std::ranges::upper_bound(at_least_, value, {}, bound));
  take(std::ranges::lower_bound(at_most_, value, {}, bound), at_most_.end());
}

void ValueIndex::of_delay(double microseconds, PredicateNumbers& out) const {
  const auto bound = [](const auto& entry) { return entry.first; };
  for (auto at = std::ranges::lower_bound(within_, microseconds, {}, bound); at != within_.end(); ++at)
    out.push_back(at->second);
}

void ValueIndex::of_pattern(int pattern, PredicateNumbers& out) const {
  if (const auto place = static_cast<std::size_t>(pattern); place < patterns_.size())
    append(patterns_[place], out);
}

}  // namespace triaged::rules

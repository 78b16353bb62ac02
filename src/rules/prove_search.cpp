#include "rules/prove_search.hpp"

#include <algorithm>
#include <utility>

namespace triaged::rules {
namespace {

constexpr double kForget = 1.0 / 0.95;  // how much more the next conflict counts than the last
constexpr double kActivityMost = 1e100;

}  // namespace

std::size_t Search::add_variable(Guess guess) {
  variables_.push_back({.guess = guess});
  watches_.resize(2 * variables_.size());
  place_.push_back(0);
  if (guess != Guess::never) push(variables_.size() - 1);
  return variables_.size() - 1;
}

void Search::add_clause(std::vector<Literal> clause) {
  back_to(0);
  std::ranges::sort(clause);
  clause.erase(std::ranges::unique(clause).begin(), clause.end());
  for (std::size_t i = 0; i + 1 < clause.size(); ++i)
    if (clause[i + 1] == !clause[i]) return;
  if (std::ranges::any_of(clause, [&](Literal one) { return value(one) == Value::yes; })) return;
  std::erase_if(clause, [&](Literal one) { return value(one) == Value::no; });
  if (clause.empty()) {
    contradictory_ = true;
  } else if (clause.size() == 1) {
    assign(clause.front(), kNone);
  } else {
    clauses_.push_back(std::move(clause));
    attach(static_cast<Clause>(clauses_.size() - 1));
  }
}

Search::Answer Search::solve(std::span<const Literal> assumptions, std::size_t& effort) {
  back_to(0);
  blame_.clear();
  while (!contradictory_) {
    const Clause violated = propagate(effort);
    if (violated != kNone) {
      if (level() == 0) break;
      learn(violated);
    } else if (effort == 0) {
      return Answer::undecided;
    } else if (!choose(assumptions)) {
      if (!blame_.empty()) return Answer::impossible;
      solution_.assign(variables_.size(), 0);
      for (std::size_t i = 0; i < variables_.size(); ++i)
        solution_[i] = variables_[i].value == Value::yes ? 1 : 0;
      return Answer::possible;
    }
  }
  contradictory_ = true;
  return Answer::impossible;
}

Search::Value Search::value(Literal literal) const noexcept {
  const Value is = variables_[literal.number()].value;
  if (is == Value::unknown || !literal.negated()) return is;
  return is == Value::yes ? Value::no : Value::yes;
}

void Search::assign(Literal literal, Clause reason) {
  Variable& variable = variables_[literal.number()];
  variable.value = literal.negated() ? Value::no : Value::yes;
  variable.level = level();
  variable.reason = reason;
  trail_.push_back(literal);
}

void Search::back_to(int level) {
  if (this->level() <= level) return;
  const std::size_t keep = levels_[static_cast<std::size_t>(level)];
  for (std::size_t i = trail_.size(); i-- > keep;) {
    Variable& variable = variables_[trail_[i].number()];
    variable.value = Value::unknown;
    if (variable.guess != Guess::never) push(trail_[i].number());
  }
  trail_.resize(keep);
  levels_.resize(static_cast<std::size_t>(level));
  propagated_ = keep;
}

Search::Clause Search::propagate(std::size_t& effort) {
  while (propagated_ < trail_.size()) {
    const Literal is_false = !trail_[propagated_++];
    if (effort > 0) --effort;
    auto& watching = watches_[is_false.code];
    std::size_t kept = 0;
    for (std::size_t i = 0; i < watching.size(); ++i) {
      const Clause clause = watching[i];
      if (!visit(is_false, clause)) continue;
      watching[kept++] = clause;
      if (value(clauses_[clause].front()) == Value::yes) continue;
      if (value(clauses_[clause].front()) == Value::unknown) {
        assign(clauses_[clause].front(), clause);
        continue;
      }
      for (++i; i < watching.size(); ++i) watching[kept++] = watching[i];
      watching.resize(kept);
      return clause;
    }
    watching.resize(kept);
  }
  return kNone;
}

// Finds another literal to watch. False: there is one, and the clause is watched there. True: stays here, and
// its first literal is all it has left.
bool Search::visit(Literal watched, Clause number) {
  auto& clause = clauses_[number];
  if (clause[0] == watched) std::swap(clause[0], clause[1]);
  if (value(clause[0]) == Value::yes) return true;
  for (std::size_t i = 2; i < clause.size(); ++i) {
    if (value(clause[i]) == Value::no) continue;
    std::swap(clause[1], clause[i]);
    watches_[clause[1].code].push_back(number);
    return false;
  }
  return true;
}

// The cut nearest to the conflict in which one literal of this level is left (first unique implication
// point).
void Search::learn(Clause violated) {
  std::vector<Literal> learned{Literal{}};
  int open = 0;
  std::size_t at = trail_.size();
  for (Clause reason = violated;;) {
    for (const Literal one : clauses_[reason])
      if (reason == violated || one != trail_[at]) note(one, learned, open);
    while (!variables_[trail_[--at].number()].seen) {
    }
    variables_[trail_[at].number()].seen = false;
    if (--open == 0) break;
    reason = variables_[trail_[at].number()].reason;
  }
  learned.front() = !trail_[at];
  int back = 0;
  for (std::size_t i = 1; i < learned.size(); ++i) {
    variables_[learned[i].number()].seen = false;
    if (const int its = variables_[learned[i].number()].level; its > back) {
      back = its;
      std::swap(learned[1], learned[i]);
    }
  }
  back_to(back);
  bump_ *= kForget;
  if (learned.size() == 1) return assign(learned.front(), kNone);
  clauses_.push_back(std::move(learned));
  const auto number = static_cast<Clause>(clauses_.size() - 1);
  attach(number);
  assign(clauses_[number].front(), number);
}

void Search::note(Literal one, std::vector<Literal>& learned, int& open) {
  Variable& variable = variables_[one.number()];
  if (variable.seen || variable.level == 0) return;
  variable.seen = true;
  variable.activity += bump_;
  if (variable.activity > kActivityMost) {
    for (Variable& each : variables_) each.activity /= kActivityMost;
    bump_ /= kActivityMost;
  }
  if (place_[one.number()] != 0) rise(place_[one.number()] - 1);
  if (variable.level == level())
    ++open;
  else
    learned.push_back(one);
}

// The assumptions from which it follows that `refused` is false, and itself. Below all guesses every decision
// is an assumption.
void Search::blame_for(Literal refused) {
  blame_.assign(1, refused);
  variables_[refused.number()].seen = variables_[refused.number()].level > 0;
  for (std::size_t i = trail_.size(); i-- > 0;) {
    Variable& variable = variables_[trail_[i].number()];
    if (!variable.seen) continue;
    variable.seen = false;
    if (variable.reason == kNone) {
      if (variable.level > 0) blame_.push_back(trail_[i]);
      continue;
    }
    for (const Literal one : clauses_[variable.reason])
      if (one.number() != trail_[i].number() && variables_[one.number()].level > 0)
        variables_[one.number()].seen = true;
  }
}

void Search::attach(Clause clause) {
  watches_[clauses_[clause][0].code].push_back(clause);
  watches_[clauses_[clause][1].code].push_back(clause);
}

// Takes the next assumption or guesses a variable, each on a level of its own. False: nothing is left, or an
// assumption is false already (then `blame_` says why).
bool Search::choose(std::span<const Literal> assumptions) {
  while (levels_.size() < assumptions.size()) {
    const Literal next = assumptions[levels_.size()];
    if (value(next) == Value::no) return blame_for(next), false;
    levels_.push_back(trail_.size());
    if (value(next) == Value::yes) continue;  // a level of nothing keeps them in step
    assign(next, kNone);
    return true;
  }
  while (!heap_.empty()) {
    const std::size_t variable = pop();
    if (variables_[variable].value != Value::unknown) continue;
    levels_.push_back(trail_.size());
    assign(variables_[variable].guess == Guess::yes ? literal(variable) : !literal(variable), kNone);
    return true;
  }
  return false;
}

void Search::push(std::size_t variable) {
  if (place_[variable] != 0) return;
  heap_.push_back(variable);
  place_[variable] = heap_.size();
  rise(heap_.size() - 1);
}

void Search::rise(std::size_t at) {
  const std::size_t variable = heap_[at];
  while (at > 0) {
    const std::size_t above = (at - 1) / 2;
    if (variables_[heap_[above]].activity >= variables_[variable].activity) break;
    heap_[at] = heap_[above];
    place_[heap_[at]] = at + 1;
    at = above;
  }
  heap_[at] = variable;
  place_[variable] = at + 1;
}

void Search::sink(std::size_t at) {
  const std::size_t variable = heap_[at];
  for (std::size_t below = 2 * at + 1; below < heap_.size(); below = 2 * at + 1) {
    if (below + 1 < heap_.size() && variables_[heap_[below + 1]].activity > variables_[heap_[below]].activity)
      ++below;
    if (variables_[heap_[below]].activity <= variables_[variable].activity) break;
    heap_[at] = heap_[below];
    place_[heap_[at]] = at + 1;
    at = below;
  }
  heap_[at] = variable;
  place_[variable] = at + 1;
}

std::size_t Search::pop() {
  const std::size_t top = heap_.front();
  place_[top] = 0;
  const std::size_t last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) {
    heap_.front() = last;
    place_[last] = 1;
    sink(0);
  }
  return top;
}

}  // namespace triaged::rules

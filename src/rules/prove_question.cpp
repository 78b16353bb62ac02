#include "rules/prove_question.hpp"

#include <algorithm>
#include <limits>

namespace triaged::rules {
namespace {

constexpr std::size_t kNoNode = std::numeric_limits<std::size_t>::max();
constexpr std::uint32_t kLightMost = 40;  // gates up to this weight are looked into at once
constexpr std::size_t kSinglesMost = 64;  // rules tried for being to blame alone

}  // namespace

Desk::Desk(const Circuit& its_circuit, const Givens& its_givens)
    : circuit(its_circuit),
      givens(its_givens),
      variable(its_circuit.size(), 0),
      values(its_circuit.size(), 0),
      at_rest(its_circuit.size(), 0) {
  circuit.evaluate(circuit.size(), at_rest);
}

Question::Question(Desk& desk, std::vector<Literal> wanted, std::span<const Literal> barred,
                   std::size_t& effort)
    : desk_(&desk), wanted_(std::move(wanted)), barred_(barred), effort_(&effort) {
  bring_in(0);
  search_.add_clause({local(Circuit::kTrue)});
  for (const auto& clause : desk.givens.always()) {
    for (const Literal one : clause) bring_in(one.number());
    state_clause({}, clause);
  }
  for (const Literal one : wanted_) {
    bring_in(one.number());
    assumptions_.push_back(local(one));
  }
}

Question::~Question() {
  for (const std::size_t node : nodes_)
    if (node != kNoNode) desk_->variable[node] = 0;
}

Question::Answer Question::ask() {
  for (;;) {
    const Answer answer = search_.solve(assumptions_, *effort_);
    if (answer != Answer::possible || !refine()) return answer;
  }
}

// Completes the solution to an event: what was not asked is false. False: it stands. True: the question had
// left something out, and is to be asked again.
bool Question::refine() {
  if (closed_.empty() && barred_.empty()) return false;
  auto& values = desk_->values;
  std::size_t end = 0;
  for (const Literal one : barred_) end = std::max<std::size_t>(end, one.number() + 1);
  for (const std::size_t gate : closed_) end = std::max(end, gate + 1);
  const std::size_t known = nodes_.size();
  for (std::size_t i = 0; i < known; ++i)
    if (nodes_[i] != kNoNode && desk_->circuit.is_atom(nodes_[i]))
      values[nodes_[i]] = search_.is_true(i) ? 1 : 0;
  desk_->circuit.evaluate(end, values);
  const bool again = open_what_differs() || bar_what_holds();
  for (std::size_t i = 0; i < known; ++i)
    if (nodes_[i] != kNoNode && desk_->circuit.is_atom(nodes_[i])) values[nodes_[i]] = 0;
  return again;
}

// Gates whose value in the solution is not what the event makes it.
bool Question::open_what_differs() {
  std::vector<std::size_t> differing;
  std::erase_if(closed_, [&](std::size_t gate) {
    const bool differs = search_.is_true(desk_->variable[gate] - 1) != (desk_->values[gate] != 0);
    if (differs) differing.push_back(gate);
    return differs;
  });
  for (const std::size_t gate : differing) {
    for (const Literal input : desk_->circuit.inputs(gate)) meet(input.number());
    state_gate(gate);
  }
  look_into_all();
  return !differing.empty();
}

// Whatever is barred and holds all the same joins the question.
bool Question::bar_what_holds() {
  bool any = false;
  for (std::size_t i = 0; i < barred_.size(); ++i) {
    if (!holds(barred_[i], desk_->values)) continue;
    bring_in(barred_[i].number());
    assumptions_.push_back(local(!barred_[i]));
    looked_at_.push_back(i);
    any = true;
  }
  return any;
}

Literal Question::local(Literal literal) const {
  const Literal its = rules::literal(desk_->variable[literal.number()] - 1);
  return literal.negated() ? !its : its;
}

// With what it is made of and everything that follows from it.
void Question::bring_in(std::size_t node) {
  meet(node);
  look_into_all();
}

void Question::meet(std::size_t node) {
  if (desk_->variable[node] != 0) return;
  const auto guess = desk_->at_rest[node] != 0 ? Search::Guess::yes : Search::Guess::no;
  desk_->variable[node] = static_cast<std::uint32_t>(search_.add_variable(guess) + 1);
  nodes_.push_back(node);
  waiting_.push_back(node);
}

void Question::look_into_all() {
  while (!waiting_.empty()) {
    const std::size_t next = waiting_.back();
    waiting_.pop_back();
    if (desk_->circuit.is_atom(next)) {
      for (const auto& clause : desk_->givens.consequences(next))
        for (const Literal one : clause) meet(one.number());
      state_laws(next);
    } else if (desk_->circuit.weight(next) > kLightMost) {
      closed_.push_back(next);
    } else {
      for (const Literal input : desk_->circuit.inputs(next)) meet(input.number());
      state_gate(next);
    }
  }
}

void Question::state_gate(std::size_t node) {
  if (node == 0) return;
  const Literal gate = local(literal(node));
  std::vector<Literal> back{gate};
  for (const Literal input : desk_->circuit.inputs(node)) {
    search_.add_clause({!gate, local(input)});
    back.push_back(!local(input));
  }
  search_.add_clause(std::move(back));
}

void Question::state_laws(std::size_t node) {
  const Literal atom = local(literal(node));
  for (const auto& clause : desk_->givens.consequences(node)) state_clause({!atom}, clause);
  const Givens& givens = desk_->givens;
  const std::size_t number = givens.group(node);
  Group& group = groups_[number];
  const auto exclude_from = [&](const std::vector<std::size_t>& others) {
    for (const std::size_t other : others)
      if (!(givens.is_equality(node) && givens.is_equality(other) && givens.group(other) == number) &&
          givens.exclude(node, other))
        search_.add_clause({!atom, !local(literal(other))});
  };
  exclude_from(group.values);
  if (givens.is_value(node)) exclude_from(group.others);
  if (const auto related = givens.related(number)) {
    exclude_from(groups_[*related].values);
    if (givens.is_value(node)) exclude_from(groups_[*related].others);
  }
  (givens.is_value(node) ? group.values : group.others).push_back(node);
  if (!givens.is_equality(node)) return;
  const std::size_t so_far = search_.add_variable(Search::Guess::never);
  nodes_.push_back(kNoNode);
  search_.add_clause({!atom, literal(so_far)});
  if (group.one_before) {
    search_.add_clause({!atom, !literal(*group.one_before)});
    search_.add_clause({!literal(*group.one_before), literal(so_far)});
  }
  group.one_before = so_far;
}

void Question::state_clause(std::vector<Literal> first, const std::vector<Literal>& rest) {
  for (const Literal one : rest) first.push_back(local(one));
  search_.add_clause(std::move(first));
}

bool Question::is_impossible(const std::vector<Literal>& assumptions) {
  return search_.solve(assumptions, *effort_) == Answer::impossible;
}

// Fewer is better, and one rule alone is best.
std::vector<Literal> Question::smallest(std::vector<Literal> blamed) {
  const std::vector<Literal> wanted(assumptions_.begin(),
                                    assumptions_.begin() + static_cast<std::ptrdiff_t>(wanted_.size()));
  if (!looked_at_.empty() && is_impossible(wanted))
    blamed = wanted;
  else if (looked_at_.size() > 1)
    for (std::size_t i = wanted.size(); i < assumptions_.size() && i < wanted.size() + kSinglesMost; ++i) {
      auto with_one = wanted;
      with_one.push_back(assumptions_[i]);
      if (!is_impossible(with_one)) continue;
      blamed = std::move(with_one);
      break;
    }
  // From the back: the wanted are the first to go, then the barred that came last.
  std::ranges::sort(blamed, {}, [&](Literal one) {
    const auto at = std::ranges::find(assumptions_, one) - assumptions_.begin();
    const auto count = static_cast<std::ptrdiff_t>(wanted_.size());
    return at < count ? std::numeric_limits<std::ptrdiff_t>::max() - at : at;
  });
  for (std::size_t i = blamed.size(); i-- > 0;) {
    auto without = blamed;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (is_impossible(without)) blamed = std::move(without);
  }
  return blamed;
}

Question::Blame Question::blame() {
  const auto blamed = smallest(search_.blame());
  Blame result;
  for (std::size_t i = 0; i < assumptions_.size(); ++i) {
    if (std::ranges::find(blamed, assumptions_[i]) == blamed.end()) continue;
    if (i < wanted_.size())
      result.wanted.push_back(i);
    else
      result.barred.push_back(looked_at_[i - wanted_.size()]);
  }
  std::ranges::sort(result.barred);
  return result;
}

}  // namespace triaged::rules

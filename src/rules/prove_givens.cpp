// The questions. What follows from the answers is in prove_laws.cpp.
#include "rules/prove_givens.hpp"

namespace triaged::rules {

std::size_t Givens::group_of(const Given& given) {
  const auto [at, fresh] = numbers_.try_emplace(given, groups_.size());
  if (fresh) groups_.push_back({.given = given, .known = {}});
  return at->second;
}

Literal Givens::ask(const Given& given, Atom atom) {
  atom.group = group_of(given);
  Key key{
      .kind = atom.kind, .text = atom.text, .bound = atom.bound, .even = atom.even, .phrase = atom.phrase};
  const auto [at, fresh] = groups_[atom.group].known.try_emplace(std::move(key), atoms_.size());
  if (!fresh) return literal(atoms_[at->second].node);
  const Literal result = circuit_->atom();
  atom.node = result.number();
  index_.resize(circuit_->size());
  index_[atom.node] = atoms_.size();
  atoms_.push_back(std::move(atom));
  return result;
}

Literal Givens::is_present(const Given& given) { return ask(given, {.kind = Kind::present}); }

Literal Givens::equals(const Given& given, const std::string& text) {
  return ask(given, {.kind = Kind::equals, .text = text});
}

Literal Givens::starts_with(const Given& given, const std::string& text) {
  return ask(given, {.kind = Kind::prefix, .text = text});
}

Literal Givens::ends_with(const Given& given, const std::string& text) {
  return ask(given, {.kind = Kind::suffix, .text = text});
}

Literal Givens::is_any_number(const Given& given) {
  return type(given.field.field) == Type::label ? ask(given, {.kind = Kind::number}) : is_present(given);
}

Literal Givens::is_below(const Given& given, double bound) {
  static_cast<void>(is_any_number(given));
  return ask(given, {.kind = Kind::cut, .bound = bound, .even = false});
}

Literal Givens::is_at_most(const Given& given, double bound) {
  static_cast<void>(is_any_number(given));
  return ask(given, {.kind = Kind::cut, .bound = bound, .even = true});
}

Literal Givens::is_number(const Given& given, double number) {
  return circuit_->all({is_at_most(given, number), !is_below(given, number)});
}

Literal Givens::hits(const Given& given, const Scanner& scanner, int pattern) {
  const std::string_view text = scanner.pattern(pattern);
  if (const auto plain = plain_words(text)) {
    std::vector<Literal> any;
    for (const PlainWords& one : *plain) any.push_back(ask(given, {.kind = Kind::phrase, .phrase = one}));
    return circuit_->any(std::move(any));
  }
  if (is_everywhere(text, scanner.matches_empty(pattern))) return is_present(given);
  return ask(given,
             {.kind = Kind::pattern, .text = std::string(text), .scanner = &scanner, .pattern = pattern});
}

Literal Givens::is_open(const std::string& calendar) {
  return ask({.field = {.field = Field::time, .key = {}}, .rule = {}},
             {.kind = Kind::open, .text = calendar});
}

const std::vector<std::vector<Literal>>& Givens::consequences(std::size_t node) const {
  return atoms_[index_[node]].consequences;
}

bool Givens::is_equality(std::size_t node) const { return atoms_[index_[node]].kind == Kind::equals; }

bool Givens::is_value(std::size_t node) const { return is_value(atoms_[index_[node]].kind); }

const std::size_t* Givens::find(std::size_t group, const Key& key) const {
  const auto at = groups_[group].known.find(key);
  return at == groups_[group].known.end() ? nullptr : &at->second;
}

}  // namespace triaged::rules

// What one answer tells of another: equal values share their answers, orders are chains, longer words hold
// shorter ones, `text` is subject and body, a hub's id begins with its cluster's.
#include <algorithm>
#include <set>

#include "rules/prove_givens.hpp"

namespace triaged::rules {
namespace {

constexpr char kClusterEnds = '/';

Given of(Field field) { return {.field = {.field = field, .key = {}}, .rule = {}}; }

// needed_by as seen from now; a scale of its own beside the instants.
bool is_remaining_time(const FieldRef& field) {
  return field.field == Field::needed_by && !field.key.empty();
}

}  // namespace

void Givens::finish() {
  mirror_texts();
  ask_the_obvious();
  index_.resize(circuit_->size());
  for (std::size_t group = 0; group < groups_.size(); ++group) add_laws_of(group);
  add_laws_of_texts();
}

// What is asked of subject or body is asked of the text too and the other way round, so that one can be
// concluded from the other.
void Givens::mirror_texts() {
  const auto text = numbers_.find(of(Field::text));
  if (text == numbers_.end()) return;
  const auto copy = [&](std::size_t from, Field to) {
    const auto known = groups_[from].known;
    for (const auto& [key, number] : known) {
      Atom atom = atoms_[number];
      if (key.kind == Kind::phrase || key.kind == Kind::present || key.kind == Kind::pattern)
        static_cast<void>(ask(of(to), std::move(atom)));
    }
  };
  const std::size_t text_group = text->second;
  for (const Field part : {Field::subject, Field::body})
    if (const auto at = numbers_.find(of(part)); at != numbers_.end()) copy(at->second, Field::text);
  for (const Field part : {Field::subject, Field::body}) copy(text_group, part);
}

// Whatever is asked of closed words, the answer is one of them. And whether a cluster or a hub's kind is
// known tells whether a hub is.
void Givens::ask_the_obvious() {
  std::vector<Literal> rungs;
  for (const auto word : domain::names<domain::Rung>())
    rungs.push_back(equals(of(Field::standing), std::string(word)));
  always_.push_back(std::move(rungs));
  if (numbers_.contains(of(Field::hub_kind))) {
    static_cast<void>(is_present(of(Field::hub_kind)));
    for (const auto word : domain::names<domain::HubKind>())
      static_cast<void>(equals(of(Field::hub_kind), std::string(word)));
  }
  for (const Field field : {Field::cluster, Field::hub_kind})
    if (numbers_.contains(of(Field::hub)) && numbers_.contains(of(field)))
      static_cast<void>(is_present(of(field))), static_cast<void>(is_present(of(Field::hub)));
}

void Givens::imply(std::size_t atom, std::vector<Literal> clause) {
  atoms_[atom].consequences.push_back(std::move(clause));
}

void Givens::add_laws_of(std::size_t group) {
  const Given& given = groups_[group].given;
  const std::size_t* present = find(group, {.kind = Kind::present});
  const std::size_t* number = find(group, {.kind = Kind::number});
  for (const auto& [key, atom] : groups_[group].known) {
    if (key.kind == Kind::cut && number != nullptr) {
      imply(atom, *number);
      continue;
    }
    if (key.kind != Kind::present && key.kind != Kind::open && present != nullptr) imply(atom, *present);
  }
  add_laws_of_values(group, group);
  add_laws_of_order(group);
  add_laws_of_phrases(group);
  if (given == of(Field::hub_kind) && present != nullptr) {
    std::vector<Literal> kinds;
    for (const auto word : domain::names<domain::HubKind>())
      kinds.push_back(equals(given, std::string(word)));
    imply(*present, std::move(kinds));
  }
  if (const auto hub = numbers_.find(of(Field::hub));
      hub != numbers_.end() && (given == of(Field::cluster) || given == of(Field::hub_kind)))
    if (const std::size_t* has_hub = find(hub->second, {.kind = Kind::present}); present != nullptr)
      imply(*present, *has_hub);
  if (const auto other = related(group)) add_laws_of_values(group, *other);
  if (const auto due = numbers_.find(of(Field::needed_by)); is_remaining_time(given.field)) {
    if (due == numbers_.end()) return;
    const std::size_t* is_due = find(due->second, {.kind = Kind::present});
    if (present != nullptr && is_due != nullptr) imply(*present, *is_due);
  }
}

void Givens::add_laws_of_values(std::size_t group, std::size_t about) {
  std::vector<std::size_t> others;
  for (const auto& [key, atom] : groups_[about].known)
    if (group != about || key.kind != Kind::equals) others.push_back(atom);
  for (const auto& [key, atom] : groups_[group].known) {
    if (!is_value(key.kind)) continue;
    for (const std::size_t other : others)
      if (other != atom && says(atoms_[atom], atoms_[other]) == true) imply(atom, other);
  }
}

void Givens::add_laws_of_order(std::size_t group) {
  std::vector<std::size_t> cuts;
  for (const auto& [key, atom] : groups_[group].known)
    if (key.kind == Kind::cut) cuts.push_back(atom);
  std::ranges::sort(cuts, {},
                    [&](std::size_t atom) { return std::pair(atoms_[atom].bound, atoms_[atom].even); });
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) imply(cuts[i], cuts[i + 1]);
}

void Givens::add_laws_of_phrases(std::size_t group) {
  std::map<std::string_view, std::vector<std::size_t>> by_words;
  std::set<std::size_t> sizes;
  for (const auto& [key, atom] : groups_[group].known) {
    if (key.kind != Kind::phrase) continue;
    by_words[atoms_[atom].phrase.words].push_back(atom);
    sizes.insert(atoms_[atom].phrase.words.size());
  }
  for (const auto& [words, longer] : by_words)
    for (const std::size_t size : sizes) {
      std::set<std::string_view> parts;
      for (std::size_t at = 0; at + size <= words.size(); ++at) parts.insert(words.substr(at, size));
      for (const std::string_view part : parts) {
        const auto found = by_words.find(part);
        if (found == by_words.end()) continue;
        for (const std::size_t one : longer)
          for (const std::size_t other : found->second)
            if (one != other && implies(atoms_[one].phrase, atoms_[other].phrase)) imply(one, other);
      }
    }
}

void Givens::add_laws_of_texts() {
  const auto text = numbers_.find(of(Field::text));
  if (text == numbers_.end()) return;
  for (const auto& [key, whole] : groups_[text->second].known) {
    std::vector<Literal> parts;
    for (const Field part : {Field::subject, Field::body}) {
      const std::size_t* atom = find(numbers_.at(of(part)), key);
      parts.push_back(literal(atoms_[*atom].node));
      if (key.kind != Kind::pattern || minds_no_edges(key.text)) imply(*atom, whole);
    }
    // A pattern may also begin in the subject and end in the body; plain words hold no line feed.
    if (key.kind != Kind::pattern) imply(whole, std::move(parts));
  }
}

std::optional<std::size_t> Givens::related(std::size_t group) const {
  const Given& given = groups_[group].given;
  if (given != of(Field::hub) && given != of(Field::cluster)) return std::nullopt;
  const auto other = numbers_.find(given == of(Field::hub) ? of(Field::cluster) : of(Field::hub));
  if (other == numbers_.end()) return std::nullopt;
  return other->second;
}

bool Givens::exclude(std::size_t node, std::size_t other) const {
  const Atom& one = atoms_[index_[node]];
  const Atom& two = atoms_[index_[other]];
  return says(one, two) == false || says(two, one) == false;
}

// Whether `about` holds where the premise does; nothing: cannot be told.
std::optional<bool> Givens::says(const Atom& premise, const Atom& about) const {
  if (!is_value(premise.kind)) return std::nullopt;
  std::string text = premise.text;
  Known known = premise.kind == Kind::prefix ? Known::beginning : Known::all;
  if (premise.kind == Kind::suffix) known = Known::end;
  if (premise.group != about.group) {
    if (known == Known::end) return std::nullopt;
    if (groups_[premise.group].given == of(Field::hub)) {  // what it says of its cluster
      const std::size_t end = text.find(kClusterEnds);
      if (end == 0 || end == std::string::npos) return std::nullopt;
      text.resize(end);
      known = Known::all;
    } else {  // a cluster, of the hub
      if (known == Known::all) text.push_back(kClusterEnds);
      known = Known::beginning;
    }
  }
  const auto told = [&](bool answer) { return known == Known::all ? std::optional(answer) : std::nullopt; };
  switch (about.kind) {
    case Kind::present:
      return true;
    case Kind::equals:
      if (known == Known::beginning && about.text.starts_with(text)) return std::nullopt;
      if (known == Known::end && about.text.ends_with(text)) return std::nullopt;
      return known == Known::all && about.text == text;
    case Kind::prefix:
      if (known == Known::end) return std::nullopt;
      if (text.starts_with(about.text)) return true;
      if (known == Known::beginning && about.text.starts_with(text)) return std::nullopt;
      return false;
    case Kind::suffix:
      if (known == Known::beginning) return std::nullopt;
      if (text.ends_with(about.text)) return true;
      if (known == Known::end && about.text.ends_with(text)) return std::nullopt;
      return false;
    case Kind::number:
      return told(as_number(text).has_value());
    case Kind::cut: {
      const auto number = as_number(text);
      return told(number && (about.even ? *number <= about.bound : *number < about.bound));
    }
    case Kind::phrase:
      return occurs(about.phrase, text, known);
    case Kind::pattern:
      return told(about.scanner->words(about.pattern, text).data() != nullptr);
    case Kind::open:
      break;
  }
  return std::nullopt;
}

}  // namespace triaged::rules

#include "rules/explain_words.hpp"

#include <chrono>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

constexpr std::string_view kNothing = "nothing";

std::string in_quotes(std::string_view text) {
  std::string one_line = "\"" + shortened(text, kSeenBytes) + "\"";
  for (char& c : one_line)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return one_line;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

// "3d 4h", of the two largest units.
std::string in_words(domain::Duration duration) {
  using namespace std::chrono;
  const auto whole_days = duration_cast<days>(duration);
  const auto whole_hours = duration_cast<hours>(duration - whole_days);
  const auto whole_minutes = duration_cast<minutes>(duration - whole_days - whole_hours);
  if (whole_days.count() > 0)
    return std::to_string(whole_days.count()) + "d " + std::to_string(whole_hours.count()) + "h";
  if (whole_hours.count() > 0)
    return std::to_string(whole_hours.count()) + "h " + std::to_string(whole_minutes.count()) + "m";
  return std::to_string(whole_minutes.count()) + "m";
}

std::string instant_seen(const Facts& facts) {
  if (!facts.opened.needed_by) return std::string(kNothing);
  const auto left = *facts.opened.needed_by - facts.now;
  return domain::to_rfc3339(*facts.opened.needed_by) +
         (left.count() < 0 ? ", " + in_words(-left) + " ago" : ", in " + in_words(left));
}

std::string text_seen(Field field, const Facts& facts) {
  if (field == Field::subject)
    return facts.text.subject.empty() ? "no subject" : "none of it in " + in_quotes(facts.text.subject);
  const std::size_t length =
      characters(facts.text.body) + (field == Field::text ? characters(facts.text.subject) : 0);
  const std::string where = field == Field::text ? "subject and body" : "the body";
  if (length == 0) return "no text";
  return "none of it in " + where + " (" + std::to_string(length) + " characters)";
}

bool is_ordered(Predicate::Test test) noexcept {
  return test == Predicate::Test::below || test == Predicate::Test::above ||
         test == Predicate::Test::at_least || test == Predicate::Test::at_most;
}

// 'log ?in' hit "Login"
std::string hit_words(const Predicate& predicate, const domain::Classification& so_far, const Hits& hits) {
  const int number = hits.first(predicate, so_far);
  const auto text = hits.searched(predicate.field, so_far);
  if (number < 0 || !text) return {};
  const auto& scanner = hits.scanner(predicate.field);
  return "'" + shortened(scanner.pattern(number), kSeenBytes) + "' hit " +
         in_quotes(scanner.words(number, *text));
}

void collect_hits(const Condition& condition, const domain::Classification& so_far, const Hits& hits,
                  std::vector<std::string>& found) {
  switch (condition.kind) {
    case Condition::Kind::negation:
      return;
    case Condition::Kind::all:
    case Condition::Kind::any:
      for (const auto& part : condition.parts)
        if (holds(part, so_far, hits)) collect_hits(part, so_far, hits, found);
      return;
    case Condition::Kind::test:
      if (condition.predicate.test == Predicate::Test::matches && found.size() < kHitsShown)
        found.push_back(field_name(condition.predicate.field) + ": " +
                        hit_words(condition.predicate, so_far, hits));
  }
}

}  // namespace

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == kPartsShown) return text + "; …";
    text += (i == 0 ? "" : "; ") + parts[i];
  }
  return text;
}

std::string seen(const Predicate& predicate, const domain::Classification& so_far, const Hits& hits) {
  const Facts& facts = hits.facts();
  const Field field = predicate.field.field;
  if (type(field) == Type::text) return text_seen(field, facts);
  if (type(field) == Type::instant) return instant_seen(facts);
  if (type(field) == Type::calendar) return "closed at " + domain::to_rfc3339(facts.now);
  const auto value = value_of(predicate.field, facts, so_far);
  if (!value) return std::string(kNothing);
  std::string text = shortened(*value, kSeenBytes);
  if (type(field) == Type::label && is_ordered(predicate.test) && !as_number(*value))
    text += ", which is no number";
  return text;
}

std::string why_holds(const Condition& condition, const domain::Classification& so_far, const Hits& hits) {
  switch (condition.kind) {
    case Condition::Kind::all: {
      std::vector<std::string> all;
      for (const auto& part : condition.parts) all.push_back(why_holds(part, so_far, hits));
      return joined(all);
    }
    case Condition::Kind::any:
      for (const auto& part : condition.parts)
        if (holds(part, so_far, hits)) return why_holds(part, so_far, hits);
      return {};
    case Condition::Kind::negation:
      return condition.predicate.written;
    case Condition::Kind::test:
      break;
  }
  const Predicate& predicate = condition.predicate;
  if (predicate.test == Predicate::Test::matches) return hit_words(predicate, so_far, hits);
  if (predicate.test == Predicate::Test::during) return "open at " + domain::to_rfc3339(hits.facts().now);
  if (type(predicate.field.field) == Type::text) return "there is a text";
  return seen(predicate, so_far, hits);
}

std::string hit_by(const Condition& condition, const domain::Classification& so_far, const Hits& hits) {
  std::vector<std::string> found;
  collect_hits(condition, so_far, hits, found);
  return joined(found);
}

}  // namespace triaged::rules

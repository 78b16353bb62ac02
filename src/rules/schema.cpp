// The JSON Schema of a rule file, made of the tables that the reader asks (read_operators.hpp, field.cpp), so
// that an editor knows what the reader knows. It knows no directory: teams and calendars are any names here.
#include <algorithm>

#include "rules/read_operators.hpp"

namespace triaged::rules {
namespace {

using Takes = Operator::Takes;

// The symptoms that are shipped; the configuration hands the same to the reader.
constexpr std::array<std::string_view, 7> kSymptoms{"unreachable", "login",    "spawn", "storage",
                                                    "performance", "provider", "other"};

constexpr std::string_view kTop = R"json({
"$schema": "https://json-schema.org/draft/2020-12/schema",
"title": "A rule file of triaged",
"description": "What a ticket is about (classify) and who gets it (route). docs/rules.md describes the language.",
"type": "object",
"additionalProperties": false,
"properties": {
  "patterns": {
    "description": "Lists of patterns with a name; a condition asks for them as $name",
    "type": ["object", "null"], "propertyNames": {"$ref": "#/$defs/name"},
    "additionalProperties": {"$ref": "#/$defs/own_patterns"}
  },
  "classify": {
    "description": "What is it? In order; each rule that matches sets fields, and later rules see them",
    "type": ["array", "null"], "items": {"$ref": "#/$defs/classify_rule"}
  },
  "route": {
    "description": "Who gets it? The first rule that matches wins; the very last rule has no `when`",
    "type": ["array", "null"], "items": {"$ref": "#/$defs/route_rule"}
  }
},
"$defs": {
)json";

constexpr std::string_view kRules = R"json("classify_rule": {
  "type": "object", "additionalProperties": false, "required": ["name", "set"],
  "properties": {
    "name": {"$ref": "#/$defs/rule_name"},
    "when": {"$ref": "#/$defs/condition"},
    "set": {"$ref": "#/$defs/classify_set"}
  }
},
"route_rule": {
  "type": "object", "additionalProperties": false, "required": ["name", "to"],
  "properties": {
    "name": {"$ref": "#/$defs/rule_name"},
    "when": {"$ref": "#/$defs/condition"},
    "set": {"$ref": "#/$defs/route_set"},
    "to": {
      "description": "A team, a rung of the ladder, `next_rung` (the one above the requester), or `nobody`",
      "$ref": "#/$defs/name", "not": {"const": "user"}
    },
    "because": {"description": "Why nobody has to act; with `to: nobody`", "type": "string", "minLength": 1},
    "needs": {"description": "Whose say is asked first, unless one of them asks", "enum": APPROVERS},
    "silence": {
      "description": "What follows when they say nothing: `pass_on` (to support; without `silence` too), `refuse`, or a team",
      "$ref": "#/$defs/name"
    }
  },
  "allOf": [
    {
      "if": {"required": ["to"], "properties": {"to": {"const": "nobody"}}},
      "then": {"required": ["because"], "properties": {"needs": false}},
      "else": {"properties": {"because": false}}
    }
  ],
  "dependentRequired": {"silence": ["needs"]}
},
"rule_name": {"description": "Unique over all files; decisions are recorded with it", "$ref": "#/$defs/name"},
"name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_./-]*$"},
"scalar": {"type": ["string", "number", "boolean"], "not": {"const": ""}},
"values": {"anyOf": [{"$ref": "#/$defs/scalar"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/scalar"}}]},
"names": {"anyOf": [{"$ref": "#/$defs/name"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}}]},
"pattern": {"description": "A regular expression of RE2, or $name", "type": "string", "minLength": 1},
"patterns": {"anyOf": [{"$ref": "#/$defs/pattern"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/pattern"}}]},
"own_pattern": {"description": "A regular expression of RE2", "type": "string", "minLength": 1, "pattern": "^[^$]"},
"own_patterns": {"anyOf": [{"$ref": "#/$defs/own_pattern"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/own_pattern"}}]},
"duration": {"type": "string", "pattern": "^[0-9]+(ms|s|m|h|d|w)$"},
"instant": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]+([Zz]|[+-][0-9]{2}:[0-9]{2})$"},
"label_text": {
  "description": "A text; \"${name}\" puts in what the group (?P<name>…) of a pattern in `when` found",
  "type": ["string", "number", "boolean"], "not": {"const": ""}
},
)json";

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

template <class Words>
std::string list_in_quotes(const Words& words) {
  std::string text = "[";
  for (const auto word : words) text += (text.size() == 1 ? "" : ", ") + in_quotes(word);
  return text + "]";
}

std::string reference(std::string_view name) { return R"({"$ref": "#/$defs/)" + std::string(name) + "\"}"; }

// The words of a field as a schema: of `incident` they are booleans.
std::string words_of(Field field) {
  if (field == Field::incident) return R"({"type": "boolean"})";
  Names names;
  names.symptoms.assign(kSymptoms.begin(), kSymptoms.end());
  return R"({"enum": )" + list_in_quotes(vocabulary(field, names)) + "}";
}

std::string one_or_list(const std::string& one) {
  return R"({"anyOf": [)" + one + R"(, {"type": "array", "minItems": 1, "items": )" + one + "}]}";
}

// What a field takes beside comparisons in braces; empty where it takes none.
std::string plain_values(Field field) {
  switch (type(field)) {
    case Type::text:
      return reference("patterns");
    case Type::word:
    case Type::label:
      return reference("values");
    case Type::ordered:
    case Type::closed:
      return one_or_list(words_of(field));
    case Type::calendar:
    case Type::instant:
      return {};
  }
  return {};
}

std::string operand(const Operator& comparison, Field field, const std::string& itself) {
  switch (comparison.takes) {
    case Takes::anything:
      return reference(itself);
    case Takes::boolean:
      return R"({"type": "boolean"})";
    case Takes::values:
      return reference("values");
    case Takes::patterns:
      return reference("patterns");
    case Takes::calendars:
      return reference("names");
    case Takes::duration:
      return reference("duration");
    case Takes::bound:
      if (type(field) == Type::ordered) return words_of(field);
      return type(field) == Type::instant ? reference("instant") : R"({"type": "number"})";
  }
  return {};
}

// Of one field: its values, or a map of its comparisons.
std::string field_schema(Field field, const std::string& itself) {
  std::string comparisons;
  for (const auto& one : operators())
    if (allowed(one, type(field)))
      comparisons += (comparisons.empty() ? "" : ",\n      ") + in_quotes(one.name) +
                     R"(: {"description": )" + in_quotes(one.meaning) + R"(, "allOf": [)" +
                     operand(one, field, itself) + "]}";
  const std::string values = plain_values(field);
  return "{\"description\": " + in_quotes(meaning(field)) + ",\n    \"anyOf\": [" + values +
         (values.empty() ? "" : ", ") +
         R"({"type": "object", "minProperties": 1, "additionalProperties": false, "properties": {)" +
         "\n      " + comparisons + "}}]}";
}

std::string definition_name(Field field) {
  std::string name = "field_" + std::string(field_name(field));
  std::ranges::replace(name, '.', '_');
  return name;
}

std::string escaped_dots(std::string_view name) {
  std::string pattern;
  for (const char c : name) pattern += c == '.' ? std::string("\\.") : std::string(1, c);
  return pattern;
}

std::string condition() {
  std::string properties;
  std::string keyed;
  std::string definitions;
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    const std::string itself = definition_name(field);
    definitions += in_quotes(itself) + ": " + field_schema(field, itself) + ",\n";
    if (type(field) == Type::label)
      keyed += (keyed.empty() ? "" : ", ") + in_quotes("^" + escaped_dots(field_name(field)) + ".") + ": " +
               reference(itself);
    else
      properties += ",\n    " + in_quotes(field_name(field)) + ": " + reference(itself);
  }
  return definitions +
         R"json("conditions": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}},
"condition": {
  "description": "Holds when all of it holds", "type": "object", "minProperties": 1, "additionalProperties": false,
  "properties": {
    "all": {"description": "All of these hold", "$ref": "#/$defs/conditions"},
    "any": {"description": "At least one of these holds", "$ref": "#/$defs/conditions"},
    "not": {"description": "This does not hold", "$ref": "#/$defs/condition"})json" +
         properties + "\n  },\n  \"patternProperties\": {" + keyed + "}\n},\n";
}

std::string set() {
  const std::string labels = R"("patternProperties": {"^labels\\..": {"$ref": "#/$defs/label_text"}})";
  const std::string severity =
      "\"severity\": {\"description\": \"The highest that any rule sets counts\", \"allOf\": [" +
      words_of(Field::severity) + "]}";
  const std::string begin = R"({"type": "object", "minProperties": 1, "additionalProperties": false, )";
  return "\"classify_set\": " + begin + labels + ", \"properties\": {\n  " + severity +
         ",\n  \"category\": {\"description\": \"The first rule to set it wins\", \"$ref\": "
         "\"#/$defs/name\"}" +
         ",\n  \"symptom\": {\"description\": \"The first rule to set it wins\", \"allOf\": [" +
         words_of(Field::symptom) +
         "]},\n  \"incident\": {\"description\": \"One `true` is enough\", \"type\": \"boolean\"}\n}},\n" +
         "\"route_set\": " + begin + labels + ", \"properties\": {\n  " + severity + "\n}}\n}\n}\n";
}

std::string assembled() {
  std::vector<std::string_view> approvers;
  for (const auto rung : kApprovers) approvers.push_back(name(rung));
  std::string rules(kRules);
  constexpr std::string_view kPlace = "APPROVERS";
  rules.replace(rules.find(kPlace), kPlace.size(), list_in_quotes(approvers));
  return std::string(kTop) + rules + condition() + set();
}

}  // namespace

std::string_view schema() noexcept {
  static const std::string text = assembled();
  return text;
}

}  // namespace triaged::rules

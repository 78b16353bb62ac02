// The language of rule files a second time, as slow and as plain as can be: it reads the YAML tree of a
// checked rule file for every ticket and shares no code with src/rules. What the compiled program says must
// be what this says.
#pragma once

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <re2/re2.h>

#include <triaged/document/node.hpp>
#include <triaged/rules/rules.hpp>

namespace triaged::rules::naive {

using document::Node;
using Value = std::optional<std::string>;

inline const RE2& regex(const std::string& pattern) {
  static std::map<std::string, std::unique_ptr<RE2>> known;
  auto& entry = known[pattern];
  RE2::Options options;
  options.set_case_sensitive(false);
  if (!entry) entry = std::make_unique<RE2>(pattern, options);
  return *entry;
}

inline std::vector<Node> list_of(const Node& node) {
  return node.is_sequence() ? node.items : std::vector<Node>{node};
}

inline std::optional<double> number_in(const std::string& text) {
  static const RE2 decimal(R"([+-]?\d+(\.\d+)?([eE][+-]?\d+)?)");
  if (!RE2::FullMatch(text, decimal)) return std::nullopt;
  const double number = std::strtod(text.c_str(), nullptr);
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

template <class E>
std::optional<double> place_in_order(const std::string& word) {
  const auto found = domain::parse<E>(word);
  return found ? std::optional(static_cast<double>(*found)) : std::nullopt;
}

// `rules` is one file. classify() is the whole of it.
class Interpreter {
 public:
  Interpreter(const Node& rules, const Facts& facts) : rules_(rules), facts_(facts) {}

  domain::Classification classify() {
    if (const Node* list = rules_.find("classify"))
      for (const auto& rule : list->items)
        if (holds(rule)) set(rule);
    for (const auto& rule : rules_.find("route")->items) {
      if (!holds(rule)) continue;
      set(rule);
      result_.rule = domain::RuleName{rule.find("name")->scalar};
      const std::string to = rule.find("to")->scalar;
      if (to == "nobody")
        result_.destination = domain::ToNobody{rule.find("because")->scalar};
      else if (to == "next_rung")
        result_.destination = domain::ToNextRung{};
      else if (const auto rung = domain::parse<domain::Rung>(to))
        result_.destination = *rung;
      else
        result_.destination = domain::TeamId{to};
      if (const Node* needs = rule.find("needs")) {
        domain::Approval approval{.by = *domain::parse<domain::Rung>(needs->scalar), .silence = {}};
        const Node* silence = rule.find("silence");
        if (silence != nullptr && silence->scalar == "refuse")
          approval.silence = domain::Refuse{};
        else if (silence != nullptr && silence->scalar != "pass_on")
          approval.silence = domain::TeamId{silence->scalar};
        result_.needs = approval;
      }
      return result_;
    }
    return result_;
  }

 private:
  bool holds(const Node& rule) const {
    const Node* when = rule.find("when");
    return when == nullptr || all(*when);
  }

  bool all(const Node& map) const {
    for (const auto& [key, value] : map.members)
      if (!member(key.scalar, value)) return false;
    return true;
  }

  bool member(const std::string& key, const Node& value) const {
    if (key == "not") return !all(value);
    if (key == "all" || key == "any") {
      std::size_t held = 0;
      for (const auto& part : value.items) held += all(part) ? 1u : 0u;
      return key == "all" ? held == value.items.size() : held > 0;
    }
    if (!value.is_map()) return is(key, value);
    for (const auto& [comparison, operand] : value.members)
      if (!compares(key, comparison.scalar, operand)) return false;
    return true;
  }

  // `field: value`, `field: [a, b]`.
  bool is(const std::string& field, const Node& node) const {
    if (field == "subject" || field == "body" || field == "text") return matches(field, node);
    const Value seen = value_of(field);
    if (!seen) return false;
    for (const auto& item : list_of(node)) {
      if (item.scalar == *seen) return true;
      const bool label = field.starts_with("labels.") || field.starts_with("alert.labels.");
      if (label && !item.quoted && number_in(item.scalar) && number_in(item.scalar) == number_in(*seen))
        return true;
    }
    return false;
  }

  bool compares(const std::string& field, const std::string& comparison, const Node& operand) const {
    if (comparison == "not") return !member(field, operand);
    if (comparison == "present") return present(field) == (operand.scalar == "true");
    if (comparison == "matches") return matches(field, operand);
    if (comparison == "during" || comparison == "outside") {
      bool open = false;
      for (const auto& item : list_of(operand))
        for (const auto& calendar : facts_.open_calendars) open = open || calendar == item.scalar;
      return open == (comparison == "during");
    }
    if (comparison == "prefix" || comparison == "suffix") {
      const Value seen = value_of(field);
      for (const auto& item : list_of(operand))
        if (seen && (comparison == "prefix" ? seen->starts_with(item.scalar) : seen->ends_with(item.scalar)))
          return true;
      return false;
    }
    if (comparison == "within") {
      if (!facts_.opened.needed_by) return false;
      const auto unit = operand.scalar.back();
      const auto count = std::chrono::hours(std::stol(operand.scalar)) * (unit == 'd' ? 24 : 1);
      return *facts_.opened.needed_by - facts_.now <= count;
    }
    const auto seen = in_order(field);
    const auto bound = bound_of(field, operand.scalar);
    if (!seen) return false;
    return comparison == "below"      ? *seen < bound
           : comparison == "above"    ? *seen > bound
           : comparison == "at_least" ? *seen >= bound
                                      : *seen <= bound;
  }

  std::optional<double> in_order(const std::string& field) const {
    if (field == "needed_by")
      return facts_.opened.needed_by
                 ? std::optional(static_cast<double>(facts_.opened.needed_by->time_since_epoch().count()))
                 : std::nullopt;
    const Value seen = value_of(field);
    if (!seen) return std::nullopt;
    if (field == "severity") return place_in_order<domain::Severity>(*seen);
    if (field == "requester.standing") return place_in_order<domain::Rung>(*seen);
    return number_in(*seen);
  }

  static double bound_of(const std::string& field, const std::string& written) {
    if (field == "needed_by")
      return static_cast<double>(domain::from_rfc3339(written)->time_since_epoch().count());
    if (field == "severity") return *place_in_order<domain::Severity>(written);
    if (field == "requester.standing") return *place_in_order<domain::Rung>(written);
    return *number_in(written);
  }

  bool present(const std::string& field) const {
    if (field == "needed_by") return facts_.opened.needed_by.has_value();
    return value_of(field).has_value();
  }

  std::vector<std::string> patterns(const Node& node) const {
    std::vector<std::string> result;
    for (const auto& item : list_of(node)) {
      if (!item.scalar.starts_with("$")) {
        result.push_back(item.scalar);
        continue;
      }
      for (const auto& named : list_of(*rules_.find("patterns")->find(item.scalar.substr(1))))
        result.push_back(named.scalar);
    }
    return result;
  }

  bool matches(const std::string& field, const Node& node) const {
    const Value seen = value_of(field);
    if (!seen) return false;
    for (const auto& pattern : patterns(node))
      if (RE2::PartialMatch(*seen, regex(pattern))) return true;
    return false;
  }

  static Value some(const std::string& text) { return text.empty() ? Value{} : Value{text}; }

  Value own_label(const std::string& key) const {
    const auto found = facts_.opened.labels.find(key);
    return found == facts_.opened.labels.end() ? Value{} : some(found->second);
  }

  Value value_of(const std::string& field) const {
    const auto& [event, opened, text, place, now, open] = facts_;
    const bool alert = opened.channel == "alert";
    if (field == "subject") return some(text.subject);
    if (field == "body") return some(text.body);
    if (field == "text")
      return text.subject.empty() && text.body.empty() ? Value{} : text.subject + "\n" + text.body;
    if (field == "channel") return some(opened.channel);
    if (field == "source") return alert ? "alert" : "person";
    if (field == "hub") return some(place.hub.value);
    if (field == "cluster") return some(place.cluster.value);
    if (field == "community") return some(place.community.value);
    if (field == "hub.kind")
      return place.hub_kind ? Value{std::string(domain::name(*place.hub_kind))} : Value{};
    if (field == "requester") return some(event.actor.value);
    if (field == "requester.standing") return std::string(domain::name(place.standing));
    if (field == "category") return some(result_.category.value);
    if (field == "severity") return std::string(domain::name(result_.severity.value));
    if (field == "symptom") return some(result_.symptom.value);
    if (field == "incident") return result_.incident.value ? "true" : "false";
    if (field == "alert.name") return alert ? own_label("alertname") : Value{};
    if (field.starts_with("alert.labels.")) return alert ? own_label(field.substr(13)) : Value{};
    const std::string key = field.substr(7);  // labels.<key>
    for (const auto& [name, set] : result_.labels)
      if (name == key) return some(set.value);
    return own_label(key);
  }

  void set(const Node& rule) {
    const domain::RuleName by{rule.find("name")->scalar};
    const Node* sets = rule.find("set");
    if (sets == nullptr) return;
    auto labels = result_.labels;
    for (const auto& [key, value] : sets->members) {
      if (!key.scalar.starts_with("labels.")) continue;
      const std::string name = key.scalar.substr(7);
      bool known = false;
      for (const auto& label : result_.labels) known = known || label.first == name;
      const Value text = filled_in(value.scalar, rule);
      if (!known && text) labels.emplace_back(name, domain::Set<std::string>{*text, by});
    }
    for (const auto& [key, value] : sets->members) {
      if (key.scalar == "category" && result_.category.by.empty()) result_.category = {value.scalar, by};
      if (key.scalar == "symptom" && result_.symptom.by.empty()) result_.symptom = {value.scalar, by};
      if (key.scalar == "severity") {
        const auto severity = *domain::parse<domain::Severity>(value.scalar);
        if (result_.severity.by.empty() || severity > result_.severity.value)
          result_.severity = {severity, by};
      }
      if (key.scalar == "incident") {
        const bool incident = value.scalar == "true";
        if (result_.incident.by.empty() || (incident && !result_.incident.value))
          result_.incident = {incident, by};
      }
    }
    result_.labels = labels;
  }

  // Nothing when there are captures and all are empty.
  Value filled_in(const std::string& written, const Node& rule) const {
    static const RE2 capture(R"(([^$]*)\$\{([^}]*)\})");
    std::string result;
    std::string before;
    std::string group;
    bool captures = false;
    bool found = false;
    re2::StringPiece rest(written);
    while (RE2::Consume(&rest, capture, &before, &group)) {
      Value words;
      if (const Node* when = rule.find("when")) find_capture(*when, group, words);
      captures = true;
      found = found || !words.value_or("").empty();
      result += before + words.value_or("");
    }
    if (captures && !found) return std::nullopt;
    return result + rest.ToString();
  }

  // In the order of writing.
  void find_capture(const Node& node, const std::string& group, Value& words) const {
    for (const auto& part : node.items) find_capture(part, group, words);
    for (const auto& [key, value] : node.members) {
      if (key.scalar == "all" || key.scalar == "any" || key.scalar == "not")
        find_capture(value, group, words);
      else
        find_capture_in(key.scalar, value, group, words);
    }
  }

  void find_capture_in(const std::string& field, const Node& node, const std::string& group,
                       Value& words) const {
    if (node.is_map()) {
      for (const auto& [comparison, operand] : node.members)
        if (comparison.scalar == "matches" || comparison.scalar == "not")
          find_capture_in(field, operand, group, words);
      return;
    }
    const Value seen = value_of(field);
    for (const auto& pattern : patterns(node)) {
      if (words || !seen) return;
      const RE2& compiled = regex(pattern);
      if (!compiled.ok() || !compiled.NamedCapturingGroups().contains(group)) continue;
      std::vector<re2::StringPiece> groups(static_cast<std::size_t>(compiled.NumberOfCapturingGroups()) + 1);
      if (compiled.Match(*seen, 0, seen->size(), RE2::UNANCHORED, groups.data(),
                         static_cast<int>(groups.size())))
        words = groups[static_cast<std::size_t>(compiled.NamedCapturingGroups().at(group))].ToString();
    }
  }

  const Node& rules_;
  const Facts& facts_;
  domain::Classification result_;
};

}  // namespace triaged::rules::naive

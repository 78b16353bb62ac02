// Rule files and tickets by chance, over vocabularies so small that conditions hold often: for comparing two
// readings of the same rules.
#pragma once

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include <triaged/rules/rules.hpp>

namespace triaged::rules {

struct RandomTicket {
  domain::TicketEvent event;
  domain::Opened opened;
  domain::MatchText text;
  domain::Place place;
  domain::Instant now{};
  std::vector<std::string> open_calendars;

  [[nodiscard]] Facts facts() const { return {event, opened, text, place, now, open_calendars}; }
};

class RandomRules {
 public:
  explicit RandomRules(std::uint64_t seed) : random_(seed) {}

  static const Names& names() {
    static const Names names{.teams = {"support", "engineering", "partnerships", "product"},
                             .symptoms = {"login", "spawn", "other"},
                             .calendars = {{.name = "office"}, {.name = "night"}, {.name = "holidays"}}};
    return names;
  }

  // One file that the reader accepts.
  std::string rules() {
    std::string text =
        "patterns:\n  named: ['\\bfire\\b', 'x\\d+']\n  other: [wait, '(?P<node>n\\d)\\.']\nclassify:\n";
    const auto classify = 1 + below(8);
    for (std::size_t i = 0; i < classify; ++i) text += rule("c" + std::to_string(i), true);
    text += "route:\n";
    const auto route = below(5);
    for (std::size_t i = 0; i < route; ++i) text += rule("r" + std::to_string(i), false);
    return text + "  - {name: rest, to: next_rung" +
           (chance(3) ? ", set: {severity: high, labels.k: z}" : "") + "}\n";
  }

  RandomTicket ticket() {
    RandomTicket ticket;
    ticket.event.actor = domain::ActorId{chance(4) ? std::string{} : any(kPeople)};
    ticket.opened.channel = any(kChannels);
    for (const auto* key : {"k", "percent", "node", "alertname"})
      if (chance(2)) ticket.opened.labels[key] = any(kLabelValues);
    if (chance(2)) ticket.opened.needed_by = instant(below(5 * 24));
    ticket.text = {.subject = text(3), .body = text(6)};
    ticket.place = {.hub = domain::HubId{chance(4) ? std::string{} : any(kHubs)},
                    .cluster = domain::ClusterId{any(kHubs)},
                    .community = domain::CommunityId{any(kHubs)},
                    .hub_kind = {},
                    .standing = domain::kLadder[below(domain::kLadder.size())]};
    if (chance(2)) ticket.place.hub_kind = static_cast<domain::HubKind>(below(3));
    ticket.now = instant(below(5 * 24));
    for (const auto* calendar : {"holidays", "night", "office"})
      if (chance(2)) ticket.open_calendars.emplace_back(calendar);
    return ticket;
  }

 private:
  using Words = std::vector<std::string>;

  inline static const Words kPeople{"ada@a.example", "bob@a.example", "ada@b.example"};
  inline static const Words kChannels{"email", "alert", "widget", ""};
  inline static const Words kHubs{"a/prod", "a/staging", "b/prod", "lab-1", "lab-2", ""};
  inline static const Words kLabelValues{"5",   "5.0", "20",   "-3", "7.5", "1e1",
                                         "abc", "n1",  "n2.x", "5.", ".5",  ""};
  inline static const Words kCategories{"other", "login", "money", "disk"};
  inline static const Words kNumbers{"5", "20", "-3", "7.5", "10", "0"};
  inline static const Words kSeverities{"low", "normal", "high", "critical"};
  inline static const Words kStandings{"user", "hub_admin", "community_representative", "support",
                                       "engineering"};
  inline static const Words kPatterns{R"(\bfire\b)",
                                      R"(x\d+)",
                                      R"(a.{0,4}b)",
                                      R"(^help)",
                                      R"(down$)",
                                      "é",
                                      R"((?P<node>n\d)\b)",
                                      R"(on (?P<node>\w*) (?P<k>fire|ice))",
                                      R"(no ?(one|body))",
                                      R"(\b(hub|server) (\w+ ){0,2}(down|slow)\b)",
                                      R"(wait)",
                                      R"(q*)",
                                      R"(5)",
                                      R"([^a-z]k)",
                                      R"(help.*down)",
                                      R"(\bub)"};
  inline static const Words kTextWords{
      "fire",       "x7",      "a  b",   "ab",       "help",        "down",   "é",    "n1", "n2.",
      "on n1 fire", "on  ice", "nobody", "no one",   "hub is down", "server", "slow", "is", "wait",
      "Fire!",      "K",       "\n",     "firewall", "\u212A",      "HELP",   "5"};

  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  const std::string& any(const Words& words) { return words[below(words.size())]; }

  static domain::Instant instant(std::size_t hours) {
    return domain::Instant{std::chrono::hours(24 * 365 * 55 + static_cast<int>(hours))};
  }

  std::string text(std::size_t words) {
    std::string result;
    for (auto left = below(words + 1); left > 0; --left)
      result += (result.empty() ? "" : " ") + any(kTextWords);
    return result;
  }

  static std::string quoted(const std::string& text) { return "'" + text + "'"; }

  // A value or a list of different ones.
  std::string list(const Words& words, bool quote) {
    const auto one = [&](const std::string& word) { return quote ? quoted(word) : word; };
    Words chosen;
    for (auto left = 1 + below(3); left > 0; --left)
      if (const auto& word = any(words); !word.empty() && std::ranges::find(chosen, word) == chosen.end())
        chosen.push_back(word);
    if (chosen.empty()) chosen.push_back("abc");
    if (chosen.size() == 1 && chance(2)) return one(chosen.front());
    std::string result = "[";
    for (const auto& word : chosen) result += (result.size() == 1 ? "" : ", ") + one(word);
    return result + "]";
  }

  std::string patterns() {
    if (chance(5)) return chance(2) ? "$named" : "[$other, 'x\\d']";
    return list(kPatterns, true);
  }

  std::string in_order(const std::string& bound) {
    static const Words comparisons{"below", "above", "at_least", "at_most"};
    return "{" + any(comparisons) + ": " + bound + "}";
  }

  std::string word_test(const Words& values, bool label) {
    switch (below(label ? 7 : 6)) {
      case 0:
        return "{prefix: " + list({"a", "lab-", "n", "ada@", "5", "log"}, true) + "}";
      case 1:
        return "{suffix: " + list({"prod", "b.example", "1", "0", "other"}, true) + "}";
      case 2:
        return "{matches: " + patterns() + "}";
      case 3:
        return "{not: " + list(values, true) + "}";
      case 4:
        return std::string("{present: ") + (chance(2) ? "true" : "false") + "}";
      case 5:
        return list(values, true);
      default:
        return chance(2) ? list(kNumbers, false) : in_order(any(kNumbers));
    }
  }

  std::string closed_test(const Words& values) {
    if (chance(4)) return "{not: " + list(values, false) + "}";
    return list(values, false);
  }

  std::string ordered_test(const Words& values) {
    if (chance(2)) return in_order(any(values));
    return closed_test(values);
  }

  // One `field: value`.
  std::string test() {
    switch (below(20)) {
      case 0:
      case 1:
      case 2:
        return "text: " + (chance(4) ? "{not: " + patterns() + "}" : patterns());
      case 3:
        return "subject: " + (chance(4) ? std::string("{present: false}") : patterns());
      case 4:
        return "body: " + patterns();
      case 5:
        return "channel: " + word_test({"email", "alert"}, false);
      case 6:
        return std::string("source: ") + (chance(2) ? "alert" : "person");
      case 7:
        return "hub: " + word_test(kHubs, false);
      case 8:
        return (chance(2) ? "cluster: " : "community: ") + word_test(kHubs, false);
      case 9:
        return "hub.kind: " + closed_test({"production", "staging", "event"});
      case 10:
        return "requester: " + word_test(kPeople, false);
      case 11:
        return "requester.standing: " + ordered_test(kStandings);
      case 12:
      case 13:
        return "category: " + word_test(kCategories, false);
      case 14:
        return "severity: " + ordered_test(kSeverities);
      case 15:
        return chance(2) ? "symptom: " + closed_test({"login", "spawn", "other"})
                         : std::string("incident: ") + (chance(2) ? "true" : "false");
      case 16:
      case 17:
        return std::string(chance(2) ? "labels.k: " : "labels.percent: ") + word_test(kLabelValues, true);
      case 18:
        return chance(2) ? "alert.name: " + word_test(kLabelValues, false)
                         : "alert.labels.percent: " + word_test(kLabelValues, true);
      default:
        if (chance(2))
          return std::string("time: {") + (chance(2) ? "during" : "outside") + ": " +
                 list({"office", "night", "holidays"}, false) + "}";
        return chance(2) ? "needed_by: {within: " + std::to_string(1 + below(70)) + "h}"
                         : "needed_by: " + in_order(domain::to_rfc3339(instant(below(5 * 24))));
    }
  }

  std::string condition(std::size_t depth) {
    if (depth == 0 || chance(2)) return "{" + test() + "}";
    switch (below(4)) {
      case 0:
        return "{not: " + condition(depth - 1) + "}";
      case 1:
        return "{any: [" + condition(depth - 1) + ", " + condition(depth - 1) + "]}";
      case 2:
        return "{all: [" + condition(depth - 1) + ", " + condition(depth - 1) + "]}";
      default:
        return "{" + test() + ", not: " + condition(depth - 1) + "}";
    }
  }

  std::string rule(const std::string& name, bool classify) {
    std::string when = condition(3);
    std::string sets;
    const auto set = [&](const std::string& what) { sets += (sets.empty() ? "" : ", ") + what; };
    if (classify && chance(2)) set("category: " + any(kCategories));
    if (chance(3)) set("severity: " + any(kSeverities));
    if (classify && chance(4)) set("symptom: " + std::string(chance(2) ? "login" : "spawn"));
    if (classify && chance(4)) set(std::string("incident: ") + (chance(2) ? "true" : "false"));
    if (chance(4)) set("labels.percent: " + quoted(any(kNumbers)));
    if (chance(3)) {
      // What captures must have a pattern with the group somewhere.
      const std::string with_group = chance(2) ? "{text: 'on (?P<node>\\w*) (?P<k>fire|ice)'}"
                                               : "{labels.k: {matches: ['x', '(?P<node>n\\d)(?P<k>\\..)?']}}";
      when = std::string(chance(3) ? "{all: [" : "{any: [") + when + ", " + with_group + "]}";
      set(std::string("labels.k: \"") + (chance(2) ? "${k}" : "at ${node}/${k}") + "\"");
    }
    if (sets.empty() && classify) set("labels.k: 'abc'");
    std::string result = "  - {name: " + name + ", when: " + when;
    if (!sets.empty()) result += ", set: {" + sets + "}";
    if (!classify) result += destination();
    return result + "}\n";
  }

  std::string destination() {
    static const Words destinations{", to: support",
                                    ", to: partnerships",
                                    ", to: next_rung",
                                    ", to: nobody, because: it is spam",
                                    ", to: engineering, needs: community_representative",
                                    ", to: product, needs: community_representative, silence: refuse",
                                    ", to: support, needs: community_representative, silence: partnerships"};
    return any(destinations);
  }

  std::mt19937_64 random_;
};

}  // namespace triaged::rules

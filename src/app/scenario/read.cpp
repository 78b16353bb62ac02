// The frame of a scenario file: configuration, tests, steps and their times.
#include "app/scenario/read.hpp"

#include <set>

namespace triaged::app::scenario {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

// Far beyond any test; a slip like `+4000w` must not walk through every timer of eighty years.
constexpr std::chrono::days kLongestStep{10 * 366};

// RFC 3339 has no year after 9999.
constexpr domain::Instant kEndOfTime = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};

std::optional<Named> named(MapReader& map, std::string_view key) {
  const auto text = map.text(key);
  return text ? std::optional(Named{*text, map.place_of(key)}) : std::nullopt;
}

// "+26h", as a duration: the document's own reading of "26h".
std::optional<domain::Duration> read_pause(const Node& at, Faults& faults) {
  Node amount = at;
  amount.scalar.erase(0, 1);
  Node map{.kind = Node::Kind::map,
           .place = at.place,
           .scalar = {},
           .quoted = false,
           .items = {},
           .members = {{Node{.kind = Node::Kind::scalar,
                             .place = at.place,
                             .scalar = "at",
                             .quoted = false,
                             .items = {},
                             .members = {}},
                        std::move(amount)}}};
  const auto pause = MapReader(map, "a step", faults).duration("at");
  if (!pause || *pause <= kLongestStep) return pause;
  faults.error(at.place, "`" + at.scalar + "` is more than ten years", "split the step, or the test");
  return std::nullopt;
}

// When a step happens. `before` is the step before it; nothing: there is none, or its time could not be read.
std::optional<domain::Instant> read_at(MapReader& map, const Node& step, bool first,
                                       std::optional<domain::Instant> before, Faults& faults) {
  const Node* at = map.node("at");
  if (at == nullptr) {
    if (first)
      faults.error(step.place, "the first step has no `at`",
                   "say when it happens: `at: 2026-03-02T09:00:00Z`");
    return before;
  }
  const auto text = as_text(*at, "`at`", faults);
  if (!text) return std::nullopt;
  if (text->starts_with('+')) {
    if (first)
      faults.error(at->place, "`at: " + *text + "` of the first step has no step before it",
                   "write a point in time, like `2026-03-02T09:00:00Z`");
    const auto pause = read_pause(*at, faults);
    if (!pause || !before) return std::nullopt;
    if (*before + *pause < kEndOfTime) return *before + *pause;
    faults.error(at->place, "this step lies after the year 9999", "begin the test earlier");
    return std::nullopt;
  }
  const auto instant = domain::from_rfc3339(*text);
  if (!instant) {
    faults.error(at->place, "`at` must be a point in time, and `" + *text + "` is none",
                 "write it like `2026-03-02T09:00:00Z`, or after the step before like `+30m`, `+4h`, `+2d`");
  } else if (before && *instant < *before) {
    faults.error(at->place,
                 "this step lies before the one above it, which is at " + domain::to_rfc3339(*before),
                 "put the steps in the order of their times");
  } else if (before && *instant - *before > kLongestStep) {
    faults.error(at->place, "this step is more than ten years after the one above it", "split the test");
  } else {
    return instant;
  }
  return std::nullopt;
}

void read_events(MapReader& map, Step& step, Faults& faults) {
  const Node* one = map.node("event");
  const Node* many = map.node("events");
  if (one != nullptr && many != nullptr)
    faults.error(many->place, "a step has either `event` or `events`", "put all of them into `events`");
  if (one != nullptr) step.events.push_back(read_given_event(*one, faults));
  if (many == nullptr) return;
  if (many->is_map())
    faults.error(many->place, "`events` must be a list", "write `event` for a single one");
  else
    for (const Node* item : as_list(*many, "`events`", faults))
      step.events.push_back(read_given_event(*item, faults));
}

void read_checks(MapReader& map, Step& step, Faults& faults) {
  if (const Node* expect = map.node("expect")) {
    step.expect.emplace();
    if (expect->is_sequence())
      for (const Node& item : expect->items) step.expect->push_back(read_expectation(item, faults));
    else
      faults.error(expect->place, "`expect` must be a list",
                   "begin each notice with `- `; for silence write `expect: []`");
  }
  if (const auto relaxed = map.boolean("expect_any_order")) {
    step.any_order = *relaxed;
    if (!step.expect)
      faults.error(map.place_of("expect_any_order"), "`expect_any_order` without `expect`", "remove it");
  }
  if (const Node* state = map.node("state")) {
    if (!state->is_map())
      faults.error(state->place, "`state` must be a map of tickets", "write `state: {T1: {team: support}}`");
    for (const auto& member : state->members) step.state.push_back(read_state(member, faults));
  }
}

Step read_step(const Node& node, bool first, std::optional<domain::Instant>& now, Faults& faults) {
  Step step;
  step.place = node.place;
  MapReader map(node, "a step", faults);
  if (!map.valid()) return step;
  now = read_at(map, node, first, now, faults);
  step.at = now.value_or(domain::Instant{});
  read_events(map, step, faults);
  step.producer = named(map, "producer");
  if (step.producer && step.events.empty())
    faults.error(step.producer->place, "`producer` in a step without an event", "remove it");
  read_checks(map, step, faults);
  step.crash = map.boolean("crash").value_or(false);
  step.down = map.boolean("down").value_or(false);
  step.reload = named(map, "reload");
  if (const Node* queues = map.node("unattended")) {
    step.names_unattended = true;
    for (const Node* item : as_list(*queues, "`unattended`", faults))
      step.unattended.push_back({.text = item->scalar, .place = item->place});
  }
  if (step.crash && step.reload)
    faults.error(step.reload->place, "a step has either `crash` or `reload`", "make two steps of it");
  if (step.down && first)
    faults.error(map.place_of("down"), "nothing is before the first step, so nobody was down since",
                 "begin with a step at which the daemon is there");
  if (step.down && (step.crash || step.reload))
    faults.error(map.place_of("down"), "a step with `down` has neither `crash` nor `reload`",
                 "make two steps of it");
  map.finish();
  return step;
}

Test read_test(const Node& node, Faults& faults) {
  Test test;
  test.place = node.place;
  MapReader map(node, "a test", faults);
  if (!map.valid()) return test;
  map.require("name");
  test.name = map.text("name").value_or("");
  if (map.has("name")) test.place = map.place_of("name");
  const Node& steps = map.require("steps");
  if (steps.is_sequence() && !steps.items.empty()) {
    std::optional<domain::Instant> now;
    for (const Node& item : steps.items)
      test.steps.push_back(read_step(item, test.steps.empty(), now, faults));
  } else if (map.has("steps")) {
    faults.error(steps.place, "`steps` must be a list of at least one step",
                 "begin each step with `- at: …`");
  }
  map.finish();
  return test;
}

void read_tests(const Node& tests, File& file, Faults& faults) {
  if (!tests.is_sequence() || tests.items.empty()) {
    if (!tests.place.file.empty())
      faults.error(tests.place, "`tests` must be a list of at least one test", "begin each with `- name: …`");
    return;
  }
  std::set<std::string> names;
  for (const Node& item : tests.items) {
    file.tests.push_back(read_test(item, faults));
    const Test& test = file.tests.back();
    if (!test.name.empty() && !names.insert(test.name).second)
      faults.error(test.place, "another test of this file is called `" + test.name + "` too",
                   "say in its name what is different");
  }
}

void read_configuration(MapReader& map, File& file, Faults& faults) {
  file.config = named(map, "config");
  const Node* directory = map.node("directory");
  const Node* rules = map.node("rules");
  const Node* policy = map.node("policy");
  const Node* first = directory != nullptr ? directory : rules != nullptr ? rules : policy;
  if (first == nullptr) return;
  if (file.config)
    return faults.error(first->place, "stands beside `config`",
                        "keep either the folder, or the parts in the file itself");
  if (directory == nullptr || rules == nullptr)
    return faults.error(
        first->place, std::string(directory == nullptr ? "`directory`" : "`rules`") + " is missing beside it",
        "a configuration in the file itself has both `directory` and `rules`");
  file.parts = Inline{.directory = *directory, .rules = *rules, .policy = {}};
  if (policy != nullptr) file.parts->policy = *policy;
}

}  // namespace

std::optional<File> read(const std::string& name, std::string_view text, Faults& faults) {
  const auto errors_before = faults.errors();
  const auto root = document::parse(name, text, faults);
  if (!root) return std::nullopt;
  File file;
  file.name = name;
  MapReader map(*root, "a scenario file", faults);
  read_configuration(map, file, faults);
  read_tests(map.require("tests"), file, faults);
  map.finish();
  return faults.errors() == errors_before ? std::optional(std::move(file)) : std::nullopt;
}

}  // namespace triaged::app::scenario

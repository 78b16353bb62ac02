// A scenario file as values: what read.cpp makes of the text, and rehearse.cpp plays. Times are absolute
// here, events are JSON, and whatever a person named keeps the place where it was named. Said of words: an
// *outcome* is something that happened in a step, a *wanted* value is what the file says of one of its keys.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/document/node.hpp>
#include <triaged/domain/id.hpp>
#include <triaged/domain/time.hpp>

namespace triaged::app::scenario {

// What the file calls a ticket or notice without a team, and whoever opened the ticket.
inline constexpr std::string_view kNobody = "nobody";

// Of a clock, in `state`: it stands still, or the ticket has none such.
inline constexpr std::string_view kStandsStill = "stands_still";
inline constexpr std::string_view kNone = "none";

// One key of an expectation or of a check of state: `team: support`.
struct Wanted {
  std::string key;
  std::string value;
  document::Place place;  // of the value
};

// The same keys with what was found.
using Values = std::map<std::string, std::string, std::less<>>;

// Something that happened: a notice went out, an event was refused, a message was parked. A refusal has the
// keys `refused` and `ticket_id`, a parked message `parked`, a notice all the others.
struct Outcome {
  enum class Sort : std::uint8_t { notice, refused, parked };

  Sort sort{};
  Values values;
  std::string name;  // of a notice: its id; of a parked message: what is wrong with it

  bool operator==(const Outcome&) const = default;
};

struct Expectation {
  document::Place place;
  Outcome::Sort sort{};
  std::vector<Wanted> wanted;
};

struct StateCheck {
  domain::TicketId ticket;
  document::Place place;
  std::vector<Wanted> wanted;
};

struct GivenEvent {
  document::Place place;
  std::string json;
};

struct Named {  // a text and where it stands
  std::string text;
  document::Place place;
};

struct Step {
  document::Place place;
  domain::Instant at{};
  std::vector<GivenEvent> events;
  std::optional<Named> producer;                   // who says it; nothing: whoever may
  std::optional<std::vector<Expectation>> expect;  // nothing: checks nothing
  bool any_order = false;
  std::vector<StateCheck> state;
  bool crash = false;
  bool down = false;              // nobody was there since the step before; its events waited at the broker
  std::optional<Named> reload;    // a folder, as it was written
  std::vector<Named> unattended;  // queues that nobody consumes from now on; those before are consumed again
  bool names_unattended = false;
};

struct Test {
  std::string name;
  document::Place place;
  std::vector<Step> steps;
};

// Parts of a configuration that stand in the scenario file itself.
struct Inline {
  document::Node directory;
  document::Node rules;
  std::optional<document::Node> policy;
};

struct File {
  std::string name;  // as it was given
  std::optional<Named> config;
  std::optional<Inline> parts;  // neither this nor `config`: the command line's
  std::vector<Test> tests;
};

// A folder that the file names, seen from where the file lies.
[[nodiscard]] inline std::filesystem::path seen_from(const File& file, const Named& folder) {
  return std::filesystem::path(file.name).parent_path() / folder.text;
}

}  // namespace triaged::app::scenario

// triaged simulate: the whole future of a new ticket that nobody ever answers — who is told when, and why —
// under the configuration at hand. Works offline; sends nothing and keeps nothing.
#include <ostream>
#include <utility>

#include "app/command.hpp"
#include "app/knowledge.hpp"
#include "app/scenario/configurations.hpp"
#include "app/simulation/tell.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {
namespace {

constexpr domain::Duration kSpanMost = decide::kCalendarHorizon;

// As the configuration reads a length of time; what is wrong with it has been said.
std::optional<domain::Duration> read_span(const std::string& text, const Streams& streams) {
  document::Faults faults;
  std::optional<domain::Duration> span;
  if (const auto node = document::parse("--for", "for: \"" + text + "\"", faults)) {
    document::MapReader map(*node, "--for", faults);
    span = map.duration("for");
    map.finish();
  }
  if (faults.errors() == 0 && span && *span > domain::Duration::zero() && *span <= kSpanMost) return span;
  streams.err << "`--for " << text << "` is no length of time from 1s to " << kSpanMost / std::chrono::days{1}
              << "d: write `30d`, `36h` or `2w`\n";
  return std::nullopt;
}

std::optional<domain::Instant> read_at(const std::string& text, const Streams& streams) {
  if (text.empty()) return std::chrono::floor<std::chrono::seconds>(wall_clock_now());
  const auto at = domain::from_rfc3339(text);
  if (!at) streams.err << "`--at " << text << "` is no point in time: write it like `2026-03-02T09:00:00Z`\n";
  return at;
}

class Simulation {
 public:
  Simulation(const config::Configuration& configuration, domain::Instant at, domain::Duration span)
      : configuration_(configuration),
        clocks_(*configuration.directory, configuration.calendars.get()),
        at_(at),
        span_(span) {
    knowledge_ = {.directory = configuration.directory,
                  .calendars = configuration.calendars,
                  .rules = configuration.rules,
                  .policy = configuration.policy,
                  .documents = {}};
    limits_.codec = configuration.settings.limits.codec;
  }

  // Empty: it was shown. Else what is wrong with it.
  [[nodiscard]] std::string show(const EventText& text, bool as_json, std::ostream& out) {
    const auto decoded = codec::decode_json(text.json, limits_.codec);
    if (const auto* bad = std::get_if<codec::Unreadable>(&decoded))
      return std::string(name(bad->reason)) + ": " + bad->detail;
    const auto& event = std::get<codec::Decoded>(decoded).event;
    const auto* opened = std::get_if<domain::Opened>(&event.body);
    if (opened == nullptr)
      return "this event is `" + std::string(name(kind(event))) +
             "`, and only a ticket that is being opened has its whole future before it: give the event "
             "`opened`";
    const auto future = simulation::unfold(
        {.message = message(text, event), .ticket = event.ticket_id, .at = at_, .span = span_}, knowledge_,
        limits_);
    if (const auto* why = std::get_if<simulation::NotOpened>(&future)) return *why;
    const auto& unfolded = std::get<simulation::Future>(future);
    if (as_json) {
      write_json(unfolded, clocks_, out);
      return {};
    }
    if (std::exchange(shown_before_, true)) out << "\n========\n\n";
    write_text({.ticket = event.ticket_id.value, .subject = opened->subject}, unfolded, clocks_, out);
    return {};
  }

 private:
  [[nodiscard]] domain::InboundMessage message(const EventText& text,
                                               const domain::TicketEvent& event) const {
    domain::InboundMessage message;
    message.body = text.json;
    message.full_size = text.json.size();
    message.content_type = "application/json";
    message.message_id = "line-" + std::to_string(text.line);
    message.user_id = scenario::producer_for(*configuration_.directory, kind(event), event.hub);
    message.timestamp = at_;
    return message;
  }

  const config::Configuration& configuration_;
  TeamClocks clocks_;
  domain::Instant at_;
  domain::Duration span_;
  engine::Knowledge knowledge_;
  engine::Limits limits_;
  bool shown_before_ = false;
};

}  // namespace

Exit simulate(const Common& common, const SimulateOptions& options, const Streams& streams) {
  const auto at = read_at(options.at, streams);
  const auto span = read_span(options.span, streams);
  if (!at || !span) return Exit::usage;
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  const auto text = read_input(options.file, streams);
  if (!text) return Exit::bad_data;
  const auto events = split_events(*text);
  if (events.empty()) {
    streams.err << options.file << ": holds no event\n";
    return Exit::bad_data;
  }
  Simulation simulation(*configuration, *at, *span);
  Exit exit = Exit::ok;
  for (const auto& event : events) {
    const auto wrong = simulation.show(event, common.json, streams.out);
    if (wrong.empty()) continue;
    streams.err << options.file << ":" << event.line << ": " << wrong << '\n';
    exit = Exit::bad_data;
  }
  return exit;
}

}  // namespace triaged::app

// The way of a new ticket from its event to its decision, in the order of the engine's stages: for whoever
// decides one beside the engine, to explain it or to try other rules. Changes nothing.
#pragma once

#include <functional>
#include <span>
#include <string>

#include <triaged/config/config.hpp>
#include <triaged/decide/decide.hpp>

namespace triaged::app {

// What a decision depends on beside the configuration.
struct Circumstances {
  domain::Instant now{};
  std::span<const std::string> undeliverable{};   // queues that take no messages
  const directory::Producer* producer = nullptr;  // nullptr: may speak for everybody
  const domain::Incident* incident = nullptr;     // decide::View, of incidents; nullptr: none is near
  std::uint32_t storm = 0;
  domain::SilenceId silence{};
  bool cleared = false;
};

struct Decision {
  domain::Place place;
  domain::Classification classification;
  domain::Reach reach;
  decide::Effects effects;
};

// How the facts are classified under the configuration's rules: rules::classify, or with reasons.
using Classify = std::function<domain::Classification(const rules::Facts&)>;

// `event` opens a ticket, and `opened` is its body. All parts of the configuration are there.
[[nodiscard]] Decision decide_opening(const domain::TicketEvent& event, const domain::Opened& opened,
                                      const domain::MatchText& text,
                                      const config::Configuration& configuration,
                                      const Circumstances& circumstances, const Classify& classify);

// The same, classified the fast way. By one thread at a time for one rule set.
[[nodiscard]] Decision decide_opening(const domain::TicketEvent& event, const domain::Opened& opened,
                                      const domain::MatchText& text,
                                      const config::Configuration& configuration,
                                      const Circumstances& circumstances);

}  // namespace triaged::app

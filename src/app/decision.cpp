#include "app/decision.hpp"

#include <triaged/engine/endings.hpp>

namespace triaged::app {

Decision decide_opening(const domain::TicketEvent& event, const domain::Opened& opened,
                        const domain::MatchText& text, const config::Configuration& configuration,
                        const Circumstances& circumstances, const Classify& classify) {
  const auto& directory = *configuration.directory;
  const auto& [now, undeliverable, producer, incident, storm, silence, cleared] = circumstances;
  const auto ended = engine::ended(engine::endings(directory, configuration.calendars.get()), now);
  std::vector<std::string> open_calendars;
  if (const auto asked = calendars(*configuration.rules); !asked.empty())
    configuration.calendars->which_are_open(asked, now, open_calendars);
  decide::View view;
  view.place = producer != nullptr ? directory.locate(event, *producer) : directory.locate(event);
  view.classification = classify({.event = event,
                                  .opened = opened,
                                  .text = text,
                                  .place = view.place,
                                  .now = now,
                                  .open_calendars = open_calendars});
  const auto& said = view.classification;
  const auto* team = std::get_if<domain::TeamId>(&said.destination);
  view.reach = directory.reach(view.place, team != nullptr ? *team : domain::TeamId{}, undeliverable, ended);
  if (const auto* silent = said.needs ? std::get_if<domain::TeamId>(&said.needs->silence) : nullptr)
    view.if_silent = directory.reach_team(*silent, view.place, undeliverable, ended);
  for (const auto& asked : decide::teams_asked(said, *configuration.policy))
    view.teams.push_back(directory.reach_team(asked, view.place, undeliverable, ended));
  view.incident = incident;
  view.storm = storm;
  view.silence = silence;
  view.cleared = cleared;
  view.calendars = configuration.calendars.get();
  view.ruleset = digest(*configuration.rules);
  auto effects = decide::decide(view, event, now, *configuration.policy);
  return {.place = std::move(view.place),
          .classification = std::move(view.classification),
          .reach = std::move(view.reach),
          .effects = std::move(effects)};
}

Decision decide_opening(const domain::TicketEvent& event, const domain::Opened& opened,
                        const domain::MatchText& text, const config::Configuration& configuration,
                        const Circumstances& circumstances) {
  return decide_opening(event, opened, text, configuration, circumstances, [&](const rules::Facts& facts) {
    return rules::classify(facts, *configuration.rules);
  });
}

}  // namespace triaged::app

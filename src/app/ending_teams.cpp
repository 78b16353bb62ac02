#include "app/ending_teams.hpp"

#include <algorithm>

#include <triaged/engine/endings.hpp>

namespace triaged::app {
namespace {

using document::Node;

// Wherever a rule, a deadline or an impasse names a team.
bool names_teams(std::string_view key) {
  return key == "to" || key == "silence" || key == "page_to" || key == "team";
}

// The scalars that stand under such a key, also in lists.
void collect(const Node& node, bool team_here, std::vector<const Node*>& found) {
  if (team_here && node.is_scalar()) found.push_back(&node);
  for (const Node& item : node.items) collect(item, team_here, found);
  for (const auto& [key, value] : node.members) collect(value, names_teams(key.scalar), found);
}

void warn_in(const config::FileText& file, const std::string& before, domain::Instant now,
             std::span<const engine::Ending> soon, document::Faults& faults) {
  document::Faults said_already;
  const auto tree = document::parse(before + file.name, file.text, said_already);
  if (!tree) return;
  std::vector<const Node*> named;
  collect(*tree, false, named);
  for (const Node* node : named) {
    const auto one = std::ranges::find(soon, domain::TeamId{node->scalar}, &engine::Ending::team);
    if (one == soon.end()) continue;
    const std::string at = domain::to_rfc3339(one->at);
    faults.warning(node->place,
                   "team `" + one->team.value + "` is over " + (one->at <= now ? "since " : "from ") + at +
                       (one->at <= now ? "" : " on"),
                   "name the team that does its work then, or move its `ends`");
  }
}

}  // namespace

void warn_of_ending_teams(const config::Configuration& configuration, domain::Instant now,
                          const std::filesystem::path& folder, document::Faults& faults) {
  auto soon = engine::endings(*configuration.directory, configuration.calendars.get());
  std::erase_if(soon, [&](const engine::Ending& one) { return one.at > now + kEndsSoon; });
  if (soon.empty()) return;
  std::error_code ignored;
  auto path = std::filesystem::absolute(folder, ignored).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  const std::string before = path.filename().string() + "/";
  for (const auto* files : {&configuration.written.rules, &configuration.written.policy})
    for (const auto& file : *files) warn_in(file, before, now, soon, faults);
}

}  // namespace triaged::app

// Other rules, directory and policy for the ones in force: all three at once, and between two decisions.
// Refused when an open ticket's team would be gone and leave no successor (lost_teams.cpp sees to the
// others). What they were read from goes to the store before, or together with, the first decision made under
// them: with a commit of its own when nothing else is to be stored, so that the store knows what was in force
// last although nothing was decided under it.
#include <map>

#include "engine/impl.hpp"

namespace triaged::engine {

ports::InForce digests(const Knowledge& knowledge) {
  return {.rules = digest(*knowledge.rules),
          .directory = knowledge.directory->digest(),
          .policy = knowledge.policy->digest};
}

void Engine::Impl::reconfigure(Knowledge candidate) {
  std::map<domain::TeamId, std::size_t> owned;
  for (const auto& [id, ticket] : memory.open_tickets)
    if (!ticket.team.empty()) ++owned[ticket.team];
  in_the_way.clear();
  for (const auto& [team, tickets] : owned)
    if (candidate.directory->team(team) == nullptr && candidate.directory->retired_team(team) == nullptr)
      in_the_way.push_back({.team = team, .open_tickets = tickets});
  if (!in_the_way.empty()) return;
  knowledge = std::move(candidate);
  lay_admins_over_files();
  keep_documents();
  set_clocks_anew();
}

// Into the batch that forms now. Called again when that batch was lost.
void Engine::Impl::keep_documents() {
  const ports::InForce now_in_force = digests(knowledge);
  if (knowledge.documents.empty() || memory.in_force == now_in_force) return;
  forming.batch.in_force = now_in_force;
  memory.in_force = now_in_force;
  for (const auto& document : knowledge.documents)
    if (memory.documents.insert(document.key).second) forming.batch.documents.push_back(document);
  if (knowledge.directory->told().empty()) return;
  ports::DocumentRow told{.key = {ports::DocumentKind::directory, now_in_force.directory},
                          .source = knowledge.directory->told_text()};
  if (memory.documents.insert(told.key).second) forming.batch.documents.push_back(std::move(told));
}

}  // namespace triaged::engine

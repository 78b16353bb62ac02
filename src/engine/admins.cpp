// What hubs tell of their own admins: an overlay over the directory's files, a row each in the store
// (docs/adr/0015). Whoever it names is an admin from the next decision on, or is none, in this very batch
// already. The directory is made anew only when something is to be decided under it, so that a hub's long
// list costs one directory.
//
// Refused: a hub that the files do not know, as not_your_hub, because nobody there vouches for it and a row
// of each made-up name would stay; what is older than the last word on that person; and one name too many.
#include <algorithm>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

ports::AdminRow row_of(const domain::TicketEvent& event, domain::Instant now) {
  const auto* added = std::get_if<domain::AdminAdded>(&event.body);
  return {.hub = event.hub,
          .admin = added != nullptr ? added->admin : std::get<domain::AdminRemoved>(event.body).admin,
          .present = added != nullptr,
          .at = event.occurred_at == domain::Instant{} ? now : std::min(event.occurred_at, now),
          .by = event.producer};
}

}  // namespace

void Engine::Impl::judge_admin(Taken& taken) {
  auto row = row_of(std::get<codec::Decoded>(taken.decoded).event, now);
  const auto refused = why_not(row);
  if (!refused) return remember_admin(taken, std::move(row));
  decide::View view;
  view.ruleset = digest(*knowledge.rules);
  remember(taken, std::move(view), decide::refuse(*refused));
}

std::optional<domain::Refusal> Engine::Impl::why_not(const ports::AdminRow& row) const {
  if (knowledge.directory->hub(row.hub) == nullptr) return domain::Refusal::not_your_hub;
  const auto known = memory.admins.find({row.hub, row.admin});
  if (known != memory.admins.end()) {
    if (row.at < known->second.at) return domain::Refusal::stale;
    return std::nullopt;
  }
  const auto first = memory.admins.lower_bound({row.hub, {}});
  const auto end =
      std::find_if(first, memory.admins.end(), [&](const auto& one) { return one.first.first != row.hub; });
  if (static_cast<std::size_t>(std::distance(first, end)) >= limits.admins_of_a_hub)
    return domain::Refusal::not_allowed;
  return std::nullopt;
}

void Engine::Impl::remember_admin(Taken& taken, ports::AdminRow row) {
  note_in_history(taken, "told by " + row.by.value);
  forming.batch.admins.push_back(row);
  auto [known, is_new] = memory.admins.try_emplace({row.hub, row.admin}, row);
  if (is_new || known->second.present != row.present) {
    forming.admins.push_back(row);
    admins_changed = true;
  }
  known->second = std::move(row);
}

void Engine::Impl::lay_admins_over_files() {
  admins_changed = false;
  std::vector<domain::AdminTold> told;
  told.reserve(memory.admins.size());
  for (const auto& [who, row] : memory.admins)
    told.push_back({.hub = row.hub, .admin = row.admin, .present = row.present});
  knowledge.directory = knowledge.directory->with_admins(told);
}

void Engine::Impl::renew_directory() {
  if (!admins_changed) return;
  lay_admins_over_files();
  keep_documents();
}

}  // namespace triaged::engine

// policy.yaml to a Policy. Refuses what it does not know; a key that is left out keeps the default that the
// field's initialiser says. docs/policy.md describes the keys.
#include <algorithm>

#include "decide/policy_reading.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;

void read_queues(MapReader& file, Policy& policy, Faults& faults) {
  if (const auto notify = file.boolean("notify_requesters")) policy.notify_requesters = *notify;
  if (const auto queue = file.name("requesters_queue")) policy.requesters_queue = *queue;
  if (const auto queue = file.name("unrouted_queue")) policy.unrouted_queue = *queue;
  if (policy.requesters_queue == policy.unrouted_queue)
    faults.error(file.place_of("requesters_queue"),
                 "`requesters_queue` and `unrouted_queue` are the same queue",
                 "give each its own: one is read by what mails requesters, the other by people");
}

constexpr std::size_t kConfidentialMost = 20;

// An empty list would say nothing, and look as if it did.
void read_confidential(MapReader& file, KnownTeams teams, Policy& policy, Faults& faults) {
  const document::Node* node = file.node("confidential");
  if (node == nullptr) return;
  if (!node->is_map() && !node->is_scalar() && node->items.empty())
    faults.error(node->place, "`confidential` names nothing",
                 "name the categories, like `[security]`, or remove it");
  for (const document::Node* item : read_list(file, "confidential", kConfidentialMost, faults)) {
    const auto category = document::as_name(*item, "an item of `confidential`", faults);
    if (!category) continue;
    if (is_confidential(policy, *category))
      faults.error(item->place, quoted(*category) + " stands twice in `confidential`", "keep it once");
    else
      policy.confidential.push_back(*category);
  }
  if (!policy.confidential.empty() && std::ranges::find(teams, policy.page.value) == teams.end())
    faults.warning(
        node->place,
        "nobody is paged for a confidential ticket that its team does not answer: the directory has "
        "no team " +
            quoted(policy.page.value),
        "describe it there, or name another one in `page_to`");
}

// Rules, alerts and messages use the same four; a service cannot have others.
void refuse_severities(MapReader& file, Faults& faults) {
  if (!file.has("severities")) return;
  static_cast<void>(file.node("severities"));  // only now: nobody is to be pointed to it as a near key
  faults.error(file.place_of("severities"), "`severities` cannot be set",
               "they are always `low`, `normal`, `high` and `critical`, in this order; remove it");
}

}  // namespace

std::shared_ptr<const Policy> read_policy(const document::Node& file, const PolicyNames& names,
                                          Faults& faults) {
  const KnownTeams teams = names.teams;
  const auto errors_before = faults.errors();
  auto policy = std::make_shared<Policy>();
  MapReader map(file, "the policy", faults);
  read_queues(map, *policy, faults);
  read_deadlines(map, teams, *policy, faults);
  read_approval(map, *policy, faults);
  read_climbing(map, teams, *policy, faults);
  read_waiting(map, *policy, faults);
  read_needed_by(map, *policy, faults);
  read_confidential(map, teams, *policy, faults);
  read_incidents(map, names, *policy, faults);
  refuse_severities(map, faults);
  map.finish();
  if (faults.errors() != errors_before) return nullptr;
  const std::string sum = document::sha256(document::canonical(file));
  std::transform(sum.begin(), sum.end(), policy->digest.octets.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return policy;
}

}  // namespace triaged::decide

// policy.yaml to a Policy.
#include <algorithm>

#include <triaged/decide/policy.hpp>

namespace triaged::decide {

std::shared_ptr<const Policy> read_policy(const document::Node& file, document::Faults& faults) {
  const auto errors_before = faults.errors();
  auto policy = std::make_shared<Policy>();
  document::MapReader map(file, "the policy", faults);
  if (const auto notify = map.boolean("notify_requesters")) policy->notify_requesters = *notify;
  if (const auto queue = map.name("requesters_queue")) policy->requesters_queue = *queue;
  if (const auto queue = map.name("unrouted_queue")) policy->unrouted_queue = *queue;
  if (policy->requesters_queue == policy->unrouted_queue)
    faults.error(map.place_of("requesters_queue"),
                 "`requesters_queue` and `unrouted_queue` are the same queue",
                 "give each its own: one is read by what mails requesters, the other by people");
  map.finish();
  if (faults.errors() != errors_before) return nullptr;
  const std::string sum = document::sha256(document::canonical(file));
  std::transform(sum.begin(), sum.end(), policy->digest.octets.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return policy;
}

}  // namespace triaged::decide

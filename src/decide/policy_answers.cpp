// What the policy says of a ticket. Nothing here reads a clock; `now` is given.
#include <algorithm>

#include <triaged/decide/policy.hpp>

namespace triaged::decide {
namespace {

template <class Value>
bool fits(const std::vector<Value>& wanted, const Value& value) noexcept {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

bool fits(const PromiseFor& when, const domain::Ticket& ticket) noexcept {
  const bool rung = when.rungs.empty() || (ticket.rung && fits(when.rungs, *ticket.rung));
  return rung && fits(when.severities, ticket.severity) && fits(when.teams, ticket.team) &&
         fits(when.categories, ticket.category);
}

template <class Promises>
auto first_that_fits(const Promises& promises, const domain::Ticket& ticket) noexcept {
  const auto found = std::ranges::find_if(promises, [&](const auto& one) { return fits(one.when, ticket); });
  return found != promises.end() ? &*found : nullptr;
}

}  // namespace

const Promise* promise_for(const Policy& policy, const domain::Ticket& ticket) noexcept {
  return first_that_fits(policy.deadlines, ticket);
}

const domain::Term* approval_term(const Policy& policy, const domain::Ticket& ticket) noexcept {
  const ApprovalPromise* promise = first_that_fits(policy.approval, ticket);
  return promise != nullptr ? &promise->answer_within : nullptr;
}

bool is_confidential(const Policy& policy, std::string_view category) noexcept {
  return std::ranges::find(policy.confidential, category) != policy.confidential.end();
}

std::optional<domain::Severity> severity_by_need(const Policy& policy, domain::Instant needed_by,
                                                 domain::Instant now) noexcept {
  std::optional<domain::Severity> highest;
  for (const NeededBy& one : policy.needed_by)
    if (now >= needed_by - one.within && (!highest || one.severity > *highest)) highest = one.severity;
  return highest;
}

std::optional<domain::Instant> next_need(const Policy& policy, domain::Instant needed_by,
                                         domain::Instant now) noexcept {
  const auto already = severity_by_need(policy, needed_by, now);
  std::optional<domain::Instant> next;
  for (const NeededBy& one : policy.needed_by) {
    const domain::Instant at = needed_by - one.within;
    const bool is_more = !already || one.severity > *already;
    if (at > now && is_more && (!next || at < *next)) next = at;
  }
  return next;
}

}  // namespace triaged::decide

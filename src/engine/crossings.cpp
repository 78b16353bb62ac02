#include "engine/crossings.hpp"

#include <algorithm>
#include <charconv>

namespace triaged::engine {
namespace {

std::uint32_t level_of(const domain::OutboundMessage& message) {
  std::uint32_t level = 0;
  for (const auto& [name, value] : message.headers)
    if (name == domain::kLevelHeader) std::from_chars(value.data(), value.data() + value.size(), level);
  return level;
}

// "pagerduty"
std::string_view bridge_of(const domain::OutboundMessage& message) {
  return std::string_view(message.queue).substr(domain::kBridgeLane.size());
}

void keep_sooner(std::optional<domain::Instant>& soonest, const std::optional<domain::Instant>& at) {
  if (at && (!soonest || *at < *soonest)) soonest = at;
}

}  // namespace

Crossings::Crossings(const std::vector<Bridge>& bridges, ports::Observer& observer, const Limits& limits)
    : observer_(observer), rows_most_(limits.bridge_rows) {
  for (const auto& bridge : bridges)
    crossings_.push_back(
        {.kind = bridge.kind,
         .relay = std::make_unique<Relay>(bridge.outlet, observer, limits, limits.bridge_unanswered)});
  start_over();
}

void Crossings::start_over() {
  lost_.clear();
  told_.clear();
  ++link_;
  for (auto& one : crossings_) {
    one.relay->start_over();
    one.relay->link_up(link_);
  }
}

void Crossings::add(Entry entry) {
  const auto found = std::ranges::find(crossings_, bridge_of(*entry.message),
                                       [](const auto& one) { return name(one.kind); });
  if (found == crossings_.end()) {
    lost_.push_back({std::move(entry), "there is no such bridge any more"});
    return;
  }
  if (found->relay->rows() >= rows_most_)
    if (auto oldest = found->relay->give_up_oldest())
      lost_.push_back(
          {std::move(*oldest), "more than " + std::to_string(rows_most_) + " wait for this bridge"});
  found->relay->add(std::move(entry));
}

void Crossings::answered(domain::BridgeKind bridge, std::uint64_t link,
                         const std::vector<ports::Published>& answers, domain::Instant now) {
  for (auto& one : crossings_)
    if (one.kind == bridge) one.relay->answered(link, answers, now);
}

void Crossings::flow(domain::Instant now) {
  for (auto& one : crossings_) one.relay->flow(now);
}

std::vector<domain::BridgeKind> Crossings::kinds() const {
  std::vector<domain::BridgeKind> kinds;
  for (const auto& one : crossings_) kinds.push_back(one.kind);
  return kinds;
}

std::vector<domain::TicketEvent> Crossings::take_lost(domain::Instant now) {
  auto lost = std::exchange(lost_, {});
  for (auto& one : crossings_)
    for (auto& [entry, why] : one.relay->take_refused()) lost.push_back({std::move(entry), std::move(why)});
  std::vector<domain::TicketEvent> events;
  for (const auto& [entry, why] : lost) {
    const auto& message = *entry.message;
    told_.push_back(entry.sequence);
    observer_.on_signal_lost(message.queue, message.correlation_id, why);
    const std::uint32_t level = level_of(message);
    if (level == 0) continue;  // no page: nobody is missed
    domain::TicketEvent event;
    event.occurred_at = now;
    event.body = domain::PageRefused{.incident = domain::IncidentId{message.correlation_id},
                                     .level = level,
                                     .why = std::string(bridge_of(message)) + ": " + why};
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<std::uint64_t> Crossings::take_done() {
  auto done = std::exchange(told_, {});
  for (auto& one : crossings_) {
    const auto more = one.relay->take_done();
    done.insert(done.end(), more.begin(), more.end());
  }
  return done;
}

std::size_t Crossings::done() const noexcept {
  std::size_t done = told_.size();
  for (const auto& one : crossings_) done += one.relay->done();
  return done;
}

std::size_t Crossings::rows() const noexcept {
  std::size_t rows = lost_.size();
  for (const auto& one : crossings_) rows += one.relay->rows();
  return rows;
}

bool Crossings::idle() const noexcept {
  return std::ranges::all_of(crossings_, [](const auto& one) { return one.relay->under_way() == 0; });
}

std::optional<domain::Instant> Crossings::wake_at() const {
  std::optional<domain::Instant> soonest;
  for (const auto& one : crossings_) keep_sooner(soonest, one.relay->wake_at());
  return soonest;
}

std::optional<domain::Instant> Crossings::oldest() const {
  std::optional<domain::Instant> oldest;
  for (const auto& one : crossings_) keep_sooner(oldest, one.relay->oldest());
  return oldest;
}

}  // namespace triaged::engine

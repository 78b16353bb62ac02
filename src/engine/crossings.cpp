#include "engine/crossings.hpp"

#include <algorithm>
#include <charconv>

namespace triaged::engine {
namespace {

constexpr std::uint64_t kLink = 1;  // a bridge is always there; whether the other side is shows with each try

std::uint32_t level_of(const domain::OutboundMessage& message) {
  std::uint32_t level = 0;
  for (const auto& [name, value] : message.headers)
    if (name == domain::kLevelHeader) std::from_chars(value.data(), value.data() + value.size(), level);
  return level;
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
  given_up_.clear();
  for (auto& one : crossings_) {
    one.relay->start_over();
    one.relay->link_up(kLink);
  }
}

void Crossings::add(Entry entry) {
  const std::string_view kind = std::string_view(entry.message->queue).substr(domain::kBridgeLane.size());
  const auto found = std::ranges::find(crossings_, kind, [](const auto& one) { return name(one.kind); });
  if (found == crossings_.end()) {
    given_up_.push_back(entry.sequence);
    return give_up(entry, "there is no such bridge any more");
  }
  if (found->relay->rows() >= rows_most_)
    if (const auto oldest = found->relay->give_up_oldest()) give_up(*oldest, "too many wait for this bridge");
  found->relay->add(std::move(entry));
}

void Crossings::give_up(const Entry& entry, std::string_view why) {
  observer_.on_signal_lost(entry.message->queue, entry.message->correlation_id, why);
}

void Crossings::answered(domain::BridgeKind bridge, const std::vector<ports::Published>& answers,
                         domain::Instant now) {
  for (auto& one : crossings_)
    if (one.kind == bridge) one.relay->answered(kLink, answers, now);
}

void Crossings::flow(domain::Instant now) {
  for (auto& one : crossings_) one.relay->flow(now);
}

std::vector<domain::BridgeKind> Crossings::kinds() const {
  std::vector<domain::BridgeKind> kinds;
  for (const auto& one : crossings_) kinds.push_back(one.kind);
  return kinds;
}

std::vector<domain::TicketEvent> Crossings::take_refused(domain::Instant now) {
  std::vector<domain::TicketEvent> events;
  for (auto& one : crossings_)
    for (auto& [entry, why] : one.relay->take_refused()) {
      const auto& message = *entry.message;
      give_up(entry, why);
      const std::uint32_t level = level_of(message);
      if (level == 0) continue;  // no page: nobody is missed
      domain::TicketEvent event;
      event.occurred_at = now;
      event.body = domain::PageRefused{.incident = domain::IncidentId{message.correlation_id},
                                       .level = level,
                                       .why = std::string(name(one.kind)) + ": " + why};
      events.push_back(std::move(event));
    }
  return events;
}

bool Crossings::has_refused() const noexcept {
  return std::ranges::any_of(crossings_, [](const auto& one) { return one.relay->has_refused(); });
}

std::vector<std::uint64_t> Crossings::take_done() {
  auto done = std::exchange(given_up_, {});
  for (auto& one : crossings_) {
    const auto more = one.relay->take_done();
    done.insert(done.end(), more.begin(), more.end());
  }
  return done;
}

std::size_t Crossings::done() const noexcept {
  std::size_t done = given_up_.size();
  for (const auto& one : crossings_) done += one.relay->done();
  return done;
}

std::size_t Crossings::rows() const noexcept {
  std::size_t rows = 0;
  for (const auto& one : crossings_) rows += one.relay->rows();
  return rows;
}

bool Crossings::idle() const noexcept {
  return std::ranges::all_of(crossings_, [](const auto& one) { return one.relay->under_way() == 0; });
}

std::optional<domain::Instant> Crossings::wake_at() const {
  std::optional<domain::Instant> soonest;
  for (const auto& one : crossings_)
    if (const auto at = one.relay->wake_at(); at && (!soonest || *at < *soonest)) soonest = at;
  return soonest;
}

}  // namespace triaged::engine

// An alert's ticket: one for each alert of a name at a hub, however many pods it fires for. It is open while
// any of them fires, and for a quiet time after.
#include <algorithm>

#include <triaged/decide/decide.hpp>

#include "decide/beside.hpp"
#include "decide/clocks.hpp"
#include "decide/steps.hpp"

namespace triaged::decide {

using domain::AlertKey;
using domain::Clock;
using domain::Firing;
using domain::NoticeKind;
using domain::ReasonCode;
using domain::Refusal;
using domain::TicketState;

namespace {

constexpr std::size_t kFiringMax = 500;  // of one ticket; more are one of these, as far as it is concerned

void run(Change& change, Clock clock, domain::Duration time) {
  start(change.ticket, {.clock = clock,
                        .term = {.time = std::max(time, domain::Duration::zero()), .working_days = 0},
                        .since = change.now,
                        .hours = nullptr,
                        .wall = true,
                        .warn_at = 0});
}

void start_expiry(Change& change) {
  stop(change.ticket, Clock::expiry);
  const auto& firing = change.ticket.firing;
  if (firing.empty()) return;
  const auto oldest = std::ranges::min(firing, {}, &Firing::heard_at).heard_at;
  run(change, Clock::expiry, oldest + change.policy.incidents.alerts_expire - change.now);
}

void hear(Change& change, const AlertKey& alert) {
  auto& firing = change.ticket.firing;
  const auto same = std::ranges::find_if(firing, [&](const Firing& one) {
    return one.alert.source == alert.source && one.alert.fingerprint == alert.fingerprint;
  });
  if (same != firing.end())
    *same = {.alert = alert, .heard_at = change.now};
  else if (firing.size() < kFiringMax)
    firing.push_back({.alert = alert, .heard_at = change.now});
  stop(change.ticket, Clock::quiet);
  start_expiry(change);
}

void nothing_fires(Change& change, std::string why) {
  stop(change.ticket, Clock::expiry);
  change.ticket.reason = {.code = ReasonCode::command, .rule = {}, .text = std::move(why)};
  if (change.ticket.state == TicketState::resolved) return;
  if (change.policy.incidents.quiet_time <= domain::Duration::zero()) return alerts_are_quiet(change);
  run(change, Clock::quiet, change.policy.incidents.quiet_time);
}

}  // namespace

domain::TicketEvent opening_by_alert(const domain::TicketEvent& fired) {
  const auto& alert = std::get<domain::AlertFired>(fired.body);
  const auto annotation = [&](const char* key) {
    const auto found = alert.annotations.find(key);
    return found != alert.annotations.end() ? found->second : std::string{};
  };
  domain::Opened opened;
  opened.subject = annotation("summary");
  if (opened.subject.empty()) opened.subject = alert.name;
  opened.body = annotation("description");
  opened.channel = "alert";
  opened.labels = alert.labels;
  opened.labels.insert_or_assign("alertname", alert.name);
  opened.alert = alert.alert;
  domain::TicketEvent event = fired;
  event.body = std::move(opened);
  return event;
}

void start_firing(Change& change, const AlertKey& alert) { hear(change, alert); }

std::optional<Refusal> fire(Change& change, const domain::AlertFired& fired) {
  auto& ticket = change.ticket;
  const bool done = ticket.state == TicketState::resolved || ticket.state == TicketState::closed;
  // One that had cleared before it was heard of may be of no incident yet.
  const bool was_quiet = ticket.firing.empty() && ticket.incident_id.empty() && ticket.silenced_by.empty();
  if (done) reopen(change, fired.name + " fires again");
  hear(change, fired.alert);
  if (!done) ticket.reason = {.code = ReasonCode::command, .rule = {}, .text = fired.name + " fires"};
  if (done || was_quiet) look_for_incident(change);
  return {};
}

std::optional<Refusal> clear(Change& change, const domain::AlertCleared& cleared) {
  const auto known = std::erase_if(change.ticket.firing, [&](const Firing& one) {
    return one.alert.source == cleared.alert.source && one.alert.fingerprint == cleared.alert.fingerprint &&
           one.alert.starts_at <= cleared.alert.starts_at;
  });
  if (known == 0) return Refusal::stale;
  change.ticket.reason = {.code = ReasonCode::command, .rule = {}, .text = "one of its alerts has cleared"};
  if (change.ticket.firing.empty())
    nothing_fires(change, "its alerts have cleared");
  else
    start_expiry(change);
  return {};
}

void alerts_are_quiet(Change& change) {
  auto& ticket = change.ticket;
  stop(ticket, Clock::quiet);
  ticket.reason = {.code = ReasonCode::command, .rule = {}, .text = "its alerts have cleared"};
  if (ticket.state == TicketState::acknowledged || ticket.state == TicketState::pending)
    return change.tell_owner(NoticeKind::reminder);  // who has taken it up says when it is over
  ticket.state = TicketState::resolved;
  change.stop_all_clocks();
  change.start_closing();
  change.tell_owner(NoticeKind::resolved);
}

void alerts_expire(Change& change) {
  auto& ticket = change.ticket;
  std::erase_if(ticket.firing, [&](const Firing& one) {
    return one.heard_at + change.policy.incidents.alerts_expire <= change.now;
  });
  if (ticket.firing.empty()) return nothing_fires(change, "its alerts were not heard of again");
  start_expiry(change);
}

}  // namespace triaged::decide

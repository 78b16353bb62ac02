#include "decide/incident_change.hpp"

#include <algorithm>

namespace triaged::decide {

using domain::IncidentClock;
using domain::IncidentNoticeKind;
using domain::StartNeed;

namespace {

bool reachable(const Audience* audience) {
  return audience != nullptr && audience->reach.reachability == domain::Reachability::reachable;
}

bool holds(const domain::Incident& incident, StartNeed need) {
  switch (need) {
    case StartNeed::paged:
      return incident.paged_at.has_value();
    case StartNeed::acknowledged:
      return incident.acknowledged_at.has_value();
    case StartNeed::channel:
      return !incident.channel.empty();
    case StartNeed::community_informed:
      return incident.community_informed || incident.confidential;
  }
  return true;
}

}  // namespace

IncidentChange::IncidentChange(domain::Incident i, const IncidentView& v, const domain::TicketEvent& e,
                               domain::Instant n, const Policy& p)
    : incident(std::move(i)), view(v), event(e), now(n), policy(p) {}

const Audience* IncidentChange::audience(const domain::TeamId& team) const {
  const auto found =
      std::ranges::find_if(view.audiences, [&](const Audience& one) { return one.reach.team == team; });
  return found != view.audiences.end() ? &*found : nullptr;
}

const Audience* IncidentChange::representatives() const {
  if (incident.community.empty()) return nullptr;
  const auto found = std::ranges::find_if(view.audiences, [](const Audience& one) {
    return one.reach.rung == domain::Rung::community_representative;
  });
  return found != view.audiences.end() ? &*found : nullptr;
}

void IncidentChange::tell(const Audience* audience, IncidentNoticeKind kind) {
  if (reachable(audience)) told_.push_back({.audience = audience, .kind = kind});
}

void IncidentChange::tell_on_call(IncidentNoticeKind kind) { tell(audience(policy.page), kind); }

void IncidentChange::tell_liaison(IncidentNoticeKind kind) {
  if (incident.confidential) return;
  // Its queue is the service's own, whatever becomes of the team's.
  if (const Audience* liaison = audience(policy.incidents.liaison))
    told_.push_back({.audience = liaison, .kind = kind, .level = 0, .as_liaison = true});
}

void IncidentChange::tell_community(IncidentNoticeKind kind) {
  if (!incident.confidential) tell(representatives(), kind);
}

void IncidentChange::page(const Audience& audience, std::uint32_t level) {
  told_.push_back({.audience = &audience, .kind = IncidentNoticeKind::paged, .level = level});
  if (!incident.paged_at) incident.paged_at = now;
}

void IncidentChange::start(IncidentClock clock, domain::Duration after) { start_at(clock, now + after); }

void IncidentChange::start_at(IncidentClock clock, domain::Instant due) {
  stop(clock);
  const auto place = std::ranges::upper_bound(incident.timers, clock, {}, &domain::IncidentTimer::clock);
  incident.timers.insert(place, {.clock = clock, .due = due});
}

void IncidentChange::stop(IncidentClock clock) {
  std::erase_if(incident.timers, [&](const auto& timer) { return timer.clock == clock; });
}

void IncidentChange::follow(domain::EventBody body, const domain::TicketId& ticket) {
  domain::TicketEvent next;
  next.ticket_id = ticket;
  next.occurred_at = now;
  next.actor = event.actor;
  next.hub = incident.hub;
  next.body = std::move(body);
  next.traceparent = event.traceparent;
  follow_.push_back(std::move(next));
}

bool IncidentChange::told_by_its_parent() const noexcept {
  const bool by_a_ticket = !event.ticket_id.empty() || kind(event) == domain::EventKind::incident_reported;
  return by_the_daemon() && !by_a_ticket && !incident.parent.empty();
}

domain::Reason IncidentChange::because(std::string what, const std::string& why) const {
  if (!event.actor.empty()) what += " by " + event.actor.value;
  if (!why.empty()) what += ": " + why;
  return {.code = domain::ReasonCode::command, .rule = {}, .text = std::move(what)};
}

Effects IncidentChange::done() && {
  Effects effects;
  const auto lacks = missing(incident, policy.incidents);
  for (const Told& told : told_) {
    const auto& reach = told.audience->reach;
    const auto index = static_cast<std::uint32_t>(effects.incident_notices.size());
    effects.incident_notices.push_back(
        {.id = notice_id(domain::TicketId{incident.id.value}, incident.version, index, view.epoch),
         .kind = told.kind,
         .team = reach.team,
         .level = told.level,
         .on_duty = told.kind == IncidentNoticeKind::paged ? told.audience->duty.people
                                                           : std::vector<domain::ActorId>{},
         .queue = told.as_liaison ? policy.incidents.communication_queue : reach.queue,
         .format = reach.format,
         .incident = incident,
         .missing = lacks,
         .reason = incident.reason,
         .at = now,
         .traceparent = event.traceparent});
  }
  effects.incident = std::move(incident);
  effects.follow = std::move(follow_);
  return effects;
}

std::vector<StartNeed> missing(const domain::Incident& incident, const IncidentPolicy& policy) {
  std::vector<StartNeed> lacks;
  if (!incident.parent.empty()) return lacks;
  std::ranges::copy_if(policy.started_needs, std::back_inserter(lacks),
                       [&](StartNeed need) { return !holds(incident, need); });
  return lacks;
}

}  // namespace triaged::decide

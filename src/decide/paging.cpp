#include "decide/paging.hpp"

#include <algorithm>

namespace triaged::decide {

using domain::IncidentClock;
using domain::ReasonCode;

namespace {

// The levels of the policy that fits; without one, whoever the policy pages, once.
std::vector<PagingLevel> levels_of(const IncidentChange& change, domain::Duration& repeat_every) {
  const auto* paging = paging_for(change.policy.incidents, change.incident.severity, change.incident.symptom);
  repeat_every = paging != nullptr ? paging->repeat_every : domain::Duration{};
  if (paging != nullptr) return paging->levels;
  return {{.team = change.policy.page, .wait = {}}};
}

std::string said(std::uint32_t level, const domain::TeamId& team) {
  return "level " + std::to_string(level) + ", " + team.value;
}

// Can the page be taken there now? If not, why.
std::string why_not(const Audience* audience, const domain::TeamId& team) {
  if (audience == nullptr || audience->reach.reachability != domain::Reachability::reachable)
    return team.value + " cannot be reached";
  return audience->duty.on_duty ? std::string{} : "nobody of " + team.value + " is on duty";
}

void hold(IncidentChange& change, std::uint32_t level, const Audience& audience) {
  if (!audience.duty.next) return;
  std::erase_if(change.incident.held, [&](const auto& held) { return held.level == level; });
  change.incident.held.push_back({.level = level, .until = *audience.duty.next});
}

void start_duty_clock(IncidentChange& change) {
  change.stop(IncidentClock::duty);
  if (change.incident.held.empty()) return;
  change.start_at(IncidentClock::duty,
                  std::ranges::min(change.incident.held, {}, &domain::Held::until).until);
}

void say(IncidentChange& change, std::string text) {
  change.incident.reason = {.code = ReasonCode::incident, .rule = {}, .text = std::move(text)};
}

// Pages `level`, or the next above it where somebody can take it. Where nobody can at any, all of them are
// paged all the same: it may reach somebody, and is not dropped.
void page_from(IncidentChange& change, std::uint32_t level, std::string why) {
  domain::Duration repeat_every{};
  const auto levels = levels_of(change, repeat_every);
  const auto last = static_cast<std::uint32_t>(levels.size());
  const auto begin = std::clamp<std::uint32_t>(level, 1, last);
  const auto wait_after = [&](std::uint32_t paged) {
    change.stop(IncidentClock::page);
    const auto& at = levels[paged - 1];
    const auto wait = paged < last || at.wait > domain::Duration::zero() ? at.wait : repeat_every;
    if (paged < last || repeat_every > domain::Duration::zero()) change.start(IncidentClock::page, wait);
  };
  for (std::uint32_t at = begin; at <= last; ++at) {
    const auto& team = levels[at - 1].team;
    const Audience* audience = change.audience(team);
    if (const auto not_there = why_not(audience, team); !not_there.empty()) {
      why += "; " + not_there;
      if (audience != nullptr) hold(change, at, *audience);
      continue;
    }
    change.incident.level = at;
    say(change, why + "; " + said(at, team) + ", is paged");
    change.page(*audience, at);
    change.start(IncidentClock::unattended, change.policy.incidents.unattended_after);
    start_duty_clock(change);
    return wait_after(at);
  }
  say(change, why + "; so all of them are paged");
  for (std::uint32_t at = begin; at <= last; ++at)
    if (const Audience* audience = change.audience(levels[at - 1].team);
        audience != nullptr && !audience->reach.queue.empty())
      change.page(*audience, at);
  change.incident.level = last;
  change.stop(IncidentClock::unattended);
  start_duty_clock(change);
  wait_after(last);
}

}  // namespace

void page_first(IncidentChange& change, const std::string& why) {
  change.incident.level = 0;
  change.incident.held.clear();
  page_from(change, 1, why);
}

void page_next(IncidentChange& change, const std::string& why) {
  domain::Duration repeat_every{};
  const auto levels = levels_of(change, repeat_every);
  const bool was_last = change.incident.level >= levels.size();
  if (!was_last) return page_from(change, change.incident.level + 1, why);
  if (repeat_every > domain::Duration::zero()) return page_from(change, 1, why + "; all are paged again");
  change.stop(IncidentClock::page);
  change.stop(IncidentClock::unattended);
  say(change, why + "; there is nobody further to page");
}

// The first level again at once would be refused again at once.
void page_was_refused(IncidentChange& change, const std::string& why) {
  domain::Duration repeat_every{};
  const std::string refused = "the page was refused: " + why;
  if (change.incident.level < levels_of(change, repeat_every).size()) return page_next(change, refused);
  say(change, refused);
}

void page_held(IncidentChange& change) {
  domain::Duration repeat_every{};
  const auto levels = levels_of(change, repeat_every);
  auto held = std::exchange(change.incident.held, {});
  std::string paged;
  for (const auto& one : held) {
    const Audience* audience =
        one.level <= levels.size() ? change.audience(levels[one.level - 1].team) : nullptr;
    if (one.until > change.now) {
      change.incident.held.push_back(one);
    } else if (audience != nullptr && audience->duty.on_duty && !audience->reach.queue.empty()) {
      change.page(*audience, one.level);
      paged += (paged.empty() ? "" : "; ") + said(one.level, audience->reach.team);
    } else if (audience != nullptr) {
      hold(change, one.level, *audience);
    }
  }
  start_duty_clock(change);
  say(change, paged.empty() ? "a page is held on" : "on duty again: " + paged + ", is paged");
}

void watch_attendance(IncidentChange& change) {
  change.stop(IncidentClock::unattended);
  domain::Duration repeat_every{};
  const auto levels = levels_of(change, repeat_every);
  const auto level = std::clamp<std::size_t>(change.incident.level, 1, levels.size());
  const Audience* audience = change.audience(levels[level - 1].team);
  if (audience != nullptr && audience->attended)
    return say(change, "the queue of " + audience->reach.team.value + " has a consumer");
  const std::string why = "nobody consumes the queue of " + levels[level - 1].team.value;
  if (level < levels.size()) return page_next(change, why);
  say(change, why);  // the last one; all are paged again in their time
}

void stop_paging(IncidentChange& change) {
  change.stop(IncidentClock::page);
  change.stop(IncidentClock::unattended);
  change.stop(IncidentClock::duty);
  change.incident.held.clear();
}

}  // namespace triaged::decide

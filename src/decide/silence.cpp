// Whether a silence begins, changes or ends. Refused are
//   not_allowed      it is not for the actor to say
//   unknown_silence  to end one that nobody has set
//   stale            what is told is over already: a window in the past
//   wrong_state      everything else: no reason, no author or no matcher, an end that is not after the
//                    beginning, a window longer than the policy lets one be, other matchers under an id that
//                    is taken, and an id whose silence is over
// An id names one silence for good, so that what it swallowed can be told by it. Whether the matchers can be
// understood, and do not match everything, is asked before: rules/silence.hpp.
#include <algorithm>

#include <triaged/decide/incident.hpp>

namespace triaged::decide {
namespace {

using domain::Instant;
using domain::Refusal;
using domain::Silence;

SilenceEffects refused(Refusal why) { return {.silence = std::nullopt, .refused = why}; }

bool is_over(const Silence& silence, Instant now) noexcept { return silence.ended || silence.until <= now; }

bool is_blank(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

SilenceEffects set(const Silence* known, const domain::TicketEvent& event, const domain::SilenceSet& told,
                   Instant now, const Policy& policy) {
  const bool says_all =
      !told.silence.empty() && !told.matchers.empty() && !is_blank(told.reason) && !event.actor.empty();
  if (!says_all || (known != nullptr && is_over(*known, now))) return refused(Refusal::wrong_state);
  if (known != nullptr && known->matchers != told.matchers) return refused(Refusal::wrong_state);
  if (told.starts_at && told.ends_at <= *told.starts_at) return refused(Refusal::wrong_state);
  if (told.ends_at <= now) return refused(Refusal::stale);
  // It keeps nothing from paging that has paged before it was told; and one that has begun does not begin
  // again.
  const bool has_begun = known != nullptr && known->from <= now;
  const Instant from = has_begun ? now : std::max(told.starts_at.value_or(now), now);
  // So it may be made longer again and again, each time by a person.
  if (told.ends_at - from > policy.incidents.longest_silence) return refused(Refusal::wrong_state);

  Silence silence = known != nullptr ? *known : Silence{};
  silence.id = told.silence;
  silence.matchers = told.matchers;
  if (!has_begun) silence.from = from;
  silence.until = told.ends_at;
  silence.author = event.actor;
  silence.reason = told.reason;
  return {.silence = std::move(silence), .refused = std::nullopt};
}

// `until` stays what was planned; when it ended is in the history.
SilenceEffects end(const Silence* known, Instant now) {
  if (known == nullptr) return refused(Refusal::unknown_silence);
  if (is_over(*known, now)) return refused(Refusal::wrong_state);
  Silence silence = *known;
  silence.ended = true;
  return {.silence = std::move(silence), .refused = std::nullopt};
}

}  // namespace

SilenceEffects decide_silence(const Silence* known, bool may, const domain::TicketEvent& event, Instant now,
                              const Policy& policy) {
  if (!may) return refused(Refusal::not_allowed);
  if (const auto* told = std::get_if<domain::SilenceSet>(&event.body))
    return set(known, event, *told, now, policy);
  if (std::holds_alternative<domain::SilenceEnded>(event.body)) return end(known, now);
  return refused(Refusal::not_supported);
}

}  // namespace triaged::decide

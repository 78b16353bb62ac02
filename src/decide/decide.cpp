// The door: what the table says of this state and this event, whether its teller may, and whether it is not
// older than what has happened since.
#include <algorithm>

#include <triaged/decide/decide.hpp>

#include "decide/beside.hpp"
#include "decide/open.hpp"
#include "decide/steps.hpp"
#include "decide/table.hpp"

namespace triaged::decide {
namespace {

using domain::Refusal;

// A clock that runs ahead at the producer's must not make all that follows look old.
domain::Instant happened_at(const domain::TicketEvent& event, domain::Instant now) {
  return event.occurred_at == domain::Instant{} ? now : std::min(event.occurred_at, now);
}

std::optional<Refusal> take(Step step, Change& change) {
  const auto& body = change.event.body;
  switch (step) {
    case Step::wrong_state:
      return Refusal::wrong_state;
    case Step::not_supported:
      return Refusal::not_supported;
    case Step::comment:
      return comment(change, std::get<domain::Commented>(body));
    case Step::note:
      return note(change), std::nullopt;
    case Step::associate:
      return associate(change), std::nullopt;
    case Step::acknowledge:
      return acknowledge(change, std::get<domain::Acknowledged>(body)), std::nullopt;
    case Step::pause:
      return pause(change, std::get<domain::Paused>(body)), std::nullopt;
    case Step::resolve:
      return resolve(change, std::get<domain::Resolved>(body)), std::nullopt;
    case Step::reopen:
      return reopen(change, std::get<domain::Reopened>(body).reason), std::nullopt;
    case Step::escalate:
      return escalate(change, std::get<domain::Escalated>(body)), std::nullopt;
    case Step::hand_over:
      return hand_over(change, std::get<domain::HandedOver>(body));
    case Step::change_severity:
      return change_severity(change, std::get<domain::SeverityChanged>(body)), std::nullopt;
    case Step::approve:
      return approve(change, std::get<domain::Approved>(body)), std::nullopt;
    case Step::decline:
      return decline(change, std::get<domain::Declined>(body)), std::nullopt;
    case Step::withdraw:
      return withdraw(change, std::get<domain::Withdrawn>(body)), std::nullopt;
    case Step::merge:
      return merge(change);
    case Step::join:
      return join(change, std::get<domain::Joined>(body)), std::nullopt;
    case Step::move_on:
      return move_on(change);
    case Step::fire:
      return fire(change, std::get<domain::AlertFired>(body));
    case Step::clear:
      return clear(change, std::get<domain::AlertCleared>(body));
    case Step::link:
      return link(change, std::get<domain::Linked>(body));
    case Step::unlink:
      return unlink(change, std::get<domain::Unlinked>(body));
    case Step::suspect:
      return suspect(change, std::get<domain::Suspected>(body));
    case Step::end_with:
      return end_with_incident(change, std::get<domain::IncidentOver>(body));
    case Step::unsilence:
      return unsilence(change, std::get<domain::Unsilenced>(body));
    case Step::fall_due:
      return fall_due(change, std::get<domain::Deadline>(body).clock);
  }
  return Refusal::not_supported;
}

// It was told of another ticket. An automatic reply changes nothing, and no reason.
void say_where_addressed(Change& change) {
  const auto* said = std::get_if<domain::Commented>(&change.event.body);
  if (change.event.addressed_to.empty() || (said != nullptr && said->automatic)) return;
  change.ticket.reason.text +=
      "; addressed to " + change.event.addressed_to.value + ", which was merged into it";
}

}  // namespace

Effects decide(const View& view, const domain::TicketEvent& event, domain::Instant now,
               const Policy& policy) {
  const auto kind = domain::kind(event);
  if (!view.ticket) {
    if (const auto* opened = std::get_if<domain::Opened>(&event.body))
      return open(view, event, *opened, now, policy);
    return refuse(step(domain::TicketState::open, kind) == Step::not_supported ? Refusal::not_supported
                                                                               : Refusal::unknown_ticket);
  }
  const Step step = decide::step(view.ticket->state, kind);
  if (step == Step::not_supported) return refuse(Refusal::not_supported);
  if (!may(who_may(kind), *view.ticket, event, view)) return refuse(Refusal::not_allowed);
  if (step == Step::wrong_state) return refuse(Refusal::wrong_state);
  const auto happened = happened_at(event, now);
  if (sets_a_state(kind) && happened < view.ticket->changed_at) return refuse(Refusal::stale);

  Change change(view, event, now, policy);
  const bool stood_still = change.stand_still_while_away();
  if (const auto refused = take(step, change)) {
    if (step != Step::fall_due || !stood_still) return refuse(*refused);
    change.ticket.reason = {.code = domain::ReasonCode::deadline,
                            .rule = {},
                            .text = "its clocks stood still while the broker was away"};
  }
  say_where_addressed(change);
  // A comment may set one too, and comes as late as it likes.
  const bool by_comment = kind == domain::EventKind::commented && change.ticket.state != view.ticket->state;
  if (sets_a_state(kind) || by_comment)
    change.ticket.changed_at = std::max(change.ticket.changed_at, happened);
  return std::move(change).done();
}

Effects refuse(domain::Refusal why) { return {.ticket = {}, .notices = {}, .refused = why}; }

std::vector<domain::TeamId> teams_asked(const domain::Ticket& ticket, const domain::TicketEvent& event,
                                        const Policy& policy) {
  std::vector<domain::TeamId> teams{ticket.team, policy.page};
  if (policy.impasse) teams.insert(teams.end(), policy.impasse->to.begin(), policy.impasse->to.end());
  if (const auto* to = std::get_if<domain::HandedOver>(&event.body)) teams.push_back(to->team);
  if (ticket.meant_for)
    if (const auto* team = std::get_if<domain::TeamId>(&*ticket.meant_for)) teams.push_back(*team);
  if (const auto* team = std::get_if<domain::TeamId>(&ticket.silence)) teams.push_back(*team);
  std::erase_if(teams, [](const auto& team) { return team.empty(); });
  return teams;
}

// A confidential ticket whose own team cannot be reached goes to whoever is paged.
std::vector<domain::TeamId> teams_asked(const domain::Classification& said, const Policy& policy) {
  if (!is_confidential(policy, said.category.value)) return {};
  return {policy.page};
}

}  // namespace triaged::decide

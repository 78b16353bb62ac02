#include "decide/open.hpp"

#include "decide/approval.hpp"
#include "decide/route.hpp"

namespace triaged::decide {
namespace {

using domain::Notice;
using domain::NoticeKind;
using domain::Reason;
using domain::ReasonCode;
using domain::Ticket;
using domain::TicketState;

// The ticket as the event and the rules describe it, before anybody owns it.
Ticket describe(const View& view, const domain::TicketEvent& event, domain::Instant now) {
  const auto& said = view.classification;
  return {.id = event.ticket_id,
          .version = 1,
          .state = TicketState::open,
          .team = {},
          .rung = {},
          .place = view.place,
          .requester = event.actor,
          .category = said.category.value,
          .severity = said.severity.value,
          .symptom = said.symptom.value,
          .incident = said.incident.value,
          .opened_at = event.occurred_at == domain::Instant{} ? now : event.occurred_at,
          .received_at = now,
          .reason = {}};
}

// The notices about this version, in the order of their indices.
class Notices {
 public:
  Notices(const Ticket& ticket, const View& view, const domain::TicketEvent& event,
          const domain::Opened& opened, domain::Instant now, const Policy& policy)
      : ticket_(ticket), view_(view), event_(event), opened_(opened), now_(now), policy_(policy) {}

  // nullptr: nobody is left, and the unrouted queue hears of it.
  void tell(const domain::TeamReach* team, NoticeKind kind) {
    Notice& notice = add(kind);
    if (team == nullptr) {
      notice.queue = policy_.unrouted_queue;
      notice.format = domain::Format::json;
      return;
    }
    notice.team = team->team;
    notice.rung = team->rung;
    notice.queue = team->queue;
    notice.format = team->format;
  }

  // An alert has no requester who reads.
  void tell_requester(NoticeKind kind) {
    if (!policy_.notify_requesters || source(opened_) != domain::Source::person || event_.actor.empty())
      return;
    Notice& notice = add(kind);
    notice.team = domain::TeamId{domain::kRequester};
    notice.queue = policy_.requesters_queue;
    notice.format = domain::Format::json;
  }

  [[nodiscard]] std::vector<Notice> all() && { return std::move(notices_); }

 private:
  Notice& add(NoticeKind kind) {
    const auto index = static_cast<std::uint32_t>(notices_.size());
    Notice& notice =
        notices_.emplace_back(Notice{.id = notice_id(ticket_.id, ticket_.version, index, view_.epoch),
                                     .kind = kind,
                                     .team = {},
                                     .rung = {},
                                     .previous_team = {},
                                     .queue = {},
                                     .format = {},
                                     .ticket = ticket_,
                                     .subject = opened_.subject,
                                     .body = opened_.body,
                                     .labels = opened_.labels,
                                     .truncated = opened_.truncated,
                                     .reason = ticket_.reason,
                                     .ruleset = view_.ruleset,
                                     .at = now_,
                                     .traceparent = event_.traceparent});
    for (const auto& [key, set] : view_.classification.labels) notice.labels.insert_or_assign(key, set.value);
    return notice;
  }

  const Ticket& ticket_;
  const View& view_;
  const domain::TicketEvent& event_;
  const domain::Opened& opened_;
  domain::Instant now_;
  const Policy& policy_;
  std::vector<Notice> notices_;
};

void give(Ticket& ticket, const domain::TeamReach* owner, Reason reason) {
  if (owner != nullptr) {
    ticket.team = owner->team;
    ticket.rung = owner->rung;
  }
  ticket.reason = std::move(reason);
}

void remember_what_for(Ticket& ticket, const domain::Classification& said) {
  ticket.meant_for = said.destination;
  ticket.silence = said.needs->silence;
}

}  // namespace

Effects open(const View& view, const domain::TicketEvent& event, const domain::Opened& opened,
             domain::Instant now, const Policy& policy) {
  Ticket ticket = describe(view, event, now);
  Notices notices(ticket, view, event, opened, now, policy);
  const auto& said = view.classification;

  if (const auto* nobody = std::get_if<domain::ToNobody>(&said.destination)) {
    ticket.state = TicketState::resolved;
    ticket.reason = {.code = ReasonCode::rule, .rule = said.rule, .text = nobody->because};
    return {.ticket = std::move(ticket), .notices = {}, .refused = {}};
  }

  const Say say = say_needed(view);
  if (const auto* awaits = std::get_if<Awaits>(&say)) {
    ticket.state = TicketState::awaiting_approval;
    remember_what_for(ticket, said);
    give(ticket, awaits->approver, awaits->reason);
    notices.tell(awaits->approver, NoticeKind::approval_requested);
    notices.tell_requester(NoticeKind::received);
  } else if (const auto* refused = std::get_if<Refused>(&say)) {
    // Declined, and yet somebody's: whoever is told may find a representative, and take it up again.
    ticket.state = TicketState::resolved;
    remember_what_for(ticket, said);
    give(ticket, refused->told.team, refused->told.reason);
    notices.tell(refused->told.team, NoticeKind::resolved);
    notices.tell_requester(NoticeKind::declined);
  } else {
    const auto* passed_on = std::get_if<PassedOn>(&say);
    Routed routed = passed_on != nullptr ? passed_on->to : route(said, view.place, view.reach);
    if (routed.team == nullptr) routed.reason.code = ReasonCode::unrouted;
    const auto* asks = std::get_if<GoesAheadAndAsks>(&say);
    if (asks != nullptr)
      routed.reason.text += asks->approver != nullptr
                                ? "; an incident does not wait for " + asks->approver->team.value
                                : "; an incident, and nobody can be asked to approve";
    give(ticket, routed.team, std::move(routed.reason));
    notices.tell(routed.team, NoticeKind::assigned);
    if (asks != nullptr && asks->approver != nullptr)
      notices.tell(asks->approver, NoticeKind::approval_requested);
    notices.tell_requester(NoticeKind::received);
  }
  auto all = std::move(notices).all();
  return {.ticket = std::move(ticket), .notices = std::move(all), .refused = {}};
}

domain::TicketEvent parked_event(const ParkedMessage& message, domain::Instant now) {
  domain::Opened opened{
      .subject = "A message could not be read and was parked (" + std::string(name(message.reason)) + ")",
      .body = message.detail + "\n\nWhat could be saved of it:\n\n" + message.legible,
      .channel = "parked",
      .labels = {{"parked", std::string(name(message.reason))}},
      .community = {},
      .needed_by = {},
      .truncated = false};
  return {.producer = {},
          .event_id = {},
          .ticket_id = message.ticket,
          .occurred_at = now,
          .actor = {},
          .hub = {},
          .body = std::move(opened),
          .traceparent = {}};
}

Effects open_for_parked(const View& view, const ParkedMessage& message, domain::Instant now,
                        const Policy& policy) {
  if (view.ticket) return refuse(domain::Refusal::wrong_state);  // the same unreadable message again
  const auto event = parked_event(message, now);
  // No rule is asked: rules judge tickets, and nobody could read this one.
  View asked = view;
  asked.classification = {};
  asked.classification.destination = domain::Rung::support;
  Effects effects = open(asked, event, std::get<domain::Opened>(event.body), now, policy);
  const Reason reason{.code = ReasonCode::parked,
                      .rule = {},
                      .text = std::string(name(message.reason)) + ": " + message.detail};
  if (effects.ticket->team.empty()) return effects;  // nobody at all: `unrouted` says more
  effects.ticket->reason = reason;
  for (auto& notice : effects.notices) notice.ticket.reason = notice.reason = reason;
  return effects;
}

}  // namespace triaged::decide

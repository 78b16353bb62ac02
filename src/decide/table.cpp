// The table itself. A cell says what is done; how is in steps.cpp and due.cpp.
#include "decide/table.hpp"

#include <algorithm>
#include <array>

namespace triaged::decide {
namespace {

using domain::EventKind;
using domain::Rung;
using domain::TicketState;

constexpr std::size_t kStates = static_cast<std::size_t>(TicketState::merged) + 1;

struct Row {
  EventKind event;
  Who who;
  bool sets_a_state;
  std::array<Step, kStates> in;  // by TicketState
};

constexpr Step no = Step::wrong_state;
constexpr Step comment = Step::comment, note = Step::note, associate = Step::associate,
               acknowledge = Step::acknowledge, pause = Step::pause, resolve = Step::resolve,
               reopen = Step::reopen, escalate = Step::escalate, hand_over = Step::hand_over,
               severity = Step::change_severity, approve = Step::approve, decline = Step::decline,
               withdraw = Step::withdraw, merge = Step::merge, join = Step::join, move_on = Step::move_on,
               fire = Step::fire, clear = Step::clear, link = Step::link, unlink = Step::unlink,
               suspect = Step::suspect, end_with = Step::end_with, unsilence = Step::unsilence,
               due = Step::fall_due;

// clang-format off
constexpr std::array kTable{
  //                                                              open         acknowledged pending      awaiting_app resolved  closed   withdrawn merged
  Row{EventKind::opened,           Who::anybody,                   true,  {no,          no,          no,          no,       no,       no,      no, no}},
  Row{EventKind::commented,        Who::anybody,                   false, {comment,     comment,     comment,     comment,  comment,  comment, no, no}},
  Row{EventKind::associated,       Who::service,                   true,  {associate,   associate,   associate,   associate, no,      no,      no, no}},
  Row{EventKind::acknowledged,     Who::owner_or_higher,           true,  {acknowledge, acknowledge, acknowledge, no,       no,       no,      no, no}},
  Row{EventKind::paused,           Who::owner,                     true,  {pause,       pause,       pause,       no,       no,       no,      no, no}},
  Row{EventKind::resolved,         Who::owner_higher_or_requester, true,  {resolve,     resolve,     resolve,     resolve,  no,       no,      no, no}},
  Row{EventKind::reopened,         Who::owner_or_requester,        true,  {no,          no,          no,          no,       reopen,   reopen,  no, no}},
  Row{EventKind::escalated,        Who::owner_or_higher,           true,  {escalate,    escalate,    escalate,    no,       no,       no,      no, no}},
  Row{EventKind::handed_over,      Who::owner_manager_or_service,  true,  {hand_over,   hand_over,   hand_over,   no,       no,       no,      no, no}},
  Row{EventKind::severity_changed, Who::owner_or_service,          true,  {severity,    severity,    severity,    severity, no,       no,      no, no}},
  Row{EventKind::approved,         Who::representative,            true,  {note,        note,        note,        approve,  no,       no,      no, no}},
  Row{EventKind::declined,         Who::representative,            true,  {note,        note,        note,        decline,  no,       no,      no, no}},
  Row{EventKind::merged,           Who::service,                   true,  {merge,       merge,       merge,       merge,    no,       no,      no, no}},
  Row{EventKind::withdrawn,        Who::requester,                 true,  {withdraw,    withdraw,    withdraw,    withdraw, withdraw, no,      no, no}},
  Row{EventKind::alert_fired,      Who::anybody,                   false, {fire,        fire,        fire,        fire,     fire,     fire,    no, no}},
  Row{EventKind::alert_cleared,    Who::anybody,                   false, {clear,       clear,       clear,       clear,    clear,    no,      no, no}},
  Row{EventKind::linked,           Who::service_or_daemon,         false, {link,        link,        link,        link,     no,       no,      no, no}},
  Row{EventKind::unlinked,         Who::service_or_daemon,         false, {unlink,      unlink,      unlink,      unlink,   unlink,   no,      no, no}},
  Row{EventKind::suspected,        Who::daemon,                    false, {suspect,     suspect,     suspect,     suspect,  no,       no,      no, no}},
  Row{EventKind::incident_over,    Who::daemon,                    false, {end_with,    end_with,    end_with,    end_with, end_with, no,      no, no}},
  Row{EventKind::unsilenced,       Who::daemon,                    false, {unsilence,   unsilence,   unsilence,   unsilence, unsilence, no,    no, no}},
  Row{EventKind::deadline,         Who::daemon,                    false, {due,         due,         due,         due,      due,      no,      no, no}},
  Row{EventKind::joined,           Who::daemon,                    false, {join,        join,        join,        join,     join,     no,      no, no}},
  Row{EventKind::team_lost,        Who::daemon,                    false, {move_on,     move_on,     move_on,     move_on,  no,       no,      no, no}},
};
// clang-format on

const Row* row(EventKind event) noexcept {
  for (const auto& one : kTable)
    if (one.event == event) return &one;
  return nullptr;
}

constexpr std::array<std::string_view, 26> kSteps{
    "wrong_state", "not_supported", "comment",  "note",     "associate", "acknowledge",
    "pause",       "resolve",       "reopen",   "escalate", "hand_over", "change_severity",
    "approve",     "decline",       "withdraw", "merge",    "join",      "move_on",
    "fire",        "clear",         "link",     "unlink",   "suspect",   "end_with",
    "unsilence",   "fall_due"};
static_assert(kSteps.size() == static_cast<std::size_t>(Step::fall_due) + 1);

constexpr std::array<std::string_view, 12> kWho{"anybody",
                                                "the daemon",
                                                "its team",
                                                "its team, a higher rung",
                                                "its team, the requester",
                                                "its team, a higher rung, the requester",
                                                "its team, support, engineering",
                                                "its team, that team's manager, support, engineering",
                                                "support, engineering",
                                                "support, engineering, the daemon",
                                                "a representative of its community, or support quoting one",
                                                "the requester"};
static_assert(kWho.size() == static_cast<std::size_t>(Who::requester) + 1);

bool of_the_service(const domain::Speaker& speaker) noexcept { return speaker.standing >= Rung::support; }

// A team that is on no rung has its manager above it; a ticket that nobody has, support.
bool higher(const domain::Ticket& ticket, const domain::Speaker& speaker) noexcept {
  if (ticket.rung) return speaker.standing > *ticket.rung;
  return ticket.team.empty() ? of_the_service(speaker) : speaker.manages;
}

}  // namespace

Step step(TicketState state, EventKind event) noexcept {
  const Row* found = row(event);
  return found != nullptr ? found->in[static_cast<std::size_t>(state)] : Step::not_supported;
}

std::string_view name(Step step) noexcept { return kSteps[static_cast<std::size_t>(step)]; }
std::string_view name(Who who) noexcept { return kWho[static_cast<std::size_t>(who)]; }

Who who_may(EventKind event) noexcept {
  const Row* found = row(event);
  return found != nullptr ? found->who : Who::anybody;
}

bool sets_a_state(EventKind event) noexcept {
  const Row* found = row(event);
  return found != nullptr && found->sets_a_state;
}

bool is_requester(const domain::Ticket& ticket, const domain::ActorId& actor) noexcept {
  if (actor.empty()) return false;
  return actor == ticket.requester ||
         std::ranges::find(ticket.also_requested_by, actor) != ticket.also_requested_by.end();
}

bool may(Who who, const domain::Ticket& ticket, const domain::TicketEvent& event, const View& view) noexcept {
  const domain::Speaker& speaker = view.speaker;
  const bool requester = is_requester(ticket, event.actor);
  switch (who) {
    case Who::anybody:
      return true;
    case Who::daemon:
      return event.producer.empty();
    case Who::owner:
      return speaker.in_team;
    case Who::owner_or_higher:
      return speaker.in_team || higher(ticket, speaker);
    case Who::owner_or_requester:
      return speaker.in_team || requester;
    case Who::owner_higher_or_requester:
      return speaker.in_team || higher(ticket, speaker) || requester;
    case Who::owner_or_service:
      return speaker.in_team || of_the_service(speaker);
    case Who::owner_manager_or_service:
      return speaker.in_team || speaker.manages || of_the_service(speaker);
    case Who::service:
      return of_the_service(speaker);
    case Who::service_or_daemon:
      return of_the_service(speaker) || event.producer.empty();
    case Who::representative:
      return speaker.represents || (speaker.standing == Rung::support && view.quotes_representative);
    case Who::requester:
      return requester;
  }
  return false;
}

}  // namespace triaged::decide

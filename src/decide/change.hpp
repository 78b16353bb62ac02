// A ticket's next version while it is being made: who is told, which clocks run. The notices are made last,
// so that all of them show the ticket as it is in the end.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <triaged/decide/decide.hpp>

namespace triaged::decide {

class Change {
 public:
  // Of a ticket that exists. All references must outlive the change.
  Change(const View& view, const domain::TicketEvent& event, domain::Instant now, const Policy& policy);
  // Of a new one, as `ticket` describes it.
  Change(domain::Ticket ticket, const View& view, const domain::TicketEvent& event, domain::Instant now,
         const Policy& policy);

  domain::Ticket ticket;
  std::vector<domain::TicketEvent> follow{};  // Effects::follow

  // Those who asked for it and read what they are told, which nobody does behind an alert.
  [[nodiscard]] std::vector<domain::ActorId> requesters() const;

  // Of a confidential ticket (policy) only its own team, whoever is paged, and its requester hear anything;
  // the others are left out here, whoever tells them.
  [[nodiscard]] bool confidential() const noexcept { return is_confidential(policy, ticket.category); }

  // nullptr: nobody is left, and the unrouted queue hears of it.
  void tell(const domain::TeamReach* team, domain::NoticeKind kind);
  void tell_owner(domain::NoticeKind kind);  // the team that has the ticket now, if anybody should
  // Everybody who asked for it, each by themselves; where the policy says so, and a person reads it.
  void tell_requester(domain::NoticeKind kind);
  [[nodiscard]] bool tell_team(const domain::TeamId& team,
                               domain::NoticeKind kind);  // false: cannot be reached, or must not hear

  // The team has it from now on, and its time to answer begins; the team before hears that it has not.
  // nullptr: nobody has it.
  void give(const domain::TeamReach* team, domain::NoticeKind kind, domain::Reason reason);

  // The clocks that the policy promises for the ticket as it is, from `since` on.
  void start_response(domain::Clock first_or_next);
  void start_resolution(domain::Instant since);
  void start_approval();
  void start_impasse();
  void start_need();
  void start_closing();
  void start_time_box();
  void clocks_anew();  // its severity is another one now
  // Those that ran while the broker was away; false: none did.
  [[nodiscard]] bool stand_still_while_away();
  // The resolution clock, while it waits for its requester.
  void hold_resolution();
  void release_resolution();
  void stop_all_clocks() { ticket.timers.clear(); }
  void stop_response();
  void respond_anew();  // the clock of the response that was missed, from its beginning

  // nullptr: not known here.
  [[nodiscard]] const domain::TeamReach* reach(const domain::TeamId& team) const;
  [[nodiscard]] const domain::TeamReach& reach(domain::Rung rung) const;
  [[nodiscard]] const domain::TeamReach* owner() const { return reach(ticket.team); }
  // The open hours of the team that has the ticket; nullptr: all hours.
  [[nodiscard]] const Calendar* hours() const;
  [[nodiscard]] const Calendar* support_hours() const;

  const View& view;
  const domain::TicketEvent& event;
  const domain::Instant now;
  const Policy& policy;

  [[nodiscard]] Effects done() &&;

 private:
  struct Told {
    const domain::TeamReach* team;  // nullptr: the requester, or with `unrouted` nobody
    domain::NoticeKind kind{};
    bool unrouted = false;
    domain::ActorId requester{};
  };
  [[nodiscard]] bool may_hear(const domain::TeamReach& team) const;
  [[nodiscard]] const Calendar* hours_of(const domain::TeamReach* team) const;
  [[nodiscard]] const domain::Opened* opening() const;
  [[nodiscard]] domain::Notice notice(const Told& told, std::uint32_t index) const;

  std::vector<Told> told_;
};

}  // namespace triaged::decide

// An incident's next version while it is being made: who is told, which clocks run. The notices are made
// last, so that all of them show the incident as it is in the end.
#pragma once

#include <string>
#include <vector>

#include <triaged/decide/incident.hpp>

namespace triaged::decide {

class IncidentChange {
 public:
  // All references must outlive the change.
  IncidentChange(domain::Incident incident, const IncidentView& view, const domain::TicketEvent& event,
                 domain::Instant now, const Policy& policy);

  domain::Incident incident;

  // Whoever is paged; the liaison, in a queue of its own; the community's representatives, where they are
  // known. Who cannot be reached is not told.
  void tell_on_call(domain::IncidentNoticeKind kind);
  void tell_liaison(domain::IncidentNoticeKind kind);
  void tell_community(domain::IncidentNoticeKind kind);
  void page(const Audience& audience, std::uint32_t level);

  // In place of a clock of the same kind; `after` from now.
  void start(domain::IncidentClock clock, domain::Duration after);
  void start_at(domain::IncidentClock clock, domain::Instant due);
  void stop(domain::IncidentClock clock);
  void stop_all_clocks() { incident.timers.clear(); }

  // Judged next, in the same transaction, as the daemon's own; by the same actor.
  void follow(domain::EventBody body, const domain::TicketId& ticket = {});

  [[nodiscard]] const Audience* audience(const domain::TeamId& team) const;  // nullptr: unknown here
  [[nodiscard]] const Audience* representatives() const;  // nullptr: no such rung, or no community
  [[nodiscard]] bool by_the_daemon() const noexcept { return event.producer.empty(); }
  // By the incident that it is part of: whoever hears of both has heard of that one.
  [[nodiscard]] bool told_by_its_parent() const noexcept;
  // "INC-7 … by ada@example.org: why"
  [[nodiscard]] domain::Reason because(std::string what, const std::string& why = {}) const;

  const IncidentView& view;
  const domain::TicketEvent& event;
  const domain::Instant now;
  const Policy& policy;

  [[nodiscard]] Effects done() &&;

 private:
  struct Told {
    const Audience* audience;
    domain::IncidentNoticeKind kind{};
    std::uint32_t level = 0;
    bool as_liaison = false;
  };
  void tell(const Audience* audience, domain::IncidentNoticeKind kind);

  std::vector<Told> told_;
  std::vector<domain::TicketEvent> follow_;
};

}  // namespace triaged::decide

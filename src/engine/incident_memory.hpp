// What the engine remembers of incidents: those that are kept, whole; which open tickets might be of one, by
// place; which ticket an alert is of; silences; heartbeats. Small beside the tickets, so that most of it is
// looked through in order.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <triaged/decide/incident.hpp>
#include <triaged/domain/incident.hpp>
#include <triaged/ports/store.hpp>
#include <triaged/rules/silence.hpp>

namespace triaged::engine {

struct KnownSilence {
  domain::Silence silence;
  std::optional<rules::CompiledSilence> compiled;  // nothing: a pattern of it cannot be read; matches nothing
};

class IncidentMemory {
 public:
  // Throws CorruptStore when a row cannot be decoded.
  explicit IncidentMemory(const ports::Image& image);

  std::map<domain::SilenceId, KnownSilence> silences;  // in force, or yet to be
  std::map<std::pair<std::string, domain::ClusterId>, domain::ExpectedHeartbeat> heartbeats;
  std::uint64_t last_number = 0;  // of an incident, given out

  // Those kept: going on, or resolved and not yet closed. Pointers live until the next keep().
  [[nodiscard]] const domain::Incident* find(const domain::IncidentId& id) const;
  [[nodiscard]] bool empty() const noexcept { return incidents_.empty(); }
  [[nodiscard]] std::vector<const domain::Incident*> of_cluster(const domain::ClusterId& cluster) const;
  // But for confidential ones, which stand beside nothing.
  [[nodiscard]] const domain::Incident* near(const domain::Place& place) const;
  void keep(domain::Incident incident);  // its latest version; one that is closed or merged leaves
  [[nodiscard]] const std::map<domain::IncidentId, domain::Incident>& all() const noexcept {
    return incidents_;
  }
  [[nodiscard]] std::optional<domain::Instant> next_due() const;
  // The ids that are due at `now`, with the clock that is.
  [[nodiscard]] std::vector<std::pair<domain::IncidentId, domain::IncidentClock>> due(
      domain::Instant now) const;

  // Tickets as they change; nothing of those that could be of no incident.
  void follow(const domain::Ticket& ticket, bool open);
  void forget(const domain::Ticket& ticket);
  // Open tickets with a symptom, or that may be incidents, at that very place; the oldest first.
  using Reports = std::set<std::pair<domain::Instant, domain::TicketId>>;
  [[nodiscard]] const Reports* reports_at(const decide::IncidentPlace& place) const;
  // Empty: no open ticket is of that alert.
  [[nodiscard]] domain::TicketId ticket_of(const domain::AlertKey& alert) const;

 private:
  std::map<domain::IncidentId, domain::Incident> incidents_;
  std::set<std::pair<domain::Instant, domain::IncidentId>> due_;
  std::unordered_map<std::string, Reports> reports_;
  std::unordered_map<std::string, domain::TicketId> alerts_;
};

}  // namespace triaged::engine

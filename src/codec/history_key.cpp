#include <triaged/codec/state.hpp>

namespace triaged::codec {
namespace {

using domain::TicketId;

TicketId of_hub(std::string_view place) { return TicketId("HUB:" + std::string(place)); }

// Of a cluster that is not named, that of the hub: "cluster/hub".
std::string_view cluster(const domain::TicketEvent& event, const domain::Heartbeat& heartbeat) {
  const std::string_view hub = event.hub.value;
  return heartbeat.cluster.empty() ? hub.substr(0, hub.find('/')) : heartbeat.cluster.value;
}

// Where nothing came of it, the place that it spoke of has the line.
struct Key {
  const domain::TicketEvent& event;
  const domain::IncidentId& incident;

  TicketId operator()(const domain::AdminAdded&) const { return of_hub(event.hub.value); }
  TicketId operator()(const domain::AdminRemoved&) const { return of_hub(event.hub.value); }
  TicketId operator()(const domain::SilenceSet& set) const { return of(set.silence); }
  TicketId operator()(const domain::SilenceEnded& ended) const { return of(ended.silence); }
  TicketId operator()(const domain::Heartbeat& heartbeat) const {
    return TicketId("HEARTBEAT:" + heartbeat.name + "@" + std::string(cluster(event, heartbeat)));
  }
  TicketId operator()(const domain::IncidentDeclared&) const {
    return incident.empty() ? of_hub(event.hub.value) : TicketId{incident.value};
  }
  TicketId operator()(const domain::IncidentFound& found) const {
    if (!incident.empty()) return TicketId{incident.value};
    if (!found.ticket.empty()) return found.ticket;
    if (!found.hub.empty()) return of_hub(found.hub.value);
    return of_hub(found.community.empty() ? found.cluster.value : found.community.value);
  }
  // Of a kind that was not handled when it came nothing is known but the ticket it named.
  TicketId operator()(const domain::NotSupported&) const { return event.ticket_id; }
  template <class Other>
  TicketId operator()(const Other&) const {
    if (domain::is_about_incident(domain::kind(event))) return TicketId{domain::incident_of(event).value};
    return event.ticket_id;
  }

  static TicketId of(const domain::SilenceId& silence) { return TicketId("SILENCE:" + silence.value); }
};

}  // namespace

TicketId history_key(const domain::TicketEvent& event, const domain::IncidentId& incident) {
  return std::visit(Key{event, incident}, event.body);
}

}  // namespace triaged::codec

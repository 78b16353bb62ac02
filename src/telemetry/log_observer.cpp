#include <triaged/telemetry/log_observer.hpp>

namespace triaged::telemetry {
namespace {

std::string milliseconds(domain::Duration duration) { return std::to_string(duration.count() / 1000) + "ms"; }

}  // namespace

void LogObserver::on_routed(const domain::Ticket& ticket) {
  if (!log_.enabled(Level::info)) return;
  log_.write(Level::info, "routed",
             {{"ticket", ticket.id.value},
              {"version", std::to_string(ticket.version)},
              {"hub", ticket.place.hub.value},
              {"team", ticket.team.value},
              {"state", std::string(name(ticket.state))},
              {"category", ticket.category},
              {"severity", std::string(name(ticket.severity))},
              {"reason", std::string(name(ticket.reason.code))},
              {"rule", ticket.reason.rule.value},
              {"requester", log_.personal_data() ? ticket.requester.value : "withheld"}});
}

// Its reason may name people; its history has that.
void LogObserver::on_incident(const domain::Incident& incident) {
  log_.write(Level::info, "incident",
             {{"incident", incident.id.value},
              {"version", std::to_string(incident.version)},
              {"state", std::string(name(incident.state))},
              {"severity", std::string(name(incident.severity))},
              {"symptom", incident.symptom},
              {"hub", incident.hub.value},
              {"cluster", incident.cluster.value},
              {"parent", incident.parent.value},
              {"level", std::to_string(incident.level)},
              {"tickets", std::to_string(incident.tickets.size())},
              {"reason", std::string(name(incident.reason.code))}});
}

void LogObserver::on_admin_told(const ports::AdminRow& row) {
  log_.write(Level::info, row.present ? "admin_added" : "admin_removed",
             {{"hub", row.hub.value},
              {"admin", log_.personal_data() ? row.admin.value : "withheld"},
              {"producer", row.by.value}});
}

void LogObserver::on_refused(const domain::TicketEvent& event, domain::Refusal refusal) {
  log_.write(Level::warning, "refused",
             {{"ticket", event.ticket_id.value},
              {"event_id", event.event_id.value},
              {"kind", std::string(name(kind(event)))},
              {"producer", event.producer.value},
              {"reason", std::string(name(refusal))}});
}

void LogObserver::on_duplicate(const domain::TicketEvent& event) {
  log_.write(Level::debug, "duplicate",
             {{"ticket", event.ticket_id.value}, {"event_id", event.event_id.value}});
}

void LogObserver::on_parked(const domain::Digest& key, domain::ParkReason reason, std::string_view detail) {
  log_.write(Level::warning, "parked",
             {{"key", to_text(key)}, {"reason", std::string(name(reason))}, {"detail", std::string(detail)}});
}

void LogObserver::on_committed(const ports::Counters& totals, std::size_t outbox_rows,
                               domain::Duration took) {
  if (!log_.enabled(Level::debug)) return;
  log_.write(Level::debug, "committed",
             {{"received", std::to_string(totals.received)},
              {"applied", std::to_string(totals.applied)},
              {"outbox_rows", std::to_string(outbox_rows)},
              {"took", milliseconds(took)}});
}

void LogObserver::on_commit_unknown(std::string_view error) {
  log_.write(Level::error, "commit_unknown",
             {{"error", std::string(error)}, {"next", "the store is opened anew"}});
}

void LogObserver::on_store_recovered(bool batch_was_there) {
  log_.write(Level::warning, "store_recovered",
             {{"last_batch", batch_was_there ? "was stored" : "was not stored"}});
}

void LogObserver::on_link(bool up, std::string_view detail) {
  if (up)
    log_.write(Level::info, "link_up", {});
  else
    log_.write(Level::warning, "link_down", {{"why", std::string(detail)}});
}

void LogObserver::on_blocked(bool blocked, std::string_view reason) {
  if (blocked)
    log_.write(Level::error, "broker_blocked", {{"why", std::string(reason)}});
  else
    log_.write(Level::info, "broker_unblocked", {});
}

void LogObserver::on_lane_stopped(std::string_view queue, std::string_view why, domain::Duration retry_in) {
  log_.write(
      Level::warning, "lane_stopped",
      {{"queue", std::string(queue)}, {"why", std::string(why)}, {"retry_in", milliseconds(retry_in)}});
}

void LogObserver::on_lane_flowing(std::string_view queue) {
  log_.write(Level::info, "lane_flowing", {{"queue", std::string(queue)}});
}

void LogObserver::on_signal_lost(std::string_view lane, std::string_view incident, std::string_view why) {
  log_.write(Level::error, "signal_lost",
             {{"queue", std::string(lane)}, {"incident", std::string(incident)}, {"why", std::string(why)}});
}

void LogObserver::on_intake_held(bool held, std::string_view why) {
  log_.write(held ? Level::warning : Level::info, held ? "intake_held" : "intake_resumed",
             {{"why", std::string(why)}});
}

void LogObserver::on_answer_dropped(std::string_view queue, std::string_view why) {
  log_.write(Level::warning, "answer_dropped", {{"queue", std::string(queue)}, {"why", std::string(why)}});
}

void LogObserver::on_answer_not_allowed(const domain::ProducerId& producer, std::string_view queue) {
  log_.write(Level::warning, "answer_not_allowed",
             {{"producer", producer.value}, {"queue", std::string(queue)}});
}

}  // namespace triaged::telemetry

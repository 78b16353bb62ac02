// A store into which rows were put as the engine puts them, and the commands for the middle of the night over
// it.
#pragma once

#include <sstream>

#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/persist/sqlite_store.hpp>

#include "app/command.hpp"
#include "small_service.hpp"

namespace triaged::app {

inline constexpr domain::Instant kNine =
    std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9};

inline constexpr domain::Instant kShown = kNine + std::chrono::minutes{30};  // when the commands are run
inline constexpr domain::Duration kUnderWay = std::chrono::seconds{2};       // from an event to its decision

inline domain::Ticket a_ticket(const char* id, domain::Severity severity = domain::Severity::normal) {
  domain::Ticket ticket;
  ticket.id = domain::TicketId(id);
  ticket.version = 1;
  ticket.team = domain::TeamId("support");
  ticket.rung = domain::Rung::support;
  ticket.place = {.hub = domain::HubId("north/prod"),
                  .cluster = domain::ClusterId("north"),
                  .community = domain::CommunityId("north"),
                  .hub_kind = domain::HubKind::production,
                  .standing = domain::Rung::user};
  ticket.requester = domain::ActorId("ada@north.example");
  ticket.category = "question";
  ticket.severity = severity;
  ticket.opened_at = ticket.received_at = kNine;
  ticket.reason = {
      .code = domain::ReasonCode::rule, .rule = domain::RuleName("rest"), .text = "nobody nearer"};
  return ticket;
}

inline domain::TicketEvent an_event(domain::EventBody body, domain::Instant at,
                                    const char* actor = "ben@service.example",
                                    const char* producer = "mail") {
  domain::TicketEvent event;
  event.producer = domain::ProducerId(producer);
  event.event_id = domain::EventId("e");
  event.actor = domain::ActorId(actor);
  event.occurred_at = at;
  event.body = std::move(body);
  return event;
}

class Night : public testing::Test {
 protected:
  Night() {
    service_.write("triaged.yaml", "store: {path: " + service_.store().string() + "}");
    service_.write("policy.yaml",
                   "confidential: [security]\nincidents: {started_needs: [acknowledged, channel]}\n");
    batch_.number = 1;
  }

  void add_line(const char* key, std::uint32_t version, codec::HistoryEntry entry) {
    batch_.history.push_back({domain::TicketId(key), version, entry.at, codec::encode_history(entry)});
  }
  void add(const domain::Ticket& ticket, const std::string& subject, const std::string& channel = "mail") {
    batch_.tickets.push_back(
        {ticket.id, ticket.version, is_open(ticket.state), codec::encode_ticket(ticket)});
    codec::HistoryEntry opening;
    opening.event = an_event(domain::Opened{.subject = subject,
                                            .body = "Please.",
                                            .channel = channel,
                                            .labels = {},
                                            .community = {},
                                            .needed_by = {}},
                             ticket.opened_at, "ada@north.example");
    opening.event.ticket_id = ticket.id;
    opening.ticket = ticket;
    opening.ticket.version = 1;
    opening.at = ticket.received_at;
    add_line(ticket.id.value.c_str(), 1, std::move(opening));
  }
  // What came of an event about a ticket that is in the batch already.
  void add(domain::Ticket ticket, domain::TicketEvent event, std::optional<domain::Refusal> refused = {}) {
    event.ticket_id = ticket.id;
    if (!refused)
      batch_.tickets.push_back(
          {ticket.id, ticket.version, is_open(ticket.state), codec::encode_ticket(ticket)});
    codec::HistoryEntry entry;
    entry.at = event.occurred_at + kUnderWay;
    entry.event = std::move(event);
    entry.refused = refused;
    entry.ticket = std::move(ticket);
    const auto key = entry.ticket.id.value;
    add_line(key.c_str(), entry.ticket.version, std::move(entry));
  }
  void add(const domain::Incident& incident, domain::TicketEvent event) {
    batch_.incidents.push_back(
        {incident.id, incident.version, is_kept(incident.state), codec::encode_incident(incident)});
    codec::HistoryEntry entry;
    entry.at = event.occurred_at + kUnderWay;
    entry.event = std::move(event);
    entry.incident = incident;
    add_line(incident.id.value.c_str(), incident.version, std::move(entry));
  }
  void keep() {
    auto opened = persist::SqliteStore::open(service_.store().string());
    auto& store = *std::get<std::unique_ptr<persist::SqliteStore>>(opened);
    ASSERT_EQ(store.commit(batch_), ports::CommitResult::committed) << store.last_error();
  }

  [[nodiscard]] Common common(bool json) const { return {.config = service_.folder(), .json = json}; }
  [[nodiscard]] Streams streams() {
    out_.str({});
    err_.str({});
    return {in_, out_, err_};
  }
  Exit list(TicketsOptions options = {}, bool json = false) {
    options.now = kShown;
    return tickets(common(json), options, streams());
  }
  Exit list_incidents(IncidentsOptions options = {}, bool json = false) {
    options.now = kShown;
    return incidents(common(json), options, streams());
  }
  Exit show(const std::string& id, bool json = false, bool timeline = false) {
    return show_one(common(json), {.id = id, .timeline = timeline, .store = {}, .now = kShown}, streams());
  }
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::istringstream text(out_.str());
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }

  SmallService service_;
  ports::Batch batch_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

inline domain::Timer due_at(domain::Clock clock, domain::Instant at) {
  return {
      .clock = clock, .since = kNine, .term = {.time = at - kNine}, .wall = true, .remind = {}, .due = at};
}

}  // namespace triaged::app

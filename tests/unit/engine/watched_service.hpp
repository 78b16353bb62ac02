// A service with three hubs in one cluster, somebody to page and something to watch for, for tests of
// incidents through the engine.
#pragma once

#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {

// Three hubs of one cluster, and somebody to page.
inline engine::Knowledge watched_service() {
  document::Faults faults;
  engine::Knowledge knowledge;
  knowledge.directory = directory::read(parse_one(R"(
ladder: [user, hub_admin, community_representative, support, engineering]
teams:
  hub_admin: {}
  community_representative: {}
  support: {members: [support@service.example, both@service.example]}
  engineering: {members: [engineer@service.example]}
  on_call: {members: [carrier@service.example, both@service.example]}
  area_leads: {members: [lead@service.example]}
communities:
  - id: north
    name: North
    representatives: [rep@north.example]
    hubs:
      - {id: north/prod, url: "https://hub.north.example", kind: production, admins: [admin@north.example]}
      - {id: north/two, url: "https://two.north.example", kind: production, admins: [admin@north.example]}
      - {id: north/three, url: "https://three.north.example", kind: production, admins: [admin@north.example]}
producers:
  - {user: guest, hubs: ["*"], events: ["*"]}
  - {user: alertmanager, hubs: ["*"], events: [alert_fired, alert_cleared, heartbeat]}
  - {user: south, hubs: ["south/*"], events: ["*"]}
)",
                                                  faults),
                                        faults);
  const std::vector<std::string_view> symptoms{"unreachable", "login", "storage"};
  knowledge.rules = rules::compile(
      parse_one(R"(
classify:
  - {name: alert, when: {source: alert}, set: {severity: critical, incident: true, symptom: unreachable}}
  - {name: down, when: {text: down}, set: {severity: high, incident: true, symptom: unreachable}}
  - {name: login, when: {text: login}, set: {symptom: login}}
route:
  - {name: rest, to: support}
)",
                faults),
      {.teams = {"support", "engineering"}, .symptoms = {"unreachable", "login", "storage"}, .calendars = {}},
      faults);
  const std::vector<std::string> teams{"support", "engineering", "on_call", "area_leads"};
  knowledge.policy = decide::read_policy(parse_one(R"(
notify_requesters: false
deadlines: [{first_response: 4h}]
close_after: 14d
early_events: {wait: 10m}
incidents:
  storm: {tickets: 3, distinct: requester, within: 30m, severity: critical}
  cluster_threshold: {hubs: 3, within: 30m}
  quiet_time: 10m
  heartbeats: [{name: Watchdog, per: cluster, every: 1h, severity: high}]
  paging: [{levels: [{team: on_call, wait: 15m}, {team: area_leads}], repeat_every: 1h}]
)",
                                                   faults)
                                             .front(),
                                         {.teams = teams, .symptoms = symptoms}, faults);
  if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
  return knowledge;
}

struct Incidents : testing::Test {
  World world;
  int told_ = 0;

  Incidents() {
    world.knowledge = watched_service();
    world.limits.shortest_away = std::chrono::days{1};
    world.start();
    world.connect();
  }

  // `member` is the JSON of the event's own member, of no ticket unless it says so.
  void tell(const std::string& actor, const std::string& member, const std::string& user = "guest") {
    domain::InboundMessage message;
    message.body = R"({"event_id": "e)" + std::to_string(++told_) + R"(", )" +
                   (actor.empty() ? "" : R"("actor": {"id": ")" + actor + R"("}, )") + member + "}";
    message.full_size = message.body.size();
    message.content_type = "application/json";
    message.user_id = user;
    world.deliver(std::move(message));
  }
  void by_support(const std::string& member) {
    tell("support@service.example", member);
    world.settle_down();
  }
  void fire(const std::string& fingerprint = "a", const std::string& hub = "prod",
            const std::string& starts_at = "2026-03-02T09:00:00Z", const std::string& name = "HubDown") {
    tell("",
         R"("alert_fired": {"source": "prometheus", "fingerprint": ")" + fingerprint + R"(", "name": ")" +
             name + R"(", "labels": {"cluster": "north", "hub": ")" + hub + R"("}, "starts_at": ")" +
             starts_at + R"("})",
         "alertmanager");
  }
  void clear(const std::string& fingerprint = "a", const std::string& starts_at = "2026-03-02T09:00:00Z") {
    tell("",
         R"("alert_cleared": {"source": "prometheus", "fingerprint": ")" + fingerprint +
             R"(", "starts_at": ")" + starts_at + R"("})",
         "alertmanager");
  }
  void beat() { tell("", R"("heartbeat": {"name": "Watchdog", "cluster": "north"})", "alertmanager"); }
  void write(const std::string& ticket, const std::string& requester, const std::string& subject) {
    tell(requester, R"("ticket_id": ")" + ticket + R"(", "hub": "north/prod", "opened": {"subject": ")" +
                        subject + R"(", "body": "", "channel": "email"})");
    world.settle_down();
  }
  void about(const std::string& ticket, const std::string& actor, const std::string& member) {
    tell(actor, R"("ticket_id": ")" + ticket + R"(", )" + member);
    world.settle_down();
  }

  [[nodiscard]] domain::Incident incident(std::uint64_t number = 1) const {
    const auto& all = world.store.disk().incidents;
    const auto found = all.find(number);
    return found != all.end() ? *codec::decode_incident(found->second.payload) : domain::Incident{};
  }
  [[nodiscard]] domain::Ticket ticket(const std::string& id) const {
    const auto& all = world.store.disk().tickets;
    const auto found = all.find(domain::TicketId{id});
    return found != all.end() ? *codec::decode_ticket(found->second.payload) : domain::Ticket{};
  }
  // Of the one alert there is.
  [[nodiscard]] domain::Ticket alert_ticket() const {
    for (const auto& [id, row] : world.store.disk().tickets)
      if (id.value.starts_with("ALERT-")) return *codec::decode_ticket(row.payload);
    return {};
  }
  [[nodiscard]] std::vector<std::string> queues_of(const std::string& type) const {
    std::vector<std::string> queues;
    for (const auto& one : world.broker.published)
      if (one.message->type == type) queues.push_back(one.message->queue);
    return queues;
  }
  void restart() {
    world.store.crash();
    world.start();
    world.connect();
  }
  ~Incidents() override { EXPECT_TRUE(ports::accounted(world.engine->counters())); }
};

}  // namespace triaged::test

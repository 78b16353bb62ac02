// An engine with everything around it that it needs: a store (the fake of the contract suite), a broker that
// remembers what was asked of it, a clock that is moved by hand. Nothing happens unless a test makes it
// happen.
#pragma once

#include <deque>
#include <stdexcept>

#include <triaged/codec/state.hpp>
#include <triaged/engine/engine.hpp>

#include "support/fake_store.hpp"

namespace triaged::test {

class HandClock final : public ports::Clock {
 public:
  domain::Instant at = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9};
  [[nodiscard]] domain::Instant now() override { return at; }
};

class RecordingBroker final : public ports::Broker {
 public:
  std::vector<ports::DeliveryTag> settled;
  std::vector<ports::Publication> published;  // not yet answered
  std::vector<ports::Publication> markers;    // for the intake, not yet come back
  std::vector<std::string> declared;
  std::vector<std::string> counted;
  std::vector<std::chrono::milliseconds> restarts;
  bool wanted = true;

  void settle(const std::vector<ports::DeliveryTag>& tags) override {
    settled.insert(settled.end(), tags.begin(), tags.end());
  }
  void publish(std::uint64_t, std::vector<ports::Publication> publications) override {
    for (auto& one : publications)
      (one.message->queue == "triaged.intake" ? markers : published).push_back(std::move(one));
  }
  void declare(const std::string& queue) override { declared.push_back(queue); }
  void count_consumers(const std::string& queue) override { counted.push_back(queue); }
  void restart(std::chrono::milliseconds delay) override { restarts.push_back(delay); }
  void want_deliveries(bool now_wanted) override { wanted = now_wanted; }
};

// A way to other on-call tooling that remembers what was to go there.
class RecordingBridge final : public ports::Outlet {
 public:
  std::vector<ports::Publication> published;  // not yet answered

  std::uint64_t link = 0;  // with which the last ones were

  void publish(std::uint64_t over, std::vector<ports::Publication> publications) override {
    link = over;
    for (auto& one : publications) published.push_back(std::move(one));
  }
  void declare(const std::string&) override {}
};

class SilentObserver final : public ports::Observer {
 public:
  std::size_t refused = 0, duplicates = 0, routed = 0;
  std::vector<domain::ParkReason> parked;
  std::vector<std::string> stopped, flowing;
  std::vector<std::string> lost;                  // signals: incidents
  std::vector<std::string> dropped, not_allowed;  // of answers: queues; producer and queue
  struct Opened {
    domain::Ticket ticket;
    domain::MatchText text;
    domain::RuleName rule;
    ports::InForce in_force;
  };
  std::vector<Opened> opened;
  std::vector<std::string> admins;  // "north/prod +ada", or "-"

  void on_opened(const ports::Opening& opening) override {
    opened.push_back({opening.ticket, opening.text, opening.classification.rule, opening.in_force});
  }
  void on_routed(const domain::Ticket&) override { ++routed; }
  void on_admin_told(const ports::AdminRow& row) override {
    admins.push_back(row.hub.value + (row.present ? " +" : " -") + row.admin.value);
  }
  void on_refused(const domain::TicketEvent&, domain::Refusal) override { ++refused; }
  void on_duplicate(const domain::TicketEvent&) override { ++duplicates; }
  void on_parked(const domain::Digest&, domain::ParkReason reason, std::string_view) override {
    parked.push_back(reason);
  }
  void on_committed(const ports::Counters&, std::size_t, domain::Duration) override {}
  void on_commit_unknown(std::string_view) override {}
  void on_store_recovered(bool) override {}
  void on_link(bool, std::string_view) override {}
  void on_blocked(bool, std::string_view) override {}
  void on_lane_stopped(std::string_view queue, std::string_view, domain::Duration) override {
    stopped.emplace_back(queue);
  }
  void on_lane_flowing(std::string_view queue) override { flowing.emplace_back(queue); }
  void on_signal_lost(std::string_view, std::string_view incident, std::string_view) override {
    lost.emplace_back(incident);
  }
  void on_intake_held(bool, std::string_view) override {}
  void on_answer_dropped(std::string_view queue, std::string_view) override { dropped.emplace_back(queue); }
  void on_answer_not_allowed(const domain::ProducerId& producer, std::string_view queue) override {
    not_allowed.push_back(producer.value + " " + std::string(queue));
  }
};

// The store's jobs, done when a test says so.
class HandStoreAccess final : public ports::StoreAccess {
 public:
  explicit HandStoreAccess(ports::Store& store) : store_(store) {}
  std::deque<std::variant<ports::Batch, ports::Recall, std::monostate>> jobs;

  void commit(ports::Batch batch) override { jobs.emplace_back(std::move(batch)); }
  void fetch(ports::Recall keys) override { jobs.emplace_back(std::move(keys)); }
  void reopen() override { jobs.emplace_back(std::monostate{}); }

  // Does the oldest job and returns its answer.
  engine::Input work() {
    const auto job = std::move(jobs.front());
    jobs.pop_front();
    if (const auto* batch = std::get_if<ports::Batch>(&job))
      return engine::Committed{
          .batch = batch->number, .result = store_.commit(*batch), .took = {}, .error = {}};
    if (const auto* keys = std::get_if<ports::Recall>(&job))
      return engine::Fetched{.recalled = store_.fetch(*keys), .error = {}};
    engine::Reopened answer;
    answer.last_batch = store_.reopen();
    if (answer.last_batch) answer.image = store_.load();
    return answer;
  }

 private:
  ports::Store& store_;
};

inline std::vector<document::Node> parse_one(std::string_view yaml, document::Faults& faults) {
  std::vector<document::Node> nodes;
  if (auto node = document::parse("test.yaml", yaml, faults)) nodes.push_back(std::move(*node));
  return nodes;
}

// A small service: one hub with an admin, a representative, support, engineering, partnerships.
inline engine::Knowledge small_service() {
  document::Faults faults;
  engine::Knowledge knowledge;
  knowledge.directory = directory::read(parse_one(R"(
ladder: [user, hub_admin, community_representative, support, engineering]
teams:
  hub_admin: {}
  community_representative: {}
  support: {members: [support@service.example]}
  engineering: {members: [engineer@service.example]}
  partnerships: {members: [money@service.example]}
communities:
  - {id: north, name: North, representatives: [rep@north.example],
     hubs: [{id: north/prod, url: "https://hub.north.example", kind: production, admins: [admin@north.example]}]}
producers:
  - {user: guest, hubs: ["*"], events: ["*"]}
  - {user: anonymous, hubs: ["*"], events: ["*"]}
  - {user: alertmanager, hubs: ["*"], events: [alert_fired, alert_cleared]}
  - {user: south, hubs: ["south/*"], events: [opened]}
  - {user: southern-hub, hubs: ["south/*"], events: [admin_added, admin_removed]}
)",
                                                  faults),
                                        faults);
  knowledge.rules = rules::compile(
      parse_one(R"(
route:
  - {name: money, when: {text: invoice}, to: partnerships}
  - {name: spam, when: {text: lottery}, to: nobody, because: an advertisement}
  - {name: rest, to: next_rung}
)",
                faults),
      {.teams = {"partnerships", "support", "engineering"}, .symptoms = {}, .calendars = {}}, faults);
  knowledge.policy = decide::read_policy(parse_one("notify_requesters: false", faults).front(), {}, faults);
  if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
  return knowledge;
}

struct World {
  HandClock clock;
  FakeStore store;
  HandStoreAccess access{store};
  RecordingBroker broker;
  std::vector<engine::Bridge> bridges;
  SilentObserver observer;
  engine::Limits limits;
  engine::Knowledge knowledge = small_service();
  std::unique_ptr<engine::Engine> engine;
  std::uint64_t link = 0;
  std::uint64_t next_tag = 0;

  World() { start(); }

  // A new process on the same store, not linked yet.
  void start() {
    access.jobs.clear();
    broker = {};
    engine = std::make_unique<engine::Engine>(
        engine::Ports{
            .clock = clock, .store = access, .broker = broker, .observer = observer, .bridges = bridges},
        knowledge, limits, *store.load());
  }
  void give(engine::Input input) {
    engine->step(std::move(input));
    engine->turn();
  }
  void connect() {
    next_tag = 0;
    give(engine::LinkUp{++link});
  }
  void disconnect() {
    broker.published.clear();
    give(engine::LinkDown{link, "gone"});
  }

  [[nodiscard]] domain::InboundMessage message(const std::string& event_id, const std::string& ticket,
                                               const std::string& subject,
                                               const std::string& user = "guest") const {
    domain::InboundMessage message;
    message.body =
        R"({"event_id": ")" + event_id + R"(", "ticket_id": ")" + ticket +
        R"(", "occurred_at": "2026-03-02T08:59:00Z", "actor": {"id": "ada@north.example"}, "hub": "north/prod", "opened": {"subject": ")" +
        subject + R"(", "body": "", "channel": "email"}})";
    message.full_size = message.body.size();
    message.content_type = "application/json";
    message.user_id = user;
    return message;
  }
  // Another event than an opening, by `actor`; `member` is the JSON of the event's own member.
  [[nodiscard]] domain::InboundMessage event(const std::string& event_id, const std::string& ticket,
                                             const std::string& actor, const std::string& member) const {
    domain::InboundMessage message;
    message.body = R"({"event_id": ")" + event_id + R"(", "ticket_id": ")" + ticket +
                   R"(", "actor": {"id": ")" + actor + R"("}, )" + member + "}";
    message.full_size = message.body.size();
    message.content_type = "application/json";
    message.user_id = "guest";
    return message;
  }
  void set_policy(std::string_view yaml) {
    document::Faults faults;
    knowledge.policy = decide::read_policy(parse_one(yaml, faults).front(), {}, faults);
    if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
    start();
  }
  void pass(domain::Duration time) {
    clock.at += time;
    give(engine::Tick{});
    settle_down();
  }
  ports::Delivery delivery(domain::InboundMessage message, bool redelivered = false) {
    return {.tag = {link, ++next_tag}, .redelivered = redelivered, .message = std::move(message)};
  }
  void deliver(domain::InboundMessage message, bool redelivered = false) {
    engine::Delivered input;
    input.deliveries.push_back(delivery(std::move(message), redelivered));
    give(std::move(input));
  }
  void open(const std::string& event_id, const std::string& ticket, const std::string& subject = "help") {
    deliver(message(event_id, ticket, subject));
  }

  // What the engine sent to its own intake comes back.
  void return_markers() {
    for (const auto& one : std::exchange(broker.markers, {})) {
      domain::InboundMessage marker;
      marker.content_type = one.message->content_type;
      marker.message_id = one.message->message_id;
      deliver(std::move(marker));
    }
  }
  // Does the store's jobs until there are none.
  void work() {
    while (!access.jobs.empty()) give(access.work());
  }
  void answer_all(ports::PublishResult result) {
    engine::Answered answers{.link = link, .results = {}};
    for (const auto& one : broker.published) answers.results.push_back({one.sequence, result});
    broker.published.clear();
    give(std::move(answers));
  }
  // The queues that refused go on refusing until they are given up.
  void go_on_refusing(domain::Duration time) {
    clock.at += time;
    give(engine::Tick{});
    answer_all(ports::PublishResult::nacked);
  }
  // Lets everything run until nothing moves: commits, confirms, and the confirmations' own commit.
  void settle_down() {
    return_markers();
    for (int i = 0; i < 100; ++i) {
      work();
      if (!broker.published.empty()) answer_all(ports::PublishResult::confirmed);
      clock.at += limits.confirm_lag;
      give(engine::Tick{});
      if (access.jobs.empty() && broker.published.empty()) return;
    }
    throw std::logic_error("the engine does not settle down");
  }
};

}  // namespace triaged::test

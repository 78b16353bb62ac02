#include "app/scenario/rehearsal.hpp"

#include <algorithm>
#include <stdexcept>

#include <triaged/decide/decide.hpp>

#include "app/scenario/surroundings.hpp"

namespace triaged::app::scenario {
namespace {

// Of answers to one thing that happened, and of timers in one step. Beyond it the engine turns in circles.
constexpr int kMostAnswers = 100'000;

}  // namespace

Rehearsal::Rehearsal(engine::Knowledge knowledge, const engine::Limits& limits, domain::Instant begin)
    : around_(std::make_unique<Surroundings>(begin)), knowledge_(std::move(knowledge)), limits_(limits) {
  start();
}

Rehearsal::~Rehearsal() = default;

const MemoryStore& Rehearsal::store() const noexcept { return around_->store; }

void Rehearsal::start() {
  around_->jobs.forget();
  around_->broker.forget();
  engine_ = std::make_unique<engine::Engine>(engine::Ports{.clock = around_->clock,
                                                           .store = around_->jobs,
                                                           .broker = around_->broker,
                                                           .observer = around_->listener},
                                             knowledge_, limits_, *around_->store.load());
  last_tag_ = 0;
  give(engine::LinkUp{++link_});
  settle();
}

void Rehearsal::enqueue(const std::vector<domain::InboundMessage>& messages, bool redelivered) {
  for (const auto& message : messages)
    intake_.push_back({.tag = {}, .redelivered = redelivered, .message = message});
}

// One by one, and each only when all is at rest, so that what an event causes comes before what the next one
// causes. What the engine sends to itself lines up behind the others.
bool Rehearsal::deliver_next() {
  enqueue(around_->broker.take_own(), false);
  if (intake_.empty()) return false;
  note_outcomes();
  auto next = std::move(intake_.front());
  intake_.pop_front();
  next.tag = {link_, ++last_tag_};
  engine::Delivered one;
  one.deliveries.push_back(std::move(next));
  give(std::move(one));
  return true;
}

void Rehearsal::give(engine::Input input) {
  engine_->step(std::move(input));
  engine_->turn();
}

void Rehearsal::settle() {
  for (int i = 0; i < kMostAnswers; ++i) {
    auto answer = around_->jobs.work();
    if (!answer) answer = around_->broker.confirm();
    if (!answer) answer = around_->broker.count();
    if (answer) {
      give(std::move(*answer));
    } else if (const auto next = engine_->wake_at();
               next && (*next <= around_->clock.at || engine_->waiting_bytes() != 0)) {
      // Something is due now; or, after a crash, a delivery waits until the confirmations of the one before
      // it are stored.
      around_->clock.at = std::max(around_->clock.at, *next);
      give(engine::Tick{});
    } else if (!deliver_next()) {
      return note_outcomes();
    }
  }
  throw std::logic_error("the engine does not come to rest");
}

void Rehearsal::pass_until(domain::Instant at) {
  for (int i = 0; i < kMostAnswers; ++i) {
    const auto next = engine_->wake_at();
    const bool there = !next || *next > at;
    around_->clock.at = std::max(around_->clock.at, there ? at : *next);
    give(engine::Tick{});
    settle();
    if (there) return;
  }
  throw std::logic_error("the engine's timers do not come to rest");
}

void Rehearsal::deliver(const std::vector<domain::InboundMessage>& messages) {
  enqueue(messages, false);
  settle();
}

void Rehearsal::crash(const std::vector<domain::InboundMessage>& messages) {
  engine::Delivered all;
  for (const auto& message : messages)
    all.deliveries.push_back({.tag = {link_, ++last_tag_}, .redelivered = false, .message = message});
  give(std::move(all));  // and nobody does the commit that was asked for
  engine_.reset();
  around_->listener.heard.clear();
  around_->store.left_behind();
  enqueue(messages, true);
  start();
}

void Rehearsal::be_down_until(domain::Instant at, const std::vector<domain::InboundMessage>& messages) {
  engine_.reset();
  around_->clock.at = at;
  enqueue(messages, false);
  start();
}

std::vector<engine::TeamInUse> Rehearsal::reload(const engine::Knowledge& knowledge) {
  give(engine::Reconfigured{knowledge});
  settle();
  if (engine_->teams_in_the_way().empty()) knowledge_ = knowledge;
  return engine_->teams_in_the_way();
}

void Rehearsal::note_outcomes() {
  for (auto& heard : std::exchange(around_->listener.heard, {})) outcomes_.push_back(std::move(heard));
  for (const auto& [sequence, message] : std::exchange(around_->broker.taken, {}))
    outcomes_.push_back(outcome_of(*message));
}

std::vector<codec::HistoryEntry> Rehearsal::take_decisions() {
  std::vector<codec::HistoryEntry> decisions;
  const auto& rows = around_->store.history();
  for (; decisions_taken_ < rows.size(); ++decisions_taken_) {
    auto entry = codec::decode_history(rows[decisions_taken_].payload);
    if (!entry) throw std::logic_error("a row of the history cannot be read back");
    decisions.push_back(std::move(*entry));
  }
  return decisions;
}

std::optional<domain::Ticket> Rehearsal::ticket(const domain::TicketId& id) const {
  const auto& rows = around_->store.tickets();
  const auto row = rows.find(id);
  if (row == rows.end()) return std::nullopt;
  auto ticket = codec::decode_ticket(row->second.payload);
  if (ticket)
    decide::recalculate(*ticket, hours_of(ticket->team),
                        hours_of(domain::TeamId{std::string(name(domain::Rung::support))}),
                        *knowledge_.policy);
  return ticket;
}

std::optional<domain::Incident> Rehearsal::incident(const domain::IncidentId& id) const {
  const auto& rows = around_->store.incidents();
  const auto row = rows.find(domain::incident_number(id.value).value_or(0));
  return row != rows.end() ? codec::decode_incident(row->second.payload) : std::nullopt;
}

void Rehearsal::consume(const std::string& queue, bool consumed) {
  if (consumed)
    around_->broker.unconsumed.erase(queue);
  else
    around_->broker.unconsumed.insert(queue);
}

const decide::Calendar* Rehearsal::hours_of(const domain::TeamId& id) const {
  const auto* team = knowledge_.directory->team(id);
  return team != nullptr && knowledge_.calendars ? knowledge_.calendars->find(team->calendar) : nullptr;
}

}  // namespace triaged::app::scenario

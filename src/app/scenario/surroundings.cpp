#include "app/scenario/surroundings.hpp"

#include <stdexcept>

namespace triaged::app::scenario {
namespace {

constexpr std::uint64_t kToItself = 0;  // the outbox counts from 1

}  // namespace

std::optional<engine::Input> StoreJobs::work() {
  if (jobs_.empty()) return std::nullopt;
  const Job job = std::move(jobs_.front());
  jobs_.pop_front();
  return std::visit([this](const auto& one) { return done(one); }, job);
}

engine::Input StoreJobs::done(const ports::Batch& batch) {
  return engine::Committed{.batch = batch.number,
                           .result = store_.commit(batch),
                           .took = {},
                           .error = store_.last_error(),
                           .impossible = false};
}

engine::Input StoreJobs::done(const ports::Recall& keys) {
  return engine::Fetched{.recalled = store_.fetch(keys), .error = store_.last_error()};
}

engine::Input StoreJobs::done(const Reopen&) {
  engine::Reopened answer{.last_batch = store_.reopen(), .image = {}};
  if (answer.last_batch) answer.image = store_.load();
  return answer;
}

std::optional<engine::Input> TakingBroker::count() {
  if (asked_.empty()) return std::nullopt;
  const std::string queue = std::move(asked_.front());
  asked_.pop_front();
  const std::size_t consumers = unconsumed.contains(queue) ? 0 : 1;
  return engine::Consumers{.queue = queue, .count = consumers};
}

void TakingBroker::publish(std::uint64_t link, std::vector<ports::Publication> publications) {
  if (unconfirmed_.link != link) unconfirmed_ = {.link = link, .results = {}};
  for (auto& one : publications) {
    if (one.sequence == kToItself) {
      domain::InboundMessage back;
      back.content_type = one.message->content_type;
      back.message_id = one.message->message_id;
      own_.push_back(std::move(back));
      continue;
    }
    const auto [known, first] = bodies_.try_emplace(one.message->message_id, one.message->body);
    if (!first && known->second != one.message->body)
      throw std::logic_error("notice " + known->first + " was sent again with other content");
    unconfirmed_.results.push_back({one.sequence, ports::PublishResult::confirmed});
    if (first) taken.emplace(one.sequence, std::move(one.message));
  }
}

std::optional<engine::Input> TakingBroker::confirm() {
  if (unconfirmed_.results.empty()) return std::nullopt;
  return std::exchange(unconfirmed_, {});
}

void Listener::on_refused(const domain::TicketEvent& event, domain::Refusal refusal) {
  heard.push_back({.sort = Outcome::Sort::refused,
                   .values = {{"refused", std::string(name(refusal))}, {"ticket_id", event.ticket_id.value}},
                   .name = {}});
}

void Listener::on_parked(const domain::Digest&, domain::ParkReason reason, std::string_view detail) {
  heard.push_back({.sort = Outcome::Sort::parked,
                   .values = {{"parked", std::string(name(reason))}},
                   .name = std::string(detail)});
}

}  // namespace triaged::app::scenario

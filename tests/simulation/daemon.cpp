#include "simulation/daemon.hpp"

namespace triaged::simulation {

Daemon::Daemon(ports::Clock& clock, Node& node, engine::Knowledge knowledge, engine::Limits limits,
               const ports::Image& image)
    : node_(node),
      engine_(std::make_unique<engine::Engine>(
          engine::Ports{.clock = clock, .store = *this, .broker = *this, .observer = *this},
          std::move(knowledge), limits, image)) {}

void Daemon::take_inputs(std::size_t most) {
  for (; most > 0 && !mailbox_.empty(); --most) {
    engine::Input input = std::move(mailbox_.front());
    mailbox_.pop_front();
    if (const auto* up = std::get_if<engine::LinkUp>(&input)) link = up->link;
    if (std::holds_alternative<engine::LinkDown>(input)) link = 0;
    engine_->step(std::move(input));
  }
}

bool Daemon::refuse_job() {
  if (jobs.empty()) return false;
  const Job job = std::move(jobs.front());
  jobs.pop_front();
  const std::string why = "the store belongs to another daemon";
  if (const auto* batch = std::get_if<ports::Batch>(&job))
    put(engine::Committed{
        .batch = batch->number, .result = ports::CommitResult::unknown, .took = {}, .error = why});
  else if (std::holds_alternative<ports::Recall>(job))
    put(engine::Fetched{.recalled = {}, .error = why});
  else
    put(engine::Reopened{.last_batch = {}, .image = {}});
  return true;
}

void Daemon::settle(const std::vector<ports::DeliveryTag>& tags) {
  if (!cut_off_) node_.settle(tags);
}

void Daemon::publish(std::uint64_t over, std::vector<ports::Publication> publications) {
  if (!cut_off_) node_.publish(over, std::move(publications));
}

void Daemon::declare(const std::string& queue) {
  if (!cut_off_) node_.declare(queue);
}

void Daemon::count_consumers(const std::string& queue) {
  if (!cut_off_) node_.count_consumers(queue);
}

void Daemon::restart(std::chrono::milliseconds) { wants_restart = true; }

}  // namespace triaged::simulation

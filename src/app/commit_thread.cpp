#include "app/commit_thread.hpp"

#include <chrono>
#include <stdexcept>

namespace triaged::app {
namespace {

domain::Duration since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration_cast<domain::Duration>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

CommitThread::CommitThread(ports::Store& store, Mailbox& mailbox)
    : store_(store), mailbox_(mailbox), thread_([this] { run(); }) {}

CommitThread::~CommitThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  asked_.notify_one();
  thread_.join();
}

void CommitThread::commit(ports::Batch batch) { ask(std::move(batch)); }
void CommitThread::fetch(ports::Recall keys) { ask(std::move(keys)); }
void CommitThread::reopen() { ask(Reopen{}); }

void CommitThread::ask(Job job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  asked_.notify_one();
}

void CommitThread::run() {
  while (true) {
    std::unique_lock lock(mutex_);
    asked_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    mailbox_.put(answer(job));
  }
}

// A batch the store refuses as impossible is a bug of ours, and trying again is no remedy: the engine ends
// the process.
engine::Input CommitThread::commit_now(const ports::Batch& batch) {
  const auto begin = std::chrono::steady_clock::now();
  engine::Committed answer{
      .batch = batch.number, .result = ports::CommitResult::unknown, .took = {}, .error = {}};
  try {
    answer.result = store_.commit(batch);
    if (answer.result != ports::CommitResult::committed) answer.error = store_.last_error();
  } catch (const std::logic_error& error) {
    answer.error = error.what();
    answer.impossible = true;
  }
  answer.took = since(begin);
  return answer;
}

engine::Input CommitThread::answer(const Job& job) {
  if (const auto* batch = std::get_if<ports::Batch>(&job)) return commit_now(*batch);
  if (const auto* keys = std::get_if<ports::Recall>(&job)) {
    const auto begin = std::chrono::steady_clock::now();
    auto recalled = store_.fetch(*keys);
    std::string error = recalled ? std::string() : store_.last_error();
    return engine::Fetched{.recalled = std::move(recalled), .error = std::move(error), .took = since(begin)};
  }
  engine::Reopened result;
  result.last_batch = store_.reopen();
  if (result.last_batch) result.image = store_.load();
  return result;
}

}  // namespace triaged::app

// The thread that alone touches the store: takes what the engine hands it, in order, and answers into the
// mailbox.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <variant>

#include <triaged/ports/store.hpp>

#include "app/mailbox.hpp"

namespace triaged::app {

class CommitThread final : public ports::StoreAccess {
 public:
  // Starts the thread. Store and mailbox must outlive it.
  CommitThread(ports::Store& store, Mailbox& mailbox);
  ~CommitThread() override;  // finishes what was asked, then joins

  void commit(ports::Batch batch) override;
  void fetch(ports::Recall keys) override;
  void reopen() override;

 private:
  struct Reopen {};
  using Job = std::variant<ports::Batch, ports::Recall, Reopen>;

  void ask(Job job);
  void run();
  [[nodiscard]] engine::Input commit_now(const ports::Batch& batch);
  [[nodiscard]] engine::Input answer(const Job& job);

  ports::Store& store_;
  Mailbox& mailbox_;
  std::mutex mutex_;
  std::condition_variable asked_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace triaged::app

// A store that lives in memory and dies with the process: what scenario files are played on. It keeps every
// promise of ports::Store but the one to outlive the process, and passes the same contract suite as the store
// on disk. One thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <triaged/ports/store.hpp>

namespace triaged::app::scenario {

class MemoryStore final : public ports::Store {
 public:
  [[nodiscard]] ports::CommitResult commit(const ports::Batch& batch) override;
  [[nodiscard]] std::optional<ports::Recalled> fetch(const ports::Recall& keys) override;
  [[nodiscard]] std::optional<ports::Image> load() override;
  [[nodiscard]] std::optional<std::uint64_t> reopen() override;
  [[nodiscard]] std::string last_error() const override { return last_error_; }

  // Whoever had it died, or closed it properly; the next one opens it.
  void left_behind() noexcept { after(true); }
  void closed() noexcept { after(broken_); }

  // While refused, commits fail and leave nothing of themselves. For the contract suite.
  void refuse_commits(bool refused) noexcept { refused_ = refused; }

  // What is in it.
  [[nodiscard]] const std::map<domain::TicketId, ports::TicketRow>& tickets() const noexcept {
    return tickets_;
  }
  [[nodiscard]] const std::map<std::uint64_t, ports::IncidentRow>& incidents() const noexcept {
    return incidents_;
  }
  [[nodiscard]] const std::vector<ports::HistoryRow>& history() const noexcept { return history_; }
  [[nodiscard]] const std::map<domain::Digest, ports::ParkedRow>& parked() const noexcept { return parked_; }
  [[nodiscard]] const std::map<ports::DocumentKey, ports::DocumentRow>& documents() const noexcept {
    return documents_;
  }

 private:
  void after(bool in_use) noexcept;
  [[nodiscard]] const char* why_wrong(const ports::Batch& batch) const noexcept;
  void apply(const ports::Batch& batch);

  std::uint64_t last_batch_ = 0;
  std::uint64_t last_sequence_ = 0;
  ports::Counters counters_;
  std::map<domain::TicketId, ports::TicketRow> tickets_;
  std::vector<ports::HistoryRow> history_;
  std::map<domain::TicketId, std::size_t> openings_;  // where in the history each ticket's is
  std::map<domain::Digest, ports::SeenRow> seen_;
  std::map<domain::Digest, ports::ParkedRow> parked_;
  std::vector<ports::EarlyRow> early_;
  std::map<std::pair<domain::HubId, domain::ActorId>, ports::AdminRow> admins_;
  std::map<std::uint64_t, ports::IncidentRow> incidents_;  // by number
  std::map<domain::SilenceId, ports::SilenceRow> silences_;
  std::map<std::pair<std::string, domain::ClusterId>, ports::HeartbeatRow> heartbeats_;
  std::vector<domain::Away> away_;
  std::map<std::uint64_t, ports::OutboxRow> outbox_;
  std::map<domain::Digest, std::uint32_t> attempts_;
  std::map<ports::DocumentKey, ports::DocumentRow> documents_;
  std::optional<ports::InForce> in_force_;

  bool found_in_use_ = false;  // its last owner did not close it
  bool broken_ = false;        // after a failed commit, until reopen()
  bool refused_ = false;
  std::string last_error_;
};

}  // namespace triaged::app::scenario

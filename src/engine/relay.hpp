// The outbox as lanes, one per queue. A lane keeps its order; one that cannot deliver stops alone, backs off
// and tries again, and holds up nobody else. A notice leaves its lane only when the other side, as a rule the
// broker, has confirmed it, or will not have it for good.
//
// Answers to producers share a lane that never stops: their queues are other people's and may not exist. One
// that is not taken at the first try is dropped and counts as done.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <triaged/engine/engine.hpp>

namespace triaged::engine {

// A notice in the outbox.
using Entry = ports::Publication;

class Relay {
 public:
  // `unconfirmed`: publications without an answer, per lane. All references must outlive the relay.
  Relay(ports::Outlet& outlet, ports::Observer& observer, const Limits& limits, std::size_t unconfirmed);

  void add(Entry entry);  // once its decision is on disk
  void start_over();      // forgets everything
  void link_up(std::uint64_t link);
  // Everything without an answer is published again over the next link, under the same id. What a queue
  // refused before says nothing of it afterwards.
  void link_down();
  void answered(std::uint64_t link, const std::vector<ports::Published>& answers, domain::Instant now);
  void flow(domain::Instant now);  // publishes what may go

  // Those that the other side will not have, ever, since the last call; the caller's from now on, row and
  // all.
  struct Refused {
    Entry entry;
    std::string why;
  };
  [[nodiscard]] std::vector<Refused> take_refused();
  // The oldest that waits to be published; it is the caller's from now on, row and all. Nothing: none waits.
  [[nodiscard]] std::optional<Entry> give_up_oldest();

  [[nodiscard]] std::vector<std::uint64_t> take_done();  // confirmed, or dropped, since the last call
  [[nodiscard]] std::size_t done() const noexcept { return done_.size(); }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t answers() const noexcept { return answers_; }  // of the rows
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }      // without those of answers
  [[nodiscard]] bool empty() const noexcept { return rows_ == 0; }
  [[nodiscard]] std::size_t under_way() const noexcept { return under_way_.size(); }
  [[nodiscard]] std::optional<domain::Instant> wake_at() const;  // the next retry of a stopped lane
  [[nodiscard]] std::optional<domain::Instant> oldest() const;   // by its message's time; nothing: empty
  // Refused again and again for Limits::lane_given_up, over one link; in the order of their names.
  [[nodiscard]] std::vector<std::string> undeliverable() const;

 private:
  struct Stop {
    std::optional<domain::Instant> since;  // the first refusal over this link; nothing: none yet
    domain::Instant refused_at{};          // the last one
    domain::Instant retry_at{};
    domain::Duration delay{};
    // Also when the wall clock was set back by more than the delay, lest the lane sleep until it has caught
    // up.
    [[nodiscard]] bool due(domain::Instant now) const { return now >= retry_at || retry_at - now > delay; }
  };
  struct Lane {
    std::deque<Entry> waiting;  // by sequence
    std::size_t under_way = 0;  // published, without an answer
    // Of those under way (their tickets), pointing into their messages: a ticket's next notice waits, so that
    // order holds.
    std::unordered_set<std::string_view> tickets;
    std::optional<Stop> stopped;
  };
  struct UnderWay {
    Lane* lane = nullptr;
    Entry entry;
  };

  [[nodiscard]] Lane& lane_of(const domain::OutboundMessage& message);
  void leave(const Entry& entry);   // it is done
  void forget(const Entry& entry);  // out of the counts
  void publish_from(Lane& lane, std::vector<ports::Publication>& out);
  void put_back(Lane& lane, Entry entry);
  void stop(const std::string& queue, Lane& lane, const ports::Published& answer, domain::Instant now);

  ports::Outlet& outlet_;
  ports::Observer& observer_;
  const Limits& limits_;
  const std::size_t unconfirmed_;
  std::uint64_t link_ = 0;  // 0: down
  std::unordered_map<std::string, Lane> lanes_;
  std::unordered_map<std::uint64_t, UnderWay> under_way_;  // by sequence
  std::vector<std::uint64_t> done_;
  std::vector<Refused> refused_;
  std::size_t rows_ = 0;
  std::size_t answers_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace triaged::engine

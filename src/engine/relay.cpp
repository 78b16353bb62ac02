#include "engine/relay.hpp"

#include <algorithm>

namespace triaged::engine {
namespace {

// What a message has to wait for the one before it of: its ticket. Answers wait for none.
std::string_view waits_with(const domain::OutboundMessage& message) {
  return message.answer ? message.message_id : message.correlation_id;
}

std::string_view in_words(const ports::Published& answer) {
  if (!answer.why.empty()) return answer.why;
  return answer.result == ports::PublishResult::returned ? "the queue does not exist"
                                                         : "the queue refuses messages";
}

}  // namespace

Relay::Relay(ports::Outlet& outlet, ports::Observer& observer, const Limits& limits, std::size_t unconfirmed)
    : outlet_(outlet), observer_(observer), limits_(limits), unconfirmed_(unconfirmed) {}

Relay::Lane& Relay::lane_of(const domain::OutboundMessage& message) {
  static const std::string answers(domain::kAnswersLane);
  return lanes_[message.answer ? answers : message.queue];
}

void Relay::add(Entry entry) {
  ++rows_;
  if (entry.message->answer)
    ++answers_;
  else
    bytes_ += entry.message->body.size();
  lane_of(*entry.message).waiting.push_back(std::move(entry));
}

void Relay::leave(const Entry& entry) {
  forget(entry);
  done_.push_back(entry.sequence);
}

void Relay::forget(const Entry& entry) {
  --rows_;
  if (entry.message->answer)
    --answers_;
  else
    bytes_ -= entry.message->body.size();
}

void Relay::start_over() {
  lanes_.clear();
  under_way_.clear();
  done_.clear();
  refused_.clear();
  rows_ = answers_ = bytes_ = 0;
  link_ = 0;
}

void Relay::link_up(std::uint64_t link) { link_ = link; }

void Relay::link_down() {
  link_ = 0;
  for (auto& [queue, lane] : lanes_) {
    lane.tickets.clear();
    lane.under_way = 0;
    if (lane.stopped) lane.stopped->since.reset();
  }
  std::vector<UnderWay> back;
  for (auto& [sequence, one] : std::exchange(under_way_, {})) back.push_back(std::move(one));
  // The newest first: each then belongs at the front of its lane, or close to it.
  std::sort(back.begin(), back.end(),
            [](const UnderWay& a, const UnderWay& b) { return a.entry.sequence > b.entry.sequence; });
  for (auto& one : back) put_back(*one.lane, std::move(one.entry));
}

void Relay::answered(std::uint64_t link, const std::vector<ports::Published>& answers, domain::Instant now) {
  if (link != link_) return;  // of a link that is gone; what it carried was put back
  for (const auto& answer : answers) {
    const auto known = under_way_.find(answer.sequence);
    if (known == under_way_.end()) continue;
    Lane& lane = *known->second.lane;
    Entry entry = std::move(known->second.entry);
    under_way_.erase(known);
    --lane.under_way;
    lane.tickets.erase(waits_with(*entry.message));
    const std::string queue = entry.message->queue;
    if (entry.message->answer) {
      leave(entry);
      if (answer.result != ports::PublishResult::confirmed)
        observer_.on_answer_dropped(queue, in_words(answer));
      continue;
    }
    const bool refused = answer.result == ports::PublishResult::refused;
    if (refused || answer.result == ports::PublishResult::confirmed) {
      if (refused)
        refused_.push_back({std::move(entry), answer.why});
      else
        leave(entry);
      // A notice under way when the lane stopped may still be confirmed; only one published after counts.
      if (lane.stopped && lane.stopped->due(now)) {
        lane.stopped.reset();
        observer_.on_lane_flowing(queue);
      }
      continue;
    }
    stop(queue, lane, answer, now);
    put_back(lane, std::move(entry));
  }
}

// Keeps the lane sorted: what comes back is older than all that waits, but for others that came back before
// it.
void Relay::put_back(Lane& lane, Entry entry) {
  const auto place = std::find_if(lane.waiting.begin(), lane.waiting.end(),
                                  [&](const Entry& other) { return other.sequence > entry.sequence; });
  lane.waiting.insert(place, std::move(entry));
}

void Relay::stop(const std::string& queue, Lane& lane, const ports::Published& answer, domain::Instant now) {
  if (lane.stopped && !lane.stopped->due(now)) {  // more of the same failure
    if (now + answer.wait > lane.stopped->retry_at) {
      lane.stopped->retry_at = now + answer.wait;
      lane.stopped->delay = answer.wait;
    }
    return;
  }
  const domain::Duration ours =
      lane.stopped ? std::min(lane.stopped->delay * 2, limits_.lane_retry_max) : limits_.lane_retry_min;
  const domain::Duration delay = std::max(ours, answer.wait);
  const auto since = lane.stopped && lane.stopped->since ? lane.stopped->since : now;
  lane.stopped = Stop{.since = since, .refused_at = now, .retry_at = now + delay, .delay = delay};
  const bool missing = answer.result == ports::PublishResult::returned;
  if (missing) outlet_.declare(queue);
  observer_.on_lane_stopped(
      queue, missing ? "the queue does not exist; it is declared again" : in_words(answer), delay);
}

void Relay::flow(domain::Instant now) {
  if (link_ == 0) return;
  std::vector<ports::Publication> out;
  for (auto& [queue, lane] : lanes_) {
    if (lane.waiting.empty()) continue;
    if (!lane.stopped)
      publish_from(lane, out);
    else if (lane.stopped->due(now) && lane.under_way == 0)
      publish_from(lane, out);  // a trial
  }
  if (!out.empty()) outlet_.publish(link_, std::move(out));
}

void Relay::publish_from(Lane& lane, std::vector<ports::Publication>& out) {
  const std::size_t most = lane.stopped ? 1 : unconfirmed_;
  while (!lane.waiting.empty() && lane.under_way < most) {
    Entry& entry = lane.waiting.front();
    if (!lane.tickets.insert(waits_with(*entry.message)).second)
      return;  // its ticket's last notice is under way
    out.push_back(entry);
    const std::uint64_t sequence = entry.sequence;
    under_way_.emplace(sequence, UnderWay{.lane = &lane, .entry = std::move(entry)});
    ++lane.under_way;
    lane.waiting.pop_front();
  }
}

std::vector<Relay::Refused> Relay::take_refused() {
  for (const auto& one : refused_) forget(one.entry);
  return std::exchange(refused_, {});
}

std::optional<Entry> Relay::give_up_oldest() {
  for (auto& [queue, lane] : lanes_) {
    if (lane.waiting.empty()) continue;
    Entry oldest = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    forget(oldest);
    return oldest;
  }
  return std::nullopt;
}

std::vector<std::uint64_t> Relay::take_done() { return std::exchange(done_, {}); }

std::optional<domain::Instant> Relay::wake_at() const {
  std::optional<domain::Instant> soonest;
  for (const auto& [queue, lane] : lanes_)
    if (lane.stopped && !lane.waiting.empty() && lane.under_way == 0 &&
        (!soonest || lane.stopped->retry_at < *soonest))
      soonest = lane.stopped->retry_at;
  return soonest;
}

// Lanes are in the order of their sequences, so the first that waits is the oldest there.
std::optional<domain::Instant> Relay::oldest() const {
  std::optional<domain::Instant> oldest;
  const auto look_at = [&oldest](const Entry& entry) {
    if (!oldest || entry.message->timestamp < *oldest) oldest = entry.message->timestamp;
  };
  for (const auto& [queue, lane] : lanes_)
    if (!lane.waiting.empty()) look_at(lane.waiting.front());
  for (const auto& [sequence, one] : under_way_) look_at(one.entry);
  return oldest;
}

std::vector<std::string> Relay::undeliverable() const {
  std::vector<std::string> queues;
  for (const auto& [queue, lane] : lanes_)
    if (lane.stopped && lane.stopped->since &&
        lane.stopped->refused_at - *lane.stopped->since >= limits_.lane_given_up)
      queues.push_back(queue);
  std::ranges::sort(queues);
  return queues;
}

}  // namespace triaged::engine

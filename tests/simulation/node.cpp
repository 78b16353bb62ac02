#include "simulation/node.hpp"

#include <algorithm>
#include <utility>

#include "simulation/violation.hpp"

namespace triaged::simulation {
namespace {

constexpr std::size_t kForgettable = 40;  // acknowledgements that a restart of the broker may forget

domain::InboundMessage come_back(const domain::OutboundMessage& message) {
  domain::InboundMessage back;
  back.body = message.body;
  back.full_size = message.body.size();
  back.routing_key = message.queue;
  back.content_type = message.content_type;
  back.message_id = message.message_id;
  back.correlation_id = message.correlation_id;
  back.timestamp = message.timestamp;
  back.headers = message.headers;
  return back;
}

}  // namespace

void Node::accept(Serial serial) { intake_.push_back({.serial = serial}); }

void Node::connect(std::uint64_t link) {
  Connection fresh;
  fresh.link = link;
  connection_ = std::move(fresh);
}

void Node::lose_link() {
  if (!connection_) return;
  take_settled(random_.below(connection_->settling.size() + 1));
  if (!blocked) take_published(random_.below(connection_->published.size() + 1));
  if (random_.one_in(4))
    late_.insert(late_.end(), connection_->published.begin(), connection_->published.end());
  for (auto one = connection_->unsettled.rbegin(); one != connection_->unsettled.rend(); ++one)
    intake_.push_front({.serial = one->second.serial, .redelivered = true});
  connection_.reset();
}

void Node::restart() {
  lose_link();
  late_.clear();
  blocked = false;
  const std::size_t forgotten = random_.below(lately_settled_.size() + 1);
  for (std::size_t i = 0; i < forgotten; ++i) {
    intake_.push_front({.serial = lately_settled_.back(), .redelivered = true});
    lately_settled_.pop_back();
  }
}

void Node::settle(const std::vector<ports::DeliveryTag>& tags) {
  for (const auto& tag : tags) {
    if (!connection_ || tag.link != connection_->link) continue;
    const auto found = connection_->unsettled.find(tag.tag);
    require(found != connection_->unsettled.end(), Check::stands,
            [&] { return "delivery " + std::to_string(tag.tag) + " is acknowledged and never came"; });
    require(!std::exchange(found->second.acknowledged, true), Check::stands,
            [&] { return "delivery " + std::to_string(tag.tag) + " is acknowledged twice"; });
    invariants_.on_settled(found->second.serial);
    connection_->settling.push_back(tag.tag);
  }
}

void Node::publish(std::uint64_t link, std::vector<ports::Publication> publications) {
  for (auto& one : publications) {
    invariants_.on_published(one);
    if (connection_ && connection_->link == link) connection_->published.push_back(std::move(one));
  }
}

void Node::declare(const std::string& queue) {
  require(!queue.starts_with("reply."), Check::stands,
          [&] { return "the daemon declares " + queue + ", which is somebody else's"; });
  if (auto& known = queues_[queue]; known.mood == Mood::missing) known.mood = Mood::takes;
}

void Node::count_consumers(const std::string& queue) {
  queues_[queue].was_asked_for = true;
  if (connection_) connection_->counting.push_back(queue);
}

std::optional<engine::Consumers> Node::counted() {
  if (!connection_ || connection_->counting.empty()) return std::nullopt;
  const std::string queue = connection_->counting.front();
  connection_->counting.pop_front();
  const Queue& known = queues_[queue];
  return engine::Consumers{.queue = queue,
                           .count = known.mood != Mood::missing && known.is_consumed ? 1U : 0U};
}

bool Node::come_or_go() {
  std::vector<Queue*> asked;
  for (auto& [name, queue] : queues_)
    if (queue.was_asked_for) asked.push_back(&queue);
  if (asked.empty()) return false;
  Queue& one = *random_.of(asked);
  one.is_consumed = !one.is_consumed;
  return true;
}

std::vector<ports::Delivery> Node::deliver(std::size_t most) {
  std::vector<ports::Delivery> deliveries;
  if (!connection_) return deliveries;
  while (deliveries.size() < most && !intake_.empty() && connection_->unsettled.size() < prefetch) {
    const Waiting next = intake_.front();
    intake_.pop_front();
    const std::uint64_t tag = ++connection_->next_tag;
    connection_->unsettled.emplace(tag, next);
    deliveries.push_back({.tag = {.link = connection_->link, .tag = tag},
                          .redelivered = next.redelivered,
                          .message = ledger_.sent(next.serial).message});
  }
  return deliveries;
}

void Node::settled(std::uint64_t tag) {
  const auto found = connection_->unsettled.find(tag);
  lately_settled_.push_back(found->second.serial);
  if (lately_settled_.size() > kForgettable) lately_settled_.pop_front();
  connection_->unsettled.erase(found);
}

bool Node::take_settled(std::size_t most) {
  if (!connection_ || connection_->settling.empty()) return false;
  for (; most > 0 && !connection_->settling.empty(); --most) {
    settled(connection_->settling.front());
    connection_->settling.pop_front();
  }
  return true;
}

bool Node::take_published(std::size_t most) {
  if (!connection_ || blocked || connection_->published.empty()) return false;
  for (; most > 0 && !connection_->published.empty(); --most) {
    const ports::Publication next = std::move(connection_->published.front());
    connection_->published.pop_front();
    connection_->answers.push_back({.sequence = next.sequence, .result = store(next)});
  }
  return true;
}

bool Node::take_late() {
  if (late_.empty()) return false;
  static_cast<void>(store(late_.front()));
  late_.pop_front();
  return true;
}

ports::PublishResult Node::store(const ports::Publication& publication) {
  const auto& message = *publication.message;
  if (message.queue == kIntake) {  // the daemon speaks to itself
    accept(ledger_.own(come_back(message)));
    return ports::PublishResult::confirmed;
  }
  switch (queues_[message.queue].mood) {
    case Mood::missing:
      return ports::PublishResult::returned;
    case Mood::refuses:
      return ports::PublishResult::nacked;
    case Mood::takes_some:
      if (random_.percent(50)) {
        // A nack says that the broker does not vouch for it, not that it is nowhere.
        if (random_.one_in(8)) invariants_.on_arrived(message);
        return ports::PublishResult::nacked;
      }
      break;
    case Mood::takes:
      break;
  }
  invariants_.on_arrived(message);
  return ports::PublishResult::confirmed;
}

std::vector<ports::Published> Node::answer(std::size_t most) {
  std::vector<ports::Published> given;
  if (!connection_) return given;
  auto& answers = connection_->answers;
  if (random_.one_in(3)) random_.shuffle(answers);
  const auto end = answers.begin() + static_cast<std::ptrdiff_t>(std::min(most, answers.size()));
  given.assign(answers.begin(), end);
  answers.erase(answers.begin(), end);
  for (const auto& one : given) {
    if (one.result == ports::PublishResult::confirmed)
      invariants_.on_confirmed(one.sequence);
    else
      invariants_.on_not_taken(one.sequence);
  }
  return given;
}

bool Node::double_answer() {
  if (!connection_ || connection_->answers.empty()) return false;
  connection_->answers.push_back(random_.of(connection_->answers));
  return true;
}

std::vector<std::string> Node::queues() const {
  std::vector<std::string> names;
  for (const auto& [name, queue] : queues_) names.push_back(name);
  return names;
}

Node::Mood Node::mood(const std::string& queue) const {
  const auto found = queues_.find(queue);
  return found != queues_.end() ? found->second.mood : Mood::takes;
}

void Node::jumble_intake() { random_.shuffle(intake_); }

bool Node::idle() const noexcept {
  return intake_.empty() && late_.empty() &&
         (!connection_ ||
          (connection_->unsettled.empty() && connection_->settling.empty() &&
           connection_->published.empty() && connection_->answers.empty() && connection_->counting.empty()));
}

}  // namespace triaged::simulation

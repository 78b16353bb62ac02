// The publisher's conversation: confirms on channel 1, declarations on the channels above it; then
// publications and their answers.
#include <algorithm>
#include <utility>

#include "pair.hpp"

namespace triaged::amqp {
namespace {

constexpr std::uint16_t channel = 1;
constexpr std::uint16_t declaring_channel = 2;  // the first of them

Moment now() { return std::chrono::steady_clock::now(); }

}  // namespace

void Pair::start_publisher() {
  publisher_ = std::make_shared<Connection>(io_, settings_, "triaged publisher",
                                            [this](std::vector<Action>& actions) { on_publisher(actions); });
  declarer_ = std::make_unique<Declarer>(publisher_->session(), declaring_channel,
                                         [this](const std::string& why) { fail(why); });
  census_ = std::make_unique<Census>(publisher_->session(), declaring_channel,
                                     [this](const std::string& queue, std::size_t count) {
                                       owner_.on_pair_consumers(queue.substr(settings_.prefix.size()), count);
                                     });
  publisher_->start();
}

void Pair::on_publisher(std::vector<Action>& actions) {
  for (const Action& each : actions) {
    if (over_) return;
    if (const auto* answered = std::get_if<action::Answered>(&each)) {
      if (!unconfirmed_.answered(answered->tag, answered->multiple, answered->accepted, answers_))
        fail("the broker answered a publication twice");
    } else if (const auto* returned = std::get_if<action::Returned>(&each)) {
      // Were it ignored, the coming confirm would be believed and the message lost.
      if (!unconfirmed_.returned(Unconfirmed::key(returned->routing_key, returned->message_id)))
        fail("the broker returned a message that was not published");
    } else if (std::holds_alternative<action::Ready>(each)) {
      publisher_ready();
    } else if (const auto* done = std::get_if<action::Done>(&each)) {
      if (done->request == publisher_request_) publisher_done();
      declarer_->on_done(*done, now());
      census_->on_done(*done, now());
      publisher_progress();
    } else if (const auto* failed = std::get_if<action::Failed>(&each)) {
      if (failed->request == publisher_request_) fail("publisher: " + failed->text);
      declarer_->on_failed(*failed, now());
      census_->on_failed(*failed, now());
      publisher_progress();
    } else if (const auto* lost = std::get_if<action::ChannelClosed>(&each)) {
      if (lost->channel == channel) fail("the publishing channel was closed: " + lost->text);
    } else if (const auto* blocked = std::get_if<action::Blocked>(&each)) {
      on_blocked(*blocked);
    } else if (const auto* closed = std::get_if<action::Closed>(&each)) {
      hand_over_answers();  // they are true whatever came after them
      if (done_) return closed_one();
      fail("publisher: " + closed->text, closed->why == Ending::refused);
    }
  }
  hand_over_answers();
}

void Pair::publisher_ready() {
  publisher_request_ = publisher_->session().ask(channel, OpenChannel{}, now());
  for (Declaration& each : topology(settings_, queues_, publisher_->session().server_version()))
    declarer_->declare(std::move(each), now());
}

void Pair::publisher_done() {
  if (selecting_) {
    confirms_ = true;
    return;
  }
  selecting_ = true;  // so it was the channel
  publisher_request_ = publisher_->session().ask(channel, SelectConfirms{}, now());
}

void Pair::publisher_progress() {
  queues_progress();
  if (over_ || up_ || !confirms_ || !declarer_->settled()) return;
  up_ = true;
  deadline_.cancel();
  owner_.on_pair_up();
  if (over_ || done_) return;
  ask_intake(Step::limiting, SetPrefetch{.count = settings_.prefetch});
  intake_->pump();
}

void Pair::on_blocked(const action::Blocked& blocked) {
  blocked_ = blocked.blocked;
  declarer_->hold(blocked_, now());
  queues_progress();
  if (!blocked_) {
    for (const auto& publication : held_back_) send(publication);
    held_back_.clear();
  }
  owner_.on_pair_blocked(blocked_, blocked.reason);
}

void Pair::publish(std::vector<ports::Publication> publications) {
  if (over_ || !up_ || done_) return;
  for (auto& publication : publications) {
    // The broker reads nothing from this connection now: what we send would only fill the way to it.
    if (blocked_)
      held_back_.push_back(std::move(publication));
    else
      send(publication);
  }
  publisher_->pump();
  hand_over_answers();
}

void Pair::send(const ports::Publication& publication) {
  const auto& message = *publication.message;
  std::string_view queue = message.queue;
  if (!settings_.prefix.empty() && !message.answer)
    queue = queue_name_.assign(settings_.prefix).append(message.queue);
  const std::uint64_t tag = publisher_->session().publish(channel, {.routing_key = queue,
                                                                    .body = message.body,
                                                                    .content_type = message.content_type,
                                                                    .message_id = message.message_id,
                                                                    .correlation_id = message.correlation_id,
                                                                    .type = message.type,
                                                                    .timestamp = message.timestamp,
                                                                    .headers = &message.headers});
  if (tag == 0)  // it cannot be put into AMQP's words at all: as if the broker had refused it
    answers_.push_back({.sequence = publication.sequence, .result = ports::PublishResult::nacked});
  else
    unconfirmed_.published(tag, publication.sequence, Unconfirmed::key(queue, message.message_id));
}

void Pair::hand_over_answers() {
  if (over_ || answers_.empty()) return;
  std::vector<ports::Published> answers;
  answers.swap(answers_);
  owner_.on_pair_answers(std::move(answers));
}

void Pair::declare(const std::string& queue) {
  if (over_ || !up_ || done_) return;
  declarer_->declare(team_queue(settings_, queue), now());
  publisher_->pump();
}

// While the broker's alarm is on it answers nothing here, and nobody can be paged either.
void Pair::count_consumers(const std::string& queue) {
  if (over_ || !up_ || done_ || blocked_) return;
  census_->count(settings_.prefix + queue, now());
  publisher_->pump();
}

void Pair::use_queues(std::vector<std::string> queues) {
  const std::vector<std::string> old = std::exchange(queues_, std::move(queues));
  const bool asked = publisher_request_ != 0;  // for the old ones; before that, the set-up takes the new ones
  if (asked && !over_ && !done_) {
    for (const auto& queue : queues_)
      if (std::find(old.begin(), old.end(), queue) == old.end())
        declarer_->declare(team_queue(settings_, queue), now());
    publisher_->pump();
  }
  declares_queues_ = true;
  queues_progress();
}

// Before it is up nothing is published, and being up waits for the same declarations. The broker's alarm may
// last; nothing is published meanwhile either, and a notice that comes too early is returned and sent again.
void Pair::queues_progress() {
  if (!declares_queues_ || (up_ && !over_ && !done_ && !blocked_ && !declarer_->settled())) return;
  declares_queues_ = false;
  owner_.on_pair_queues_ready();
}

}  // namespace triaged::amqp

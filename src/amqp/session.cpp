// The clock's side and the caller's side of the session: requests, deadlines, heartbeats, the end.
// What the broker says is taken in session_hears.cpp.
#include "session.hpp"

#include <algorithm>

namespace triaged::amqp {

Session::Session(SessionSettings settings) : settings_(std::move(settings)), channels_(channel_limit + 1U) {}

void Session::start(Moment now) {
  phase_ = Phase::greeted;
  heard_ = sent_ = now;
  deadline_ = now + settings_.setup_timeout;
  say::protocol_header(out_);
}

void Session::receive(std::string_view bytes, Moment now) {
  if (phase_ == Phase::over || phase_ == Phase::silent) return;
  heard_ = now;
  Frame frame;
  while (phase_ != Phase::over) {
    switch (deframer_.next(bytes, frame)) {
      case Deframer::Outcome::more:
        return;
      case Deframer::Outcome::malformed:
        malformed(deframer_.why());
        return;
      case Deframer::Outcome::frame:
        on_frame(frame, now);
        break;
    }
  }
}

void Session::reading(bool is_read, Moment now) {
  if (is_read && !is_read_) heard_ = now;
  is_read_ = is_read;
}

Moment Session::heartbeat_due() const {
  // Bytes that wait to be sent are sign of life enough, and a peer that takes none needs no more of them.
  if (heartbeat_.count() == 0 || !out_.empty()) return Moment::max();
  return sent_ + heartbeat_ / 2;
}

void Session::tick(Moment now) {
  switch (phase_) {
    case Phase::silent:
    case Phase::over:
      return;
    case Phase::greeted:
    case Phase::authenticating:
    case Phase::opening:
      if (now >= deadline_) end(Ending::late, 0, "the broker did not finish opening the connection in time");
      return;
    case Phase::closing:
      if (now >= deadline_) end(Ending::closed_by_us, 0, "the broker did not answer our closing in time");
      return;
    case Phase::ready:
      break;
  }
  if (heartbeat_.count() != 0 && is_read_ && now >= heard_ + 2 * heartbeat_) {
    end(Ending::silent, 0, "nothing heard for two heartbeats");
    return;
  }
  if (now >= heartbeat_due()) say::heartbeat(out_);
  give_up_overdue(now);
}

void Session::give_up_overdue(Moment now) {
  constexpr std::string_view overdue = "no answer in time";
  for (std::uint16_t number = 1; number <= channel_max_; ++number) {
    Channel& channel = channels_[number];
    if (channel.pending.empty() || now < channel.pending.front().deadline) continue;
    // Its late answer would be taken for the next request's: the channel is given up. Nothing on it counts
    // until the broker agrees, which may take as long as the request does.
    const bool must_close = channel.state == ChannelState::open || channel.state == ChannelState::opening;
    fail_pending(channel, 0, overdue);
    channel.content = {};
    channel.state = ChannelState::closing;
    if (must_close) static_cast<void>(say::request(out_, number, CloseChannel{}));
    actions_.push_back(action::ChannelClosed{.channel = number, .code = 0, .text = std::string(overdue)});
  }
}

Moment Session::next_wake() const {
  switch (phase_) {
    case Phase::silent:
    case Phase::over:
      return Moment::max();
    case Phase::greeted:
    case Phase::authenticating:
    case Phase::opening:
    case Phase::closing:
      return deadline_;
    case Phase::ready:
      break;
  }
  Moment wake = heartbeat_due();
  if (heartbeat_.count() != 0 && is_read_) wake = std::min(wake, heard_ + 2 * heartbeat_);
  for (const Channel& channel : channels_)
    if (!channel.pending.empty()) wake = std::min(wake, channel.pending.front().deadline);
  return wake;
}

bool Session::channel_is_free(std::uint16_t channel) const {
  return channel >= 1 && channel <= channel_max_ && channels_[channel].state == ChannelState::free;
}

bool Session::channel_is_open(std::uint16_t channel) const {
  return channel >= 1 && channel <= channel_max_ && channels_[channel].state == ChannelState::open;
}

RequestId Session::ask(std::uint16_t number, const Request& request, Moment now) {
  const RequestId id = ++last_request_;
  const auto refuse = [&](std::string_view why) {
    actions_.push_back(action::Failed{.request = id, .code = 0, .text = std::string(why)});
    return id;
  };
  const bool opens = std::holds_alternative<OpenChannel>(request);
  if (phase_ != Phase::ready) return refuse("the connection is not open");
  if (number == 0 || number > channel_max_) return refuse("no such channel");
  Channel& channel = channels_[number];
  if (channel.state != (opens ? ChannelState::free : ChannelState::open))
    return refuse(opens ? "the channel is in use" : "the channel is not open");
  const std::uint32_t answer = say::request(out_, number, request);
  if (answer == 0) return refuse("a name is longer than 255 octets");
  if (opens) channel = Channel{.state = ChannelState::opening, .pending = {}, .content = {}, .published = 0};
  if (std::holds_alternative<CloseChannel>(request)) channel.state = ChannelState::closing;
  channel.pending.push_back({.request = id, .answer = answer, .deadline = now + settings_.request_timeout});
  return id;
}

std::uint64_t Session::publish(std::uint16_t number, const Outgoing& message) {
  if (phase_ != Phase::ready || !channel_is_open(number)) return 0;
  if (!say::publish(out_, number, message, frame_max_)) return 0;
  return ++channels_[number].published;
}

void Session::acknowledge(std::uint16_t number, std::uint64_t tag, bool multiple) {
  if (phase_ == Phase::ready && channel_is_open(number)) say::ack(out_, number, tag, multiple);
}

void Session::close(std::string_view text, Moment now) {
  if (phase_ == Phase::over || phase_ == Phase::closing) return;
  if (phase_ != Phase::ready) {  // nobody to say goodbye to yet
    end(Ending::closed_by_us, 0, text);
    return;
  }
  say::close(out_, text);
  phase_ = Phase::closing;
  deadline_ = now + settings_.request_timeout;
}

bool Session::take_actions(std::vector<Action>& into) {
  into.clear();
  std::swap(into, actions_);
  return !into.empty();
}

bool Session::take_output(std::string& into, Moment now) {
  into.clear();
  if (out_.empty()) return false;
  std::swap(into, out_);
  sent_ = now;
  return true;
}

void Session::fail_pending(Channel& channel, std::uint16_t code, std::string_view text) {
  for (const Pending& pending : channel.pending)
    actions_.push_back(action::Failed{.request = pending.request, .code = code, .text = std::string(text)});
  channel.pending.clear();
}

void Session::end(Ending why, std::uint16_t code, std::string_view text) {
  phase_ = Phase::over;
  actions_.push_back(action::Closed{.why = why, .code = code, .text = std::string(text)});
}

}  // namespace triaged::amqp

// What the broker says, frame by frame. Everything here comes from outside: what does not fit the state ends
// the session as malformed.
#include <algorithm>

#include "content.hpp"
#include "session.hpp"

namespace triaged::amqp {
namespace {

constexpr std::uint16_t access_refused = 403;
constexpr std::uint16_t not_allowed = 530;  // no such vhost, or no access to it

bool offers_plain(std::string_view mechanisms) {
  while (!mechanisms.empty()) {
    const auto space = mechanisms.find(' ');
    if (mechanisms.substr(0, space) == "PLAIN") return true;
    if (space == std::string_view::npos) break;
    mechanisms.remove_prefix(space + 1);
  }
  return false;
}

// The smaller of two limits of which 0 means none.
template <class Number>
Number smaller_limit(Number theirs, Number ours) {
  return theirs == 0 ? ours : std::min(theirs, ours);
}

// Cheaper than assigning an empty one, and this is done for every message.
void make_ready_for_next(action::Delivered& delivered) {
  auto& message = delivered.message;
  delivered.consumer.clear();
  delivered.type.clear();
  for (auto* text : {&message.body, &message.routing_key, &message.content_type, &message.message_id,
                     &message.user_id, &message.reply_to, &message.correlation_id})
    text->clear();
  message.timestamp.reset();
  message.headers.clear();
}

}  // namespace

void Session::on_frame(const Frame& frame, Moment now) {
  if (frame.kind == FrameKind::heartbeat) return;
  if (frame.channel == 0) {
    if (frame.kind != FrameKind::method) return malformed("content on channel 0");
    const auto method = decoder_.decode(frame.payload);
    if (!method) return malformed("a method that cannot be read");
    return on_connection_method(*method, now);
  }
  if (phase_ != Phase::ready && phase_ != Phase::closing)
    return malformed("a channel before the connection is open");
  if (frame.channel > channel_max_ || channels_[frame.channel].state == ChannelState::free)
    return malformed("a frame for a channel that is not open");
  Channel& channel = channels_[frame.channel];
  switch (frame.kind) {
    case FrameKind::method: {
      const auto method = decoder_.decode(frame.payload);
      if (!method) return malformed("a method that cannot be read");
      return on_channel_method(frame.channel, channel, *method);
    }
    case FrameKind::header:
      if (channel.state != ChannelState::closing) on_header(frame.channel, channel, frame.payload);
      return;
    case FrameKind::body:
      if (channel.state != ChannelState::closing) on_body(frame.channel, channel, frame.payload);
      return;
    case FrameKind::heartbeat:
      return;
  }
}

void Session::on_connection_method(const heard::Method& method, Moment now) {
  if (const auto* close = std::get_if<heard::Close>(&method)) {
    const bool refused =
        phase_ != Phase::ready && (close->code == access_refused || close->code == not_allowed);
    say::close_ok(out_);
    return end(refused ? Ending::refused : Ending::closed_by_broker, close->code, close->text);
  }
  switch (phase_) {
    case Phase::greeted:
      if (const auto* start = std::get_if<heard::Start>(&method)) return on_start(*start);
      break;
    case Phase::authenticating:
      if (const auto* tune = std::get_if<heard::Tune>(&method)) return on_tune(*tune);
      break;
    case Phase::opening:
      if (std::holds_alternative<heard::OpenOk>(method)) {
        phase_ = Phase::ready;
        heard_ = now;
        actions_.push_back(action::Ready{});
        return;
      }
      break;
    case Phase::closing:
      if (std::holds_alternative<heard::CloseOk>(method)) return end(Ending::closed_by_us, 0, "closed");
      [[fallthrough]];
    case Phase::ready:
      if (const auto* blocked = std::get_if<heard::Blocked>(&method)) {
        actions_.push_back(action::Blocked{.blocked = true, .reason = std::string(blocked->reason)});
        return;
      }
      if (std::holds_alternative<heard::Unblocked>(method)) {
        actions_.push_back(action::Blocked{.blocked = false, .reason = {}});
        return;
      }
      break;
    case Phase::silent:
    case Phase::over:
      return;
  }
  malformed("a method of the connection that has no place here");
}

void Session::on_start(const heard::Start& start) {
  if (!offers_plain(start.mechanisms))
    return end(Ending::refused, 0, "the broker does not offer the mechanism PLAIN");
  server_version_ = start.version;
  if (!say::start_ok(out_, settings_.user, settings_.password, settings_.name))
    return end(Ending::refused, 0, "user or password are too long to be sent");
  phase_ = Phase::authenticating;
}

void Session::on_tune(const heard::Tune& tune) {
  constexpr std::uint32_t frame_max_least = 4'096;  // what the protocol guarantees
  using std::chrono::ceil;
  using std::chrono::seconds;
  channel_max_ = smaller_limit(tune.channel_max, channel_limit);
  frame_max_ = smaller_limit(tune.frame_max, static_cast<std::uint32_t>(settings_.frame_max));
  if (frame_max_ < frame_max_least)
    return malformed("the broker's frame size is below what the protocol guarantees");
  deframer_.set_frame_max(frame_max_);
  const auto ours = std::clamp<std::int64_t>(ceil<seconds>(settings_.heartbeat).count(), 1, 0xFFFF);
  const auto agreed = smaller_limit(tune.heartbeat, static_cast<std::uint16_t>(ours));
  heartbeat_ = seconds{agreed};
  say::tune_ok(out_, channel_max_, static_cast<std::uint32_t>(frame_max_), agreed);
  if (!say::open(out_, settings_.vhost)) return end(Ending::refused, 0, "the name of the vhost is too long");
  phase_ = Phase::opening;
}

void Session::on_channel_method(std::uint16_t number, Channel& channel, const heard::Method& method) {
  if (const auto* close = std::get_if<heard::ChannelClose>(&method)) {
    say::channel_close_ok(out_, number);
    if (channel.state == ChannelState::closing) return;  // both at once: our own close-ok still comes
    fail_pending(channel, close->code, close->text);
    channel.state = ChannelState::free;
    channel.content = {};
    actions_.push_back(
        action::ChannelClosed{.channel = number, .code = close->code, .text = std::string(close->text)});
    return;
  }
  if (std::holds_alternative<heard::ChannelCloseOk>(method)) {
    if (channel.state != ChannelState::closing)
      return malformed("a channel closed that nobody asked to close");
    // The request that closed it is the last one; those before it were not answered and never will be.
    while (channel.pending.size() > 1) {
      actions_.push_back(
          action::Failed{.request = channel.pending.front().request, .code = 0, .text = "closed"});
      channel.pending.pop_front();
    }
    if (!channel.pending.empty())
      actions_.push_back(action::Done{.request = channel.pending.front().request});
    channel.pending.clear();
    channel.content = {};
    channel.state = ChannelState::free;
    return;
  }
  if (channel.state == ChannelState::closing) return;  // said before the broker heard that we close
  if (channel.content.awaiting != Awaiting::nothing) return malformed("a method in the middle of a content");

  if (const auto* deliver = std::get_if<heard::Deliver>(&method)) {
    Content& content = channel.content;
    content.awaiting = Awaiting::header;
    content.is_return = false;
    content.delivered.channel = number;
    content.delivered.tag = deliver->tag;
    content.delivered.redelivered = deliver->redelivered;
    content.delivered.consumer = deliver->consumer;
    content.delivered.message.routing_key = deliver->routing_key;
  } else if (const auto* returned = std::get_if<heard::Return>(&method)) {
    Content& content = channel.content;
    content.awaiting = Awaiting::header;
    content.is_return = true;
    content.code = returned->code;
    content.delivered.message.routing_key = returned->routing_key;
  } else if (const auto* confirm = std::get_if<heard::Confirm>(&method)) {
    if (confirm->tag > channel.published) return malformed("an answer to what was never published");
    actions_.push_back(action::Answered{.channel = number,
                                        .tag = confirm->tag,
                                        .multiple = confirm->multiple,
                                        .accepted = confirm->accepted});
  } else if (const auto* cancel = std::get_if<heard::Cancel>(&method)) {
    if (cancel->answer_wanted) say::cancel_ok(out_, number, cancel->consumer);
    actions_.push_back(action::Cancelled{.channel = number, .consumer = std::string(cancel->consumer)});
  } else if (const auto* answer = std::get_if<heard::Answer>(&method)) {
    on_answer(channel, *answer);
  } else {
    malformed("a method of a channel that has no place here");
  }
}

void Session::on_answer(Channel& channel, const heard::Answer& answer) {
  if (channel.pending.empty() || channel.pending.front().answer != answer.method)
    return malformed("an answer to what was not asked");
  if (channel.state == ChannelState::opening) channel.state = ChannelState::open;
  actions_.push_back(action::Done{.request = channel.pending.front().request, .consumers = answer.consumers});
  channel.pending.pop_front();
}

void Session::on_header(std::uint16_t number, Channel& channel, std::string_view payload) {
  Content& content = channel.content;
  if (content.awaiting != Awaiting::header) return malformed("a content header without its method");
  auto& message = content.delivered.message;
  auto header = read_content_header(payload, message);
  if (!header) return malformed("a content header that cannot be read");
  content.delivered.type = std::move(header->type);
  message.full_size = header->body_size;
  content.missing = header->body_size;
  content.awaiting = Awaiting::body;
  if (content.missing == 0) return content_done(number, channel);
  if (!content.is_return) message.body.reserve(std::min<std::uint64_t>(content.missing, settings_.body_kept));
}

void Session::on_body(std::uint16_t number, Channel& channel, std::string_view payload) {
  Content& content = channel.content;
  if (content.awaiting != Awaiting::body) return malformed("a body without its header");
  if (payload.size() > content.missing) return malformed("a body is longer than announced");
  auto& body = content.delivered.message.body;
  if (!content.is_return) body.append(payload.substr(0, settings_.body_kept - body.size()));
  content.missing -= payload.size();
  if (content.missing == 0) content_done(number, channel);
}

void Session::content_done(std::uint16_t number, Channel& channel) {
  Content& content = channel.content;
  if (content.is_return) {
    auto& message = content.delivered.message;
    actions_.push_back(action::Returned{.channel = number,
                                        .code = content.code,
                                        .routing_key = std::move(message.routing_key),
                                        .message_id = std::move(message.message_id)});
  } else {
    actions_.push_back(std::move(content.delivered));
  }
  make_ready_for_next(content.delivered);
  content.awaiting = Awaiting::nothing;
}

}  // namespace triaged::amqp

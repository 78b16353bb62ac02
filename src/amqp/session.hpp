// The AMQP 0-9-1 client session as a state machine without a socket: bytes, the clock and requests go in;
// bytes and actions come out. It never waits, never asks what time it is and touches nothing outside itself,
// so it is tested with recorded bytes and a moved clock. What it does not understand closes it with a reason.
// Used by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <triaged/domain/message.hpp>

#include "decode.hpp"
#include "encode.hpp"
#include "frame.hpp"
#include "request.hpp"

namespace triaged::amqp {

using Moment = std::chrono::steady_clock::time_point;
using RequestId = std::uint64_t;

inline constexpr std::uint16_t channel_limit = 16;  // channels are numbered 1 to 16

struct SessionSettings {
  std::string user;
  std::string password;
  std::string vhost;
  std::string name;                       // for the broker's list of connections
  std::chrono::milliseconds heartbeat{};  // rounded up to whole seconds; the broker may want it shorter
  std::chrono::milliseconds request_timeout{};
  std::chrono::milliseconds setup_timeout{};  // from start() to Ready
  std::size_t body_kept = 0;                  // of each delivered body
  std::size_t frame_max = frame_max_wanted;   // the broker may want smaller ones
};

// Why a session is over.
enum class Ending : std::uint8_t {
  closed_by_us,
  closed_by_broker,
  refused,      // credentials or vhost
  malformed,    // the peer broke the protocol
  silent,       // nothing heard for two heartbeats
  late,         // set-up took too long
  unreachable,  // no connection came about (said by Connection)
  lost,         // the connection broke (said by Connection)
};

namespace action {

struct Ready {};  // the connection is open: channels may be opened
struct Done {     // a request was answered
  RequestId request = 0;
  std::uint32_t consumers = 0;  // of a declared queue
};
struct Failed {  // a request was refused (the broker's code), could not be said, or had no answer in time
                 // (code 0)
  RequestId request = 0;
  std::uint16_t code = 0;
  std::string text;
};
struct ChannelClosed {  // by the broker, or by us because an answer is overdue (code 0); comes after its
                        // Failed
  std::uint16_t channel = 0;
  std::uint16_t code = 0;
  std::string text;
};
struct Delivered {
  std::uint16_t channel = 0;
  std::uint64_t tag = 0;
  bool redelivered = false;
  std::string consumer;
  std::string type;  // AMQP property `type`
  domain::InboundMessage message;
};
struct Answered {  // the broker confirmed, or refused, what was published under this tag
  std::uint16_t channel = 0;
  std::uint64_t tag = 0;
  bool multiple = false;  // and all before it that were not answered yet
  bool accepted = false;
};
struct Returned {  // a mandatory message found no queue; its Answered still comes
  std::uint16_t channel = 0;
  std::uint16_t code = 0;
  std::string routing_key;
  std::string message_id;
};
struct Blocked {  // the broker's alarm: it takes no publications (true), or does again (false)
  bool blocked = false;
  std::string reason;
};
struct Cancelled {  // the broker ended a consumer: its queue is gone
  std::uint16_t channel = 0;
  std::string consumer;
};
struct Closed {  // the last action
  Ending why{};
  std::uint16_t code = 0;
  std::string text;
};

}  // namespace action

using Action =
    std::variant<action::Ready, action::Done, action::Failed, action::ChannelClosed, action::Delivered,
                 action::Answered, action::Returned, action::Blocked, action::Cancelled, action::Closed>;

class Session {
 public:
  explicit Session(SessionSettings settings);

  // ---- what happens
  void start(Moment now);  // the connection stands: greet
  void receive(std::string_view bytes, Moment now);
  void tick(Moment now);  // the clock moved; early and repeated calls are harmless
  // Bytes are not read for a while (false), so silence means nothing until they are again (true).
  void reading(bool is_read, Moment now);

  // ---- what is asked. Requests on one channel are answered in order; on a channel that is not open they
  // fail.
  RequestId ask(std::uint16_t channel, const Request& request, Moment now);
  // Its tag, counted from 1 on each channel; 0: cannot be said (a name over 255 octets, headers over a
  // frame).
  std::uint64_t publish(std::uint16_t channel, const Outgoing& message);
  void acknowledge(std::uint16_t channel, std::uint64_t tag, bool multiple);
  void close(std::string_view text,
             Moment now);  // properly; Closed comes when the broker agreed, or too late

  // ---- what is to be done
  // Moves out all actions, in order; false when there are none. `into` is emptied first and its memory
  // reused.
  bool take_actions(std::vector<Action>& into);
  // The same with the bytes to be sent.
  bool take_output(std::string& into, Moment now);
  // When tick() has something to do at the latest, if nothing else happens before.
  [[nodiscard]] Moment next_wake() const;

  // ---- what is known
  [[nodiscard]] bool ready() const { return phase_ == Phase::ready; }
  [[nodiscard]] bool over() const { return phase_ == Phase::over; }
  [[nodiscard]] bool channel_is_free(std::uint16_t channel) const;
  [[nodiscard]] bool channel_is_open(std::uint16_t channel) const;
  [[nodiscard]] const std::string& server_version() const { return server_version_; }  // "3.10.8"

 private:
  enum class Phase : std::uint8_t { silent, greeted, authenticating, opening, ready, closing, over };
  enum class ChannelState : std::uint8_t { free, opening, open, closing };
  enum class Awaiting : std::uint8_t { nothing, header, body };

  struct Pending {
    RequestId request = 0;
    std::uint32_t answer = 0;  // the method expected
    Moment deadline;
  };
  struct Content {  // a delivery or a return, arriving in pieces
    Awaiting awaiting = Awaiting::nothing;
    bool is_return = false;
    action::Delivered delivered;
    std::uint16_t code = 0;
    std::uint64_t missing = 0;  // octets of the body still to come
  };
  struct Channel {
    ChannelState state = ChannelState::free;
    std::deque<Pending> pending;
    Content content;
    std::uint64_t published = 0;
  };

  void on_frame(const Frame& frame, Moment now);
  void on_connection_method(const heard::Method& method, Moment now);
  void on_channel_method(std::uint16_t number, Channel& channel, const heard::Method& method);
  void on_header(std::uint16_t number, Channel& channel, std::string_view payload);
  void on_body(std::uint16_t number, Channel& channel, std::string_view payload);
  void on_start(const heard::Start& start);
  void on_tune(const heard::Tune& tune);
  void on_answer(Channel& channel, const heard::Answer& answer);
  void content_done(std::uint16_t number, Channel& channel);
  void fail_pending(Channel& channel, std::uint16_t code, std::string_view text);
  void give_up_overdue(Moment now);
  void end(Ending why, std::uint16_t code, std::string_view text);
  void malformed(std::string_view text) { end(Ending::malformed, 0, text); }
  [[nodiscard]] Moment heartbeat_due() const;

  SessionSettings settings_;
  Phase phase_ = Phase::silent;
  Deframer deframer_;
  Decoder decoder_;
  std::string out_;
  std::vector<Action> actions_;
  std::vector<Channel> channels_;  // by number; 0 is never used
  std::uint16_t channel_max_ = channel_limit;
  std::size_t frame_max_ = frame_max_wanted;  // as agreed
  std::string server_version_;
  RequestId last_request_ = 0;
  std::chrono::milliseconds heartbeat_{0};  // as agreed; 0 before that
  bool is_read_ = true;
  Moment heard_;     // last bytes from the peer
  Moment sent_;      // last bytes to it
  Moment deadline_;  // of set-up, or of closing
};

}  // namespace triaged::amqp

// Asks how many consume a queue, one queue after the other, on a channel of its own: the broker answers the
// question for a queue that is not there by closing the channel, and one without a leader not at all. Both
// count as nobody.
#pragma once

#include <deque>
#include <functional>
#include <string>

#include "session.hpp"

namespace triaged::amqp {

class Census {
 public:
  using Tell = std::function<void(const std::string& queue, std::size_t consumers)>;
  Census(Session& session, std::uint16_t first_channel, Tell tell)
      : session_(session), first_channel_(first_channel), tell_(std::move(tell)) {}

  // `queue` as the broker knows it. Does nothing when the same is waiting already.
  void count(const std::string& queue, Moment now);
  void on_done(const action::Done& done, Moment now);
  void on_failed(const action::Failed& failed, Moment now);

 private:
  void next(Moment now);
  void counted(std::size_t consumers);

  Session& session_;
  std::uint16_t first_channel_;
  Tell tell_;
  std::deque<std::string> waiting_;  // the first is being asked for
  std::uint16_t channel_ = 0;
  RequestId request_ = 0;  // under way; 0: none
  bool opening_ = false;   // what is under way is the opening of the channel
};

}  // namespace triaged::amqp

// Declares one thing after the other on a channel of its own. The broker answers a declaration it does not
// like by closing the channel, and one for a queue without a leader not at all: so never on the channel that
// publishes. After a refusal the channel is opened again; one without an answer is left behind and another
// one taken.
#pragma once

#include <deque>
#include <functional>
#include <string>

#include "session.hpp"
#include "topology.hpp"

namespace triaged::amqp {

class Declarer {
 public:
  // `on_failed` hears when something essential cannot be had; the declarer does nothing afterwards.
  Declarer(Session& session, std::uint16_t first_channel, std::function<void(const std::string&)> on_failed)
      : session_(session), first_channel_(first_channel), tell_failed_(std::move(on_failed)) {}

  // Does nothing when the same is waiting already, or when all channels wait for answers that do not come.
  void declare(Declaration declaration, Moment now);
  void hold(bool held, Moment now);  // while the broker's alarm is on it answers nothing on this connection
  void on_done(const action::Done& done, Moment now);
  void on_failed(const action::Failed& failed, Moment now);

  // Nothing essential is missing, and the rest either is there too or keeps us waiting too long: work may
  // begin. What is not there is told by returned or refused publications.
  [[nodiscard]] bool settled() const;

 private:
  void next(Moment now);
  void give_up(const std::string& why);

  Session& session_;
  std::uint16_t first_channel_;
  std::function<void(const std::string&)> tell_failed_;
  std::deque<Declaration> waiting_;  // the first is being declared
  std::uint16_t channel_ = 0;
  RequestId request_ = 0;  // under way; 0: none
  bool opening_ = false;   // what is under way is the opening of the channel
  bool asks_passively_ = false;
  bool held_ = false;
  bool overdue_ = false;  // an answer did not come in time
};

}  // namespace triaged::amqp

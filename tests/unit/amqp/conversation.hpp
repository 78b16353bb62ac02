// Scripted conversations with a broker. A script asks the session for things and waits for what comes of
// them; a player feeds it bytes and writes down every action as a line of text. The same scripts made the
// recordings in data/ (see data/README.md), so a replay must ask for the same in the same order.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "amqp/session.hpp"

namespace triaged::amqp::test {

// One line per action, with everything a test may want to see.
[[nodiscard]] std::string describe(const Action& action);

struct Step {
  std::string cue;  // what happens to the broker meanwhile; read by the recorder, ignored by a replay
  std::function<void(Session&, Moment)> say;
  int waits_for = 1;                                 // so many actions ...
  std::function<bool(const Action&)> of_which_kind;  // ... like this, before the next step
};
using Script = std::deque<Step>;

[[nodiscard]] Script traffic();      // declare, publish, deliveries, confirms, a nack, a return, large bodies
[[nodiscard]] Script refusals();     // 404 and 406 close a channel, which is opened again
[[nodiscard]] Script interrupted();  // a queue is deleted, an alarm comes and goes, the broker is stopped
[[nodiscard]] Script wrong_password();

[[nodiscard]] SessionSettings recorded_settings();

class Player {
 public:
  Player(Script script, SessionSettings settings);

  void feed(std::string_view bytes);  // as one read
  void tick(std::chrono::milliseconds later);
  void play();  // takes actions, lets the script answer them

  Session& session() { return session_; }
  [[nodiscard]] const std::vector<std::string>& transcript() const { return transcript_; }
  [[nodiscard]] const std::string& sent() const { return sent_; }
  [[nodiscard]] bool script_done() const { return script_.empty(); }
  [[nodiscard]] Moment now() const { return now_; }

  std::function<void(const std::string&)> on_cue;

 private:
  void answer(const Action& action);

  Session session_;
  Script script_;
  int waiting_for_ = 0;
  Moment now_{std::chrono::hours{1}};
  std::vector<std::string> transcript_;
  std::string sent_;
};

}  // namespace triaged::amqp::test

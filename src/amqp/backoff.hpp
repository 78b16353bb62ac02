// How long to wait before the next attempt to connect: twice as long each time, with full jitter, so that
// many clients of one broker do not come back in step.
#pragma once

#include <chrono>
#include <functional>

namespace triaged::amqp {

class Backoff {
 public:
  using Delay = std::chrono::milliseconds;
  // `random(n)` gives a number from 0 to n, both included.
  using Random = std::function<std::int64_t(std::int64_t)>;

  Backoff(Delay least, Delay most, Random random) : least_(least), most_(most), random_(std::move(random)) {}

  [[nodiscard]] Delay next();      // between the least and a bound that doubles up to the most
  void reset() { attempts_ = 0; }  // it held: the next failure is a first one again

 private:
  Delay least_;
  Delay most_;
  Random random_;
  int attempts_ = 0;
};

}  // namespace triaged::amqp

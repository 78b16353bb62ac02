// ports::Inlet on a small connection of its own, so that what comes in by HTTP neither waits for the engine's
// lanes nor holds them up. Connects, and comes back with backoff and jitter for ever; publishes to the intake
// with mandatory and confirms, and answers by these alone. It declares nothing: the Link does.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include <triaged/amqp/settings.hpp>
#include <triaged/ports/inlet.hpp>

namespace triaged::amqp {

class Inlet final : public ports::Inlet {
 public:
  static constexpr std::size_t kWaitingMost = 20'000;    // messages without an answer; more are `busy`
  static constexpr std::size_t kBytesMost = 256u << 20;  // of their bodies, likewise

  // The io_context, run by one thread, must outlive the inlet, and be run on for a moment after the inlet is
  // gone, for its connection to be dropped.
  Inlet(boost::asio::io_context& io, Settings settings);
  ~Inlet() override;

  void start();  // any thread; once
  // Any thread, may be called twice. What is not answered yet gets `away`, as does all that comes later.
  void stop();

  [[nodiscard]] bool up() const noexcept;  // any thread: confirms are on, and there is no alarm

  void publish(const domain::ProducerId& producer, domain::InboundMessage message, Answer answer) override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace triaged::amqp

// The daemon's link to its broker: two connections (an alarm stops a publishing connection whole, and
// acknowledgements must flow), one lock, one intake, many lanes. It sets itself up, declares what is missing,
// notices when a peer is dead, tears both down together and comes back with backoff and jitter, for ever.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include <triaged/amqp/settings.hpp>
#include <triaged/ports/broker.hpp>

namespace triaged::amqp {

// What the link tells; called on the I/O thread, must not block.
class LinkListener {
 public:
  virtual ~LinkListener() = default;
  virtual void on_up(std::uint64_t link) = 0;
  // Also for an attempt that failed, and for restart(); not for stop(). A link that is down is not blocked
  // either.
  virtual void on_down(std::uint64_t link, const std::string& reason) = 0;
  virtual void
  on_standing_by() = 0;  // another daemon holds the lock; asked again every lock_retry, told once
  // The broker's alarm. Publications asked for meanwhile are kept and sent when it is over.
  virtual void on_blocked(bool blocked, const std::string& reason) = 0;
  virtual void on_deliveries(std::vector<ports::Delivery> deliveries) = 0;  // all that one read brought
  virtual void on_answers(std::uint64_t link, std::vector<ports::Published> answers) = 0;
  // The answer to count_consumers(); zero also for a queue that is not there.
  virtual void on_consumers(const std::string& queue, std::size_t count) = 0;
  // Once for each use_queues(): what is published from now on finds its queue, as far as the broker lets us.
  virtual void on_queues_ready() = 0;
};

class Link final : public ports::Broker {
 public:
  // `queues`: the team queues to declare besides exchange, intake and lock, without the prefix.
  // The io_context, run by one thread, must outlive the link, and so must the listener. Destroying a link
  // that was not stopped drops its connections; the listener is not called any more once the destructor
  // returned.
  Link(boost::asio::io_context& io, Settings settings, std::vector<std::string> queues,
       LinkListener& listener);
  ~Link() override;

  void start();  // any thread; once
  // Any thread, may be called twice. Stops taking deliveries at once; acknowledgements and publications
  // already asked for are written out, then both connections close properly (5 s at most), then `done` is
  // called on the I/O thread.
  void stop(std::function<void()> done);

  // ports::Broker; any thread. Each call is posted to the I/O thread and done there in order. Queues are
  // named without the prefix. While the link is not up, publish and declare do nothing. A publication that
  // AMQP cannot say (a property over 255 octets, headers over a frame) is answered `nacked`.
  void settle(const std::vector<ports::DeliveryTag>& deliveries) override;
  void publish(std::uint64_t link, std::vector<ports::Publication> publications) override;
  void declare(const std::string& queue) override;
  void count_consumers(const std::string& queue) override;
  void restart(std::chrono::milliseconds delay) override;
  void want_deliveries(bool wanted) override;
  // Any thread. From now on these are the queues to declare; those that are new are declared at once when the
  // link is up, and with its next set-up otherwise. Queues that are not named any more stay as they are.
  void use_queues(std::vector<std::string> queues);
  void taken(std::size_t bytes);  // of delivered bodies that left the mailbox; see Settings::read_pause_bytes

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace triaged::amqp

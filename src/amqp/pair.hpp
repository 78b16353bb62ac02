// One attempt at the link: two connections from greeting to goodbye. Intake first, with the lock; then the
// publisher, which also declares; then consuming. Whatever fails takes both down: a pair is never mended.
// Everything happens on the thread that runs the io_context.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <triaged/amqp/settings.hpp>
#include <triaged/ports/broker.hpp>

#include "census.hpp"
#include "connection.hpp"
#include "declarer.hpp"
#include "unconfirmed.hpp"
#include "unsettled.hpp"

namespace triaged::amqp {

class Pair : public std::enable_shared_from_this<Pair> {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void on_pair_up() = 0;
    virtual void on_pair_down(const std::string& reason,
                              bool refused) = 0;  // once; refused: credentials or vhost
    virtual void on_pair_standing_by() = 0;       // once
    virtual void on_pair_blocked(bool blocked, const std::string& reason) = 0;
    virtual void on_pair_deliveries(std::vector<ports::Delivery> deliveries) = 0;
    virtual void on_pair_answers(std::vector<ports::Published> answers) = 0;
    virtual void on_pair_consumers(const std::string& queue, std::size_t count) = 0;
    virtual void on_pair_queues_ready() = 0;  // once for each use_queues(), unless it is dropped before
  };

  // `settings` and `owner` must outlive the pair, or drop() be called before they end.
  Pair(boost::asio::io_context& io, const Settings& settings, std::vector<std::string> queues,
       std::uint64_t link, Owner& owner);
  ~Pair();
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  void start();
  void settle(const std::vector<ports::DeliveryTag>& deliveries);
  void publish(std::vector<ports::Publication> publications);  // ignored while not up
  void declare(const std::string& queue);                      // ignored while not up
  void count_consumers(const std::string& queue);              // likewise
  void use_queues(std::vector<std::string> queues);            // declares those that are new
  [[nodiscard]] bool declares_queues() const noexcept { return declares_queues_; }
  void allow_deliveries(bool allowed);     // false: the intake is not read, once it consumes
  void close(std::function<void()> done);  // properly; no deliveries any more, and no on_pair_down
  void drop();                             // at once; the owner is not called any more

 private:
  enum class Step : std::uint8_t {  // of the intake; the publisher's own come between `locked` and `up`
    connecting,
    opening_channel,
    locking,
    standing_by,
    locked,
    limiting,
    consuming,
    flowing
  };

  void on_intake(std::vector<Action>& actions);
  void on_publisher(std::vector<Action>& actions);
  void intake_done();
  void intake_failed(const action::Failed& failed);
  void ask_intake(Step step, const Request& request);
  void stand_by();
  void start_publisher();
  void publisher_ready();
  void publisher_done();      // its channel is open, or its confirms are on
  void publisher_progress();  // up, if nothing is missing any more
  void queues_progress();
  void on_blocked(const action::Blocked& blocked);
  void send(const ports::Publication& publication);
  void hand_over_answers();
  void fail(const std::string& reason, bool refused = false);
  void closed_one();
  void set_deadline();

  boost::asio::io_context& io_;
  const Settings& settings_;
  std::vector<std::string> queues_;
  std::uint64_t link_;
  Owner& owner_;
  boost::asio::steady_timer deadline_;  // of the whole set-up
  boost::asio::steady_timer lock_timer_;

  std::shared_ptr<Connection> intake_;
  Step step_ = Step::connecting;
  RequestId intake_request_ = 0;
  Unsettled unsettled_;
  std::vector<std::uint64_t> settling_;  // reused

  std::shared_ptr<Connection> publisher_;
  std::unique_ptr<Declarer> declarer_;
  std::unique_ptr<Census> census_;
  RequestId publisher_request_ = 0;
  Unconfirmed unconfirmed_;
  std::vector<ports::Published> answers_;
  std::deque<ports::Publication> held_back_;  // while the broker's alarm is on; bounded by whoever publishes
  std::string queue_name_;                    // reused

  bool selecting_ = false;  // confirms were asked for
  bool confirms_ = false;   // the publishing channel is ready
  bool up_ = false;
  bool declares_queues_ = false;  // for use_queues(), while up
  bool blocked_ = false;
  bool told_standing_by_ = false;
  bool deliveries_allowed_ = true;
  bool over_ = false;
  int still_open_ = 0;          // connections whose goodbye is awaited
  std::function<void()> done_;  // set: closing
};

}  // namespace triaged::amqp

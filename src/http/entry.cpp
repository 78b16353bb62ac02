#include "http/entry.hpp"

#include <memory>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace triaged::http {
namespace {

namespace asio = boost::asio;

// Outlives the wait for it: an answer may come when nobody waits any more.
struct Wait {
  explicit Wait(asio::io_context& io) : timer(io) {}
  asio::steady_timer timer;
  std::size_t unanswered = 0;
  Outcome outcome = Outcome::confirmed;
  bool over = false;
};

Outcome outcome_of(ports::Entered entered) {
  switch (entered) {
    case ports::Entered::confirmed:
      return Outcome::confirmed;
    case ports::Entered::away:
      return Outcome::away;
    case ports::Entered::refused:
      return Outcome::refused;
    case ports::Entered::busy:
      return Outcome::busy;
  }
  return Outcome::refused;
}

void answered(Wait& wait, ports::Entered entered) {
  --wait.unanswered;
  if (wait.outcome == Outcome::confirmed) wait.outcome = outcome_of(entered);
  if (wait.over || (wait.unanswered > 0 && wait.outcome == Outcome::confirmed)) return;
  wait.over = true;
  wait.timer.cancel();
}

}  // namespace

asio::awaitable<Outcome> enter(Context& context, domain::ProducerId producer,
                               std::vector<domain::InboundMessage> messages) {
  if (messages.empty()) co_return Outcome::confirmed;
  const auto wait = std::make_shared<Wait>(context.io);
  wait->unanswered = messages.size();
  wait->timer.expires_after(context.settings.limits.confirm_time);
  // Answers are posted, so none is heard before the wait below has begun.
  const std::weak_ptr<Wait> weak = wait;
  const auto postbox = context.postbox;
  for (auto& message : messages)
    context.services.inlet.publish(producer, std::move(message), [weak, postbox](ports::Entered entered) {
      postbox->post([weak, entered] {
        if (const auto still = weak.lock()) answered(*still, entered);
      });
    });
  messages.clear();
  context.confirming.insert(&wait->timer);
  co_await wait->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  context.confirming.erase(&wait->timer);
  if (!wait->over) wait->outcome = wait->outcome == Outcome::confirmed ? Outcome::late : wait->outcome;
  wait->over = true;
  co_return wait->outcome;
}

}  // namespace triaged::http

#include "http/handlers.hpp"

#include "http/entry.hpp"

namespace triaged::http {
namespace {

namespace asio = boost::asio;

constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

Problem why_not(Outcome outcome) {
  switch (outcome) {
    case Outcome::confirmed:
      break;
    case Outcome::away:
      return {"broker_away", "the broker cannot be reached, or went away before it confirmed"};
    case Outcome::refused:
      return {"broker_refuses", "the broker does not take it: its intake queue is missing or refuses"};
    case Outcome::busy:
      return {"busy", "too many events wait for the broker's confirmation"};
    case Outcome::late:
      return {"not_confirmed",
              "the broker has not confirmed in time; it may have it, and the same may come again"};
  }
  return {};
}

Answer refuse_event(const codec::Unreadable& unreadable) {
  unsigned status = 400;
  if (unreadable.reason == domain::ParkReason::too_large) status = 413;
  if (unreadable.reason == domain::ParkReason::unknown_content_type) status = 415;
  return refuse(status, {{name(unreadable.reason), unreadable.detail}});
}

Answer healthy() {
  Answer answer;
  answer.type = "text/plain; charset=utf-8";
  answer.body = "ok\n";
  return answer;
}

// One TicketEvent. The properties say what its body does not: the broker's message is then read as it is
// here.
asio::awaitable<Answer> take_event(Context& context, Asked asked) {
  domain::InboundMessage message;
  message.full_size = asked.body.size();
  message.body = std::move(asked.body);
  message.content_type = std::move(asked.content_type);
  message.message_id = context.services.fresh_id();
  message.timestamp = context.services.now();
  if (!asked.traceparent.empty()) message.headers.emplace_back("traceparent", std::move(asked.traceparent));
  const auto read = codec::decode(message, context.settings.codec);
  if (const auto* unreadable = std::get_if<codec::Unreadable>(&read)) co_return refuse_event(*unreadable);
  const std::string event_id = std::get<codec::Decoded>(read).event.event_id.value;
  message.message_id = event_id;
  std::vector<domain::InboundMessage> one;
  one.push_back(std::move(message));
  const Outcome outcome = co_await enter(context, asked.producer, std::move(one));
  if (outcome == Outcome::confirmed) co_return about_event(202, event_id);
  co_return about_event(event_id, context.settings.limits.retry_after, why_not(outcome));
}

asio::awaitable<Answer> take_alerts(Context& context, Asked asked) {
  auto read = context.services.read_alertmanager(asked.body);
  if (const auto* unreadable = std::get_if<codec::Unreadable>(&read)) co_return refuse_event(*unreadable);
  auto& batch = std::get<codec::AlertBatch>(read);
  const std::size_t events = batch.messages.size(), ignored = batch.ignored;
  const Outcome outcome = co_await enter(context, asked.producer, std::move(batch.messages));
  if (outcome == Outcome::confirmed) co_return about_alerts(events, ignored);
  co_return not_now(context.settings.limits.retry_after, why_not(outcome));
}

}  // namespace

asio::awaitable<Answer> answer(Context& context, Asked asked) {
  switch (asked.route) {
    case Route::health:
      co_return healthy();
    case Route::readiness:
      co_return about_readiness(context.services.missing());
    case Route::metrics: {
      Answer answer;
      answer.type = kMetricsType;
      answer.body = context.services.metrics();
      co_return answer;
    }
    case Route::events:
      co_return co_await take_event(context, std::move(asked));
    case Route::alerts:
      co_return co_await take_alerts(context, std::move(asked));
  }
  co_return refuse(404, {});
}

}  // namespace triaged::http

// Answers to producers that ask for them: an event that was refused, a message that was parked. They go the
// way of notices, with the decision's own transaction and after it; but nothing is kept up for them, and what
// their queue does not take is dropped (relay.hpp).
#include <triaged/codec/answer.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {

void Engine::Impl::answer_refused(const Taken& taken, const domain::TicketEvent& event,
                                  domain::Refusal refused) {
  answer(taken.delivery.message, event.event_id,
         {.queue = {},
          .of = taken.seen_key,
          .epoch = memory.epoch,
          .correlation_id = {},
          .at = now,
          .what = codec::AnswerRefused{
              .event_id = event.event_id,
              .ticket_id = event.addressed_to.empty() ? event.ticket_id : event.addressed_to,
              .event = kind(event),
              .refused = refused}});
}

void Engine::Impl::answer_parked(const domain::InboundMessage& message, const domain::EventId& event,
                                 const domain::Digest& key, const codec::AnswerParked& what) {
  // What could not be read has no event id but, perhaps, the one that would have stood in for it.
  answer(message, event.empty() ? domain::EventId{message.message_id} : event,
         {.queue = {}, .of = key, .epoch = memory.epoch, .correlation_id = {}, .at = now, .what = what});
}

// Clocks, and what follows from them, come by no message, and so ask for no answer.
void Engine::Impl::answer(const domain::InboundMessage& message, const domain::EventId& event,
                          codec::Answer said) {
  if (message.reply_to.empty()) return;
  const auto* producer = producer_of(message);
  if (producer == nullptr) return;  // a stranger is answered nowhere
  if (!may_ask_for_answers_at(*producer, message.reply_to)) {
    if (told_not_allowed.insert(producer->user).second)
      observer.on_answer_not_allowed(producer->user, message.reply_to);
    return;
  }
  const std::size_t waiting_for_commit = forming.answers + (committing ? committing->answers : 0);
  if (relay.answers() + waiting_for_commit >= limits.answers)
    return observer.on_answer_dropped(message.reply_to, "too many answers wait");
  said.queue = message.reply_to;
  said.correlation_id = message.correlation_id.empty() ? event.value : message.correlation_id;
  post(codec::encode(said));
  ++forming.answers;
}

}  // namespace triaged::engine

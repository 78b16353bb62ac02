// The envelope and the body of an answer. Members in the order of docs/formats/answers.md; few and short, so
// they are written as they come.
#include <codec/json_text.hpp>

#include <triaged/codec/answer.hpp>

namespace triaged::codec {
namespace {

void member(Output& out, std::string_view name, std::string_view value) {
  put_json(out, name);
  out.put(':');
  put_json(out, value);
  out.put(',');
}

void last_member(Output& out, std::string_view name, std::string_view value) {
  put_json(out, name);
  out.put(':');
  put_json(out, value);
}

void body(Output& out, const AnswerRefused& what) {
  member(out, "event_id", what.event_id.value);
  member(out, "ticket_id", what.ticket_id.value);
  member(out, "event", domain::name(what.event));
  member(out, "refused", domain::name(what.refused));
  last_member(out, "text", sentence(what.refused));
}

void body(Output& out, const AnswerParked& what) {
  member(out, "parked", domain::name(what.parked));
  last_member(out, "text", what.detail);
}

}  // namespace

std::string_view sentence(domain::Refusal refused) noexcept {
  switch (refused) {
    case domain::Refusal::not_allowed:
      return "The producer, or the person who acts, may not do this.";
    case domain::Refusal::unknown_ticket:
      return "There is no ticket with this id.";
    case domain::Refusal::wrong_state:
      return "The ticket, or the one it is to be merged into, is in a state in which this makes no sense.";
    case domain::Refusal::unknown_team:
      return "The directory has no team with this name.";
    case domain::Refusal::stale:
      return "Something that happened later is recorded already, and it holds.";
    case domain::Refusal::cycle:
      return "The two are one ticket already.";
    case domain::Refusal::not_your_hub:
      return "The producer may not speak for that hub, or the directory does not describe it.";
    case domain::Refusal::not_supported:
      return "This version of triaged knows events of this kind and does nothing with them.";
    case domain::Refusal::unknown_incident:
      return "There is no incident with this id.";
    case domain::Refusal::unknown_silence:
      return "There is no silence with this id, or it is over.";
  }
  return {};
}

domain::OutboundMessage encode(const Answer& answer) {
  Output& out = cleared_output();
  out.put('{');
  std::visit([&](const auto& what) { body(out, what); }, answer.what);
  out.put('}');
  const bool refused = std::holds_alternative<AnswerRefused>(answer.what);
  const std::string type = refused ? "answer.refused" : "answer.parked";
  return {.queue = answer.queue,
          .body = out.bytes(),
          .content_type = "application/json",
          .message_id = type + ":" + domain::to_text(answer.of) + "@" + std::to_string(answer.epoch),
          .correlation_id = answer.correlation_id,
          .type = type,
          .timestamp = answer.at,
          .headers = {},
          .answer = true};
}

}  // namespace triaged::codec

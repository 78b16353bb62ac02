// A test with a crash in it is played twice, with the crash and without: nothing but the crash itself may be
// different.
#include "app/scenario/play.hpp"

#include <algorithm>

#include <triaged/codec/event.hpp>

#include "app/scenario/compare.hpp"
#include "app/scenario/why.hpp"
#include "app/scenario/wording.hpp"

namespace triaged::app::scenario {
namespace {

// What one step did.
struct Played {
  std::vector<Outcome> outcomes;
  std::vector<codec::HistoryEntry> decisions;
  std::vector<std::optional<Values>> asked;      // the tickets of its `state`, in their order
  const engine::Knowledge* knowledge = nullptr;  // it was played under
  std::vector<engine::TeamInUse> in_the_way;     // of its reload
};

// Without an event id of its own an event is named after where it stands, so that it is the same one whenever
// it is delivered; without a time of its own it happened when it was delivered.
domain::InboundMessage message(const GivenEvent& event, const Step& step, std::size_t number,
                               const Setting& setting) {
  domain::InboundMessage message;
  message.body = event.json;
  message.full_size = message.body.size();
  message.content_type = "application/json";
  message.message_id = "line-" + std::to_string(event.place.line) + "-" + std::to_string(number);
  message.timestamp = step.at;
  if (step.producer) {
    message.user_id = step.producer->text;
  } else {
    const auto decoded = codec::decode_json(event.json, setting.limits.codec);
    if (const auto* read = std::get_if<codec::Decoded>(&decoded))
      message.user_id = producer_for(*setting.knowledge.directory, kind(read->event), read->event.hub);
  }
  return message;
}

std::vector<Played> play_steps(const Test& test, const Setting& first, const Reloads& reloads, bool crashes) {
  const Setting* setting = &first;
  Rehearsal rehearsal(setting->knowledge, setting->limits, test.steps.front().at);
  std::vector<Played> all;
  std::vector<std::string> unattended;  // queues
  std::size_t number = 0;
  for (const Step& step : test.steps) {
    if (!step.down) rehearsal.pass_until(step.at);
    Played played;
    if (step.reload) {
      const Setting* candidate = reloads.at(step.reload->text);
      played.in_the_way = rehearsal.reload(candidate->knowledge);
      if (played.in_the_way.empty()) setting = candidate;
    }
    std::vector<domain::InboundMessage> messages;
    for (const auto& event : step.events) messages.push_back(message(event, step, ++number, *setting));
    if (step.names_unattended) {
      for (const auto& queue : std::exchange(unattended, {})) rehearsal.consume(queue, true);
      for (const auto& queue : step.unattended) {
        rehearsal.consume(queue.text, false);
        unattended.push_back(queue.text);
      }
    }
    if (step.down)
      rehearsal.be_down_until(step.at, messages);
    else if (step.crash && crashes)
      rehearsal.crash(messages);
    else
      rehearsal.deliver(messages);
    played.outcomes = rehearsal.take_outcomes();
    played.decisions = rehearsal.take_decisions();
    played.knowledge = &setting->knowledge;
    for (const auto& check : step.state) {
      if (const auto incident = rehearsal.incident(domain::IncidentId{check.ticket.value})) {
        played.asked.push_back(values_of(*incident, setting->knowledge.policy->incidents));
        continue;
      }
      const auto ticket = rehearsal.ticket(check.ticket);
      played.asked.push_back(ticket ? std::optional(values_of(*ticket)) : std::nullopt);
    }
    all.push_back(std::move(played));
  }
  return all;
}

Difference difference(const Step& step, std::size_t number, const document::Place& place) {
  return {.place = place, .step = number, .at = step.at, .expected = {}, .got = {}, .why = {}};
}

const Wanted* find(const Expectation& expectation, std::string_view key) {
  const auto found = std::ranges::find(expectation.wanted, key, &Wanted::key);
  return found == expectation.wanted.end() ? nullptr : &*found;
}

// Of a notice that never came: the ticket that it would have been about, where that can be told.
std::optional<domain::TicketId> ticket_meant(const Expectation& expected, const Played& played) {
  if (expected.sort != Outcome::Sort::notice) return std::nullopt;
  if (const Wanted* named = find(expected, "ticket_id")) return domain::TicketId{named->value};
  if (played.decisions.size() != 1) return std::nullopt;
  return played.decisions.front().event.ticket_id;
}

Wanted team_meant(const Expectation& expected) {
  const Wanted* team = find(expected, "team");
  return team != nullptr ? *team : Wanted{.key = "reason", .value = {}, .place = {}};
}

void check_notices(const Step& step, std::size_t number, const Played& played,
                   const std::vector<codec::HistoryEntry>& decisions, Result& result) {
  if (!step.expect) return;
  const auto outcomes = spoken_of(*step.expect, played.outcomes);
  for (const auto& mismatch : compare(*step.expect, outcomes, step.any_order)) {
    const auto* expected = mismatch.expected;
    Difference found = difference(step, number, expected != nullptr ? expected->place : step.place);
    found.expected = expected != nullptr ? in_words(*expected) : "nothing more";
    found.got = mismatch.got == nullptr ? (outcomes.empty() ? "silence" : "nothing more")
                                        : in_words(*mismatch.got, expected);
    if (mismatch.got != nullptr)
      found.why = why(expected, *mismatch.got, decisions, *played.knowledge);
    else if (const auto ticket = ticket_meant(*expected, played))
      found.why = why(team_meant(*expected), *ticket, decisions, *played.knowledge);
    result.differences.push_back(std::move(found));
  }
}

void check_state(const Step& step, std::size_t number, const Played& played,
                 const std::vector<codec::HistoryEntry>& decisions, Result& result) {
  for (std::size_t i = 0; i < step.state.size(); ++i) {
    const StateCheck& check = step.state[i];
    const bool there = played.asked[i].has_value();
    const Values found = played.asked[i].value_or(Values{});
    for (const Wanted& wanted : check.wanted) {
      if (agrees(wanted, found)) continue;
      Difference one = difference(step, number, wanted.place);
      one.expected = check.ticket.value + " " + in_words(wanted);
      one.got = there ? check.ticket.value + " " + in_words({wanted.key, found.at(wanted.key), {}})
                      : (domain::incident_number(check.ticket.value) ? "there is no incident "
                                                                     : "there is no ticket ") +
                            check.ticket.value;
      if (there) one.why = why(wanted, check.ticket, decisions, *played.knowledge);
      result.differences.push_back(std::move(one));
    }
  }
}

void check_reload(const Step& step, std::size_t number, const Played& played, Result& result) {
  if (played.in_the_way.empty()) return;
  Difference one = difference(step, number, step.reload->place);
  one.expected = "reload: " + step.reload->text;
  one.got = "refused: the new directory lacks a team that still owns tickets";
  for (const auto& [team, tickets] : played.in_the_way)
    one.why.push_back("`" + team.value + "` owns " + std::to_string(tickets) + " open tickets");
  result.differences.push_back(std::move(one));
}

void check_crash(const Test& test, const std::vector<Played>& crashed, const std::vector<Played>& unharmed,
                 Result& result) {
  for (std::size_t i = 0; i < crashed.size(); ++i) {
    if (crashed[i].outcomes == unharmed[i].outcomes && crashed[i].asked == unharmed[i].asked) continue;
    Difference one = difference(test.steps[i], i + 1, test.steps[i].place);
    one.expected = "the same as without the crash: " + in_words(unharmed[i].outcomes);
    one.got = in_words(crashed[i].outcomes);
    one.why = {"this is a fault of triaged, not of the rules; please report it"};
    result.differences.push_back(std::move(one));
    return;  // what follows from it is no news
  }
}

}  // namespace

Result play(const Test& test, const Setting& setting, const Reloads& reloads, const Witness& witness) {
  Result result;
  const auto played = play_steps(test, setting, reloads, true);
  std::vector<codec::HistoryEntry> decisions;
  for (std::size_t i = 0; i < played.size(); ++i) {
    for (const auto& entry : played[i].decisions) {
      witness(entry, *played[i].knowledge);
      decisions.push_back(entry);
    }
    check_reload(test.steps[i], i + 1, played[i], result);
    check_notices(test.steps[i], i + 1, played[i], decisions, result);
    check_state(test.steps[i], i + 1, played[i], decisions, result);
  }
  if (std::ranges::any_of(test.steps, &Step::crash))
    check_crash(test, played, play_steps(test, setting, reloads, false), result);
  return result;
}

}  // namespace triaged::app::scenario

// From one of the ticket's times to the next: what was decided there, and who was told.
#include "app/simulation/future.hpp"

#include "app/scenario/rehearsal.hpp"

namespace triaged::app::simulation {
namespace {

using scenario::Outcome;

std::string version_of(const domain::Ticket& ticket) {
  return ticket.id.value + ":" + std::to_string(ticket.version) + ":";
}

std::string value(const Outcome& outcome, std::string_view key) {
  const auto found = outcome.values.find(key);
  return found != outcome.values.end() ? found->second : std::string();
}

std::vector<Told> told_with(const domain::Ticket& ticket, const std::vector<Outcome>& outcomes) {
  std::vector<Told> told;
  for (const auto& one : outcomes)
    if (one.sort == Outcome::Sort::notice && one.name.starts_with(version_of(ticket)))
      told.push_back({.kind = value(one, "kind"), .team = value(one, "team"), .rung = value(one, "rung")});
  return told;
}

// A clock that ran out is gone or has begun anew; one that only comes near its end runs on.
bool runs_on(const codec::HistoryEntry& entry, domain::Clock clock) {
  const auto* after = timer(entry.ticket, clock);
  return after != nullptr && after->since != entry.at;
}

Happening happening(const codec::HistoryEntry& entry, const std::vector<Outcome>& outcomes) {
  const auto* deadline = std::get_if<domain::Deadline>(&entry.event.body);
  Happening one{.at = entry.at,
                .clock = deadline != nullptr ? std::optional(deadline->clock) : std::nullopt,
                .warning = deadline != nullptr && runs_on(entry, deadline->clock),
                .ticket = entry.ticket,
                .told = told_with(entry.ticket, outcomes)};
  return one;
}

NotOpened why_not(const std::vector<Outcome>& outcomes) {
  for (const auto& one : outcomes) {
    if (one.sort == Outcome::Sort::refused) return "it would be refused: " + value(one, "refused");
    if (one.sort == Outcome::Sort::parked)
      return "it would be parked: " + value(one, "parked") + (one.name.empty() ? "" : ", " + one.name);
  }
  return "it opens no ticket";
}

class Unfolding {
 public:
  Unfolding(const Question& question, const engine::Knowledge& knowledge, const engine::Limits& limits)
      : question_(question), rehearsal_(knowledge, limits, question.at) {
    future_.until = question.at + question.span;
  }

  std::variant<Future, NotOpened> run() && {
    rehearsal_.deliver({question_.message});
    const auto outcomes = rehearsal_.take_outcomes();
    note(outcomes);
    if (future_.happenings.empty()) return why_not(outcomes);
    while (const auto next = next_due(future_.happenings.back().ticket)) {
      future_.end = next->at > future_.until ? End::time_is_over : End::too_much;
      if (next->at > future_.until || enough()) return std::move(future_);
      rehearsal_.pass_until(next->at);
      const auto before = future_.happenings.size();
      note(rehearsal_.take_outcomes());
      if (future_.happenings.size() == before)
        throw std::logic_error("a clock of " + question_.ticket.value + " ran out and nothing was decided");
    }
    future_.end = End::nothing_left;
    return std::move(future_);
  }

 private:
  void note(const std::vector<Outcome>& outcomes) {
    for (const auto& entry : rehearsal_.take_decisions())
      if (!entry.refused && entry.event.ticket_id == question_.ticket)
        future_.happenings.push_back(happening(entry, outcomes));
    // The history holds no ends of clocks; the ticket itself knows them.
    if (auto ticket = rehearsal_.ticket(question_.ticket); ticket && !future_.happenings.empty())
      future_.happenings.back().ticket = *std::move(ticket);
  }

  [[nodiscard]] bool enough() const {
    const auto many = future_.happenings.size();
    return many >= question_.most || many * question_.message.body.size() >= kTextMost;
  }

  const Question& question_;
  scenario::Rehearsal rehearsal_;
  Future future_;
};

}  // namespace

std::variant<Future, NotOpened> unfold(const Question& question, const engine::Knowledge& knowledge,
                                       const engine::Limits& limits) {
  return Unfolding(question, knowledge, limits).run();
}

}  // namespace triaged::app::simulation

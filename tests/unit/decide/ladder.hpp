// A ticket on a ladder where everybody is there, for tests: who speaks, what they tell, and the time moved by
// hand. Refused events leave the ticket as it was, as in the daemon.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <triaged/decide/decide.hpp>

namespace triaged::decide::test {

using namespace domain;

// A Monday.
inline constexpr Instant kNow =
    std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9};

inline TeamReach team(const std::string& id, std::optional<Rung> rung = {},
                      Reachability reachability = Reachability::reachable) {
  return {.team = TeamId{id},
          .rung = rung,
          .queue = "team." + id,
          .format = Format::json,
          .reachability = reachability,
          .calendar = {},
          .manager = {}};
}

// Every rung can be reached and no rule said anything.
inline View everybody_there() {
  View view;
  view.place = {.hub = HubId{"utoronto/prod"},
                .cluster = ClusterId{"utoronto"},
                .community = CommunityId{"utoronto"},
                .hub_kind = HubKind::production,
                .standing = Rung::user};
  view.classification.rule = RuleName{"everything-else"};
  for (const auto rung : kLadder)
    view.reach.rungs[static_cast<std::size_t>(rung)] = team(std::string(name(rung)), rung);
  view.reach.rungs[0].reachability = Reachability::absent;
  return view;
}

inline TeamReach& rung(View& view, Rung which) { return view.reach.rungs[static_cast<std::size_t>(which)]; }

inline TicketEvent opening(std::string channel = "email") {
  return {.producer = ProducerId{"hub"},
          .event_id = EventId{"e1"},
          .ticket_id = TicketId{"FD-1"},
          .occurred_at = kNow,
          .actor = ActorId{"ada@example.org"},
          .hub = HubId{"utoronto/prod"},
          .body = Opened{.subject = "403",
                         .body = "No way in",
                         .channel = std::move(channel),
                         .labels = {{"origin", "mail"}},
                         .community = {},
                         .needed_by = {},
                         .truncated = false},
          .traceparent = "00-trace"};
}

// "kind queue", in the order in which they are sent.
inline std::vector<std::string> told(const Effects& effects) {
  std::vector<std::string> lines;
  for (const Notice& notice : effects.notices)
    lines.push_back(std::string(name(notice.kind)) + " " + notice.queue);
  return lines;
}

inline Term time(Duration so_much) { return {.time = so_much, .working_days = 0}; }
inline Term working_days(int so_many) { return {.time = {}, .working_days = so_many}; }

// Every clock there is has something to run for.
inline Policy everything_promised() {
  using std::chrono::days, std::chrono::hours, std::chrono::minutes;
  Policy policy;
  policy.deadlines = {{.when = {},
                       .wall = false,
                       .first_response = time(hours{4}),
                       .next_response = time(hours{2}),
                       .resolution = time(hours{100})}};
  policy.approval = {{.when = {}, .answer_within = time(hours{48})}};
  policy.time_box = TimeBox{.rung = Rung::support, .after = time(minutes{30}), .climb = false};
  policy.needed_by = {{.within = days{2}, .severity = Severity::high},
                      {.within = days{7}, .severity = Severity::normal}};
  policy.pending_limit = days{14};
  policy.close_after = days{14};
  policy.early_wait = minutes{10};
  policy.impasse = Impasse{
      .moves = 3, .after = time(days{10}), .to = {TeamId{"area_leads"}, TeamId{"executive_director"}}};
  return policy;
}

// Who speaks, as the directory would see them from a ticket.
struct Voice {
  std::string actor{};
  Speaker speaker{};
  bool quotes_representative = false;
};
inline Voice requester() { return {.actor = "ada@example.org"}; }
inline Voice stranger() { return {.actor = "bob@elsewhere.example"}; }
inline Voice hub_admin() {
  return {.actor = "hal@utoronto.example", .speaker = {.standing = Rung::hub_admin}};
}
inline Voice representative() {
  return {.actor = "rose@utoronto.example",
          .speaker = {.standing = Rung::community_representative, .represents = true}};
}
inline Voice support() { return {.actor = "sue@service.example", .speaker = {.standing = Rung::support}}; }
inline Voice quoting() {
  Voice voice = support();
  voice.quotes_representative = true;
  return voice;
}
inline Voice engineering() {
  return {.actor = "eve@service.example", .speaker = {.standing = Rung::engineering}};
}
inline Voice manager() { return {.actor = "max@service.example", .speaker = {.manages = true}}; }
// Somebody of the team that has it.
inline Voice its_team(const Ticket& ticket) {
  return {.actor = "tim@team.example",
          .speaker = {.standing = ticket.rung.value_or(Rung::user), .in_team = true}};
}

struct Ladder {
  View view = everybody_there();
  Policy policy = everything_promised();
  Instant now = kNow;
  Ticket ticket{};
  Opened opened{};

  Ladder() {
    for (const char* id : {"on_call", "area_leads", "executive_director", "partnerships", "product"})
      view.teams.push_back(team(id));
  }

  TeamReach& at(Rung which) { return rung(view, which); }
  TeamReach& at(const std::string& id) {
    return *std::ranges::find(view.teams, TeamId{id}, &TeamReach::team);
  }
  [[nodiscard]] const Timer* clock(Clock which) const { return timer(ticket, which); }

  Effects open_at(Destination destination) {
    view.classification.destination = std::move(destination);
    if (const auto* id = std::get_if<TeamId>(&view.classification.destination))
      view.reach.named = at(id->value);
    return open();
  }
  // For the representatives to say yes or no to.
  Effects ask_for(Destination destination, IfSilent silence = PassOn{}) {
    view.classification.needs = Approval{.by = Rung::community_representative, .silence = std::move(silence)};
    return open_at(std::move(destination));
  }
  Effects open() {
    TicketEvent event = opening();
    event.occurred_at = now;
    std::get<Opened>(event.body).needed_by = opened.needed_by;
    std::get<Opened>(event.body).alert = opened.alert;
    opened = std::get<Opened>(event.body);
    return take(decide(view, event, now, policy));
  }

  // `happened`: nothing: now.
  Effects tell(EventBody body, const Voice& by, std::optional<Instant> happened = {}) {
    view.speaker = by.speaker;
    view.quotes_representative = by.quotes_representative;
    return take(decide(of_ticket(),
                       {.producer = ProducerId{"desk"},
                        .event_id = EventId{"e"},
                        .ticket_id = ticket.id,
                        .occurred_at = happened.value_or(now),
                        .actor = ActorId{by.actor},
                        .hub = {},
                        .body = std::move(body),
                        .traceparent = {}},
                       now, policy));
  }
  Effects by_team(EventBody body) { return tell(std::move(body), its_team(ticket)); }
  Effects comment(const Voice& by, Commented said = {}) { return tell(std::move(said), by); }

  Effects fall_due(Clock clock) { return by_itself(Deadline{clock}); }
  // An event of the daemon's own.
  Effects by_itself(EventBody body) {
    view.speaker = {};
    return take(decide(of_ticket(),
                       {.producer = {},
                        .event_id = {},
                        .ticket_id = ticket.id,
                        .occurred_at = now,
                        .actor = {},
                        .hub = {},
                        .body = std::move(body),
                        .traceparent = {}},
                       now, policy));
  }
  // The time is that of the clock's end.
  Effects miss(Clock clock) {
    now = timer(ticket, clock)->due.value();
    return fall_due(clock);
  }

 private:
  // A later event's view: the rules say something of comments only, and then the test says what.
  const View& of_ticket() {
    view.ticket = ticket;
    view.opening = &opened;
    if (!asked_) view.classification = {};
    asked_ = true;
    return view;
  }
  Effects take(Effects effects) {
    if (effects.ticket) ticket = *effects.ticket;
    return effects;
  }
  bool asked_ = false;
};

}  // namespace triaged::decide::test

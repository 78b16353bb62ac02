#include "simulation/telling.hpp"

#include <array>

#include "simulation/knowledge.hpp"

namespace triaged::simulation {
namespace {

using domain::Instant;

constexpr std::array<std::string_view, 12> kSubjects{"outage: nobody can log in",
                                                     "an invoice is due",
                                                     "please delete the data of a student",
                                                     "more budget for the course",
                                                     "you have won the lottery",
                                                     "how do I install a package",
                                                     "it must work before the course",
                                                     "the hub at https://hub.south.example is slow",
                                                     "no space left on my home",
                                                     "a breach: somebody reads our mail",
                                                     "thank you, that was all",
                                                     "help"};
constexpr std::array<std::string_view, 9> kTeams{
    "hub_admin",  "community_representative", "support", "engineering", "on_call", "partnerships",
    "area_leads", "nobody_knows_it",          "support"};
constexpr std::array<std::string_view, 4> kSeverities{"low", "normal", "high", "critical"};

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string later(Random& random, Instant at) {
  return quoted(domain::to_rfc3339(at + std::chrono::hours{random.between(1, 24 * 14)}));
}

std::string someone(Random& random) { return quoted(random.of(people()).id); }

std::string reason(Random&, Instant) { return R"({"reason": "so it is"})"; }

std::string opened_member(Random& random, Instant at) {
  std::string text = R"({"subject": )" + quoted(random.of(kSubjects)) + R"(, "body": "as it says")";
  text += random.one_in(12) ? R"(, "channel": "alert")" : R"(, "channel": "email")";
  if (random.one_in(10)) text += R"(, "needed_by": )" + later(random, at);
  if (random.one_in(10)) text += R"(, "community": "north")";
  if (random.one_in(8)) text += R"(, "labels": {"origin": "mail"})";
  return text + "}";
}
std::string commented_member(Random& random, Instant at) {
  std::string text = R"({"body": )" + quoted(random.of(kSubjects));
  if (random.one_in(8)) text += R"(, "automatic": true)";
  if (random.one_in(10)) text += R"(, "needed_by": )" + later(random, at);
  return text + "}";
}
std::string associated_member(Random& random, Instant) {
  return random.one_in(3)
             ? R"({"community": "north"})"
             : R"({"hub": )" + quoted(random.of(hubs()).empty() ? "north/prod" : "south/prod") + "}";
}
std::string acknowledged_member(Random& random, Instant) {
  return random.one_in(2) ? "{}" : R"({"assignee": )" + someone(random) + "}";
}
std::string paused_member(Random& random, Instant at) {
  std::string text = R"({"reason": "waiting", "waiting_for": )";
  text += random.one_in(3) ? R"("us")" : R"("requester")";
  if (random.one_in(3)) text += R"(, "until": )" + later(random, at);
  return text + "}";
}
std::string resolved_member(Random&, Instant) { return R"({"resolution": "done"})"; }
std::string handed_over_member(Random& random, Instant) {
  return R"({"team": )" + quoted(random.of(kTeams)) + R"(, "reason": "theirs"})";
}
std::string severity_member(Random& random, Instant) {
  return R"({"severity": )" + quoted(random.of(kSeverities)) + R"(, "reason": "it is"})";
}
std::string approved_member(Random& random, Instant) {
  std::string text = R"({"comment": "yes")";
  if (random.one_in(3)) text += R"(, "on_behalf_of": )" + someone(random);
  return text + "}";
}
std::string declined_member(Random& random, Instant) {
  std::string text = R"({"reason": "no")";
  if (random.one_in(3)) text += R"(, "on_behalf_of": )" + someone(random);
  return text + "}";
}
// Which one it is merged into is who tells it to say (people.cpp).
std::string merged_member(Random&, Instant) { return R"({"into": "T1"})"; }
std::string actor_member(Random& random, Instant) { return R"({"actor": {"id": )" + someone(random) + "}}"; }

// The ladder's own events are what most is told of; the others come to be met. Alerts, incidents and silences
// are in outages.cpp: what is told of them follows from what was told before.
constexpr std::array<Kind, 16> kKinds{{{"opened", 4, opened_member},
                                       {"commented", 20, commented_member},
                                       {"associated", 6, associated_member},
                                       {"acknowledged", 16, acknowledged_member},
                                       {"paused", 10, paused_member},
                                       {"resolved", 12, resolved_member},
                                       {"reopened", 10, reason},
                                       {"escalated", 12, reason},
                                       {"handed_over", 10, handed_over_member},
                                       {"severity_changed", 10, severity_member},
                                       {"approved", 8, approved_member},
                                       {"declined", 6, declined_member},
                                       {"merged", 6, merged_member},
                                       {"withdrawn", 4, reason},
                                       {"admin_added", 1, actor_member},
                                       {"admin_removed", 1, actor_member}}};

}  // namespace

std::span<const Kind> kinds() { return kKinds; }
const Kind& opened() { return kKinds.front(); }

domain::InboundMessage written(const Told& told) {
  domain::InboundMessage message;
  message.body = R"({"event_id": )" + quoted(told.event_id) + R"(, "ticket_id": )" + quoted(told.ticket);
  message.body += R"(, "occurred_at": )" + quoted(domain::to_rfc3339(told.occurred_at));
  if (!told.actor.empty()) message.body += R"(, "actor": {"id": )" + quoted(told.actor) + "}";
  if (!told.hub.empty()) message.body += R"(, "hub": )" + quoted(told.hub);
  message.body += ", " + quoted(told.kind) + ": " + told.member + "}";
  message.full_size = message.body.size();
  message.routing_key = told.kind;
  message.content_type = "application/json";
  message.user_id = told.user;
  message.reply_to = told.reply_to;
  return message;
}

domain::InboundMessage garbled(Random& random, domain::InboundMessage message) {
  switch (random.below(6)) {
    case 0:
      message.body.resize(message.body.size() / 2);
      break;
    case 1:
      message.body += "}";
      break;
    case 2:
      message.body.insert(message.body.size() / 2, "\xff\xfe");
      break;
    case 3:
      message.content_type = "text/plain";
      break;
    case 4:
      message.body.insert(message.body.size() - 1, R"(, "heartbeat": {"name": "x"})");  // a second member
      break;
    default:
      message.full_size = 2U << 20U;
      return message;
  }
  message.full_size = message.body.size();
  return message;
}

}  // namespace triaged::simulation

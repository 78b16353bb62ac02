// What people do: they open tickets, write of them, repeat themselves and send what nobody can read.
#include <algorithm>
#include <array>

#include "simulation/telling.hpp"
#include "simulation/world.hpp"

namespace triaged::simulation {
namespace {

constexpr std::size_t kPatience = 40;  // messages in the intake
constexpr std::size_t kLately = 12;    // tickets that most events are about

std::string user_of_the_broker(World& world) {
  if (world.random.percent(82)) return "guest";
  static constexpr std::array<const char*, 5> kOthers{"", "south", "alertmanager", "", "stranger"};
  return world.random.of(kOthers);
}

// Lately spoken of, mostly; it may be the same one, or nobody's.
std::string into_any(World& world) {
  const std::size_t all = world.spoken_of.size();
  const bool unknown = all == 0 || world.random.one_in(12);
  const auto into = unknown ? "T0" : world.spoken_of[all - 1 - world.random.below(std::min(kLately, all))];
  return R"({"into": ")" + into + R"("})";
}

// Some producers want answers; not every queue that they name is one, or theirs to name.
std::string wanted_at(World& world) {
  static constexpr std::array<const char*, 4> kQueues{"reply.desk", "reply.hub", "reply.gone",
                                                      "team.support"};
  return world.random.percent(30) ? world.random.of(kQueues) : "";
}

Told something(World& world, const Kind& kind, std::string ticket) {
  // An alert's ticket is opened by alerts only.
  const bool is_of_alert = kind.name == "opened" && ticket.starts_with("ALERT-");
  const auto name = is_of_alert ? std::string_view("reopened") : kind.name;
  auto member = name == "merged"    ? into_any(world)
                : name == kind.name ? kind.member(world.random, world.clock.at)
                                    : R"({"reason": "it is still there"})";
  return world.by_somebody(name, std::move(ticket), std::move(member));
}

bool open_ticket(World& world) {
  std::string ticket;
  if (!world.not_opened.empty() && world.random.percent(60)) {
    const std::size_t which = world.random.below(world.not_opened.size());
    ticket = world.not_opened[which];
    world.not_opened.erase(world.not_opened.begin() + static_cast<std::ptrdiff_t>(which));
  } else {
    ticket = "T" + std::to_string(++world.next_ticket);
    world.spoken_of.push_back(ticket);
  }
  world.say(something(world, opened(), std::move(ticket)));
  return true;
}

// Somebody who may well be allowed to: of the team that has the ticket, as the store knows it.
std::string_view of_its_team(World& world, const std::string& ticket) {
  const auto line = world.ledger.tickets.find(ticket);
  if (line == world.ledger.tickets.end()) return {};
  std::vector<std::string_view> candidates;
  for (const auto& person : people())
    if (person.team == line->second.team.value) candidates.push_back(person.id);
  return candidates.empty() ? std::string_view{} : world.random.of(candidates);
}

const Kind& any_kind(World& world) {
  static const auto weights = [] {
    std::vector<unsigned> all;
    for (const auto& kind : kinds()) all.push_back(kind.weight);
    return all;
  }();
  return kinds()[world.random.weighted(weights)];
}

bool write_of_ticket(World& world) {
  if (world.spoken_of.empty()) return false;
  const std::size_t all = world.spoken_of.size();
  const std::size_t which = world.random.percent(80) ? all - 1 - world.random.below(std::min(kLately, all))
                                                     : world.random.below(all);
  Told told = something(world, any_kind(world), world.spoken_of[which]);
  if (world.random.percent(55))
    if (const auto insider = of_its_team(world, told.ticket); !insider.empty()) told.actor = insider;
  if (told.kind == "merged" && world.random.percent(50)) told.actor = "support@service.example";
  if (world.random.one_in(25) && told.kind != "opened") told.actor.clear();
  world.say(told);
  return true;
}

// A hub tells of one of its people, for whom tickets are then decided otherwise.
bool tell_of_an_admin(World& world) {
  static constexpr std::array<const char*, 3> kHubs{"north/prod", "south/prod", "east/event"};
  const auto& all = kinds();
  const auto which = world.random.percent(55) ? std::string_view("admin_added") : "admin_removed";
  const auto kind = std::ranges::find(all, which, &Kind::name);
  Told told = something(world, *kind, "");
  told.hub = world.random.of(kHubs);
  world.say(told);
  return true;
}

bool write_too_early(World& world) {
  if (world.not_opened.size() > 20) return false;
  const std::string ticket = "T" + std::to_string(++world.next_ticket);
  world.spoken_of.push_back(ticket);
  world.not_opened.push_back(ticket);
  world.say(something(world, any_kind(world), ticket));
  return true;
}

// Repeats what was sent before: in the same bytes, in others, or with another content under the same id.
bool repeat(World& world) {
  if (world.ledger.size() == 0) return false;
  const std::size_t all = world.ledger.size();
  const Serial which = world.random.percent(70) ? all - 1 - world.random.below(std::min<std::size_t>(all, 20))
                                                : world.random.below(all);
  const Sent& sent = world.ledger.sent(which);
  if (sent.own) return false;
  if (!sent.told) {
    world.counts.add("fault", "unreadable message repeated");
    world.node.accept(world.ledger.mumble(sent.message));
    return true;
  }
  Told told = *sent.told;
  if (world.random.percent(25)) {
    told.occurred_at += std::chrono::seconds{1};
    world.counts.add("fault", "event id with other content");
    world.say(told);
    return true;
  }
  auto message = sent.message;
  if (world.random.percent(25)) {
    message.body += " ";
    message.full_size = message.body.size();
  }
  world.counts.add("fault", "event repeated");
  world.node.accept(world.ledger.tell(told, std::move(message)));
  return true;
}

bool mumble(World& world) {
  auto message = garbled(world.random, written(something(world, opened(), "U1")));
  world.counts.add("fault", "unreadable message");
  world.node.accept(world.ledger.mumble(std::move(message)));
  world.diary.note("something that cannot be read");
  return true;
}

// People wait a little when nobody gets anywhere, or a slow seed would be all intake.
template <bool (*speak)(World&)>
bool unless_too_much_waits(World& world) {
  return world.node.waiting() < kPatience && speak(world);
}

constexpr std::array kActions{Action{"open a ticket", 60, unless_too_much_waits<open_ticket>},
                              Action{"write of a ticket", 190, unless_too_much_waits<write_of_ticket>},
                              Action{"tell of an admin", 8, unless_too_much_waits<tell_of_an_admin>},
                              Action{"write too early", 12, unless_too_much_waits<write_too_early>},
                              Action{"repeat", 30, unless_too_much_waits<repeat>},
                              Action{"mumble", 8, unless_too_much_waits<mumble>}};

}  // namespace

Told World::by_somebody(std::string_view kind, std::string ticket, std::string member) {
  const auto& actor = random.of(people());
  // Clocks of producers are not ours: some run ahead, some events come a day late.
  auto at = clock.at - std::chrono::seconds{random.below(120)};
  if (random.one_in(10)) at -= std::chrono::minutes{random.below(60 * 24)};
  if (random.one_in(20)) at += std::chrono::seconds{random.below(600)};
  std::string hub(random.percent(70) ? random.of(hubs()) : "");
  if (hub.empty() && kind.starts_with("admin_")) hub = "north/prod";  // without one it cannot be read
  return {.kind = std::string(kind),
          .event_id = "e" + std::to_string(++next_event),
          .ticket = std::move(ticket),
          .actor = std::string(actor.id),
          .hub = std::move(hub),
          .user = user_of_the_broker(*this),
          .occurred_at = at,
          .member = std::move(member),
          .reply_to = wanted_at(*this)};
}

Serial World::say(const Told& told) {
  const Serial serial = ledger.tell(told, written(told));
  diary.note(told.actor + " tells " + told.kind + " of " + told.ticket + " as " + told.event_id);
  node.accept(serial);
  return serial;
}

std::span<const Action> what_people_do() { return kActions; }

}  // namespace triaged::simulation

#include "decide/incident_steps.hpp"

#include <algorithm>

#include "decide/paging.hpp"

namespace triaged::decide {

using domain::IncidentClock;
using domain::IncidentNoticeKind;
using domain::IncidentState;
using domain::Refusal;

namespace {

constexpr std::size_t kTitleMax = 200;  // bytes; a title is a subject, which may be long

// The first role is that of whoever takes the incident up, until somebody else is named.
void lead_by(IncidentChange& change, const domain::ActorId& who) {
  const auto& roles = change.policy.incidents.roles;
  if (!roles.empty() && !who.empty()) change.incident.roles.try_emplace(roles.front(), who);
}

// Between two characters, not within one of UTF-8.
std::string cut(std::string title) {
  if (title.size() <= kTitleMax) return title;
  std::size_t end = kTitleMax;
  while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xC0) == 0x80) --end;
  title.resize(end);
  return title + "…";
}

std::string where(const IncidentPlace& place) {
  if (!place.hub.empty()) return place.hub.value;
  if (!place.community.empty()) return place.community.value;
  return place.cluster.empty() ? "a place unknown" : "cluster " + place.cluster.value;
}

void start_reminders(IncidentChange& change) {
  const auto& policy = change.policy.incidents;
  if (!missing(change.incident, policy).empty()) change.start(IncidentClock::incomplete, policy.remind_every);
  change.start(IncidentClock::update, policy.update_every);
}

// Where enough hubs of a cluster have one, the cluster does. Does it?
bool look_at_cluster(IncidentChange& change) {
  const auto& threshold = change.policy.incidents.cluster_threshold;
  const auto& incident = change.incident;
  const bool of_a_hub = !incident.hub.empty() && !incident.cluster.empty();
  if (!threshold || !of_a_hub || change.view.siblings.size() + 1 < threshold->hubs) return false;
  const auto hubs = std::to_string(change.view.siblings.size() + 1) + " hubs of " + incident.cluster.value;
  change.follow(domain::IncidentFound{.ticket = {},
                                      .title = hubs + ": " + incident.title,
                                      .symptom = incident.symptom,
                                      .severity = incident.severity,
                                      .hub = {},
                                      .community = {},
                                      .cluster = incident.cluster,
                                      .code = domain::ReasonCode::incident,
                                      .rule = {},
                                      .because = hubs + " have incidents"});
  return true;
}

// Those of its hubs that go on and are part of nothing yet.
void take_in_hubs(IncidentChange& change) {
  auto& incident = change.incident;
  if (!incident.hub.empty() || !incident.community.empty()) return;
  if (!change.view.siblings.empty())
    incident.severity = std::max(incident.severity, change.view.worst_sibling);
  for (const auto& child : change.view.siblings) {
    if (std::ranges::find(incident.children, child) == incident.children.end())
      incident.children.push_back(child);
    change.follow(domain::IncidentJoined{.incident = child, .parent = incident.id, .child = child});
  }
}

// Its cluster's is paged in its place: one that goes on, or one that it is the last to bring about.
void page_it_or_its_cluster(IncidentChange& change, const std::string& why) {
  auto& incident = change.incident;
  change.start(IncidentClock::update, change.policy.incidents.update_every);
  if (const auto* parent = change.view.parent; parent != nullptr && !incident.hub.empty()) {
    incident.parent = parent->id;
    incident.reason.text = why + "; part of " + parent->id.value;
    take_up_with(change, *parent);
    change.follow(domain::IncidentJoined{.incident = parent->id, .parent = parent->id, .child = incident.id});
    return pass_severity_on(change);
  }
  if (look_at_cluster(change)) return;
  page_first(change, why);
  start_reminders(change);
}

void add(std::vector<domain::TicketId>& list, const domain::TicketId& ticket) {
  if (std::ranges::find(list, ticket) == list.end()) list.push_back(ticket);
}

void gather(IncidentChange& change) {
  auto& incident = change.incident;
  for (const auto& report : change.view.same_symptom) {
    add(incident.tickets, report.id);
    std::erase(incident.over, report.id);
    incident.severity = std::max(incident.severity, report.severity);
    change.follow(domain::Linked{incident.id}, report.id);
  }
  for (const auto& report : change.view.other_symptom) {
    add(incident.suspected, report.id);
    change.follow(domain::Suspected{incident.id}, report.id);
  }
}

// Of one cluster, or of one community. Nothing says that one at a place unknown is not.
bool may_be_one(const domain::Incident& one, const domain::Incident& other) {
  if (place_of(one).empty() || place_of(other).empty()) return true;
  return (!one.cluster.empty() && one.cluster == other.cluster) ||
         (!one.community.empty() && one.community == other.community);
}

// Where reports will come from that are the other one's from now on.
std::vector<IncidentPlace> places_of(const domain::Incident& incident) {
  auto places = incident.also_at;
  if (const auto place = place_of(incident); !place.empty()) places.insert(places.begin(), place);
  return places;
}

// Those who are told of its parent have heard.
void tell_unless_heard(IncidentChange& change, IncidentNoticeKind kind) {
  if (change.told_by_its_parent()) return;
  change.tell_on_call(kind);
  change.tell_liaison(kind);
}

// Its parent may end with it.
void tell_parent_of_its_end(IncidentChange& change) {
  const auto& incident = change.incident;
  if (incident.parent.empty() || change.told_by_its_parent()) return;
  change.follow(domain::IncidentReported{.incident = incident.parent,
                                         .ticket = {},
                                         .how = domain::IncidentReported::How::over,
                                         .severity = incident.severity,
                                         .other = incident.id});
}

}  // namespace

void take_up_with(IncidentChange& change, const domain::Incident& parent) {
  auto& incident = change.incident;
  if (parent.state != IncidentState::acknowledged || incident.state != IncidentState::open) return;
  incident.state = IncidentState::acknowledged;
  incident.acknowledged_at = change.now;
  incident.acknowledged_by = parent.acknowledged_by;
  lead_by(change, parent.acknowledged_by);
  incident.reason.text += ", acknowledged by " + parent.acknowledged_by.value;
}

void pass_severity_on(IncidentChange& change) {
  const auto& incident = change.incident;
  const auto* parent = change.view.parent;
  if (parent == nullptr || incident.parent != parent->id || incident.severity <= parent->severity) return;
  change.follow(domain::IncidentSeverity{
      .incident = parent->id,
      .severity = incident.severity,
      .reason = "as " + incident.id.value + " at " + where(place_of(incident)) + " is"});
}

void begin(IncidentChange& change, Beginning beginning) {
  auto& incident = change.incident;
  incident.state = IncidentState::open;
  incident.title =
      cut(beginning.title.empty() ? "Incident at " + where(beginning.where) : std::move(beginning.title));
  incident.symptom = std::move(beginning.symptom);
  incident.severity = beginning.severity;
  incident.hub = beginning.where.hub;
  incident.community = beginning.where.community;
  incident.cluster = beginning.where.cluster;
  incident.opened_at = incident.updated_at = change.now;
  incident.reason = std::move(beginning.reason);
  if (const auto* found = std::get_if<domain::IncidentFound>(&change.event.body);
      found != nullptr && !found->ticket.empty()) {
    incident.tickets.push_back(found->ticket);
    incident.confidential = found->confidential;
    change.follow(domain::Linked{incident.id}, found->ticket);
  }
  if (!incident.confidential) gather(change);
  take_in_hubs(change);
  const auto why = incident.reason;
  page_it_or_its_cluster(change, why.text);
  incident.reason.code = why.code;
  incident.reason.rule = why.rule;
  change.tell_liaison(IncidentNoticeKind::opened);
  change.tell_community(IncidentNoticeKind::opened);
}

void join_in(IncidentChange& change, const Beginning& said) {
  auto& incident = change.incident;
  const bool worse = said.severity > incident.severity;
  if (const auto* found = std::get_if<domain::IncidentFound>(&change.event.body);
      found != nullptr && !found->ticket.empty()) {
    const bool alike = is_comparable(said.symptom) && said.symptom == incident.symptom;
    auto& list = alike ? incident.tickets : incident.suspected;
    if (std::ranges::find(list, found->ticket) == list.end()) list.push_back(found->ticket);
    if (alike)
      change.follow(domain::Linked{incident.id}, found->ticket);
    else
      change.follow(domain::Suspected{incident.id}, found->ticket);
  }
  incident.reason = said.reason;
  if (!worse) return change.tell_on_call(IncidentNoticeKind::linked);
  incident.severity = said.severity;
  if (incident.state == IncidentState::open && incident.parent.empty())
    return page_first(change, incident.reason.text);
  pass_severity_on(change);
  change.tell_on_call(IncidentNoticeKind::updated);
}

void come_back(IncidentChange& change, const std::string& why) {
  auto& incident = change.incident;
  incident.state = IncidentState::open;
  incident.acknowledged_at.reset();
  incident.acknowledged_by = {};
  incident.resolved_at.reset();
  incident.paged_at.reset();
  incident.community_informed = false;
  incident.parent = {};
  incident.updated_at = change.now;
  change.stop_all_clocks();
  if (const auto* found = std::get_if<domain::IncidentFound>(&change.event.body)) {
    incident.severity = std::max(incident.severity, found->severity);
    if (!found->ticket.empty()) {
      add(incident.tickets, found->ticket);
      std::erase(incident.over, found->ticket);  // the others are over until they are heard of again
      change.follow(domain::Linked{incident.id}, found->ticket);
    }
  }
  gather(change);
  take_in_hubs(change);
  incident.reason = {.code = domain::ReasonCode::incident, .rule = {}, .text = why};
  page_it_or_its_cluster(change, why);
  change.tell_liaison(IncidentNoticeKind::reopened);
  change.tell_community(IncidentNoticeKind::reopened);
}

void acknowledge(IncidentChange& change) {
  auto& incident = change.incident;
  incident.reason = change.because("acknowledged");
  if (incident.state == IncidentState::open) {
    incident.state = IncidentState::acknowledged;
    incident.acknowledged_at = change.now;
    incident.acknowledged_by = change.event.actor;
    lead_by(change, change.event.actor);
    stop_paging(change);
    for (const auto& child : incident.children) change.follow(domain::IncidentAcknowledged{child});
  }
  tell_unless_heard(change, IncidentNoticeKind::acknowledged);
}

void update(IncidentChange& change, const domain::IncidentUpdated& said) {
  auto& incident = change.incident;
  if (!said.channel.empty()) incident.channel = said.channel;
  incident.community_informed = incident.community_informed || said.community_informed;
  incident.updated_at = change.now;
  incident.reason = change.because("an update", said.text);
  if (is_going_on(incident)) {
    change.start(IncidentClock::update, change.policy.incidents.update_every);
    if (missing(incident, change.policy.incidents).empty()) change.stop(IncidentClock::incomplete);
    for (const auto& child : incident.children)
      change.follow(domain::IncidentUpdated{.incident = child,
                                            .text = said.text,
                                            .channel = said.channel,
                                            .community_informed = said.community_informed});
  }
  tell_unless_heard(change, IncidentNoticeKind::updated);
  change.tell_community(IncidentNoticeKind::updated);
}

std::optional<Refusal> name_role(IncidentChange& change, const domain::IncidentRole& who) {
  const auto& roles = change.policy.incidents.roles;
  if (std::ranges::find(roles, who.role) == roles.end()) return Refusal::wrong_state;
  change.incident.roles.insert_or_assign(who.role, who.actor);
  change.incident.reason = change.because(who.role + " is " + who.actor.value + ", named");
  change.tell_on_call(IncidentNoticeKind::updated);
  change.tell_liaison(IncidentNoticeKind::updated);
  return {};
}

void change_severity(IncidentChange& change, const domain::IncidentSeverity& to) {
  auto& incident = change.incident;
  const bool rises = to.severity > incident.severity;
  incident.severity = to.severity;
  incident.reason = change.because("severity set to " + std::string(name(to.severity)), to.reason);
  if (rises && incident.state == IncidentState::open && incident.parent.empty())
    page_first(change, incident.reason.text);
  else
    change.tell_on_call(IncidentNoticeKind::updated);
  pass_severity_on(change);
  change.tell_liaison(IncidentNoticeKind::updated);
}

std::optional<Refusal> merge(IncidentChange& change) {
  auto& incident = change.incident;
  const auto* into = change.view.into;
  if (into == nullptr) return Refusal::unknown_incident;
  if (into->id == incident.id || into->parent == incident.id) return Refusal::cycle;
  if (!is_going_on(*into) || !may_be_one(incident, *into)) return Refusal::wrong_state;
  incident.state = IncidentState::merged;
  incident.merged_into = into->id;
  incident.reason = change.because("merged into " + into->id.value);
  incident.held.clear();
  change.stop_all_clocks();
  change.follow(domain::IncidentReported{.incident = into->id,
                                         .ticket = {},
                                         .how = domain::IncidentReported::How::merged,
                                         .severity = incident.severity,
                                         .other = incident.id,
                                         .places = places_of(incident)});
  // The one that goes on lists them from now on, so that after a crash nobody takes them for done.
  const auto goes_over = [&](const domain::TicketId& ticket, domain::IncidentReported::How how) {
    change.follow(
        domain::IncidentReported{
            .incident = into->id, .ticket = ticket, .how = how, .severity = incident.severity},
        ticket);
  };
  for (const auto& ticket : incident.tickets) {
    if (std::ranges::find(incident.over, ticket) != incident.over.end()) continue;
    goes_over(ticket, domain::IncidentReported::How::linked);
    change.follow(domain::Linked{into->id}, ticket);
  }
  for (const auto& ticket : incident.suspected) {
    goes_over(ticket, domain::IncidentReported::How::suspected);
    change.follow(domain::Suspected{into->id}, ticket);
  }
  for (const auto& child : incident.children) {
    change.follow(domain::IncidentJoined{.incident = child, .parent = into->id, .child = child});
    change.follow(domain::IncidentJoined{.incident = into->id, .parent = into->id, .child = child});
  }
  if (into->id != incident.parent) tell_parent_of_its_end(change);  // there it goes on
  change.tell_on_call(IncidentNoticeKind::updated);
  change.tell_liaison(IncidentNoticeKind::updated);
  return {};
}

void resolve(IncidentChange& change, const std::string& how) {
  auto& incident = change.incident;
  incident.state = IncidentState::resolved;
  incident.resolved_at = change.now;
  incident.reason = change.because("resolved", how);
  incident.held.clear();
  change.stop_all_clocks();
  change.start(IncidentClock::closing, change.policy.incidents.reopen_within);
  for (const auto& ticket : incident.tickets)
    change.follow(domain::IncidentOver{.incident = incident.id, .resolution = how}, ticket);
  for (const auto& ticket : incident.suspected)
    change.follow(domain::IncidentOver{.incident = incident.id, .resolution = how}, ticket);
  for (const auto& child : incident.children)
    change.follow(domain::IncidentResolved{.incident = child, .resolution = how});
  tell_parent_of_its_end(change);
  tell_unless_heard(change, IncidentNoticeKind::resolved);
  change.tell_community(IncidentNoticeKind::resolved);
}

}  // namespace triaged::decide

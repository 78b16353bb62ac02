// One event body of each kind that producers tell of an open ticket, of alerts, incidents and silences, with
// all that it can hold.
#pragma once

#include <vector>

#include <triaged/domain/event.hpp>

namespace triaged::codec {

inline std::vector<domain::EventBody> full_bodies() {
  const auto friday = domain::from_rfc3339("2026-03-06T17:30:00.000001Z");
  const domain::ActorId representative{"rep@utoronto.example"};
  const domain::AlertKey alert{.source = "alertmanager-1", .fingerprint = "9f2c", .starts_at = *friday};
  const domain::IncidentId incident{"INC-7"};
  return {
      domain::Commented{.body = "Grüße, it still breaks.",
                        .channel = "email",
                        .automatic = true,
                        .needed_by = friday,
                        .truncated = false},
      domain::Associated{.hub = domain::HubId{"utoronto/prod"}, .community = domain::CommunityId{"u-of-t"}},
      domain::Acknowledged{.assignee = domain::ActorId{"grace@2i2c.example"}},
      domain::Paused{.reason = "the vendor is asked", .waiting_for = domain::WaitingFor::us, .until = friday},
      domain::Resolved{.resolution = "restarted"},
      domain::Reopened{.reason = "it came back"},
      domain::Escalated{.reason = "needs cloud access"},
      domain::HandedOver{.team = domain::TeamId{"engineering"}, .reason = "a node is gone"},
      domain::SeverityChanged{.severity = domain::Severity::critical, .reason = "an exam"},
      domain::Approved{.comment = "yes", .on_behalf_of = representative},
      domain::Declined{.reason = "too dear", .on_behalf_of = representative},
      domain::Merged{.into = domain::TicketId{"FD-975"}},
      domain::Withdrawn{.reason = "solved myself"},
      domain::AdminAdded{.admin = domain::ActorId{"new@utoronto.example"}},
      domain::AdminRemoved{.admin = domain::ActorId{"former@utoronto.example"}},
      domain::AlertFired{.alert = alert,
                         .name = "HubDown",
                         .labels = {{"cluster", "utoronto"}, {"hub", "prod"}},
                         .annotations = {{"summary", "Nobody can log in.\nGrüße"}},
                         .generator_url = "https://prometheus.utoronto.example/graph?g0.expr=up+%3D%3D+0"},
      domain::AlertCleared{.alert = alert, .ends_at = *friday + std::chrono::hours{1}},
      domain::Heartbeat{.name = "Watchdog", .cluster = domain::ClusterId{"utoronto"}},
      domain::IncidentDeclared{
          .title = "Nobody can log in", .symptom = "login", .severity = domain::Severity::high},
      domain::IncidentAcknowledged{.incident = incident},
      domain::IncidentUpdated{.incident = incident,
                              .text = "rolled back",
                              .channel = "https://chat.2i2c.example/incident-7",
                              .community_informed = true},
      domain::IncidentRole{.incident = incident, .role = "lead", .actor = representative},
      domain::IncidentSeverity{
          .incident = incident, .severity = domain::Severity::high, .reason = "half of the users"},
      domain::IncidentMerged{.incident = incident, .into = domain::IncidentId{"INC-6"}},
      domain::IncidentResolved{.incident = incident, .resolution = "rolled back"},
      domain::IncidentReopened{.incident = incident, .reason = "again"},
      domain::Linked{.incident = incident},
      domain::Unlinked{.incident = incident},
      domain::SilenceSet{.silence = domain::SilenceId{"S-1"},
                         .matchers = {{.name = "cluster", .value = "utoronto", .is_regex = false},
                                      {.name = "hub", .value = "stag.*", .is_regex = true}},
                         .starts_at = friday,
                         .ends_at = *friday + std::chrono::hours{2},
                         .reason = "an upgrade"},
      domain::SilenceEnded{.silence = domain::SilenceId{"S-1"}},
  };
}

// … and with as little as it may.
inline std::vector<domain::EventBody> sparse_bodies() {
  return {
      domain::Commented{},
      domain::Associated{.hub = domain::HubId{"utoronto/prod"}, .community = {}},
      domain::Associated{.hub = {}, .community = domain::CommunityId{"u-of-t"}},
      domain::Acknowledged{},
      domain::Paused{},
      domain::Resolved{},
      domain::Reopened{},
      domain::Escalated{},
      domain::HandedOver{.team = domain::TeamId{"engineering"}, .reason = {}},
      domain::SeverityChanged{.severity = domain::Severity::low, .reason = {}},
      domain::Approved{},
      domain::Declined{},
      domain::Withdrawn{},
      domain::AlertFired{.alert = {.source = "a", .fingerprint = "f", .starts_at = {}},
                         .name = "n",
                         .labels = {},
                         .annotations = {},
                         .generator_url = {}},
      domain::AlertCleared{.alert = {.source = "a", .fingerprint = "f", .starts_at = {}}, .ends_at = {}},
      domain::Heartbeat{.name = "Watchdog", .cluster = {}},
      domain::IncidentDeclared{.title = "t", .symptom = {}, .severity = domain::Severity::critical},
      domain::IncidentUpdated{
          .incident = domain::IncidentId{"INC-7"}, .text = "t", .channel = {}, .community_informed = false},
      domain::IncidentSeverity{
          .incident = domain::IncidentId{"INC-7"}, .severity = domain::Severity::low, .reason = {}},
      domain::IncidentResolved{.incident = domain::IncidentId{"INC-7"}, .resolution = {}},
      domain::IncidentReopened{.incident = domain::IncidentId{"INC-7"}, .reason = {}},
      domain::SilenceSet{.silence = domain::SilenceId{"S-1"},
                         .matchers = {{.name = "hub", .value = {}, .is_regex = false}},
                         .starts_at = {},
                         .ends_at = {},
                         .reason = {}},
  };
}

// … and what the daemon tells itself.
inline std::vector<domain::EventBody> own_bodies() {
  const domain::IncidentId incident{"INC-7"};
  const domain::TicketId ticket{"FD-975"};
  std::vector<domain::EventBody> bodies{
      domain::Deadline{.clock = domain::Clock::quiet},
      domain::Joined{.from = ticket, .requesters = {domain::ActorId{"ada@example.org"}}},
      domain::TeamLost{},
      domain::Suspected{.incident = incident},
      domain::IncidentOver{.incident = incident, .resolution = "rolled back"},
      domain::Unsilenced{.silence = domain::SilenceId{"S-1"}},
      domain::IncidentFound{.ticket = ticket,
                            .title = "Nobody can log in",
                            .symptom = "login",
                            .severity = domain::Severity::high,
                            .hub = domain::HubId{"utoronto/prod"},
                            .community = domain::CommunityId{"u-of-t"},
                            .cluster = domain::ClusterId{"utoronto"},
                            .code = domain::ReasonCode::storm,
                            .rule = domain::RuleName{"r6"},
                            .because = "5 requesters in 10 min"},
      domain::IncidentJoined{
          .incident = incident, .parent = domain::IncidentId{"INC-9"}, .child = domain::IncidentId{"INC-7"}},
      domain::PageRefused{.incident = incident, .level = 2, .why = "400: no such key"},
  };
  using How = domain::IncidentReported::How;
  for (const How how : {How::linked, How::suspected, How::left, How::over, How::again, How::merged})
    bodies.emplace_back(domain::IncidentReported{.incident = incident,
                                                 .ticket = ticket,
                                                 .how = how,
                                                 .severity = domain::Severity::high,
                                                 .other = domain::IncidentId{"INC-9"},
                                                 .places = {{.hub = domain::HubId{"utoronto/prod"},
                                                             .community = domain::CommunityId{"u-of-t"},
                                                             .cluster = domain::ClusterId{"utoronto"}},
                                                            {}}});
  for (std::size_t i = 0; i < domain::names<domain::IncidentClock>().size(); ++i)
    bodies.emplace_back(
        domain::IncidentDeadline{.incident = incident, .clock = static_cast<domain::IncidentClock>(i)});
  return bodies;
}

}  // namespace triaged::codec

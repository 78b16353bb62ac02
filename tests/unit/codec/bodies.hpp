// One event body of each kind that producers tell of an open ticket, with all that it can hold.
#pragma once

#include <vector>

#include <triaged/domain/event.hpp>

namespace triaged::codec {

inline std::vector<domain::EventBody> full_bodies() {
  const auto friday = domain::from_rfc3339("2026-03-06T17:30:00.000001Z");
  const domain::ActorId representative{"rep@utoronto.example"};
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
  };
}

}  // namespace triaged::codec

// Identities are types: a TicketId where a HubId is meant does not compile.
// An empty id means "not known"; unknown hubs and communities are values, never errors.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace triaged::domain {

template <class Tag>
struct Id {
  std::string value;

  Id() = default;
  explicit Id(std::string text) : value(std::move(text)) {}
  explicit Id(std::string_view text) : value(text) {}
  explicit Id(const char* text) : value(text) {}

  [[nodiscard]] bool empty() const noexcept { return value.empty(); }
  auto operator<=>(const Id&) const = default;
};

using TicketId = Id<struct TicketIdTag>;        // "FD-974"; global, chosen by the producer
using EventId = Id<struct EventIdTag>;          // unique per producer
using ActorId = Id<struct ActorIdTag>;          // mail address or login, opaque
using ProducerId = Id<struct ProducerIdTag>;    // a RabbitMQ user, or "anonymous"
using HubId = Id<struct HubIdTag>;              // "cluster/hub": "utoronto/prod"
using ClusterId = Id<struct ClusterIdTag>;      // "utoronto"
using CommunityId = Id<struct CommunityIdTag>;  // "utoronto", "2i2c-ohw"
using TeamId = Id<struct TeamIdTag>;            // "support"; the rungs' teams bear the rungs' names
using RuleName = Id<struct RuleNameTag>;        // "outage-to-engineering"
using NoticeId = Id<struct NoticeIdTag>;        // "FD-974:1:0@1", see notice.hpp
using IncidentId = Id<struct IncidentIdTag>;    // "INC-7"; given out by the daemon, rising, never reused
using SilenceId = Id<struct SilenceIdTag>;      // chosen by whoever sets it

}  // namespace triaged::domain

template <class Tag>
struct std::hash<triaged::domain::Id<Tag>> {
  std::size_t operator()(const triaged::domain::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};

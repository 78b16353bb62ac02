// What is published: one notice to one audience about one version of a ticket.
#pragma once

#include <cstdint>
#include <string>

#include <triaged/domain/ticket.hpp>

namespace triaged::domain {

// The audience of notices for requesters; not a team of the directory.
inline constexpr std::string_view kRequester = "requester";

struct Notice {
  NoticeId id;
  NoticeKind kind{};
  TeamId team;  // who it is for; kRequester for the requester
  std::optional<Rung> rung;
  TeamId previous_team;
  std::string queue;  // where it is published
  Format format = Format::protobuf;
  Ticket ticket;        // as of this version
  std::string subject;  // as the requester wrote them, cut to the limits
  std::string body;
  Labels labels;  // the event's own and those the rules set
  bool truncated = false;
  Reason reason;
  Digest ruleset;  // the rule set it was decided under
  Instant at{};    // when it was decided
  std::string traceparent;

  bool operator==(const Notice&) const = default;
};

// "<ticket>:<version>:<index>@<store epoch>": the same notice repeated has the same id, and after a restore
// from a backup (which raises the epoch) no two different notices share one.
[[nodiscard]] NoticeId notice_id(const TicketId& ticket, std::uint32_t version, std::uint32_t index,
                                 std::uint32_t epoch);

}  // namespace triaged::domain

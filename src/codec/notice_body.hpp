// The two forms of a notice's body, and of that of an incident's.
#pragma once

#include <triaged/domain/incident.hpp>
#include <triaged/domain/notice.hpp>

namespace triaged::codec {

[[nodiscard]] domain::Bytes notice_as_protobuf(const domain::Notice& notice);

// What a notice's JSON says of the ticket, kept for the next notice: those of one change mostly say the same.
struct TicketJson {
  const domain::Notice* of = nullptr;  // must still be as it was; nullptr: of none yet
  domain::Bytes text;
};
[[nodiscard]] domain::Bytes notice_as_json(const domain::Notice& notice, TicketJson& last);

[[nodiscard]] domain::Bytes notice_as_protobuf(const domain::IncidentNotice& notice);
[[nodiscard]] domain::Bytes notice_as_json(const domain::IncidentNotice& notice);

// Ids in one list of an incident's notice; the first ones are kept, and their number is said beside them.
inline constexpr std::size_t kNoticeIds = 1000;

// The incident that the ticket is part of; empty where somebody only suspects so.
[[nodiscard]] inline std::string_view linked_to(const domain::Ticket& ticket) noexcept {
  return ticket.suspected ? std::string_view{} : ticket.incident_id.value;
}

// The rung's name, empty for none.
[[nodiscard]] inline std::string_view rung_name(const std::optional<domain::Rung>& rung) noexcept {
  return rung ? domain::name(*rung) : std::string_view{};
}

// When the ticket's running clocks end; nothing for one that stands still or that it has not.
struct Deadlines {
  std::optional<domain::Instant> first_response;  // or of the next one: a team has one of them to give
  std::optional<domain::Instant> resolution;

  [[nodiscard]] bool any() const noexcept { return first_response || resolution; }
};
[[nodiscard]] inline Deadlines deadlines(const domain::Ticket& ticket) noexcept {
  Deadlines ends;
  for (const auto& timer : ticket.timers) {
    const bool response =
        timer.clock == domain::Clock::first_response || timer.clock == domain::Clock::next_response;
    if (response && !ends.first_response) ends.first_response = timer.due;
    if (timer.clock == domain::Clock::resolution) ends.resolution = timer.due;
  }
  return ends;
}

// Empty for a digest of nothing.
[[nodiscard]] inline std::string ruleset_text(const domain::Digest& ruleset) {
  return ruleset == domain::Digest{} ? std::string{} : domain::to_text(ruleset);
}

}  // namespace triaged::codec

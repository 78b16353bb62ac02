#include <algorithm>

#include <triaged/domain/notice.hpp>

namespace triaged::domain {

std::string to_text(const Digest& digest) {
  static constexpr char kHex[] = "0123456789abcdef";
  static constexpr std::string_view kPrefix = "sha256:";
  std::string text(kPrefix.size() + 2 * digest.octets.size(), '\0');
  char* to = std::copy(kPrefix.begin(), kPrefix.end(), text.data());
  for (const std::uint8_t octet : digest.octets) {
    *to++ = kHex[octet >> 4];
    *to++ = kHex[octet & 15];
  }
  return text;
}

bool is_active(TicketState state) noexcept {
  switch (state) {
    case TicketState::open:
    case TicketState::acknowledged:
    case TicketState::pending:
    case TicketState::awaiting_approval:
      return true;
    case TicketState::resolved:
    case TicketState::closed:
    case TicketState::withdrawn:
    case TicketState::merged:
      return false;
  }
  return false;
}

bool is_open(TicketState state) noexcept {
  switch (state) {
    case TicketState::open:
    case TicketState::acknowledged:
    case TicketState::pending:
    case TicketState::awaiting_approval:
    case TicketState::resolved:
      return true;  // may come back until it is closed
    case TicketState::closed:
    case TicketState::withdrawn:
    case TicketState::merged:
      return false;
  }
  return false;
}

const Timer* timer(const Ticket& ticket, Clock clock) noexcept {
  for (const auto& one : ticket.timers)
    if (one.clock == clock) return &one;
  return nullptr;
}

std::optional<Due> next_due(const Ticket& ticket) noexcept {
  std::optional<Due> next;
  for (const auto& one : ticket.timers) {
    if (!one.due) continue;
    const Due due{.at = one.remind ? std::min(*one.remind, *one.due) : *one.due, .clock = one.clock};
    if (!next || due < *next) next = due;
  }
  return next;
}

NoticeId notice_id(const TicketId& ticket, std::uint32_t version, std::uint32_t index, std::uint32_t epoch) {
  std::string text = ticket.value;
  text.append(":").append(std::to_string(version)).append(":").append(std::to_string(index));
  text.append("@").append(std::to_string(epoch));
  return NoticeId{std::move(text)};
}

}  // namespace triaged::domain

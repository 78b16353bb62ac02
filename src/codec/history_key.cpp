#include <triaged/codec/state.hpp>

namespace triaged::codec {

domain::TicketId history_key(const domain::TicketEvent& event) {
  const bool about_admins = std::holds_alternative<domain::AdminAdded>(event.body) ||
                            std::holds_alternative<domain::AdminRemoved>(event.body);
  return about_admins ? domain::TicketId("HUB:" + event.hub.value) : event.ticket_id;
}

}  // namespace triaged::codec

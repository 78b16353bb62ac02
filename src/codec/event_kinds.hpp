// Which member of TicketEvent is which EventKind. They bear the same names; the numbers need not agree.
#pragma once

#include <optional>

#include <google/protobuf/descriptor.h>

#include <triaged/domain/words.hpp>

namespace triaged::codec {

// By the number of the member's field; nothing for a number that is none of a member.
[[nodiscard]] std::optional<domain::EventKind> event_kind(int field_number) noexcept;

// Never null. Throws std::logic_error for a kind that no producer tells: there is no such member.
[[nodiscard]] const google::protobuf::FieldDescriptor* event_field(domain::EventKind kind);

}  // namespace triaged::codec

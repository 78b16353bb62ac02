#include <array>
#include <stdexcept>
#include <string>

#include <codec/event_kinds.hpp>

#include <triaged/v1/event.pb.h>

namespace triaged::codec {
namespace {

constexpr std::size_t kNumbers = 64;  // above every field number of TicketEvent
using Kinds = std::array<std::optional<domain::EventKind>, kNumbers>;

const google::protobuf::OneofDescriptor& members() { return *v1::TicketEvent::descriptor()->oneof_decl(0); }

Kinds by_number() {
  Kinds kinds;
  for (int i = 0; i < members().field_count(); ++i) {
    const auto& field = *members().field(i);
    const auto kind = domain::parse<domain::EventKind>(field.name());
    if (!kind || static_cast<std::size_t>(*kind) >= domain::kToldKinds)
      throw std::logic_error("event.proto has a member that no producer may tell: " + field.name());
    kinds.at(static_cast<std::size_t>(field.number())) = kind;
  }
  return kinds;
}

}  // namespace

std::optional<domain::EventKind> event_kind(int field_number) noexcept {
  static const Kinds kinds = by_number();
  if (field_number < 0 || static_cast<std::size_t>(field_number) >= kNumbers) return std::nullopt;
  return kinds[static_cast<std::size_t>(field_number)];
}

const google::protobuf::FieldDescriptor* event_field(domain::EventKind kind) {
  const auto* field = v1::TicketEvent::descriptor()->FindFieldByName(std::string(domain::name(kind)));
  if (field == nullptr)
    throw std::logic_error("no member of event.proto: " + std::string(domain::name(kind)));
  return field;
}

}  // namespace triaged::codec

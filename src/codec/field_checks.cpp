#include <array>
#include <vector>

#include <codec/field_checks.hpp>
#include <codec/timestamp.hpp>
#include <codec/utf8.hpp>
#include <google/protobuf/descriptor.h>

#include <triaged/domain/incident.hpp>

namespace triaged::codec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

// Beside those of incidents: history_key.cpp, and alerts that have cleared before they fired.
constexpr std::array<std::string_view, 4> kReserved{"HUB:", "SILENCE:", "HEARTBEAT:", "ALERT:"};

std::string quoted(std::string_view field) { return "field `" + std::string(field) + "`"; }

// "low, normal, high or critical"
std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

bool is_control(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c < 0x20U || c == 0x7FU) return true;
  // U+0080 to U+009F
  return c == 0xC2U && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0U;
}

bool holds_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (is_control(text, at)) return true;
  return false;
}

}  // namespace

FieldChecks& FieldChecks::id(std::string_view field, std::string_view value) {
  if (value.size() > limits_.id)
    return fail(quoted(field) + " is longer than " + std::to_string(limits_.id) + " bytes");
  if (holds_control(value)) return fail(quoted(field) + " holds a control character");
  if (find_malformed(value) != std::string_view::npos) return fail(quoted(field) + " is not UTF-8");
  return *this;
}

FieldChecks& FieldChecks::needed(std::string_view field, std::string_view value) {
  return value.empty() ? fail(quoted(field) + " is missing") : *this;
}

FieldChecks& FieldChecks::ticket(std::string_view field, std::string_view value) {
  if (domain::incident_number(value))
    return fail(quoted(field) + " is `" + std::string(value) +
                "`; ids of this form are incidents', a ticket needs another one");
  for (const std::string_view begin : kReserved)
    if (value.starts_with(begin))
      return fail(quoted(field) + " begins with `" + std::string(begin) +
                  "`; the history keeps what is about no ticket under such ids, a ticket needs another one");
  return *this;
}

FieldChecks& FieldChecks::unknown_word(std::string_view field, std::span<const std::string_view> known) {
  return fail(quoted(field) + " must be " + listed(known));
}

FieldChecks& FieldChecks::text(std::string_view field, std::string_view value) {
  if (value.find('\0') != std::string_view::npos) return fail(quoted(field) + " holds a NUL");
  return *this;
}

FieldChecks& FieldChecks::all_of(std::string_view field, Message& message) {
  if (auto* timestamp = dynamic_cast<Timestamp*>(&message)) {
    const auto instant = from_timestamp(*timestamp);
    if (!instant) return fail(quoted(field) + " lies outside the years 1970 to 9999");
    set_timestamp(*timestamp, *instant);
    return *this;
  }
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> present;
  reflection.ListFields(message, &present);
  for (const FieldDescriptor* inner : present) {
    const std::string name = std::string(field) + "." + inner->name();
    const int count = inner->is_repeated() ? reflection.FieldSize(message, inner) : 1;
    for (int i = 0; i < count && !fault_; ++i) {
      if (inner->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
        all_of(name, inner->is_repeated() ? *reflection.MutableRepeatedMessage(&message, inner, i)
                                          : *reflection.MutableMessage(&message, inner));
      else if (inner->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
        text(name, inner->is_repeated() ? reflection.GetRepeatedString(message, inner, i)
                                        : reflection.GetString(message, inner));
    }
  }
  return *this;
}

FieldChecks& FieldChecks::fail(std::string detail) {
  if (!fault_) fault_ = Unreadable{domain::ParkReason::invalid_field, std::move(detail)};
  return *this;
}

}  // namespace triaged::codec

#include <cmath>
#include <utility>

#include <codec/json_builder.hpp>
#include <codec/nearest.hpp>
#include <codec/timestamp.hpp>
#include <google/protobuf/descriptor.h>

#include <triaged/domain/time.hpp>

namespace triaged::codec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Timestamp;

bool is_timestamp(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type() == Timestamp::descriptor();
}

const FieldDescriptor* find(const google::protobuf::Descriptor& message, const std::string& name) {
  if (const auto* field = message.FindFieldByName(name)) return field;
  return message.FindFieldByCamelcaseName(name);
}

std::string_view wanted(const FieldDescriptor& field) {
  if (field.is_map()) return "an object of strings";
  if (field.is_repeated()) return "an array of objects";
  if (is_timestamp(field)) return "an RFC 3339 string";
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return "an object";
  return field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL ? "true or false" : "a string";
}

}  // namespace

void JsonBuilder::begin_object() {
  if (frames_.empty()) return open(Frame::Kind::message, root_);
  Frame& top = frames_.back();
  const auto& reflection = *top.message->GetReflection();
  if (top.kind == Frame::Kind::list)
    return open(Frame::Kind::message, *reflection.AddMessage(top.message, top.field));
  if (top.kind == Frame::Kind::map) return wrong_type();
  const FieldDescriptor& field = *top.field;
  if (field.is_map()) return open(Frame::Kind::map, *top.message, &field);
  if (field.is_repeated() || is_timestamp(field) || field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
    return wrong_type();
  if (claim(top)) open(Frame::Kind::message, *reflection.MutableMessage(top.message, &field));
}

void JsonBuilder::begin_array() {
  if (frames_.empty() || frames_.back().kind != Frame::Kind::message) return wrong_type();
  Frame& top = frames_.back();
  if (!top.field->is_repeated() || top.field->is_map()) return wrong_type();
  open(Frame::Kind::list, *top.message, top.field);
}

// Invalidates references to frames.
void JsonBuilder::open(Frame::Kind kind, Message& message, const Field* field) {
  Frame& frame = frames_.emplace_back();
  frame.kind = kind;
  frame.message = &message;
  frame.field = field;
}

void JsonBuilder::key() {
  Frame& top = frames_.back();
  if (top.kind == Frame::Kind::message) return member(top);
  top.key = std::exchange(part_, {});
  if (!top.keys.insert(top.key).second)
    refuse("field `" + path() + "` names the key `" + legible(top.key, 64) + "` twice");
}

void JsonBuilder::member(Frame& frame) {
  const std::string name = std::exchange(part_, {});
  const auto& description = *frame.message->GetDescriptor();
  const FieldDescriptor* field = find(description, name);
  if (field == nullptr) {
    frame.field = nullptr;
    std::vector<std::string_view> known;
    for (int i = 0; i < description.field_count(); ++i) known.push_back(description.field(i)->name());
    const std::string within = path();
    std::string detail = "unknown field `" + within + (within.empty() ? "" : ".") + legible(name, 64) + "`";
    if (const auto near = nearest(name, known); !near.empty())
      detail.append("; did you mean `").append(near).append("`?");
    return refuse(std::move(detail));
  }
  frame.field = field;
  const auto index = static_cast<std::size_t>(field->index());
  if (frame.named.test(index)) return refuse("field `" + path() + "` is named twice");
  frame.named.set(index);
}

void JsonBuilder::string() {
  std::string text = std::exchange(part_, {});
  if (frames_.empty()) return wrong_type();
  Frame& top = frames_.back();
  switch (top.kind) {
    case Frame::Kind::message:
      return set_text(top, std::move(text));
    case Frame::Kind::map:
      return add_to_map(top, std::move(text));
    case Frame::Kind::list:
      return wrong_type();
  }
}

void JsonBuilder::set_text(Frame& frame, std::string text) {
  const FieldDescriptor& field = *frame.field;
  const auto& reflection = *frame.message->GetReflection();
  if (field.is_repeated()) return wrong_type();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING)
    return reflection.SetString(frame.message, &field, std::move(text));
  if (!is_timestamp(field)) return wrong_type();
  const auto instant = domain::from_rfc3339(text);
  if (!instant)
    return refuse("field `" + path() + "` is no point in time (RFC 3339, years 1970 to 9999): `" +
                  legible(text, 64) + "`");
  // Reflection hands out the base class; is_timestamp() has looked at what it really is.
  set_timestamp(dynamic_cast<Timestamp&>(*reflection.MutableMessage(frame.message, &field)), *instant);
}

void JsonBuilder::add_to_map(Frame& frame, std::string text) {
  Message& entry = *frame.message->GetReflection()->AddMessage(frame.message, frame.field);
  const auto& description = *entry.GetDescriptor();
  entry.GetReflection()->SetString(&entry, description.map_key(), std::move(frame.key));
  entry.GetReflection()->SetString(&entry, description.map_value(), std::move(text));
}

void JsonBuilder::boolean(bool value) {
  if (frames_.empty() || frames_.back().kind != Frame::Kind::message) return wrong_type();
  Frame& top = frames_.back();
  if (top.field->is_repeated() || top.field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) return wrong_type();
  top.message->GetReflection()->SetBool(top.message, top.field, value);
}

void JsonBuilder::number(double value) {
  if (std::isfinite(value)) return wrong_type();
  refuse("field `" + path() + "` is a number out of range");
}

void JsonBuilder::null() {
  // The proto3 mapping: a member that is null is a member that is missing.
  if (frames_.empty() || frames_.back().kind != Frame::Kind::message) wrong_type();
}

// Whether a member of a oneof may be set; when another one is, that is a fault.
bool JsonBuilder::claim(const Frame& frame) {
  const auto* one_of = frame.field->real_containing_oneof();
  const auto& reflection = *frame.message->GetReflection();
  if (one_of == nullptr || !reflection.HasOneof(*frame.message, one_of)) return true;
  refuse("two " + one_of->name() + " members, `" +
         reflection.GetOneofFieldDescriptor(*frame.message, one_of)->name() + "` and `" +
         frame.field->name() + "`");
  return false;
}

void JsonBuilder::wrong_type() {
  if (frames_.empty() && !within_.empty()) return refuse("field `" + within_ + "` must be an object");
  if (frames_.empty()) {
    fault_ = Unreadable{domain::ParkReason::undecodable, "the body is not a JSON object"};
    return;
  }
  refuse("field `" + path() + "` must be " + std::string(wanted(*frames_.back().field)));
}

void JsonBuilder::refuse(std::string detail) {
  fault_ = Unreadable{domain::ParkReason::invalid_field, std::move(detail)};
}

std::string JsonBuilder::path() const {
  std::string text = within_;
  for (const Frame& frame : frames_) {
    if (frame.kind != Frame::Kind::message || frame.field == nullptr) continue;
    if (!text.empty()) text += '.';
    text += frame.field->name();
  }
  return text;
}

}  // namespace triaged::codec

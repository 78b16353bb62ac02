#include <algorithm>
#include <array>
#include <map>

#include <codec/base64.hpp>
#include <codec/cloud_event.hpp>
#include <codec/content_type.hpp>
#include <codec/event_kinds.hpp>
#include <codec/json_members.hpp>
#include <codec/json_reader.hpp>
#include <codec/nearest.hpp>
#include <codec/protobuf_reader.hpp>
#include <codec/timestamp.hpp>

namespace triaged::codec {
namespace {

using domain::ParkReason;
using Fault = std::optional<Unreadable>;

constexpr std::string_view kTypePrefix = "org.triaged.ticket.";
constexpr std::string_view kTypeSuffix = ".v1";
constexpr std::size_t kShown = 128;  // bytes of a value in a reason

// In the order in which they are looked for.
constexpr std::array<std::string_view, 4> kDialects{"cloudEvents_", "cloudEvents:", "ce-", ""};
constexpr std::array<std::string_view, 9> kAttributes{"specversion", "id",    "source", "type",       "time",
                                                      "subject",     "actor", "hub",    "traceparent"};

// By their names; one that is not there has no entry.
using Attributes = std::map<std::string_view, std::string>;

Unreadable invalid(std::string detail) { return {ParkReason::invalid_field, std::move(detail)}; }

std::string quoted(std::string_view value) { return "`" + legible(value, kShown) + "`"; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// The attribute that a header of the dialect gives; empty: none that is read here.
std::string_view attribute(std::string_view header, std::string_view dialect) {
  if (!same(header.substr(0, dialect.size()), dialect)) return {};
  header.remove_prefix(dialect.size());
  for (const std::string_view name : kAttributes)
    if (same(header, name)) return name;
  return {};
}

// A prefix says enough; names without one are common words, and only a version makes them a CloudEvent's.
bool speaks(const domain::Headers& headers, std::string_view dialect) {
  return std::ranges::any_of(headers, [&](const auto& header) {
    const auto name = attribute(header.first, dialect);
    return name == "specversion" || (!dialect.empty() && (name == "id" || name == "type"));
  });
}

const std::string_view* dialect_of(const domain::Headers& headers) {
  const auto found =
      std::ranges::find_if(kDialects, [&](std::string_view dialect) { return speaks(headers, dialect); });
  return found == kDialects.end() ? nullptr : &*found;
}

Fault keep(std::string_view name, std::string value, Attributes& into) {
  if (into.emplace(name, std::move(value)).second) return std::nullopt;
  return invalid("field `" + std::string(name) + "` is named twice");
}

std::string_view value(const Attributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view{} : std::string_view(found->second);
}

// A source may hold a '#', and so may an id: written differently in the source, two pairs never look alike.
std::string event_id(std::string_view source, std::string_view id) {
  std::string joined;
  for (const char c : source) {
    if (c == '%' || c == '#')
      joined.append(c == '%' ? "%25" : "%23");
    else
      joined.push_back(c);
  }
  return joined.append("#").append(id);
}

std::optional<domain::EventKind> kind_of(std::string_view type) {
  if (!type.starts_with(kTypePrefix) || !type.ends_with(kTypeSuffix)) return std::nullopt;
  type.remove_prefix(kTypePrefix.size());
  if (type.size() < kTypeSuffix.size()) return std::nullopt;
  type.remove_suffix(kTypeSuffix.size());
  const auto kind = domain::parse<domain::EventKind>(type);
  return kind && static_cast<std::size_t>(*kind) < domain::kToldKinds ? kind : std::nullopt;
}

Unreadable unknown_type(std::string_view type) {
  std::vector<std::string> types;
  for (const auto name : domain::names<domain::EventKind>().first(domain::kToldKinds))
    types.push_back(std::string(kTypePrefix).append(name).append(kTypeSuffix));
  const auto near = nearest(type, {types.begin(), types.end()});
  return invalid("field `type` is " + quoted(type) +
                 (near.empty() ? "; it must be `org.triaged.ticket.<event>.v1`"
                               : "; did you mean `" + std::string(near) + "`?"));
}

Fault read_attributes(const Attributes& attributes, const Limits& limits, v1::TicketEvent& into) {
  const auto version = value(attributes, "specversion");
  if (version != "1.0")
    return invalid(version.empty() ? "the CloudEvent has no `specversion`"
                                   : "field `specversion` is " + quoted(version) + "; only 1.0 is read");
  const auto source = value(attributes, "source");
  const auto id = value(attributes, "id");
  if (source.empty() || id.empty())
    return Unreadable{ParkReason::no_event_id, "the CloudEvent lacks `source` or `id`, which name it"};
  into.set_event_id(event_id(source, id));
  if (into.event_id().size() > limits.id)
    return invalid("fields `source` and `id` are longer than " + std::to_string(limits.id) +
                   " bytes together");
  if (const auto time = value(attributes, "time"); !time.empty()) {
    const auto instant = domain::from_rfc3339(time);
    if (!instant)
      return invalid("field `time` is no point in time (RFC 3339, years 1970 to 9999): " + quoted(time));
    set_timestamp(*into.mutable_occurred_at(), *instant);
  }
  into.set_ticket_id(std::string(value(attributes, "subject")));
  into.mutable_actor()->set_id(std::string(value(attributes, "actor")));
  into.set_hub(std::string(value(attributes, "hub")));
  return std::nullopt;
}

struct Data {
  std::optional<BodyFormat> format;  // nothing: one that is not read
  std::string_view type;             // as it was named
  std::optional<std::string_view> bytes;
};

Fault read_data(const Data& data, domain::EventKind kind, const Limits& limits, v1::TicketEvent& into) {
  auto& member = *into.GetReflection()->MutableMessage(&into, event_field(kind));
  if (!data.bytes) return std::nullopt;
  if (data.format == BodyFormat::json)
    return read_json(*data.bytes, limits.json_depth, member, domain::name(kind));
  if (data.format == BodyFormat::protobuf) {
    if (parse_quietly(*data.bytes, member)) return std::nullopt;
    return Unreadable{ParkReason::undecodable, "the data is no `" + std::string(domain::name(kind)) +
                                                   "` in protobuf, or text in it is not UTF-8"};
  }
  return Unreadable{ParkReason::unknown_content_type, quoted(data.type) + " as the data of a CloudEvent"};
}

Fault read_whole(const Attributes& attributes, const Data& data, const Limits& limits, v1::TicketEvent& into,
                 std::string& traceparent) {
  if (auto fault = read_attributes(attributes, limits, into)) return fault;
  const auto type = value(attributes, "type");
  const auto kind = kind_of(type);
  if (!kind) return unknown_type(type);
  if (const auto trace = value(attributes, "traceparent"); !trace.empty()) traceparent = trace;
  return read_data(data, *kind, limits, into);
}

// What a structured event says beside its attributes.
struct Payload {
  std::string type;
  std::optional<std::string_view> json;  // as it stands in the text
  std::optional<domain::Bytes> bytes;
};

Fault read_payload(const JsonMember& member, Payload& out) {
  const bool again = (member.name == "data" && out.json) || (member.name == "data_base64" && out.bytes) ||
                     (member.name == "datacontenttype" && !out.type.empty());
  if (again) return invalid("field `" + member.name + "` is named twice");
  if (member.name == "data") {
    out.json = member.value;
    return std::nullopt;
  }
  auto text = json_string(member.value);
  if (!text) return invalid("field `" + member.name + "` must be a string");
  if (member.name == "datacontenttype") {
    out.type = std::move(*text);
    return std::nullopt;
  }
  out.bytes = from_base64(*text);
  if (!out.bytes) return invalid("field `data_base64` is not base64");
  return std::nullopt;
}

Fault read_member(const JsonMember& member, Attributes& attributes, Payload& payload) {
  if (member.value == "null") return std::nullopt;
  if (member.name == "data" || member.name == "data_base64" || member.name == "datacontenttype")
    return read_payload(member, payload);
  const auto name = std::ranges::find(kAttributes, member.name);
  if (name == kAttributes.end()) return std::nullopt;
  auto text = json_string(member.value);
  if (!text) return invalid("field `" + member.name + "` must be a string");
  return keep(*name, std::move(*text), attributes);
}

}  // namespace

bool has_cloud_event(const domain::Headers& headers) { return dialect_of(headers) != nullptr; }

Fault read_binary_cloud_event(const domain::InboundMessage& message, const Limits& limits,
                              v1::TicketEvent& into, std::string& traceparent) {
  Attributes attributes;
  if (const auto* dialect = dialect_of(message.headers))
    for (const auto& [header, text] : message.headers)
      if (const auto name = attribute(header, *dialect); !name.empty())
        if (auto fault = keep(name, text, attributes)) return fault;
  Data data{.format = body_format(message.content_type), .type = message.content_type, .bytes = {}};
  // An event without data has no type of data either.
  if (!message.body.empty() || !message.content_type.empty()) data.bytes = message.body;
  return read_whole(attributes, data, limits, into, traceparent);
}

Fault read_structured_cloud_event(std::string_view json, const Limits& limits, v1::TicketEvent& into,
                                  std::string& traceparent) {
  if (auto fault = check_json(json, limits.json_depth)) return fault;
  const auto members = json_members(json);
  if (!members) return Unreadable{ParkReason::undecodable, "the body is not a JSON object"};
  Attributes attributes;
  Payload payload;
  for (const auto& member : *members)
    if (auto fault = read_member(member, attributes, payload)) return fault;
  if (payload.json && payload.bytes) return invalid("fields `data` and `data_base64` exclude each other");

  Data data{.format = BodyFormat::json, .type = payload.type, .bytes = payload.json};
  if (!payload.type.empty()) data.format = body_format(payload.type);
  if (payload.json && data.format == BodyFormat::protobuf)
    return invalid("field `data` holds JSON, `datacontenttype` says protobuf; that goes into `data_base64`");
  if (payload.bytes) data.bytes = *payload.bytes;
  return read_whole(attributes, data, limits, into, traceparent);
}

}  // namespace triaged::codec

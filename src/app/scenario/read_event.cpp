// An event written as YAML, to the JSON that a producer would send. Numbers become texts: no member of an
// event is a number, and nobody should have to quote the 20 of `percent: 20`.
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <triaged/codec/event.hpp>

#include "app/scenario/read.hpp"

namespace triaged::app::scenario {
namespace {

namespace json = boost::json;
using document::Node;

json::value to_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::scalar:
      if (!node.quoted && (node.scalar == "true" || node.scalar == "false")) return node.scalar == "true";
      return json::string(node.scalar);
    case Node::Kind::sequence: {
      json::array items;
      for (const Node& item : node.items) items.push_back(to_json(item));
      return items;
    }
    case Node::Kind::map: {
      json::object members;
      for (const auto& [key, value] : node.members) members[key.scalar] = to_json(value);
      return members;
    }
  }
  return nullptr;
}

// Where the member lies that a message like "field `opened.needed_by` is …" speaks of; as near as can be
// told.
document::Place place_of(const std::string& detail, const Node& event) {
  const auto from = detail.find('`');
  const auto to = detail.find('`', from == std::string::npos ? from : from + 1);
  document::Place place = event.place;
  if (to == std::string::npos) return place;
  std::string_view path = std::string_view(detail).substr(from + 1, to - from - 1);
  const Node* at = &event;
  while (!path.empty() && at->is_map()) {
    const auto dot = path.find('.');
    const auto name = path.substr(0, dot);
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    const Node* next = nullptr;
    for (const auto& [key, value] : at->members) {
      if (key.scalar != name) continue;
      place = key.place;
      next = &value;
    }
    if (next == nullptr) break;
    at = next;
  }
  return place;
}

}  // namespace

GivenEvent read_given_event(const Node& node, document::Faults& faults) {
  GivenEvent given{.place = node.place, .json = {}};
  if (!node.is_map()) {
    faults.error(node.place, "an event must be a map",
                 "write it like `{ticket_id: T1, actor: {id: ada@north.example}, opened: {subject: help}}`");
    return given;
  }
  given.json = json::serialize(to_json(node));
  const auto decoded = codec::decode_json(given.json, {});
  if (const auto* bad = std::get_if<codec::Unreadable>(&decoded))
    faults.error(place_of(bad->detail, node), "triaged could not read this event: " + bad->detail);
  return given;
}

}  // namespace triaged::app::scenario

// `producers:`. Whether the hubs exist is checked when all files are in.
#include <algorithm>

#include "directory/draft.hpp"
#include "directory/pattern.hpp"

namespace triaged::directory {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

// A '*' may stand at the end only.
bool is_pattern(std::string_view text) noexcept {
  return !text.empty() && text.substr(0, text.size() - 1).find('*') == std::string_view::npos;
}

// The patterns under `key` with their places; those that are none are reported.
std::vector<std::pair<std::string, document::Place>> read_patterns(MapReader& map, std::string_view key,
                                                                   Faults& faults) {
  std::vector<std::pair<std::string, document::Place>> patterns;
  const Node* list = map.node(key);
  if (list == nullptr) return patterns;
  for (const Node* item : document::as_list(*list, called("", key).substr(1), faults)) {
    auto text = document::as_text(*item, "an item of `" + std::string{key} + "`", faults);
    if (!text) continue;
    if (is_pattern(*text))
      patterns.emplace_back(std::move(*text), item->place);
    else
      faults.error(item->place, "`" + *text + "` is not a pattern",
                   "write the text itself, or its beginning and one `*` at the end");
  }
  return patterns;
}

void check_event(const std::string& pattern, const document::Place& place, Faults& faults) {
  const auto known = domain::names<domain::EventKind>().first(domain::kToldKinds);
  if (std::ranges::any_of(known, [&](std::string_view event) { return matches(pattern, event); })) return;
  const std::string_view near = document::nearest(pattern, {known.begin(), known.end()});
  faults.error(place, "there is no event `" + pattern + "`",
               near.empty() ? "write an event like `opened`, or `\"*\"` for all"
                            : "did you mean `" + std::string{near} + "`?");
}

void read_producer(const Node& node, Draft& draft, Faults& faults) {
  const Node* user_node = node.find("user");
  const std::string what = user_node != nullptr && user_node->is_scalar()
                               ? called("producer", user_node->scalar)
                               : std::string{"a producer"};
  ProducerDraft producer;
  MapReader map{node, what, faults};
  static_cast<void>(map.require("user"));
  const auto user = map.text("user");
  producer.place = map.place_of("user");
  static_cast<void>(map.require("hubs"));
  for (auto& [pattern, place] : read_patterns(map, "hubs", faults)) {
    producer.producer.hubs.push_back(std::move(pattern));
    producer.hub_places.push_back(std::move(place));
  }
  static_cast<void>(map.require("events"));
  for (auto& [pattern, place] : read_patterns(map, "events", faults)) {
    check_event(pattern, place, faults);
    producer.producer.events.push_back(std::move(pattern));
  }
  for (auto& [pattern, place] : read_patterns(map, "reply_to", faults))
    producer.producer.reply_to.push_back(std::move(pattern));
  map.finish();
  if (!user) return;
  if (user->empty()) {
    faults.error(producer.place, "`user` is empty", "write the name of a RabbitMQ user");
    return;
  }
  if (!remember(draft.seen_producers, "producer", *user, producer.place, faults)) return;
  producer.producer.user = domain::ProducerId{*user};
  draft.producers.push_back(std::move(producer));
}

}  // namespace

void read_producers(const Node& node, Draft& draft, Faults& faults) {
  for (const Node* item : document::as_list(node, "`producers`", faults)) read_producer(*item, draft, faults);
}

}  // namespace triaged::directory

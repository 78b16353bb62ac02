// `communities:` with their hubs.
#include "directory/draft.hpp"
#include "directory/url.hpp"

namespace triaged::directory {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

constexpr std::size_t kIdLongest = 100;  // two of them fit into the name of a queue

// The id under `id`, reported when it is missing, no name or over-long.
std::optional<std::string> read_id(MapReader& map, Faults& faults) {
  static_cast<void>(map.require("id"));
  auto id = map.name("id");
  if (id && id->size() > kIdLongest) {
    faults.error(map.place_of("id"), "`id` is longer than " + std::to_string(kIdLongest) + " bytes",
                 "shorten it");
    return std::nullopt;
  }
  return id;
}

// The id of a node before it is read, so that messages can name what they are about.
std::string title(const Node& node, std::string_view kind, std::string_view otherwise) {
  const Node* id = node.find("id");
  return id != nullptr && id->is_scalar() ? called(kind, id->scalar) : std::string{otherwise};
}

void read_url(MapReader& map, HubDraft& draft, Faults& faults) {
  const auto url = map.text("url");
  draft.url_place = map.place_of("url");
  if (!url || url->empty()) return;
  if (!host_of(*url))
    faults.error(draft.url_place, "`" + *url + "` is not the URL of a hub",
                 "write it like `https://hub.example.org`");
  else
    draft.hub.url = *url;
}

void read_hub(const Node& node, CommunityDraft& home, Draft& draft, Faults& faults) {
  const std::string what = title(node, "hub", "a hub");
  HubDraft hub;
  MapReader map{node, what, faults};
  const auto id = read_id(map, faults);
  hub.place = map.place_of("id");
  read_url(map, hub, faults);
  const auto kinds = domain::names<domain::HubKind>();
  if (const auto kind = map.word("kind", {kinds.begin(), kinds.end()}))
    hub.hub.kind = domain::parse<domain::HubKind>(*kind).value_or(hub.hub.kind);
  hub.hub.retired = map.boolean("retired").value_or(false);
  hub.hub.admins = read_actors(map, "admins", what, faults);
  map.finish();
  if (!id) return;
  const std::size_t slash = id->find('/');
  if (slash == std::string::npos || slash + 1 == id->size() ||
      id->find('/', slash + 1) != std::string::npos) {
    faults.error(hub.place, "the id of a hub must be `cluster/hub`, and `" + *id + "` is not",
                 slash == std::string::npos ? "write the cluster before it: `" + home.community.id.value +
                                                  "/" + *id + "`, for example"
                                            : "write one cluster, one `/` and one hub");
    return;
  }
  if (!remember(draft.seen_hubs, "hub", *id, hub.place, faults)) return;
  hub.hub.id = domain::HubId{*id};
  hub.hub.cluster = domain::ClusterId{id->substr(0, slash)};
  hub.hub.community = home.community.id;
  home.community.hubs.push_back(hub.hub.id);
  draft.hubs.push_back(std::move(hub));
}

void read_community(const Node& node, Draft& draft, Faults& faults) {
  const std::string what = title(node, "community", "a community");
  CommunityDraft home;
  MapReader map{node, what, faults};
  const auto id = read_id(map, faults);
  home.place = map.place_of("id");
  home.community.id = domain::CommunityId{id.value_or("")};
  home.community.name = map.text("name").value_or(home.community.id.value);
  home.community.representatives = read_actors(map, "representatives", what, faults);
  home.community.technical_contacts = read_actors(map, "technical_contacts", what, faults);
  if (const Node* hubs = map.node("hubs"))
    for (const Node* hub : document::as_list(*hubs, "`hubs`", faults)) read_hub(*hub, home, draft, faults);
  map.finish();
  if (id && remember(draft.seen_communities, "community", *id, home.place, faults))
    draft.communities.push_back(std::move(home));
}

}  // namespace

void read_communities(const Node& node, Draft& draft, Faults& faults) {
  for (const Node* item : document::as_list(node, "`communities`", faults))
    read_community(*item, draft, faults);
}

}  // namespace triaged::directory

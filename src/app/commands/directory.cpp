// triaged directory: who is who, as resolved.
#include <iomanip>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "app/command.hpp"

namespace triaged::app {
namespace {

namespace json = boost::json;

template <class Ids>
json::array texts(const Ids& ids) {
  json::array result;
  for (const auto& id : ids) result.emplace_back(id.value);
  return result;
}

json::object to_json(const directory::Community& community) {
  return {{"id", community.id.value},
          {"name", community.name},
          {"representatives", texts(community.representatives)},
          {"technical_contacts", texts(community.technical_contacts)},
          {"hubs", texts(community.hubs)}};
}

json::object to_json(const directory::Hub& hub) {
  return {{"id", hub.id.value},
          {"community", hub.community.value},
          {"cluster", hub.cluster.value},
          {"kind", name(hub.kind)},
          {"url", hub.url},
          {"retired", hub.retired},
          {"admins", texts(hub.admins)}};
}

json::object to_json(const directory::Team& team) {
  return {{"id", team.id.value},
          {"name", team.name},
          {"rung", team.rung ? json::value(name(*team.rung)) : json::value(nullptr)},
          {"calendar", team.calendar},
          {"manager", team.manager.empty() ? json::value(nullptr) : json::value(team.manager.value)},
          {"queue", team.queue},
          {"format", team.format == domain::Format::json ? "json" : "protobuf"},
          {"members", texts(team.members)},
          {"of", texts(team.of)}};
}

template <class Ids>
std::string line(const Ids& ids) {
  std::string text;
  for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id.value;
  return text.empty() ? "nobody" : text;
}

Exit show_hub(const directory::Directory& directory, const directory::Hub& hub, bool as_json,
              std::ostream& out) {
  const auto* community = directory.community(hub.community);
  if (as_json) {
    auto object = to_json(hub);
    if (community != nullptr) object["representatives"] = texts(community->representatives);
    out << json::serialize(object) << '\n';
    return Exit::ok;
  }
  out << hub.id.value << "  (" << name(hub.kind) << (hub.retired ? ", retired" : "") << ")\n"
      << "  url              " << (hub.url.empty() ? "-" : hub.url) << '\n'
      << "  community        " << hub.community.value << (community != nullptr ? "  " + community->name : "")
      << '\n'
      << "  hub_admin        " << line(hub.admins) << '\n';
  if (community != nullptr) out << "  representatives  " << line(community->representatives) << '\n';
  return Exit::ok;
}

Exit show_actor(const directory::Directory& directory, const std::string& actor, bool as_json,
                std::ostream& out) {
  const domain::ActorId id{actor};
  const auto highest = directory.standing(id, {}, {});
  json::array roles;
  const auto add = [&](std::string_view role, const std::string& where) {
    roles.push_back(json::object{{"role", role}, {"of", where}});
    if (!as_json) out << "  " << std::left << std::setw(24) << role << where << '\n';
  };
  const auto has = [&](const std::vector<domain::ActorId>& people) {
    for (const auto& person : people)
      if (person == id) return true;
    return false;
  };
  if (!as_json) out << actor << "  (" << name(highest) << ")\n";
  for (const auto& team : directory.teams())
    if (has(team.members)) add("member", team.id.value);
  for (const auto& community : directory.communities())
    if (has(community.representatives)) add("community_representative", community.id.value);
  for (const auto& hub : directory.hubs())
    if (has(hub.admins)) add("hub_admin", hub.id.value);
  if (as_json)
    out << json::serialize(json::object{{"actor", actor}, {"standing", name(highest)}, {"roles", roles}})
        << '\n';
  else if (roles.empty())
    out << "  not in the directory: a user\n";
  return Exit::ok;
}

Exit show_all(const directory::Directory& directory, bool as_json, std::ostream& out) {
  if (as_json) {
    json::array communities, hubs, teams, ladder;
    for (const auto& item : directory.communities()) communities.push_back(to_json(item));
    for (const auto& item : directory.hubs()) hubs.push_back(to_json(item));
    for (const auto& item : directory.teams()) teams.push_back(to_json(item));
    for (const auto rung : directory.ladder()) ladder.emplace_back(name(rung));
    out << json::serialize(json::object{
               {"communities", communities}, {"hubs", hubs}, {"teams", teams}, {"ladder", ladder}})
        << '\n';
    return Exit::ok;
  }
  out << "Ladder: ";
  for (const auto rung : directory.ladder())
    out << (rung == directory.ladder().front() ? "" : " > ") << name(rung);
  out << "\n\nTeams\n";
  for (const auto& team : directory.teams())
    out << "  " << std::left << std::setw(28) << team.id.value << std::setw(34) << team.queue
        << (team.per == directory::Per::hub         ? "each hub's admins"
            : team.per == directory::Per::community ? "each community's representatives"
            : team.of.empty()                       ? line(team.members)
                                                    : "made of " + line(team.of))
        << '\n';
  out << "\nCommunities\n";
  for (const auto& community : directory.communities())
    out << "  " << std::left << std::setw(28) << community.id.value << std::setw(4) << community.hubs.size()
        << "hubs  " << line(community.representatives) << '\n';
  return Exit::ok;
}

}  // namespace

Exit show_directory(const Common& common, const DirectoryOptions& options, const Streams& streams) {
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  const auto& directory = *configuration->directory;
  if (!options.hub.empty()) {
    const auto* hub = directory.hub(domain::HubId{options.hub});
    if (hub != nullptr) return show_hub(directory, *hub, common.json, streams.out);
    streams.err << "the directory has no hub `" << options.hub << "`; hubs are written cluster/hub\n";
    return Exit::check_failed;
  }
  if (!options.actor.empty()) return show_actor(directory, options.actor, common.json, streams.out);
  return show_all(directory, common.json, streams.out);
}

}  // namespace triaged::app

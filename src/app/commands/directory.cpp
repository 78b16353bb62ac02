// triaged directory: who is who, as resolved: the files and, given a store, what hubs told of their admins
// over them. Reads the store beside a running daemon or without one.
#include <algorithm>
#include <iomanip>
#include <ostream>
#include <variant>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/persist/reader.hpp>

#include "app/command.hpp"
#include "app/knowledge.hpp"

namespace triaged::app {
namespace {

namespace json = boost::json;

// The directory and what hubs told, of which some may say no more than the files do by now.
struct Shown {
  const directory::Directory& directory;
  const std::vector<ports::AdminRow>& told;

  [[nodiscard]] bool by_files(const ports::AdminRow& row) const {
    const auto* hub = directory.hub(row.hub);
    return hub != nullptr && std::ranges::find(hub->admins, row.admin) != hub->admins.end();
  }
  [[nodiscard]] const ports::AdminRow* find(const directory::Hub& hub, const domain::ActorId& admin) const {
    const auto row =
        std::ranges::find_if(told, [&](const auto& one) { return one.hub == hub.id && one.admin == admin; });
    return row != told.end() ? &*row : nullptr;
  }
};

// "added by the hub on 2026-03-02T09:00:00Z", or that the files say so themselves.
std::string words(const ports::AdminRow& row, bool by_files) {
  std::string text =
      std::string(row.present ? "added" : "removed") + " by the hub on " + domain::to_rfc3339(row.at);
  if (row.present == by_files) text += "; the files say the same";
  return text;
}

json::object to_json(const ports::AdminRow& row, bool by_files) {
  return {{"hub", row.hub.value},
          {"admin", row.admin.value},
          {"says", row.present ? "added" : "removed"},
          {"at", domain::to_rfc3339(row.at)},
          {"producer", row.by.value},
          {"redundant", row.present == by_files}};
}

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

json::object to_json(const directory::Hub& hub, const Shown& shown) {
  json::array told;
  for (const auto& row : shown.told)
    if (row.hub == hub.id) told.push_back(to_json(row, shown.by_files(row)));
  return {{"id", hub.id.value},
          {"community", hub.community.value},
          {"cluster", hub.cluster.value},
          {"kind", name(hub.kind)},
          {"url", hub.url},
          {"retired", hub.retired},
          {"admins", texts(shown.directory.admins(hub))},
          {"told", std::move(told)}};
}

std::string day(std::chrono::local_days day) {
  constexpr std::size_t kDate = 10;  // of "2026-12-31T00:00:00Z"
  return domain::to_rfc3339(domain::Instant{day.time_since_epoch()}).substr(0, kDate);
}

json::object to_json(const directory::Team& team) {
  return {{"id", team.id.value},
          {"name", team.name},
          {"rung", team.rung ? json::value(name(*team.rung)) : json::value(nullptr)},
          {"calendar", team.calendar},
          {"manager", team.manager.empty() ? json::value(nullptr) : json::value(team.manager.value)},
          {"ends", team.ends ? json::value(day(*team.ends)) : json::value(nullptr)},
          {"successor", team.successor.empty() ? json::value(nullptr) : json::value(team.successor.value)},
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

// Those who were added are marked; those who were removed are named behind them.
std::string admins_line(const directory::Hub& hub, const Shown& shown) {
  std::string text;
  const auto add = [&](const domain::ActorId& admin) {
    text += (text.empty() ? "" : ", ") + admin.value;
    if (const auto* row = shown.find(hub, admin)) text += " (" + words(*row, shown.by_files(*row)) + ")";
  };
  for (const auto& admin : shown.directory.admins(hub)) add(admin);
  if (text.empty()) text = "nobody";
  for (const auto& row : shown.told)
    if (row.hub == hub.id && !row.present) add(row.admin);
  return text;
}

Exit show_hub(const Shown& shown, const directory::Hub& hub, bool as_json, std::ostream& out) {
  const auto& directory = shown.directory;
  const auto* community = directory.community(hub.community);
  if (as_json) {
    auto object = to_json(hub, shown);
    if (community != nullptr) object["representatives"] = texts(community->representatives);
    out << json::serialize(object) << '\n';
    return Exit::ok;
  }
  out << hub.id.value << "  (" << name(hub.kind) << (hub.retired ? ", retired" : "") << ")\n"
      << "  url              " << (hub.url.empty() ? "-" : hub.url) << '\n'
      << "  community        " << hub.community.value << (community != nullptr ? "  " + community->name : "")
      << '\n'
      << "  hub_admin        " << admins_line(hub, shown) << '\n';
  if (community != nullptr) out << "  representatives  " << line(community->representatives) << '\n';
  return Exit::ok;
}

Exit show_actor(const Shown& shown, const std::string& actor, bool as_json, std::ostream& out) {
  const auto& directory = shown.directory;
  const domain::ActorId id{actor};
  const auto highest = directory.standing(id, {}, {});
  json::array roles;
  const auto add = [&](std::string_view role, const std::string& where, const std::string& told = {}) {
    json::object object{{"role", role}, {"of", where}};
    if (!told.empty()) object["told"] = told;
    roles.push_back(std::move(object));
    if (as_json) return;
    out << "  " << std::left << std::setw(24) << role << where << (told.empty() ? "" : "  (" + told + ")")
        << '\n';
  };
  const auto has = [&](std::span<const domain::ActorId> people) {
    for (const auto& person : people)
      if (person == id) return true;
    return false;
  };
  if (!as_json) out << actor << "  (" << name(highest) << ")\n";
  for (const auto& team : directory.teams())
    if (has(team.members)) add("member", team.id.value);
  for (const auto& community : directory.communities())
    if (has(community.representatives)) add("community_representative", community.id.value);
  for (const auto& hub : directory.hubs()) {
    if (!has(directory.admins(hub))) continue;
    const auto* row = shown.find(hub, id);
    add("hub_admin", hub.id.value, row != nullptr ? words(*row, shown.by_files(*row)) : std::string{});
  }
  for (const auto& row : shown.told)
    if (row.admin == id && !row.present) add("no_hub_admin", row.hub.value, words(row, shown.by_files(row)));
  if (as_json)
    out << json::serialize(json::object{{"actor", actor}, {"standing", name(highest)}, {"roles", roles}})
        << '\n';
  else if (roles.empty())
    out << "  not in the directory: a user\n";
  return Exit::ok;
}

void print_told(const Shown& shown, std::ostream& out) {
  if (shown.told.empty()) return;
  out << "\nAdmins told by their hubs\n";
  for (const auto& row : shown.told)
    out << "  " << std::left << std::setw(28) << row.hub.value << std::setw(34) << row.admin.value
        << words(row, shown.by_files(row))
        << (shown.directory.hub(row.hub) == nullptr ? "; the files do not know the hub" : "") << '\n';
}

Exit show_all(const Shown& shown, bool as_json, std::ostream& out) {
  const auto& directory = shown.directory;
  if (as_json) {
    json::array communities, hubs, teams, ladder;
    for (const auto& item : directory.communities()) communities.push_back(to_json(item));
    for (const auto& item : directory.hubs()) hubs.push_back(to_json(item, shown));
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
  print_told(shown, out);
  return Exit::ok;
}

// Of the store that was named; of the configuration's only where it can be read, since the files alone are an
// answer too.
std::variant<std::vector<ports::AdminRow>, Exit> read_told(const std::string& named,
                                                           const std::string& configured,
                                                           const Streams& streams) {
  auto answer = persist::Reader(named.empty() ? configured : named).admins();
  if (auto* rows = std::get_if<std::vector<ports::AdminRow>>(&answer)) return std::move(*rows);
  const auto& fault = std::get<persist::Fault>(answer);
  if (named.empty() && fault.kind == persist::FaultKind::missing) return std::vector<ports::AdminRow>{};
  streams.err << fault.text << '\n';
  if (!named.empty()) return persist::is_bad_data(fault.kind) ? Exit::bad_data : Exit::io;
  streams.err << "shown are the files alone, without what hubs told of their admins\n";
  return std::vector<ports::AdminRow>{};
}

}  // namespace

Exit show_directory(const Common& common, const DirectoryOptions& options, const Streams& streams) {
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  auto rows = read_told(options.store, configuration->settings.store.path.string(), streams);
  if (const auto* exit = std::get_if<Exit>(&rows)) return *exit;
  const auto& told = std::get<std::vector<ports::AdminRow>>(rows);
  const auto over_files = configuration->directory->with_admins(told_of(told));
  const Shown shown{.directory = *over_files, .told = told};
  const auto& directory = shown.directory;
  if (!options.hub.empty()) {
    const auto* hub = directory.hub(domain::HubId{options.hub});
    if (hub != nullptr) return show_hub(shown, *hub, common.json, streams.out);
    streams.err << "the directory has no hub `" << options.hub << "`; hubs are written cluster/hub\n";
    return Exit::check_failed;
  }
  if (!options.actor.empty()) return show_actor(shown, options.actor, common.json, streams.out);
  return show_all(shown, common.json, streams.out);
}

}  // namespace triaged::app

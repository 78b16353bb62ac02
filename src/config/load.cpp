// The order of reading: settings, directory, rules, policy. Each part is checked even when another is broken,
// but a part whose files could not all be read is not: half of it would only raise false alarms.
#include <algorithm>
#include <array>
#include <utility>

#include <triaged/config/config.hpp>

#include "config/calendars.hpp"
#include "config/files.hpp"
#include "config/listen.hpp"
#include "config/policy_names.hpp"
#include "config/settings.hpp"

namespace triaged::config {
namespace {

using document::Faults;
using document::Node;

constexpr std::array<std::string_view, 7> kSymptoms{"unreachable", "login",    "spawn", "storage",
                                                    "performance", "provider", "other"};

Part read_directory_files(Folder& folder, Faults& faults) {
  constexpr std::string_view kFor = "it says who is who";
  const bool one = folder.has("directory.yaml");
  if (one && folder.has("directory")) {
    faults.error({folder.shown("directory.yaml"), 0, 0}, "stands beside the folder `directory`",
                 "keep one of them: either the file, or its parts in the folder");
    return {.files = {}, .texts = {}, .readable = false};
  }
  return !one && folder.has("directory") ? folder.folder("directory", kFor)
                                         : folder.file("directory.yaml", kFor);
}

// The ids under `teams`, whether or not the rest of the directory is sound: one mistake there must not make
// every rule a mistake.
void add_teams(const Part& directory, std::vector<std::string_view>& names) {
  for (const Node& file : directory.files)
    if (const Node* teams = file.find("teams"))
      for (const auto& member : teams->members) names.push_back(member.first.scalar);
}

// Every text that a rule gives as a destination. Used when nobody can tell which teams there are: then all
// are believed.
void add_destinations(const Node& node, std::vector<std::string_view>& names) {
  for (const Node& item : node.items) add_destinations(item, names);
  for (const auto& [key, value] : node.members) {
    if ((key.scalar == "to" || key.scalar == "silence") && value.is_scalar()) names.push_back(value.scalar);
    add_destinations(value, names);
  }
}

std::shared_ptr<const rules::RuleSet> read_rules(const Part& rules, const Part& directory,
                                                 const directory::Directory* who_is_who, Faults& faults) {
  if (!rules.readable) return nullptr;
  rules::Names names;
  names.symptoms.assign(kSymptoms.begin(), kSymptoms.end());
  add_teams(directory, names.teams);
  names.calendars = calendar_names(who_is_who, directory);
  if (!directory.readable)
    for (const Node& file : rules.files) {
      add_destinations(file, names.teams);
      add_calendars_asked_for(file, names.calendars);
    }
  return rules::compile(rules.files, names, faults);
}

// The policy's own queues must be nobody else's: the intake's would be a loop, a team's would mix audiences.
void check_policy_queues(const decide::Policy& policy, const directory::Directory& directory,
                         const Node& file, Faults& faults) {
  constexpr std::array<std::string_view, 3> kOurs{"triaged.intake", "triaged.lock", "triaged.events"};
  const auto teams = directory.queues();
  const Node* incidents = file.find("incidents");
  const auto written = [&](std::string_view key) {
    const Node* at = file.find(key);
    return at != nullptr || incidents == nullptr ? at : incidents->find(key);
  };
  for (const auto& [key, queue] :
       {std::pair<std::string_view, std::string_view>{"requesters_queue", policy.requesters_queue},
        {"unrouted_queue", policy.unrouted_queue},
        {"communication_queue", policy.incidents.communication_queue}}) {
    const Node* at = written(key);
    const bool ours = std::find(kOurs.begin(), kOurs.end(), queue) != kOurs.end();
    const bool a_teams = std::find(teams.begin(), teams.end(), queue) != teams.end();
    if (ours || a_teams)
      faults.error(at != nullptr ? at->place : file.place,
                   "the queue `" + std::string(queue) +
                       (ours ? "` is one that triaged itself reads" : "` is a team's"),
                   "give `" + std::string(key) + "` a queue of its own");
  }
}

// Every category that a rule sets.
void add_categories(const Node& node, std::vector<std::string_view>& names) {
  for (const Node& item : node.items) add_categories(item, names);
  for (const auto& [key, value] : node.members) {
    if (key.scalar == "set")
      if (const Node* category = value.find("category")) names.push_back(category->scalar);
    add_categories(value, names);
  }
}

// One that is misspelt would be shown to everybody.
void check_confidential(const Part& policy, const Part& rules, Faults& faults) {
  if (!rules.readable) return;
  const Node* listed = policy.files.front().find("confidential");
  if (listed == nullptr) return;
  std::vector<std::string_view> known{"other"};  // what no rule sets
  for (const Node& file : rules.files) add_categories(file, known);
  for (const Node& item : listed->is_scalar() ? std::vector<Node>{*listed} : listed->items) {
    if (!item.is_scalar() || std::ranges::find(known, item.scalar) != known.end()) continue;
    const std::string_view near = document::nearest(item.scalar, known);
    faults.warning(
        item.place, "no rule sets the category `" + item.scalar + "`, so nothing is confidential by it",
        near.empty() ? "set it in a rule, or remove it here" : "did you mean `" + std::string(near) + "`?");
  }
}

void take_directory(const Part& part, Configuration& into, Faults& faults) {
  if (part.readable) into.directory = directory::read(part.files, faults);
  if (into.directory) into.calendars = make_calendars(*into.directory, part, faults);
}

void take_policy(const Part& part, const Part& directory, Configuration& into, Faults& faults) {
  if (!part.readable) return;
  std::vector<std::string_view> names;
  add_teams(directory, names);
  const NamesForPolicy known = names_for_policy(names, directory, into.directory.get(), part.files.front());
  into.policy = decide::read_policy(part.files.front(), known.with(kSymptoms), faults);
  if (into.policy && into.directory)
    check_policy_queues(*into.policy, *into.directory, part.files.front(), faults);
}

}  // namespace

Configuration put_together(const Sources& sources, Faults& faults) {
  Configuration configuration;
  const Part directory{.files = sources.directory, .texts = {}};
  take_directory(directory, configuration, faults);
  configuration.rules =
      read_rules({.files = sources.rules, .texts = {}}, directory, configuration.directory.get(), faults);
  const Part policy{.files = {sources.policy}, .texts = {}};
  take_policy(policy, directory, configuration, faults);
  if (configuration.policy) check_confidential(policy, {.files = sources.rules, .texts = {}}, faults);
  return configuration;
}

Configuration load(const std::filesystem::path& path, Faults& faults, const Overrides& overrides) {
  Configuration configuration;
  Folder folder{path, faults};
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder.path(), ignored)) {
    faults.error({path.string(), 0, 0}, "is no folder that triaged can read",
                 "name the configuration folder with `--config`");
    return configuration;
  }

  if (Part settings = folder.file("triaged.yaml", "it holds the settings"); settings.readable) {
    configuration.settings = read_settings(settings.files.front(), folder.path(), faults);
    configuration.settings_file = std::move(settings.files.front());
    configuration.settings_sound = faults.errors() == 0;
  }
  if (!overrides.amqp_url.empty()) configuration.settings.amqp.url = overrides.amqp_url;
  if (!overrides.store_path.empty()) configuration.settings.store.path = overrides.store_path;
  if (!overrides.http_listen.empty()) {
    const auto before = faults.errors();
    take_listen(overrides.http_listen, {"TRIAGED_HTTP_LISTEN", 0, 0}, configuration.settings.http, faults);
    check_exposure({"TRIAGED_HTTP_LISTEN", 0, 0}, configuration.settings.http, faults);
    if (faults.errors() != before) configuration.settings_sound = false;
  }

  Part directory = read_directory_files(folder, faults);
  take_directory(directory, configuration, faults);
  Part rules = folder.folder("rules", "the rules decide where tickets go");
  configuration.rules = read_rules(rules, directory, configuration.directory.get(), faults);
  Part policy = folder.file("policy.yaml", "it holds what the service promises");
  take_policy(policy, directory, configuration, faults);
  if (configuration.policy) check_confidential(policy, rules, faults);
  configuration.written = {.rules = std::move(rules.texts),
                           .directory = std::move(directory.texts),
                           .policy = std::move(policy.texts)};
  return configuration;
}

std::shared_ptr<const rules::RuleSet> load_rules(const std::filesystem::path& rules,
                                                 const Configuration& beside, Faults& faults) {
  std::error_code ignored;
  std::filesystem::path path = std::filesystem::absolute(rules, ignored).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  Folder above{path.parent_path(), faults};
  const Part files = above.folder(path.filename().string(), "the rules to be tried are read from it");
  Faults of_the_directory;  // said when it was read first
  return read_rules(files, parse(beside.written.directory, of_the_directory), beside.directory.get(), faults);
}

Configuration load(const Written& written, Faults& faults) {
  Part directory = parse(written.directory, faults);
  Part rules = parse(written.rules, faults);
  Part policy = parse(written.policy, faults);
  if (!directory.readable || !rules.readable || !policy.readable) return {};
  return put_together({.directory = std::move(directory.files),
                       .rules = std::move(rules.files),
                       .policy = std::move(policy.files.front())},
                      faults);
}

}  // namespace triaged::config

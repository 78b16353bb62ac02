#include "app/scenario/configurations.hpp"

#include <algorithm>
#include <set>

#include <triaged/domain/notice.hpp>

namespace triaged::app::scenario {
namespace {

using document::Faults;
using document::Node;

// Nobody has to think of producers in a small test: the directory in a scenario file that names none has one
// that may tell everything.
constexpr std::string_view kProducer = "producers: [{user: scenario, hubs: ['*'], events: ['*']}]";

std::unique_ptr<const Setting> setting(const config::Configuration& read) {
  if (!read.directory || !read.calendars || !read.rules || !read.policy) return nullptr;
  auto made = std::make_unique<Setting>();
  made->knowledge.directory = read.directory;
  made->knowledge.calendars = read.calendars;
  made->knowledge.rules = read.rules;
  made->knowledge.policy = read.policy;
  made->limits.codec = read.settings.limits.codec;
  return made;
}

std::unique_ptr<const Setting> setting(const Inline& parts, const std::string& file, Faults& faults) {
  config::Sources sources;
  sources.directory.push_back(parts.directory);
  if (parts.directory.is_map() && parts.directory.find("producers") == nullptr)
    if (auto producer = document::parse(file, kProducer, faults))
      sources.directory.push_back(std::move(*producer));
  sources.rules.push_back(parts.rules);
  sources.policy = parts.policy ? *parts.policy : *document::parse(file, "", faults);
  return setting(config::put_together(sources, faults));
}

}  // namespace

const Setting* Configurations::folder(const std::filesystem::path& path, Faults& faults) {
  std::error_code ignored;
  const auto key = std::filesystem::weakly_canonical(path, ignored);
  const auto known = folders_.find(key);
  if (known != folders_.end()) return known->second.get();
  const auto errors_before = faults.errors();
  auto made = setting(config::load(path, faults));
  if (faults.errors() != errors_before) made.reset();
  return folders_.emplace(key, std::move(made)).first->second.get();
}

const Setting* Configurations::folder(const File& file, const Named& named, Faults& faults) {
  const auto path = seen_from(file, named);
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return folder(path, faults);
  faults.error(named.place, "there is no folder `" + path.lexically_normal().string() + "`",
               "write the folder as seen from this file");
  return nullptr;
}

const Setting* Configurations::of(const File& file, Faults& faults) {
  if (file.config) return folder(file, *file.config, faults);
  if (!file.parts) return folder(otherwise_, faults);
  return inline_.insert_or_assign(file.name, setting(*file.parts, file.name, faults)).first->second.get();
}

void check_teams(const File& file, const std::vector<const Setting*>& settings, Faults& faults) {
  std::set<std::string_view> known{domain::kRequester, kNobody};
  for (const Setting* one : settings)
    for (const auto& team : one->knowledge.directory->teams()) known.insert(team.id.value);
  const std::vector<std::string_view> words(known.begin(), known.end());
  const auto check = [&](const Wanted& wanted) {
    if ((wanted.key != "team" && wanted.key != "previous_team") || known.contains(wanted.value)) return;
    const auto near = document::nearest(wanted.value, words);
    faults.error(wanted.place, "the directory has no team `" + wanted.value + "`",
                 near.empty() ? "name one of the directory's teams, `requester` or `nobody`"
                              : "did you mean `" + std::string(near) + "`?");
  };
  for (const auto& test : file.tests)
    for (const auto& step : test.steps) {
      for (const auto& one : step.expect.value_or(std::vector<Expectation>{}))
        std::ranges::for_each(one.wanted, check);
      for (const auto& one : step.state) std::ranges::for_each(one.wanted, check);
    }
}

std::string producer_for(const directory::Directory& directory, domain::EventKind kind,
                         const domain::HubId& hub) {
  const directory::Producer* allowed = nullptr;
  for (const auto& producer : directory.producers()) {
    if (!may_tell(producer, kind) || !may_speak_for(producer, hub)) continue;
    if (std::ranges::find(producer.hubs, "*") != producer.hubs.end()) return producer.user.value;
    if (allowed == nullptr) allowed = &producer;
  }
  return allowed != nullptr ? allowed->user.value : std::string{};
}

}  // namespace triaged::app::scenario

#include "app/scenario/suite.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

#include "app/scenario/read.hpp"
#include "app/scenario/why.hpp"

namespace triaged::app::scenario {
namespace {

namespace fs = std::filesystem;
using document::Faults;

// The files meant by one argument, in the order of their names. An empty folder is itself, and told so.
std::vector<std::string> files_of(const std::string& argument) {
  std::error_code error;
  if (!fs::is_directory(argument, error)) return {argument};
  std::vector<std::string> names;
  for (fs::directory_iterator at(argument, error); !error && at != fs::directory_iterator{};
       at.increment(error))
    if (const auto& path = at->path();
        path.extension() == ".yaml" && !path.filename().string().starts_with('.'))
      names.push_back(path.string());
  std::ranges::sort(names);
  if (names.empty()) names.push_back(argument);
  return names;
}

std::optional<std::string> text_of(const std::string& name, Faults& faults) {
  std::error_code error;
  if (fs::is_directory(name, error)) {
    faults.error({name, 0, 0}, "holds no files ending in `.yaml`",
                 "name a scenario file, or a folder of them");
    return std::nullopt;
  }
  std::ifstream in(name, std::ios::binary);
  std::string text(document::Limits{}.bytes + 1, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(text.size())) && !in.eof()) {
    faults.error({name, 0, 0}, "cannot be read", "name a scenario file, or a folder of them");
    return std::nullopt;
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

// What a broken configuration has to say, without its warnings, which are `check`'s affair.
void add_errors(const Faults& from, Faults& to) {
  for (const auto& fault : from.all())
    if (fault.level == document::Level::error) to.error(fault.place, fault.message, fault.remedy);
}

// Every configuration that a file needs; nothing: one is broken.
std::optional<Reloads> prepare(const File& file, Configurations& configurations, const Setting*& first,
                               PlayedFile& told) {
  Faults faults;
  Reloads reloads;
  first = configurations.of(file, faults);
  bool sound = first != nullptr;
  for (const auto& test : file.tests)
    for (const auto& step : test.steps) {
      if (!step.reload) continue;
      reloads[step.reload->text] = configurations.folder(file, *step.reload, faults);
      sound = sound && reloads[step.reload->text] != nullptr;
    }
  if (sound) return reloads;
  told.broken_configuration = true;
  add_errors(faults, told.faults);
  if (told.faults.errors() == 0)  // it was told of the first file that uses it
    told.faults.error({file.name, 0, 0}, "its configuration is broken, see above", "");
  return std::nullopt;
}

void play_tests(const File& file, const Setting& first, const Reloads& reloads, const Witness& witness,
                PlayedFile& told) {
  std::vector<const Setting*> settings{&first};
  for (const auto& [folder, setting] : reloads) settings.push_back(setting);
  check_teams(file, settings, told.faults);
  if (told.faults.errors() != 0) return;
  for (const auto& test : file.tests)
    told.tests.push_back(
        {.name = test.name, .place = test.place, .result = play(test, first, reloads, witness)});
}

rules::Coverage& coverage_of(const std::shared_ptr<const rules::RuleSet>& rules, Coverages& coverages) {
  const auto known = std::ranges::find(coverages, digest(*rules), &Coverages::value_type::first);
  if (known != coverages.end()) return known->second;
  return coverages.emplace_back(digest(*rules), rules::Coverage(rules)).second;
}

}  // namespace

Suite play_all(const Scope& scope) {
  Suite suite;
  Configurations configurations(scope.otherwise);
  const Witness witness = [&](const codec::HistoryEntry& entry, const engine::Knowledge& knowledge) {
    const Recollection recollection(entry, knowledge);
    if (!scope.coverage || !recollection.of_an_opening()) return;
    coverage_of(knowledge.rules, suite.coverages).add(recollection.facts());
  };
  for (const auto& argument : scope.files) {
    for (const auto& name : files_of(argument)) {
      PlayedFile told;
      told.name = name;
      const auto text = text_of(name, told.faults);
      const auto file = text ? read(name, *text, told.faults) : std::nullopt;
      const Setting* first = nullptr;
      if (file)
        if (const auto reloads = prepare(*file, configurations, first, told)) {
          if (scope.coverage)  // rules that no test comes near are what it is about
            static_cast<void>(coverage_of(first->knowledge.rules, suite.coverages));
          play_tests(*file, *first, *reloads, witness, told);
        }
      suite.files.push_back(std::move(told));
    }
  }
  return suite;
}

std::size_t Suite::tests() const noexcept {
  return std::accumulate(files.begin(), files.end(), std::size_t{0},
                         [](std::size_t sum, const PlayedFile& file) { return sum + file.tests.size(); });
}

std::size_t Suite::failed() const noexcept {
  std::size_t failed = 0;
  for (const auto& file : files)
    for (const auto& test : file.tests)
      if (!test.result.differences.empty()) ++failed;
  return failed;
}

std::size_t Suite::not_played() const noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(files, [](const PlayedFile& file) { return file.faults.errors() != 0; }));
}

Exit Suite::exit() const noexcept {
  Exit exit = failed() == 0 ? Exit::ok : Exit::check_failed;
  for (const auto& file : files) {
    if (file.faults.errors() == 0) continue;
    if (!file.broken_configuration) return Exit::bad_data;
    exit = Exit::configuration;
  }
  return exit;
}

}  // namespace triaged::app::scenario

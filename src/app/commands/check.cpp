// triaged check: everything that is wrong in the configuration, at once.
#include <ostream>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "app/command.hpp"
#include "app/ending_teams.hpp"
#include "app/reachable_hours.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {
namespace {

// As faults name files: by the folder's own name.
document::Place of_directory(const std::filesystem::path& folder) {
  std::error_code ignored;
  auto path = std::filesystem::absolute(folder, ignored).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  const bool one_file = std::filesystem::exists(path / "directory.yaml", ignored);
  return {.file = (path.filename() / (one_file ? "directory.yaml" : "directory")).string()};
}

}  // namespace

Exit check(const Common& common, const CheckOptions& options, const Streams& streams) {
  document::Faults faults;
  const auto configuration = config::load(common.config, faults);
  config::prove(configuration, faults);
  const auto now = options.now == domain::Instant{} ? wall_clock_now() : options.now;
  if (configuration.directory && configuration.calendars && configuration.policy)
    warn_of_unreached_hours(configuration, now, of_directory(common.config), faults);
  if (configuration.directory && configuration.calendars)
    warn_of_ending_teams(configuration, now, common.config, faults);
  for (const auto& fault : faults.all()) {
    if (!common.json) {
      streams.out << to_text(fault) << '\n';
      continue;
    }
    streams.out << boost::json::serialize(boost::json::value{
                       {"level", fault.level == document::Level::error ? "error" : "warning"},
                       {"file", fault.place.file},
                       {"line", fault.place.line},
                       {"column", fault.place.column},
                       {"message", fault.message},
                       {"remedy", fault.remedy}})
                << '\n';
  }
  const bool good = faults.errors() == 0 && (!options.strict || faults.warnings() == 0);
  if (!common.json) {
    if (configuration.directory && configuration.rules)
      streams.out << configuration.directory->communities().size() << " communities, "
                  << configuration.directory->hubs().size() << " hubs, "
                  << configuration.directory->teams().size() << " teams, " << size(*configuration.rules)
                  << " rules (" << to_text(digest(*configuration.rules)) << ")\n";
    streams.out << (good ? "ok" : "not ok") << ": " << faults.errors() << " errors, " << faults.warnings()
                << " warnings\n";
  }
  return good ? Exit::ok : Exit::configuration;
}

}  // namespace triaged::app

// triaged test: plays scenario files against the rules, and says where they differ. Works offline; changes
// nothing but the report it is asked for.
#include <fstream>
#include <ostream>

#include "app/command.hpp"
#include "app/scenario/report.hpp"

namespace triaged::app {

Exit test(const Common& common, const TestOptions& options, const Streams& streams) {
  const auto suite =
      scenario::play_all({.files = options.files, .otherwise = common.config, .coverage = options.coverage});
  if (common.json) {
    write_json(suite, streams.out);
  } else {
    write_text(suite, streams.out);
    scenario::write_coverage(suite.coverages, streams.out);
  }
  if (!options.junit.empty()) {
    std::ofstream file(options.junit, std::ios::binary);
    write_junit(suite, file);
    if (!file.flush()) {
      streams.err << options.junit << ": the report cannot be written\n";
      return Exit::io;
    }
  }
  return suite.exit();
}

}  // namespace triaged::app

// triaged schema: the JSON Schema of a configuration file, for editors. Needs no configuration.
#include <ostream>

#include "app/command.hpp"

namespace triaged::app {

Exit schema(const SchemaOptions& options, const Streams& streams) {
  if (options.of == "rules") {
    streams.out << rules::schema();
    return Exit::ok;
  }
  streams.err << "triaged: there is no schema of `" << options.of << "`; there is one of `rules`\n";
  return Exit::usage;
}

}  // namespace triaged::app

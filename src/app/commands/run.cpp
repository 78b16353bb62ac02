// triaged run: the daemon.
#include <ostream>

#include <unistd.h>

#include "app/broker_settings.hpp"
#include "app/command.hpp"
#include "app/daemon.hpp"

namespace triaged::app {
namespace {

telemetry::LogOptions to_log(const config::LogSettings& settings) {
  telemetry::LogOptions options;
  options.json = settings.format == "json" || (settings.format == "auto" && isatty(STDOUT_FILENO) == 0);
  options.personal_data = settings.personal_data;
  if (settings.level == "debug") options.level = telemetry::Level::debug;
  if (settings.level == "warning") options.level = telemetry::Level::warning;
  if (settings.level == "error") options.level = telemetry::Level::error;
  return options;
}

}  // namespace

Exit run(const Common& common, const Streams& streams) {
  auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  auto broker = to_amqp(configuration->settings.amqp, configuration->settings.limits, streams);
  if (!broker) return Exit::configuration;
  telemetry::Log log(to_log(configuration->settings.log));
  return Daemon(std::move(*configuration), std::move(*broker), log).run();
}

}  // namespace triaged::app

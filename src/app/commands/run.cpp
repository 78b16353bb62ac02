// triaged run: the daemon.
#include <ostream>

#include <unistd.h>

#include "app/bridge_setup.hpp"
#include "app/broker_settings.hpp"
#include "app/command.hpp"
#include "app/daemon.hpp"
#include "app/http_setup.hpp"
#include "app/knowledge.hpp"

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
  Reading first;
  first.configuration = config::load(common.config, first.faults, overrides());
  const auto settings = first.configuration.settings;
  if (!first.configuration.settings_sound) {
    complain(first.faults, streams);
    return Exit::configuration;
  }
  auto broker = to_amqp(settings.amqp, settings.limits, streams);
  if (!broker) return Exit::configuration;
  auto http = to_http(settings, streams);
  if (!http) return Exit::configuration;
  auto bridges = to_bridges(settings, streams);
  if (!bridges) return Exit::configuration;
  telemetry::Log log(to_log(settings.log));
  const auto read = [folder = common.config, cache = pattern_cache(settings.store.path)]() mutable {
    Reading reading;
    reading.configuration = config::load(folder, reading.faults, overrides());
    if (reading.sound())
      static_cast<void>(rules::accelerate(*reading.configuration.rules, &cache, reading.slow));
    return reading;
  };
  return Daemon(std::move(first), common.config, read, std::move(*broker), std::move(*http),
                std::move(*bridges), log)
      .run();
}

}  // namespace triaged::app

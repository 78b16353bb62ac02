#include "app/command.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include <boost/json/parse.hpp>

namespace triaged::app {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

config::Overrides overrides() {
  return {.amqp_url = environment("TRIAGED_AMQP_URL"),
          .store_path = environment("TRIAGED_STORE_PATH"),
          .http_listen = environment("TRIAGED_HTTP_LISTEN")};
}

bool complain(const document::Faults& faults, const Streams& streams) {
  for (const auto& fault : faults.all())
    if (fault.level == document::Level::error) streams.err << to_text(fault) << '\n';
  if (faults.errors() == 0) return false;
  streams.err << faults.errors() << (faults.errors() == 1 ? " error" : " errors")
              << " in the configuration; `triaged check` shows warnings too\n";
  return true;
}

std::optional<config::Configuration> load_or_complain(const Common& common, const Streams& streams,
                                                      const std::string& url) {
  document::Faults faults;
  auto given = overrides();
  if (!url.empty()) given.amqp_url = url;
  auto configuration = config::load(common.config, faults, given);
  if (complain(faults, streams)) return std::nullopt;
  return configuration;
}

std::optional<std::string> read_input(const std::string& file, const Streams& streams) {
  std::ostringstream text;
  if (file == "-") {
    text << streams.in.rdbuf();
    return text.str();
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    streams.err << file << ": cannot be read\n";
    return std::nullopt;
  }
  text << in.rdbuf();
  return text.str();
}

std::vector<EventText> split_events(const std::string& text) {
  std::vector<EventText> events;
  boost::system::error_code error;
  static_cast<void>(boost::json::parse(text, error));
  if (!error) return {{1, text}};  // one value, perhaps over many lines
  std::istringstream lines(text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number)
    if (line.find_first_not_of(" \t\r") != std::string::npos) events.push_back({number, line});
  return events;
}

}  // namespace triaged::app

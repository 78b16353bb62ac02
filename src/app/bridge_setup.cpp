// A secret is the first line of its file, without the blanks round it: editors and shells leave some there.
#include "app/bridge_setup.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>

namespace triaged::app {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(kBlanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

// Nothing: it was said why.
std::optional<std::string> read_secret(const std::string& file, const Streams& streams) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) {
    streams.err << file << ": the secret cannot be read\n";
    return std::nullopt;
  }
  const auto secret = trimmed(line);
  if (!secret.empty() && bridges::is_sound_secret(secret)) return std::string(secret);
  streams.err << file
              << ":1:1: error: this is no secret; write it on the first line, as it was given to you\n";
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<bridges::Settings>> to_bridges(const config::Settings& settings,
                                                         const Streams& streams) {
  std::vector<bridges::Settings> all;
  bool sound = true;
  for (const auto& from : settings.bridges) {
    bridges::Settings bridge{
        .kind = from.kind, .url = from.url, .secret = {}, .ca_file = from.ca_file, .timeout = from.timeout};
    if (!from.secret_file.empty()) {
      auto secret = read_secret(from.secret_file, streams);
      sound = sound && secret.has_value();
      bridge.secret = std::move(secret).value_or("");
    }
    all.push_back(std::move(bridge));
  }
  if (!sound) return std::nullopt;
  return all;
}

}  // namespace triaged::app

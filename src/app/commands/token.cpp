// triaged token: makes lines of the file that `http.tokens_file` names, and shows whose they are. The secret
// itself is shown once and kept nowhere.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <ostream>
#include <sstream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "app/chance.hpp"
#include "app/command.hpp"
#include "app/http_setup.hpp"

namespace triaged::app {
namespace {

namespace json = boost::json;

// Empty: there is none; that is said.
std::string tokens_file(const Common& common, const TokenOptions& options, const Streams& streams) {
  if (!options.file.empty()) return options.file;
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return {};
  if (configuration->settings.http.tokens_file.empty())
    streams.err << "the configuration names no `http.tokens_file`; name one there, or give --file\n";
  return configuration->settings.http.tokens_file;
}

// One write at the end of the file, which is made for its owner alone.
bool append(const std::string& file, const std::string& text, const Streams& streams) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  bool written = descriptor >= 0;
  if (written) {
    written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
              ::fsync(descriptor) == 0;
  }
  const int why = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!written) streams.err << file << ": cannot be written: " << std::strerror(why) << '\n';
  return written;
}

bool ends_in_the_middle_of_a_line(const std::string& text) { return !text.empty() && text.back() != '\n'; }

}  // namespace

Exit token_add(const Common& common, const TokenOptions& options, const Streams& streams) {
  std::vector<http::Role> roles;
  for (const auto& word : options.roles) {
    const auto role = http::parse_role(word);
    if (!role) {
      streams.err << "there is no role `" << word
                  << "`; the roles are producer, viewer, operator and admin\n";
      return Exit::usage;
    }
    roles.push_back(*role);
  }
  const auto file = tokens_file(common, options, streams);
  if (file.empty()) return Exit::configuration;
  std::string before;
  if (std::error_code ignored; std::filesystem::exists(file, ignored)) {
    const auto tokens = load_tokens(file, streams);
    if (!tokens) return Exit::bad_data;
    for (const auto& token : *tokens)
      if (token.name == options.name) {
        streams.err << file << " has a token `" << options.name << "` already; remove its line first\n";
        return Exit::check_failed;
      }
    before = read_input(file, streams).value_or("");
  }
  const auto issued = http::issue(options.name, roles, domain::ProducerId{options.producer},
                                  random_octets(http::kRandomOctets));
  if (!issued) {
    streams.err << "no such token can be made: a name is of a-z, 0-9, `_` and `-`, at most "
                << http::kTokenNameLongest
                << " bytes; the role producer needs --producer, one word, as the directory lists it\n";
    return Exit::usage;
  }
  if (!append(file, (ends_in_the_middle_of_a_line(before) ? "\n" : "") + issued->line + "\n", streams))
    return Exit::io;
  if (common.json) {
    streams.out << json::serialize(json::object{{"name", options.name}, {"token", issued->bearer}}) << '\n';
    return Exit::ok;
  }
  streams.out << issued->bearer << '\n';
  streams.err << "this is the only time it is shown; " << file
              << " has its hash, and the daemon knows it after its next start\n";
  return Exit::ok;
}

Exit token_list(const Common& common, const TokenOptions& options, const Streams& streams) {
  const auto file = tokens_file(common, options, streams);
  if (file.empty()) return Exit::configuration;
  const auto tokens = load_tokens(file, streams);
  if (!tokens) return Exit::bad_data;
  for (const auto& token : *tokens) {
    json::array roles;
    std::string words;
    for (const auto role : token.roles) {
      roles.emplace_back(name(role));
      words.append(words.empty() ? "" : ",").append(name(role));
    }
    if (common.json)
      streams.out << json::serialize(json::object{
                         {"name", token.name}, {"roles", roles}, {"producer", token.producer.value}})
                  << '\n';
    else
      streams.out << token.name << "  " << words << "  "
                  << (token.producer.empty() ? "-" : token.producer.value) << '\n';
  }
  if (tokens->empty() && !common.json) streams.out << "there are no tokens\n";
  return Exit::ok;
}

}  // namespace triaged::app

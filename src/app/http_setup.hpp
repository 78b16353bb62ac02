// From the configuration's settings to those of the HTTP server, with its tokens.
#pragma once

#include <optional>
#include <vector>

#include <triaged/http/settings.hpp>
#include <triaged/http/tokens.hpp>

#include "app/command.hpp"

namespace triaged::app {

struct HttpSetup {
  http::Settings settings;
  std::optional<std::vector<http::Token>> tokens;  // nothing: everybody who can connect may do everything
};

// Nothing inside: no server is wanted. Nothing at all: the tokens cannot be read; that is said on
// streams.err.
[[nodiscard]] std::optional<std::optional<HttpSetup>> to_http(const config::Settings& settings,
                                                              const Streams& streams);

// The tokens of a file. Nothing when it cannot be read, or holds a fault; all faults are said.
[[nodiscard]] std::optional<std::vector<http::Token>> load_tokens(const std::string& file,
                                                                  const Streams& streams);

}  // namespace triaged::app

// Where the HTTP server listens, and who can reach it there.
#pragma once

#include <triaged/config/config.hpp>
#include <triaged/document/fault.hpp>

namespace triaged::config {

// "127.0.0.1:8470" or "[::1]:8470" into its parts; empty or "off": no server. What is neither is reported.
void take_listen(const std::string& text, const document::Place& place, HttpSettings& http,
                 document::Faults& faults);

// Without tokens everybody who can connect may do everything: then it must be this machine only.
void check_exposure(const document::Place& place, const HttpSettings& http, document::Faults& faults);

}  // namespace triaged::config

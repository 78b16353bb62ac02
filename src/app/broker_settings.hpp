// From the configuration's settings to those of the amqp library.
#pragma once

#include <optional>

#include <triaged/amqp/settings.hpp>

#include "app/command.hpp"

namespace triaged::app {

// Reads the password file, if one is named. Nothing when the URL or a file is bad; that is said on
// streams.err. The limits say how much of a message is worth keeping.
[[nodiscard]] std::optional<amqp::Settings> to_amqp(const config::AmqpSettings& settings,
                                                    const config::Limits& limits, const Streams& streams);

// For commands that need the broker and neither directory nor rules: the configuration's settings, with
// `url`, else TRIAGED_AMQP_URL, in the place of `amqp.url`. Where no configuration folder can be read, an
// address that was given is enough, and the defaults are the rest. Nothing when the configuration has errors;
// they are said.
[[nodiscard]] std::optional<config::Settings> client_settings(const Common& common, const std::string& url,
                                                              const Streams& streams);

}  // namespace triaged::app

// Queue names: what they may be made of, and their placeholders {hub} and {community}.
#pragma once

#include <string>
#include <string_view>

#include <triaged/domain/id.hpp>

namespace triaged::directory {

inline constexpr std::size_t kQueueLongest = 200;  // AMQP allows 255 bytes; a prefix must fit too

[[nodiscard]] bool has_placeholder(std::string_view queue) noexcept;

// "team.hub_admin.{hub}" to "team.hub_admin.utoronto.prod": a '/' becomes a '.'.
[[nodiscard]] std::string fill_in(std::string_view queue, const domain::HubId& hub,
                                  const domain::CommunityId& community);

// Without placeholders: letters, digits, '.', '_', '-'; beginning with a letter or digit.
[[nodiscard]] bool is_queue(std::string_view queue) noexcept;

}  // namespace triaged::directory

// Names that every broker tool, log and shell takes without quoting.
#include "directory/queue.hpp"

#include <algorithm>

namespace triaged::directory {
namespace {

constexpr std::string_view kHub = "{hub}";
constexpr std::string_view kCommunity = "{community}";

void append_dotted(std::string& out, std::string_view id) {
  std::ranges::replace_copy(id, std::back_inserter(out), '/', '.');
}

bool is_letter_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool has_placeholder(std::string_view queue) noexcept { return queue.find('{') != std::string_view::npos; }

std::string fill_in(std::string_view queue, const domain::HubId& hub, const domain::CommunityId& community) {
  std::string filled;
  if (!has_placeholder(queue)) return filled.append(queue);
  while (!queue.empty()) {
    if (queue.starts_with(kHub)) {
      append_dotted(filled, hub.value);
      queue.remove_prefix(kHub.size());
    } else if (queue.starts_with(kCommunity)) {
      append_dotted(filled, community.value);
      queue.remove_prefix(kCommunity.size());
    } else {
      filled.push_back(queue.front());
      queue.remove_prefix(1);
    }
  }
  return filled;
}

bool is_queue(std::string_view queue) noexcept {
  return !queue.empty() && queue.size() <= kQueueLongest && is_letter_or_digit(queue.front()) &&
         std::ranges::all_of(
             queue, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace triaged::directory

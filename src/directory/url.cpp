// By hand, because only the host matters, and because a text is scanned for dots: most words have none.
#include "directory/url.hpp"

#include <algorithm>

namespace triaged::directory {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_host_part(char c) noexcept {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

}  // namespace

std::optional<std::string> host_of(std::string_view url) {
  if (url.starts_with("https://"))
    url.remove_prefix(8);
  else if (url.starts_with("http://"))
    url.remove_prefix(7);
  else
    return std::nullopt;
  const std::size_t end = std::min(url.find_first_of(":/?#"), url.size());
  std::string host{url.substr(0, end)};
  const std::string_view after = url.substr(end);
  if (after.starts_with(':')) {
    const std::string_view port = after.substr(1, after.find_first_of("/?#") - 1);
    const bool digits = std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    if (port.empty() || port.size() > 5 || !digits) return std::nullopt;
  }
  if (url.find_first_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  if (host.empty() || host.size() > kHostLongest || !std::ranges::all_of(host, is_host_part))
    return std::nullopt;
  if (host.front() == '.' || host.back() == '.' || host.find("..") != std::string::npos) return std::nullopt;
  std::ranges::transform(host, host.begin(), lower);
  return host;
}

std::string_view HostScan::next() {
  while (at_ < text_.size()) {
    const std::size_t dot = text_.find('.', at_);
    if (dot == std::string_view::npos) break;
    if (dot + 1 == text_.size() || !is_host_part(text_[dot + 1])) {  // the end of a sentence
      at_ = dot + 1;
      continue;
    }
    std::size_t begin = dot;
    while (begin > at_ && is_host_part(text_[begin - 1])) --begin;
    std::size_t end = dot;
    while (end < text_.size() && is_host_part(text_[end])) ++end;
    at_ = end;
    const bool is_mail = begin > 0 && text_[begin - 1] == '@';
    while (end > begin && (text_[end - 1] == '.' || text_[end - 1] == '-'))
      --end;  // "…, see hub.example.org."
    const std::string_view host = text_.substr(begin, end - begin);
    if (is_mail || host.size() > kHostLongest || host.find('.') == std::string_view::npos) continue;
    std::ranges::transform(host, host_.begin(), lower);
    return {host_.data(), host.size()};
  }
  at_ = text_.size();
  return {};
}

}  // namespace triaged::directory

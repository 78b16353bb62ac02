#include "app/settings_changes.hpp"

namespace triaged::app {
namespace {

using document::Node;

void compare(const Node& before, const Node& after, const std::string& name,
             std::vector<std::string>& changed) {
  if (!before.is_map() || !after.is_map()) {
    if (canonical(before) != canonical(after)) changed.push_back(name);
    return;
  }
  const auto below = [&](const Node& key) { return name.empty() ? key.scalar : name + "." + key.scalar; };
  for (const auto& [key, value] : before.members)
    if (const Node* other = after.find(key.scalar))
      compare(value, *other, below(key), changed);
    else
      changed.push_back(below(key));
  for (const auto& [key, value] : after.members)
    if (before.find(key.scalar) == nullptr) changed.push_back(below(key));
}

}  // namespace

std::vector<std::string> changed_settings(const Node& before, const Node& after) {
  std::vector<std::string> changed;
  compare(before, after, {}, changed);
  return changed;
}

}  // namespace triaged::app

// Looking up a key: linear, because maps in configuration files are short.
#include <triaged/document/node.hpp>

namespace triaged::document {

const Node* Node::find(std::string_view key) const noexcept {
  for (const auto& [name, value] : members)
    if (name.scalar == key) return &value;
  return nullptr;
}

}  // namespace triaged::document

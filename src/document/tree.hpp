// yaml-cpp's events to a tree. Its Node interface is not used: it expands aliases, swallows duplicate keys
// and keeps no columns. The depth limit also bounds every recursion over a finished tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <triaged/document/node.hpp>

namespace triaged::document {

class TreeBuilder final : public YAML::EventHandler {
 public:
  // Thrown out of an event to leave yaml-cpp's parser; the fault has been reported.
  struct Stop {};

  // `text` is what is being parsed; it, `file`, `faults` and `limits` must outlive the builder.
  TreeBuilder(std::string_view file, std::string_view text, Faults& faults, const Limits& limits)
      : file_(file), text_(text), faults_(&faults), limits_(&limits) {}

  // The document's top node; a null node when it has none. Call once, after the last event.
  [[nodiscard]] Node take_root();

  [[nodiscard]] Place place(const YAML::Mark& mark) const;

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override;

 private:
  // A sequence or map whose end has not been seen.
  struct Open {
    Node node;
    std::optional<Node> key;  // of a map, while its value is awaited
    bool key_refused = false;
    std::unordered_map<std::string, int> lines;  // of a map: where each key stood first
  };

  [[nodiscard]] std::string_view rest(const YAML::Mark& mark) const noexcept;  // the text from the mark on
  Node make(Node::Kind kind, const YAML::Mark& mark);                          // counts it
  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag);
  void close();
  void accept(Node node);
  void accept_key(Open& map, Node key);
  void refuse_tag(const YAML::Mark& mark, const std::string& tag);

  std::string file_;
  std::string_view text_;
  Faults* faults_;
  const Limits* limits_;
  std::vector<Open> open_;
  std::optional<Node> root_;
  std::size_t nodes_ = 0;
  bool begun_ = false;
};

}  // namespace triaged::document

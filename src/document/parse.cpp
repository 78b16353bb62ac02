// Text to one tree, or the faults that say why not. Bytes and brackets are checked before yaml-cpp sees them.
#include <sstream>

#include <yaml-cpp/parser.h>

#include <triaged/document/node.hpp>

#include "document/bytes.hpp"
#include "document/syntax.hpp"
#include "document/tree.hpp"

namespace triaged::document {
namespace {

bool check_bytes(std::string_view file, std::string_view text, Faults& faults, const Limits& limits) {
  if (text.size() > limits.bytes) {
    faults.error({std::string{file}, 0, 0}, "larger than " + std::to_string(limits.bytes) + " bytes",
                 "split it into several files");
    return false;
  }
  if (const auto bad = first_bad_byte(text)) {
    faults.error({std::string{file}, bad->line, bad->column}, bad->message, bad->remedy);
    return false;
  }
  if (const auto at = first_bracket_too_deep(text)) {
    const auto [line, column] = line_and_column(text, *at);
    report_depth({std::string{file}, line, column}, faults, limits);
    return false;
  }
  return true;
}

}  // namespace

std::optional<Node> parse(std::string_view file, std::string_view text, Faults& faults,
                          const Limits& limits) {
  const std::size_t errors_before = faults.errors();
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark means nothing in UTF-8
  if (!check_bytes(file, text, faults, limits)) return std::nullopt;
  TreeBuilder builder{file, text, faults, limits};
  try {
    std::istringstream stream{std::string{text}};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
      // a second round meets the end of the file, or is stopped by the builder
    }
  } catch (const TreeBuilder::Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& why) {
    report_syntax(why, text, builder.place(why.mark), faults);
  }
  if (faults.errors() > errors_before) return std::nullopt;
  Node root = builder.take_root();
  if (root.is_null()) root.kind = Node::Kind::map;
  return root;
}

}  // namespace triaged::document

// Builds the tree from the bottom: an open sequence or map is moved into its parent when its end comes.
#include "document/tree.hpp"

#include <utility>

#include "document/syntax.hpp"

namespace triaged::document {
namespace {

// The tags yaml-cpp gives to nodes that bear none: "?" to plain ones, "!" to quoted ones.
bool is_default_tag(const std::string& tag) { return tag.empty() || tag == "?" || tag == "!"; }

// yaml-cpp takes the end of the file for a closing quote; we do not. True for what does not begin with a
// quote.
bool is_closed(std::string_view written) {
  if (written.empty() || (written[0] != '"' && written[0] != '\'')) return true;
  const char quote = written[0];
  for (std::size_t at = 1; at < written.size(); ++at) {
    if (quote == '"' && written[at] == '\\') {
      ++at;
    } else if (written[at] == quote) {
      const bool is_doubled = quote == '\'' && at + 1 < written.size() && written[at + 1] == quote;
      if (!is_doubled) return true;
      ++at;
    }
  }
  return false;
}

}  // namespace

Node TreeBuilder::take_root() {
  if (root_) return std::move(*root_);
  Node nothing;
  nothing.place = {file_, 1, 1};
  return nothing;
}

Place TreeBuilder::place(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

std::string_view TreeBuilder::rest(const YAML::Mark& mark) const noexcept {
  const auto at = static_cast<std::size_t>(mark.pos < 0 ? 0 : mark.pos);
  return at < text_.size() ? text_.substr(at) : std::string_view{};
}

Node TreeBuilder::make(Node::Kind kind, const YAML::Mark& mark) {
  if (++nodes_ > limits_->nodes) {
    faults_->error(place(mark), "more than " + std::to_string(limits_->nodes) + " values in one file",
                   "split it into several files");
    throw Stop{};
  }
  Node node;
  node.kind = kind;
  node.place = place(mark);
  return node;
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (begun_) {
    if (rest(mark).starts_with("---"))
      faults_->error(place(mark), "a second document begins here (`---`)",
                     "keep one document in a file; move the rest into a file of its own");
    else
      faults_->error(place(mark), "text after the end of what the file began with",
                     "check the brackets and the indentation before it");
    throw Stop{};
  }
  begun_ = true;
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t) {
  Node node = make(Node::Kind::null, mark);
  // A value that was left out bears the mark of whatever comes next; the key is where a person would look.
  const std::string_view written = rest(mark);
  const bool is_written = !written.empty() && (written[0] == '~' || written[0] == 'n' || written[0] == 'N');
  if (!is_written && !open_.empty() && open_.back().key) node.place = open_.back().key->place;
  accept(std::move(node));
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  const std::string_view written = rest(mark);
  const std::string alias{written.substr(0, written.find_first_of(" \t\r\n,]}"))};
  faults_->error(place(mark), "`" + alias + "` is an alias, and those are refused",
                 "write the value out; a text that begins with `*` needs quotes");
  accept(make(Node::Kind::null, mark));
}

void TreeBuilder::OnAnchor(const YAML::Mark& mark, const std::string& name) {
  faults_->error(place(mark), "`&" + name + "` is an anchor, and those are refused",
                 "remove it; a text that begins with `&` needs quotes");
}

void TreeBuilder::refuse_tag(const YAML::Mark& mark, const std::string& tag) {
  // A lone "!" is a tag as well, and looks like that of a quoted scalar.
  if (is_default_tag(tag) && !rest(mark).starts_with('!')) return;
  constexpr std::string_view kCore = "tag:yaml.org,2002:";
  const std::string written = tag.starts_with(kCore) ? "!!" + tag.substr(kCore.size()) : tag;
  faults_->error(place(mark), "`" + written + "` is a tag, and those are refused",
                 "remove it; a text that begins with `!` needs quotes");
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                           const std::string& value) {
  refuse_tag(mark, tag);
  Node node = make(Node::Kind::scalar, mark);
  if (!is_closed(rest(mark))) {
    faults_->error(node.place, "a quote is opened here and never closed", "close it");
    throw Stop{};  // what follows would only be misread
  }
  if (value.find('\0') != std::string::npos)
    faults_->error(node.place, "the text holds a NUL character", "remove the `\\0` or `\\x00` from it");
  node.scalar = value;
  node.quoted = tag == "!";
  accept(std::move(node));
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                                  YAML::EmitterStyle::value) {
  open(Node::Kind::sequence, mark, tag);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                             YAML::EmitterStyle::value) {
  open(Node::Kind::map, mark, tag);
}

void TreeBuilder::open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag) {
  refuse_tag(mark, tag);
  if (open_.size() >= limits_->depth) {
    report_depth(place(mark), *faults_, *limits_);
    throw Stop{};
  }
  open_.push_back({.node = make(kind, mark), .key = {}, .key_refused = false, .lines = {}});
}

void TreeBuilder::close() {
  Node node = std::move(open_.back().node);
  open_.pop_back();
  accept(std::move(node));
}

void TreeBuilder::accept(Node node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& parent = open_.back();
  if (parent.node.is_sequence()) {
    parent.node.items.push_back(std::move(node));
  } else if (!parent.key) {
    accept_key(parent, std::move(node));
  } else {
    if (!parent.key_refused) parent.node.members.emplace_back(std::move(*parent.key), std::move(node));
    parent.key.reset();
  }
}

void TreeBuilder::accept_key(Open& map, Node key) {
  map.key_refused = true;
  if (!key.is_scalar()) {
    faults_->error(key.place, key.is_null() ? "a key is missing before `:`" : "a key must be a single word",
                   "put text that begins with `{`, `[` or `?` in quotes");
  } else if (key.scalar == "<<" && !key.quoted) {
    faults_->error(key.place, "`<<` is a merge key, and those are refused", "write the keys out here");
  } else if (const auto [first, is_new] = map.lines.try_emplace(key.scalar, key.place.line); !is_new) {
    faults_->error(key.place, "the key `" + key.scalar + "` stands twice in the same map",
                   "it stands in line " + std::to_string(first->second) + " already; keep one of them");
  } else {
    map.key_refused = false;
  }
  map.key = std::move(key);
}

}  // namespace triaged::document

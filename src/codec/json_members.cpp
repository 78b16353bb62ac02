#include <algorithm>

#include <boost/json/parse.hpp>
#include <codec/json_members.hpp>

namespace triaged::codec {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Walks over valid JSON: no step need be checked.
class Walk {
 public:
  explicit Walk(std::string_view json) : rest_(json) { skip_space(); }

  [[nodiscard]] char next() const { return rest_.empty() ? '\0' : rest_.front(); }
  void step() {
    rest_.remove_prefix(1);
    skip_space();
  }

  std::string_view value() {
    const std::string_view from = rest_;
    std::size_t depth = 0;
    do {
      const char c = rest_.front();
      if (c == '"') {
        string();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      rest_.remove_prefix(1);
      if (c == ']' || c == '}') continue;
      if (depth == 0) rest_.remove_prefix(std::min(rest_.size(), rest_.find_first_of(",]} \t\r\n")));
    } while (depth > 0);
    const std::string_view taken = from.substr(0, from.size() - rest_.size());
    skip_space();
    return taken;
  }

 private:
  void skip_space() { rest_.remove_prefix(std::min(rest_.size(), rest_.find_first_not_of(kSpace))); }
  void string() {
    std::size_t at = 1;
    while (rest_[at] != '"') at += rest_[at] == '\\' ? std::size_t{2} : std::size_t{1};
    rest_.remove_prefix(at + 1);
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::vector<JsonMember>> json_members(std::string_view json) {
  Walk walk(json);
  if (walk.next() != '{') return std::nullopt;
  std::vector<JsonMember> members;
  walk.step();
  while (walk.next() == '"') {
    JsonMember& member = members.emplace_back();
    member.name = json_string(walk.value()).value_or(std::string{});
    walk.step();  // the colon
    member.value = walk.value();
    if (walk.next() == ',') walk.step();
  }
  return members;
}

std::optional<std::string> json_string(std::string_view value) {
  if (!value.starts_with('"')) return std::nullopt;
  boost::json::error_code error;
  const auto parsed = boost::json::parse({value.data(), value.size()}, error);
  if (error || !parsed.is_string()) return std::nullopt;
  return std::string(parsed.as_string());
}

}  // namespace triaged::codec

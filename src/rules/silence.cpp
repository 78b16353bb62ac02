#include <algorithm>
#include <array>

#include <re2/re2.h>

#include <triaged/rules/silence.hpp>

namespace triaged::rules {
namespace {

using domain::Matcher;

RE2::Options options() {
  RE2::Options result;
  result.set_log_errors(false);
  result.set_max_mem(kSilencePatternMemory);
  return result;
}

std::string quoted(std::string_view text) { return std::string{"`"}.append(text).append("`"); }

// nullptr: it cannot be used, `why` says why.
std::shared_ptr<const RE2> compiled(const std::string& pattern, std::string& why) {
  if (pattern.size() > kSilencePatternBytes)
    return why = "is longer than " + std::to_string(kSilencePatternBytes) + " bytes", nullptr;
  auto made = std::make_shared<const RE2>(pattern, options());
  if (made->ok()) return made;
  return why = "is not understood: " + made->error(), nullptr;
}

}  // namespace

struct CompiledSilence::Part {
  Matcher matcher;
  std::shared_ptr<const RE2> pattern;  // nullptr: the value is compared whole

  [[nodiscard]] bool matches(std::string_view value) const {
    return pattern ? RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *pattern)
                   : value == matcher.value;
  }
};

std::string_view Silenceable::value(std::string_view name) const noexcept {
  const std::array<std::pair<std::string_view, std::string_view>, 7> own{{{"hub", hub},
                                                                          {"cluster", cluster},
                                                                          {"community", community},
                                                                          {"symptom", symptom},
                                                                          {"severity", severity},
                                                                          {"category", category},
                                                                          {"alertname", alertname}}};
  for (const auto& [known, text] : own)
    if (name == known && !text.empty()) return text;
  if (labels == nullptr) return {};
  const auto found = labels->find(name);
  return found != labels->end() ? std::string_view{found->second} : std::string_view{};
}

CompiledSilence::CompiledSilence(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}

std::variant<CompiledSilence, std::string> CompiledSilence::compile(const std::vector<Matcher>& matchers) {
  if (matchers.size() > kSilenceMatchersMost)
    return "has more than " + std::to_string(kSilenceMatchersMost) + " matchers";
  auto parts = std::make_shared<Parts>();
  for (const Matcher& matcher : matchers) {
    if (matcher.name.empty()) return "has a matcher that names no label";
    Part part{.matcher = matcher, .pattern = nullptr};
    if (matcher.is_regex) {
      std::string why;
      part.pattern = compiled(matcher.value, why);
      if (!part.pattern) return "has a pattern for " + quoted(matcher.name) + " that " + why;
    }
    parts->push_back(std::move(part));
  }
  return CompiledSilence{std::move(parts)};
}

std::variant<CompiledSilence, std::string> CompiledSilence::make(const std::vector<Matcher>& matchers) {
  if (matchers.empty()) return "has no matcher, so it would match everything";
  auto made = compile(matchers);
  if (const auto* silence = std::get_if<CompiledSilence>(&made); silence != nullptr && silence->matches({}))
    return "would match everything, because none of its matchers asks for a label to be there";
  return made;
}

bool CompiledSilence::matches(const Silenceable& facts) const {
  return std::ranges::all_of(*parts_,
                             [&](const Part& part) { return part.matches(facts.value(part.matcher.name)); });
}

bool matches_everything(const std::vector<Matcher>& matchers) {
  const auto made = CompiledSilence::compile(matchers);
  const auto* compiled = std::get_if<CompiledSilence>(&made);
  return compiled != nullptr && compiled->matches({});
}

}  // namespace triaged::rules

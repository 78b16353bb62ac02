// What a silence matches, as Alertmanager means it: every matcher must match, a pattern the whole value, and
// a label that is absent is an empty text. Case counts. Refused are patterns that RE2 does not understand,
// and a silence that would match everything.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <triaged/domain/event.hpp>

namespace triaged::rules {

// What a ticket, an alert or an incident shows to silences. Borrowed. What is empty is looked up in `labels`
// under its name; so `cluster` is the directory's cluster, and the alert's label only where the directory has
// no word for it, and `severity` is one of the four.
struct Silenceable {
  const domain::Labels* labels = nullptr;  // nullptr: none
  std::string_view hub{};                  // "utoronto/prod"
  std::string_view cluster{};
  std::string_view community{};
  std::string_view symptom{};
  std::string_view severity{};
  std::string_view category{};
  std::string_view alertname{};

  [[nodiscard]] std::string_view value(std::string_view name) const noexcept;  // empty: there is none
};

inline constexpr std::size_t kSilenceMatchersMost = 64;
inline constexpr std::size_t kSilencePatternBytes = 2000;         // of one pattern
inline constexpr std::int64_t kSilencePatternMemory = 1ll << 20;  // of RE2's automata, per pattern

// Immutable, for any number of threads; cheap to copy.
class CompiledSilence {
 public:
  // A text: why it is refused, to be read after the silence's name: "has no matcher, so …".
  [[nodiscard]] static std::variant<CompiledSilence, std::string> make(
      const std::vector<domain::Matcher>& matchers);

  // Whatever the time: domain::in_force() knows that.
  [[nodiscard]] bool matches(const Silenceable& facts) const;

 private:
  struct Part;
  using Parts = std::vector<Part>;
  explicit CompiledSilence(std::shared_ptr<const Parts> parts);
  [[nodiscard]] static std::variant<CompiledSilence, std::string> compile(
      const std::vector<domain::Matcher>& matchers);
  friend bool matches_everything(const std::vector<domain::Matcher>& matchers);

  std::shared_ptr<const Parts> parts_;
};

// All its matchers match what nothing is known of, as the pattern `.*` does, or it has none; make() refuses
// such a one. False where one of them cannot be understood.
[[nodiscard]] bool matches_everything(const std::vector<domain::Matcher>& matchers);

}  // namespace triaged::rules

// The two forms of a notice's body.
#pragma once

#include <triaged/domain/notice.hpp>

namespace triaged::codec {

[[nodiscard]] domain::Bytes notice_as_protobuf(const domain::Notice& notice);
[[nodiscard]] domain::Bytes notice_as_json(const domain::Notice& notice);

// The rung's name, empty for none.
[[nodiscard]] inline std::string_view rung_name(const std::optional<domain::Rung>& rung) noexcept {
  return rung ? domain::name(*rung) : std::string_view{};
}

// Empty for a digest of nothing.
[[nodiscard]] inline std::string ruleset_text(const domain::Digest& ruleset) {
  return ruleset == domain::Digest{} ? std::string{} : domain::to_text(ruleset);
}

}  // namespace triaged::codec

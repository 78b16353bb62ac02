// Rules, directory and policy as somebody wrote them, so that they can be kept and read again: the decisions
// of a day are explained by the very files of that day only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/domain/bytes.hpp>

namespace triaged::config {

struct FileText {
  std::string name;  // within the configuration folder: "rules/10-classify.yaml"
  std::string text;

  bool operator==(const FileText&) const = default;
};
using Texts = std::vector<FileText>;  // of one part, in the order they are read in

struct Written {
  Texts rules;
  Texts directory;
  Texts policy;
};

// The files one after the other, each under a line with its size and name: who opens the store with other
// tools finds the text as it was written.
[[nodiscard]] domain::Bytes encode(const Texts& texts);
[[nodiscard]] std::optional<Texts> decode(std::string_view bytes);

}  // namespace triaged::config

// All scenario files of one run: read, played, and what came of it. Files with faults are told and not
// played; the others are.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <triaged/app/main.hpp>
#include <triaged/rules/coverage.hpp>

#include "app/scenario/play.hpp"

namespace triaged::app::scenario {

struct PlayedTest {
  std::string name;
  document::Place place;
  Result result;
};

struct PlayedFile {
  std::string name;
  std::vector<PlayedTest> tests;
  document::Faults faults;            // warnings of the configuration are not among them
  bool broken_configuration = false;  // rather than a broken scenario file
};

// One for each rule set, in the order of their use: files may share one, and a file may have several.
using Coverages = std::vector<std::pair<domain::Digest, rules::Coverage>>;

struct Suite {
  std::vector<PlayedFile> files;
  Coverages coverages;

  [[nodiscard]] std::size_t tests() const noexcept;
  [[nodiscard]] std::size_t failed() const noexcept;
  [[nodiscard]] std::size_t not_played() const noexcept;  // files
  [[nodiscard]] Exit exit() const noexcept;
};

struct Scope {
  std::vector<std::string> files;   // or folders, of which all *.yaml
  std::filesystem::path otherwise;  // the configuration of files that bring none
  bool coverage = false;
};

[[nodiscard]] Suite play_all(const Scope& scope);

}  // namespace triaged::app::scenario

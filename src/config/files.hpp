// The files of a configuration folder, read and parsed. Knows which files belong together and what they are
// called in messages; knows nothing of what is in them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <triaged/config/written.hpp>
#include <triaged/document/node.hpp>

namespace triaged::config {

// The files of one part of the configuration, in name order.
struct Part {
  std::vector<document::Node> files;
  Texts texts{};         // the same as they were read
  bool readable = true;  // every file was there and was read; otherwise the faults say why not
};

// What was read as a part once, again. Not readable when there is no file, or one is no YAML.
[[nodiscard]] Part parse(const Texts& texts, document::Faults& faults);

class Folder {
 public:
  // `faults` must outlive the folder.
  Folder(std::filesystem::path path, document::Faults& faults);

  // One file that must be there.
  [[nodiscard]] Part file(const std::string& name, std::string_view what_for);

  // All *.yaml in a folder that must be there and must not be empty; hidden files are not looked at.
  [[nodiscard]] Part folder(const std::string& name, std::string_view what_for);

  [[nodiscard]] bool has(const std::string& name) const;

  // What a file is called in messages: "2i2c/rules/10-classify.yaml", whatever way the folder was given.
  [[nodiscard]] std::string shown(const std::string& name) const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  void add(Part& part, const std::string& name);

  std::filesystem::path path_;  // absolute
  std::string name_;
  document::Faults* faults_;
};

}  // namespace triaged::config

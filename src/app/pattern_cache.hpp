// Compiled patterns in a folder, one file each. A cache and no more: what cannot be read is not there, what
// cannot be written is not written.
#pragma once

#include <filesystem>

#include <triaged/rules/rules.hpp>

namespace triaged::app {

class FolderCache final : public rules::PatternCache {
 public:
  // Of the files, those written or read last are kept: a rule set has one for each of its searched fields,
  // and an old rule set may come back.
  static constexpr std::size_t kFilesKept = 24;

  // The folder is made when the first file is written.
  explicit FolderCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::optional<std::string> find(const domain::Digest& key) override;
  // Writes beside and renames, so that a reader sees a whole file or none; removes the oldest files.
  void keep(const domain::Digest& key, std::string_view bytes) override;

 private:
  [[nodiscard]] std::filesystem::path file(const domain::Digest& key) const;
  void remove_oldest() const;

  std::filesystem::path folder_;
};

}  // namespace triaged::app

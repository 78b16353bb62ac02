#include "app/pattern_cache.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <unistd.h>

namespace triaged::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".patterns";

}  // namespace

fs::path FolderCache::file(const domain::Digest& key) const {
  const std::string text = to_text(key);
  return folder_ / text.substr(text.find(':') + 1).append(kSuffix);
}

std::optional<std::string> FolderCache::find(const domain::Digest& key) {
  const auto path = file(key);
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  std::error_code ignored;  // it is in use: not the next to be removed
  fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
  return bytes;
}

void FolderCache::keep(const domain::Digest& key, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(folder_, error);
  const auto path = file(key);
  const fs::path beside = path.string() + "." + std::to_string(::getpid());
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
      fs::remove(beside, error);
      return;
    }
  }
  fs::rename(beside, path, error);
  if (error) fs::remove(beside, error);
  remove_oldest();
}

void FolderCache::remove_oldest() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    std::error_code ignored;
    // A writer that died leaves its unfinished file, whose name goes on after the suffix.
    if (entry.path().filename().string().find(kSuffix) != std::string::npos)
      files.emplace_back(entry.last_write_time(ignored), entry.path());
  }
  if (files.size() <= kFilesKept) return;
  std::ranges::sort(files, std::ranges::greater{});
  for (std::size_t i = kFilesKept; i < files.size(); ++i) fs::remove(files[i].second, error);
}

}  // namespace triaged::app

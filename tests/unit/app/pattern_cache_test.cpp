// Compiled patterns in a folder: found again, and not too many.
#include "app/pattern_cache.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace triaged::app {
namespace {

namespace fs = std::filesystem;

domain::Digest key(std::uint8_t number) {
  domain::Digest digest;
  digest.octets[0] = number;
  return digest;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(FolderCache, FindsWhatItKept) {
  const test::TemporaryFolder folder;
  FolderCache cache(folder.path() / "made when needed");
  EXPECT_EQ(cache.find(key(1)), std::nullopt);
  const std::string bytes("a\0b", 3);
  cache.keep(key(1), bytes);
  EXPECT_EQ(cache.find(key(1)), bytes);
  EXPECT_EQ(cache.find(key(2)), std::nullopt);
  cache.keep(key(1), "other");
  EXPECT_EQ(cache.find(key(1)), "other");
}

TEST(FolderCache, AFolderThatCannotBeMadeIsNoFault) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "a file where the folder should be";
  FolderCache cache(folder.path() / "file");
  cache.keep(key(1), "bytes");
  EXPECT_EQ(cache.find(key(1)), std::nullopt);
}

TEST(FolderCache, KeepsTheFilesThatWereUsedLast) {
  const test::TemporaryFolder folder;
  FolderCache cache(folder.path());
  for (std::size_t i = 0; i < FolderCache::kFilesKept; ++i)
    cache.keep(key(static_cast<std::uint8_t>(i)), "bytes");
  auto age = std::chrono::hours(100);
  for (const auto& entry : fs::directory_iterator(folder.path()))
    fs::last_write_time(entry.path(), fs::file_time_type::clock::now() - age);
  EXPECT_TRUE(cache.find(key(7))) << "which makes it the last used";
  cache.keep(key(100), "bytes");
  cache.keep(key(101), "bytes");
  EXPECT_EQ(files_in(folder.path()), FolderCache::kFilesKept);
  EXPECT_TRUE(cache.find(key(7)));
  EXPECT_TRUE(cache.find(key(100)));
  EXPECT_TRUE(cache.find(key(101)));
}

}  // namespace
}  // namespace triaged::app

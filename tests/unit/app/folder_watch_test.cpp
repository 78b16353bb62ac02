// Real files, written as editors, checkouts and Kubernetes write them. What is awaited is awaited by its
// signal; that nothing comes is shown by something that comes later.
#include "app/folder_watch.hpp"

#include <filesystem>
#include <fstream>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace triaged::app {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kQuiet{20};
constexpr std::chrono::seconds kAtMost{10};

class Watch : public testing::Test {
 protected:
  Watch() {
    fs::create_directories(folder() / "rules");
    write("triaged.yaml", "");
    write("rules/10.yaml", "old");
  }

  [[nodiscard]] fs::path folder() const { return root_.path() / "config"; }
  void write(const fs::path& name, const std::string& text) const { std::ofstream(folder() / name) << text; }
  void watch(const fs::path& path) {
    watch_.emplace(
        io_, path, [this] { ++changes_; }, [this](const std::string& why) { troubles_.push_back(why); },
        kQuiet);
  }
  // Until one more change was told.
  testing::AssertionResult told() {
    const int before = changes_;
    const auto deadline = std::chrono::steady_clock::now() + kAtMost;
    while (changes_ == before && std::chrono::steady_clock::now() < deadline) io_.run_one_for(kAtMost);
    if (changes_ == before + 1) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "told " << changes_ - before << " times";
  }

  test::TemporaryFolder root_;
  boost::asio::io_context io_;
  std::optional<FolderWatch> watch_;
  int changes_ = 0;
  std::vector<std::string> troubles_;
};

TEST_F(Watch, TellsOfAFileThatIsWritten) {
  watch(folder());
  write("rules/10.yaml", "new");
  EXPECT_TRUE(told());
  write("policy.yaml", "new");
  EXPECT_TRUE(told());
}

TEST_F(Watch, ManyChangesInARowAreToldOnce) {
  watch(folder());
  for (int i = 0; i < 50; ++i) write("rules/" + std::to_string(i) + ".yaml", "rule");
  EXPECT_TRUE(told());
  write("triaged.yaml", "x");
  EXPECT_TRUE(told());
  EXPECT_EQ(changes_, 2);
}

TEST_F(Watch, TellsOfAnEditorThatWritesAsideAndRenames) {
  watch(folder());
  write("rules/.10.yaml.swp", "new");
  fs::rename(folder() / "rules/.10.yaml.swp", folder() / "rules/10.yaml");
  EXPECT_TRUE(told());
  fs::rename(folder() / "rules/10.yaml", folder() / "rules/10.yaml~");
  write("rules/10.yaml", "newer");
  EXPECT_TRUE(told());
}

TEST_F(Watch, TellsOfAFileThatIsDeletedAndOfOneThatMayNotBeReadAnyMore) {
  watch(folder());
  fs::permissions(folder() / "rules/10.yaml", fs::perms::none);
  EXPECT_TRUE(told());
  fs::remove(folder() / "rules/10.yaml");
  EXPECT_TRUE(told());
}

TEST_F(Watch, DoesNotTellOfWhatIsNoConfiguration) {
  watch(folder());
  write("state.db-wal", "the store may lie here");
  write("rules/.10.yaml.swp", "an editor's");
  write("rules/4913", "vim tries whether it may");
  write("rules/10.yaml~", "a copy");
  write("triaged.yaml", "at last");
  EXPECT_TRUE(told()) << "of the last one only";
}

TEST_F(Watch, TellsOfAMountedVolumeWhoseLinkIsSwapped) {
  const auto volume = [&](const std::string& name, const std::string& text) {
    fs::create_directories(folder() / name / "rules");
    std::ofstream(folder() / name / "rules/10.yaml") << text;
    std::ofstream(folder() / name / "triaged.yaml") << text;
  };
  fs::remove_all(folder());
  volume("..2026_01", "old");
  fs::create_symlink("..2026_01", folder() / "..data");
  fs::create_symlink("..data/triaged.yaml", folder() / "triaged.yaml");
  fs::create_directory_symlink("..data/rules", folder() / "rules");
  watch(folder());
  for (const std::string next : {"..2026_02", "..2026_03"}) {
    volume(next, "new");
    fs::create_symlink(next, folder() / "..data_tmp");
    fs::rename(folder() / "..data_tmp", folder() / "..data");
    EXPECT_TRUE(told()) << next;
  }
  std::ofstream(folder() / "..2026_03/rules/10.yaml") << "in place";
  EXPECT_TRUE(told()) << "the folder that `rules` stands for now is the one that is watched";
}

TEST_F(Watch, TellsOfAFolderThatIsPutInThePlaceOfTheWholeAndOfWhatChangesInIt) {
  watch(folder());
  fs::create_directories(root_.path() / "next/rules");
  std::ofstream(root_.path() / "next/rules/10.yaml") << "new";
  fs::rename(folder(), root_.path() / "old");
  fs::rename(root_.path() / "next", folder());
  EXPECT_TRUE(told());
  write("rules/10.yaml", "newer");
  EXPECT_TRUE(told());
}

TEST_F(Watch, TellsOfALinkedFolderWhoseLinkIsSwapped) {
  fs::create_directory_symlink(folder(), root_.path() / "current");
  watch(root_.path() / "current");
  write("triaged.yaml", "through the link");
  EXPECT_TRUE(told());
  fs::create_directories(root_.path() / "other/rules");
  fs::create_directory_symlink("other", root_.path() / "next");
  fs::rename(root_.path() / "next", root_.path() / "current");
  EXPECT_TRUE(told());
  std::ofstream(root_.path() / "other/rules/10.yaml") << "in the other";
  EXPECT_TRUE(told());
}

TEST_F(Watch, SeesAFolderOfRulesThatComesLater) {
  fs::remove_all(folder() / "rules");
  watch(folder());
  fs::create_directory(folder() / "rules");
  EXPECT_TRUE(told());
  write("rules/10.yaml", "first");
  EXPECT_TRUE(told());
  EXPECT_THAT(troubles_, testing::IsEmpty());
}

TEST_F(Watch, IsSilentOnceItIsDestroyed) {
  watch(folder());
  write("triaged.yaml", "x");
  io_.run_one_for(kAtMost);  // it has been seen, and is not told yet
  watch_.reset();
  io_.run_for(4 * kQuiet);
  EXPECT_EQ(changes_, 0);
}

}  // namespace
}  // namespace triaged::app

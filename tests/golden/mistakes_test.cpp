// One test per folder of mistakes/: the sound configuration of base/, overlaid with the folder's files (and
// less those that its remove.txt lists), is checked, and all messages must be those of its expected.txt, to
// the letter. With TRIAGED_GOLDEN_UPDATE=1 the messages found are written there instead, and the test fails
// to say so: read each as somebody would who has to mend the file at the end of a long day.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <triaged/config/config.hpp>

namespace triaged::config {
namespace {

namespace fs = std::filesystem;

const fs::path kGolden = TRIAGED_GOLDEN_DIR;

// A folder `example` of its own for each test, gone afterwards.
class Scratch {
 public:
  Scratch() : root_(testing::TempDir() + "triaged-golden-XXXXXX") {
    if (::mkdtemp(root_.data()) == nullptr) throw std::runtime_error("no temporary folder");
    fs::copy(kGolden / "base", folder(), fs::copy_options::recursive);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  [[nodiscard]] fs::path folder() const { return fs::path(root_) / "example"; }

 private:
  std::string root_;
};

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string messages(const fs::path& folder) {
  document::Faults faults;
  prove(load(folder, faults), faults);
  std::string text;
  for (const document::Fault& fault : faults.all()) text.append(to_text(fault)).append("\n");
  return text;
}

void overlay(const fs::path& mistake, const fs::path& folder) {
  std::istringstream removed(content(mistake / "remove.txt"));
  for (std::string name; std::getline(removed, name);) fs::remove_all(folder / name);
  for (const auto& entry : fs::recursive_directory_iterator(mistake)) {
    const fs::path name = fs::relative(entry.path(), mistake);
    if (!entry.is_regular_file() || name == "expected.txt" || name == "remove.txt") continue;
    fs::create_directories((folder / name).parent_path());
    fs::copy_file(entry.path(), folder / name, fs::copy_options::overwrite_existing);
  }
}

std::vector<std::string> mistakes() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kGolden / "mistakes"))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

class Mistake : public testing::TestWithParam<std::string> {};

TEST_P(Mistake, GivesExactlyTheseMessages) {
  const fs::path mistake = kGolden / "mistakes" / GetParam();
  const Scratch scratch;
  overlay(mistake, scratch.folder());
  const std::string found = messages(scratch.folder());
  EXPECT_FALSE(found.empty()) << "this is no mistake";
  if (const char* update = std::getenv("TRIAGED_GOLDEN_UPDATE"); update != nullptr && *update == '1') {
    std::ofstream(mistake / "expected.txt") << found;
    FAIL() << "rewritten; read " << (mistake / "expected.txt").string() << ":\n" << found;
  }
  EXPECT_EQ(found, content(mistake / "expected.txt"));
}

INSTANTIATE_TEST_SUITE_P(Configuration, Mistake, testing::ValuesIn(mistakes()), [](const auto& with) {
  std::string name = with.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST(Mistakes, NoneIsInTheBase) {
  const Scratch scratch;
  EXPECT_EQ(messages(scratch.folder()), "");
}

TEST(Mistakes, AreManyAndEachHasItsExpectation) {
  const std::vector<std::string> all = mistakes();
  const auto of_rules =
      std::ranges::count_if(all, [](const auto& name) { return name.starts_with("rules-"); });
  EXPECT_GE(of_rules, 100);
  EXPECT_GE(all.size(), 190U);
  for (const std::string& name : all)
    EXPECT_TRUE(fs::is_regular_file(kGolden / "mistakes" / name / "expected.txt")) << name;
}

}  // namespace
}  // namespace triaged::config

// Files that are no store of ours, or not any more: refused, with a kind that decides the exit code, and
// unchanged.
#include <fstream>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

#include "persist/connection.hpp"
#include "persist/schema.hpp"
#include "stores.hpp"

namespace triaged::test {
namespace {

using persist::Access;
using persist::Connection;
using persist::FaultKind;
constexpr std::chrono::milliseconds kNoWait{0};

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void overwrite(const std::string& path, std::streamoff at, const std::string& bytes) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(at);
  file << bytes;
}

TEST(SqliteStoreOpen, RefusesAFileThatIsNoDatabase) {
  const StoreFile file;
  std::ofstream(file.path) << std::string(5000, 'x');
  const persist::Fault fault = file.refusal();
  EXPECT_EQ(fault.kind, FaultKind::foreign);
  EXPECT_TRUE(persist::is_bad_data(fault.kind));
  EXPECT_THAT(fault.text, testing::HasSubstr(file.path));
  EXPECT_EQ(contents(file.path), std::string(5000, 'x'));
}

TEST(SqliteStoreOpen, RefusesADatabaseOfAnotherProgramAndLeavesItAlone) {
  const StoreFile file;
  Connection(file.path, Access::create, kNoWait).run("CREATE TABLE recipes (name TEXT)");
  const std::string before = contents(file.path);
  EXPECT_EQ(file.refusal().kind, FaultKind::foreign);
  EXPECT_EQ(contents(file.path), before);

  Connection(file.path, Access::existing, kNoWait).run("PRAGMA application_id = 42; PRAGMA user_version = 1");
  EXPECT_THAT(file.refusal().text, testing::HasSubstr("not a store of triaged"));
}

TEST(SqliteStoreOpen, RefusesAStoreOfANewerVersionWithBothNumbers) {
  const StoreFile file;
  (void)file.open();
  Connection(file.path, Access::existing, kNoWait).run("PRAGMA user_version = 7");
  const persist::Fault fault = file.refusal();
  EXPECT_EQ(fault.kind, FaultKind::newer);
  EXPECT_TRUE(persist::is_bad_data(fault.kind));
  EXPECT_THAT(fault.text, testing::HasSubstr("schema 7; this one knows up to 5"));
  const auto read = persist::Reader(file.path).parked(10);
  ASSERT_TRUE(std::holds_alternative<persist::Fault>(read));
  EXPECT_EQ(std::get<persist::Fault>(read).kind, FaultKind::newer);
}

TEST(SqliteStoreOpen, RefusesAStoreWhoseHeaderIsDamaged) {
  const StoreFile file;
  (void)file.open();
  overwrite(file.path, 0, std::string(64, '\x5a'));
  EXPECT_TRUE(persist::is_bad_data(file.refusal().kind));
}

TEST(SqliteStoreOpen, RefusesAStoreWithDamagedPages) {
  const StoreFile file;
  {
    const auto store = file.open();
    for (std::uint64_t number = 1; number <= 20; ++number)
      ASSERT_EQ(store->commit(numbered_batch(number)), ports::CommitResult::committed);
  }
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file.path));
  for (std::streamoff page = 8192; page < size; page += 8192)
    overwrite(file.path, page, std::string(512, '\x5a'));
  EXPECT_EQ(file.refusal().kind, FaultKind::damaged);
}

TEST(SqliteStoreOpen, RefusesAStoreWithAKeyOfTheWrongLength) {
  const StoreFile file;
  (void)file.open();
  Connection(file.path, Access::existing, kNoWait).run("INSERT INTO seen VALUES (1, x'00', x'00', 0)");
  EXPECT_EQ(file.refusal().kind, FaultKind::damaged);
}

TEST(SqliteStoreOpen, SaysWhyAFolderOrAnAbsentOneCannotBeOpened) {
  StoreFile file;
  file.path = file.folder.path().string();
  EXPECT_EQ(file.refusal().kind, FaultKind::unavailable);
  file.path += "/absent/state.db";
  const persist::Fault fault = file.refusal();
  EXPECT_EQ(fault.kind, FaultKind::unavailable);
  EXPECT_FALSE(persist::is_bad_data(fault.kind));
  EXPECT_THAT(fault.text, testing::HasSubstr("No such file"));
}

TEST(SqliteStoreOpen, TakesAnEmptyFileForANewStore) {
  const StoreFile file;
  std::ofstream{file.path};
  EXPECT_NE(file.open(), nullptr);
}

TEST(SqliteStoreReopen, DoesNotMakeAnewAStoreThatHasGone) {
  const StoreFile file;
  const auto store = file.open();
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(file.path + part);
  EXPECT_FALSE(store->reopen().has_value());
  EXPECT_NE(store->last_error(), "");
  EXPECT_FALSE(std::filesystem::exists(file.path));
}

TEST(SqliteStoreCommit, NoticesThatSomebodyElseHasWritten) {
  const StoreFile file;
  const auto first = file.open();
  const auto second = file.open();  // what StoreLock is there to prevent
  ASSERT_EQ(first->commit(numbered_batch(1)), ports::CommitResult::committed);
  EXPECT_EQ(second->commit(numbered_batch(1)), ports::CommitResult::unknown);
  EXPECT_THAT(second->last_error(), testing::HasSubstr("another process has written"));
  EXPECT_EQ(second->reopen(), 1U);
  EXPECT_EQ(second->commit(numbered_batch(2)), ports::CommitResult::committed);
  expect_whole_batches(*second->load());
}

}  // namespace
}  // namespace triaged::test

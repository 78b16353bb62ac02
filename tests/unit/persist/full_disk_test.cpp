// A disk that takes no more: unknown, then as it was; and it goes on once there is room again. The full disk
// is a limit on the size of files, set in a child process.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stores.hpp"

namespace triaged::test {
namespace {

void limit_files_to(rlim_t bytes) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

// Failures of the child are told on stderr and by its exit code.
int fill_and_recover(const StoreFile& file, persist::Options options) {
  ::signal(SIGXFSZ, SIG_IGN);
  auto store = file.open(options);
  limit_files_to(2 << 20);
  std::uint64_t committed = 0;
  while (store->commit(numbered_batch(committed + 1)) == ports::CommitResult::committed)
    if (++committed > 10'000) return ADD_FAILURE() << "the disk was never full", 1;
  EXPECT_GT(committed, 0U);
  EXPECT_THAT(store->last_error(), testing::HasSubstr("SQLite"));
  EXPECT_FALSE(store->load().has_value());

  limit_files_to(RLIM_INFINITY);
  const auto last = store->reopen();
  EXPECT_TRUE(last.has_value()) << store->last_error();
  if (!last) return 1;
  EXPECT_THAT(*last, testing::AnyOf(committed, committed + 1));
  const auto image = store->load();
  EXPECT_TRUE(image.has_value());
  if (image) expect_whole_batches(*image);
  for (std::uint64_t number = *last + 1; number <= *last + 100; ++number)
    EXPECT_EQ(store->commit(numbered_batch(number)), ports::CommitResult::committed) << store->last_error();
  return testing::Test::HasFailure() ? 1 : 0;
}

class SqliteStoreOnAFullDisk : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SqliteStoreOnAFullDisk, SaysUnknownAndGoesOnOnceThereIsRoom) {
  const StoreFile file;
  const pid_t child = ::fork();
  if (child == 0) {
    const int code = fill_and_recover(file, {.wal_bytes = GetParam()});
    std::fflush(nullptr);
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "see the child's words above";
  const auto store = file.open();
  ASSERT_NE(store, nullptr);
  const auto image = store->load();
  ASSERT_TRUE(image.has_value());
  expect_whole_batches(*image);
  EXPECT_GE(image->last_batch, 100U);
}

// A large log fills up itself; with a small one the file does, in a checkpoint, and the log after it.
INSTANTIATE_TEST_SUITE_P(LogOrFile, SqliteStoreOnAFullDisk, testing::Values(16U << 20, 64U << 10));

}  // namespace
}  // namespace triaged::test

// SIGKILL at random moments of a run of commits: what was reported as committed is there, and nothing is half
// there.
#include <random>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stores.hpp"

namespace triaged::test {
namespace {

constexpr int kKills = 20;

// Commits batch after batch and reports each on the pipe, until it is killed.
[[noreturn]] void commit_for_ever(const std::string& path, int reports) {
  // A log this small makes the kills hit checkpoints, too.
  auto opened = persist::SqliteStore::open(path, {.wal_bytes = 256 << 10});
  auto* store = std::get_if<std::unique_ptr<persist::SqliteStore>>(&opened);
  if (store == nullptr) ::_exit(2);
  const auto image = (*store)->load();
  if (!image) ::_exit(3);
  for (std::uint64_t number = image->last_batch + 1;; ++number) {
    if ((*store)->commit(numbered_batch(number)) != ports::CommitResult::committed) ::_exit(4);
    if (::write(reports, &number, sizeof number) != sizeof number) ::_exit(5);
  }
}

// The last batch that was reported before the kill; the kill comes some microseconds after the `after`-th
// report.
std::uint64_t run_and_kill(const std::string& path, std::uint64_t after, unsigned microseconds) {
  int ends[2];
  if (::pipe(ends) != 0) return ADD_FAILURE(), 0;
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    commit_for_ever(path, ends[1]);
  }
  ::close(ends[1]);
  std::uint64_t last = 0;
  std::uint64_t number = 0;
  for (std::uint64_t n = 0; n < after; ++n)
    if (::read(ends[0], &number, sizeof number) == sizeof number) last = number;
  ::usleep(microseconds);  // the one place where chance is wanted; nothing is awaited by it
  ::kill(child, SIGKILL);
  while (::read(ends[0], &number, sizeof number) == sizeof number) last = number;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child ended by itself: " << status;
  return last;
}

TEST(SqliteStoreUnderKill, EveryReportedBatchIsThereAndNoneIsHalf) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const StoreFile file;
  std::uint64_t reported = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    reported = std::max(reported,
                        run_and_kill(file.path, 1 + random() % 20, static_cast<unsigned>(random() % 3000)));
    const StoreFile copy;  // looked at in a copy, so that the next run recovers by itself
    for (const char* part : {"", "-wal"})
      if (std::filesystem::exists(file.path + part))
        std::filesystem::copy_file(file.path + part, copy.path + part);
    const auto store = copy.open();
    ASSERT_NE(store, nullptr);
    const auto image = store->load();
    ASSERT_TRUE(image.has_value()) << store->last_error();
    EXPECT_TRUE(image->crashed);
    EXPECT_GE(image->last_batch, reported);
    EXPECT_LE(image->last_batch, reported + 1) << "only the batch under way may be there unreported";
    expect_whole_batches(*image);
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GE(reported, static_cast<std::uint64_t>(kKills));
}

}  // namespace
}  // namespace triaged::test

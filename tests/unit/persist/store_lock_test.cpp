// One process at a time.
#include <fstream>
#include <optional>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <triaged/persist/store_lock.hpp>

#include "stores.hpp"

namespace triaged::test {
namespace {

using persist::FaultKind;
using persist::StoreLock;

std::optional<FaultKind> refusal(const std::string& path) {
  const auto answer = StoreLock::try_acquire(path);
  const auto* fault = std::get_if<persist::Fault>(&answer);
  return fault == nullptr ? std::nullopt : std::optional(fault->kind);
}

TEST(StoreLock, IsHadByOneAndFreeAgainWhenThatOneHasGone) {
  const StoreFile file;
  {
    const auto held = StoreLock::try_acquire(file.path);
    ASSERT_TRUE(std::holds_alternative<StoreLock>(held));
    EXPECT_EQ(refusal(file.path), FaultKind::held);
  }
  EXPECT_EQ(refusal(file.path), std::nullopt);
}

TEST(StoreLock, MovesWithItsOwner) {
  const StoreFile file;
  std::optional<StoreLock> owner;
  {
    auto held = StoreLock::try_acquire(file.path);
    owner = std::move(std::get<StoreLock>(held));
  }
  EXPECT_EQ(refusal(file.path), FaultKind::held);
  owner.reset();
  EXPECT_EQ(refusal(file.path), std::nullopt);
}

TEST(StoreLock, OfAnotherProcessIsHeldUntilThatProcessIsKilled) {
  const StoreFile file;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = StoreLock::try_acquire(file.path);
    const char report = std::holds_alternative<StoreLock>(held) ? 'y' : 'n';
    if (::write(ends[1], &report, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char report = 0;
  ASSERT_EQ(::read(ends[0], &report, 1), 1);
  EXPECT_EQ(report, 'y');
  EXPECT_EQ(refusal(file.path), FaultKind::held);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(refusal(file.path), std::nullopt);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(StoreLock, ItsHolderIsToldAndNobodyElse) {
  const StoreFile file;
  EXPECT_EQ(std::get<0>(StoreLock::signal_holder(file.path, SIGTERM)), std::nullopt) << "no file";
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = StoreLock::try_acquire(file.path);
    const char report = std::holds_alternative<StoreLock>(held) ? 'y' : 'n';
    if (::write(ends[1], &report, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char report = 0;
  ASSERT_EQ(::read(ends[0], &report, 1), 1);
  EXPECT_EQ(std::get<0>(StoreLock::signal_holder(file.path, SIGTERM)), child);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  EXPECT_EQ(std::get<0>(StoreLock::signal_holder(file.path, SIGTERM)), std::nullopt)
      << "the file still names it, but nobody has the lock";
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(StoreLock, AProcessThatTheFileNamesWronglyIsNotSignalled) {
  const StoreFile file;
  const auto held = StoreLock::try_acquire(file.path);
  ASSERT_TRUE(std::holds_alternative<StoreLock>(held));
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t bystander = ::fork();
  if (bystander == 0) {
    for (int descriptor = 3; descriptor < 64; ++descriptor) ::close(descriptor);  // the lock file among them
    for (;;) ::pause();
  }
  ::close(ends[1]);
  char end = 0;
  ASSERT_EQ(::read(ends[0], &end, 1), 0) << "its end of the pipe is closed, too";
  ::close(ends[0]);
  for (const std::string& text : {std::to_string(bystander) + "\n", std::string("what?\n"), std::string()}) {
    std::ofstream(file.path + ".lock", std::ios::trunc) << text;
    const auto answer = StoreLock::signal_holder(file.path, SIGTERM);
    EXPECT_TRUE(std::holds_alternative<persist::Fault>(answer)) << text;
  }
  EXPECT_EQ(::waitpid(bystander, nullptr, WNOHANG), 0) << "it lives";
  ::kill(bystander, SIGKILL);
  ::waitpid(bystander, nullptr, 0);
}

TEST(StoreLock, SaysWhyItCannotBeMade) {
  const auto answer = StoreLock::try_acquire("/no/such/folder/state.db");
  ASSERT_TRUE(std::holds_alternative<persist::Fault>(answer));
  EXPECT_EQ(std::get<persist::Fault>(answer).kind, FaultKind::unavailable);
  EXPECT_THAT(std::get<persist::Fault>(answer).text, testing::HasSubstr("No such file"));
}

}  // namespace
}  // namespace triaged::test

// One reading at a time, and what was asked last is read last.
#include "app/reload.hpp"

#include <atomic>
#include <future>

#include <boost/asio/executor_work_guard.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/settings_changes.hpp"

namespace triaged::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::chrono::seconds kAtMost{10};

struct Asked : testing::Test {
  boost::asio::io_context io;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
  std::atomic<int> readings{0};
  std::vector<std::string> done;
  Reload reload{io,
                [this] {
                  ++readings;
                  return Reading{};
                },
                [this](const Reading&, const std::string& because) { done.push_back(because); }};

  void until_done(std::size_t count) {
    while (done.size() < count && io.run_one_for(kAtMost) != 0) continue;
  }
};

TEST_F(Asked, OnceItReadsOnce) {
  reload.ask("first");
  until_done(1);
  reload.finished();
  EXPECT_THAT(done, ElementsAre("first"));
  EXPECT_EQ(readings, 1);
}

TEST_F(Asked, OftenWhileOneIsUnderWayItReadsOnceMoreForTheLast) {
  reload.ask("first");
  reload.ask("second");
  until_done(1);
  reload.ask("third");
  EXPECT_EQ(readings, 1) << "what was read is not in force yet";
  reload.finished();
  until_done(2);
  reload.finished();
  EXPECT_THAT(done, ElementsAre("first", "third"));
  EXPECT_EQ(readings, 2);
}

TEST(Reload, WaitsForItsThreadAndIsSilentAfterwards) {
  boost::asio::io_context io;
  std::promise<void> begun;
  std::promise<void> go_on;
  int done = 0;
  std::optional<Reload> reload;
  reload.emplace(
      io,
      [&] {
        begun.set_value();
        go_on.get_future().wait();
        return Reading{};
      },
      [&](const Reading&, const std::string&) { ++done; });
  reload->ask("now");
  begun.get_future().wait();
  go_on.set_value();
  reload.reset();
  io.run();
  EXPECT_EQ(done, 0);
}

TEST(Reading, IsSoundOnlyWithoutErrorsAndWithEveryPart) { EXPECT_FALSE(Reading{}.sound()); }

std::vector<std::string> changed(const std::string& before, const std::string& after) {
  document::Faults faults;
  return changed_settings(*document::parse("a", before, faults), *document::parse("b", after, faults));
}

TEST(ChangedSettings, AreNamedWithoutTheirValues) {
  EXPECT_THAT(changed("amqp: {prefetch: 1, url: a}\nlog: {level: info}",
                      "# other words, same meaning\nlog:\n  level: 'info'\namqp: {url: b, prefetch: 1}"),
              ElementsAre("amqp.url"));
  EXPECT_THAT(changed("amqp: {prefetch: 1}", "amqp: {heartbeat: 10s}\nstore: {path: x}"),
              ElementsAre("amqp.prefetch", "amqp.heartbeat", "store"));
  EXPECT_THAT(changed("", ""), IsEmpty());
  EXPECT_THAT(changed("hub_labels: [a, b]", "hub_labels: [b, a]"), ElementsAre("hub_labels"));
}

}  // namespace
}  // namespace triaged::app

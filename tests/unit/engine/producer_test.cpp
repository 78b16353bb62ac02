// Whom a message comes from: the broker's word, and that of the daemon's own user alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Alertmanager may tell no openings, so whether one is refused says who is thought to have told it.
struct SpokenFor : World {
  explicit SpokenFor(const std::string& own_user) {
    limits.own_user = own_user;
    start();
    connect();
  }
  void open_for(const std::string& user, const std::string& said) {
    ++count_;
    auto opening = message("e" + std::to_string(count_), "T" + std::to_string(count_), "help", user);
    opening.headers.emplace_back(domain::kProducerHeader, said);
    deliver(std::move(opening));
    settle_down();
  }

 private:
  int count_ = 0;
};

TEST(Producer, TheDaemonsOwnUserSaysWhomItSpeaksFor) {
  SpokenFor world("triaged");
  world.open_for("triaged", "guest");
  EXPECT_EQ(world.observer.opened.size(), 1u);
  world.open_for("triaged", "alertmanager");
  EXPECT_EQ(world.observer.refused, 1u);
}

TEST(Producer, OfAnotherUserTheHeaderIsNotBelieved) {
  SpokenFor world("triaged");
  world.open_for("alertmanager", "guest");
  EXPECT_THAT(world.observer.opened, IsEmpty());
  EXPECT_EQ(world.observer.refused, 1u);
}

TEST(Producer, OfAMessageWithoutAUserItIsNotBelievedEither) {
  SpokenFor world("triaged");
  world.open_for("", "alertmanager");
  EXPECT_EQ(world.observer.opened.size(), 1u) << "it is of `anonymous`, who may";
}

TEST(Producer, WithoutAnOwnUserNobodyIsBelieved) {
  SpokenFor world("");
  world.open_for("guest", "alertmanager");
  world.open_for("", "alertmanager");
  EXPECT_EQ(world.observer.opened.size(), 2u);
}

TEST(Producer, WhomTheDirectoryDoesNotListIsUnknownAlsoWhenTheDaemonSpeaksForThem) {
  SpokenFor world("triaged");
  world.open_for("triaged", "a stranger");
  world.open_for("triaged", "");
  EXPECT_THAT(world.observer.parked,
              ElementsAre(domain::ParkReason::unknown_producer, domain::ParkReason::unknown_producer));
}

}  // namespace
}  // namespace triaged::test

// The session against conversations with a real broker (data/README.md): the same actions however the bytes
// are cut, and nothing but an orderly end when they are damaged.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amqp/octets.hpp"
#include "conversation.hpp"

namespace triaged::amqp::test {
namespace {

using ::testing::ElementsAre;

std::string recording(const std::string& name) {
  const std::string path = std::string(TRIAGED_SOURCE_DIR "/tests/unit/amqp/data/") + name + ".bin";
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Recorded {
  std::string name;
  Script (*script)();
};

const std::vector<Recorded>& all_recorded() {
  static const std::vector<Recorded> all{{"traffic", traffic},
                                         {"refusals", refusals},
                                         {"interrupted", interrupted},
                                         {"wrong_password", wrong_password}};
  return all;
}

Player player_of(const Recorded& recorded) {
  auto settings = recorded_settings();
  if (recorded.name == "wrong_password") settings.password = "wrong";
  return {recorded.script(), settings};
}

// Frame by frame, because an answer must not be fed before the script has asked; `cut` may fall anywhere.
void feed_frames(Player& player, std::string_view bytes, std::size_t cut = std::string_view::npos) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::size_t end = bytes.size();
    if (bytes.size() - at >= frame_head)
      end = std::min(end, at + frame_overhead + read_u32(bytes.substr(at + 3)));
    if (at < cut && cut < end) {
      player.feed(bytes.substr(at, cut - at));
      player.feed(bytes.substr(cut, end - cut));
    } else {
      player.feed(bytes.substr(at, end - at));
    }
    at = end;
  }
}

// Where damage or a cut tells something: everywhere but in the middle of long bodies.
std::vector<std::size_t> places(std::string_view bytes) {
  constexpr std::size_t margin = 128;
  std::vector<std::size_t> all;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = frame_overhead + read_u32(bytes.substr(at + 3));
    for (std::size_t i = 0; i < size; ++i)
      if (bytes[at] != static_cast<char>(FrameKind::body) || i < margin || i + margin > size)
        all.push_back(at + i);
    at += size;
  }
  return all;
}

std::vector<std::string> replay(const std::string& name) {
  for (const auto& recorded : all_recorded()) {
    if (recorded.name != name) continue;
    Player player = player_of(recorded);
    feed_frames(player, recording(name + ".server"));
    EXPECT_TRUE(player.script_done());
    return player.transcript();
  }
  return {};
}

TEST(SessionRecorded, DeliversConfirmsRefusesAndReturns) {
  EXPECT_THAT(
      replay("traffic"),
      ElementsAre(
          "ready", "done 1", "done 2", "done 3", "done 4", "done 5", "done 6", "done 7", "done 8", "done 9",
          "returned 2: 312 recorded.missing lost", "accepted 2/4",
          "delivered 1/1 to intake: recorded.intake first text/plain test by guest at 2026-03-02T09:00:00Z "
          "x-triaged-hub=utoronto/prod traceparent=00-0af7-b7ad-01 5/5 'hello'",
          "delivered 1/2 to intake: recorded.intake empty text/plain test by guest at 2026-03-02T09:00:00Z "
          "0/0 ''",
          "delivered 1/3 to intake: recorded.intake large text/plain test by guest at 2026-03-02T09:00:00Z "
          "6000/10000 'abcde...pqrst'",
          "accepted up to 2/2", "accepted 2/3", "refused 2/6", "accepted 2/5", "done 10",
          "closed by us: 0 closed"));
}

TEST(SessionRecorded, AChannelClosedByTheBrokerIsOpenedAgain) {
  EXPECT_THAT(
      replay("refusals"),
      ElementsAre("ready", "done 1", "failed 2: 404 NOT_FOUND - no queue 'recorded.nowhere' in vhost '/'",
                  "channel 1 closed: 404 NOT_FOUND - no queue 'recorded.nowhere' in vhost '/'", "done 3",
                  "done 4",
                  "failed 5: 406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'recorded.mine' "
                  "in vhost '/': received 'false' but current is 'true'",
                  "channel 1 closed: 406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue "
                  "'recorded.mine' in vhost '/': received 'false' but current is 'true'",
                  "done 6", "done 7", "closed by us: 0 closed"));
}

TEST(SessionRecorded, ADeletedQueueAnAlarmAndAStoppedBrokerAreTold) {
  EXPECT_THAT(replay("interrupted"),
              ElementsAre("ready", "done 1", "done 2", "done 3", "cancelled 1/reader", "done 4",
                          "blocked: low on memory", "unblocked", "accepted 1/1",
                          "closed by broker: 320 CONNECTION_FORCED - broker forced connection closure with "
                          "reason 'shutdown'"));
}

TEST(SessionRecorded, AWrongPasswordIsRefused) {
  EXPECT_THAT(
      replay("wrong_password"),
      ElementsAre(
          "closed refused: 403 ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For "
          "details see the broker logfile."));
}

TEST(SessionRecorded, SaysWhatTheBrokerUnderstoodThen) {
  for (const auto& recorded : all_recorded()) {
    Player player = player_of(recorded);
    feed_frames(player, recording(recorded.name + ".server"));
    EXPECT_TRUE(player.sent() == recording(recorded.name + ".client")) << recorded.name;
  }
}

TEST(SessionRecorded, BytesMayBeCutAnywhere) {
  for (const auto& recorded : all_recorded()) {
    const std::string bytes = recording(recorded.name + ".server");
    const auto whole = replay(recorded.name);
    for (const std::size_t cut : places(bytes)) {
      Player player = player_of(recorded);
      feed_frames(player, bytes, cut);
      ASSERT_EQ(player.transcript(), whole) << recorded.name << " cut at " << cut;
    }
  }
}

TEST(SessionRecorded, BytesMayComeOneByOne) {
  for (const auto& recorded : all_recorded()) {
    Player player = player_of(recorded);
    for (const char octet : recording(recorded.name + ".server")) player.feed({&octet, 1});
    EXPECT_EQ(player.transcript(), replay(recorded.name));
  }
}

// Said about any bytes at all: at most one Closed, as the last action, and only from then on is the session
// over.
void expect_orderly(Player& player, const std::string& what) {
  const auto& lines = player.transcript();
  const auto closed =
      std::find_if(lines.begin(), lines.end(), [](const auto& l) { return l.starts_with("closed "); });
  ASSERT_EQ(player.session().over(), closed != lines.end()) << what;
  if (closed != lines.end()) {
    ASSERT_EQ(closed, lines.end() - 1) << what;
  }
}

TEST(SessionRecorded, DamagedBytesEndInAnOrderlyWay) {
  for (const auto& recorded : all_recorded()) {
    const std::string bytes = recording(recorded.name + ".server");
    std::size_t ended = 0;
    for (const std::size_t at : places(bytes)) {
      for (const int flip : {0x01, 0x80, 0xFF}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        Player player = player_of(recorded);
        feed_frames(player, damaged);
        expect_orderly(player, recorded.name + " at " + std::to_string(at));
        if (player.session().over()) ++ended;
      }
    }
    EXPECT_GT(ended, 0U);
  }
}

TEST(SessionRecorded, CutShortItWaitsForMore) {
  for (const auto& recorded : all_recorded()) {
    const std::string bytes = recording(recorded.name + ".server");
    for (const std::size_t size : places(bytes)) {
      Player player = player_of(recorded);
      feed_frames(player, std::string_view(bytes).substr(0, size));
      ASSERT_FALSE(player.session().over()) << recorded.name << " after " << size;
    }
  }
}

}  // namespace
}  // namespace triaged::amqp::test

// Clients that are slow, wrong, greedy or many. Limits of time are made short and waited out at the socket;
// nothing here is measured.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "running_server.hpp"
#include "support/sanitized.hpp"

namespace triaged::http::test {
namespace {

using ports::Entered;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kEvents = "/api/v1/events";

// After whatever was done to it, the server still serves.
void expect_alive(const World& world) { EXPECT_EQ(world.ask(get("/healthz")).status, 200u); }

TEST(Time, AHeadThatDoesNotComeToItsEndIsClosed) {
  World world;
  world.settings.limits.head_time = 30ms;
  auto client = world.start().client();
  client.write("GET /healthz HTTP/1.1\r\nHost");
  EXPECT_TRUE(client.is_closed());
  auto silent = world.client();
  EXPECT_TRUE(silent.is_closed()) << "so is a connection that says nothing";
  expect_alive(world);
}

TEST(Time, ABodyThatDoesNotComeToItsEndIsClosedAndPublishesNothing) {
  World world;
  world.settings.limits.body_time = 30ms;
  auto client = world.start().client();
  const auto whole = post(kEvents, opening("e1"));
  client.write(std::string_view(whole).substr(0, whole.size() - 10));
  EXPECT_TRUE(client.is_closed());
  EXPECT_THAT(world.inlet.came(), testing::IsEmpty());
  expect_alive(world);
}

TEST(Time, AConnectionWithoutAnotherRequestIsClosed) {
  World world;
  world.settings.limits.idle_time = 30ms;
  auto client = world.start().client();
  EXPECT_EQ(client.ask(get("/healthz")).status, 200u);
  EXPECT_TRUE(client.is_closed());
}

TEST(Clients, HalfABodyAndGonePublishesNothing) {
  World world;
  auto client = world.start().client();
  const auto whole = post(kEvents, opening("e1"));
  client.write(std::string_view(whole).substr(0, whole.size() - 1));
  client.say_no_more();
  EXPECT_TRUE(client.is_closed());
  EXPECT_THAT(world.inlet.came(), testing::IsEmpty());
}

TEST(Clients, RequestsSentAheadAreAnsweredInTheirOrder) {
  World world;
  auto client = world.start().client();
  client.write(post(kEvents, opening("e1")) + get("/healthz") + post(kEvents, opening("e2")) +
               get("/nothing"));
  EXPECT_THAT(client.read().body, HasSubstr("e1"));
  EXPECT_EQ(client.read().body, "ok\n");
  EXPECT_THAT(client.read().body, HasSubstr("e2"));
  EXPECT_EQ(client.read().status, 404u);
}

TEST(Clients, ARefusedBodyIsNotTakenForTheNextRequest) {
  World world;
  auto client = world.start().client();
  const auto hidden = get("/metrics");
  client.write("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(hidden.size()) +
               "\r\n\r\n" + hidden);
  const auto reply = client.read();
  EXPECT_EQ(reply.status, 404u);
  EXPECT_EQ(reply.headers.at("Connection"), "close");
  client.say_no_more();
  EXPECT_TRUE(client.is_closed());
}

TEST(Clients, WhatIsNoHttpIsTold) {
  World world;
  world.start();
  for (const std::string& bytes :
       {std::string("\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03 and so on\r\n\r\n"), std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/3.0\r\n\r\n"), std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nno colon\r\n\r\n"),
        std::string(
            "POST /api/v1/events HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n"),
        std::string("POST /api/v1/events HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        std::string("POST /api/v1/events HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                    "chunked\r\n\r\nzz\r\n")}) {
    auto reply = world.ask(bytes);
    EXPECT_EQ(reply.status, 400u) << bytes;
    EXPECT_EQ(reply.headers["Connection"], "close") << bytes;
  }
  EXPECT_THAT(world.inlet.came(), testing::IsEmpty());
  expect_alive(world);
}

TEST(Sizes, AHeadOverTheLimitIsTold) {
  World world;
  world.settings.limits.head = 1024;
  world.start();
  EXPECT_EQ(world.ask(get("/healthz", "X-Long: " + std::string(4'000, 'x') + "\r\n")).status, 431u);
  EXPECT_EQ(world.ask("GET /" + std::string(40'000, 'x') + " HTTP/1.1\r\n\r\n").status, 431u);
  expect_alive(world);
}

TEST(Sizes, AChunkedBodyIsTakenUpToTheLimitAndNotBeyond) {
  World world;
  world.settings.limits.event = 500;
  world.start();
  const auto chunked = [](const std::string& body) {
    std::ostringstream size;
    size << std::hex << body.size();
    return "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
           "chunked\r\n\r\n" +
           size.str() + "\r\n" + body + "\r\n0\r\n\r\n";
  };
  EXPECT_EQ(world.ask(chunked(opening("e1"))).status, 202u);
  EXPECT_EQ(world.ask(chunked(std::string(501, ' '))).status, 413u);
}

TEST(Sizes, AGetHasNoBody) {
  World world;
  EXPECT_EQ(world.start().ask(get("/healthz", "Content-Length: 5\r\n") + "hello").status, 413u);
}

TEST(Sizes, AClientThatAsksFirstIsToldToGoOnOrNot) {
  World world;
  world.settings.limits.event = 1'000;
  world.start();
  auto client = world.client();
  const auto whole = post(kEvents, opening("e1"), "Expect: 100-continue\r\n");
  const auto body = whole.find("\r\n\r\n") + 4;
  client.write(whole.substr(0, body));
  EXPECT_EQ(client.read().status, 100u);
  client.write(whole.substr(body));
  EXPECT_EQ(client.read().status, 202u);
  auto greedy = world.client();
  greedy.write(
      "POST /api/v1/events HTTP/1.1\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
      "Content-Length: 99999999\r\n\r\n");
  EXPECT_EQ(greedy.read().status, 413u);
}

TEST(Numbers, AConnectionOverTheLimitIsTurnedAwayAndTheNextIsTakenWhenThereIsRoom) {
  World world;
  world.settings.limits.connections = 1;
  world.start();
  {
    auto first = world.client();
    EXPECT_EQ(first.ask(get("/healthz")).status, 200u);
    auto second = world.client();
    const auto reply = second.read();
    EXPECT_EQ(reply.status, 503u);
    EXPECT_EQ(reply.headers.at("Retry-After"), "5");
    EXPECT_EQ(first.ask(get("/healthz", "Connection: close\r\n")).status, 200u);
    EXPECT_TRUE(first.is_closed());
  }
  // The server may hear of its own end of `first` only now; until then it goes on turning away.
  Reply reply;
  do reply = world.ask(get("/healthz"));
  while (reply.status == 503);
  EXPECT_EQ(reply.status, 200u);
  EXPECT_THAT(world.heard.facts(), Contains("turned away"));
}

TEST(Numbers, TooManyRequestsUnderWayAreA503AndProbesAreStillAnswered) {
  World world;
  world.settings.limits.requests = 1;
  world.inlet.hold();
  auto first = world.start().client();
  first.write(post(kEvents, opening("e1")));
  world.inlet.wait_for(1);
  const auto reply = world.ask(post(kEvents, opening("e2")));
  EXPECT_EQ(reply.status, 503u);
  EXPECT_EQ(reply.headers.at("Retry-After"), "5");
  expect_alive(world);
  world.inlet.release(Entered::confirmed);
  EXPECT_EQ(first.read().status, 202u);
  EXPECT_EQ(world.ask(post(kEvents, opening("e3"))).status, 202u);
}

TEST(Numbers, BodiesTogetherAreLimitedToo) {
  World world;
  world.settings.limits.bodies = 300;
  world.inlet.hold();
  auto first = world.start().client();
  first.write(post(kEvents, opening("e1")));
  world.inlet.wait_for(1);
  EXPECT_EQ(world.ask(post(kEvents, opening("e2") + std::string(200, ' '))).status, 503u);
  world.inlet.release(Entered::confirmed);
  EXPECT_EQ(first.read().status, 202u);
}

// Takes all descriptors there are, but for as many as a test wants.
class NoDescriptors {
 public:
  explicit NoDescriptors(int free) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    auto low = before_;
    low.rlim_cur = std::min<rlim_t>(before_.rlim_cur, 256);
    ::setrlimit(RLIMIT_NOFILE, &low);
    for (int taken = ::open("/dev/null", O_RDONLY | O_CLOEXEC); taken >= 0;
         taken = ::open("/dev/null", O_RDONLY | O_CLOEXEC))
      taken_.push_back(taken);
    for (; free > 0 && !taken_.empty(); --free) give_back_one();
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() {
    while (!taken_.empty()) give_back_one();
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }

 private:
  void give_back_one() {
    ::close(taken_.back());
    taken_.pop_back();
  }
  rlimit before_{};
  std::vector<int> taken_;
};

TEST(Numbers, OutOfDescriptorsItWaitsSaysSoOnceAndGoesOn) {
#ifdef TRIAGED_SANITIZED
  GTEST_SKIP() << "the sanitizers need descriptors of their own to look at memory";
#endif
  World world;
  world.settings.limits.accept_retry = 1ms;
  world.start();
  boost::asio::io_context io;  // has descriptors of its own
  boost::asio::ip::tcp::socket socket(io);
  {
    const NoDescriptors none(1);
    socket.connect({boost::asio::ip::address_v4::loopback(), world.server->port()});  // takes the last one
    world.heard.wait_for("accept failing");
  }
  world.heard.wait_for("accepting again");
  boost::asio::write(socket, boost::asio::buffer(get("/healthz")));
  std::string answer;
  boost::asio::read_until(socket, boost::asio::dynamic_buffer(answer), "\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK"));
  const auto facts = world.heard.facts();
  EXPECT_EQ(std::count(facts.begin(), facts.end(), "accept failing"), 1);
  expect_alive(world);
}

TEST(Stopping, WhatIsUnderWayIsAnsweredAndIdleConnectionsAreClosed) {
  World world;
  world.inlet.hold();
  auto busy = world.start().client();
  busy.write(post(kEvents, opening("e1")));
  world.inlet.wait_for(1);
  auto idle = world.client();
  EXPECT_EQ(idle.ask(get("/healthz")).status, 200u);
  std::promise<void> stopped;
  world.server->stop([&] { stopped.set_value(); });
  EXPECT_TRUE(idle.is_closed());
  world.inlet.release(Entered::confirmed);
  const auto reply = busy.read();
  EXPECT_EQ(reply.status, 202u);
  EXPECT_EQ(reply.headers.at("Connection"), "close");
  stopped.get_future().wait();
  bool again = false;
  world.server->stop([&] { again = true; });
  EXPECT_TRUE(again) << "a second time it is over at once";
}

TEST(Stopping, WhatIsNotConfirmedInTimeIsTold) {
  World world;
  world.settings.limits.stop_time = 20ms;
  world.inlet.hold();
  auto busy = world.start().client();
  busy.write(post(kEvents, opening("e1")));
  world.inlet.wait_for(1);
  std::promise<void> stopped;
  world.server->stop([&] { stopped.set_value(); });
  stopped.get_future().wait();
  world.server.reset();
  world.inlet.release(Entered::confirmed);  // to nobody
}

TEST(Stopping, AServerThatIsDestroyedDropsEverybody) {
  World world;
  auto client = world.start().client();
  EXPECT_EQ(client.ask(get("/healthz")).status, 200u);
  world.server.reset();
  EXPECT_TRUE(client.is_closed());
  EXPECT_THAT(world.heard.facts(), Not(Contains(StartsWith("broken"))));
}

}  // namespace
}  // namespace triaged::http::test

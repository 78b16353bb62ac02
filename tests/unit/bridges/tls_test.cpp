// Over TLS the other side must prove that it is who the URL names.
#include "certificate.hpp"
#include "other_side.hpp"

namespace triaged::bridges::test {
namespace {

using ports::PublishResult;
using testing::HasSubstr;
using testing::IsEmpty;

// A certificate for `localhost` is shown to who asks for `host`, and trusted or not.
struct Shown {
  Certificate certificate{"localhost"};
  boost::asio::ssl::context tls = certificate.of_a_server();
  StandIn other_side{{Deed{.read = true, .say = answer("202 Accepted"), .hold = false}}, &tls};
  World world;

  ports::Published to(const std::string& host, bool trusted) {
    if (trusted) world.settings.ca_file = certificate.cert_file();
    world.settings.url = "https://" + host + ":" + std::to_string(other_side.port()) + "/";
    return world.answer_to();
  }
};

TEST(Tls, ASideThatProvesItsNameIsSpokenTo) {
  Shown shown;
  const auto published = shown.to("localhost", true);
  EXPECT_EQ(published.result, PublishResult::confirmed) << published.why;
  EXPECT_THAT(shown.other_side.came(), testing::SizeIs(1));
}

TEST(Tls, ASideOfAnotherNameIsToldNothing) {
  Shown shown;
  const auto published = shown.to("127.0.0.1", true);
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("TLS failed"));
  EXPECT_THAT(shown.other_side.came(), IsEmpty());
}

TEST(Tls, ASideThatNobodyVouchesForIsToldNothing) {
  Shown shown;
  const auto published = shown.to("localhost", false);
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("TLS failed"));
  EXPECT_THAT(shown.other_side.came(), IsEmpty());
}

TEST(Tls, ASideThatDoesNotSpeakItIsToldNothing) {
  StandIn other_side({Deed{.read = false, .say = answer("400 Bad Request"), .hold = false}});
  World world;
  world.settings.url = "https://127.0.0.1:" + std::to_string(other_side.port()) + "/";
  const auto published = world.answer_to();
  EXPECT_EQ(published.result, PublishResult::nacked);
  EXPECT_THAT(published.why, HasSubstr("TLS failed"));
}

TEST(Tls, AnAuthorityThatCannotBeReadIsSaidAtTheStart) {
  World world;
  world.settings.url = "https://127.0.0.1/";
  world.settings.ca_file = "/nonexistent/ca.pem";
  EXPECT_THAT([&] { world.make(); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("/nonexistent/ca.pem")));
}

}  // namespace
}  // namespace triaged::bridges::test

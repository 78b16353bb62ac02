// Tokens: the file, the hash, and what the gate makes of them over a real socket.
#include "running_server.hpp"

namespace triaged::http::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

Issued issued(std::string_view name, std::vector<Role> roles, std::string_view producer = {},
              char chance = 'x') {
  return issue(name, roles, domain::ProducerId{producer}, std::string(kRandomOctets, chance)).value();
}
std::vector<Token> read(const std::string& text) { return std::get<0>(read_tokens(text)); }
std::vector<TokenFault> faults(const std::string& text) { return std::get<1>(read_tokens(text)); }
std::string with(const std::string& bearer) { return "Authorization: Bearer " + bearer + "\r\n"; }

TEST(Tokens, WhatWasIssuedIsReadAndVerified) {
  const auto one = issued("desk", {Role::producer, Role::viewer}, "help-desk");
  const auto tokens = read("# kept\n\n" + one.line + "\n");
  ASSERT_THAT(tokens, SizeIs(1));
  EXPECT_EQ(tokens[0].name, "desk");
  EXPECT_EQ(tokens[0].producer.value, "help-desk");
  EXPECT_THAT(tokens[0].roles, testing::ElementsAre(Role::producer, Role::viewer));
  EXPECT_TRUE(verify(tokens[0], one.bearer));
  EXPECT_FALSE(verify(tokens[0], one.bearer + "x"));
  EXPECT_FALSE(verify(tokens[0], "desk.")) << "the right name alone is no token";
  EXPECT_FALSE(verify(tokens[0], "board" + one.bearer.substr(4)));
  EXPECT_EQ(one.line.find(one.bearer), std::string::npos) << "the file does not hold the secret";
}

TEST(Tokens, TheSameSecretHasAnotherHashUnderAnotherSalt) {
  std::string other(kRandomOctets, 'x');
  other[0] = 'y';  // of the salt
  const auto one = issued("desk", {Role::viewer});
  const auto two = issue("desk", {Role::viewer}, {}, other).value();
  EXPECT_EQ(one.bearer, two.bearer);
  EXPECT_NE(one.line, two.line);
}

TEST(Tokens, AnAdminMayWhatAViewerMayAndAProducerTellsEventsOnly) {
  const auto token = [](Role role) { return read(issued("t", {role}, "p").line)[0]; };
  EXPECT_TRUE(may(token(Role::admin), Role::viewer));
  EXPECT_TRUE(may(token(Role::operating), Role::viewer));
  EXPECT_FALSE(may(token(Role::viewer), Role::operating));
  EXPECT_FALSE(may(token(Role::admin), Role::producer));
  EXPECT_FALSE(may(token(Role::producer), Role::viewer));
}

TEST(Tokens, AllFaultsAreToldWithTheirLines) {
  const auto good = issued("desk", {Role::viewer}).line;
  const auto told =
      faults(good + "\nhalf a line\n" + good + "\nboard boss - " + good.substr(good.rfind(' ')) +
             "\nbot producer -" + good.substr(good.rfind(' ')) + "\nx viewer - scrypt$99$8$1$00$00\n");
  ASSERT_THAT(told, SizeIs(5));
  EXPECT_EQ(told[0].line, 2u);
  EXPECT_THAT(told[0].what, HasSubstr("3 words"));
  EXPECT_EQ(told[1].line, 3u);
  EXPECT_THAT(told[1].what, HasSubstr("a second time"));
  EXPECT_THAT(told[2].what, HasSubstr("no role `boss`"));
  EXPECT_THAT(told[3].what, HasSubstr("for which producer is not said"));
  EXPECT_THAT(told[4].what, HasSubstr("hash of `x` cannot be read"));
}

TEST(Tokens, ATokenThatCouldNotBeReadAgainIsNotIssued) {
  const std::string chance(kRandomOctets, 'x');
  EXPECT_FALSE(issue("no spaces", {Role::viewer}, {}, chance));
  EXPECT_FALSE(issue("", {Role::viewer}, {}, chance));
  EXPECT_FALSE(issue("desk", {}, {}, chance));
  EXPECT_FALSE(issue("desk", {Role::producer}, {}, chance));
  EXPECT_FALSE(issue("desk", {Role::producer}, domain::ProducerId{"two words"}, chance));
  EXPECT_FALSE(issue("desk", {Role::viewer}, {}, "too short"));
}

struct GuardedWorld : World {
  Issued desk = issued("desk", {Role::producer}, "help-desk");
  Issued board = issued("board", {Role::viewer}, "", 'y');
  GuardedWorld() {
    tokens = read(desk.line + "\n" + board.line);
    start();
  }
};

TEST(Gate, AnEventComesFromTheProducerThatItsTokenNames) {
  GuardedWorld world;
  auto client = world.client();
  for (const char* id : {"e1", "e2"})  // verified the slow way, then known
    EXPECT_EQ(client.ask(post("/api/v1/events", opening(id), with(world.desk.bearer))).status, 202u);
  const auto came = world.inlet.came();
  ASSERT_THAT(came, SizeIs(2));
  EXPECT_EQ(came[0].producer.value, "help-desk");
  EXPECT_EQ(came[1].producer.value, "help-desk");
}

TEST(Gate, WithoutATokenThatIsKnownNobodyIsLetIn) {
  GuardedWorld world;
  for (const std::string& headers : {std::string(), with("desk.wrong"), with("nobody.x"), with(""),
                                     std::string("Authorization: Basic eDp4\r\n"),
                                     with(world.desk.bearer.substr(0, world.desk.bearer.size() - 1)),
                                     with("board." + world.desk.bearer.substr(5))}) {
    const auto reply = world.ask(post("/api/v1/events", opening("e1"), headers));
    EXPECT_EQ(reply.status, 401u) << headers;
    EXPECT_EQ(reply.headers.at("WWW-Authenticate"), "Bearer");
  }
  EXPECT_THAT(world.inlet.came(), testing::IsEmpty());
}

TEST(Gate, ATokenOfAnotherRoleIsForbidden) {
  GuardedWorld world;
  EXPECT_EQ(world.ask(post("/api/v1/events", opening("e1"), with(world.board.bearer))).status, 403u);
  EXPECT_EQ(world.ask(get("/metrics", with(world.desk.bearer))).status, 403u);
  EXPECT_EQ(world.ask(get("/metrics", with(world.board.bearer))).status, 200u);
}

TEST(Gate, TheProbesAreOpen) {
  GuardedWorld world;
  EXPECT_EQ(world.ask(get("/healthz")).status, 200u);
  EXPECT_EQ(world.ask(get("/readyz")).status, 200u);
  EXPECT_EQ(world.ask(get("/metrics")).status, 401u);
}

TEST(Gate, TheSchemeIsReadInAnyCase) {
  GuardedWorld world;
  EXPECT_EQ(world.ask(get("/metrics", "authorization: bEARER " + world.board.bearer + "\r\n")).status, 200u);
}

}  // namespace
}  // namespace triaged::http::test

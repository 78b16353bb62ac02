// A configuration folder as a whole. The wording of every mistake is in tests/golden.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include <triaged/config/config.hpp>

namespace triaged::config {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A folder `service` with a small sound configuration, gone after the test.
class Load : public testing::Test {
 protected:
  void SetUp() override {
    root_ = testing::TempDir() + "triaged-config-XXXXXX";
    ASSERT_NE(::mkdtemp(root_.data()), nullptr);
    write("triaged.yaml", "");
    write("policy.yaml", "");
    write("directory.yaml",
          "ladder: [user, support]\nteams:\n  support: {members: [s@service.example]}\n"
          "communities: [{id: lake, hubs: [{id: lake/prod}]}]\n"
          "producers: [{user: guest, hubs: ['*'], events: ['*']}]\n");
    write("rules/10.yaml", "route:\n  - {name: everything-else, to: next_rung}\n");
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  fs::path folder() const { return fs::path(root_) / "service"; }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder() / name).parent_path());
    std::ofstream(folder() / name) << text;
  }
  Configuration load_it(const Overrides& overrides = {}) {
    faults_ = {};
    return load(folder(), faults_, overrides);
  }
  std::string faults() const {
    std::string text;
    for (const auto& fault : faults_.all()) text.append(document::to_text(fault)).append("\n");
    return text;
  }

  std::string root_;
  document::Faults faults_;
};

TEST_F(Load, GivesEveryPart) {
  const Configuration configuration = load_it();
  EXPECT_EQ(faults(), "");
  ASSERT_NE(configuration.directory, nullptr);
  ASSERT_NE(configuration.rules, nullptr);
  ASSERT_NE(configuration.policy, nullptr);
  EXPECT_EQ(configuration.directory->hubs().size(), 1U);
  EXPECT_EQ(rules::size(*configuration.rules), 1U);
}

TEST_F(Load, AShadowIsAFolderSeenFromTheConfigurationFolder) {
  EXPECT_EQ(load_it().settings.shadow, "");
  write("triaged.yaml", "shadow: ../candidate");
  EXPECT_EQ(load_it().settings.shadow, fs::path(root_) / "candidate");
  EXPECT_EQ(faults(), "") << "whether it is sound is not this folder's affair";
}

TEST_F(Load, OtherRulesAreReadForTheSameDirectory) {
  write("candidate/20.yaml", "route:\n  - {name: b, to: support}\n");
  write("candidate/10.yaml", "route:\n  - {name: a, when: {text: x}, to: support}\n");
  const Configuration beside = load_it();
  const auto rules = load_rules(folder() / "candidate/", beside, faults_);
  EXPECT_EQ(faults(), "");
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules::size(*rules), 2U);
  EXPECT_NE(digest(*rules), digest(*beside.rules));
  EXPECT_EQ(digest(*load_rules(folder() / "rules", beside, faults_)), digest(*beside.rules));
}

TEST_F(Load, OtherRulesWithMistakesAreNoneAndEveryMistakeIsNamed) {
  write("candidate/10.yaml",
        "route:\n  - {name: a, wehn: {text: x}, to: support}\n  - {name: b, to: nobodys}\n");
  const Configuration beside = load_it();
  EXPECT_EQ(load_rules(folder() / "candidate", beside, faults_), nullptr);
  EXPECT_THAT(faults(), HasSubstr("service/candidate/10.yaml:2:"));
  EXPECT_THAT(faults(), HasSubstr("`nobodys`"));
  EXPECT_EQ(load_rules(folder() / "nowhere", beside, faults_), nullptr);
  EXPECT_THAT(faults(), HasSubstr("service/nowhere: error: is missing"));
}

TEST_F(Load, AnEmptySettingsFileMeansTheDefaults) {
  const Settings settings = load_it().settings;
  const Settings defaults;
  EXPECT_EQ(settings.amqp.url, defaults.amqp.url);
  EXPECT_EQ(settings.amqp.prefetch, 2000);
  EXPECT_EQ(settings.amqp.heartbeat, std::chrono::seconds{10});
  EXPECT_EQ(settings.amqp.queue_type, "quorum");
  EXPECT_EQ(settings.store.path, "/var/lib/triaged/state.db");
  EXPECT_EQ(settings.limits.codec.message, 1U << 20);
  EXPECT_EQ(settings.limits.unconfirmed, 1024U);
  EXPECT_FALSE(settings.log.personal_data);
}

TEST_F(Load, TakesEverySettingOver) {
  write(
      "triaged.yaml",
      "amqp: {url: 'amqps://t@broker.example/v', password_file: /p, ca_file: ca.pem, client_cert_file: "
      "c.pem,\n"
      "       client_key_file: k.pem, prefetch: 7, heartbeat: 3s, queue_type: classic, prefix: test.}\n"
      "store: {path: s.db, synchronous: normal, batch_max: 9}\n"
      "limits: {message: 2MiB, text: 300KiB, subject: 500, labels: 5, parked_body: 1MiB, outbox_rows: 2000,\n"
      "         outbox_bytes: 2MiB, unconfirmed: 11}\n"
      "log: {format: json, level: error, personal_data: true}\n");
  const Settings settings = load_it().settings;
  EXPECT_EQ(faults(), "");
  EXPECT_EQ(settings.amqp.url, "amqps://t@broker.example/v");
  EXPECT_EQ(settings.amqp.password_file, "/p");
  EXPECT_EQ(settings.amqp.ca_file, folder() / "ca.pem");
  EXPECT_EQ(settings.amqp.client_cert_file, folder() / "c.pem");
  EXPECT_EQ(settings.amqp.client_key_file, folder() / "k.pem");
  EXPECT_EQ(settings.amqp.prefetch, 7);
  EXPECT_EQ(settings.amqp.heartbeat, std::chrono::seconds{3});
  EXPECT_EQ(settings.amqp.queue_type, "classic");
  EXPECT_EQ(settings.amqp.prefix, "test.");
  EXPECT_EQ(settings.store.path, folder() / "s.db");
  EXPECT_EQ(settings.store.synchronous, "normal");
  EXPECT_EQ(settings.store.batch_max, 9U);
  EXPECT_EQ(settings.limits.codec.message, 2U << 20);
  EXPECT_EQ(settings.limits.codec.text, 300U << 10);
  EXPECT_EQ(settings.limits.codec.subject, 500U);
  EXPECT_EQ(settings.limits.codec.labels, 5U);
  EXPECT_EQ(settings.limits.parked_body, 1U << 20);
  EXPECT_EQ(settings.limits.outbox_rows, 2000U);
  EXPECT_EQ(settings.limits.outbox_bytes, 2U << 20);
  EXPECT_EQ(settings.limits.unconfirmed, 11U);
  EXPECT_EQ(settings.log.format, "json");
  EXPECT_EQ(settings.log.level, "error");
  EXPECT_TRUE(settings.log.personal_data);
}

TEST_F(Load, GivesTheHttpServerItsAddressAndItsLimits) {
  write("triaged.yaml",
        "http: {listen: '[::1]:8470', tokens_file: tokens, tls: {cert_file: c.pem, key_file: k.pem}, "
        "limits: {requests: 9, webhook: 1MiB, confirm_time: 2s}}\n");
  const auto http = load_it().settings.http;
  EXPECT_EQ(faults(), "");
  EXPECT_EQ(http.address, "::1");
  EXPECT_EQ(http.port, 8470);
  EXPECT_EQ(http.tokens_file, (folder() / "tokens").string());
  EXPECT_EQ(http.key_file, (folder() / "k.pem").string());
  EXPECT_EQ(http.requests, 9u);
  EXPECT_EQ(http.webhook, 1u << 20);
  EXPECT_EQ(http.confirm_time, std::chrono::seconds{2});
}

TEST_F(Load, HasNoHttpServerWithoutAnAddress) {
  EXPECT_EQ(load_it().settings.http.listen, "");
  write("triaged.yaml", "http: {listen: ''}\n");
  EXPECT_EQ(load_it().settings.http.listen, "");
  EXPECT_EQ(faults(), "");
}

TEST_F(Load, TheEnvironmentMovesTheHttpServerOrEndsItAndIsHeldToTheSameRules) {
  write("triaged.yaml", "http: {listen: '127.0.0.1:8470'}\n");
  EXPECT_EQ(load_it({.amqp_url = {}, .store_path = {}, .http_listen = "127.0.0.1:0"}).settings.http.port, 0);
  EXPECT_EQ(load_it({.amqp_url = {}, .store_path = {}, .http_listen = "off"}).settings.http.listen, "");
  EXPECT_EQ(faults(), "");
  EXPECT_FALSE(load_it({.amqp_url = {}, .store_path = {}, .http_listen = "0.0.0.0:1"}).settings_sound);
  EXPECT_THAT(faults(), HasSubstr("TRIAGED_HTTP_LISTEN: error: `0.0.0.0:1` can be reached from elsewhere"));
}

TEST_F(Load, GivesEachBridgeWhatItNeedsInTheOrderOfTheirKinds) {
  write("triaged.yaml",
        "bridges:\n"
        "  alertmanager: {url: 'http://127.0.0.1:9093', timeout: 2s}\n"
        "  pagerduty: {routing_key_file: pagerduty.key, ca_file: /etc/ca.pem}\n");
  const auto settings = load_it().settings;
  EXPECT_EQ(faults(), "");
  ASSERT_EQ(settings.bridges.size(), 2u);
  const auto& [pagerduty, alertmanager] = std::tie(settings.bridges[0], settings.bridges[1]);
  EXPECT_EQ(pagerduty.kind, domain::BridgeKind::pagerduty);
  EXPECT_EQ(pagerduty.url, "https://events.pagerduty.com/v2/enqueue");
  EXPECT_EQ(pagerduty.secret_file, (folder() / "pagerduty.key").string()) << "which need not be there";
  EXPECT_EQ(pagerduty.ca_file, "/etc/ca.pem");
  EXPECT_EQ(pagerduty.timeout, std::chrono::seconds{10});
  EXPECT_EQ(alertmanager.kind, domain::BridgeKind::alertmanager);
  EXPECT_EQ(alertmanager.url, "http://127.0.0.1:9093");
  EXPECT_EQ(alertmanager.secret_file, "");
  EXPECT_EQ(alertmanager.timeout, std::chrono::seconds{2});
}

TEST_F(Load, HasNoBridgesUnlessTheyAreNamed) {
  EXPECT_TRUE(load_it().settings.bridges.empty());
  write("triaged.yaml", "bridges: {}\n");
  EXPECT_TRUE(load_it().settings.bridges.empty());
  EXPECT_EQ(faults(), "");
}

TEST_F(Load, LetsASecretLeaveThisMachineEncryptedOnly) {
  const auto is_sound = [&](const std::string& bridge) {
    write("triaged.yaml", "bridges: {alertmanager: {" + bridge + "}}\n");
    return load_it().settings_sound;
  };
  for (const char* here :
       {"http://127.0.0.1:9093", "http://127.9.9.9", "http://[::1]:9093", "http://localhost"})
    EXPECT_TRUE(is_sound("token_file: t, url: '" + std::string(here) + "'")) << here;
  EXPECT_TRUE(is_sound("token_file: t, url: 'https://alerts.example'"));
  EXPECT_TRUE(is_sound("url: 'http://alerts.example'")) << "there is no secret";
  for (const char* there : {"http://128.0.0.1", "http://[::2]", "http://localhost.alerts.example"})
    EXPECT_FALSE(is_sound("token_file: t, url: '" + std::string(there) + "'")) << there;
}

TEST_F(Load, WhatTheCallerOverridesWins) {
  write("triaged.yaml", "amqp: {url: 'amqp://a'}\nstore: {path: s.db}\n");
  const Settings settings = load_it({.amqp_url = "amqp://other", .store_path = "/elsewhere/s.db"}).settings;
  EXPECT_EQ(settings.amqp.url, "amqp://other");
  EXPECT_EQ(settings.store.path, "/elsewhere/s.db");
}

TEST_F(Load, ABrokenPartIsMissingAndTheOthersAreThere) {
  write("directory.yaml", "ladder: [support]\n");
  const Configuration broken_directory = load_it();
  EXPECT_EQ(broken_directory.directory, nullptr);
  EXPECT_NE(broken_directory.rules, nullptr);
  EXPECT_NE(broken_directory.policy, nullptr);
  write("policy.yaml", "x: 1");
  write("rules/10.yaml", "x: 1");
  const Configuration all_broken = load_it();
  EXPECT_EQ(all_broken.rules, nullptr);
  EXPECT_EQ(all_broken.policy, nullptr);
  EXPECT_GE(faults_.errors(), 3U);
}

TEST_F(Load, RulesAreReadInTheOrderOfTheirNames) {
  write("rules/20.yaml", "route:\n  - {name: late, to: support}\n");
  load_it();
  EXPECT_THAT(faults(), HasSubstr("service/rules/10.yaml:2:5: error: route rule `everything-else`"));
  fs::rename(folder() / "rules/20.yaml", folder() / "rules/05.yaml");
  write("rules/05.yaml", "route:\n  - {name: early, when: {source: alert}, to: support}\n");
  EXPECT_NE(load_it().rules, nullptr);
  EXPECT_EQ(faults(), "");
}

TEST_F(Load, HiddenFilesAreNotLookedAt) {
  write("rules/.10.yaml.swp", "\x01");
  write("rules/.hidden.yaml", "x: 1");
  EXPECT_NE(load_it().rules, nullptr);
  EXPECT_EQ(faults(), "");
}

TEST_F(Load, SymbolicLinksAreFollowed) {
  fs::create_directories(folder() / "..data");
  fs::rename(folder() / "policy.yaml", folder() / "..data/policy.yaml");
  fs::create_symlink("..data/policy.yaml", folder() / "policy.yaml");
  EXPECT_NE(load_it().policy, nullptr);
  fs::remove(folder() / "..data/policy.yaml");
  EXPECT_EQ(load_it().policy, nullptr);
  EXPECT_THAT(faults(), HasSubstr("service/policy.yaml: error: is missing"));
}

TEST_F(Load, PlacesAreTheSameWhateverWayTheFolderIsNamed) {
  write("policy.yaml", "x: 1");
  const std::string wanted = "service/policy.yaml:1:1: error: unknown key `x` in the policy";
  for (const fs::path& way : {folder(), folder() / "", folder() / ".", folder() / "rules" / ".."}) {
    faults_ = {};
    static_cast<void>(load(way, faults_));
    EXPECT_THAT(faults(), HasSubstr(wanted)) << way;
    EXPECT_TRUE(faults().starts_with(wanted)) << way;
  }
}

TEST_F(Load, AFolderThatIsNotThereIsOneFault) {
  const Configuration nothing = load(folder() / "absent", faults_);
  EXPECT_EQ(nothing.directory, nullptr);
  EXPECT_EQ(faults_.errors(), 1U);
  EXPECT_THAT(faults(), HasSubstr("absent: error: is no folder"));
}

TEST_F(Load, AFileOverTheLimitIsRefusedNotRead) {
  write("policy.yaml", std::string(document::Limits{}.bytes + 1, ' '));
  EXPECT_EQ(load_it().policy, nullptr);
  EXPECT_THAT(faults(), HasSubstr("service/policy.yaml: error: larger than"));
}

TEST_F(Load, NothingThatIsNoFileIsOpened) {
  fs::remove(folder() / "policy.yaml");
  ASSERT_EQ(::mkfifo((folder() / "policy.yaml").c_str(), 0600), 0);
  EXPECT_EQ(load_it().policy, nullptr);  // reading a pipe would wait for ever
  EXPECT_THAT(faults(), HasSubstr("service/policy.yaml: error: is not a file"));
}

TEST_F(Load, WhatWasReadIsKeptAndReadsTheSameAgain) {
  write("rules/20.yaml", "# the second file\nroute:\n  - {name: last, to: support}\n");
  write("rules/10.yaml", "classify:\n  - {name: c, when: {text: help}, set: {category: question}}\n");
  const Configuration first = load_it();
  ASSERT_EQ(faults(), "");
  ASSERT_EQ(first.written.rules.size(), 2U);
  EXPECT_EQ(first.written.rules[1].name, "rules/20.yaml");
  EXPECT_THAT(first.written.rules[1].text, HasSubstr("# the second file"));
  document::Faults none;
  const Configuration second = load(Written{.rules = *decode(encode(first.written.rules)),
                                            .directory = *decode(encode(first.written.directory)),
                                            .policy = *decode(encode(first.written.policy))},
                                    none);
  EXPECT_TRUE(none.all().empty());
  ASSERT_TRUE(second.rules && second.directory && second.policy);
  EXPECT_EQ(digest(*second.rules), digest(*first.rules));
  EXPECT_EQ(second.directory->digest(), first.directory->digest());
  EXPECT_EQ(second.policy->digest, first.policy->digest);
}

TEST_F(Load, WhatIsNotThereOrNotSoundAnyMoreMakesNothing) {
  document::Faults found;
  const Configuration nothing = load(Written{}, found);
  EXPECT_FALSE(nothing.rules || nothing.directory || nothing.policy);
  Written written = load_it().written;
  written.rules[0].text = "route: [";
  EXPECT_EQ(load(written, found).rules, nullptr);
  ASSERT_FALSE(found.all().empty());
  EXPECT_THAT(document::to_text(found.all().front()), HasSubstr("rules/10.yaml:"));
}

TEST_F(Load, SettingsAreSoundOrNotWhateverTheRest) {
  EXPECT_TRUE(load_it().settings_sound);
  write("rules/10.yaml", "route: [");
  EXPECT_TRUE(load_it().settings_sound);
  write("triaged.yaml", "amqp: {prefetsh: 1}");
  EXPECT_FALSE(load_it().settings_sound);
  fs::remove(folder() / "triaged.yaml");
  EXPECT_FALSE(load_it().settings_sound);
}

TEST_F(Load, ReloadingOnAChangeIsOnUnlessItIsSwitchedOff) {
  EXPECT_TRUE(load_it().settings.reload.on_change);
  write("triaged.yaml", "reload: {on_change: false}");
  EXPECT_FALSE(load_it().settings.reload.on_change);
}

TEST(Written, ComesBackWhateverItHoldsAndNothingElseIsTakenForIt) {
  const Texts texts{{.name = "a b.yaml", .text = "# file 3 x\nabc\n"},
                    {.name = "empty.yaml", .text = ""},
                    {.name = "binary.yaml", .text = std::string("\0\n\xff", 3)}};
  EXPECT_EQ(decode(encode(texts)), texts);
  EXPECT_EQ(decode(""), Texts{});
  const std::string whole = encode(texts);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const auto part = decode(whole.substr(0, size));
    EXPECT_TRUE(!part || part->size() < texts.size()) << size;
  }
  for (const char* bad : {"x", "# file", "# file x y\n", "# file 99999999999999999999 y\n",
                          "# file 4 y\nabc\n", "# file -1 y\nabc\n", "# file 3\nabc\n"})
    EXPECT_EQ(decode(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace triaged::config

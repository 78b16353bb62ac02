// Decisions of the past on a real store, as `triaged explain --decision` shows them.
#include "app/replay.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/persist/sqlite_store.hpp>

#include "app/command.hpp"
#include "app/knowledge.hpp"
#include "support/temporary_folder.hpp"

namespace triaged::app {
namespace {

using testing::HasSubstr;

constexpr const char* kDirectory = R"(
ladder: [user, hub_admin, support, engineering]
calendars:
  nights: {zone: UTC, open: {mon-sun: ["20:00-24:00"]}}
teams:
  hub_admin: {}
  support: {members: [support@service.example]}
  engineering: {members: [engineer@service.example]}
communities:
  - {id: north, hubs: [{id: north/prod, url: "https://hub.north.example", admins: [admin@north.example]}]}
producers:
  - {user: mail, hubs: ["*"], events: [opened]}
  - {user: south, hubs: ["south/*"], events: [opened]}
  - {user: desk, hubs: ["*"], events: ["*"]}
  - {user: southern-desk, hubs: ["south/*"], events: ["*"]}
)";
constexpr const char* kRules = R"(
classify:
  - {name: outage, when: {text: down}, set: {category: outage, severity: critical}}
route:
  - {name: by-night, when: {time: {during: nights}, category: outage}, to: engineering}
  - {name: rest, to: next_rung}
)";

const domain::Instant kNight =
    std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{21};
const domain::Instant kDay = kNight - std::chrono::hours{8};

// A configuration folder and a store in which decisions are put as the engine puts them there.
class Replay : public testing::Test {
 protected:
  Replay() {
    write("triaged.yaml", "store: {path: state.db}");
    write("directory.yaml", kDirectory);
    write("rules/10.yaml", kRules);
    write("policy.yaml", "");
    now_ = load();
  }

  [[nodiscard]] std::filesystem::path config() const { return folder_.path() / "config"; }
  [[nodiscard]] std::string store() const { return (config() / "state.db").string(); }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((config() / name).parent_path());
    std::ofstream(config() / name) << text;
  }
  [[nodiscard]] config::Configuration load() const {
    document::Faults faults;
    auto configuration = config::load(config(), faults);
    for (const auto& fault : faults.all())
      if (fault.level == document::Level::error) ADD_FAILURE() << to_text(fault);
    return configuration;
  }

  // What the engine would write, decided under the configuration as it is now.
  [[nodiscard]] codec::HistoryEntry decided(const std::string& ticket, domain::Instant at,
                                            const std::string& subject = "the hub is down") const {
    codec::HistoryEntry entry;
    entry.event = {.producer = domain::ProducerId{"mail"},
                   .event_id = domain::EventId{"e-" + ticket},
                   .ticket_id = domain::TicketId{ticket},
                   .occurred_at = at,
                   .actor = domain::ActorId{"ada@north.example"},
                   .hub = domain::HubId{"north/prod"},
                   .body = domain::Opened{.subject = subject,
                                          .body = "",
                                          .channel = "email",
                                          .labels = {},
                                          .community = {},
                                          .needed_by = {},
                                          .truncated = false},
                   .traceparent = {}};
    entry.at = at;
    const auto digests = engine::digests(to_knowledge(now_));
    entry.ruleset = digests.rules;
    entry.directory = digests.directory;
    entry.policy = digests.policy;
    fill(entry);
    return entry;
  }
  void fill(codec::HistoryEntry& entry) const {
    auto replayed = replay(entry, {}, nullptr, now_);
    if (replayed.ticket) entry.ticket = *replayed.ticket;
    entry.refused = replayed.refused;
    if (replayed.explained) entry.classification = replayed.explained->rules.classification;
  }
  // What came of another event of that ticket, an hour later.
  [[nodiscard]] codec::HistoryEntry then(const codec::HistoryEntry& last, domain::EventBody body,
                                         const std::string& producer = "desk",
                                         std::optional<codec::Into> into = {},
                                         const std::string& addressed_to = {}) const {
    codec::HistoryEntry entry = last;
    entry.classification = {};
    entry.at = last.at + std::chrono::hours{1};
    entry.event.producer = domain::ProducerId{producer};
    entry.event.occurred_at = entry.at;
    entry.event.actor = domain::ActorId{"support@service.example"};
    entry.event.hub = {};
    entry.event.body = std::move(body);
    entry.event.addressed_to = domain::TicketId{addressed_to};
    entry.into = std::move(into);
    const auto replayed = replay(entry, last.ticket, nullptr, now_);
    entry.ticket = *replayed.ticket;
    entry.classification = replayed.classification;
    entry.refused = replayed.refused;
    return entry;
  }
  void keep(const std::vector<codec::HistoryEntry>& entries, bool with_documents = true) {
    auto opened = persist::SqliteStore::open(store());
    auto& file = *std::get<std::unique_ptr<persist::SqliteStore>>(opened);
    ports::Batch batch;
    batch.number = file.load()->last_batch + 1;
    for (const auto& entry : entries)
      batch.history.push_back(
          {codec::history_key(entry.event), entry.ticket.version, entry.at, codec::encode_history(entry)});
    if (with_documents) batch.documents = to_knowledge(now_).documents;
    ASSERT_EQ(file.commit(batch), ports::CommitResult::committed) << file.last_error();
  }

  // As the engine keeps it, beside the files' own.
  void keep_told() {
    auto opened = persist::SqliteStore::open(store());
    auto& file = *std::get<std::unique_ptr<persist::SqliteStore>>(opened);
    ports::Batch batch;
    batch.number = file.load()->last_batch + 1;
    batch.documents = {{.key = {.kind = ports::DocumentKind::directory, .digest = now_.directory->digest()},
                        .source = now_.directory->told_text()}};
    ASSERT_EQ(file.commit(batch), ports::CommitResult::committed) << file.last_error();
  }

  Exit explain_it(const std::string& decision, bool json = false) {
    out_.str({});
    err_.str({});
    return explain({.config = config(), .json = json}, {.file = "-", .decision = decision, .store = {}},
                   {in_, out_, err_});
  }
  [[nodiscard]] boost::json::object said() const { return boost::json::parse(out_.str()).as_object(); }

  test::TemporaryFolder folder_;
  config::Configuration now_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(Replay, ComesOutTheSameByNightAndByDayWheneverItIsAsked) {
  const auto night = decided("N", kNight);
  const auto day = decided("D", kDay);
  ASSERT_EQ(night.ticket.team.value, "engineering");
  ASSERT_EQ(day.ticket.team.value, "hub_admin");
  keep({night, day});
  EXPECT_EQ(explain_it("N:1", true), Exit::ok) << out_.str() << err_.str();
  EXPECT_EQ(said().at("same"), true);
  EXPECT_EQ(said().at("team"), "engineering");
  EXPECT_EQ(said().at("today").at("same"), true);
  EXPECT_EQ(explain_it("D:1", true), Exit::ok) << out_.str() << err_.str();
  EXPECT_EQ(said().at("team"), "hub_admin");
}

TEST_F(Replay, IsMadeUnderTheFilesOfItsDayAndNamesWhatTodaysWouldDoOtherwise) {
  keep({decided("T", kNight)});
  write("rules/10.yaml", "route: [{name: only, to: support}]");
  EXPECT_EQ(explain_it("T:1"), Exit::ok) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("T  goes to  engineering"));
  EXPECT_THAT(out_.str(), HasSubstr("it comes out the same"));
  EXPECT_THAT(out_.str(), HasSubstr("then: engineering   today: support"));
  EXPECT_THAT(out_.str(), HasSubstr("then: by-night   today: only"));
  write("rules/10.yaml", "route: [");
  EXPECT_EQ(explain_it("T:1"), Exit::ok);
  EXPECT_THAT(out_.str(), HasSubstr("is not known: config/rules/10.yaml"));
}

TEST_F(Replay, IsMadeWithTheAdminsThatTheHubHadToldByThen) {
  now_.directory = now_.directory->with_admins(
      std::vector<domain::AdminTold>{{.hub = domain::HubId{"north/prod"},
                                      .admin = domain::ActorId{"admin@north.example"},
                                      .present = false}});
  const auto entry = decided("T", kDay, "a question");
  ASSERT_EQ(entry.ticket.team.value, "support") << "the hub has no admin left";
  keep({entry});
  EXPECT_EQ(explain_it("T:1"), Exit::check_failed) << "its directory was not kept";
  keep_told();
  EXPECT_EQ(explain_it("T:1"), Exit::ok) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("it comes out the same"));
  EXPECT_THAT(out_.str(), HasSubstr("then: support   today: hub_admin"))
      << "nothing stands over today's files";
}

TEST_F(Replay, OfAHubsWordSaysWhatItWasAndWhatCameOfIt) {
  codec::HistoryEntry entry;
  entry.event.event_id = domain::EventId{"a1"};
  entry.event.hub = domain::HubId{"north/prod"};
  entry.event.body = domain::AdminAdded{.admin = domain::ActorId{"new@north.example"}};
  entry.at = kDay;
  auto removed = entry;
  removed.event.body = domain::AdminRemoved{.admin = domain::ActorId{"new@north.example"}};
  auto stale = entry;
  stale.refused = domain::Refusal::stale;
  keep({entry, removed, stale});
  EXPECT_EQ(explain_it("HUB:north/prod:0"), Exit::ok) << err_.str();
  EXPECT_THAT(out_.str(),
              HasSubstr("new@north.example is no longer one of its admins; it counts from then on"));
}

TEST_F(Replay, ThatDiffersFromWhatWasRecordedIsSaidAndEndsWith1) {
  auto entry = decided("T", kNight);
  entry.ticket.team = domain::TeamId{"support"};
  keep({entry});
  EXPECT_EQ(explain_it("T:1", true), Exit::check_failed);
  const auto said_it = said();
  EXPECT_EQ(said_it.at("same"), false);
  const auto& difference = said_it.at("differences").as_array().at(0).as_object();
  EXPECT_EQ(difference.at("field"), "team");
  EXPECT_EQ(difference.at("then"), "support");
  EXPECT_EQ(difference.at("now"), "engineering");
}

TEST_F(Replay, KnowsTheQueuesThatTookNoMessagesThen) {
  auto entry = decided("T", kDay);
  entry.undeliverable = {"team.hub_admin"};
  fill(entry);
  ASSERT_EQ(entry.ticket.team.value, "support");
  keep({entry});
  EXPECT_EQ(explain_it("T:1"), Exit::ok) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("takes no messages"));
}

TEST_F(Replay, OfARefusedEventIsTheRefusalAndOfTwoUnderOneVersionTheOneThatWasApplied) {
  auto foreign = decided("F", kDay);
  foreign.event.producer = domain::ProducerId{"south"};
  foreign.classification = {};
  foreign.ticket = {};
  fill(foreign);
  ASSERT_EQ(foreign.refused, domain::Refusal::not_your_hub);
  const auto applied = decided("T", kDay);
  auto again = decided("T", kDay + std::chrono::hours{1});
  again.classification = {};
  again.refused = domain::Refusal::wrong_state;
  again.ticket = applied.ticket;
  keep({foreign, applied, again});
  EXPECT_EQ(explain_it("F:0"), Exit::ok) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("refused: not_your_hub"));
  EXPECT_EQ(explain_it("T:1", true), Exit::ok) << out_.str() << err_.str();
  EXPECT_TRUE(said().at("refused").is_null());
}

const codec::Into kIntoB{
    .id = domain::TicketId{"B"}, .state = domain::TicketState::open, .hub = domain::HubId{"north/prod"}};

TEST_F(Replay, OfTwoTicketsThatWereMergedComesOutTheSameForBoth) {
  const auto one = decided("A", kDay);
  const auto other = decided("B", kDay);
  const auto merged = then(one, domain::Merged{other.event.ticket_id}, "desk", kIntoB);
  ASSERT_EQ(merged.ticket.state, domain::TicketState::merged);
  const auto joined = then(
      other,
      domain::Joined{.from = one.event.ticket_id, .requesters = {domain::ActorId{"bea@north.example"}}}, "");
  ASSERT_EQ(joined.ticket.also_requested_by.size(), 1u);
  keep({one, other, merged, joined});
  for (const char* decision : {"A:2", "B:2"}) {
    EXPECT_EQ(explain_it(decision, true), Exit::ok) << decision << out_.str() << err_.str();
    EXPECT_EQ(said().at("same"), true) << decision;
  }
}

TEST_F(Replay, OfAMergingGoesByTheOtherTicketAsItWasThen) {
  const auto one = decided("A", kDay);
  auto merged = then(one, domain::Merged{domain::TicketId{"B"}}, "desk", kIntoB);
  merged.into->state = domain::TicketState::closed;  // so it was not
  keep({one, merged});
  EXPECT_EQ(explain_it("A:2"), Exit::check_failed);
  EXPECT_THAT(out_.str(), HasSubstr("again: refused: wrong_state"));
}

TEST_F(Replay, KnowsForWhichHubsAProducerSpeaksWhereTicketsAreMerged) {
  using domain::Refusal;
  const auto other = decided("B", kDay);
  const domain::Commented comment{
      .body = "still so", .channel = {}, .automatic = false, .needed_by = {}, .truncated = false};
  const auto led_on = [&](domain::EventBody body) {
    return then(other, std::move(body), "southern-desk", {}, "S").refused;
  };
  EXPECT_EQ(led_on(comment), std::nullopt) << "a person's words go wherever their ticket went";
  EXPECT_EQ(led_on(domain::Resolved{"done"}), Refusal::not_your_hub);
  EXPECT_EQ(then(other, comment, "southern-desk").refused, Refusal::not_your_hub);
  codec::Into elsewhere = kIntoB;
  elsewhere.hub = domain::HubId{"north/prod"};
  auto southern = other;
  southern.ticket.place.hub = domain::HubId{"south/prod"};
  EXPECT_EQ(then(southern, domain::Merged{domain::TicketId{"A"}}, "southern-desk", elsewhere).refused,
            Refusal::not_your_hub);
}

TEST_F(Replay, ThatCannotBeMadeSaysWhy) {
  keep({decided("T", kDay)}, false);
  EXPECT_EQ(explain_it("T:1"), Exit::check_failed);
  EXPECT_THAT(err_.str(), HasSubstr("is not in the store"));
  EXPECT_EQ(explain_it("T:2"), Exit::check_failed);
  EXPECT_THAT(err_.str(), HasSubstr("the ticket's versions are 1"));
  EXPECT_EQ(explain_it("X:1"), Exit::check_failed);
  EXPECT_THAT(err_.str(), HasSubstr("no event ever named that ticket"));
  for (const char* bad : {"T", "T:", ":1", "T:one", "T:1x", "T:99999999999"})
    EXPECT_EQ(explain_it(bad), Exit::usage) << bad;
}

TEST_F(Replay, OfASpoiltDocumentSaysSo) {
  auto documents = to_knowledge(now_).documents;
  documents[0].source = "# file 5 rules/10.yaml\nroute: []\n";
  {
    auto opened = persist::SqliteStore::open(store());
    ports::Batch batch;
    batch.number = 1;
    batch.documents = documents;
    ASSERT_EQ(std::get<0>(opened)->commit(batch), ports::CommitResult::committed);
  }
  const auto answer = recall(store(), engine::digests(to_knowledge(now_)));
  ASSERT_TRUE(std::holds_alternative<std::string>(answer));
  EXPECT_THAT(std::get<std::string>(answer), HasSubstr("cannot be decoded"));
}

TEST_F(Replay, OfAnotherRuleSetUnderTheSameDigestIsNotBelieved) {
  auto documents = to_knowledge(now_).documents;
  documents[0].source =
      config::encode({{.name = "rules/10.yaml", .text = "route: [{name: x, to: support}]"}});
  {
    auto opened = persist::SqliteStore::open(store());
    ports::Batch batch;
    batch.number = 1;
    batch.documents = documents;
    ASSERT_EQ(std::get<0>(opened)->commit(batch), ports::CommitResult::committed);
  }
  const auto answer = recall(store(), engine::digests(to_knowledge(now_)));
  ASSERT_TRUE(std::holds_alternative<std::string>(answer));
  EXPECT_THAT(std::get<std::string>(answer), HasSubstr("does not make what was in force then"));
}

}  // namespace
}  // namespace triaged::app

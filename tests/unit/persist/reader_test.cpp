// Looking into a store beside its daemon and without one.
#include <fstream>

#include "persist/schema.hpp"
#include "stores.hpp"

namespace triaged::test {
namespace {

using persist::FaultKind;
using persist::Matched;
using persist::Reader;

template <class T>
T value(persist::Answer<T> answer) {
  if (const auto* fault = std::get_if<persist::Fault>(&answer)) ADD_FAILURE() << fault->text;
  return std::holds_alternative<T>(answer) ? std::get<T>(std::move(answer)) : T{};
}

std::vector<std::string> files_in(const TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

domain::Digest key_of(std::initializer_list<std::uint8_t> first) {
  domain::Digest key;
  std::ranges::copy(first, key.octets.begin());
  return key;
}

TEST(Reader, SeesEachCommitOfARunningStoreAtOnceAndDoesNotHoldItUp) {
  const StoreFile file;
  const auto store = file.open({.busy = std::chrono::milliseconds{0}});
  const Reader reader(file.path);
  EXPECT_TRUE(value(reader.parked(10)).empty());
  for (std::uint64_t number = 1; number <= 5; ++number) {
    ASSERT_EQ(store->commit(numbered_batch(number)), ports::CommitResult::committed) << store->last_error();
    EXPECT_EQ(value(reader.parked(10)).size(), number);
    EXPECT_EQ(value(reader.history(ticket_id(number * kRowsPerBatch))).size(), 1U);
  }
}

TEST(Reader, ReadsAClosedStoreAndLeavesNoFilesBehind) {
  const StoreFile file;
  {
    const auto store = file.open();
    ASSERT_EQ(store->commit(numbered_batch(1)), ports::CommitResult::committed);
  }
  ASSERT_THAT(files_in(file.folder), testing::ElementsAre("state.db"));
  EXPECT_EQ(value(Reader(file.path).parked(10)).size(), 1U);
  EXPECT_THAT(files_in(file.folder), testing::ElementsAre("state.db"));
}

TEST(Reader, ReadsWhatAKilledDaemonLeftInItsLog) {
  const StoreFile file;
  const StoreFile left;
  const auto store = file.open();
  ASSERT_EQ(store->commit(numbered_batch(1)), ports::CommitResult::committed);
  for (const char* part : {"", "-wal"}) std::filesystem::copy_file(file.path + part, left.path + part);
  EXPECT_EQ(value(Reader(left.path).parked(10)).size(), 1U);
  EXPECT_EQ(left.open()->load()->last_batch, 1U) << "the log is still there for the daemon";
}

TEST(Reader, PathsMayHoldWhatMeansSomethingInAUri) {
  StoreFile file;
  file.path = (file.folder.path() / "50%20?mode=memory#x.db").string();
  {
    const auto store = file.open();
    ASSERT_EQ(store->commit(numbered_batch(1)), ports::CommitResult::committed);
  }
  EXPECT_EQ(value(Reader(file.path).parked(10)).size(), 1U);
}

TEST(Reader, ListsParkedMessagesNewestFirstUpToTheLimit) {
  const StoreFile file;
  const auto store = file.open();
  for (std::uint64_t number = 1; number <= 3; ++number)
    ASSERT_EQ(store->commit(numbered_batch(number)), ports::CommitResult::committed);
  const auto rows = value(Reader(file.path).parked(2));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].key, digest(3));
  EXPECT_EQ(rows[1].key, digest(2));
  EXPECT_EQ(rows[0].reason, domain::ParkReason::invalid_field);
  EXPECT_EQ(rows[0].detail, "no such member");
  EXPECT_EQ(rows[0].at, at(9));
  EXPECT_EQ(rows[0].full_size, 3ULL << 30);
}

TEST(Reader, FindsAParkedMessageByTheBeginningOfItsKey) {
  const StoreFile file;
  const auto store = file.open();
  ports::Batch batch;
  batch.number = 1;
  batch.parked = {parked(0, "a"), parked(0, "b"), parked(0, "c")};
  batch.parked[0].key = key_of({0xab, 0xcd, 0x01});
  batch.parked[1].key = key_of({0xab, 0xce});
  batch.parked[2].key = key_of({0xff, 0xff});
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
  const Reader reader(file.path);
  const auto one = value(reader.parked_by_key("abcd"));
  ASSERT_EQ(one.matched, Matched::one);
  EXPECT_EQ(one.row->detail, "a");
  EXPECT_EQ(one.row->message, "original bytes");
  EXPECT_EQ(value(reader.parked_by_key("ABCe")).row->detail, "b");
  EXPECT_EQ(value(reader.parked_by_key("f")).row->detail, "c");
  EXPECT_EQ(value(reader.parked_by_key("sha256:abcd0")).row->detail, "a");
  EXPECT_EQ(value(reader.parked_by_key(domain::to_text(batch.parked[1].key))).row->detail, "b");
  EXPECT_EQ(value(reader.parked_by_key("abc")).matched, Matched::several);
  EXPECT_EQ(value(reader.parked_by_key("abcf")).matched, Matched::none);
  const std::vector<std::string> wrong{"", "sha256:", "xyz", "ab cd", std::string(65, 'a')};
  for (const std::string& prefix : wrong)
    EXPECT_EQ(value(reader.parked_by_key(prefix)).matched, Matched::not_hexadecimal) << prefix;
}

TEST(Reader, HistoryOfATicketIsItsChainOldestFirst) {
  const StoreFile file;
  const auto store = file.open();
  for (std::uint32_t version = 1; version <= 50; ++version) {
    ports::Batch batch;
    batch.number = version;
    batch.tickets = {open_ticket(1, version), open_ticket(2, version)};
    batch.history = {history(1, version, std::to_string(version)), history(2, version, "other")};
    ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
  }
  const auto rows = value(Reader(file.path).history(ticket_id(1)));
  ASSERT_EQ(rows.size(), 50U);
  for (std::uint32_t version = 1; version <= 50; ++version) {
    EXPECT_EQ(rows[version - 1].version, version);
    EXPECT_EQ(rows[version - 1].payload, std::to_string(version));
    EXPECT_EQ(rows[version - 1].ticket, ticket_id(1));
  }
  EXPECT_TRUE(value(Reader(file.path).history(ticket_id(3))).empty());
}

TEST(Reader, SaysThatThereIsNoFileAndMakesNone) {
  const StoreFile file;
  const auto answer = Reader(file.path).history(ticket_id(1));
  ASSERT_TRUE(std::holds_alternative<persist::Fault>(answer));
  EXPECT_EQ(std::get<persist::Fault>(answer).kind, FaultKind::missing);
  EXPECT_THAT(std::get<persist::Fault>(answer).text, testing::HasSubstr("no such file"));
  EXPECT_TRUE(files_in(file.folder).empty());
}

TEST(Reader, RefusesWhatIsNoStore) {
  const StoreFile file;
  for (const std::string& contents : {std::string(), std::string(5000, 'x')}) {
    std::ofstream(file.path) << contents;
    const auto answer = Reader(file.path).parked(1);
    ASSERT_TRUE(std::holds_alternative<persist::Fault>(answer));
    EXPECT_EQ(std::get<persist::Fault>(answer).kind, FaultKind::foreign);
    EXPECT_THAT(files_in(file.folder), testing::ElementsAre("state.db"));
  }
}

TEST(Reader, NowAndThenDoesNotLetTheLogGrow) {
  constexpr std::uint64_t kLog = 256 << 10;
  const StoreFile file;
  const auto store = file.open({.wal_bytes = kLog});
  std::uintmax_t longest = 0;
  for (std::uint64_t number = 1; number <= 600; ++number) {
    ASSERT_EQ(store->commit(numbered_batch(number)), ports::CommitResult::committed);
    if (number % 7 == 0) (void)value(Reader(file.path).parked(3));
    longest = std::max(longest, std::filesystem::file_size(file.path + "-wal"));
  }
  EXPECT_GT(std::filesystem::file_size(file.path), 10 * kLog) << "enough was written to tell";
  EXPECT_LT(longest, 2 * kLog);
}

TEST(Reader, FindsADocumentByKindAndDigestAndWhatIsInForce) {
  const StoreFile file;
  const auto store = file.open();
  EXPECT_EQ(value(Reader(file.path).in_force()), std::nullopt);
  ports::Batch batch;
  batch.number = 1;
  batch.documents = {rules_document(1, "the rules")};
  batch.in_force = ports::InForce{.rules = digest(1), .directory = digest(2), .policy = digest(3)};
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
  const Reader reader(file.path);
  EXPECT_EQ(value(reader.document({ports::DocumentKind::rules, digest(1)})), "the rules");
  EXPECT_EQ(value(reader.document({ports::DocumentKind::policy, digest(1)})), std::nullopt);
  EXPECT_EQ(value(reader.in_force()), batch.in_force);
}

TEST(Reader, ReadsWhatHubsToldOfTheirAdminsAndNothingFromAStoreOfBefore) {
  const StoreFile file;
  {
    persist::Connection old(file.path, persist::Access::create, std::chrono::milliseconds{0});
    migrate(old, persist::migration_steps().first(3));
  }
  EXPECT_TRUE(value(Reader(file.path).admins()).empty());
  const auto store = file.open();
  ports::Batch batch;
  batch.number = 1;
  batch.admins = {{.hub = domain::HubId("north/prod"),
                   .admin = domain::ActorId("ada"),
                   .present = true,
                   .at = at(1),
                   .by = domain::ProducerId("hub-north")}};
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
  EXPECT_EQ(value(Reader(file.path).admins()), batch.admins);
}

TEST(Reader, HandsOutOpenTicketsInPagesEachWithTheRowThatOpenedIt) {
  const StoreFile file;
  const auto store = file.open();
  ports::Batch batch;
  batch.number = 1;
  batch.tickets = {open_ticket(1), closed_ticket(2), open_ticket(3), open_ticket(4)};
  batch.history = {history(1, 1, "one"), history(2, 1, "two"), history(3, 1, "three"), history(9, 0, "none")};
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
  const Reader reader(file.path);
  const auto first = value(reader.open_tickets(0, 2));
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].row.id, ticket_id(1));
  EXPECT_EQ(first[1].row.id, ticket_id(3));
  EXPECT_EQ(payloads(value(reader.history_rows({first[1].opening, 4711, first[0].opening}))),
            (std::vector<std::string>{"three", "one"}));
  const auto second = value(reader.open_tickets(first[1].number, 2));
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].row.id, ticket_id(4));
  EXPECT_EQ(second[0].row.payload, "payload");
  EXPECT_EQ(second[0].opening, 0U) << "no row of history opened it";
}

TEST(Reader, FindsTicketsByTheirIdsOpenOrClosedButNotMereNames) {
  const StoreFile file;
  const auto store = file.open();
  ports::Batch batch;
  batch.number = 1;
  batch.tickets = {open_ticket(1), closed_ticket(2), open_ticket(3)};
  batch.history = {history(7, 0, "refused: there is no such ticket")};
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
  const Reader reader(file.path);
  const auto found =
      value(reader.tickets({ticket_id(2), ticket_id(7), ticket_id(8), ticket_id(1), ticket_id(1)}));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].row.id, ticket_id(1));
  EXPECT_EQ(found[1].row.id, ticket_id(2));
  EXPECT_FALSE(found[1].row.open);
  EXPECT_TRUE(value(reader.tickets({})).empty());
}

TEST(Reader, ReadsIncidentsSilencesAndHeartbeatsAndNothingFromAStoreOfBefore) {
  const StoreFile file;
  {
    persist::Connection old(file.path, persist::Access::create, std::chrono::milliseconds{0});
    migrate(old, persist::migration_steps().first(2));
    old.run("INSERT INTO tickets VALUES (1, 'FD-1', 1, 1, 0, x'00')");
  }
  const Reader reader(file.path);
  EXPECT_TRUE(value(reader.incidents(true)).empty());
  EXPECT_EQ(value(reader.incident(domain::IncidentId("INC-1"))).has_value(), false);
  EXPECT_TRUE(value(reader.silences()).empty());
  EXPECT_TRUE(value(reader.heartbeats()).empty());
  ASSERT_EQ(value(reader.open_tickets(0, 10)).size(), 1U) << "tickets it has";
  EXPECT_EQ(value(reader.open_tickets(0, 10))[0].opening, 0U);

  const auto store = file.open();
  ports::Batch batch;
  batch.number = 1;
  batch.incidents = {{.id = domain::IncidentId("INC-10"), .version = 1, .open = true, .payload = "ten"},
                     {.id = domain::IncidentId("INC-9"), .version = 3, .open = false, .payload = "nine"}};
  batch.silences = {{.id = domain::SilenceId("drill"), .open = true, .payload = "planned"},
                    {.id = domain::SilenceId("old"), .open = false, .payload = "over"}};
  batch.heartbeats = {
      {.name = "Watchdog", .cluster = domain::ClusterId("north"), .last = at(1), .missed = true}};
  ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
  ASSERT_EQ(value(reader.incidents(false)).size(), 1U);
  ASSERT_EQ(value(reader.incidents(true)).size(), 2U);
  EXPECT_EQ(value(reader.incidents(true))[0].id.value, "INC-9");
  const auto nine = value(reader.incident(domain::IncidentId("INC-9")));
  ASSERT_TRUE(nine.has_value());
  EXPECT_EQ(nine->payload, "nine");
  EXPECT_EQ(nine->version, 3U);
  EXPECT_FALSE(nine->open);
  EXPECT_FALSE(value(reader.incident(domain::IncidentId("INC-8"))).has_value());
  EXPECT_FALSE(value(reader.incident(domain::IncidentId("nine"))).has_value());
  ASSERT_EQ(value(reader.silences()).size(), 1U);
  EXPECT_EQ(value(reader.silences())[0].id.value, "drill");
  EXPECT_EQ(value(reader.heartbeats()), batch.heartbeats);
}

TEST(Reader, OfAStoreFromBeforeDocumentsWereKeptSaysThatThereAreNone) {
  const StoreFile file;
  {
    persist::Connection old(file.path, persist::Access::create, std::chrono::milliseconds{0});
    migrate(old, persist::migration_steps().first(1));
  }
  const Reader reader(file.path);
  EXPECT_EQ(value(reader.document({ports::DocumentKind::rules, digest(1)})), std::nullopt);
  EXPECT_EQ(value(reader.in_force()), std::nullopt);
  const auto store = file.open();
  const auto image = store->load();
  ASSERT_TRUE(image.has_value()) << store->last_error();
  EXPECT_TRUE(image->documents.empty());
}

}  // namespace
}  // namespace triaged::test

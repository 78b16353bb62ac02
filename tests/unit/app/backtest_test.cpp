// triaged backtest, as a person at a terminal would use it.
#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/codec/event.hpp>
#include <triaged/codec/state.hpp>
#include <triaged/persist/sqlite_store.hpp>

#include "app/command.hpp"
#include "small_service.hpp"

namespace triaged::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Backtested : testing::Test {
  SmallService service;
  BacktestOptions options{.rules = service.candidate().string(), .tickets = "-", .store = {}};
  std::ostringstream out, err;

  Exit run(const std::string& input, bool json = false) {
    std::istringstream in(input);
    out.str({});
    err.str({});
    return backtest({.config = service.folder(), .json = json}, options, {.in = in, .out = out, .err = err});
  }
};

TEST_F(Backtested, CountsWhatGoesElsewhereByTheTimeAndTheRules) {
  const std::string tickets = ticket_line("T1", "The hub is down", "2026-03-02T09:00:00Z") +
                              ticket_line("T2", "The hub is down", "2026-03-02T21:00:00Z") +
                              ticket_line("T3", "My disk is full") +
                              ticket_line("T4", "Where is the manual?");
  EXPECT_EQ(run(tickets), Exit::ok) << "differences are no failure";
  EXPECT_EQ(out.str(), R"(4 tickets: 2 the same, 2 different, 0 not readable
of those that are the same, 1 by another rule

The team that gets the ticket
       1  engineering -> support
           1  by outages -> by-day
              T1  The hub is down

Its category
       1  other -> storage
           1  by (default) -> disk
              T3  My disk is full
)");
  EXPECT_THAT(err.str(), IsEmpty());
}

TEST_F(Backtested, SaysTheSameInJson) {
  EXPECT_EQ(run(ticket_line("T1", "The hub is down"), true), Exit::ok);
  const auto said = boost::json::parse(out.str());
  EXPECT_EQ(said.at("different"), 1);
  EXPECT_EQ(said.at("changes").at(0).at("aspect"), "team");
  EXPECT_EQ(said.at("changes").at(0).at("rules").at(0).at("candidate"), "by-day");
  EXPECT_NE(said.at("active"), said.at("candidate"));
}

TEST_F(Backtested, ItsOwnRulesChangeNothingHoweverManyTicketsThereAre) {
  options.rules = (service.folder() / "rules").string() + "/";
  std::string tickets;
  for (int i = 0; i < 250; ++i) tickets += ticket_line("T" + std::to_string(i), i % 2 == 0 ? "down" : "disk");
  EXPECT_EQ(run(tickets), Exit::ok);
  EXPECT_EQ(out.str(), "250 tickets: 250 the same, 0 different, 0 not readable\n");
}

TEST_F(Backtested, ManyTicketsAreDecidedAsFewAre) {
  std::string tickets;
  for (int i = 0; i < 250; ++i) tickets += ticket_line("T" + std::to_string(i), i % 2 == 0 ? "down" : "disk");
  options.examples = 0;
  EXPECT_EQ(run(tickets), Exit::ok);
  EXPECT_THAT(out.str(), HasSubstr("     125  engineering -> support\n         125  by outages -> by-day\n"));
  EXPECT_THAT(out.str(), HasSubstr("     125  other -> storage\n"));
}

TEST_F(Backtested, WhatCannotBeReadIsNamedAndTheExitSaysSo) {
  EXPECT_EQ(run("no json\n" + ticket_line("T1", "down")), Exit::bad_data);
  EXPECT_THAT(out.str(), HasSubstr("1 ticket: 0 the same, 1 different, 1 not readable"));
  EXPECT_THAT(err.str(), HasSubstr("-:1: undecodable"));
}

TEST_F(Backtested, OfABadFileTheFirstComplaintsAreShownAndTheRestCounted) {
  std::string bad;
  for (int i = 0; i < 25; ++i) bad += "bad\n";
  EXPECT_EQ(run(bad), Exit::bad_data);
  EXPECT_THAT(err.str(), HasSubstr("-:20: "));
  EXPECT_THAT(err.str(), Not(HasSubstr("-:21: ")));
  EXPECT_THAT(err.str(), HasSubstr("and 5 more that cannot be read"));
}

TEST_F(Backtested, EveryFaultOfTheCandidateIsListed) {
  service.write("candidate/10.yaml",
                "route:\n  - {name: a, when: {text: '('}, to: support}\n  - {name: b, to: nobodys_team}\n");
  EXPECT_EQ(run(ticket_line("T1", "down")), Exit::configuration);
  EXPECT_THAT(err.str(), HasSubstr("candidate/10.yaml:2:"));
  EXPECT_THAT(err.str(), HasSubstr("`nobodys_team`"));
  EXPECT_THAT(out.str(), IsEmpty());

  options.rules = (service.folder() / "nowhere").string();
  EXPECT_EQ(run(ticket_line("T1", "down")), Exit::configuration);
  EXPECT_THAT(err.str(), HasSubstr("nowhere: error: is missing"));
}

TEST_F(Backtested, AConfigurationFolderInThePlaceOfItsRulesIsGuessed) {
  options.rules = service.folder().string();
  EXPECT_EQ(run(""), Exit::configuration);
  EXPECT_THAT(err.str(), HasSubstr("did you mean " + (service.folder() / "rules").string() + "?"));
}

TEST_F(Backtested, TheTicketsAreNamedOnceAndOnlyOnce) {
  options.tickets.clear();
  EXPECT_EQ(run(""), Exit::usage);
  options.tickets = "a.jsonl";
  options.store = "state.db";
  EXPECT_EQ(run(""), Exit::usage);
}

TEST_F(Backtested, WhatIsNotThereIsSaid) {
  options.tickets = "/no/such/file";
  EXPECT_EQ(run(""), Exit::bad_data);
  EXPECT_THAT(err.str(), HasSubstr("/no/such/file: cannot be read"));
  options.tickets.clear();
  options.store = "/no/such/state.db";
  EXPECT_EQ(run(""), Exit::io);
  EXPECT_THAT(err.str(), HasSubstr("there is no such file"));
}

TEST_F(Backtested, OfAStoreTheIdsAreShownAndNotWhatPeopleWrote) {
  const auto decoded = codec::decode_json(ticket_line("T1", "The hub is down"), {});
  codec::HistoryEntry entry;
  entry.event = std::get<codec::Decoded>(decoded).event;
  entry.event.producer = domain::ProducerId("mail");
  entry.ticket.id = entry.event.ticket_id;
  entry.ticket.version = 1;
  entry.at = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9};
  ports::Batch batch;
  batch.number = 1;
  batch.tickets.push_back({.id = entry.ticket.id, .version = 1, .open = true, .payload = "-"});
  batch.history.push_back(
      {.ticket = entry.ticket.id, .version = 1, .at = entry.at, .payload = codec::encode_history(entry)});
  {
    const auto opened = persist::SqliteStore::open(service.store().string());
    const auto& store = std::get<std::unique_ptr<persist::SqliteStore>>(opened);
    ASSERT_EQ(store->commit(batch), ports::CommitResult::committed);
    options.tickets.clear();
    options.store = service.store().string();
    EXPECT_EQ(run(""), Exit::ok) << "beside the daemon: " << err.str();
  }
  const auto beside = out.str();
  EXPECT_THAT(beside, HasSubstr("by outages -> by-day\n              T1\n"));
  EXPECT_THAT(beside, Not(HasSubstr("The hub")));
  EXPECT_EQ(run("", true), Exit::ok);
  EXPECT_THAT(out.str(), Not(HasSubstr("The hub")));
}

}  // namespace
}  // namespace triaged::app

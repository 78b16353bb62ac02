// Incidents, silences and heartbeats as every ports::Store must keep them: the last word on each, the open
// ones at start, and no number given out twice. For the same backends as store_contract.hpp.
#pragma once

#include "contract/store_contract.hpp"

namespace triaged::test {

inline ports::IncidentRow incident(std::uint64_t number, std::uint32_t version = 1, bool open = true,
                                   std::string payload = "an outage") {
  return {.id = domain::incident_id(number), .version = version, .open = open, .payload = std::move(payload)};
}

inline ports::SilenceRow silence(const char* id, bool open = true, std::string payload = "planned work") {
  return {.id = domain::SilenceId(id), .open = open, .payload = std::move(payload)};
}

inline ports::HeartbeatRow heartbeat(const char* name, const char* cluster, std::int64_t second,
                                     bool missed = false) {
  return {.name = name, .cluster = domain::ClusterId(cluster), .last = at(second), .missed = missed};
}

inline std::vector<std::string> ids(const std::vector<ports::IncidentRow>& rows) {
  std::vector<std::string> found;
  for (const auto& row : rows) found.push_back(row.id.value);
  return found;
}

inline std::vector<std::string> ids(const std::vector<ports::SilenceRow>& rows) {
  std::vector<std::string> found;
  for (const auto& row : rows) found.push_back(row.id.value);
  return found;
}

template <class Backend>
class IncidentsContract : public StoreContract<Backend> {};

TYPED_TEST_SUITE_P(IncidentsContract);

TYPED_TEST_P(IncidentsContract, ANewStoreHasNoneAndGaveOutNoNumber) {
  const ports::Image image = this->image();
  EXPECT_TRUE(image.open_incidents.empty() && image.open_silences.empty() && image.heartbeats.empty());
  EXPECT_EQ(image.last_incident, 0U);
}

TYPED_TEST_P(IncidentsContract, TheLastVersionOfEachIsKept) {
  ports::Batch batch;
  batch.incidents = {incident(1, 1, true, "found"), incident(2), incident(1, 2, true, "acknowledged")};
  this->committed(batch);
  batch.incidents = {incident(2, 2, true, std::string("with\0a NUL", 10))};
  this->committed(batch);
  for (int life = 0; life < 3; ++life) {
    const ports::Image image = this->image();
    ASSERT_EQ(image.open_incidents.size(), 2U);
    EXPECT_EQ(image.open_incidents[0].version, 2U);
    EXPECT_EQ(image.open_incidents[0].payload, "acknowledged");
    EXPECT_TRUE(image.open_incidents[0].open);
    EXPECT_EQ(image.open_incidents[1].payload, std::string("with\0a NUL", 10));
    life == 0 ? this->backend.restart() : this->backend.crash();
  }
}

TYPED_TEST_P(IncidentsContract, OpenOnesComeByNumber) {
  ports::Batch batch;
  batch.incidents = {incident(10), incident(2), incident(7, 4, false), incident(9)};
  this->committed(batch);
  EXPECT_THAT(ids(this->image().open_incidents), testing::ElementsAre("INC-2", "INC-9", "INC-10"));
  batch.incidents = {incident(9, 2, false), incident(7, 5)};  // the one closes, the other comes back
  this->committed(batch);
  EXPECT_THAT(ids(this->image().open_incidents), testing::ElementsAre("INC-2", "INC-7", "INC-10"));
}

TYPED_TEST_P(IncidentsContract, TheHighestNumberOutlivesItsIncident) {
  ports::Batch batch;
  batch.incidents = {incident(9), incident(10)};
  this->committed(batch);
  batch.incidents = {incident(10, 2, false)};
  this->committed(batch);
  this->backend.restart();
  EXPECT_EQ(this->image().last_incident, 10U);
  EXPECT_THAT(ids(this->image().open_incidents), testing::ElementsAre("INC-9"));
}

TYPED_TEST_P(IncidentsContract, WhatIsNoIncidentIsRefusedWithNothingChanged) {
  for (const char* id : {"", "7", "INC-", "INC-0", "INC-07", "INC-7x", "FD-7"}) {
    ports::Batch batch;
    batch.tickets = {open_ticket(1)};
    batch.incidents = {incident(1)};
    batch.incidents[0].id = domain::IncidentId(id);
    EXPECT_THROW((void)this->commit(batch), std::logic_error) << id;
  }
  ports::Batch batch;
  batch.tickets = {open_ticket(1)};
  batch.incidents = {incident(1, 0)};
  EXPECT_THROW((void)this->commit(batch), std::logic_error) << "version 0";
  EXPECT_TRUE(this->image().open_tickets.empty());
  EXPECT_EQ(this->image().last_incident, 0U);
}

TYPED_TEST_P(IncidentsContract, HistoriesAreKeptUnderTheIdsOfWhatIsNoTicket) {
  const auto line = [](const char* key, std::uint32_t version, const char* payload) {
    return ports::HistoryRow{
        .ticket = domain::TicketId(key), .version = version, .at = at(1), .payload = payload};
  };
  ports::Batch batch;
  batch.incidents = {incident(7)};
  batch.history = {line("INC-7", 1, "found"), line("SILENCE:upgrade", 0, "set"),
                   line("HEARTBEAT:Watchdog@north", 0, "missed")};
  this->committed(batch);
  batch.incidents = {incident(7, 2)};
  batch.history = {line("INC-7", 2, "acknowledged"), line("SILENCE:upgrade", 0, "ended")};
  this->committed(batch);
  this->backend.crash();
  const auto lines = [this](const char* key) {
    return payloads(this->backend.history(domain::TicketId(key)));
  };
  EXPECT_THAT(lines("INC-7"), testing::ElementsAre("found", "acknowledged"));
  EXPECT_THAT(lines("SILENCE:upgrade"), testing::ElementsAre("set", "ended"));
  EXPECT_THAT(lines("HEARTBEAT:Watchdog@north"), testing::ElementsAre("missed"));
  const ports::Image image = this->image();
  EXPECT_TRUE(image.open_tickets.empty() && image.closed.empty()) << "they are no tickets";
  EXPECT_TRUE(this->recalled({.tickets = {domain::TicketId("INC-7")}}).tickets.empty());
}

TYPED_TEST_P(IncidentsContract, SilencesAreReplacedByIdAndOpenOnesComeById) {
  ports::Batch batch;
  batch.silences = {silence("upgrade"), silence("drill"), silence("old", false)};
  this->committed(batch);
  batch.silences = {silence("drill", false), silence("upgrade", true, "moved"), silence("a new one")};
  this->committed(batch);
  for (int life = 0; life < 3; ++life) {
    const ports::Image image = this->image();
    EXPECT_THAT(ids(image.open_silences), testing::ElementsAre("a new one", "upgrade"));
    EXPECT_EQ(image.open_silences.back().payload, "moved");
    life == 0 ? this->backend.restart() : this->backend.crash();
  }
}

TYPED_TEST_P(IncidentsContract, TheLastWordOfEachHeartbeatIsKept) {
  ports::Batch batch;
  batch.heartbeats = {heartbeat("Watchdog", "south", 1), heartbeat("Watchdog", "north", 1),
                      heartbeat("hub", "", 1)};
  this->committed(batch);
  batch.heartbeats = {heartbeat("Watchdog", "north", 2), heartbeat("Watchdog", "north", 2, true),
                      heartbeat("Watchdog", "south", 3)};
  this->committed(batch);
  for (int life = 0; life < 3; ++life) {
    EXPECT_THAT(this->image().heartbeats,
                testing::ElementsAre(heartbeat("Watchdog", "north", 2, true),
                                     heartbeat("Watchdog", "south", 3), heartbeat("hub", "", 1)));
    life == 0 ? this->backend.restart() : this->backend.crash();
  }
}

TYPED_TEST_P(IncidentsContract, ACommitThatFailedLeavesThemAsTheyWere) {
  ports::Batch batch;
  batch.incidents = {incident(1)};
  batch.silences = {silence("drill")};
  batch.heartbeats = {heartbeat("Watchdog", "north", 1)};
  this->committed(batch);
  this->backend.break_store();
  batch.incidents = {incident(1, 2, false), incident(2)};
  batch.silences = {silence("drill", false), silence("upgrade")};
  batch.heartbeats = {heartbeat("Watchdog", "north", 2, true)};
  EXPECT_EQ(this->commit(batch), ports::CommitResult::unknown);
  this->backend.mend();
  ASSERT_TRUE(this->backend.store().reopen().has_value());
  const ports::Image image = this->image();
  EXPECT_THAT(ids(image.open_incidents), testing::ElementsAre("INC-1"));
  EXPECT_EQ(image.last_incident, 1U);
  EXPECT_THAT(ids(image.open_silences), testing::ElementsAre("drill"));
  EXPECT_THAT(image.heartbeats, testing::ElementsAre(heartbeat("Watchdog", "north", 1)));
}

REGISTER_TYPED_TEST_SUITE_P(IncidentsContract, ANewStoreHasNoneAndGaveOutNoNumber, TheLastVersionOfEachIsKept,
                            OpenOnesComeByNumber, TheHighestNumberOutlivesItsIncident,
                            WhatIsNoIncidentIsRefusedWithNothingChanged,
                            HistoriesAreKeptUnderTheIdsOfWhatIsNoTicket,
                            SilencesAreReplacedByIdAndOpenOnesComeById, TheLastWordOfEachHeartbeatIsKept,
                            ACommitThatFailedLeavesThemAsTheyWere);

}  // namespace triaged::test

// A store in a folder of its own, and batches in which every table has a row that names the batch.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <triaged/persist/reader.hpp>
#include <triaged/persist/sqlite_store.hpp>

#include "contract/rows.hpp"
#include "support/temporary_folder.hpp"

namespace triaged::test {

struct StoreFile {
  TemporaryFolder folder;
  std::string path = (folder.path() / "state.db").string();

  [[nodiscard]] std::unique_ptr<persist::SqliteStore> open(persist::Options options = {}) const {
    auto opened = persist::SqliteStore::open(path, options);
    if (const auto* fault = std::get_if<persist::Fault>(&opened)) {
      ADD_FAILURE() << fault->text;
      return nullptr;
    }
    return std::get<std::unique_ptr<persist::SqliteStore>>(std::move(opened));
  }
  [[nodiscard]] persist::Fault refusal() const {
    auto opened = persist::SqliteStore::open(path);
    if (const auto* fault = std::get_if<persist::Fault>(&opened)) return *fault;
    ADD_FAILURE() << path << " was opened";
    return {};
  }
};

// Ten tickets, so that a half-written batch shows by its number of rows.
inline constexpr std::uint64_t kRowsPerBatch = 10;

inline ports::Batch numbered_batch(std::uint64_t number) {
  ports::Batch batch;
  batch.number = number;
  for (std::uint64_t row = 1; row <= kRowsPerBatch; ++row) {
    const std::uint64_t n = (number - 1) * kRowsPerBatch + row;
    add_opened(batch, n, n);
    if (number > 1) batch.outbox_done.push_back(n - kRowsPerBatch);
  }
  batch.parked = {parked(number)};
  batch.early = {early(number, number)};
  if (number > 1) batch.early_done = {digest(number - 1)};
  batch.counters += {.received = 1, .applied = number > 1 ? 1U : 0U, .early = number > 1 ? 0 : 1};
  return batch;
}

// Batches 1 to image.last_batch, each of them whole, and nothing else.
inline void expect_whole_batches(const ports::Image& image) {
  const std::uint64_t rows = image.last_batch * kRowsPerBatch;
  EXPECT_EQ(image.open_tickets.size(), rows);
  EXPECT_EQ(image.seen.size(), rows);
  EXPECT_EQ(image.parked.size(), image.last_batch);
  EXPECT_EQ(image.last_sequence, rows);
  EXPECT_EQ(image.counters.received, rows + image.last_batch);
  EXPECT_TRUE(ports::accounted(image.counters));
  EXPECT_EQ(image.early.size(), image.last_batch == 0 ? 0U : 1U);
  EXPECT_TRUE(image.early.empty() || image.early[0].key == digest(image.last_batch));
  EXPECT_EQ(image.outbox.size(), image.last_batch == 0 ? 0 : kRowsPerBatch);
  EXPECT_TRUE(image.outbox.empty() || image.outbox.back().sequence == rows);
}

}  // namespace triaged::test

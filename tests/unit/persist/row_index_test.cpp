// Keys to rows, with hashes that meet.
#include "persist/row_index.hpp"

#include <gtest/gtest.h>

namespace triaged::test {
namespace {

constexpr auto kAny = [](std::int64_t) { return true; };

TEST(RowIndex, FindsEachOfManyRowsWhileItGrows) {
  persist::RowIndex index;
  EXPECT_EQ(index.find(1, kAny), 0);
  for (std::int64_t row = 1; row <= 50'000; ++row)
    index.add(static_cast<std::uint64_t>(row) * 0x9e3779b97f4a7c15ULL, row);
  EXPECT_EQ(index.size(), 50'000U);
  for (std::int64_t row = 1; row <= 50'000; ++row)
    ASSERT_EQ(index.find(static_cast<std::uint64_t>(row) * 0x9e3779b97f4a7c15ULL, kAny), row);
  EXPECT_EQ(index.find(12345, kAny), 0);
}

TEST(RowIndex, ShowsEveryRowOfTheSameHash) {
  persist::RowIndex index;
  for (std::int64_t row = 1; row <= 2'000; ++row) index.add(7, row);
  for (const std::int64_t wanted : {1, 2, 1'999, 2'000})
    EXPECT_EQ(index.find(7, [&](std::int64_t row) { return row == wanted; }), wanted);
  EXPECT_EQ(index.find(7, [](std::int64_t) { return false; }), 0);
  EXPECT_EQ(index.find(8, kAny), 0) << "a neighbour's slot is not one's own";
}

TEST(RowIndex, ZeroIsAHashLikeAnyOther) {
  persist::RowIndex index;
  EXPECT_EQ(index.find(0, kAny), 0);
  index.add(0, 42);
  EXPECT_EQ(index.find(0, kAny), 42);
}

}  // namespace
}  // namespace triaged::test

// The writer of rows writes what the generated messages serialize.
#include <limits>

#include <codec/row_writer.hpp>
#include <gtest/gtest.h>

#include <triaged/v1/state.pb.h>

namespace triaged::codec {
namespace {

TEST(RowWriter, WritesNumbersOfEveryLength) {
  std::vector<std::int64_t> values{0, -1, std::numeric_limits<std::int64_t>::min()};
  for (int bit = 0; bit < 63; ++bit)
    for (const std::int64_t next : {-1, 0, 1}) values.push_back((std::int64_t{1} << bit) + next);
  for (const std::int64_t value : values) {
    v1::StoredOpened message;
    message.set_needed_by(value);
    Output out;
    RowWriter(out).given_number(v1::StoredOpened::kNeededByFieldNumber, static_cast<std::uint64_t>(value));
    EXPECT_EQ(out.bytes(), message.SerializeAsString()) << value;

    v1::StoredTicket ticket;
    ticket.set_opened_at(value);
    out.clear();
    RowWriter(out).number(v1::StoredTicket::kOpenedAtFieldNumber, value);
    EXPECT_EQ(out.bytes(), ticket.SerializeAsString()) << value;
  }
}

TEST(RowWriter, WritesPartsWhoseLengthTakesOneTwoThreeAndFourBytes) {
  for (const std::size_t size :
       {0U, 1U, 125U, 126U, 127U, 128U, 129U, 16'380U, 16'381U, 16'384U, 2'097'151U, 2'097'152U}) {
    v1::StoredHistory message;
    message.set_row(4);
    message.mutable_event()->mutable_opened()->set_body(std::string(size, 'x'));
    message.set_at(7);
    Output out;
    RowWriter row(out);
    row.number(v1::StoredHistory::kRowFieldNumber, std::uint64_t{4});
    row.part(v1::StoredHistory::kEventFieldNumber, [&] {
      row.part(v1::StoredEvent::kOpenedFieldNumber,
               [&] { row.text(v1::StoredOpened::kBodyFieldNumber, std::string(size, 'x')); });
    });
    row.number(v1::StoredHistory::kAtFieldNumber, std::int64_t{7});
    EXPECT_TRUE(out.bytes() == message.SerializeAsString()) << size;
  }
}

TEST(RowWriter, LeavesOutDefaultsUnlessTheyAreGiven) {
  Output out;
  RowWriter row(out);
  row.text(1, "");
  row.number(2, std::uint64_t{0});
  row.flag(3, false);
  EXPECT_EQ(out.bytes(), "");
  row.given_text(v1::StoredClassification::kNobodyFieldNumber, "");
  v1::StoredClassification message;
  message.set_nobody("");
  EXPECT_EQ(out.bytes(), message.SerializeAsString());
}

TEST(RowWriter, WritesFieldsWhoseTagTakesTwoBytes) {
  Output out;
  RowWriter(out).text(16, "x");
  EXPECT_EQ(out.bytes(), std::string("\x82\x01\x01x", 4));
}

}  // namespace
}  // namespace triaged::codec

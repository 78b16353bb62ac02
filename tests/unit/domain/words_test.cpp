#include <set>

#include <gtest/gtest.h>

#include <triaged/domain/notice.hpp>

namespace triaged::domain {
namespace {

template <class E>
void every_name_reads_back() {
  std::set<std::string_view> distinct;
  for (std::size_t i = 0; i < names<E>().size(); ++i) {
    const auto value = static_cast<E>(i);
    EXPECT_EQ(parse<E>(name(value)), value);
    EXPECT_TRUE(distinct.insert(name(value)).second) << name(value);
  }
  EXPECT_FALSE(parse<E>("no-such-word"));
  EXPECT_FALSE(parse<E>(""));
}

TEST(Words, EveryNameReadsBackAndIsDistinct) {
  every_name_reads_back<Rung>();
  every_name_reads_back<Severity>();
  every_name_reads_back<HubKind>();
  every_name_reads_back<Source>();
  every_name_reads_back<EventKind>();
  every_name_reads_back<TicketState>();
  every_name_reads_back<NoticeKind>();
  every_name_reads_back<ReasonCode>();
  every_name_reads_back<Refusal>();
  every_name_reads_back<ParkReason>();
}

TEST(Words, TheLadderRisesFromUserToEngineering) {
  EXPECT_LT(Rung::user, Rung::hub_admin);
  EXPECT_LT(Rung::hub_admin, Rung::community_representative);
  EXPECT_LT(Rung::community_representative, Rung::support);
  EXPECT_LT(Rung::support, Rung::engineering);
}

TEST(NoticeIds, NameTicketVersionIndexAndStoreEpoch) {
  EXPECT_EQ(notice_id(TicketId{"FD-974"}, 3, 1, 2).value, "FD-974:3:1@2");
}

TEST(Digests, AreWrittenInHexadecimalWithTheirAlgorithm) {
  Digest digest;
  digest.octets[0] = 0x0f;
  digest.octets[31] = 0xa0;
  EXPECT_EQ(to_text(digest), "sha256:0f" + std::string(60, '0') + "a0");
}

TEST(Events, AChannelNamedAlertMakesAnAlert) {
  Opened opened;
  opened.channel = "alert";
  EXPECT_EQ(source(opened), Source::alert);
  opened.channel = "email";
  EXPECT_EQ(source(opened), Source::person);
}

}  // namespace
}  // namespace triaged::domain

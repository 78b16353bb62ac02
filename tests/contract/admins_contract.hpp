// What hubs told of their admins, as every ports::Store must keep it: the last word on each person at each
// hub. For the same backends as store_contract.hpp.
#pragma once

#include "contract/store_contract.hpp"

namespace triaged::test {

inline ports::AdminRow admin(const char* hub, const char* who, bool present, std::int64_t second = 1) {
  return {.hub = domain::HubId(hub),
          .admin = domain::ActorId(who),
          .present = present,
          .at = at(second),
          .by = domain::ProducerId("hub-north")};
}

template <class Backend>
class AdminsContract : public StoreContract<Backend> {};

TYPED_TEST_SUITE_P(AdminsContract);

TYPED_TEST_P(AdminsContract, ANewStoreHasNone) { EXPECT_TRUE(this->image().admins.empty()); }

TYPED_TEST_P(AdminsContract, TheLastWordOnAPersonAtAHubIsKept) {
  ports::Batch batch;
  batch.admins = {admin("south/prod", "ada", true), admin("north/prod", "ben", true),
                  admin("north/prod", "ada", true)};
  this->committed(batch);
  batch.admins = {admin("north/prod", "ada", false, 2), admin("north/prod", "ben", false, 3),
                  admin("north/prod", "ben", true, 4)};
  this->committed(batch);
  for (int life = 0; life < 3; ++life) {
    EXPECT_THAT(this->image().admins,
                testing::ElementsAre(admin("north/prod", "ada", false, 2),
                                     admin("north/prod", "ben", true, 4), admin("south/prod", "ada", true)));
    life == 0 ? this->backend.restart() : this->backend.crash();
  }
}

TYPED_TEST_P(AdminsContract, ACommitThatFailedLeavesThemAsTheyWere) {
  ports::Batch batch;
  batch.admins = {admin("north/prod", "ada", true)};
  this->committed(batch);
  this->backend.break_store();
  batch.admins = {admin("north/prod", "ada", false, 2), admin("north/prod", "ben", true, 2)};
  EXPECT_EQ(this->commit(batch), ports::CommitResult::unknown);
  this->backend.mend();
  ASSERT_TRUE(this->backend.store().reopen().has_value());
  EXPECT_THAT(this->image().admins, testing::ElementsAre(admin("north/prod", "ada", true)));
}

REGISTER_TYPED_TEST_SUITE_P(AdminsContract, ANewStoreHasNone, TheLastWordOnAPersonAtAHubIsKept,
                            ACommitThatFailedLeavesThemAsTheyWere);

}  // namespace triaged::test

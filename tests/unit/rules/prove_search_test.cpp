// The search against trying everything: small random problems, with and without assumptions.
#include "rules/prove_search.hpp"

#include <random>

#include <gtest/gtest.h>

namespace triaged::rules {
namespace {

using Clauses = std::vector<std::vector<Literal>>;
using Answer = Search::Answer;

constexpr std::size_t kVariables = 7;
constexpr std::size_t kPlenty = 1'000'000;

Literal random_literal(std::mt19937_64& random) {
  const Literal one = literal(random() % kVariables);
  return random() % 2 == 0 ? one : !one;
}

Clauses random_clauses(std::mt19937_64& random, std::size_t count) {
  Clauses clauses(count);
  for (auto& clause : clauses) {
    const std::size_t size = random() % 10 == 0 ? 1 : 2 + random() % 3;
    for (std::size_t i = 0; i < size; ++i) clause.push_back(random_literal(random));
  }
  return clauses;
}

bool holds(Literal one, unsigned values) {
  return ((values >> one.number()) & 1U) != (one.negated() ? 1U : 0U);
}

bool is_possible(const Clauses& clauses) {
  for (unsigned values = 0; values < (1U << kVariables); ++values) {
    bool all = true;
    for (const auto& clause : clauses) {
      bool any = false;
      for (const Literal one : clause) any = any || holds(one, values);
      all = all && any;
    }
    if (all) return true;
  }
  return false;
}

Clauses with(Clauses clauses, const std::vector<Literal>& assumptions) {
  for (const Literal one : assumptions) clauses.push_back({one});
  return clauses;
}

TEST(Search, AgreesWithTryingEverythingAndBlamesOnlyWhatIsToBlame) {
  std::size_t impossible = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Search search;
    for (std::size_t i = 0; i < kVariables; ++i)
      search.add_variable(i % 2 == 0 ? Search::Guess::no : Search::Guess::yes);
    Clauses clauses;
    for (int round = 0; round < 4; ++round) {  // clauses may be added between questions
      for (auto& clause : random_clauses(random, 4 + random() % 8)) {
        clauses.push_back(clause);
        search.add_clause(std::move(clause));
      }
      std::vector<Literal> assumptions;
      for (std::size_t i = random() % 4; i > 0; --i) assumptions.push_back(random_literal(random));
      std::size_t effort = kPlenty;
      const Answer answer = search.solve(assumptions, effort);
      const bool possible = is_possible(with(clauses, assumptions));
      ASSERT_EQ(answer, possible ? Answer::possible : Answer::impossible);
      if (possible) {
        for (const auto& clause : with(clauses, assumptions)) {
          bool any = false;
          for (const Literal one : clause) any = any || search.is_true(one.number()) != one.negated();
          ASSERT_TRUE(any);
        }
        continue;
      }
      ++impossible;
      for (const Literal one : search.blame())
        ASSERT_NE(std::find(assumptions.begin(), assumptions.end(), one), assumptions.end());
      ASSERT_FALSE(is_possible(with(clauses, search.blame())));
    }
  }
  EXPECT_GT(impossible, 200U);
}

// Each of the pigeons in one of the holes, no two in the same: impossible, and hard to see.
Search pigeons(std::size_t count, std::size_t holes) {
  Search search;
  for (std::size_t i = 0; i < count * holes; ++i) search.add_variable(Search::Guess::no);
  const auto sits = [&](std::size_t pigeon, std::size_t hole) { return literal(pigeon * holes + hole); };
  for (std::size_t pigeon = 0; pigeon < count; ++pigeon) {
    std::vector<Literal> somewhere;
    for (std::size_t hole = 0; hole < holes; ++hole) somewhere.push_back(sits(pigeon, hole));
    search.add_clause(std::move(somewhere));
    for (std::size_t other = 0; other < pigeon; ++other)
      for (std::size_t hole = 0; hole < holes; ++hole)
        search.add_clause({!sits(pigeon, hole), !sits(other, hole)});
  }
  return search;
}

TEST(Search, ProvesWhatTakesManyConflicts) {
  std::size_t effort = kPlenty;
  EXPECT_EQ(pigeons(6, 5).solve({}, effort), Answer::impossible);
  effort = kPlenty;
  EXPECT_EQ(pigeons(6, 6).solve({}, effort), Answer::possible);
}

TEST(Search, GivesUpWhenItsEffortIsSpentAndSaysSo) {
  std::size_t effort = 200;
  EXPECT_EQ(pigeons(9, 8).solve({}, effort), Answer::undecided);
  EXPECT_EQ(effort, 0U);
}

TEST(Search, AnEmptyClauseIsImpossibleWithNobodyToBlame) {
  Search search;
  const Literal one = literal(search.add_variable(Search::Guess::no));
  search.add_clause({});
  std::size_t effort = kPlenty;
  const std::vector<Literal> assumptions{one};
  EXPECT_EQ(search.solve(assumptions, effort), Answer::impossible);
  EXPECT_TRUE(search.blame().empty());
}

}  // namespace
}  // namespace triaged::rules

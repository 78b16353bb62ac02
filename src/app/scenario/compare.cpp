// Lists are laid beside each other so that as many expectations as possible are met: a notice too many in the
// middle is then one difference, and not a difference in every line below it.
#include "app/scenario/compare.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <triaged/domain/notice.hpp>

namespace triaged::app::scenario {
namespace {

using Met = std::vector<std::optional<std::size_t>>;  // per expectation, the outcome that meets it

// The longest common sequence of the two lists.
Met meet_in_order(const std::vector<Expectation>& expected, const std::vector<Outcome>& outcomes) {
  const std::size_t rows = expected.size(), columns = outcomes.size();
  std::vector<std::vector<std::size_t>> most(rows + 1, std::vector<std::size_t>(columns + 1));
  for (std::size_t e = rows; e-- > 0;)
    for (std::size_t o = columns; o-- > 0;)
      most[e][o] = std::max(
          {most[e + 1][o], most[e][o + 1], agrees(expected[e], outcomes[o]) ? most[e + 1][o + 1] + 1 : 0});
  Met met(rows);
  for (std::size_t e = 0, o = 0; e < rows && o < columns;) {
    if (agrees(expected[e], outcomes[o]) && most[e][o] == most[e + 1][o + 1] + 1)
      met[e++] = o++;
    else if (most[e + 1][o] >= most[e][o + 1])
      ++e;
    else
      ++o;
  }
  return met;
}

// The largest assignment of outcomes to expectations, by augmenting paths: an expectation that names little
// must not take what one that names more can do with alone.
Met meet_in_any_order(const std::vector<Expectation>& expected, const std::vector<Outcome>& outcomes) {
  std::vector<std::optional<std::size_t>> taken_by(outcomes.size());
  std::vector<bool> tried;
  const std::function<bool(std::size_t)> find_one = [&](std::size_t e) {
    for (std::size_t o = 0; o < outcomes.size(); ++o) {
      if (tried[o] || !agrees(expected[e], outcomes[o])) continue;
      tried[o] = true;
      if (taken_by[o] && !find_one(*taken_by[o])) continue;
      taken_by[o] = e;
      return true;
    }
    return false;
  };
  for (std::size_t e = 0; e < expected.size(); ++e) {
    tried.assign(outcomes.size(), false);
    static_cast<void>(find_one(e));
  }
  Met met(expected.size());
  for (std::size_t o = 0; o < outcomes.size(); ++o)
    if (taken_by[o]) met[*taken_by[o]] = o;
  return met;
}

std::size_t alike(const Expectation& expectation, const Outcome& outcome) {
  if (expectation.sort != outcome.sort) return 0;
  return 1 + static_cast<std::size_t>(std::ranges::count_if(
                 expectation.wanted, [&](const Wanted& one) { return agrees(one, outcome.values); }));
}

// Of one gap: each expectation beside the outcome most like it, and what is left of either alone.
void pair_gap(std::vector<const Expectation*> expected, std::vector<const Outcome*> got,
              std::vector<Mismatch>& mismatches) {
  std::vector<const Outcome*> beside(expected.size(), nullptr);
  for (std::size_t pairs = std::min(expected.size(), got.size()); pairs > 0; --pairs) {
    std::size_t best = 0, best_e = 0, best_o = 0;
    bool found = false;
    for (std::size_t e = 0; e < expected.size(); ++e)
      for (std::size_t o = 0; o < got.size() && beside[e] == nullptr; ++o)
        if (const auto likeness = alike(*expected[e], *got[o]); !found || likeness > best) {
          found = true;
          best = likeness, best_e = e, best_o = o;
        }
    beside[best_e] = got[best_o];
    got.erase(got.begin() + static_cast<std::ptrdiff_t>(best_o));
  }
  for (std::size_t e = 0; e < expected.size(); ++e) mismatches.push_back({expected[e], beside[e]});
  for (const auto* one : got) mismatches.push_back({nullptr, one});
}

}  // namespace

bool agrees(const Wanted& wanted, const Values& found) {
  const auto at = found.find(wanted.key);
  if (at == found.end()) return false;
  return wanted.key == "text" ? at->second.find(wanted.value) != std::string::npos
                              : at->second == wanted.value;
}

bool agrees(const Expectation& expectation, const Outcome& outcome) {
  return expectation.sort == outcome.sort && std::ranges::all_of(expectation.wanted, [&](const Wanted& one) {
           return agrees(one, outcome.values);
         });
}

std::vector<Outcome> spoken_of(const std::vector<Expectation>& expected, std::vector<Outcome> outcomes) {
  // `resolved` and others go to teams too; these only ever to requesters.
  static constexpr std::array kOnlyTheirs{domain::NoticeKind::received, domain::NoticeKind::passed_on,
                                          domain::NoticeKind::known, domain::NoticeKind::waiting_for_you,
                                          domain::NoticeKind::declined};
  const auto names_one = [](const Wanted& wanted) {
    if (wanted.key == "team") return wanted.value == domain::kRequester;
    return wanted.key == "kind" && std::ranges::any_of(kOnlyTheirs, [&](domain::NoticeKind kind) {
             return wanted.value == name(kind);
           });
  };
  const bool named = std::ranges::any_of(
      expected, [&](const Expectation& one) { return std::ranges::any_of(one.wanted, names_one); });
  if (!named)
    std::erase_if(outcomes, [](const Outcome& outcome) {
      const auto team = outcome.values.find("team");
      return team != outcome.values.end() && team->second == domain::kRequester;
    });
  return outcomes;
}

std::vector<Mismatch> compare(const std::vector<Expectation>& expected, const std::vector<Outcome>& outcomes,
                              bool any_order) {
  const Met met = any_order ? meet_in_any_order(expected, outcomes) : meet_in_order(expected, outcomes);
  std::vector<bool> meets(outcomes.size(), false);
  for (const auto& one : met)
    if (one) meets[*one] = true;

  std::vector<Mismatch> mismatches;
  std::vector<const Expectation*> unmet;
  std::vector<const Outcome*> unexpected;
  std::size_t next = 0;  // in order: the first outcome not looked at yet
  const auto close_gap = [&](std::size_t until) {
    for (; next < until; ++next)
      if (!meets[next]) unexpected.push_back(&outcomes[next]);
    pair_gap(std::exchange(unmet, {}), std::exchange(unexpected, {}), mismatches);
  };
  for (std::size_t e = 0; e < expected.size(); ++e) {
    if (!met[e])
      unmet.push_back(&expected[e]);
    else if (!any_order)
      close_gap(*met[e]);
  }
  close_gap(outcomes.size());
  return mismatches;
}

}  // namespace triaged::app::scenario

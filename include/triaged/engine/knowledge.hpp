// What a decision is made under.
#pragma once

#include <memory>
#include <vector>

#include <triaged/decide/calendar.hpp>
#include <triaged/decide/policy.hpp>
#include <triaged/directory/directory.hpp>
#include <triaged/ports/store.hpp>
#include <triaged/rules/rules.hpp>

namespace triaged::engine {

// All three are set, and are replaced together.
struct Knowledge {
  std::shared_ptr<const directory::Directory> directory;
  std::shared_ptr<const decide::Calendars>
      calendars;  // the directory's; may be missing when the rules ask none
  std::shared_ptr<const rules::RuleSet> rules;
  std::shared_ptr<const decide::Policy> policy;
  // What the three were read from: one document each, or none at all, and then nothing is kept of them.
  std::vector<ports::DocumentRow> documents;
};

[[nodiscard]] ports::InForce digests(const Knowledge& knowledge);

}  // namespace triaged::engine

// What the policy may name, taken from the directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <triaged/decide/policy.hpp>
#include <triaged/directory/directory.hpp>

#include "config/files.hpp"

namespace triaged::config {

struct NamesForPolicy {
  std::vector<std::string> teams;
  std::vector<std::string> calendars;
  std::vector<std::string> people;  // members of any team; none while the directory is not sound

  [[nodiscard]] decide::PolicyNames with(std::span<const std::string_view> symptoms) const {
    return {.teams = teams, .calendars = calendars, .symptoms = symptoms, .people = people};
  }
};

// `teams`: those that the directory's files seem to describe. Where those files could not be read, whatever
// `policy` names is believed.
[[nodiscard]] NamesForPolicy names_for_policy(const std::vector<std::string_view>& teams,
                                              const Part& directory, const directory::Directory* who_is_who,
                                              const document::Node& policy);

}  // namespace triaged::config

// What hubs told of their admins, as far as it differs from the files: who the admins of those hubs are now,
// and what that makes of those people.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "directory/base.hpp"

namespace triaged::directory {

struct Directory::Overlay {
  // `told` differs from the files in every line and is sorted; it is not empty.
  Overlay(const Base& base, std::vector<domain::AdminTold> differing);

  const std::vector<domain::AdminTold> told;
  std::string text;       // the same in writing
  domain::Digest digest;  // of the text, and so of the files beneath as well
  std::unordered_map<const Hub*, std::vector<domain::ActorId>> admins;  // of the hubs in `told`
  std::unordered_map<domain::ActorId, Actor> actors;                    // the people in `told`
};

}  // namespace triaged::directory

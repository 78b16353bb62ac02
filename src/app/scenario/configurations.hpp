// The configurations that scenario files are played under, each read once.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include <triaged/config/config.hpp>
#include <triaged/engine/engine.hpp>

#include "app/scenario/scenario.hpp"

namespace triaged::app::scenario {

struct Setting {
  engine::Knowledge knowledge;
  engine::Limits limits;
};

class Configurations {
 public:
  // `otherwise` is the folder for files that bring no configuration.
  explicit Configurations(std::filesystem::path otherwise) : otherwise_(std::move(otherwise)) {}

  // Of a folder that a file names. nullptr: it is broken; what is wrong is told the first time.
  [[nodiscard]] const Setting* folder(const File& file, const Named& folder, document::Faults& faults);

  // Of a file: its own parts, the folder it names, or the one for all others.
  [[nodiscard]] const Setting* of(const File& file, document::Faults& faults);

 private:
  [[nodiscard]] const Setting* folder(const std::filesystem::path& path, document::Faults& faults);

  std::filesystem::path otherwise_;
  std::map<std::filesystem::path, std::unique_ptr<const Setting>> folders_;  // nullptr: broken
  std::map<std::string, std::unique_ptr<const Setting>> inline_;             // by the file's name
};

// Reports the teams that a file speaks of and none of its configurations has.
void check_teams(const File& file, const std::vector<const Setting*>& settings, document::Faults& faults);

// Who tells the daemon of an event when the file does not say: whoever may speak for every hub, or at least
// for this one. Empty: nobody may.
[[nodiscard]] std::string producer_for(const directory::Directory& directory, domain::EventKind kind,
                                       const domain::HubId& hub);

}  // namespace triaged::app::scenario

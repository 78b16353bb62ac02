// A configuration folder with a small service, rules of its own and a candidate beside them, gone after the
// test; and what a ticket looks like there.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <triaged/config/config.hpp>

#include "support/temporary_folder.hpp"

namespace triaged::app {

class SmallService {
 public:
  SmallService() {
    write("triaged.yaml", "");
    write("policy.yaml", "");
    write("directory.yaml", R"(
ladder: [user, hub_admin, support, engineering]
calendars:
  nights: {zone: UTC, open: {mon-sun: ["20:00-24:00"]}}
teams:
  hub_admin: {}
  support: {members: [support@service.example]}
  engineering: {members: [engineer@service.example]}
communities:
  - {id: north, hubs: [{id: north/prod, url: "https://hub.north.example", admins: [admin@north.example]}]}
producers:
  - {user: mail, hubs: ["*"], events: ["*"]}
)");
    write("rules/10.yaml", R"(
classify:
  - {name: outage, when: {text: down}, set: {category: outage, severity: critical}}
route:
  - {name: outages, when: {category: outage}, to: engineering}
  - {name: rest, to: next_rung}
)");
    write("candidate/10.yaml", R"(
classify:
  - {name: outage, when: {text: down}, set: {category: outage, severity: critical}}
  - {name: disk, when: {text: disk}, set: {category: storage}}
route:
  - {name: by-night, when: {time: {during: nights}, category: outage}, to: engineering}
  - {name: by-day, when: {category: outage}, to: support}
  - {name: rest, to: next_rung}
)");
  }

  [[nodiscard]] std::filesystem::path folder() const { return folder_.path() / "config"; }
  [[nodiscard]] std::filesystem::path candidate() const { return folder() / "candidate"; }
  [[nodiscard]] std::filesystem::path store() const { return folder_.path() / "state.db"; }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder() / name).parent_path());
    std::ofstream(folder() / name) << text;
  }

  [[nodiscard]] config::Configuration load() const {
    document::Faults faults;
    auto configuration = config::load(folder(), faults);
    for (const auto& fault : faults.all())
      if (fault.level == document::Level::error) ADD_FAILURE() << to_text(fault);
    return configuration;
  }

 private:
  test::TemporaryFolder folder_;
};

inline std::string ticket_line(const std::string& id, const std::string& subject,
                               const std::string& at = "2026-03-02T09:00:00Z") {
  return R"({"ticket_id": ")" + id + R"(", "actor": {"id": "ada@north.example"}, "hub": "north/prod", )" +
         R"("occurred_at": ")" + at + R"(", "opened": {"subject": ")" + subject +
         R"(", "body": "Please."}})" + "\n";
}

}  // namespace triaged::app

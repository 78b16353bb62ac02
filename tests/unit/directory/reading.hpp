// Directories for tests, from text.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/directory/directory.hpp>

namespace triaged::directory::test {

// A directory with everything in it and no fault.
inline constexpr std::string_view kSound = R"(
ladder: [user, hub_admin, community_representative, support, engineering]
teams:
  hub_admin: {per: hub, name: "Administrators of {hub}", queue: "team.hub_admin.{hub}"}
  community_representative: {per: community, name: "Representatives of {community}"}
  support: {name: Support Team, members: [support@service.example], format: json}
  engineering: {members: [engineer@service.example, second@service.example]}
  product: {members: [product@service.example, engineer@service.example]}
  both: {of: [product, engineering], members: [lead@service.example]}
communities:
  - id: lake
    name: Lake University
    representatives: [rep@lake.example]
    technical_contacts: [contact@lake.example]
    hubs:
      - {id: lake/prod, url: "https://hub.lake.example", admins: [admin@lake.example, rep@lake.example]}
      - {id: lake/staging, url: "https://staging.lake.example/hub", kind: staging, admins: [admin@lake.example]}
  - id: hill
    representatives: [rep@hill.example, both@hill.example]
    hubs:
      - {id: hill/prod, url: "https://hub.hill.example:8443", kind: event, admins: [admin@hill.example]}
      - {id: old/hill, url: "https://hub.hill.example", retired: true, admins: [former@hill.example]}
producers:
  - {user: hub-lake, hubs: [lake/*], events: [opened, commented], reply_to: ["reply.*"]}
  - {user: alerts, hubs: ["*"], events: [alert_fired, alert_cleared, heartbeat]}
  - {user: guest, hubs: ["*"], events: ["*"]}
)";

struct Reading {
  std::shared_ptr<const Directory> directory;
  std::vector<std::string> faults;
};

// Reads texts as the files 1.yaml, 2.yaml, …
inline Reading read_texts(const std::vector<std::string>& texts) {
  document::Faults faults;
  std::vector<document::Node> files;
  for (const std::string& text : texts) {
    auto node = document::parse(std::to_string(files.size() + 1) + ".yaml", text, faults);
    if (node) files.push_back(std::move(*node));
  }
  Reading reading{.directory = read(files, faults), .faults = {}};
  for (const document::Fault& fault : faults.all()) reading.faults.push_back(document::to_text(fault));
  return reading;
}

inline std::shared_ptr<const Directory> sound() {
  Reading reading = read_texts({std::string{kSound}});
  EXPECT_THAT(reading.faults, testing::IsEmpty());
  return reading.directory;
}

}  // namespace triaged::directory::test

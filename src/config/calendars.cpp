#include "config/calendars.hpp"

namespace triaged::config {
namespace {

using document::Node;

// Where a calendar's zone is written.
document::Place place_of_zone(const Part& files, std::string_view calendar) {
  for (const Node& file : files.files) {
    const Node* calendars = file.find("calendars");
    const Node* one = calendars != nullptr ? calendars->find(calendar) : nullptr;
    if (one == nullptr) continue;
    const Node* zone = one->find("zone");
    return zone != nullptr ? zone->place : one->place;
  }
  return {};
}

}  // namespace

std::shared_ptr<const decide::Calendars> make_calendars(const directory::Directory& directory,
                                                        const Part& files, document::Faults& faults) {
  std::vector<decide::UnknownZone> unknown;
  auto calendars = decide::Calendars::make(directory.calendars(), unknown);
  for (const decide::UnknownZone& one : unknown)
    faults.error(
        place_of_zone(files, one.calendar), "this machine knows no time zone `" + one.zone + "`",
        one.nearest.empty()
            ? "write `UTC` or a name like `Europe/Berlin`; if the name is right, install Debian's tzdata"
            : "did you mean `" + one.nearest + "`?");
  return calendars;
}

std::vector<rules::Names::Calendar> calendar_names(const directory::Directory* directory, const Part& files) {
  std::vector<rules::Names::Calendar> names;
  if (directory != nullptr) {
    for (const domain::CalendarSpec& one : directory->calendars())
      names.push_back({.name = one.name, .never_opens = never_opens(one), .always_open = always_open(one)});
    return names;
  }
  names.push_back({.name = domain::kAlways, .always_open = true});
  for (const Node& file : files.files)
    if (const Node* calendars = file.find("calendars"))
      for (const auto& member : calendars->members)
        if (member.first.scalar != domain::kAlways) names.push_back({.name = member.first.scalar});
  return names;
}

void add_calendars_asked_for(const Node& rules, std::vector<rules::Names::Calendar>& names) {
  for (const Node& item : rules.items) add_calendars_asked_for(item, names);
  for (const auto& [key, value] : rules.members) {
    if (key.scalar == "during" || key.scalar == "outside") {
      if (value.is_scalar()) names.push_back({.name = value.scalar});
      for (const Node& item : value.items) names.push_back({.name = item.scalar});
    }
    add_calendars_asked_for(value, names);
  }
}

}  // namespace triaged::config

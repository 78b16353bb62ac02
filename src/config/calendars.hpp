// The calendars of a directory brought together with the machine's time zone data, and their names for the
// rules.
#pragma once

#include <memory>
#include <vector>

#include <triaged/decide/calendar.hpp>
#include <triaged/directory/directory.hpp>
#include <triaged/rules/rules.hpp>

#include "config/files.hpp"

namespace triaged::config {

// nullptr when a zone is not known on this machine: reported at its place in `files`, the directory's.
[[nodiscard]] std::shared_ptr<const decide::Calendars> make_calendars(const directory::Directory& directory,
                                                                      const Part& files,
                                                                      document::Faults& faults);

// The calendars that rules may name. Without `directory`, because something else in it is wrong, those that
// its files seem to describe; the names point into either.
[[nodiscard]] std::vector<rules::Names::Calendar> calendar_names(const directory::Directory* directory,
                                                                 const Part& files);

// Every text that a rule gives as a calendar: believed when nobody can tell which there are.
void add_calendars_asked_for(const document::Node& rules, std::vector<rules::Names::Calendar>& names);

}  // namespace triaged::config

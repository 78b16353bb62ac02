// Points and lengths of time as people read them, and whose clock shows what.
#pragma once

#include <map>
#include <string>

#include <triaged/decide/calendar.hpp>
#include <triaged/decide/local_clock.hpp>
#include <triaged/directory/directory.hpp>

namespace triaged::app {

[[nodiscard]] std::string in_utc(domain::Instant instant);          // "Fri 2026-05-22 23:30 UTC"
[[nodiscard]] std::string in_utc_unnamed(domain::Instant instant);  // "Fri 2026-05-22 23:30"
[[nodiscard]] std::string in_words(domain::Duration length);        // "1d 2h", "90s"

// On that clock: "Fri 16:30", "Fri 16:30 America/Los_Angeles", "2026-05-22T16:30:00-07:00".
[[nodiscard]] std::string in_short(const decide::LocalClock& clock, domain::Instant instant);
[[nodiscard]] std::string on_the_wall(const decide::LocalClock& clock, domain::Instant instant);
[[nodiscard]] std::string to_rfc3339(const decide::LocalClock& clock, domain::Instant instant);

// The wall's clock where the team works; UTC for `always`, and for whoever is no team.
[[nodiscard]] decide::LocalClock clock_of(const domain::TeamId& team, const directory::Directory& directory);

// The clocks and hours of all teams of a directory, made once. Borrows both.
class TeamClocks {
 public:
  TeamClocks(const directory::Directory& directory, const decide::Calendars* calendars);

  // As clock_of() says.
  [[nodiscard]] const decide::LocalClock& of(const domain::TeamId& team) const;
  // nullptr: all hours are its hours.
  [[nodiscard]] const decide::Calendar* hours(const domain::TeamId& team) const;

 private:
  const directory::Directory& directory_;
  const decide::Calendars* calendars_;
  std::map<domain::TeamId, decide::LocalClock> clocks_;
  decide::LocalClock utc_;
};

}  // namespace triaged::app

// When is it open, and when will so much open time have passed? A calendar of the directory brought together
// with its time zone. Immutable, for any number of threads; nothing here allocates or reads a clock.
//
// Open is every instant at which the clock on the wall, in the calendar's zone, shows an open time of an open
// day. So an hour that the clock skips in spring has no length, and one that it shows twice in autumn counts
// twice. `Duration`s of open time pass only while it is open; in a reduced span they pass as much more slowly
// as it says.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <triaged/domain/calendar.hpp>
#include <triaged/domain/time.hpp>

namespace triaged::decide {

class Zone;

// What lies further ahead than this is nobody's deadline: the answer is nothing then.
inline constexpr domain::Duration kCalendarHorizon = std::chrono::days{3 * 366};

// The machine's time zone data has no such zone.
struct UnknownZone {
  std::string calendar;
  std::string zone;
  std::string nearest;  // a zone that may have been meant; may be empty
};

class Calendar {
 public:
  [[nodiscard]] static std::variant<Calendar, UnknownZone> make(const domain::CalendarSpec& spec);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] bool never_opens() const noexcept { return never_opens_; }
  [[nodiscard]] bool always_open() const noexcept { return always_open_; }

  [[nodiscard]] bool open_at(domain::Instant instant) const noexcept;

  // The first instant from `from` on at which it is open / is not.
  [[nodiscard]] std::optional<domain::Instant> next_open(domain::Instant from) const noexcept;
  [[nodiscard]] std::optional<domain::Instant> next_close(domain::Instant from) const noexcept;

  // The first instant by which `duration` of open time has passed since `from`; so eight hours from the
  // opening at nine until five end at five, not with the next morning. `from` itself when the duration is not
  // positive.
  [[nodiscard]] std::optional<domain::Instant> add(domain::Instant from,
                                                   domain::Duration duration) const noexcept;

  // The open time that passes from `from` until `to`; zero when `to` is not later. At most what passes within
  // the horizon.
  [[nodiscard]] domain::Duration open_time(domain::Instant from, domain::Instant to) const noexcept;

  // `2wd`: `from`, or the next opening where that is closed; then the same time on the clock `days` open days
  // later, or the next opening after it where that is closed. A day is open when it has any hours. In a
  // reduced span days count as much less as it says, and the time on the clock with them. `days` of zero or
  // less: the next opening.
  [[nodiscard]] std::optional<domain::Instant> add_working_days(domain::Instant from,
                                                                std::int32_t days) const noexcept;

  // When the clock on the wall has shown all of that day.
  [[nodiscard]] domain::Instant end_of_day(std::chrono::local_days day) const noexcept;

 private:
  struct Span {  // of a local day, since its midnight
    domain::Duration from;
    domain::Duration to;
  };
  struct Piece;  // calendar.cpp
  class Walk;

  Calendar(const domain::CalendarSpec& spec, Zone zone);
  [[nodiscard]] const domain::DateRange* closed_on(std::chrono::local_days day) const noexcept;
  [[nodiscard]] domain::Stretch stretch_on(std::chrono::local_days day) const noexcept;
  [[nodiscard]] bool has_hours(std::chrono::local_days day) const noexcept;

  std::string name_;
  bool never_opens_;
  bool always_open_;
  std::array<std::vector<Span>, 7> week_;
  std::vector<domain::DateRange> closed_;
  std::vector<domain::Reduced> reduced_;
  std::shared_ptr<const Zone> zone_;
};

// All calendars of a directory, by name. Immutable, shared by pointer, replaced whole.
class Calendars {
 public:
  // nullptr when zones are unknown: each is then told in `unknown`.
  [[nodiscard]] static std::shared_ptr<const Calendars> make(std::span<const domain::CalendarSpec> specs,
                                                             std::vector<UnknownZone>& unknown);

  // nullptr: there is none of that name.
  [[nodiscard]] const Calendar* find(std::string_view name) const noexcept;

  // Those of `names` that are open at `instant`, in their order, into `open`. Names without a calendar are
  // closed.
  void which_are_open(std::span<const std::string> names, domain::Instant instant,
                      std::vector<std::string>& open) const;

  [[nodiscard]] std::span<const Calendar> all() const noexcept { return calendars_; }

 private:
  explicit Calendars(std::vector<Calendar> calendars);
  std::vector<Calendar> calendars_;  // sorted by name
};

}  // namespace triaged::decide

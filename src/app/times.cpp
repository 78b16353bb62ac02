#include "app/times.hpp"

#include <array>
#include <cstdio>

namespace triaged::app {
namespace {

using LocalTime = std::chrono::local_time<domain::Duration>;

constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Shown {
  std::string_view weekday;
  std::string date;  // "2026-05-22"
  std::string time;  // "23:30", "23:30:05" where it is not a whole minute
};

Shown shown(LocalTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  std::array<char, 32> text{};
  Shown shown{.weekday = kWeekdays[std::chrono::weekday{day}.c_encoding()], .date = {}, .time = {}};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  shown.date = text.data();
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()));
  shown.time = text.data();
  if (time.seconds().count() == 0) return shown;
  std::snprintf(text.data(), text.size(), ":%02d", static_cast<int>(time.seconds().count()));
  shown.time += text.data();
  return shown;
}

}  // namespace

std::string in_utc_unnamed(domain::Instant instant) {
  const auto [weekday, date, time] = shown(LocalTime{instant.time_since_epoch()});
  return std::string(weekday) + " " + date + " " + time;
}

std::string in_utc(domain::Instant instant) { return in_utc_unnamed(instant) + " UTC"; }

std::string in_short(const decide::LocalClock& clock, domain::Instant instant) {
  const auto [weekday, date, time] = shown(clock.at(instant));
  return std::string(weekday) + " " + time;
}

std::string on_the_wall(const decide::LocalClock& clock, domain::Instant instant) {
  return in_short(clock, instant) + " " + clock.zone();
}

std::string to_rfc3339(const decide::LocalClock& clock, domain::Instant instant) {
  const auto ahead = std::chrono::floor<std::chrono::minutes>(clock.ahead_of_utc(instant));
  std::string text = domain::to_rfc3339(instant + ahead);
  text.pop_back();  // the Z
  const auto minutes = static_cast<int>(ahead < ahead.zero() ? -ahead.count() : ahead.count());
  std::array<char, 16> offset{};
  std::snprintf(offset.data(), offset.size(), "%c%02d:%02d", ahead < ahead.zero() ? '-' : '+',
                minutes / 60 % 100, minutes % 60);
  return text + offset.data();
}

std::string in_words(domain::Duration length) {
  struct Unit {
    domain::Duration one;
    std::string_view name;
  };
  static constexpr std::array kUnits{Unit{std::chrono::days{1}, "d"}, Unit{std::chrono::hours{1}, "h"},
                                     Unit{std::chrono::minutes{1}, "m"}, Unit{std::chrono::seconds{1}, "s"}};
  std::string text;
  for (const auto& [one, name] : kUnits) {
    if (const auto count = length / one; count > 0)
      text.append(text.empty() ? "" : " ").append(std::to_string(count)).append(name);
    length %= one;
  }
  return text.empty() ? "0s" : text;
}

decide::LocalClock clock_of(const domain::TeamId& id, const directory::Directory& directory) {
  const auto* team = directory.team(id);
  if (team != nullptr)
    for (const auto& spec : directory.calendars())
      if (spec.name == team->calendar)
        if (auto clock = decide::LocalClock::in(spec.zone)) return *std::move(clock);
  return *decide::LocalClock::in("UTC");
}

TeamClocks::TeamClocks(const directory::Directory& directory, const decide::Calendars* calendars)
    : directory_(directory), calendars_(calendars), utc_(*decide::LocalClock::in("UTC")) {
  for (const auto& team : directory.teams()) clocks_.emplace(team.id, clock_of(team.id, directory));
}

const decide::LocalClock& TeamClocks::of(const domain::TeamId& id) const {
  const auto found = clocks_.find(id);
  return found != clocks_.end() ? found->second : utc_;
}

const decide::Calendar* TeamClocks::hours(const domain::TeamId& id) const {
  const auto* team = directory_.team(id);
  return team != nullptr && calendars_ != nullptr ? calendars_->find(team->calendar) : nullptr;
}

}  // namespace triaged::app

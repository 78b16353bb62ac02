// A walk from piece to piece: a piece ends where the opening may change (a span's edge, midnight, the end of
// a closed range, a change of the clock), and in between nothing does. Everything a calendar is asked is a
// walk.
#include <algorithm>

#include <triaged/decide/calendar.hpp>

#include "decide/zone.hpp"

namespace triaged::decide {

using domain::Duration;
using domain::Instant;
using domain::kFullCapacity;
using domain::Stretch;
using std::chrono::days;
using std::chrono::local_days;

namespace {

Duration open_time_in(Duration length, Stretch stretch) { return length * kFullCapacity / stretch; }

// Rounded up, so that the open time asked for has passed at its end.
Duration length_of(Duration open_time, Stretch stretch) {
  const auto scaled = open_time.count() * stretch;
  return Duration{(scaled + kFullCapacity - 1) / kFullCapacity};
}

// Time is counted in microseconds in 64 bits; what is further away than this cannot be walked to or from.
constexpr Instant kFirst{};
constexpr Instant kLast = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};

std::optional<Instant> within_horizon(std::optional<Instant> instant, Instant from) {
  return instant && *instant > std::clamp(from, kFirst, kLast) + kCalendarHorizon ? std::nullopt : instant;
}

}  // namespace

struct Calendar::Piece {
  Instant begin;
  Instant end;
  bool open = false;
  Stretch stretch = kFullCapacity;  // when open
};

// The pieces from an instant on, until the horizon.
class Calendar::Walk {
 public:
  Walk(const Calendar& calendar, Instant from)
      : calendar_(calendar),
        at_(std::clamp(from, kFirst, kLast)),
        end_(at_ + kCalendarHorizon),
        section_(calendar.zone_->section_at(at_)) {}

  [[nodiscard]] bool ended() const noexcept { return at_ > end_; }

  // The piece that begins here; the walk moves on to its end.
  Piece next() noexcept {
    const Zone::Section* section = &calendar_.zone_->section(section_);
    if (at_ >= section->until) section = &calendar_.zone_->section(++section_);
    const LocalTime local{at_.time_since_epoch() + section->ahead};
    const local_days day = std::chrono::floor<days>(local);
    Piece piece{.begin = at_, .end = {}};
    const LocalTime until = look(day, local - day, piece);
    piece.end = std::min(Instant{until.time_since_epoch() - section->ahead}, section->until);
    at_ = piece.end;
    return piece;
  }

 private:
  // Says whether it is open at that time of that day, and until when on the wall's clock that holds.
  LocalTime look(local_days day, Duration time, Piece& piece) const noexcept {
    if (const auto* range = calendar_.closed_on(day)) return range->last + days{1};
    for (const Span& span : calendar_.week_[std::chrono::weekday{day}.c_encoding()]) {
      if (time < span.from) return day + span.from;
      if (time >= span.to) continue;
      piece.open = true;
      piece.stretch = calendar_.stretch_on(day);
      return day + span.to;
    }
    return day + days{1};
  }

  const Calendar& calendar_;
  Instant at_;
  Instant end_;
  std::size_t section_;
};

std::variant<Calendar, UnknownZone> Calendar::make(const domain::CalendarSpec& spec) {
  auto zone = Zone::find(spec.zone);
  if (!zone) return UnknownZone{.calendar = spec.name, .zone = spec.zone, .nearest = nearest_zone(spec.zone)};
  return Calendar{spec, std::move(*zone)};
}

Calendar::Calendar(const domain::CalendarSpec& spec, Zone zone)
    : name_(spec.name),
      never_opens_(domain::never_opens(spec)),
      always_open_(domain::always_open(spec)),
      closed_(spec.closed),
      reduced_(spec.reduced),
      zone_(std::make_shared<const Zone>(std::move(zone))) {
  for (std::size_t day = 0; day < week_.size(); ++day)
    for (const domain::OpenSpan& span : spec.week[day])
      week_[day].push_back({.from = span.from, .to = span.to});
}

const domain::DateRange* Calendar::closed_on(local_days day) const noexcept {
  const auto range = std::ranges::lower_bound(closed_, day, {}, &domain::DateRange::last);
  return range != closed_.end() && range->first <= day ? &*range : nullptr;
}

Stretch Calendar::stretch_on(local_days day) const noexcept {
  const auto last = [](const domain::Reduced& one) { return one.days.last; };
  const auto range = std::ranges::lower_bound(reduced_, day, {}, last);
  return range != reduced_.end() && range->days.first <= day ? range->stretch : kFullCapacity;
}

bool Calendar::has_hours(local_days day) const noexcept {
  return !week_[std::chrono::weekday{day}.c_encoding()].empty() && closed_on(day) == nullptr;
}

bool Calendar::open_at(Instant instant) const noexcept {
  if (always_open_ || never_opens_) return always_open_;
  return Walk{*this, instant}.next().open;
}

std::optional<Instant> Calendar::next_open(Instant from) const noexcept {
  if (always_open_) return from;
  if (never_opens_) return std::nullopt;
  for (Walk walk{*this, from}; !walk.ended();)
    if (const Piece piece = walk.next(); piece.open) return piece.begin;
  return std::nullopt;
}

std::optional<Instant> Calendar::next_close(Instant from) const noexcept {
  if (never_opens_) return from;
  if (always_open_) return std::nullopt;
  for (Walk walk{*this, from}; !walk.ended();)
    if (const Piece piece = walk.next(); !piece.open) return piece.begin;
  return std::nullopt;
}

std::optional<Instant> Calendar::add(Instant from, Duration duration) const noexcept {
  if (duration <= Duration::zero()) return from;
  if (never_opens_ || duration > kCalendarHorizon) return std::nullopt;
  if (always_open_ && reduced_.empty()) return std::clamp(from, kFirst, kLast) + duration;
  for (Walk walk{*this, from}; !walk.ended();) {
    const Piece piece = walk.next();
    if (!piece.open) continue;
    const Duration passes = open_time_in(piece.end - piece.begin, piece.stretch);
    if (duration <= passes) return within_horizon(piece.begin + length_of(duration, piece.stretch), from);
    duration -= passes;
  }
  return std::nullopt;
}

Duration Calendar::open_time(Instant from, Instant to) const noexcept {
  Duration sum{};
  if (never_opens_) return sum;
  for (Walk walk{*this, from}; !walk.ended();) {
    const Piece piece = walk.next();
    if (piece.begin >= to) break;
    if (piece.open) sum += open_time_in(std::min(piece.end, to) - piece.begin, piece.stretch);
  }
  return sum;
}

// An open day is worth a day, one of reduced capacity as much less as it says; the time on the clock is a
// part of its day's worth. So who asks later is never due earlier, not even where a reduced span begins or
// ends, and where none is near the time on the clock stays the same.
Instant Calendar::end_of_day(std::chrono::local_days day) const noexcept {
  return zone_->first_at(LocalTime{day + days{1}});
}

std::optional<Instant> Calendar::add_working_days(Instant from, std::int32_t number) const noexcept {
  constexpr Duration kDay = days{1};
  const auto start = next_open(std::clamp(from, kFirst, kLast));
  if (!start || number <= 0) return start;
  constexpr days kHorizon = std::chrono::ceil<days>(kCalendarHorizon);
  if (number > kHorizon.count()) return std::nullopt;
  const LocalTime local = zone_->local(*start);
  local_days day = std::chrono::floor<days>(local);
  Duration left = number * kDay + open_time_in(local - day, stretch_on(day));
  for (const local_days end = day + kHorizon; day <= end; ++day) {
    if (!has_hours(day)) continue;
    const Stretch stretch = stretch_on(day);
    const Duration worth = open_time_in(kDay, stretch);
    if (left < worth) return within_horizon(next_open(zone_->first_at(day + length_of(left, stretch))), from);
    left -= worth;
  }
  return std::nullopt;
}

}  // namespace triaged::decide

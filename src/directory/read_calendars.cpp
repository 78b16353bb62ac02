// `calendars:`. Hours are refused rather than guessed: a day in two lines, spans that overlap or pass
// midnight, dates that do not exist. Whether a zone exists is asked where time zone data is known:
// src/config/calendars.cpp.
#include <algorithm>

#include "directory/draft.hpp"
#include "directory/hours.hpp"

namespace triaged::directory {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;
using domain::DateRange;

constexpr std::size_t kCalendarsMost = 200;
constexpr std::size_t kNameLongest = 100;
constexpr std::size_t kSpansMost = 24;   // of one day
constexpr std::size_t kDatesMost = 500;  // of one list
constexpr std::size_t kZoneLongest = 64;

std::string quoted(std::string_view text) { return called("", text).substr(1); }

// False, and reported, when a list is longer than anybody means it to be.
bool few_enough(const std::vector<const Node*>& list, std::size_t most, std::string_view key,
                Faults& faults) {
  if (list.size() <= most) return true;
  faults.error(list[most]->place, quoted(key) + " has more than " + std::to_string(most) + " entries",
               "join some of them");
  return false;
}

// ---- hours

std::optional<domain::OpenSpan> read_span(const Node& node, Faults& faults) {
  const auto text = document::as_text(node, "an item of a day's hours", faults);
  if (!text) return std::nullopt;
  const std::size_t dash = text->find('-');
  const auto from = time_of_day(std::string_view{*text}.substr(0, dash));
  const auto to =
      dash == std::string::npos ? std::nullopt : time_of_day(std::string_view{*text}.substr(dash + 1));
  if (!from || !to) {
    faults.error(node.place, quoted(*text) + " is not a span of hours",
                 "write it like `\"09:00-12:00\"`, with two digits each, in quotes; the day ends at 24:00");
    return std::nullopt;
  }
  if (*to > *from) return domain::OpenSpan{.from = *from, .to = *to};
  const std::string begin = text->substr(0, dash);
  const std::string end = text->substr(dash + 1);
  if (*to == *from)
    faults.error(node.place, quoted(*text) + " has no length",
                 "write when it ends; the end of the day is 24:00, and `[]` is closed");
  else if (*to == std::chrono::minutes{0})
    faults.error(node.place, quoted(*text) + " ends at the midnight before",
                 "write " + quoted("\"" + begin + "-24:00\"") + " for the rest of the day");
  else
    faults.error(node.place, quoted(*text) + " passes midnight",
                 "write " + quoted("\"" + begin + "-24:00\"") + " here, and " +
                     quoted("\"00:00-" + end + "\"") + " on the day after");
  return std::nullopt;
}

std::vector<domain::OpenSpan> read_spans(const Node& node, Faults& faults) {
  std::vector<domain::OpenSpan> spans;
  if (node.is_null())
    faults.error(
        node.place, "a day has no hours",
        "write them like `[\"09:00-17:00\"]`, or `[]` for closed; quote several days: `\"mon,wed\"`");
  const auto list = document::as_list(node, "a day's hours", faults);
  if (!few_enough(list, kSpansMost, "open", faults)) return spans;
  for (const Node* item : list) {
    const auto span = read_span(*item, faults);
    if (!span) continue;
    const bool overlaps = std::ranges::any_of(
        spans, [&](const domain::OpenSpan& one) { return span->from < one.to && one.from < span->to; });
    if (overlaps)
      faults.error(item->place, quoted(item->scalar) + " overlaps another span of the day",
                   "let each begin where the one before has ended");
    else
      spans.push_back(*span);
  }
  std::ranges::sort(spans, {}, &domain::OpenSpan::from);
  return spans;
}

void read_open(const Node& node, domain::CalendarSpec& spec, Faults& faults) {
  const MapReader map{node, "`open`", faults};
  std::array<const Node*, 7> written{};
  for (const auto& [key, value] : node.members) {
    const auto days = days_of_week(key.scalar);
    if (!days) {
      faults.error(
          key.place, quoted(key.scalar) + " names no days of the week",
          "write `mon`, `mon-fri` or `\"mon,wed\"`; the days are mon, tue, wed, thu, fri, sat and sun");
      continue;
    }
    const auto spans = read_spans(value, faults);
    for (const std::size_t day : *days) {
      if (written[day] != nullptr)
        faults.error(key.place,
                     quoted(name_of_day(day)) + " stands twice: in " + quoted(written[day]->scalar) +
                         " and in " + quoted(key.scalar),
                     "name each day once; one line may hold several spans");
      written[day] = &key;
      spec.week[day] = spans;
    }
  }
}

// ---- dates

std::optional<DateRange> read_range(const Node& node, std::string_view text, Faults& faults) {
  const std::size_t dots = text.find("..");
  const auto first = date(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : date(text.substr(dots + 2));
  if (!first || !last)
    faults.error(
        node.place, quoted(text) + " is neither a date nor a range of dates",
        "write days that exist like `2026-12-24`, or `2026-12-24..2027-01-03` with both included, in the "
        "years " +
            std::to_string(kYearFirst) + " to " + std::to_string(kYearLast));
  else if (*last < *first)
    faults.error(node.place, quoted(text) + " ends before it begins", "swap the two dates");
  else
    return DateRange{.first = *first, .last = *last};
  return std::nullopt;
}

void read_closed(MapReader& map, std::string_view key, domain::CalendarSpec& spec, Faults& faults) {
  const Node* node = map.node(key);
  if (node == nullptr) return;
  const auto list = document::as_list(*node, quoted(key), faults);
  if (!few_enough(list, kDatesMost, key, faults)) return;
  for (const Node* item : list)
    if (const auto text = document::as_text(*item, "an item of " + quoted(key), faults))
      if (const auto range = read_range(*item, *text, faults)) spec.closed.push_back(*range);
}

// A holiday may well lie within a closure: closed is closed.
void join(std::vector<DateRange>& ranges) {
  std::ranges::sort(ranges, {}, &DateRange::first);
  std::vector<DateRange> joined;
  for (const DateRange& one : ranges)
    if (!joined.empty() && one.first <= joined.back().last + std::chrono::days{1})
      joined.back().last = std::max(joined.back().last, one.last);
    else
      joined.push_back(one);
  ranges = std::move(joined);
}

void read_one_reduced(const Node& key, const Node& value, domain::CalendarSpec& spec, Faults& faults) {
  const auto range = read_range(key, key.scalar, faults);
  MapReader map{value, "a reduced span", faults};
  const Node& number = map.require("factor");
  const auto stretch = number.is_scalar() && !number.quoted ? factor(number.scalar) : std::nullopt;
  if (map.has("factor") && !stretch)
    faults.error(
        number.place,
        "`factor` is not a number above 1 and up to " + std::to_string(kStretchMost / domain::kFullCapacity),
        "`factor: 2` lets everything take twice as long; two digits after the point at most");
  map.finish();
  if (!range || !stretch) return;
  const bool overlaps = std::ranges::any_of(spec.reduced, [&](const domain::Reduced& one) {
    return range->first <= one.days.last && one.days.first <= range->last;
  });
  if (overlaps)
    faults.error(key.place, quoted(key.scalar) + " overlaps another reduced span",
                 "give each day one factor");
  else
    spec.reduced.push_back({.days = *range, .stretch = *stretch});
}

void read_reduced(const Node& node, domain::CalendarSpec& spec, Faults& faults) {
  if (node.is_map()) {
    faults.error(node.place, "`reduced` must be a list, not a map",
                 "write it like `reduced: [{2026-12-18..2027-01-03: {factor: 2}}]`");
    return;
  }
  const auto list = document::as_list(node, "`reduced`", faults);
  if (!few_enough(list, kDatesMost, "reduced", faults)) return;
  for (const Node* item : list) {
    const MapReader map{*item, "an item of `reduced` (like `2026-12-18..2027-01-03: {factor: 2}`)", faults};
    for (const auto& [key, value] : item->members) read_one_reduced(key, value, spec, faults);
  }
  std::ranges::sort(spec.reduced, {}, [](const domain::Reduced& one) { return one.days.first; });
}

// ---- a calendar

void read_zone(MapReader& map, domain::CalendarSpec& spec, Faults& faults) {
  static_cast<void>(map.require("zone"));
  const auto zone = map.text("zone");
  if (!zone) return;
  if (zone->empty() || zone->size() > kZoneLongest)
    faults.error(map.place_of("zone"), "`zone` is empty or over-long",
                 "write the name of a time zone, like `UTC` or `Europe/Berlin`");
  else
    spec.zone = *zone;
}

void read_calendar(const Node& key, const Node& value, Draft& draft, Faults& faults) {
  const auto name = document::as_name(key, "the name of a calendar", faults);
  if (!name) return;
  if (name->size() > kNameLongest) {
    faults.error(key.place,
                 "the name of a calendar is longer than " + std::to_string(kNameLongest) + " bytes",
                 "shorten it");
    return;
  }
  if (!remember(draft.seen_calendars, "calendar", *name, key.place, faults)) return;
  if (draft.calendars.size() == kCalendarsMost) {
    faults.error(key.place, "more than " + std::to_string(kCalendarsMost) + " calendars",
                 "join some of them");
    return;
  }
  CalendarDraft calendar;
  calendar.place = key.place;
  calendar.spec.name = *name;
  if (*name == domain::kAlways) {
    if (!value.is_null() && !(value.is_map() && value.members.empty()))
      faults.error(value.place, "the calendar `always` is always open and takes no settings",
                   "write `always: {}`, or describe a calendar of another name");
    calendar.spec.week = domain::whole_week();
  } else {
    MapReader map{value, called("calendar", *name), faults};
    read_zone(map, calendar.spec, faults);
    if (const Node& open = map.require("open"); map.has("open")) read_open(open, calendar.spec, faults);
    read_closed(map, "holidays", calendar.spec, faults);
    read_closed(map, "closures", calendar.spec, faults);
    join(calendar.spec.closed);
    if (const Node* reduced = map.node("reduced")) read_reduced(*reduced, calendar.spec, faults);
    map.finish();
  }
  draft.calendars.push_back(std::move(calendar));
}

}  // namespace

void read_calendars(const Node& node, Draft& draft, Faults& faults) {
  if (node.is_null()) return;
  const MapReader map{node, "`calendars`", faults};
  for (const auto& [key, value] : node.members) read_calendar(key, value, draft, faults);
}

}  // namespace triaged::directory

// Times as the policy writes them. Working days are refused where no team's calendar could count them, and
// everything outside the limits is: a deadline in the same instant is a slip, one beyond the calendars'
// horizon never comes.
#include <charconv>

#include <triaged/decide/calendar.hpp>

#include "decide/policy_reading.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

constexpr domain::Duration kTimeLeast = std::chrono::seconds{1};
constexpr domain::Duration kTimeMost = std::chrono::days{3 * 365};
constexpr std::int32_t kWorkingDaysMost = 750;  // of a calendar open on five days a week, about three years
static_assert(kTimeMost <= kCalendarHorizon);
constexpr TimeLimits kTimes{.least = kTimeLeast, .most = kTimeMost, .said = "from 1s to 1095d"};

constexpr std::string_view kWorkingDays = "wd";

bool in_working_days(const Node* node) noexcept {
  return node != nullptr && node->is_scalar() && node->scalar.ends_with(kWorkingDays);
}

std::optional<domain::Term> read_working_days(const Node& node, std::string_view key, Faults& faults) {
  const std::string_view text{node.scalar};
  const std::string_view number = text.substr(0, text.size() - kWorkingDays.size());
  std::int32_t days = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), days);
  const bool is_number =
      !number.empty() && number.front() != '-' && end == number.data() + number.size();  // digits only
  if (!is_number || error == std::errc::invalid_argument)
    faults.error(node.place,
                 quoted(key) + " must be a number of working days, and " + quoted(text) + " is none",
                 "write a whole number and `wd`, like `2wd`");
  else if (error != std::errc{} || days < 1 || days > kWorkingDaysMost)
    faults.error(node.place, quoted(key) + " is out of range: " + std::string{text},
                 "write from 1wd to " + std::to_string(kWorkingDaysMost) + "wd");
  else
    return domain::Term{.time = {}, .working_days = days};
  return std::nullopt;
}

}  // namespace

std::string quoted(std::string_view text) { return std::string{"`"}.append(text).append("`"); }

std::optional<domain::Duration> read_time(MapReader& map, std::string_view key, Faults& faults) {
  return read_time(map, key, kTimes, faults);
}

std::optional<domain::Duration> read_time(MapReader& map, std::string_view key, const TimeLimits& limits,
                                          Faults& faults) {
  if (const Node* node = map.node(key); in_working_days(node)) {
    faults.error(node->place, quoted(key) + " cannot be in working days: it belongs to no team's calendar",
                 "write it in days or hours, like `14d` or `8h`");
    return std::nullopt;
  }
  const auto time = map.duration(key);
  if (!time || (*time >= limits.least && *time <= limits.most)) return time;
  faults.error(map.place_of(key), quoted(key) + " is out of range: " + map.node(key)->scalar,
               "write a time " + std::string{limits.said});
  return std::nullopt;
}

std::optional<domain::Term> read_term(MapReader& map, std::string_view key, Faults& faults) {
  if (const Node* node = map.node(key); in_working_days(node)) return read_working_days(*node, key, faults);
  const auto time = read_time(map, key, faults);
  return time ? std::optional{domain::Term{.time = *time, .working_days = 0}} : std::nullopt;
}

}  // namespace triaged::decide

#include <algorithm>

#include <triaged/decide/calendar.hpp>

namespace triaged::decide {

std::shared_ptr<const Calendars> Calendars::make(std::span<const domain::CalendarSpec> specs,
                                                 std::vector<UnknownZone>& unknown) {
  std::vector<Calendar> calendars;
  const std::size_t unknown_before = unknown.size();
  for (const domain::CalendarSpec& spec : specs) {
    auto made = Calendar::make(spec);
    if (auto* calendar = std::get_if<Calendar>(&made))
      calendars.push_back(std::move(*calendar));
    else
      unknown.push_back(std::get<UnknownZone>(std::move(made)));
  }
  if (unknown.size() != unknown_before) return nullptr;
  return std::shared_ptr<const Calendars>(new Calendars(std::move(calendars)));
}

Calendars::Calendars(std::vector<Calendar> calendars) : calendars_(std::move(calendars)) {
  std::ranges::sort(calendars_, {}, &Calendar::name);
}

const Calendar* Calendars::find(std::string_view name) const noexcept {
  const auto found = std::ranges::lower_bound(
      calendars_, name, {}, [](const Calendar& one) { return std::string_view{one.name()}; });
  return found != calendars_.end() && found->name() == name ? &*found : nullptr;
}

void Calendars::which_are_open(std::span<const std::string> names, domain::Instant instant,
                               std::vector<std::string>& open) const {
  open.clear();
  for (const std::string& name : names)
    if (const Calendar* calendar = find(name); calendar != nullptr && calendar->open_at(instant))
      open.push_back(name);
}

}  // namespace triaged::decide

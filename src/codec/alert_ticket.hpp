// The ids of tickets that alerts open: nobody else may open one of that name.
#pragma once

#include <string_view>

namespace triaged::codec {

inline constexpr std::string_view kAlertTicket = "ALERT-";

}  // namespace triaged::codec

#include "decide/incident_table.hpp"

#include <array>

namespace triaged::decide {
namespace {

using domain::EventKind;
using domain::IncidentState;

constexpr std::size_t kStates = static_cast<std::size_t>(IncidentState::merged) + 1;

struct Row {
  EventKind event;
  std::array<IncidentStep, kStates> in;  // by IncidentState
};

using S = IncidentStep;
constexpr S no = S::wrong_state;

// clang-format off
constexpr std::array kTable{
  //                                            open                acknowledged        resolved         closed merged
  Row{EventKind::incident_found,        {S::join_in,         S::join_in,         S::reopen,       no, no}},
  Row{EventKind::incident_declared,     {S::join_in,         S::join_in,         S::reopen,       no, no}},
  Row{EventKind::incident_acknowledged, {S::acknowledge,     S::acknowledge,     no,              no, no}},
  Row{EventKind::incident_updated,      {S::update,          S::update,          S::update,       no, no}},
  Row{EventKind::incident_role,         {S::name_role,       S::name_role,       S::name_role,    no, no}},
  Row{EventKind::incident_severity,     {S::change_severity, S::change_severity, no,              no, no}},
  Row{EventKind::incident_merged,       {S::merge,           S::merge,           no,              no, no}},
  Row{EventKind::incident_resolved,     {S::resolve,         S::resolve,         no,              no, no}},
  Row{EventKind::incident_reopened,     {no,                 no,                 S::reopen,       no, no}},
  Row{EventKind::incident_reported,     {S::count_report,    S::count_report,    S::count_report, no, no}},
  Row{EventKind::incident_joined,       {S::belong,          S::belong,          no,              no, no}},
  Row{EventKind::page_refused,          {S::page_next,       no,                 no,              no, no}},
  Row{EventKind::incident_deadline,     {S::fall_due,        S::fall_due,        S::fall_due,     no, no}},
};
// clang-format on

constexpr std::array<std::string_view, 13> kSteps{
    "wrong_state", "join_in", "reopen",       "acknowledge", "update",    "name_role", "change_severity",
    "merge",       "resolve", "count_report", "belong",      "page_next", "fall_due"};
static_assert(kSteps.size() == static_cast<std::size_t>(S::fall_due) + 1);

}  // namespace

IncidentStep step(IncidentState state, EventKind event) noexcept {
  for (const Row& row : kTable)
    if (row.event == event) return row.in[static_cast<std::size_t>(state)];
  return S::wrong_state;
}

std::string_view name(IncidentStep step) noexcept { return kSteps[static_cast<std::size_t>(step)]; }

}  // namespace triaged::decide

// How often at least, in a million steps. What has 0 is never demanded: it cannot happen yet, or too seldom.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace triaged::simulation {

constexpr std::array<std::string_view, 8> kStates{
    "none", "open", "acknowledged", "pending", "awaiting_approval", "resolved", "closed", "withdrawn"};

// Events that became history, by the state that their ticket was in.
struct LeastEvents {
  std::string_view kind;
  std::array<std::uint64_t, kStates.size()> per_million;
};
constexpr auto kLeastEvents = std::to_array<LeastEvents>({
    {"opened", {6000, 300, 20, 4, 20, 30, 10, 0}},
    {"commented", {20, 1000, 100, 10, 80, 100, 30, 3}},
    {"associated", {7, 300, 20, 5, 20, 50, 10, 0}},
    {"acknowledged", {20, 1000, 70, 10, 70, 100, 30, 0}},
    {"paused", {10, 600, 40, 6, 40, 70, 10, 0}},
    {"resolved", {10, 700, 50, 10, 50, 90, 20, 0}},
    {"reopened", {10, 600, 40, 9, 40, 70, 20, 3}},
    {"escalated", {20, 700, 50, 10, 60, 100, 20, 0}},
    {"handed_over", {10, 600, 40, 7, 40, 70, 20, 0}},
    {"severity_changed", {10, 600, 40, 9, 40, 80, 20, 0}},
    {"approved", {10, 500, 30, 8, 30, 60, 20, 0}},
    {"declined", {8, 300, 20, 4, 20, 40, 10, 0}},
    {"withdrawn", {6, 200, 20, 0, 10, 30, 7, 0}},
    {"merged", {6, 300, 15, 0, 10, 30, 2, 0}},
    {"joined", {0, 60, 3, 0, 2, 6, 0, 0}},
    {"admin_added", {300, 0, 0, 0, 0, 0, 0, 0}},
    {"admin_removed", {200, 0, 0, 0, 0, 0, 0, 0}},
    {"deadline", {0, 30000, 900, 70, 100, 200, 0, 0}},
    {"team_lost", {0, 1500, 40, 10, 20, 0, 0, 0}},
});

struct Least {
  std::string_view name;
  std::uint64_t per_million;
};
constexpr auto kLeast = std::to_array<Least>({
    {"effect admin added", 100},
    {"effect admin removed", 100},
    {"effect answer dropped", 400},
    {"effect answer repeated", 200},
    {"effect answer.parked", 300},
    {"effect answer.refused", 1000},
    {"effect early", 2000},
    {"effect led on", 150},
    {"effect lost and moved up", 700},
    {"effect lost and stayed", 700},
    {"effect lost and succeeded", 20},
    {"effect lost and unrouted", 0},
    {"effect notice repeated", 10000},
    {"effect notice.approval_requested", 300},
    {"effect notice.assigned", 5000},
    {"effect notice.closed", 100},
    {"effect notice.declined", 100},
    {"effect notice.escalated", 10000},
    {"effect notice.handed_over", 100},
    {"effect notice.impasse", 1000},
    {"effect notice.passed_on", 1000},
    {"effect notice.recalled", 3000},
    {"effect notice.received", 3000},
    {"effect notice.reminder", 20000},
    {"effect notice.resolved", 500},
    {"effect notice.updated", 1000},
    {"effect notice.waiting_for_you", 70},
    {"fault another daemon took over", 600},
    {"fault answer doubled", 800},
    {"fault broker restarted", 500},
    {"fault clock set back", 600},
    {"fault clock set forward", 600},
    {"fault commit unknown, not there", 800},
    {"fault commit unknown, there", 800},
    {"fault commit unknown, there after a crash", 800},
    {"fault crash", 700},
    {"fault crash before a commit", 400},
    {"fault crash before an answer was taken", 200},
    {"fault crash between acknowledging and publishing", 200},
    {"fault crash during a commit", 100},
    {"fault daemon gave up its store", 100},
    {"fault daemon told to stop", 500},
    {"fault days passed", 900},
    {"fault ended properly", 200},
    {"fault ended without patience", 10},
    {"fault event id with other content", 500},
    {"fault event repeated", 1000},
    {"fault fetch fails", 300},
    {"fault hours passed", 2000},
    {"fault intake out of order", 800},
    {"fault lane missing", 500},
    {"fault lane refuses", 500},
    {"fault lane refuses some", 1000},
    {"fault link lost", 1000},
    {"fault load fails", 200},
    {"fault publishing blocked", 800},
    {"fault reload", 800},
    {"fault reload refused", 10},
    {"fault reopen fails", 200},
    {"fault unreadable message", 500},
    {"fault unreadable message repeated", 60},
    {"parked crashed_three_times", 50},
    {"parked id_conflict", 400},
    {"parked invalid_field", 100},
    {"parked no_event_id", 0},
    {"parked not_utf8", 90},
    {"parked too_large", 90},
    {"parked undecodable", 100},
    {"parked unknown_content_type", 90},
    {"parked unknown_producer", 700},
    {"parked unknown_ticket", 1000},
    {"refused cycle", 6},
    {"refused not_allowed", 7000},
    {"refused not_your_hub", 100},
    {"refused stale", 200},
    {"refused unknown_team", 10},
    {"refused unknown_ticket", 40},
    {"refused wrong_state", 800},
});

}  // namespace triaged::simulation

// What is said to a client, as values. A refusal is JSON: {"errors": [{"reason": …, "detail": …}]}.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triaged::http {

struct Answer {
  unsigned status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct Problem {
  std::string_view reason;  // a word of docs/http.md
  std::string detail;       // for people
};

[[nodiscard]] Answer refuse(unsigned status, const std::vector<Problem>& problems);
[[nodiscard]] Answer not_now(std::chrono::seconds retry_after, const Problem& problem);

// {"event_id": "…"}, with the problem beside it where there is one.
[[nodiscard]] Answer about_event(unsigned status, std::string_view event_id);
[[nodiscard]] Answer about_event(std::string_view event_id, std::chrono::seconds retry_after,
                                 const Problem& problem);
[[nodiscard]] Answer about_alerts(std::size_t events, std::size_t ignored);
[[nodiscard]] Answer about_readiness(const std::vector<std::string>& missing);

}  // namespace triaged::http

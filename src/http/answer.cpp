#include "http/answer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace triaged::http {
namespace {

namespace json = boost::json;

json::array listed(const std::vector<Problem>& problems) {
  json::array list;
  for (const auto& [reason, detail] : problems)
    list.push_back(json::object{{"reason", json::string_view(reason)}, {"detail", detail}});
  return list;
}

Answer with(unsigned status, const json::object& body) {
  Answer answer;
  answer.status = status;
  answer.body = json::serialize(body) + "\n";
  return answer;
}

Answer with(std::chrono::seconds retry_after, const json::object& body) {
  auto answer = with(503U, body);
  answer.headers.emplace_back("Retry-After", std::to_string(retry_after.count()));
  return answer;
}

}  // namespace

Answer refuse(unsigned status, const std::vector<Problem>& problems) {
  return with(status, json::object{{"errors", listed(problems)}});
}

Answer not_now(std::chrono::seconds retry_after, const Problem& problem) {
  return with(retry_after, json::object{{"errors", listed({problem})}});
}

Answer about_event(unsigned status, std::string_view event_id) {
  return with(status, json::object{{"event_id", json::string_view(event_id)}});
}

Answer about_event(std::string_view event_id, std::chrono::seconds retry_after, const Problem& problem) {
  return with(retry_after,
              json::object{{"event_id", json::string_view(event_id)}, {"errors", listed({problem})}});
}

Answer about_alerts(std::size_t events, std::size_t ignored) {
  return with(200U, json::object{{"events", events}, {"ignored", ignored}});
}

Answer about_readiness(const std::vector<std::string>& missing) {
  json::array list;
  for (const auto& each : missing) list.emplace_back(each);
  return with(missing.empty() ? 200U : 503U, json::object{{"ready", missing.empty()}, {"missing", list}});
}

}  // namespace triaged::http

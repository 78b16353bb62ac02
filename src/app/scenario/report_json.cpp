#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "app/scenario/report.hpp"

namespace triaged::app::scenario {
namespace {

namespace json = boost::json;

void line(std::ostream& out, const json::object& object) { out << json::serialize(object) << '\n'; }

json::object place(const document::Place& place) {
  return {{"file", place.file}, {"line", place.line}, {"column", place.column}};
}

json::object with_place(json::object object, const document::Place& where) {
  for (const auto& [key, value] : place(where)) object[key] = value;
  return object;
}

json::object to_json(const Difference& difference) {
  return with_place({{"step", difference.step},
                     {"at", domain::to_rfc3339(difference.at)},
                     {"expected", difference.expected},
                     {"got", difference.got},
                     {"why", json::array(difference.why.begin(), difference.why.end())}},
                    difference.place);
}

json::object to_json(const rules::Coverage::Rule& rule) {
  json::array conditions;
  for (const auto& one : rule.conditions)
    conditions.push_back(with_place(
        {{"condition", one.written}, {"seen_true", one.held}, {"seen_false", one.failed}}, one.place));
  return with_place({{"rule", rule.name.value},
                     {"part", rule.part == rules::Step::Part::classify ? "classify" : "route"},
                     {"asked", rule.reached},
                     {"matched", rule.matched},
                     {"conditions", std::move(conditions)}},
                    rule.place);
}

}  // namespace

void write_json(const Suite& suite, std::ostream& out) {
  for (const auto& file : suite.files) {
    for (const auto& fault : file.faults.all())
      line(out, with_place({{"fault", fault.message}, {"remedy", fault.remedy}}, fault.place));
    for (const auto& test : file.tests) {
      json::array differences;
      for (const auto& one : test.result.differences) differences.push_back(to_json(one));
      line(out, with_place({{"test", test.name},
                            {"ok", test.result.differences.empty()},
                            {"differences", std::move(differences)}},
                           test.place));
    }
  }
  for (const auto& [digest, coverage] : suite.coverages)
    for (const auto& rule : coverage.rules()) {
      auto object = to_json(rule);
      object["ruleset"] = to_text(digest);
      line(out, object);
    }
  line(out, {{"tests", suite.tests()}, {"failed", suite.failed()}, {"files_not_played", suite.not_played()}});
}

}  // namespace triaged::app::scenario

#include <ostream>

#include "app/scenario/report.hpp"

namespace triaged::app::scenario {
namespace {

// For attributes and text alike. What XML 1.0 cannot hold at all becomes U+FFFD.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      case '\r':
        result += "&#13;";
        break;
      case '\t':
        result += "&#9;";
        break;
      default:
        if (static_cast<unsigned char>(c) < ' ')
          result += "\xEF\xBF\xBD";
        else
          result += c;
    }
  }
  return result;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string attribute(std::string_view name, std::size_t value) {
  return attribute(name, std::to_string(value));
}

std::size_t failures(const PlayedFile& file) {
  std::size_t failed = 0;
  for (const auto& test : file.tests)
    if (!test.result.differences.empty()) ++failed;
  return failed;
}

void write(const Difference& difference, std::ostream& out) {
  std::string text = difference.place.file + ":" + std::to_string(difference.place.line) + ": step " +
                     std::to_string(difference.step) + ", at " + domain::to_rfc3339(difference.at) +
                     "\nexpected  " + difference.expected + "\ngot       " + difference.got;
  for (const auto& line : difference.why) text += "\nwhy       " + line;
  out << "      <failure"
      << attribute("message", "expected " + difference.expected + ", got " + difference.got) << '>'
      << escaped(text) << "</failure>\n";
}

void write(const PlayedTest& test, const PlayedFile& file, std::ostream& out) {
  out << "    <testcase" << attribute("classname", file.name) << attribute("name", test.name)
      << attribute("file", test.place.file) << attribute("line", static_cast<std::size_t>(test.place.line));
  if (test.result.differences.empty()) {
    out << "/>\n";
    return;
  }
  out << ">\n";
  for (const auto& difference : test.result.differences) write(difference, out);
  out << "    </testcase>\n";
}

void write_errors(const PlayedFile& file, std::ostream& out) {
  std::string text;
  for (const auto& fault : file.faults.all()) text += (text.empty() ? "" : "\n") + to_text(fault);
  out << "    <testcase" << attribute("classname", file.name) << attribute("name", "can be played")
      << ">\n      <error" << attribute("message", to_text(file.faults.all().front())) << '>' << escaped(text)
      << "</error>\n    </testcase>\n";
}

}  // namespace

void write_junit(const Suite& suite, std::ostream& out) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" << attribute("name", "triaged test")
      << attribute("tests", suite.tests() + suite.not_played()) << attribute("failures", suite.failed())
      << attribute("errors", suite.not_played()) << ">\n";
  for (const auto& file : suite.files) {
    const std::size_t errors = file.faults.errors() != 0 ? 1 : 0;
    out << "  <testsuite" << attribute("name", file.name) << attribute("tests", file.tests.size() + errors)
        << attribute("failures", failures(file)) << attribute("errors", errors) << ">\n";
    if (errors != 0) write_errors(file, out);
    for (const auto& test : file.tests) write(test, file, out);
    out << "  </testsuite>\n";
  }
  out << "</testsuites>\n";
}

}  // namespace triaged::app::scenario

#include <iomanip>
#include <ostream>

#include "app/scenario/report.hpp"

namespace triaged::app::scenario {
namespace {

std::string place(const document::Place& place) { return place.file + ":" + std::to_string(place.line); }

void row(std::ostream& out, std::string_view label, const std::string& text) {
  out << "        " << std::left << std::setw(10) << label << text << '\n';
}

void write(const Difference& difference, std::ostream& out) {
  out << "    " << place(difference.place) << ": step " << difference.step << ", at "
      << domain::to_rfc3339(difference.at) << '\n';
  row(out, "expected", difference.expected);
  row(out, "got", difference.got);
  std::string_view label = "why";
  for (const auto& line : difference.why) {
    row(out, label, line);
    label = {};
  }
}

std::string number(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

void write_text(const Suite& suite, std::ostream& out) {
  for (const auto& file : suite.files) {
    out << file.name << '\n';
    for (const auto& fault : file.faults.all()) out << "  " << to_text(fault) << '\n';
    for (const auto& test : file.tests) {
      out << (test.result.differences.empty() ? "  ok    " : "  FAIL  ") << test.name << '\n';
      for (const auto& difference : test.result.differences) write(difference, out);
    }
  }
  out << '\n' << number(suite.tests(), "test") << ", " << suite.failed() << " failed";
  if (suite.not_played() != 0) out << "; " << number(suite.not_played(), "file") << " could not be played";
  out << '\n';
}

}  // namespace triaged::app::scenario

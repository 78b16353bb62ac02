// What came of a run, for people, for programs and for build servers.
#pragma once

#include <iosfwd>

#include "app/scenario/suite.hpp"

namespace triaged::app::scenario {

void write_text(const Suite& suite, std::ostream& out);

// One object a line: each fault, each test, each rule that could be covered better, and last the sum.
void write_json(const Suite& suite, std::ostream& out);

// JUnit's XML, as build servers read it: a testsuite a file. A file that could not be played is an error.
void write_junit(const Suite& suite, std::ostream& out);

// Rules that never matched, and conditions never seen true or never seen false.
void write_coverage(const Coverages& coverages, std::ostream& out);

}  // namespace triaged::app::scenario

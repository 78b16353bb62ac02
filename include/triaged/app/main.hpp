// The program: flags to a subcommand, its result to an exit code.
#pragma once

namespace triaged::app {

// Exit codes of sysexits(3), as scripts and service managers know them.
enum class Exit : int {
  ok = 0,
  check_failed = 1,  // the command ran, and what it checked does not hold
  usage = 64,
  bad_data = 65,     // an input file, or the store, is not what it should be
  unavailable = 69,  // the broker cannot be reached
  internal = 70,     // a broken invariant; please report it
  io = 74,           // the disk failed and did not come back
  configuration = 78,
};

[[nodiscard]] int main(int argc, char** argv);

}  // namespace triaged::app

// What a run did, so that one which did too little does not pass for one that found nothing.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>

namespace triaged::simulation {

class Counts {
 public:
  // `what` is one of the words of the table: event, fault, effect, refused, parked.
  void add(std::string_view what, std::string_view kind, std::uint64_t times = 1);
  // "event commented open": an event of that kind, of a ticket that was in that state.
  void add_event(std::string_view kind, std::string_view state);
  void add(const Counts& other);

  [[nodiscard]] std::uint64_t of(const std::string& name) const;

  // Everything counted, and below it what is too thin for its number of steps. False: something is,
  // and the run had a million steps or more.
  [[nodiscard]] bool report(std::ostream& out) const;

 private:
  std::map<std::string, std::uint64_t, std::less<>> counts_;
  std::string name_;  // put together here, so that counting allocates nothing
};

}  // namespace triaged::simulation

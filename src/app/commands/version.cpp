// triaged version: what this build is made of.
#include <ostream>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/version.hpp>

#include "app/command.hpp"

#ifndef TRIAGED_VERSION
#error "TRIAGED_VERSION comes from the project's version in CMakeLists.txt"
#endif

namespace triaged::app {

Exit version(const Common& common, const Streams& streams) {
  constexpr int kBoost = BOOST_VERSION;
  const std::string boost = std::to_string(kBoost / 100'000) + "." + std::to_string(kBoost / 100 % 1000) +
                            "." + std::to_string(kBoost % 100);
  if (common.json) {
    streams.out << boost::json::serialize(boost::json::object{{"version", TRIAGED_VERSION},
                                                              {"build", TRIAGED_BUILD},
                                                              {"compiler", __VERSION__},
                                                              {"boost", boost}})
                << '\n';
  } else {
    streams.out << "triaged " << TRIAGED_VERSION << " (" << TRIAGED_BUILD << ", g++ or clang++ "
                << __VERSION__ << ", Boost " << boost << ")\n";
  }
  return Exit::ok;
}

}  // namespace triaged::app

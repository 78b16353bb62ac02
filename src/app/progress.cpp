#include "app/progress.hpp"

#include <algorithm>
#include <ostream>
#include <string>

namespace triaged::app {
namespace {

constexpr std::size_t kWidth = 40;  // of the bar, in characters
constexpr std::string_view kErase = "\r\x1b[K";

}  // namespace

Progress::~Progress() { clear(); }

void Progress::at(std::uint64_t count, std::string_view of_what, std::optional<double> done, Moment now) {
  if (terminal_ == nullptr || now < next_) return;
  next_ = now + kEvery;
  *terminal_ << kErase;
  if (done) {
    const double part = std::clamp(*done, 0.0, 1.0);
    const auto full = static_cast<std::size_t>(part * static_cast<double>(kWidth));
    *terminal_ << '[' << std::string(full, '#') << std::string(kWidth - full, '.') << "] "
               << static_cast<int>(part * 100) << "%  ";
  }
  *terminal_ << count << ' ' << of_what << std::flush;
  shown_ = true;
}

void Progress::clear() {
  if (shown_) *terminal_ << kErase << std::flush;
  shown_ = false;
}

}  // namespace triaged::app

#include "unsettled.hpp"

#include <algorithm>

namespace triaged::amqp {

const std::vector<Acknowledgement>& Unsettled::settle(std::vector<std::uint64_t>& tags) {
  out_.clear();
  std::sort(tags.begin(), tags.end());
  const auto pass_those_ahead = [this] {
    while (!ahead_.empty() && *ahead_.begin() == low_ + 1) {
      ahead_.erase(ahead_.begin());
      ++low_;
    }
  };

  std::uint64_t in_order = 0;  // the highest tag of this call that the low mark reached
  std::uint64_t count = 0;
  auto tag = tags.begin();
  for (; tag != tags.end() && *tag <= last_; ++tag) {
    if (*tag <= low_) continue;  // settled before, or twice in this call
    if (*tag != low_ + 1) break;
    low_ = in_order = *tag;
    ++count;
    pass_those_ahead();
  }
  if (in_order != 0) out_.push_back({.tag = in_order, .multiple = count > 1});
  for (; tag != tags.end() && *tag <= last_; ++tag)
    if (*tag > low_ && ahead_.insert(*tag).second) out_.push_back({.tag = *tag, .multiple = false});
  return out_;
}

}  // namespace triaged::amqp

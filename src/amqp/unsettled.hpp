// Which deliveries of a channel are not acknowledged yet, and how few acknowledgements say what was settled.
// Deliveries are mostly settled in order, so one `multiple` acknowledgement usually says it all; those ahead
// of a gap are acknowledged one by one. The broker closes the channel (406) when a tag is acknowledged twice,
// even as the tag of a `multiple` one, so a tag is never named twice.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

namespace triaged::amqp {

struct Acknowledgement {
  std::uint64_t tag = 0;
  bool multiple = false;

  bool operator==(const Acknowledgement&) const = default;
};

class Unsettled {
 public:
  void delivered(std::uint64_t tag) { last_ = tag; }  // tags rise by one, from 1

  // Tags never delivered and those settled before are left out. `tags` is sorted on the way; the result is
  // good until the next call.
  const std::vector<Acknowledgement>& settle(std::vector<std::uint64_t>& tags);

 private:
  std::uint64_t last_ = 0;
  std::uint64_t low_ = 0;          // everything up to here is acknowledged
  std::set<std::uint64_t> ahead_;  // acknowledged one by one, above a gap
  std::vector<Acknowledgement> out_;
};

}  // namespace triaged::amqp

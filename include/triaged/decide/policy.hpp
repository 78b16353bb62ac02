// The policy: what the service promises, in numbers and switches. Immutable, shared by pointer, replaced
// whole.
#pragma once

#include <memory>
#include <string>

#include <triaged/document/reader.hpp>
#include <triaged/domain/bytes.hpp>

namespace triaged::decide {

struct Policy {
  bool notify_requesters = true;  // send `received` and so on
  std::string requesters_queue = "triaged.requesters";
  std::string unrouted_queue = "triaged.unrouted";
  domain::Digest digest;  // of the file it came from
};

// Reads policy.yaml. nullptr when there were errors.
[[nodiscard]] std::shared_ptr<const Policy> read_policy(const document::Node& file, document::Faults& faults);

}  // namespace triaged::decide

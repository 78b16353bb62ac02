// A name and its value, as headers and labels have them.
#pragma once

#include <codec/row_writer.hpp>

#include <triaged/v1/state.pb.h>

namespace triaged::codec {

// As a StoredPair in `field`.
inline void write_pair(RowWriter& out, int field, std::string_view name, std::string_view value) {
  out.part(field, [&] {
    out.text(v1::StoredPair::kNameFieldNumber, name);
    out.text(v1::StoredPair::kValueFieldNumber, value);
  });
}

}  // namespace triaged::codec

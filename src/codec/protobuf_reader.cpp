#include <codec/protobuf_reader.hpp>
#include <google/protobuf/stubs/logging.h>

namespace triaged::codec {

bool parse_quietly(std::string_view bytes, google::protobuf::MessageLite& into) {
  // A producer's broken message must not fill our standard error; why it was parked is told elsewhere.
  static const auto before = google::protobuf::SetLogHandler(nullptr);
  static_cast<void>(before);
  return into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace triaged::codec

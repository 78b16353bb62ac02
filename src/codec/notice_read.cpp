// Published notices back to JSON text, for people who watch a queue. Speed does not matter here, so
// protobuf's own JSON serves.
#include <boost/json/parse.hpp>
#include <google/protobuf/util/json_util.h>

#include <triaged/codec/notice.hpp>
#include <triaged/v1/notice.pb.h>

namespace triaged::codec {

std::optional<std::string> json_of_notice(const domain::InboundMessage& message) {
  if (message.content_type == "application/json") {
    boost::system::error_code error;
    const auto value = boost::json::parse(message.body, error);
    if (error || !value.is_object() || !value.as_object().contains("notice_id")) return std::nullopt;
    return message.body;
  }
  v1::Notice notice;
  if (!notice.ParseFromString(message.body) || notice.notice_id().empty()) return std::nullopt;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(notice, &text, options).ok()) return std::nullopt;
  return text;
}

}  // namespace triaged::codec

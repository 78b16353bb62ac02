// Published notices back to JSON text, for people who watch a queue. Speed does not matter here, so
// protobuf's own JSON serves.
#include <boost/json/parse.hpp>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wire_format_lite.h>

#include <triaged/codec/notice.hpp>
#include <triaged/v1/incident.pb.h>
#include <triaged/v1/notice.pb.h>

namespace triaged::codec {
namespace {

// The first field of both kinds of notice; empty where there is none.
std::string notice_id(std::string_view bytes) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  std::string id;
  const std::uint32_t tag =
      WireFormatLite::MakeTag(v1::Notice::kNoticeIdFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  if (input.ReadTag() != tag || !WireFormatLite::ReadBytes(&input, &id)) id.clear();
  return id;
}

template <class Notice>
std::optional<std::string> printed(const std::string& bytes) {
  Notice notice;
  if (!notice.ParseFromString(bytes)) return std::nullopt;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(notice, &text, options).ok()) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> json_of_notice(const domain::InboundMessage& message) {
  if (message.content_type == "application/json") {
    boost::system::error_code error;
    const auto value = boost::json::parse(message.body, error);
    if (error || !value.is_object() || !value.as_object().contains("notice_id")) return std::nullopt;
    return message.body;
  }
  const std::string id = notice_id(message.body);
  if (id.empty()) return std::nullopt;
  // No ticket has an id of the form that incidents' have.
  return domain::incident_number(std::string_view(id).substr(0, id.find(':')))
             ? printed<v1::IncidentNotice>(message.body)
             : printed<v1::Notice>(message.body);
}

}  // namespace triaged::codec

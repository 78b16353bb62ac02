// triaged parked: the messages that could not be read, with their reasons and their original bytes. Reads the
// store beside a running daemon; changes nothing.
#include <iomanip>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/codec/state.hpp>
#include <triaged/persist/reader.hpp>

#include "app/command.hpp"

namespace triaged::app {
namespace {

namespace json = boost::json;

Exit complain(const persist::Fault& fault, const Streams& streams) {
  streams.err << fault.text << '\n';
  return persist::is_bad_data(fault.kind) ? Exit::bad_data : Exit::io;
}

std::string hexadecimal(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    text += kDigits[(static_cast<unsigned char>(c)) >> 4];
    text += kDigits[(static_cast<unsigned char>(c)) & 15];
  }
  return text;
}

void print(const ports::ParkedRow& row, const domain::InboundMessage& message, std::ostream& out) {
  const auto line = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) out << std::left << std::setw(16) << label << value << '\n';
  };
  line("key", to_text(row.key));
  line("reason", std::string(name(row.reason)));
  line("detail", row.detail);
  line("parked at", domain::to_rfc3339(row.at));
  line("routing key", message.routing_key);
  line("content type", message.content_type);
  line("message id", message.message_id);
  line("user id", message.user_id);
  line("reply to", message.reply_to);
  line("correlation id", message.correlation_id);
  for (const auto& [key, value] : message.headers) line("header " + key, codec::legible(value, 200));
  line("body", std::to_string(row.full_size) + " bytes" +
                   (row.full_size > message.body.size()
                        ? ", the first " + std::to_string(message.body.size()) + " kept"
                        : ""));
  constexpr std::size_t kShown = 4096;
  out << '\n' << codec::legible(message.body, kShown) << '\n';
  if (message.body.size() > kShown) out << "… --json prints all of it\n";
}

}  // namespace

Exit parked_list(const Common& common, const ParkedOptions& options, const Streams& streams) {
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  const auto answer = persist::Reader(configuration->settings.store.path.string()).parked(options.limit);
  if (const auto* fault = std::get_if<persist::Fault>(&answer)) return complain(*fault, streams);
  for (const auto& row : std::get<0>(answer)) {
    if (common.json)
      streams.out << json::serialize(json::object{{"key", to_text(row.key)},
                                                  {"reason", name(row.reason)},
                                                  {"detail", row.detail},
                                                  {"at", domain::to_rfc3339(row.at)},
                                                  {"bytes", row.full_size}})
                  << '\n';
    else
      streams.out << to_text(row.key).substr(7, 16) << "  " << domain::to_rfc3339(row.at).substr(0, 19)
                  << "  " << std::left << std::setw(22) << name(row.reason) << row.detail << '\n';
  }
  if (std::get<0>(answer).empty() && !common.json) streams.out << "nothing is parked\n";
  return Exit::ok;
}

Exit parked_show(const Common& common, const ParkedOptions& options, const Streams& streams) {
  const auto configuration = load_or_complain(common, streams);
  if (!configuration) return Exit::configuration;
  const auto answer = persist::Reader(configuration->settings.store.path.string()).parked_by_key(options.key);
  if (const auto* fault = std::get_if<persist::Fault>(&answer)) return complain(*fault, streams);
  const auto& match = std::get<persist::ParkedMatch>(answer);
  switch (match.matched) {
    case persist::Matched::one:
      break;
    case persist::Matched::none:
      streams.err << "nothing is parked under a key that begins with `" << options.key
                  << "`; `triaged parked list` shows them\n";
      return Exit::check_failed;
    case persist::Matched::several:
      streams.err << "several keys begin with `" << options.key << "`; give more of it\n";
      return Exit::check_failed;
    case persist::Matched::not_hexadecimal:
      streams.err << "`" << options.key
                  << "` is no key: keys are hexadecimal digits, as `triaged parked list` shows them\n";
      return Exit::usage;
  }
  const auto message = codec::decode_inbound(match.row->message);
  if (!message) {
    streams.err << "the parked message cannot be decoded: the store is damaged\n";
    return Exit::bad_data;
  }
  if (!common.json) return print(*match.row, *message, streams.out), Exit::ok;
  json::object headers;
  for (const auto& [key, value] : message->headers) headers[key] = codec::legible(value, value.size() * 3);
  streams.out << json::serialize(json::object{{"key", to_text(match.row->key)},
                                              {"reason", name(match.row->reason)},
                                              {"detail", match.row->detail},
                                              {"at", domain::to_rfc3339(match.row->at)},
                                              {"bytes", match.row->full_size},
                                              {"kept", message->body.size()},
                                              {"routing_key", message->routing_key},
                                              {"content_type", message->content_type},
                                              {"message_id", message->message_id},
                                              {"user_id", message->user_id},
                                              {"reply_to", message->reply_to},
                                              {"correlation_id", message->correlation_id},
                                              {"headers", headers},
                                              {"body_hex", hexadecimal(message->body)}})
              << '\n';
  return Exit::ok;
}

}  // namespace triaged::app

// librabbitmq encodes methods and properties; the seven octets before and the one after are ours.
#include "encode.hpp"

#include <algorithm>
#include <array>

#include "frame.hpp"
#include "librabbitmq.hpp"
#include "octets.hpp"

namespace triaged::amqp::say {
namespace {

constexpr std::size_t short_text_max = 255;
constexpr std::size_t method_room = 4 + 64;  // octets of a method besides its texts
constexpr std::size_t properties_room = 64;
constexpr std::size_t header_room = 8;    // octets of one header besides its name and value
constexpr std::size_t content_head = 12;  // class, weight and body size
constexpr std::uint16_t class_basic = 60;

// A frame being written; taken back when it is not finished.
class FrameWriter {
 public:
  FrameWriter(std::string& out, FrameKind kind, std::uint16_t channel, std::size_t room)
      : out_(out), start_(out.size()) {
    out_.resize(start_ + frame_head + room);
    out_[start_] = static_cast<char>(kind);
    write_u16(&out_[start_ + 1], channel);
  }
  ~FrameWriter() {
    if (!finished_) out_.resize(start_);
  }
  FrameWriter(const FrameWriter&) = delete;
  FrameWriter& operator=(const FrameWriter&) = delete;

  char* payload() { return &out_[start_ + frame_head]; }
  amqp_bytes_t room_after(std::size_t octets) {
    return {out_.size() - start_ - frame_head - octets, payload() + octets};
  }
  void finish(std::size_t payload_size) {
    out_.resize(start_ + frame_head + payload_size);
    write_u32(&out_[start_ + 3], static_cast<std::uint32_t>(payload_size));
    out_.push_back(frame_end);
    finished_ = true;
  }

 private:
  std::string& out_;
  std::size_t start_;
  bool finished_ = false;
};

bool method(std::string& out, std::uint16_t channel, amqp_method_number_t number, void* fields,
            std::size_t texts) {
  FrameWriter frame(out, FrameKind::method, channel, method_room + texts);
  write_u32(frame.payload(), number);
  const int size = amqp_encode_method(number, fields, frame.room_after(4));
  if (size < 0) return false;
  frame.finish(4 + static_cast<std::size_t>(size));
  return true;
}

amqp_table_entry_t text_entry(std::string_view name, std::string_view value) {
  amqp_table_entry_t entry{};
  entry.key = c::bytes(name);
  entry.value.kind = AMQP_FIELD_KIND_UTF8;
  entry.value.value.bytes = c::bytes(value);
  return entry;
}

amqp_table_entry_t flag_entry(std::string_view name) {
  amqp_table_entry_t entry{};
  entry.key = c::bytes(name);
  entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
  entry.value.value.boolean = 1;
  return entry;
}

template <std::size_t count>
amqp_table_t table(std::array<amqp_table_entry_t, count>& entries) {
  return {static_cast<int>(count), entries.data()};
}

// Appends headers; false when a name is too long, which librabbitmq does not notice.
bool add_headers(std::vector<amqp_table_entry_t>& entries, const domain::Headers& headers) {
  entries.clear();
  for (const auto& [name, value] : headers) {
    if (name.size() > short_text_max) return false;
    entries.push_back(text_entry(name, value));
  }
  return true;
}

void body(std::string& out, std::uint16_t channel, std::string_view octets, std::size_t frame_max) {
  const std::size_t most = frame_max - frame_overhead;
  while (!octets.empty()) {
    const auto part = octets.substr(0, most);
    std::array<char, frame_head> head{static_cast<char>(FrameKind::body)};
    write_u16(&head[1], channel);
    write_u32(&head[3], static_cast<std::uint32_t>(part.size()));
    out.append(head.data(), head.size()).append(part).push_back(frame_end);
    octets.remove_prefix(part.size());
  }
}

std::size_t header(std::string& out, std::uint16_t channel, const Outgoing& message) {
  static thread_local std::vector<amqp_table_entry_t> entries;  // reused: no allocation per message
  amqp_basic_properties_t properties{};
  std::size_t texts = 0;
  const auto set = [&](amqp_bytes_t& field, std::string_view value, amqp_flags_t flag) {
    if (value.empty()) return;
    field = c::bytes(value);
    properties._flags |= flag;
    texts += value.size();
  };
  set(properties.content_type, message.content_type, AMQP_BASIC_CONTENT_TYPE_FLAG);
  set(properties.correlation_id, message.correlation_id, AMQP_BASIC_CORRELATION_ID_FLAG);
  set(properties.reply_to, message.reply_to, AMQP_BASIC_REPLY_TO_FLAG);
  set(properties.message_id, message.message_id, AMQP_BASIC_MESSAGE_ID_FLAG);
  set(properties.type, message.type, AMQP_BASIC_TYPE_FLAG);
  set(properties.user_id, message.user_id, AMQP_BASIC_USER_ID_FLAG);
  properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
  properties._flags |= AMQP_BASIC_DELIVERY_MODE_FLAG;
  if (message.timestamp) {
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(message.timestamp->time_since_epoch()).count();
    properties.timestamp = static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0));
    properties._flags |= AMQP_BASIC_TIMESTAMP_FLAG;
  }
  if (message.headers != nullptr && !message.headers->empty()) {
    if (!add_headers(entries, *message.headers)) return 0;
    for (const auto& [name, value] : *message.headers) texts += name.size() + value.size() + header_room;
    properties.headers = {static_cast<int>(entries.size()), entries.data()};
    properties._flags |= AMQP_BASIC_HEADERS_FLAG;
  }

  FrameWriter frame(out, FrameKind::header, channel, content_head + properties_room + texts);
  write_u16(frame.payload(), class_basic);
  write_u16(frame.payload() + 2, 0);
  write_u64(frame.payload() + 4, message.body.size());
  const int size = amqp_encode_properties(class_basic, &properties, frame.room_after(content_head));
  if (size < 0) return 0;
  frame.finish(content_head + static_cast<std::size_t>(size));
  return frame_overhead + content_head + static_cast<std::size_t>(size);
}

// Encodes one request and gives the number of its answer's method.
struct Asking {
  std::string& out;
  std::uint16_t channel;

  std::uint32_t sent(amqp_method_number_t number, void* fields, std::size_t texts,
                     amqp_method_number_t answer) {
    return method(out, channel, number, fields, texts) ? answer : 0;
  }
  std::uint32_t operator()(const OpenChannel&) {
    amqp_channel_open_t fields{amqp_empty_bytes};
    return sent(AMQP_CHANNEL_OPEN_METHOD, &fields, 0, AMQP_CHANNEL_OPEN_OK_METHOD);
  }
  std::uint32_t operator()(const CloseChannel&) {
    amqp_channel_close_t fields{200, amqp_empty_bytes, 0, 0};
    return sent(AMQP_CHANNEL_CLOSE_METHOD, &fields, 0, AMQP_CHANNEL_CLOSE_OK_METHOD);
  }
  std::uint32_t operator()(const DeclareExchange& asked) {
    amqp_exchange_declare_t fields{};
    fields.exchange = c::bytes(asked.name);
    fields.type = c::bytes(asked.type);
    fields.passive = asked.passive;
    fields.durable = 1;
    return sent(AMQP_EXCHANGE_DECLARE_METHOD, &fields, asked.name.size() + asked.type.size(),
                AMQP_EXCHANGE_DECLARE_OK_METHOD);
  }
  std::uint32_t operator()(const DeclareQueue& asked) {
    std::vector<amqp_table_entry_t> entries;
    std::size_t texts = asked.name.size();
    for (const auto& [name, value] : asked.arguments) {
      amqp_table_entry_t entry = text_entry(name, {});
      if (const auto* text = std::get_if<std::string>(&value)) {
        entry.value.value.bytes = c::bytes(*text);
        texts += text->size();
      } else {
        entry.value.kind = AMQP_FIELD_KIND_I64;
        entry.value.value.i64 = std::get<std::int64_t>(value);
      }
      texts += name.size() + 2 * header_room;
      entries.push_back(entry);
    }
    amqp_queue_declare_t fields{};
    fields.queue = c::bytes(asked.name);
    fields.passive = asked.passive;
    fields.durable = asked.durable;
    fields.exclusive = asked.exclusive;
    fields.auto_delete = asked.auto_delete;
    fields.arguments = {static_cast<int>(entries.size()), entries.data()};
    return sent(AMQP_QUEUE_DECLARE_METHOD, &fields, texts, AMQP_QUEUE_DECLARE_OK_METHOD);
  }
  std::uint32_t operator()(const BindQueue& asked) {
    amqp_queue_bind_t fields{};
    fields.queue = c::bytes(asked.queue);
    fields.exchange = c::bytes(asked.exchange);
    fields.routing_key = c::bytes(asked.routing_key);
    return sent(AMQP_QUEUE_BIND_METHOD, &fields,
                asked.queue.size() + asked.exchange.size() + asked.routing_key.size(),
                AMQP_QUEUE_BIND_OK_METHOD);
  }
  std::uint32_t operator()(const SetPrefetch& asked) {
    amqp_basic_qos_t fields{0, asked.count, 0};
    return sent(AMQP_BASIC_QOS_METHOD, &fields, 0, AMQP_BASIC_QOS_OK_METHOD);
  }
  std::uint32_t operator()(const Consume& asked) {
    amqp_basic_consume_t fields{};
    fields.queue = c::bytes(asked.queue);
    fields.consumer_tag = c::bytes(asked.consumer);
    return sent(AMQP_BASIC_CONSUME_METHOD, &fields, asked.queue.size() + asked.consumer.size(),
                AMQP_BASIC_CONSUME_OK_METHOD);
  }
  std::uint32_t operator()(const SelectConfirms&) {
    amqp_confirm_select_t fields{};
    return sent(AMQP_CONFIRM_SELECT_METHOD, &fields, 0, AMQP_CONFIRM_SELECT_OK_METHOD);
  }
};

}  // namespace

void protocol_header(std::string& out) { out.append(std::string_view{"AMQP\0\0\x09\x01", 8}); }

void heartbeat(std::string& out) { out.append(std::string_view{"\x08\0\0\0\0\0\0\xCE", 8}); }

bool start_ok(std::string& out, std::string_view user, std::string_view password, std::string_view name) {
  std::array capabilities{flag_entry("publisher_confirms"), flag_entry("connection.blocked"),
                          flag_entry("consumer_cancel_notify"), flag_entry("basic.nack"),
                          flag_entry("authentication_failure_close")};
  amqp_table_entry_t understood{};
  understood.key = c::bytes("capabilities");
  understood.value.kind = AMQP_FIELD_KIND_TABLE;
  understood.value.value.table = table(capabilities);
  std::array properties{text_entry("product", "triaged"), text_entry("platform", "C++"),
                        text_entry("connection_name", name), understood};
  std::string response;
  response.append(1, '\0').append(user).append(1, '\0').append(password);
  amqp_connection_start_ok_t fields{};
  fields.client_properties = table(properties);
  fields.mechanism = c::bytes("PLAIN");
  fields.response = c::bytes(response);
  fields.locale = c::bytes("en_US");
  return method(out, 0, AMQP_CONNECTION_START_OK_METHOD, &fields, 512 + name.size() + response.size());
}

void tune_ok(std::string& out, std::uint16_t channel_max, std::uint32_t frame_max,
             std::uint16_t heartbeat_s) {
  amqp_connection_tune_ok_t fields{channel_max, frame_max, heartbeat_s};
  static_cast<void>(method(out, 0, AMQP_CONNECTION_TUNE_OK_METHOD, &fields, 0));  // only numbers: always fits
}

bool open(std::string& out, std::string_view vhost) {
  amqp_connection_open_t fields{c::bytes(vhost), amqp_empty_bytes, 0};
  return method(out, 0, AMQP_CONNECTION_OPEN_METHOD, &fields, vhost.size());
}

void close(std::string& out, std::string_view text) {
  text = text.substr(0, short_text_max);
  amqp_connection_close_t fields{200, c::bytes(text), 0, 0};
  static_cast<void>(method(out, 0, AMQP_CONNECTION_CLOSE_METHOD, &fields, text.size()));  // cut to fit
}

void close_ok(std::string& out) {
  amqp_connection_close_ok_t fields{};
  static_cast<void>(method(out, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &fields, 0));  // empty: always fits
}

void channel_close_ok(std::string& out, std::uint16_t channel) {
  amqp_channel_close_ok_t fields{};
  static_cast<void>(method(out, channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &fields, 0));  // empty: always fits
}

void cancel_ok(std::string& out, std::uint16_t channel, std::string_view consumer) {
  amqp_basic_cancel_ok_t fields{c::bytes(consumer)};
  // The broker's own text, at most 255 octets.
  static_cast<void>(method(out, channel, AMQP_BASIC_CANCEL_OK_METHOD, &fields, consumer.size()));
}

void ack(std::string& out, std::uint16_t channel, std::uint64_t tag, bool multiple) {
  amqp_basic_ack_t fields{tag, multiple};
  static_cast<void>(method(out, channel, AMQP_BASIC_ACK_METHOD, &fields, 0));  // only numbers: always fits
}

bool publish(std::string& out, std::uint16_t channel, const Outgoing& message, std::size_t frame_max) {
  const std::size_t start = out.size();
  amqp_basic_publish_t fields{};
  fields.exchange = c::bytes(message.exchange);
  fields.routing_key = c::bytes(message.routing_key);
  fields.mandatory = 1;
  if (!method(out, channel, AMQP_BASIC_PUBLISH_METHOD, &fields,
              message.exchange.size() + message.routing_key.size()))
    return false;
  const std::size_t head = header(out, channel, message);
  if (head == 0 || head > frame_max) {  // the broker would close the whole connection (501)
    out.resize(start);
    return false;
  }
  body(out, channel, message.body, frame_max);
  return true;
}

std::uint32_t request(std::string& out, std::uint16_t channel, const Request& request) {
  return std::visit(Asking{.out = out, .channel = channel}, request);
}

}  // namespace triaged::amqp::say

// Only numbers that are expected reach librabbitmq, so that of the methods with tables, whose decoding calls
// itself, only Start is left; and before Tune frames are small.
#include "decode.hpp"

#include "librabbitmq.hpp"
#include "octets.hpp"

namespace triaged::amqp {

class Decoder::Memory {
 public:
  c::Pool pool;
};

Decoder::Decoder() : memory_(std::make_unique<Memory>()) {}
Decoder::~Decoder() = default;

namespace {

std::string_view server_version(const amqp_table_t& properties) {
  for (int i = 0; i < properties.num_entries; ++i) {
    const auto& entry = properties.entries[i];
    if (c::text(entry.key) == "version" && entry.value.kind == AMQP_FIELD_KIND_UTF8)
      return c::text(entry.value.value.bytes);
  }
  return {};
}

}  // namespace

std::optional<heard::Method> Decoder::decode(std::string_view payload) {
  const std::uint32_t number = read_u32(payload);
  const auto arguments = c::bytes(payload.substr(4));
  const auto as = [&]<class Fields>(std::type_identity<Fields>) -> const Fields* {
    void* decoded = nullptr;
    if (amqp_decode_method(number, memory_->pool.recycled(), arguments, &decoded) != AMQP_STATUS_OK)
      return nullptr;
    return static_cast<const Fields*>(decoded);
  };

  switch (number) {
    case AMQP_BASIC_DELIVER_METHOD:
      if (const auto* m = as(std::type_identity<amqp_basic_deliver_t>{}))
        return heard::Deliver{.consumer = c::text(m->consumer_tag),
                              .tag = m->delivery_tag,
                              .redelivered = m->redelivered != 0,
                              .routing_key = c::text(m->routing_key)};
      return std::nullopt;
    case AMQP_BASIC_ACK_METHOD:
      if (const auto* m = as(std::type_identity<amqp_basic_ack_t>{}))
        return heard::Confirm{.tag = m->delivery_tag, .multiple = m->multiple != 0, .accepted = true};
      return std::nullopt;
    case AMQP_BASIC_NACK_METHOD:
      if (const auto* m = as(std::type_identity<amqp_basic_nack_t>{}))
        return heard::Confirm{.tag = m->delivery_tag, .multiple = m->multiple != 0, .accepted = false};
      return std::nullopt;
    case AMQP_BASIC_RETURN_METHOD:
      if (const auto* m = as(std::type_identity<amqp_basic_return_t>{}))
        return heard::Return{
            .code = m->reply_code, .text = c::text(m->reply_text), .routing_key = c::text(m->routing_key)};
      return std::nullopt;
    case AMQP_BASIC_CANCEL_METHOD:
      if (const auto* m = as(std::type_identity<amqp_basic_cancel_t>{}))
        return heard::Cancel{.consumer = c::text(m->consumer_tag), .answer_wanted = m->nowait == 0};
      return std::nullopt;
    case AMQP_CONNECTION_START_METHOD:
      if (const auto* m = as(std::type_identity<amqp_connection_start_t>{}))
        return heard::Start{.mechanisms = c::text(m->mechanisms),
                            .version = server_version(m->server_properties)};
      return std::nullopt;
    case AMQP_CONNECTION_TUNE_METHOD:
      if (const auto* m = as(std::type_identity<amqp_connection_tune_t>{}))
        return heard::Tune{
            .channel_max = m->channel_max, .frame_max = m->frame_max, .heartbeat = m->heartbeat};
      return std::nullopt;
    case AMQP_CONNECTION_OPEN_OK_METHOD:
      return heard::OpenOk{};
    case AMQP_CONNECTION_CLOSE_METHOD:
      if (const auto* m = as(std::type_identity<amqp_connection_close_t>{}))
        return heard::Close{.code = m->reply_code, .text = c::text(m->reply_text)};
      return std::nullopt;
    case AMQP_CONNECTION_CLOSE_OK_METHOD:
      return heard::CloseOk{};
    case AMQP_CONNECTION_BLOCKED_METHOD:
      if (const auto* m = as(std::type_identity<amqp_connection_blocked_t>{}))
        return heard::Blocked{.reason = c::text(m->reason)};
      return std::nullopt;
    case AMQP_CONNECTION_UNBLOCKED_METHOD:
      return heard::Unblocked{};
    case AMQP_CHANNEL_CLOSE_METHOD:
      if (const auto* m = as(std::type_identity<amqp_channel_close_t>{}))
        return heard::ChannelClose{.code = m->reply_code, .text = c::text(m->reply_text)};
      return std::nullopt;
    case AMQP_CHANNEL_CLOSE_OK_METHOD:
      return heard::ChannelCloseOk{};
    case AMQP_QUEUE_DECLARE_OK_METHOD:
      if (const auto* m = as(std::type_identity<amqp_queue_declare_ok_t>{}))
        return heard::Answer{.method = number, .consumers = m->consumer_count};
      return std::nullopt;
    case AMQP_CHANNEL_OPEN_OK_METHOD:
    case AMQP_EXCHANGE_DECLARE_OK_METHOD:
    case AMQP_QUEUE_BIND_OK_METHOD:
    case AMQP_BASIC_QOS_OK_METHOD:
    case AMQP_BASIC_CONSUME_OK_METHOD:
    case AMQP_BASIC_CANCEL_OK_METHOD:
    case AMQP_CONFIRM_SELECT_OK_METHOD:
      return heard::Answer{.method = number};
    default:
      return std::nullopt;
  }
}

}  // namespace triaged::amqp

#include "broker.hpp"

#include <cerrno>
#include <cstring>

#include <amqp_tcp_socket.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace bench {
namespace {

constexpr int frame_size = 131072;
constexpr std::uint16_t channel = 1;

std::string words(const amqp_rpc_reply_t& reply) {
  if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION) return amqp_error_string2(reply.library_error);
  if (reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD)
    return text(static_cast<amqp_channel_close_t*>(reply.reply.decoded)->reply_text);
  if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD)
    return text(static_cast<amqp_connection_close_t*>(reply.reply.decoded)->reply_text);
  return "method " + std::to_string(reply.reply.id);
}

}  // namespace

amqp_bytes_t bytes(const std::string& text) {
  return {text.size(), const_cast<char*>(text.data())};  // librabbitmq only reads it, and does not say so
}

std::string text(amqp_bytes_t bytes) { return {static_cast<const char*>(bytes.bytes), bytes.len}; }

Broker::Broker(const std::string& url, std::uint16_t channels) : connection_(amqp_new_connection()) {
  amqp_connection_info where;
  std::string parsed = url;  // amqp_parse_url cuts it into pieces
  if (amqp_parse_url(parsed.data(), &where) != AMQP_STATUS_OK)
    throw BrokerError("not a broker's URL: " + url);
  amqp_socket_t* socket = amqp_tcp_socket_new(connection_);
  if (socket == nullptr || amqp_socket_open(socket, where.host, where.port) != AMQP_STATUS_OK)
    throw BrokerError("no connection to " + url);
  const auto login = amqp_login(connection_, where.vhost, 0, frame_size, 0, AMQP_SASL_METHOD_PLAIN,
                                where.user, where.password);
  if (login.reply_type != AMQP_RESPONSE_NORMAL) throw BrokerError("login: " + words(login));
  for (std::uint16_t each = 1; each <= channels; ++each) {
    amqp_channel_open(connection_, each);
    check("channel.open");
  }
}

Broker::~Broker() {
  amqp_connection_close(connection_, AMQP_REPLY_SUCCESS);
  amqp_destroy_connection(connection_);
}

void Broker::check(const char* what) {
  const auto reply = amqp_get_rpc_reply(connection_);
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) throw BrokerError(std::string(what) + ": " + words(reply));
}

void Broker::declare_topic_exchange(const std::string& name) {
  constexpr amqp_boolean_t passive = 0, durable = 1, auto_delete = 0, internal = 0;
  amqp_exchange_declare(connection_, channel, bytes(name), amqp_cstring_bytes("topic"), passive, durable,
                        auto_delete, internal, amqp_empty_table);
  check("exchange.declare");
}

void Broker::declare_quorum_queue(const std::string& name) {
  constexpr amqp_boolean_t passive = 0, durable = 1, exclusive = 0, auto_delete = 0;
  amqp_table_entry_t type{};
  type.key = amqp_cstring_bytes("x-queue-type");
  type.value.kind = AMQP_FIELD_KIND_UTF8;
  type.value.value.bytes = amqp_cstring_bytes("quorum");
  amqp_queue_declare(connection_, channel, bytes(name), passive, durable, exclusive, auto_delete, {1, &type});
  check("queue.declare");
}

void Broker::bind(const std::string& queue, const std::string& exchange, const std::string& key) {
  amqp_queue_bind(connection_, channel, bytes(queue), bytes(exchange), bytes(key), amqp_empty_table);
  check("queue.bind");
}

void Broker::select_confirms() {
  amqp_confirm_select(connection_, channel);
  check("confirm.select");
}

void Broker::consume(const std::string& queue, std::uint16_t prefetch) {
  amqp_basic_qos(connection_, channel, 0, prefetch, 0);
  check("basic.qos");
  constexpr amqp_boolean_t no_local = 0, no_ack = 0, exclusive = 0;
  amqp_basic_consume(connection_, channel, bytes(queue), amqp_empty_bytes, no_local, no_ack, exclusive,
                     amqp_empty_table);
  check("basic.consume");
}

std::vector<std::uint64_t> Broker::ready(const std::vector<std::string>& queues) {
  std::uint16_t on = 0;
  for (const std::string& queue : queues) {
    amqp_queue_declare_t ask{};
    ask.queue = bytes(queue);
    ask.passive = 1;
    if (amqp_send_method(connection_, ++on, AMQP_QUEUE_DECLARE_METHOD, &ask) != AMQP_STATUS_OK)
      throw BrokerError("queue.declare could not be sent");
  }
  std::vector<std::uint64_t> counts(queues.size());
  for (std::size_t answers = 0; answers < queues.size(); ++answers) {
    const auto frame = next(true);
    if (frame->frame_type != AMQP_FRAME_METHOD || frame->payload.method.id != AMQP_QUEUE_DECLARE_OK_METHOD)
      throw BrokerError("the broker does not know a queue that is watched");
    const auto* answer = static_cast<amqp_queue_declare_ok_t*>(frame->payload.method.decoded);
    counts.at(frame->channel - 1U) = answer->message_count;
  }
  release();
  return counts;
}

std::optional<amqp_frame_t> Broker::next(bool wait) {
  amqp_frame_t frame;
  const timeval at_once{};
  const int status = amqp_simple_wait_frame_noblock(connection_, &frame, wait ? nullptr : &at_once);
  if (status == AMQP_STATUS_TIMEOUT && !wait) return std::nullopt;
  if (status != AMQP_STATUS_OK) throw BrokerError(amqp_error_string2(status));
  return frame;
}

void Broker::send(std::string& octets) {
  std::size_t sent = 0;
  while (sent < octets.size()) {
    const auto size =
        ::send(amqp_get_sockfd(connection_), octets.data() + sent, octets.size() - sent, MSG_NOSIGNAL);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) throw BrokerError(std::string("send: ") + std::strerror(errno));
    sent += static_cast<std::size_t>(size);
  }
  octets.clear();
}

}  // namespace bench

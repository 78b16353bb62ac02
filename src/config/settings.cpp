// Every number has a range, so that a slip of the keyboard is a message and not a daemon that swaps or
// stalls.
#include "config/settings.hpp"

#include <array>

#include "config/bridges.hpp"
#include "config/listen.hpp"
#include "config/values.hpp"

namespace triaged::config {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;
using std::chrono::milliseconds;

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = 1024 * kKiB;
constexpr std::size_t kGiB = 1024 * kMiB;
constexpr std::size_t kMessageMost = 16 * kMiB;  // a message in hand is in memory, some thousands at a time
constexpr std::size_t kTextMost = 4 * kMiB;  // so that its notice stays far below RabbitMQ's message limit
constexpr std::size_t kLabelsMost = 10;
constexpr std::size_t kPrefixLongest = 50;  // prefix and queue name together stay under AMQP's 255 bytes

struct Range {
  std::size_t least;
  std::size_t most;
};

// "1 MiB" for what is a whole number of them; for messages.
std::string in_words(std::size_t bytes) {
  if (bytes % kGiB == 0) return std::to_string(bytes / kGiB) + "GiB";
  if (bytes % kMiB == 0) return std::to_string(bytes / kMiB) + "MiB";
  if (bytes % kKiB == 0) return std::to_string(bytes / kKiB) + "KiB";
  return std::to_string(bytes);
}

void read_size(MapReader& map, std::string_view key, Range range, std::size_t& target, Faults& faults) {
  const auto size = map.size(key);
  if (!size) return;
  if (*size >= range.least && *size <= range.most)
    target = *size;
  else
    faults.error(map.place_of(key), "`" + std::string{key} + "` is out of range: " + in_words(*size),
                 "write a size from " + in_words(range.least) + " to " + in_words(range.most));
}

void read_count(MapReader& map, std::string_view key, Range range, std::size_t& target) {
  const auto count =
      map.integer(key, static_cast<std::int64_t>(range.least), static_cast<std::int64_t>(range.most));
  if (count) target = static_cast<std::size_t>(*count);
}

// Host names and vhosts are checked where the URL is taken apart; here only what a URL must begin with.
void read_url(MapReader& map, AmqpSettings& amqp, Faults& faults) {
  const auto url = map.text("url");
  if (!url) return;
  if (url->starts_with("amqp://") || url->starts_with("amqps://"))
    amqp.url = *url;
  else
    faults.error(map.place_of("url"),
                 "`url` must begin with `amqp://` or `amqps://`, and `" + *url + "` does not",
                 "write it like `amqps://triaged@broker.example/%2F`");
}

void read_tls(MapReader& map, const std::filesystem::path& folder, AmqpSettings& amqp, Faults& faults) {
  read_path(map, "password_file", folder, amqp.password_file);
  read_path(map, "ca_file", folder, amqp.ca_file);
  read_path(map, "client_cert_file", folder, amqp.client_cert_file);
  read_path(map, "client_key_file", folder, amqp.client_key_file);
  if (amqp.client_cert_file.empty() != amqp.client_key_file.empty()) {
    const bool has_cert = !amqp.client_cert_file.empty();
    faults.error(map.place_of(has_cert ? "client_cert_file" : "client_key_file"),
                 has_cert ? "`client_cert_file` stands without `client_key_file`"
                          : "`client_key_file` stands without `client_cert_file`",
                 "give both, or neither");
  }
  if (amqp.url.starts_with("amqps://")) return;
  for (const std::string_view key : {"ca_file", "client_cert_file", "client_key_file"})
    if (map.has(key)) {
      faults.error(map.place_of(key), "`" + std::string{key} + "` has no effect: `url` is not encrypted",
                   "write `amqps://` in `url`, or remove it");
      return;
    }
}

void read_amqp(const Node& node, const std::filesystem::path& folder, AmqpSettings& amqp, Faults& faults) {
  MapReader map{node, "`amqp`", faults};
  read_url(map, amqp, faults);
  read_tls(map, folder, amqp, faults);
  if (const auto prefetch = map.integer("prefetch", 1, 65'535))
    amqp.prefetch = static_cast<std::uint16_t>(*prefetch);
  if (const auto heartbeat = map.duration("heartbeat")) {
    if (*heartbeat >= std::chrono::seconds{1} && *heartbeat <= std::chrono::minutes{10})
      amqp.heartbeat = std::chrono::duration_cast<milliseconds>(*heartbeat);
    else
      faults.error(map.place_of("heartbeat"), "`heartbeat` is out of range",
                   "write a duration from 1s to 10m; `10s` notices a dead broker in twenty seconds");
  }
  if (const auto type = map.word("queue_type", {"quorum", "classic"})) amqp.queue_type = *type;
  if (const auto prefix = map.text("prefix")) {
    if (prefix->size() <= kPrefixLongest && (prefix->empty() || document::is_name(*prefix)))
      amqp.prefix = *prefix;
    else
      faults.error(
          map.place_of("prefix"), "`prefix` must be a name or empty, and `" + *prefix + "` is neither",
          "use a-z, 0-9, `_`, `.`, `/` and `-`, at most " + std::to_string(kPrefixLongest) + " bytes");
  }
  map.finish();
}

void read_store(const Node& node, const std::filesystem::path& folder, StoreSettings& store, Faults& faults) {
  MapReader map{node, "`store`", faults};
  std::string path = store.path;
  read_path(map, "path", folder, path);
  store.path = path;
  if (const auto word = map.word("synchronous", {"full", "normal"})) store.synchronous = *word;
  read_count(map, "batch_max", {.least = 1, .most = 10'000}, store.batch_max);
  map.finish();
}

void read_limits(const Node& node, Limits& limits, Faults& faults) {
  MapReader map{node, "`limits`", faults};
  read_size(map, "message", {.least = kKiB, .most = kMessageMost}, limits.codec.message, faults);
  read_size(map, "text", {.least = kKiB, .most = kTextMost}, limits.codec.text, faults);
  read_count(map, "subject", {.least = 10, .most = 10'000}, limits.codec.subject);
  read_count(map, "labels", {.least = 0, .most = 1'000}, limits.codec.labels);
  read_size(map, "parked_body", {.least = kKiB, .most = kMessageMost}, limits.parked_body, faults);
  read_count(map, "outbox_rows", {.least = 1'000, .most = 100'000'000}, limits.outbox_rows);
  read_size(map, "outbox_bytes", {.least = kMiB, .most = 64 * kGiB}, limits.outbox_bytes, faults);
  read_count(map, "unconfirmed", {.least = 1, .most = 65'535}, limits.unconfirmed);
  if (limits.codec.text > limits.codec.message)
    faults.error(map.place_of(map.has("text") ? "text" : "message"),
                 "`text` (" + in_words(limits.codec.text) + ") is above `message` (" +
                     in_words(limits.codec.message) + ")",
                 "a text travels in a message: raise `message` or lower `text`");
  map.finish();
}

void read_http_tls(const Node& node, const std::filesystem::path& folder, HttpSettings& http,
                   Faults& faults) {
  MapReader map{node, "`tls`", faults};
  read_path(map, "cert_file", folder, http.cert_file);
  read_path(map, "key_file", folder, http.key_file);
  if (map.valid() && (http.cert_file.empty() || http.key_file.empty()))
    faults.error(node.place, "`tls` needs both `cert_file` and `key_file`",
                 "give both, or remove `tls` to speak plain HTTP");
  map.finish();
}

void read_http_limits(const Node& node, HttpSettings& http, Faults& faults) {
  MapReader map{node, "`http.limits`", faults};
  read_count(map, "connections", {.least = 1, .most = 100'000}, http.connections);
  read_count(map, "requests", {.least = 1, .most = 10'000}, http.requests);
  read_size(map, "bodies", {.least = 32 * kMiB, .most = 4 * kGiB}, http.bodies, faults);
  read_size(map, "head", {.least = kKiB, .most = kMiB}, http.head, faults);
  read_size(map, "webhook", {.least = kKiB, .most = 32 * kMiB}, http.webhook, faults);
  const TimeRange times{.least = milliseconds{10}, .most = milliseconds{600'000}};
  read_time(map, "head_time", times, http.head_time, faults);
  read_time(map, "body_time", times, http.body_time, faults);
  read_time(map, "idle_time", times, http.idle_time, faults);
  read_time(map, "confirm_time", times, http.confirm_time, faults);
  map.finish();
}

void read_http(const Node& node, const std::filesystem::path& folder, HttpSettings& http, Faults& faults) {
  MapReader map{node, "`http`", faults};
  if (const auto listen = map.text("listen")) take_listen(*listen, map.place_of("listen"), http, faults);
  read_path(map, "tokens_file", folder, http.tokens_file);
  if (const Node* tls = map.node("tls")) read_http_tls(*tls, folder, http, faults);
  if (const Node* limits = map.node("limits")) read_http_limits(*limits, http, faults);
  check_exposure(map.place_of("listen"), http, faults);
  map.finish();
}

void read_log(const Node& node, LogSettings& log, Faults& faults) {
  MapReader map{node, "`log`", faults};
  if (const auto format = map.word("format", {"auto", "text", "json"})) log.format = *format;
  if (const auto level = map.word("level", {"debug", "info", "warning", "error"})) log.level = *level;
  log.personal_data = map.boolean("personal_data").value_or(log.personal_data);
  map.finish();
}

void read_reload(const Node& node, ReloadSettings& reload, Faults& faults) {
  MapReader map{node, "`reload`", faults};
  reload.on_change = map.boolean("on_change").value_or(reload.on_change);
  map.finish();
}

void read_labels(MapReader& map, std::string_view key, std::vector<std::string>& labels, Faults& faults) {
  const Node* node = map.node(key);
  if (node == nullptr) return;
  labels.clear();
  const auto refuse = [&](const Node& at, std::string what) {
    faults.error(at.place, std::move(what),
                 "name the labels in the order in which they count, like `[hub, namespace]`");
  };
  if (!node->is_sequence() || node->items.empty() || node->items.size() > kLabelsMost)
    return refuse(*node, "`" + std::string(key) + "` must be a list of 1 to " + std::to_string(kLabelsMost) +
                             " labels");
  for (const Node& item : node->items) {
    if (item.kind != Node::Kind::scalar || item.scalar.empty())
      refuse(item, "a label of `" + std::string(key) + "` must be a word");
    else
      labels.push_back(item.scalar);
  }
}

}  // namespace

Settings read_settings(const Node& file, const std::filesystem::path& folder, Faults& faults) {
  Settings settings;
  MapReader map{file, "the settings", faults};
  if (const Node* node = map.node("amqp")) read_amqp(*node, folder, settings.amqp, faults);
  if (const Node* node = map.node("http")) read_http(*node, folder, settings.http, faults);
  if (const Node* node = map.node("bridges")) settings.bridges = read_bridges(*node, folder, faults);
  if (const Node* node = map.node("store")) read_store(*node, folder, settings.store, faults);
  if (const Node* node = map.node("limits")) read_limits(*node, settings.limits, faults);
  if (const Node* node = map.node("log")) read_log(*node, settings.log, faults);
  if (const Node* node = map.node("reload")) read_reload(*node, settings.reload, faults);
  read_labels(map, "hub_labels", settings.hub_labels, faults);
  read_labels(map, "cluster_labels", settings.cluster_labels, faults);
  std::string shadow;
  read_path(map, "shadow", folder, shadow);
  settings.shadow = shadow;
  map.finish();
  return settings;
}

}  // namespace triaged::config

// What can be made of an alert is: a field that is missing has a stand-in, one of another type is taken as
// text, what an event could not carry (a NUL, an over-long value) is replaced or cut. Nothing but the form of
// the whole is refused, because Alertmanager drops what is refused.
#include <algorithm>
#include <array>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <codec/cut.hpp>
#include <codec/digest.hpp>
#include <codec/json_reader.hpp>

#include <triaged/codec/alertmanager.hpp>
#include <triaged/codec/signal.hpp>

namespace triaged::codec {
namespace {

namespace json = boost::json;

// A firing alert is told again when it comes again after this; a request that was repeated because its answer
// was lost comes within it.
constexpr auto kSameRequest = std::chrono::minutes{1};
constexpr std::size_t kOctets = 16;  // of a digest, in an event id

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

// As an id: one line without control characters, within the limit.
std::string id_of(std::string_view text, const Limits& limits) {
  std::string id = legible(text, limits.id);
  for (char& c : id)
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  return id;
}

std::string without_nul(std::string text) {
  std::ranges::replace(text, '\0', ' ');
  return text;
}

domain::Labels labels_of(const json::object& alert, std::string_view name, const Limits& limits) {
  domain::Labels labels;
  const auto* value = alert.if_contains(name);
  if (value == nullptr || !value->is_object()) return labels;
  const json::object& object = value->as_object();
  for (const auto& member : object) {
    std::string text = without_nul(text_of(object, member.key()));
    cut_to_bytes(text, limits.label_value);
    labels.emplace(id_of(member.key(), limits), std::move(text));
  }
  while (labels.size() > limits.labels) labels.erase(std::prev(labels.end()));
  return labels;
}

// Alertmanager writes the year 1 for "none".
std::optional<domain::Instant> time_of(const json::object& alert, std::string_view name) {
  return domain::from_rfc3339(text_of(alert, name));
}

std::string hex(const domain::Digest& digest, std::size_t octets) {
  constexpr std::string_view kPrefix = "sha256:";
  return domain::to_text(digest).substr(kPrefix.size(), 2 * octets);
}

std::string fingerprint_of(const domain::Labels& labels) {
  constexpr std::size_t kLikeItsOwn = 8;  // octets of Alertmanager's
  Canonical canonical(1024);
  for (const auto& [key, value] : labels) canonical.text(key).text(value);
  return hex(canonical.digest(), kLikeItsOwn);
}

std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t user = url.rfind('@'); user != std::string_view::npos) url.remove_prefix(user + 1);
  if (url.starts_with('[')) return url.substr(0, url.find(']') + 1);
  return url.substr(0, url.find(':'));
}

std::string source_of(const json::object& request, const Limits& limits) {
  for (const auto& text :
       {std::string(host_of(text_of(request, "externalURL"))), text_of(request, "receiver")})
    if (!text.empty()) return id_of(text, limits);
  return "alertmanager";
}

// What neither the alert nor its group calls resolved fires: better paged for nothing than not at all.
bool has_cleared(const json::object& alert, const json::object& request) {
  const std::string status = text_of(alert, "status");
  return (status.empty() ? text_of(request, "status") : status) == "resolved";
}

domain::TicketEvent event_of(const json::object& alert, const json::object& request,
                             const std::string& source, const Limits& limits) {
  const auto starts_at = time_of(alert, "startsAt");
  auto labels = labels_of(alert, "labels", limits);
  domain::AlertKey key{.source = source,
                       .fingerprint = id_of(text_of(alert, "fingerprint"), limits),
                       .starts_at = starts_at.value_or(domain::Instant{})};
  if (key.fingerprint.empty()) key.fingerprint = fingerprint_of(labels);
  domain::TicketEvent event;
  if (has_cleared(alert, request)) {
    const auto ends_at = time_of(alert, "endsAt");
    event.occurred_at = ends_at.value_or(domain::Instant{});
    event.body = domain::AlertCleared{.alert = std::move(key), .ends_at = ends_at};
    return event;
  }
  const auto name = labels.find("alertname");
  event.occurred_at = starts_at.value_or(domain::Instant{});
  event.body = domain::AlertFired{.alert = std::move(key),
                                  .name = name == labels.end() ? std::string{} : id_of(name->second, limits),
                                  .labels = std::move(labels),
                                  .annotations = labels_of(alert, "annotations", limits),
                                  .generator_url = without_nul(text_of(alert, "generatorURL"))};
  auto& fired = std::get<domain::AlertFired>(event.body);
  if (fired.name.empty()) fired.name = "unnamed";
  if (fired.generator_url.size() > limits.url) fired.generator_url.clear();
  return event;
}

// Posted by a bridge to the Alertmanager that sends it back to us.
bool is_our_own(const json::object& alert) {
  const auto* labels = alert.if_contains("labels");
  return labels != nullptr && labels->is_object() && text_of(labels->as_object(), "alertname") == kOwnAlert;
}

domain::InboundMessage message_of(domain::TicketEvent event, domain::Instant received) {
  Canonical canonical(2048);
  canonical.text(encode_json(event));
  if (std::holds_alternative<domain::AlertFired>(event.body))
    canonical.number(static_cast<std::uint64_t>(received.time_since_epoch() / kSameRequest));
  event.event_id = domain::EventId{"alertmanager:" + hex(canonical.digest(), kOctets)};
  domain::InboundMessage message;
  message.body = encode_json(event);
  message.full_size = message.body.size();
  message.content_type = "application/json";
  message.message_id = std::move(event.event_id.value);
  return message;
}

}  // namespace

std::variant<AlertBatch, Unreadable> read_alertmanager(std::string_view body, domain::Instant received,
                                                       const Limits& limits) {
  if (auto fault = check_json(body, limits.json_depth)) return *fault;
  json::parse_options options;
  options.max_depth = limits.json_depth;
  json::error_code error;
  const json::value request = json::parse({body.data(), body.size()}, error, {}, options);
  if (error || !request.is_object())
    return Unreadable{domain::ParkReason::undecodable, "the body is not a JSON object"};
  const auto* alerts = request.as_object().if_contains("alerts");
  if (alerts == nullptr || !alerts->is_array())
    return Unreadable{domain::ParkReason::invalid_field, "field `alerts` must be an array of objects"};

  const std::string source = source_of(request.as_object(), limits);
  AlertBatch batch;
  for (const json::value& alert : alerts->as_array()) {
    if (!alert.is_object() || is_our_own(alert.as_object()) || batch.messages.size() >= limits.alerts)
      ++batch.ignored;
    else
      batch.messages.push_back(
          message_of(event_of(alert.as_object(), request.as_object(), source, limits), received));
  }
  return batch;
}

}  // namespace triaged::codec

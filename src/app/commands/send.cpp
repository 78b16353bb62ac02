// triaged send: publishes events as a producer would, with confirms and `mandatory`, and says of each that
// was not accepted why. What is missing of `event_id` and `occurred_at` is filled in.
#include <ostream>
#include <random>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/amqp/client.hpp>

#include "app/broker_settings.hpp"
#include "app/command.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {
namespace {

// A random id of 128 bits in the form of a UUID, version 4 (RFC 9562).
std::string new_event_id() {
  static std::random_device random;
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) id += '-';
    std::uint32_t digit = random() & 15u;
    if (i == 12) digit = 4;
    if (i == 16) digit = 8 | (digit & 3u);
    id += kHex[digit];
  }
  return id;
}

std::string routing_key(const domain::TicketEvent& event) {
  const auto slash = event.hub.value.find('/');
  const std::string cluster = event.hub.empty() ? "unknown" : event.hub.value.substr(0, slash);
  const std::string hub = slash == std::string::npos ? "unknown" : event.hub.value.substr(slash + 1);
  return cluster + "." + hub + "." + std::string(name(kind(event)));
}

// The event's own JSON with what was missing filled in: nothing the file said is lost on the way.
std::string complete(const std::string& json, const std::string& now) {
  auto object = boost::json::parse(json).as_object();
  const auto missing = [&](boost::json::string_view snake, boost::json::string_view camel) {
    return !object.contains(snake) && !object.contains(camel);
  };
  if (missing("event_id", "eventId")) object["event_id"] = new_event_id();
  if (missing("occurred_at", "occurredAt")) object["occurred_at"] = now;
  return boost::json::serialize(object);
}

}  // namespace

Exit send(const Common& common, const SendOptions& options, const Streams& streams) {
  const auto configured = client_settings(common, options.url, streams);
  if (!configured) return Exit::configuration;
  const auto settings = to_amqp(configured->amqp, configured->limits, streams);
  if (!settings) return Exit::configuration;
  const auto text = read_input(options.file, streams);
  if (!text) return Exit::bad_data;

  const std::string now = domain::to_rfc3339(wall_clock_now());
  std::vector<amqp::Client::Message> messages;
  std::vector<std::string> names;
  Exit exit = Exit::ok;
  for (const auto& [line, json] : split_events(*text)) {
    const auto decoded = codec::decode_json(json, configured->limits.codec);
    if (const auto* bad = std::get_if<codec::Unreadable>(&decoded)) {
      streams.err << options.file << ":" << line << ": not sent: " << name(bad->reason) << ": " << bad->detail
                  << '\n';
      exit = Exit::bad_data;
      continue;
    }
    auto event = std::get<codec::Decoded>(decoded).event;
    if (options.format == "protobuf" && !std::holds_alternative<domain::Opened>(event.body)) {
      streams.err << options.file << ":" << line << ": not sent: as protobuf only `opened` can be sent\n";
      exit = Exit::bad_data;
      continue;
    }
    if (event.event_id.empty()) event.event_id = domain::EventId{new_event_id()};
    if (event.occurred_at == domain::Instant{}) event.occurred_at = wall_clock_now();
    amqp::Client::Message message{.exchange = settings->prefix + settings->exchange,
                                  .routing_key = routing_key(event),
                                  .properties_and_body = {}};
    auto& body = message.properties_and_body;
    body.user_id = settings->endpoint.user;
    body.timestamp = event.occurred_at;
    if (options.format == "protobuf") {
      body.content_type = "application/x-protobuf";
      body.body = codec::encode_protobuf(event);
    } else {
      body.content_type = "application/json";
      body.body = complete(json, now);
    }
    names.push_back(event.ticket_id.value);
    messages.push_back(std::move(message));
  }
  try {
    amqp::Client client(*settings);
    const auto results = client.publish(messages);
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (results[i] == ports::PublishResult::confirmed)
        ++accepted;
      else
        streams.err << names[i] << ": not accepted: "
                    << (results[i] == ports::PublishResult::returned
                            ? "no queue takes it; is the daemon running?"
                            : "the broker refused it")
                    << '\n';
    }
    if (common.json)
      streams.out << boost::json::serialize(boost::json::object{{"accepted", accepted},
                                                                {"not_accepted", results.size() - accepted}})
                  << '\n';
    else
      streams.out << accepted << " of " << results.size() << " events accepted by the broker\n";
    if (accepted != results.size()) return Exit::check_failed;
  } catch (const std::exception& error) {
    streams.err << "broker: " << error.what() << '\n';
    return Exit::unavailable;
  }
  return exit;
}

}  // namespace triaged::app

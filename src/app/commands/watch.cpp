// triaged watch: follows queues as a consumer would. Without --ack nothing is taken: the messages go back.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <iomanip>
#include <ostream>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/amqp/client.hpp>
#include <triaged/codec/notice.hpp>

#include "app/broker_settings.hpp"
#include "app/command.hpp"

namespace triaged::app {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kForEver = std::chrono::hours{24 * 365};

std::string text_at(const json::object& object, std::string_view first, std::string_view second = {}) {
  const auto* value = object.if_contains(first);
  if (value != nullptr && !second.empty() && value->is_object())
    value = value->as_object().if_contains(second);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

void print(const json::object& notice, const std::string& queue, std::ostream& out) {
  out << std::left << std::setw(12) << text_at(notice, "kind") << std::setw(16)
      << text_at(notice, "ticket", "ticket_id") << std::setw(24) << text_at(notice, "team") << std::setw(34)
      << text_at(notice, "reason", "rule") << text_at(notice, "ticket", "subject") << "  [" << queue << "]"
      << std::endl;  // flushed: somebody is watching
}

std::vector<std::string> queues_of(const WatchOptions& options, const config::Configuration& configuration,
                                   const std::string& prefix, const Streams& streams) {
  std::vector<std::string> queues;
  const auto& directory = *configuration.directory;
  const auto of_team = [&](const std::string& prefix_of_queue) {
    const auto all = directory.queues();
    for (const auto& queue : all)
      if (queue == prefix_of_queue || queue.starts_with(prefix_of_queue + "."))
        queues.push_back(prefix + queue);
  };
  if (options.all) {
    for (const auto& queue : directory.queues()) queues.push_back(prefix + queue);
    queues.push_back(prefix + configuration.policy->requesters_queue);
    queues.push_back(prefix + configuration.policy->unrouted_queue);
  }
  if (options.incidents)
    queues.insert(queues.end(), {prefix + "incidents.on_call", prefix + "incidents.communication"});
  for (const auto& name : options.teams) {
    const auto* team = directory.team(domain::TeamId{name});
    if (team == nullptr) {
      streams.err << "the directory has no team `" << name << "`\n";
      return {};
    }
    of_team(team->queue.substr(0, team->queue.find(".{")));
  }
  std::sort(queues.begin(), queues.end());
  queues.erase(std::unique(queues.begin(), queues.end()), queues.end());
  if (queues.empty()) streams.err << "say what to watch: --team TEAM, --incidents or --all\n";
  return queues;
}

}  // namespace

Exit watch(const Common& common, const WatchOptions& options, const Streams& streams) {
  const auto configuration = load_or_complain(common, streams, options.url);
  if (!configuration) return Exit::configuration;
  const auto settings = to_amqp(configuration->settings.amqp, configuration->settings.limits, streams);
  if (!settings) return Exit::configuration;
  const auto queues = queues_of(options, *configuration, settings->prefix, streams);
  if (queues.empty()) return Exit::usage;

  try {
    amqp::Client client(*settings);
    boost::asio::io_context signals;
    boost::asio::signal_set interrupted(signals, SIGINT, SIGTERM);
    interrupted.async_wait([&](const boost::system::error_code& error, int) {
      if (!error) client.stop();
    });
    std::thread waiting([&] { signals.run(); });
    const auto idle = options.idle_seconds > 0
                          ? std::chrono::milliseconds(static_cast<std::int64_t>(options.idle_seconds * 1000))
                          : kForEver;
    std::size_t seen = 0;
    std::exception_ptr failed;
    try {
      client.consume(queues, options.acknowledge, idle, [&](const amqp::Client::Received& received) {
        const auto text = codec::json_of_notice(received.message);
        if (!text) {
          streams.err << received.queue << ": a message that is no notice\n";
        } else if (auto notice = json::parse(*text).as_object(); common.json) {
          notice["queue"] = received.queue;
          streams.out << json::serialize(notice) << std::endl;  // flushed: somebody is watching
        } else {
          print(notice, received.queue, streams.out);
        }
        return options.count == 0 || ++seen < options.count;
      });
    } catch (...) {
      failed = std::current_exception();
    }
    signals.stop();
    waiting.join();
    if (failed) std::rethrow_exception(failed);
  } catch (const std::exception& error) {
    streams.err << "broker: " << error.what() << '\n';
    return Exit::unavailable;
  }
  return Exit::ok;
}

}  // namespace triaged::app

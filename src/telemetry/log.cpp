#include <array>
#include <chrono>
#include <cstdio>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <triaged/domain/time.hpp>
#include <triaged/telemetry/log.hpp>

namespace triaged::telemetry {
namespace {

constexpr std::size_t kQueuedLines = 8192;
constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warning", "error"};

std::string_view name(Level level) { return kLevels[static_cast<std::size_t>(level)]; }

void append_json(std::string& line, std::string_view key, std::string_view value) {
  if (line.size() > 1) line += ',';
  line += boost::json::serialize(boost::json::string_view(key));
  line += ':';
  line += boost::json::serialize(boost::json::string_view(value));
}

bool plain(std::string_view value) {
  for (const char c : value)
    if (c <= ' ' || c == '"' || c == '\\' || c == 0x7f) return false;
  return !value.empty();
}

}  // namespace

std::string format_json(std::string_view when, Level level, std::string_view event,
                        std::initializer_list<Log::Field> fields) {
  std::string line = "{";
  append_json(line, "time", when);
  append_json(line, "level", name(level));
  append_json(line, "event", event);
  for (const auto& [key, value] : fields) append_json(line, key, value);
  line += '}';
  return line;
}

std::string format_text(std::string_view when, Level level, std::string_view event,
                        std::initializer_list<Log::Field> fields) {
  std::string line;
  line.append(when).append(" ").append(name(level)).append(" ").append(event);
  for (const auto& [key, value] : fields) {
    line.append(" ").append(key).append("=");
    if (plain(value))
      line.append(value);
    else
      line.append(boost::json::serialize(boost::json::string_view(value)));  // quoted, controls escaped
  }
  return line;
}

struct Log::Impl {
  LogOptions options;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};

Log::Log(const LogOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  impl_->pool = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
  auto sink = std::make_shared<spdlog::sinks::stdout_sink_mt>();
  impl_->logger = std::make_shared<spdlog::async_logger>("triaged", std::move(sink), impl_->pool,
                                                         spdlog::async_overflow_policy::overrun_oldest);
  impl_->logger->set_pattern("%v");
  impl_->logger->set_level(spdlog::level::trace);
  impl_->logger->flush_on(spdlog::level::info);
}

Log::~Log() {
  const auto dropped = impl_->pool->overrun_counter();
  if (dropped != 0) write(Level::warning, "log_lines_dropped", {{"count", std::to_string(dropped)}});
  impl_->logger->flush();
  impl_->logger.reset();
  impl_->pool.reset();  // joins its thread, which writes out the queue first
}

bool Log::enabled(Level level) const noexcept { return level >= impl_->options.level; }
bool Log::personal_data() const noexcept { return impl_->options.personal_data; }

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) noexcept {
  if (!enabled(level)) return;
  try {
    const auto now = std::chrono::time_point_cast<domain::Duration>(std::chrono::system_clock::now());
    const auto when = domain::to_rfc3339(now);
    const auto line = impl_->options.json ? format_json(when, level, event, fields)
                                          : format_text(when, level, event, fields);
    impl_->logger->info(line);
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);  // out of memory, most likely: the tickets matter more than the line
  }
}

}  // namespace triaged::telemetry

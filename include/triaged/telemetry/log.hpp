// Log lines: one event, one line, whatever the values hold. JSON where a program reads, text where a person
// does. Written by a thread of its own; when it cannot keep up the oldest lines are dropped, and the number
// is said at the end, because a slow terminal must not slow down the tickets.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace triaged::telemetry {

// By who must act: error wakes someone, warning is read today, info tells the life of a ticket, debug is for
// us.
enum class Level : std::uint8_t { debug, info, warning, error };

struct LogOptions {
  bool json = false;
  Level level = Level::info;
  bool personal_data = false;  // names, addresses and subjects appear in lines
};

class Log {
 public:
  using Field = std::pair<std::string_view, std::string>;

  explicit Log(const LogOptions& options);
  ~Log();  // writes out what is queued

  [[nodiscard]] bool enabled(Level level) const noexcept;
  [[nodiscard]] bool personal_data() const noexcept;

  // Any thread; never blocks, never throws. `event` is a word of the code: "routed", "parked".
  void write(Level level, std::string_view event, std::initializer_list<Field> fields) noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// One line without its end: what write() writes, for a moment given. Control characters of values are
// escaped, so that nothing a stranger wrote can forge a line.
[[nodiscard]] std::string format_text(std::string_view when, Level level, std::string_view event,
                                      std::initializer_list<Log::Field> fields);
[[nodiscard]] std::string format_json(std::string_view when, Level level, std::string_view event,
                                      std::initializer_list<Log::Field> fields);

}  // namespace triaged::telemetry

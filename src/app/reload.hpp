// Reads the configuration anew beside the running daemon: reads, checks and compiles on a thread of its own.
// One reading at a time; whoever asks meanwhile, however often, gets one more after it, so that what was
// asked last is what holds at last.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>

#include <triaged/config/config.hpp>

namespace triaged::app {

// A configuration as it was found, with its faults.
struct Reading {
  config::Configuration configuration;
  document::Faults faults;
  std::string slow;  // why the rules could not be made fast; empty: they are, or have errors

  // Directory, rules and policy can be put in force.
  [[nodiscard]] bool sound() const noexcept;
};

class Reload {
 public:
  using Read = std::function<Reading()>;
  using Done = std::function<void(Reading, const std::string& because)>;

  // `read` is called on the reload's thread, `done` on the io_context's. The io_context must outlive it.
  Reload(boost::asio::io_context& io, Read read, Done done);
  ~Reload();  // waits for a reading under way, about a second; `done` is not called any more
  Reload(const Reload&) = delete;
  Reload& operator=(const Reload&) = delete;

  void ask(const std::string& because);
  void finished();  // what was read is in force or refused; only now the next reading begins

 private:
  void begin(std::string because);

  boost::asio::io_context& io_;
  Read read_;
  Done done_;
  std::thread thread_;
  bool busy_ = false;                     // from begin() to finished()
  std::optional<std::string> once_more_;  // asked meanwhile: why
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace triaged::app

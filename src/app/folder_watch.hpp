// Says that something in a configuration folder has changed, once it has been quiet for a while: an editor
// writes a file in several steps, a checkout many files. Watches the folder itself, `rules/` and `directory/`
// in it, and the folder's own name in its parent, so that a folder or a link put in its place (as Kubernetes
// swaps `..data`) counts too. Does not see changes of files elsewhere that links inside the folders point to.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace triaged::app {

class FolderWatch {
 public:
  static constexpr std::chrono::milliseconds kQuiet{500};  // without a change; then it is told
  static constexpr std::chrono::seconds kPatience{5};  // with changes all the time, it is told all the same

  // Both are called on the thread that runs the io_context, which must outlive the watch; none once the watch
  // is destroyed. `on_trouble` hears, in words, what cannot be watched; the rest still is.
  FolderWatch(boost::asio::io_context& io, std::filesystem::path folder, std::function<void()> on_change,
              std::function<void(const std::string&)> on_trouble, std::chrono::milliseconds quiet = kQuiet);

 private:
  void watch_all();  // anew: what the names stand for may have changed
  void watch(const std::filesystem::path& folder, bool parent, std::map<int, bool>& seen);
  void read();
  void take(std::size_t size);
  void something_changed();

  boost::asio::posix::stream_descriptor inotify_;
  boost::asio::steady_timer quiet_timer_;
  std::filesystem::path folder_;  // absolute
  std::function<void()> on_change_;
  std::function<void(const std::string&)> on_trouble_;
  std::chrono::milliseconds quiet_;
  std::map<int, bool> watched_;  // by inotify's number; true: the parent, where only our own name counts
  std::chrono::steady_clock::time_point tell_by_{};  // of the changes not yet told
  bool pending_ = false;
  std::array<char, 16'384> events_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace triaged::app

#include "app/folder_watch.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <sys/inotify.h>
#include <unistd.h>

namespace triaged::app {
namespace {

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                  IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

int open_inotify() {
  const int descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "inotify_init1");
  return descriptor;
}

std::filesystem::path whole_path(const std::filesystem::path& folder) {
  auto path = std::filesystem::absolute(folder).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

// What may be configuration, and what may bring some: editors' own files, and the store, which may lie here
// as well, are neither. No name: the folder itself has gone.
bool matters(std::string_view name) {
  return name.empty() || name == "..data" || name == "rules" || name == "directory" ||
         (name.ends_with(".yaml") && !name.starts_with('.'));
}

}  // namespace

FolderWatch::FolderWatch(boost::asio::io_context& io, std::filesystem::path folder,
                         std::function<void()> on_change, std::function<void(const std::string&)> on_trouble,
                         std::chrono::milliseconds quiet)
    : inotify_(io, open_inotify()),
      quiet_timer_(io),
      folder_(whole_path(folder)),
      on_change_(std::move(on_change)),
      on_trouble_(std::move(on_trouble)),
      quiet_(quiet) {
  watch_all();
  read();
}

void FolderWatch::watch_all() {
  std::map<int, bool> seen;
  watch(folder_.parent_path(), true, seen);
  watch(folder_, false, seen);
  for (const char* part : {"rules", "directory"}) {
    std::error_code ignored;
    if (std::filesystem::is_directory(folder_ / part, ignored)) watch(folder_ / part, false, seen);
  }
  for (const auto& [number, parent] : watched_)
    if (!seen.contains(number)) ::inotify_rm_watch(inotify_.native_handle(), number);
  watched_ = std::move(seen);
}

void FolderWatch::watch(const std::filesystem::path& folder, bool parent, std::map<int, bool>& seen) {
  const int number = ::inotify_add_watch(inotify_.native_handle(), folder.c_str(), kEvents | IN_ONLYDIR);
  if (number >= 0)
    seen.emplace(number, parent);
  else if (!parent && errno == ENOSPC)
    on_trouble_(folder.string() + ": no more folders can be watched; raise fs.inotify.max_user_watches");
  else if (!parent && errno != ENOENT)  // gone for the moment: its parent tells of its return
    on_trouble_(folder.string() + ": cannot be watched: " + std::strerror(errno));
}

void FolderWatch::read() {
  inotify_.async_read_some(
      boost::asio::buffer(events_),
      [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error, std::size_t size) {
        if (alive.expired() || error == boost::asio::error::operation_aborted) return;
        if (error) return on_trouble_("changes are not seen any more: " + error.message());
        take(size);
        read();
      });
}

void FolderWatch::take(std::size_t size) {
  bool changed = false;
  for (std::size_t at = 0; at + sizeof(inotify_event) <= size;) {
    inotify_event event{};
    std::memcpy(&event, events_.data() + at, sizeof event);
    const std::string_view name = event.len == 0 ? std::string_view{} : events_.data() + at + sizeof event;
    at += sizeof event + event.len;
    if ((event.mask & IN_IGNORED) != 0) continue;  // the end of a watch, which its own event has told
    const auto from = watched_.find(event.wd);
    const bool parent = from != watched_.end() && from->second;
    const bool lost = (event.mask & IN_Q_OVERFLOW) != 0;
    changed = changed || lost || (parent ? name == folder_.filename().native() : matters(name));
  }
  if (changed) something_changed();
}

void FolderWatch::something_changed() {
  const auto now = std::chrono::steady_clock::now();
  if (!std::exchange(pending_, true)) tell_by_ = now + kPatience;
  quiet_timer_.expires_at(std::min(now + quiet_, tell_by_));
  quiet_timer_.async_wait([this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
    if (error || alive.expired()) return;
    pending_ = false;
    watch_all();  // before it is read: what changes from now on is told again
    on_change_();
  });
}

}  // namespace triaged::app

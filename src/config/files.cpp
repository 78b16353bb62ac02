// Every file is read up to one byte over its limit, so that a runaway file costs no memory. Symbolic links
// are followed: configuration that is mounted into containers is made of them.
#include "config/files.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace triaged::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesMost = 1000;  // of one folder

// The first bytes of a file, one more than may be read; nothing when it cannot be opened or read.
std::optional<std::string> read_start(const fs::path& path, std::error_code& why) {
  errno = 0;
  std::ifstream stream{path, std::ios::binary};
  std::string text;
  if (stream) {
    text.resize(document::Limits{}.bytes + 1);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.is_open() && !stream.bad()) return text;
  why = std::error_code{errno != 0 ? errno : EIO, std::generic_category()};
  return std::nullopt;
}

}  // namespace

Part parse(const Texts& texts, document::Faults& faults) {
  Part part;
  part.readable = !texts.empty();
  for (const FileText& file : texts)
    if (auto node = document::parse(file.name, file.text, faults))
      part.files.push_back(std::move(*node));
    else
      part.readable = false;
  part.texts = texts;
  return part;
}

Folder::Folder(fs::path path, document::Faults& faults) : faults_(&faults) {
  std::error_code ignored;
  path_ = fs::absolute(path, ignored).lexically_normal();
  if (!path_.has_filename()) path_ = path_.parent_path();
  name_ = path_.filename().string();
}

std::string Folder::shown(const std::string& name) const { return name.empty() ? name_ : name_ + "/" + name; }

bool Folder::has(const std::string& name) const {
  std::error_code ignored;
  return fs::exists(path_ / name, ignored);
}

void Folder::add(Part& part, const std::string& name) {
  std::error_code why;
  const fs::path path = path_ / name;
  if (!fs::is_regular_file(path, why)) {
    faults_->error({shown(name), 0, 0}, "is not a file", "put a file in its place");
    part.readable = false;
    return;
  }
  auto text = read_start(path, why);
  if (!text) {
    faults_->error({shown(name), 0, 0}, "cannot be read: " + why.message(),
                   "let the user that triaged runs as read it");
    part.readable = false;
    return;
  }
  if (auto node = document::parse(shown(name), *text, *faults_))
    part.files.push_back(std::move(*node));
  else
    part.readable = false;
  part.texts.push_back({.name = name, .text = std::move(*text)});
}

Part Folder::file(const std::string& name, std::string_view what_for) {
  Part part;
  if (has(name)) {
    add(part, name);
  } else {
    faults_->error({shown(name), 0, 0}, "is missing: " + std::string{what_for},
                   "write the file `" + name + "`");
    part.readable = false;
  }
  return part;
}

Part Folder::folder(const std::string& name, std::string_view what_for) {
  Part part;
  std::error_code why;
  std::vector<std::string> names;
  const auto refuse = [&](const std::string& message, const std::string& remedy) {
    faults_->error({shown(name), 0, 0}, message, remedy);
    part.readable = false;
    return part;
  };
  const std::string remedy = "write at least one file `" + name + "/<name>.yaml`";
  if (!has(name)) return refuse("is missing: " + std::string{what_for}, remedy);
  for (fs::directory_iterator at{path_ / name, why}; !why && at != fs::directory_iterator{};
       at.increment(why)) {
    const fs::path entry = at->path().filename();
    if (entry.string().starts_with('.')) continue;
    const std::string inside = name + "/" + entry.string();
    std::error_code ignored;
    if (entry.extension() == ".yaml")
      names.push_back(inside);
    else if (entry.extension() == ".yml")
      faults_->warning({shown(inside), 0, 0}, "is not read", "only files ending in `.yaml` are; rename it");
    else if (fs::is_directory(at->path(), ignored))
      faults_->warning({shown(inside), 0, 0}, "is not read",
                       "folders inside `" + name + "` are not looked into; move its files up");
  }
  if (why) return refuse("cannot be read: " + why.message(), "make it a folder that triaged may read");
  if (names.empty()) return refuse("holds no files ending in `.yaml`", remedy);
  if (names.size() > kFilesMost)
    return refuse("holds more than " + std::to_string(kFilesMost) + " files", "join some of them");
  std::ranges::sort(names);
  for (const std::string& one : names) add(part, one);
  return part;
}

}  // namespace triaged::config

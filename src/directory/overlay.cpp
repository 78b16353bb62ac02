// The text is a line "admins told by hubs, over the directory <digest of the files>", and a line for each
// person: "+" or "-", then hub and person, each behind its size in bytes, since an id may hold blanks. The
// digest of a directory under an overlay is that of this text: when and by whom it was told is not in it,
// because no decision depends on that.
#include "directory/overlay.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <triaged/document/node.hpp>

namespace triaged::directory {
namespace {

constexpr std::string_view kHead = "admins told by hubs, over the directory ";

std::string written(const domain::Digest& files, std::span<const domain::AdminTold> told) {
  std::string text = std::string(kHead) + to_text(files) + "\n";
  const auto sized = [&text](const std::string& id) {
    text.append(" ").append(std::to_string(id.size())).append(" ").append(id);
  };
  for (const auto& one : told) {
    text.append(one.present ? "+" : "-");
    sized(one.hub.value);
    sized(one.admin.value);
    text.append("\n");
  }
  return text;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

std::optional<std::string_view> take_sized(std::string_view& text) {
  if (!take(text, " ")) return std::nullopt;
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!take(text, " ") || text.size() < size) return std::nullopt;
  const auto id = text.substr(0, size);
  text.remove_prefix(size);
  return id;
}

std::optional<domain::Digest> take_digest(std::string_view& text) {
  if (!take(text, "sha256:")) return std::nullopt;
  domain::Digest digest;
  for (auto& octet : digest.octets) {
    if (text.size() < 2) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + 2, octet, 16);
    if (error != std::errc{} || end != text.data() + 2) return std::nullopt;
    text.remove_prefix(2);
  }
  return digest;
}

domain::Digest digest_of(std::string_view text) {
  const std::string octets = document::sha256(text);
  domain::Digest digest;
  std::ranges::transform(octets, digest.octets.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return digest;
}

}  // namespace

Directory::Overlay::Overlay(const Base& base, std::vector<domain::AdminTold> differing)
    : told(std::move(differing)), text(written(base.parts.digest, told)), digest(digest_of(text)) {
  for (const auto& [id, admin, present] : told) {
    const Hub* its_hub = base.hub(id);
    auto& list = admins.try_emplace(its_hub, its_hub->admins).first->second;
    const auto known = base.actors.find(admin);
    auto& actor =
        actors.try_emplace(admin, known != base.actors.end() ? known->second : Actor{}).first->second;
    if (present) {
      list.push_back(admin);
      actor.administers.push_back(its_hub);
    } else {
      std::erase(list, admin);
      std::erase(actor.administers, its_hub);
    }
  }
  for (auto& [id, actor] : actors) base.settle(actor);
}

std::shared_ptr<const Directory> Directory::with_admins(std::span<const domain::AdminTold> all) const {
  std::vector<domain::AdminTold> differing;
  for (const auto& one : all) {
    const Hub* its_hub = base_->hub(one.hub);
    if (its_hub == nullptr) continue;
    const auto& by_files = its_hub->admins;
    const bool listed = std::ranges::find(by_files, one.admin) != by_files.end();
    if (listed != one.present) differing.push_back(one);
  }
  std::ranges::sort(differing);
  auto over = differing.empty() ? nullptr : std::make_unique<const Overlay>(*base_, std::move(differing));
  return std::shared_ptr<const Directory>(new Directory(base_, std::move(over)));
}

bool is_told_text(std::string_view text) { return text.starts_with(kHead); }

std::optional<ToldOver> read_told(std::string_view text) {
  if (!take(text, kHead)) return std::nullopt;
  const auto files = take_digest(text);
  if (!files || !take(text, "\n")) return std::nullopt;
  ToldOver read{.files = *files, .told = {}};
  while (!text.empty()) {
    const bool present = text.starts_with('+');
    if (!take(text, present ? "+" : "-")) return std::nullopt;
    const auto hub = take_sized(text);
    const auto admin = hub ? take_sized(text) : std::nullopt;
    if (!admin || !take(text, "\n")) return std::nullopt;
    read.told.push_back({.hub = domain::HubId(*hub), .admin = domain::ActorId(*admin), .present = present});
  }
  return read;
}

}  // namespace triaged::directory

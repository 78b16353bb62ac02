// The look-ups of a directory: the hubs' part where they told something, else the files'.
#include <triaged/directory/directory.hpp>

#include "directory/overlay.hpp"

namespace triaged::directory {

Directory::Directory(Parts parts) : base_(std::make_shared<const Base>(std::move(parts))) {}
Directory::Directory(std::shared_ptr<const Base> base, std::unique_ptr<const Overlay> overlay)
    : base_(std::move(base)), overlay_(std::move(overlay)) {}
Directory::~Directory() = default;

const Directory::Actor* Directory::actor(const domain::ActorId& id) const {
  if (overlay_ != nullptr)
    if (const auto told = overlay_->actors.find(id); told != overlay_->actors.end()) return &told->second;
  const auto at = base_->actors.find(id);
  return at != base_->actors.end() ? &at->second : nullptr;
}

std::span<const domain::ActorId> Directory::admins(const Hub& its_hub) const {
  if (overlay_ != nullptr)
    if (const auto told = overlay_->admins.find(&its_hub); told != overlay_->admins.end())
      return told->second;
  return its_hub.admins;
}

std::span<const domain::AdminTold> Directory::told() const noexcept {
  return overlay_ != nullptr ? std::span(overlay_->told) : std::span<const domain::AdminTold>{};
}

const std::string& Directory::told_text() const noexcept {
  static const std::string none;
  return overlay_ != nullptr ? overlay_->text : none;
}

const domain::Digest& Directory::digest() const noexcept {
  return overlay_ != nullptr ? overlay_->digest : digest_of_files();
}
const domain::Digest& Directory::digest_of_files() const noexcept { return base_->parts.digest; }

const Team* Directory::team(const domain::TeamId& id) const { return base_->team(id); }
const Hub* Directory::hub(const domain::HubId& id) const { return base_->hub(id); }
const Community* Directory::community(const domain::CommunityId& id) const { return base_->community(id); }
const Producer* Directory::producer(const domain::ProducerId& user) const {
  const auto at = base_->producers.find(user);
  return at != base_->producers.end() ? at->second : nullptr;
}

std::span<const domain::Rung> Directory::ladder() const noexcept { return base_->parts.ladder; }
std::span<const Team> Directory::teams() const noexcept { return base_->parts.teams; }
std::span<const Community> Directory::communities() const noexcept { return base_->parts.communities; }
std::span<const Hub> Directory::hubs() const noexcept { return base_->parts.hubs; }
std::span<const Producer> Directory::producers() const noexcept { return base_->parts.producers; }
std::span<const domain::CalendarSpec> Directory::calendars() const noexcept { return base_->parts.calendars; }

}  // namespace triaged::directory

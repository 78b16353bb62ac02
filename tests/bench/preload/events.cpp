#include "events.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <triaged/v1/event.pb.h>

namespace bench {
namespace {

constexpr std::size_t size_min = 500;  // a detail has at most some 80 octets, so none is over 600
constexpr std::int64_t first_second = 1'767'600'000;  // 5 January 2026; the same for every run

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

// Of ten tickets six are users', three administrators' and one a representative's.
Role somebody(Chance& chance) {
  const auto of_ten = draw(chance, 10);
  return of_ten < 6 ? Role::user : of_ten < 9 ? Role::admin : Role::representative;
}

std::string actor(Role role, const Hub& hub, Chance& chance) {
  constexpr std::size_t users_of_a_community = 2000;
  if (role == Role::admin && !hub.admins.empty()) return hub.admins[draw(chance, hub.admins.size())];
  if (role == Role::representative && !hub.representatives.empty())
    return hub.representatives[draw(chance, hub.representatives.size())];
  return "user." + std::to_string(draw(chance, users_of_a_community)) + "@" + hub.community + ".example";
}

// Looks like a random UUID; the last group counts, so that no two are alike.
std::string unique_id(std::uint64_t noise, std::uint64_t number) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8%03x-%012llx",
                static_cast<unsigned>(noise >> 32U), static_cast<unsigned>(noise >> 16U) & 0xFFFFU,
                static_cast<unsigned>(noise) & 0xFFFU, static_cast<unsigned>(noise >> 12U) & 0xFFFU,
                static_cast<unsigned long long>(number));
  return text.data();
}

std::string routing_key(const std::string& hub) {
  std::string key = hub + ".opened";
  if (const auto slash = key.find('/'); slash != std::string::npos) key[slash] = '.';
  return key;
}

}  // namespace

std::vector<Hub> read_hubs(const std::string& path) {
  std::ifstream in(path);
  std::vector<Hub> hubs;
  for (std::string line; std::getline(in, line);) {
    auto parts = split(line, '\t');
    parts.resize(4);
    hubs.push_back({parts[0], parts[1], split(parts[2], ','), split(parts[3], ',')});
  }
  if (hubs.empty()) throw std::runtime_error("no hubs in " + path);
  return hubs;
}

Events::Events(std::vector<Hub> hubs, std::uint64_t seed)
    : hubs_(std::move(hubs)), chance_(seed), seed_(seed) {}

Event Events::next() {
  ++count_;
  const Hub& hub = hubs_[draw(chance_, hubs_.size())];
  const Role role = somebody(chance_);
  const Text text = situation(role, chance_);

  triaged::v1::TicketEvent event;
  event.set_event_id(unique_id(chance_(), count_));
  event.set_ticket_id("BENCH-" + std::to_string(seed_) + "-" + std::to_string(count_));
  event.mutable_occurred_at()->set_seconds(first_second + static_cast<std::int64_t>(count_));
  event.mutable_actor()->set_id(actor(role, hub, chance_));
  event.set_hub(hub.id);
  auto& opened = *event.mutable_opened();
  opened.set_subject(text.subject);
  opened.set_body(text.body);
  opened.set_channel(draw(chance_, 2) == 0 ? "email" : "widget");
  (*opened.mutable_labels())["origin"] = "freshdesk";
  while (event.ByteSizeLong() < size_min) *opened.mutable_body() += detail(chance_);

  return {event.event_id(), routing_key(hub.id), event.SerializeAsString()};
}

}  // namespace bench

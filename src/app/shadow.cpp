#include "app/shadow.hpp"

#include <algorithm>
#include <span>

#include "app/decision.hpp"

namespace triaged::app::shadow {
namespace {

using telemetry::Level;

std::size_t bytes_of(const ports::Opening& opening) {
  const auto* opened = std::get_if<domain::Opened>(&opening.event.body);
  const std::size_t as_it_came = opened != nullptr ? opened->subject.size() + opened->body.size() : 0;
  return as_it_came + opening.text.subject.size() + opening.text.body.size();
}

std::size_t bytes_of(std::span<const domain::AdminTold> told) {
  std::size_t bytes = 0;
  for (const auto& one : told) bytes += sizeof one + one.hub.value.size() + one.admin.value.size();
  return bytes;
}

std::string of_rule(const domain::RuleName& rule) { return rule.empty() ? "default" : rule.value; }

std::string where(const document::Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

}  // namespace

std::string most_frequent_changes(const Agreement& agreement) {
  std::vector<const std::pair<const Change, Seen>*> found;
  for (const auto& one : agreement.tally.changes) found.push_back(&one);
  std::ranges::stable_sort(found, std::ranges::greater{}, [](const auto* one) { return one->second.count; });
  found.resize(std::min(found.size(), Shadow::kChangesLogged));
  std::string text;
  for (const auto* one : found) {
    const auto& [aspect, label, from, to, by_active, by_candidate] = one->first;
    text.append(text.empty() ? "" : "; ").append(name(aspect)).append(" ");
    if (!label.empty()) text.append(label).append(" ");
    text.append(from).append(" -> ").append(to).append(" ").append(std::to_string(one->second.count));
    text.append(" (").append(of_rule(by_active)).append(" -> ").append(of_rule(by_candidate)).append(")");
  }
  return text;
}

Shadow::Shadow(std::filesystem::path rules, telemetry::Log& log) : rules_(std::move(rules)), log_(log) {}

void Shadow::follow(const config::Configuration& active) {
  config::Configuration
      beside;  // what is needed of it: pointers, and the texts that say which teams there are
  beside.directory = active.directory;
  beside.calendars = active.calendars;
  beside.rules = active.rules;
  beside.policy = active.policy;
  beside.written.directory = active.written.directory;
  {
    const std::lock_guard lock(next_mutex_);
    next_ =
        Next{.active = std::move(beside), .after = tickets_.given()};  // one not read yet is of no interest
    following_ = awake_ = true;
  }
  asked_.notify_one();
}

void Shadow::offer(const ports::Opening& opening) {
  if (!following_) return;
  keep_told(opening);
  const std::size_t bytes = bytes_of(opening) + told_bytes_;
  if (tickets_.full() || bytes_queued_ + bytes > kQueuedBytes) {
    ++dropped_;
    return;
  }
  bytes_queued_ += bytes;
  told_bytes_ = 0;
  static_cast<void>(
      tickets_.give({.event = opening.event,
                     .text = opening.text,
                     .classification = opening.classification,
                     .decided = opening.ticket,
                     .in_force = opening.in_force,
                     .undeliverable = {opening.undeliverable.begin(), opening.undeliverable.end()},
                     .admins = told_,
                     .bytes = bytes}));
}

// The lists may be long, and change seldom: one copy for all tickets of a directory.
void Shadow::keep_told(const ports::Opening& opening) {
  if (told_ != nullptr && told_by_ == opening.in_force.directory) return;
  told_ =
      std::make_shared<const std::vector<domain::AdminTold>>(opening.admins.begin(), opening.admins.end());
  told_by_ = opening.in_force.directory;
  told_bytes_ = bytes_of(opening.admins);
}

bool Shadow::work() {
  if (auto active = due()) {
    read(std::move(*active));
    return true;
  }
  const auto ticket = tickets_.take();
  if (!ticket) return false;
  compare(*ticket);
  bytes_queued_ -= ticket->bytes;
  return true;
}

// What is to be read, once its turn has come.
std::optional<config::Configuration> Shadow::due() {
  const std::lock_guard lock(next_mutex_);
  if (!next_ || tickets_.taken() < next_->after) return std::nullopt;
  auto active = std::move(next_->active);
  next_.reset();
  return active;
}

void Shadow::wait_until(std::chrono::steady_clock::time_point then) {
  std::unique_lock lock(next_mutex_);
  asked_.wait_until(lock, then, [this] { return awake_; });
  awake_ = false;
}

void Shadow::wake() {
  {
    const std::lock_guard lock(next_mutex_);
    awake_ = true;
  }
  asked_.notify_one();
}

// A candidate with faults is no reason to stop routing: without it, then, and loudly.
void Shadow::read(config::Configuration active) {
  report();
  candidate_.reset();
  said_ = dropped_ = 0;  // what is dropped from here on would have been this candidate's
  document::Faults faults;
  auto rules = config::load_rules(rules_, active, faults);
  const bool sound = faults.errors() == 0 && rules != nullptr;
  {
    const std::lock_guard lock(agreement_mutex_);
    agreement_ = {};
    if (sound) agreement_.candidate = digest(*rules);
  }
  if (!sound) {
    stop_following();
    return refuse(faults);
  }
  // Without the cache of the rules in force, which the reload's thread may be writing.
  if (std::string why; !rules::accelerate(*rules, nullptr, why))
    log_.write(Level::warning, "rules_slow", {{"why", why}, {"rules", rules_.string()}});
  beside_ = {.rules = digest(*active.rules),
             .directory = active.directory->digest(),
             .policy = active.policy->digest};
  log_.write(Level::info, "shadow_began",
             {{"folder", rules_.string()},
              {"candidate", to_text(digest(*rules))},
              {"rules", to_text(digest(*active.rules))}});
  active.rules = std::move(rules);
  candidate_ = std::move(active);
}

// Unless another configuration has come meanwhile: that will have its own answer.
void Shadow::stop_following() {
  const std::lock_guard lock(next_mutex_);
  following_ = next_.has_value();
}

void Shadow::refuse(const document::Faults& faults) {
  std::size_t logged = 0;
  for (const auto& fault : faults.all()) {
    if (fault.level != document::Level::error || logged == kFaultsLogged) continue;
    ++logged;
    log_.write(Level::error, "shadow_fault",
               {{"where", where(fault.place)}, {"what", fault.message}, {"remedy", fault.remedy}});
  }
  log_.write(
      Level::error, "shadow_refused",
      {{"folder", rules_.string()},
       {"why",
        std::to_string(faults.errors()) + (faults.errors() == 1 ? " error" : " errors") + " in its rules"},
       {"remedy", "correct what `shadow_fault` names, then `triaged reload`; tickets are routed as ever"}});
}

void Shadow::compare(const Ticket& ticket) {
  const auto* opened = std::get_if<domain::Opened>(&ticket.event.body);
  if (opened == nullptr || !candidate_) return;
  // Hubs tell of their admins between two reloads; the files beneath are still the same.
  if (ticket.in_force.directory != candidate_->directory->digest())
    candidate_->directory = candidate_->directory->with_admins(*ticket.admins);
  beside_.directory = candidate_->directory->digest();
  if (ticket.in_force != beside_) {
    ++dropped_;
    return;
  }
  const auto decision = decide_opening(ticket.event, *opened, ticket.text, *candidate_,
                                       {.now = ticket.decided.received_at,
                                        .undeliverable = ticket.undeliverable,
                                        .producer = candidate_->directory->producer(ticket.event.producer)});
  const std::lock_guard lock(agreement_mutex_);
  agreement_.tally.add({.ticket = ticket.decided, .classification = ticket.classification},
                       {.ticket = *decision.effects.ticket, .classification = decision.classification}, {},
                       0);
}

void Shadow::report() {
  const auto now = agreement();
  if (now.tickets() == said_) return;
  said_ = now.tickets();
  log_.write(Level::info, "shadow_agreement",
             {{"agreed", std::to_string(now.tally.same)},
              {"differed", std::to_string(now.tally.different)},
              {"dropped", std::to_string(now.dropped)},
              {"changes", most_frequent_changes(now)},
              {"candidate", to_text(now.candidate)}});
}

Agreement Shadow::agreement() const {
  const std::lock_guard lock(agreement_mutex_);
  Agreement now = agreement_;
  now.dropped = dropped_;
  return now;
}

}  // namespace triaged::app::shadow

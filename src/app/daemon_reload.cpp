// Other rules, directory and policy while the daemon works:
//
//   asked       by SIGHUP, or a file has changed                        reload()
//   read        and checked and compiled, on the reload's thread        Reload
//   judged      faults: refused, and what is in force stays             on_read()
//   declared    the queues of new teams                                 Link::use_queues()
//   swapped     by the engine, between two decisions, or refused        engine::Reconfigured
//
// One at a time; what is asked meanwhile is done after it.
#include <algorithm>
#include <ctime>

#include <systemd/sd-daemon.h>

#include <triaged/persist/reader.hpp>

#include "app/daemon.hpp"
#include "app/knowledge.hpp"
#include "app/settings_changes.hpp"

namespace triaged::app {
namespace {

using telemetry::Level;

constexpr std::size_t kFaultsLogged = 20;  // of one configuration; the rest is counted

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

std::string where(const document::Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string changed_parts(const config::Configuration& before, const config::Configuration& after) {
  std::vector<std::string> parts;
  if (digest(*before.rules) != digest(*after.rules)) parts.emplace_back("rules");
  if (before.directory->digest_of_files() != after.directory->digest_of_files())
    parts.emplace_back("directory");
  if (before.policy->digest != after.policy->digest) parts.emplace_back("policy");
  return joined(parts);
}

// As systemd asks it of services that it reloads.
void tell_reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto micros = static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
  sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%lld", micros);
}

}  // namespace

void Daemon::watch_files() {
  if (!configuration_.settings.reload.on_change) return;
  const auto trouble = [this](const std::string& why) {
    log_.write(Level::warning, "watch_failed", {{"why", why}, {"remedy", "reload with `triaged reload`"}});
  };
  try {
    watch_.emplace(io_, folder_, [this] { reload("a file has changed"); }, trouble);
  } catch (const std::exception& error) {
    trouble(error.what());
  }
}

void Daemon::reload(const std::string& because) {
  if (draining_) return;
  if (engine_) tell_reloading();
  reload_.ask(because);
}

void Daemon::on_read(Reading reading, const std::string& because) {
  if (draining_) return;               // and nothing is read any more
  const bool sound = reading.sound();  // asked before its parts are moved away
  candidate_ = Candidate{.configuration = std::move(reading.configuration),
                         .because = because,
                         .changed = {},
                         .handed_over = false};
  if (!sound) {
    log_faults(reading.faults);
    return refuse_reload(std::to_string(reading.faults.errors()) + " errors in the configuration",
                         "correct what `configuration_fault` names; `triaged check` shows all of it");
  }
  if (!reading.slow.empty()) log_.write(Level::warning, "rules_slow", {{"why", reading.slow}});
  const auto settings =
      changed_settings(configuration_.settings_file, candidate_->configuration.settings_file);
  if (!settings.empty()) log_.write(Level::warning, "restart_needed", {{"settings", joined(settings)}});
  candidate_->configuration.settings = configuration_.settings;
  candidate_->configuration.settings_file = configuration_.settings_file;
  if (!engine_ && faults_at_start_) {  // nothing is in force yet
    candidate_->changed = "everything";
    faults_at_start_.reset();
    return put_in_force();
  }
  candidate_->changed = changed_parts(configuration_, candidate_->configuration);
  if (!engine_ || candidate_->changed.empty()) return put_in_force();
  // The queues of teams that are gone are still declared: their lanes may hold notices.
  for (auto& queue : all_queues(candidate_->configuration))
    if (std::find(queues_.begin(), queues_.end(), queue) == queues_.end())
      queues_.push_back(std::move(queue));
  link_->use_queues(queues_);
}

void Daemon::on_queues_ready() {
  if (!candidate_ || candidate_->handed_over) return;
  candidate_->handed_over = true;
  mailbox_.put(engine::Reconfigured{to_knowledge(candidate_->configuration)});
}

void Daemon::on_reconfigured(const std::vector<engine::TeamInUse>& in_the_way) {
  if (in_the_way.empty()) return put_in_force();
  std::vector<std::string> teams;
  for (const auto& [team, tickets] : in_the_way)
    teams.push_back("`" + team.value + "` (" + std::to_string(tickets) + ")");
  refuse_reload(
      "the new directory lacks teams that own open tickets: " + joined(teams),
      "keep the team until its tickets are closed or handed over, or list it under `retired_teams` with "
      "the `successor` that has them then");
}

void Daemon::put_in_force() {
  auto& candidate = *candidate_;
  configuration_ = std::move(candidate.configuration);
  ++standing_.reloaded;
  standing_.last_refused = standing_.on_last_good = false;
  tell_standing();
  log_.write(Level::info, "reloaded",
             {{"because", candidate.because},
              {"changed", candidate.changed.empty() ? "nothing" : candidate.changed},
              {"rules", to_text(digest(*configuration_.rules))},
              {"directory", to_text(configuration_.directory->digest())},
              {"policy", to_text(configuration_.policy->digest)}});
  if (shadow_) shadow_->follow(configuration_);
  reload_is_over();
}

void Daemon::refuse_reload(const std::string& why, const std::string& remedy) {
  ++standing_.refused;
  standing_.last_refused = true;
  tell_standing();
  log_.write(Level::warning, "reload_refused",
             {{"because", candidate_->because},
              {"why", why},
              {"remedy", remedy},
              {"still", configuration_.rules ? to_text(digest(*configuration_.rules)) : "nothing"}});
  reload_is_over();
}

void Daemon::tell_standing() {
  metrics_.reload({.taken = standing_.reloaded,
                   .refused = standing_.refused,
                   .last_refused = standing_.last_refused,
                   .on_last_good = standing_.on_last_good});
}

void Daemon::reload_is_over() {
  candidate_.reset();
  if (engine_) sd_notify(0, "READY=1");
  reload_.finished();
}

// What the store says was in force last, in the place of what the files hold. False: the process ends.
bool Daemon::use_last_good() {
  log_faults(*faults_at_start_);
  const auto& store = configuration_.settings.store.path;
  const std::string errors = std::to_string(faults_at_start_->errors()) + " errors in the configuration";
  const auto in_force = persist::Reader(store.string()).in_force();
  if (const auto* fault = std::get_if<persist::Fault>(&in_force);
      fault != nullptr && fault->kind != persist::FaultKind::missing)
    return fail(exit_for(fault->kind), "store_refused", fault->text), false;
  const auto* digests = std::get_if<std::optional<ports::InForce>>(&in_force);
  if (digests == nullptr || !*digests)
    return fail(Exit::configuration, "no_last_good", errors + ", and the store has kept none without"), false;
  auto recalled = recall(store, **digests);
  if (const auto* why = std::get_if<std::string>(&recalled))
    return fail(Exit::configuration, "no_last_good", errors + "; " + *why), false;
  auto& last_good = std::get<config::Configuration>(recalled);
  last_good.settings = std::move(configuration_.settings);
  last_good.settings_file = std::move(configuration_.settings_file);
  configuration_ = std::move(last_good);
  log_.write(Level::error, "running_on_last_good",
             {{"why", errors},
              {"remedy", "correct what `configuration_fault` names, then `triaged reload`"},
              {"rules", to_text(digest(*configuration_.rules))},
              {"directory", to_text(configuration_.directory->digest())},
              {"policy", to_text(configuration_.policy->digest)}});
  standing_.last_refused = standing_.on_last_good = true;
  tell_standing();
  faults_at_start_.reset();
  return true;
}

void Daemon::log_faults(const document::Faults& faults) {
  std::size_t logged = 0;
  for (const auto& fault : faults.all()) {
    if (fault.level != document::Level::error || logged == kFaultsLogged) continue;
    ++logged;
    log_.write(Level::error, "configuration_fault",
               {{"where", where(fault.place)}, {"what", fault.message}, {"remedy", fault.remedy}});
  }
}

}  // namespace triaged::app

// What happens is noted by step() and acted on by turn().
#include <algorithm>
#include <stdexcept>

#include <triaged/codec/state.hpp>
#include <triaged/engine/engine.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

template <class... Lambdas>
struct Match : Lambdas... {
  using Lambdas::operator()...;
};
template <class... Lambdas>
Match(Lambdas...) -> Match<Lambdas...>;

}  // namespace

Engine::Impl::Impl(Ports p, Knowledge k, Limits l, const ports::Image& image)
    : clock(p.clock),
      store(p.store),
      broker(p.broker),
      observer(p.observer),
      knowledge(std::move(k)),
      limits(l),
      memory(image, limits.codec),
      incidents(image),
      relay(broker, observer, limits, limits.unconfirmed),
      crossings(p.bridges, observer, limits),
      after_crash(image.crashed) {
  remember_incidents(image);
  start_outbox_over(image.outbox);
  away = image.away;
  link_is_gone();
  lay_admins_over_files();
  keep_documents();
  set_clocks_anew();
}

void Engine::Impl::step(Input input) {
  std::visit(Match{
                 [&](Delivered& in) {
                   for (auto& delivery : in.deliveries)
                     if (delivery.tag.link == link && !draining) waiting.push_back(std::move(delivery));
                 },
                 [&](LinkUp& in) {
                   link = in.link;
                   link_is_back();
                   if (fresh_seen)
                     after_crash = false;  // whatever the dead daemon held came back over the last link
                   fresh_seen = false;
                   relay.link_up(link);
                   listening_since = clock.now();
                   wait_for_marker();
                   if (held) broker.want_deliveries(false);
                   observer.on_link(true, {});
                 },
                 [&](LinkDown& in) {
                   waiting.clear();  // unsettled: the broker delivers them again
                   if (link != 0) relay.link_down();
                   link = 0;
                   link_is_gone();
                   observer.on_link(false, in.reason);
                 },
                 [&](Blocked& in) { observer.on_blocked(in.blocked, in.reason); },
                 [&](Answered& in) { relay.answered(in.link, in.results, clock.now()); },
                 [&](Crossed& in) { crossings.answered(in.bridge, in.link, in.results, clock.now()); },
                 [&](Consumers& in) { consumers_counted(in); },
                 [&](Committed& in) {
                   now = clock.now();
                   committed(in);
                 },
                 [&](Fetched& in) {
                   if (!recalling || health != Health::running) return;
                   now = clock.now();
                   observer.on_recalled(in.took);
                   if (in.recalled) return recalled(std::move(*in.recalled));
                   observer.on_commit_unknown(in.error);
                   health = Health::recovering;
                   store.reopen();
                 },
                 [&](Reopened& in) {
                   now = clock.now();
                   reopened(std::move(in));
                 },
                 [&](Reconfigured& in) { reconfigure(std::move(in.knowledge)); },
                 [&](Tick&) {},
                 [&](Drain&) {
                   draining = true;
                   waiting.clear();
                 },
             },
             input);
}

void Engine::Impl::turn() {
  now = clock.now();
  undeliverable = relay.undeliverable();
  watch_attendance();
  take();
  persist();
  if (!relay.empty() || crossings.rows() != 0) observer.on_stage(ports::Stage::publish);
  relay.flow(now);
  if (!draining) crossings.flow(now);  // what waits there need not be told before the end
  hold_or_resume_intake();
  observer.on_stage({});
}

std::optional<domain::Instant> Engine::Impl::wake_at() const {
  auto soonest = relay.wake_at();
  if (link == 0) soonest.reset();
  if (const auto at = crossings.wake_at(); at && (!soonest || *at < *soonest)) soonest = at;
  if (const auto timers = timers_wake_at(); may_take() && timers && (!soonest || *timers < *soonest))
    soonest = timers;
  if (first_done && !committing && !recalling && health == Health::running &&
      (!soonest || *first_done + limits.confirm_lag < *soonest))
    soonest = *first_done + limits.confirm_lag;
  return soonest;
}

Engine::Engine(Ports p, Knowledge knowledge, Limits limits, const ports::Image& image)
    : impl_(std::make_unique<Impl>(p, std::move(knowledge), limits, image)) {}
Engine::~Engine() = default;

void Engine::step(Input input) { impl_->step(std::move(input)); }
void Engine::turn() { impl_->turn(); }
std::optional<domain::Instant> Engine::wake_at() const { return impl_->wake_at(); }
Health Engine::health() const noexcept { return impl_->health; }
bool Engine::safe() const noexcept {
  return impl_->draining && !impl_->committing && impl_->forming.empty() && !impl_->recalling &&
         impl_->relay.done() + impl_->crossings.done() == 0;
}
// A bridge that is down keeps its signals for the next start.
bool Engine::drained() const noexcept { return safe() && impl_->relay.empty() && impl_->crossings.idle(); }
const ports::Counters& Engine::counters() const noexcept { return impl_->memory.counters; }
const std::vector<TeamInUse>& Engine::teams_in_the_way() const noexcept { return impl_->in_the_way; }
std::size_t Engine::waiting_bytes() const noexcept {
  std::size_t bytes = 0;
  for (const auto& delivery : impl_->waiting) bytes += delivery.message.body.size();
  return bytes;
}
std::size_t Engine::outbox_rows() const noexcept { return impl_->relay.rows() + impl_->crossings.rows(); }
std::size_t Engine::open_tickets() const noexcept { return impl_->memory.open_tickets.size(); }
std::optional<domain::Instant> Engine::oldest_notice() const {
  auto oldest = impl_->relay.oldest();
  if (const auto other = impl_->crossings.oldest(); other && (!oldest || *other < *oldest)) oldest = other;
  return oldest;
}

}  // namespace triaged::engine

// The engine's insides: what is in hand at each stage. The functions are in the file of their stage:
// pipeline.cpp (the way of a ticket), remember.cpp (what was decided), recall.cpp (what memory does not
// hold), answers.cpp (to producers), view.cpp (what a decision may look at), timers.cpp (what time brings),
// attempts.cpp (after a crash), incidents.cpp (the way of an incident), incident_view.cpp (what its decision
// may look at), monitoring.cpp (alerts, signs of life, silences), persist.cpp (commit and its failures),
// reload.cpp (other rules), admins.cpp (other admins), lost_teams.cpp (who cannot be reached any more),
// away.cpp (times without a broker).
#pragma once

#include <deque>
#include <set>

#include <triaged/codec/answer.hpp>
#include <triaged/codec/state.hpp>
#include <triaged/decide/decide.hpp>
#include <triaged/engine/endings.hpp>
#include <triaged/engine/engine.hpp>

#include "engine/crossings.hpp"
#include "engine/incident_memory.hpp"
#include "engine/memory.hpp"
#include "engine/relay.hpp"

namespace triaged::engine {

// Where what is decided next comes from.
enum class Origin : std::uint8_t {
  delivery,  // the intake
  timer,     // a ticket's clock: an event of the daemon's own
  waited     // an event that came early: its ticket's opening is there, or the time to wait for it is over
};

// An event on its way: decoded, or the reason why not.
struct Taken {
  Origin origin = Origin::delivery;
  ports::Delivery delivery;  // of a timer: empty; of an event that waited: its message, and no tag
  std::variant<codec::Decoded, codec::Unreadable> decoded;
  domain::Digest seen_key;  // of decoded events that were delivered
};

// What the engine has decided and the store has not yet. One transaction.
struct Forming {
  ports::Batch batch;
  std::size_t bytes = 0;                    // of their bodies
  std::size_t events = 0;                   // deliveries, clocks and waited events in it
  bool alone = false;                       // holds a message tried after a crash: nothing joins it
  std::vector<ports::DeliveryTag> settle;   // acknowledged after the commit
  std::vector<Entry> notices;               // and answers, to the lanes after the commit
  std::size_t answers = 0;                  // how many of them
  std::vector<domain::Ticket> routed;       // reported after the commit
  std::vector<domain::Incident> incidents;  // likewise
  std::vector<ports::AdminRow> admins;      // likewise
  std::vector<domain::Digest> seen;         // leave `undurable_seen` after the commit
  std::vector<domain::TicketId> opened;     // leave `undurable_openings` after the commit
  std::vector<domain::TicketId> closed;     // leave `undurable_closed` after the commit

  [[nodiscard]] bool empty() const noexcept {
    return events == 0 && batch.attempts.empty() && batch.outbox_done.empty() && batch.away.empty() &&
           batch.silences.empty() && !batch.in_force;
  }
  // Room for as much as there is in another one, so that nothing moves while it fills.
  void reserve_for(const Forming& other);
};

// What the store has answered, where it has to be asked more than once: that a ticket was merged, and into
// which one, shows when it is found.
struct Recollection {
  ports::Recalled found;
  std::size_t links = 0;  // how often it was asked again
};

// What decides, beside the ticket, whether its team can be reached.
struct Outside {
  std::shared_ptr<const directory::Directory> directory;  // nullptr: nothing was looked at yet
  std::vector<std::string> undeliverable;
  std::vector<domain::TeamId> ended;
};

class Engine::Impl {
 public:
  Impl(Ports ports, Knowledge knowledge, Limits limits, const ports::Image& image);

  void step(Input input);
  void turn();
  [[nodiscard]] std::optional<domain::Instant> wake_at() const;

  // pipeline.cpp
  void take();
  void take_deliveries(std::vector<Taken>& taken);
  [[nodiscard]] Taken decode(ports::Delivery&& delivery) const;
  void judge(std::vector<Taken> taken, const ports::Recalled& recalled);
  void judge_one(Taken&& taken, const ports::Recalled& recalled);
  void judge_event(Taken& taken, const ports::Recalled& recalled);
  void judge_known(Taken& taken, const domain::Ticket& ticket, const ports::Recalled& recalled);
  void judge_unknown(Taken& taken, const directory::Producer& producer, const ports::Recalled& recalled);
  void judge_what_follows(const std::vector<domain::TicketEvent>& events, const ports::Recalled& recalled);
  void lead_on(domain::TicketEvent& event, domain::Ticket& ticket, const ports::Recalled& recalled) const;
  [[nodiscard]] bool is_repeat(const Taken& taken, const ports::Recalled& recalled);
  [[nodiscard]] const directory::Producer* producer_of(const domain::InboundMessage& message) const;
  [[nodiscard]] bool may_take() const;
  void hold_or_resume_intake();

  // remember.cpp: what was decided becomes rows, and what memory holds
  void remember(Taken& taken, decide::View&& view, decide::Effects&& effects);
  void remember_opening(codec::HistoryEntry& entry);
  void count(Origin origin, std::uint64_t ports::Counters::* what);
  void keep(domain::Ticket&& ticket);
  void add_history(const codec::HistoryEntry& entry);
  // Of an applied event that is about no ticket.
  void note_in_history(Taken& taken, std::string what);
  void send(std::vector<domain::Notice> notices);
  void post(domain::OutboundMessage message);
  void hand_on(Entry entry);  // to the relay of its lane
  void start_outbox_over(const std::vector<ports::OutboxRow>& rows);
  // `event`: its id, where one could be read.
  void park(Origin origin, const domain::InboundMessage& message, domain::ParkReason reason,
            std::string detail, const domain::EventId& event = {});

  // recall.cpp
  [[nodiscard]] ports::Recall unknown_of(const std::vector<Taken>& taken) const;
  [[nodiscard]] ports::Recall unknown_beyond(const ports::Recalled& found) const;
  void ask_for(domain::TicketId ticket, bool text, ports::Recall& unknown) const;
  void recalled(ports::Recalled found);

  // view.cpp: what a decision may look at
  [[nodiscard]] std::optional<domain::Ticket> find_ticket(const domain::TicketId& id,
                                                          const ports::Recalled& recalled) const;
  [[nodiscard]] domain::Ticket end_of(domain::Ticket ticket, const ports::Recalled& recalled) const;
  [[nodiscard]] std::optional<domain::Ticket> find_into(const domain::TicketEvent& event,
                                                        const ports::Recalled& recalled) const;
  [[nodiscard]] std::shared_ptr<const domain::Opened> find_opening(const domain::TicketId& id,
                                                                   const ports::Recalled& recalled) const;
  [[nodiscard]] decide::View view_of_new(const codec::Decoded& decoded,
                                         const directory::Producer& producer) const;
  [[nodiscard]] decide::View view_of_known(const codec::Decoded& decoded, const domain::Ticket& ticket,
                                           const domain::Opened* opening,
                                           std::optional<domain::Ticket> into) const;

  // incidents.cpp: what a ticket's decision sees of them, and their own
  [[nodiscard]] const domain::Incident* incident_for(const domain::TicketEvent& event,
                                                     const domain::Ticket* ticket,
                                                     const domain::Place& place) const;
  [[nodiscard]] std::uint32_t storm_at(const domain::Place& place, const std::string& symptom,
                                       const domain::ActorId& requester, domain::Instant opened_at) const;
  [[nodiscard]] domain::SilenceId silence_on(const domain::Place& place, const std::string& symptom,
                                             domain::Severity severity, const std::string& category,
                                             const domain::Labels& labels) const;
  [[nodiscard]] bool is_on_call(const domain::ActorId& actor, const domain::Place& place) const;
  void look_beside_new(decide::View& view, const domain::TicketEvent& event) const;
  void look_beside_known(decide::View& view, const domain::TicketEvent& event) const;
  void judge_incident(Taken& taken, const ports::Recalled& recalled);
  // incident_view.cpp: what a decision about an incident may look at
  [[nodiscard]] decide::IncidentView view_of_incident(const domain::TicketEvent& event) const;
  void look_at_its_kin(decide::IncidentView& view, const domain::TicketEvent& event) const;
  [[nodiscard]] const domain::Incident* cluster_incident(const domain::ClusterId& cluster) const;
  void look_round(decide::IncidentView& view, const domain::Place& place,
                  const domain::TicketEvent& event) const;
  void remember_incident(Taken& taken, const decide::IncidentView& view, decide::Effects effects);
  void keep_incident(const domain::Incident& incident);
  void remember_incidents(const ports::Image& image);  // after a load, once the tickets are there
  void owe_its_tickets(const domain::Incident& incident);
  void find_what_is_owed();
  void signal(const domain::Incident* before, const decide::Effects& effects);
  void take_lost_pages(std::vector<Taken>& taken);
  void take_owed(std::vector<Taken>& taken);
  void take_due_of_incidents(std::vector<Taken>& taken);
  [[nodiscard]] domain::Instant heartbeat_due(const domain::ExpectedHeartbeat& beat,
                                              domain::Duration every) const;
  [[nodiscard]] std::optional<domain::Instant> incidents_wake_at() const;

  // monitoring.cpp: alerts, signs of life, silences
  [[nodiscard]] domain::ClusterId cluster_of(const domain::Labels& labels) const;
  [[nodiscard]] domain::HubId hub_of(const domain::Labels& labels) const;
  void name_alert(domain::TicketEvent& event) const;
  [[nodiscard]] const decide::HeartbeatWatch* watch_of(const domain::TicketEvent& event) const;
  void judge_heartbeat(Taken& taken, const decide::HeartbeatWatch* watch, const ports::Recalled& recalled);
  void judge_unknown_clearing(Taken& taken);
  [[nodiscard]] bool has_cleared(const domain::AlertKey& alert, const domain::HubId& hub) const;
  void take_clearings(const domain::AlertKey& alert, const ports::Recalled& recalled);
  static void make_opening(codec::Decoded& decoded);  // of an alert that no ticket is there for
  void judge_silence(Taken& taken);
  void keep_silence(domain::Silence silence);
  void end_silences();
  void owe_unsilenced(const domain::SilenceId& silence);
  void note_silenced(const domain::Ticket& ticket);

  // attendance.cpp: whether anybody consumes the queues that pages go to
  void watch_attendance();
  [[nodiscard]] std::optional<domain::Instant> attendance_wake_at() const;
  void consumers_counted(const Consumers& counted);

  // timers.cpp: clocks that ran out, and events that waited too long
  void take_due(std::vector<Taken>& taken);
  [[nodiscard]] std::size_t room_for_clocks() const;
  [[nodiscard]] std::vector<Taken> take_waited(const domain::TicketId& ticket);
  [[nodiscard]] bool timers_may_fire() const;
  [[nodiscard]] std::optional<domain::Instant> timers_wake_at() const;
  void wait_for_marker();
  void settle_markers();
  void set_clocks_anew();
  // Of an event that came before its ticket's opening.
  [[nodiscard]] bool may_put_off(const Taken& taken) const;
  void put_off(const Taken& taken);

  // lost_teams.cpp: tickets whose team cannot be reached any more
  void look_for_lost_teams();
  void note_if_it_stays(const domain::Ticket& before, const decide::Effects& effects);
  [[nodiscard]] std::vector<Taken> take_lost();
  // Before `taken` is judged of it, if that still has to be. Then the ticket as it is now.
  [[nodiscard]] std::optional<domain::Ticket> move_on_first(const Taken& taken, const domain::Ticket& ticket,
                                                            const ports::Recalled& recalled);

  // answers.cpp: to producers that ask for them
  void answer_refused(const Taken& taken, const domain::TicketEvent& event, domain::Refusal refused);
  void answer_parked(const domain::InboundMessage& message, const domain::EventId& event,
                     const domain::Digest& key, const codec::AnswerParked& what);
  void answer(const domain::InboundMessage& message, const domain::EventId& event, codec::Answer said);

  // admins.cpp: what hubs tell of their admins
  void judge_admin(Taken& taken);
  [[nodiscard]] std::optional<domain::Refusal> why_not(const ports::AdminRow& row) const;
  void remember_admin(Taken& taken, ports::AdminRow row);
  void lay_admins_over_files();
  void renew_directory();

  // away.cpp: times without a broker
  void link_is_gone();
  void link_is_back();
  void keep_away(const std::vector<domain::Away>& stored);

  // attempts.cpp: redelivered messages after a crash, one at a time
  [[nodiscard]] bool careful() const;
  void take_carefully();
  void attempt_is_noted();

  // reload.cpp
  void reconfigure(Knowledge candidate);
  void keep_documents();

  // persist.cpp
  void persist();
  void committed(const Committed& result);
  void reopened(Reopened result);
  void apply_commit(Forming done, domain::Duration took);
  void forget_undurable(const Forming& durable);
  void rebuild(const ports::Image& image);

  ports::Clock& clock;
  ports::StoreAccess& store;
  ports::Broker& broker;
  ports::Observer& observer;
  Knowledge knowledge;
  std::vector<TeamInUse> in_the_way;  // of the last reload
  Limits limits;

  Memory memory;
  IncidentMemory incidents;
  std::deque<domain::TicketEvent> owed;  // to tickets, by incidents and silences
  std::set<std::string> unattended;      // queues of pages that nobody consumes
  std::map<std::string, domain::Instant> asked_for_consumers;
  domain::Instant listening_since{};  // the broker, and so to signs of life
  bool admins_changed = false;        // since the directory in hand was made
  Relay relay;                        // to the broker
  Crossings crossings;                // to other on-call tooling
  domain::Instant now{};              // of this turn
  Health health = Health::running;
  bool draining = false;
  bool held = false;                          // the intake is told to wait
  std::uint64_t link = 0;                     // 0: down
  std::optional<domain::Instant> away_since;  // the broker; nothing: the link is up
  std::vector<domain::Away> away;             // the broker was, the oldest first
  bool after_crash = false;                   // the last daemon did not end properly
  bool fresh_seen = false;                    // a delivery that is not a repeat has come over this link

  std::deque<ports::Delivery> waiting;          // as the broker sent them
  std::optional<std::vector<Taken>> recalling;  // decoded, waiting for what the store knows
  Recollection so_far;                          // of what it waits for
  Forming durable_since;  // of what became durable while `recalling` waited: `seen`, `opened`, `closed`
  std::optional<domain::Instant> marker_until;  // overdue clocks wait for the marker, or until then
  std::string marker;                           // its message id
  std::optional<ports::Delivery> attempting;    // noted as attempted, its note being committed
  Forming forming;
  std::optional<Forming> committing;
  std::optional<domain::Instant> first_done;  // when the oldest unstored confirmation came
  domain::Duration store_retry{};
  std::vector<std::string> undeliverable;         // queues given up for now, as of this turn
  std::set<domain::ProducerId> told_not_allowed;  // producers whose `reply_to` was reported
  std::vector<std::string> open_calendars;        // of those that the rules ask for, at `now`
  std::vector<Ending> endings;                    // of the teams of the directory in hand
  std::vector<domain::TeamId> ended;              // of those, the ones that are over
  Outside looked_at;                              // when the open tickets were looked at last
  std::set<domain::TicketId> lost;                // found then, and not judged yet
  // Those that stay where they are although nobody can be reached there, and why: not asked again while it is
  // so.
  std::unordered_map<domain::TicketId, std::pair<domain::TeamId, domain::Reachability>> staying;
};

}  // namespace triaged::engine

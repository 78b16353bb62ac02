#include "app/show/stored.hpp"

#include <algorithm>
#include <ostream>
#include <tuple>

#include <triaged/decide/incident.hpp>

#include "app/knowledge.hpp"
#include "app/show/words.hpp"

namespace triaged::app::show {
namespace {

using persist::Fault;

constexpr std::size_t kTicketsAtOnce = 2000;  // a reader must not keep the store's log from shrinking

// A reader hands out what stands there; `decode` says what it means.
template <class Value, class Row, class Decode>
Answer<std::vector<Value>> decoded(const std::string& path, Answer<std::vector<Row>> rows,
                                   std::string_view what, Decode decode) {
  if (auto* fault = std::get_if<Fault>(&rows)) return std::move(*fault);
  std::vector<Value> values;
  for (const Row& row : std::get<0>(rows)) {
    std::optional<Value> value = decode(row);
    if (!value)
      return Fault{.kind = persist::FaultKind::damaged,
                   .text = path + ": " + std::string(what) + " cannot be decoded: the store is damaged"};
    values.push_back(*std::move(value));
  }
  return values;
}

// What stands first in the list.
bool more_urgent(const domain::Ticket& a, const domain::Ticket& b) {
  const auto rank = [](const domain::Ticket& ticket) {
    const auto next = domain::next_due(ticket);
    return std::tuple(-static_cast<int>(ticket.severity), next ? next->at : domain::Instant::max(),
                      ticket.received_at, std::string_view(ticket.id.value));
  };
  return rank(a) < rank(b);
}

struct Ranked {
  domain::Ticket ticket;
  std::uint64_t opening = 0;
};

void keep_first(std::vector<Ranked>& ranked, std::size_t limit) {
  const auto by_urgency = [](const Ranked& a, const Ranked& b) { return more_urgent(a.ticket, b.ticket); };
  std::ranges::sort(ranked, by_urgency);
  if (ranked.size() > limit) ranked.erase(ranked.begin() + static_cast<std::ptrdiff_t>(limit), ranked.end());
}

// The openings are read for those only that are shown.
Answer<std::vector<Told>> with_openings(const Stored& stored, std::vector<Ranked> ranked) {
  std::vector<std::uint64_t> numbers;
  for (const auto& one : ranked)
    if (one.opening != 0) numbers.push_back(one.opening);
  auto entries = decoded<codec::HistoryEntry>(
      stored.path(), stored.reader().history_rows(numbers), "a line of the history",
      [](const ports::HistoryRow& row) { return codec::decode_history(row.payload); });
  if (auto* fault = std::get_if<Fault>(&entries)) return std::move(*fault);
  std::map<domain::TicketId, const domain::Opened*> openings;
  for (const auto& entry : std::get<0>(entries))
    if (const auto* opened = std::get_if<domain::Opened>(&entry.event.body))
      openings.emplace(entry.event.ticket_id, opened);
  std::vector<Told> told;
  for (auto& one : ranked) {
    const auto opening = openings.find(one.ticket.id);
    told.push_back({.ticket = std::move(one.ticket), .subject = {}, .channel = {}});
    if (opening == openings.end()) continue;
    told.back().subject = opening->second->subject;
    told.back().channel = opening->second->channel;
  }
  return told;
}

std::optional<Ranked> ranked_of(const persist::StoredTicket& stored) {
  auto ticket = codec::decode_ticket(stored.row.payload);
  if (!ticket) return std::nullopt;
  return Ranked{.ticket = *std::move(ticket), .opening = stored.opening};
}

}  // namespace

Answer<Urgent> Stored::urgent(const std::function<bool(const domain::Ticket&)>& wanted,
                              std::size_t limit) const {
  Urgent urgent;
  std::vector<Ranked> ranked;
  for (std::uint64_t after = 0;;) {
    auto page = reader_.open_tickets(after, kTicketsAtOnce);
    if (auto* fault = std::get_if<Fault>(&page)) return std::move(*fault);
    const auto rows = std::get<0>(page).size();
    if (rows != 0) after = std::get<0>(page).back().number;
    auto tickets = decoded<Ranked>(path_, std::move(page), "a ticket", ranked_of);
    if (auto* fault = std::get_if<Fault>(&tickets)) return std::move(*fault);
    for (auto& one : std::get<0>(tickets)) {
      if (!wanted(one.ticket)) continue;
      ++urgent.all;
      ranked.push_back(std::move(one));
    }
    keep_first(ranked, limit);
    if (rows < kTicketsAtOnce) break;
  }
  auto told = with_openings(*this, std::move(ranked));
  if (auto* fault = std::get_if<Fault>(&told)) return std::move(*fault);
  urgent.first = std::get<0>(std::move(told));
  return urgent;
}

Answer<std::vector<Told>> Stored::tickets(const std::vector<domain::TicketId>& ids) const {
  auto found = decoded<Ranked>(path_, reader_.tickets(ids), "a ticket", ranked_of);
  if (auto* fault = std::get_if<Fault>(&found)) return std::move(*fault);
  auto& ranked = std::get<0>(found);
  std::ranges::sort(ranked, {}, [&](const Ranked& one) { return std::ranges::find(ids, one.ticket.id); });
  return with_openings(*this, std::move(ranked));
}

Answer<std::vector<Line>> Stored::history(const domain::TicketId& key) const {
  return decoded<Line>(path_, reader_.history(key), "a line of this history",
                       [](const ports::HistoryRow& row) -> std::optional<Line> {
                         auto entry = codec::decode_history(row.payload);
                         if (!entry) return std::nullopt;
                         return Line{.version = row.version, .entry = *std::move(entry)};
                       });
}

Answer<std::vector<domain::Incident>> Stored::incidents(bool all) const {
  return decoded<domain::Incident>(
      path_, reader_.incidents(all), "an incident",
      [](const ports::IncidentRow& row) { return codec::decode_incident(row.payload); });
}

Answer<std::optional<domain::Incident>> Stored::incident(const domain::IncidentId& id) const {
  auto row = reader_.incident(id);
  if (auto* fault = std::get_if<Fault>(&row)) return std::move(*fault);
  const auto& found = std::get<0>(row);
  if (!found) return std::optional<domain::Incident>{};
  auto incident = codec::decode_incident(found->payload);
  if (!incident)
    return Fault{.kind = persist::FaultKind::damaged,
                 .text = path_ + ": " + id.value + " cannot be decoded: the store is damaged"};
  return incident;
}

decide::LocalClock Known::clock(const domain::TeamId& team) const {
  return directory ? clock_of(team, *directory) : *decide::LocalClock::in("UTC");
}

std::string Known::subject(const Told& told) const {
  if (policy && decide::is_confidential(*policy, told.ticket.category)) return "(confidential)";
  return told.subject;
}

std::vector<domain::StartNeed> Known::missing(const domain::Incident& incident) const {
  if (!policy || !is_going_on(incident)) return {};
  return decide::missing(incident, policy->incidents);
}

std::optional<Sources> open_sources(const Common& common, const std::string& path, const Streams& streams) {
  document::Faults faults;
  auto configuration = config::load(common.config, faults, overrides());
  std::string store = path;
  if (store.empty()) {
    if (!configuration.settings_sound && app::complain(faults, streams)) return std::nullopt;
    store = configuration.settings.store.path.string();
  }
  Known known{.directory = configuration.directory, .policy = configuration.policy};
  if (!known.directory || !known.policy) {
    const auto digests = persist::Reader(store).in_force();
    if (const auto* last = std::get_if<std::optional<ports::InForce>>(&digests); last != nullptr && *last)
      if (const auto then = recall(store, **last);
          const auto* of_last = std::get_if<config::Configuration>(&then))
        known = {.directory = of_last->directory, .policy = of_last->policy};
  }
  return Sources{.stored = Stored(std::move(store)), .known = std::move(known)};
}

Exit complain(const persist::Fault& fault, const Streams& streams) {
  streams.err << fault.text << '\n';
  return persist::is_bad_data(fault.kind) ? Exit::bad_data : Exit::io;
}

}  // namespace triaged::app::show

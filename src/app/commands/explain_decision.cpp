// triaged explain --decision TICKET:VERSION: a decision of the past from the store, made again under the
// directory, rules and policy of that day. Says so if that comes out otherwise than it was recorded, which it
// never should, and if today's configuration would decide otherwise. Reads beside a running daemon.
#include <charconv>
#include <iomanip>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/persist/reader.hpp>

#include "app/command.hpp"
#include "app/knowledge.hpp"
#include "app/replay.hpp"

namespace triaged::app {
namespace {

namespace json = boost::json;

struct Wanted {
  domain::TicketId ticket;
  std::uint32_t version = 0;
};

// A ticket's id may hold colons itself.
std::optional<Wanted> parse(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  Wanted wanted{.ticket = domain::TicketId(text.substr(0, colon))};
  const auto digits = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), wanted.version);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return wanted;
}

// The decision, and the ticket as it was before it.
struct Found {
  codec::HistoryEntry entry;
  std::optional<domain::Ticket> before;
  std::optional<domain::Opened> opening{};  // what the requester wrote, with the labels that rules set
};

std::optional<domain::Opened> opening_of(const codec::HistoryEntry& entry) {
  const auto* opened = std::get_if<domain::Opened>(&entry.event.body);
  if (opened == nullptr || entry.refused) return std::nullopt;
  domain::Opened opening = *opened;
  for (const auto& [key, set] : entry.classification.labels) opening.labels.insert_or_assign(key, set.value);
  return opening;
}

// Of several under one version the one that was applied: the others were refused and changed nothing.
// Nothing: there is none; that is said.
std::optional<Found> find(const Wanted& wanted, const std::vector<ports::HistoryRow>& rows,
                          const std::string& store, const Streams& streams) {
  std::optional<Found> found;
  std::optional<domain::Ticket> ticket;
  std::optional<domain::Opened> opening;
  std::string versions;
  for (const auto& row : rows) {
    auto entry = codec::decode_history(row.payload);
    if (!entry) {
      streams.err << store << ": a row of this ticket's history cannot be decoded: the store is damaged\n";
      return std::nullopt;
    }
    const bool applied = !entry->refused;
    const bool about_ticket = codec::history_key(entry->event) == entry->event.ticket_id;
    const bool better = !found || found->entry.refused || (applied && !about_ticket);  // a hub's last word
    const bool fits = row.version == wanted.version && better;
    const auto after = applied && about_ticket ? std::optional(entry->ticket) : ticket;
    if (applied) versions.append(versions.empty() ? "" : ", ").append(std::to_string(row.version));
    if (!opening) opening = opening_of(*entry);
    if (fits) found = Found{.entry = std::move(*entry), .before = ticket};
    ticket = after;
  }
  if (found) {
    found->opening = std::move(opening);
    return found;
  }
  streams.err << store << ": no decision " << wanted.ticket.value << ":" << wanted.version;
  if (rows.empty())
    streams.err << "; no event ever named that ticket\n";
  else
    streams.err << "; the ticket's versions are " << (versions.empty() ? "none" : versions) << '\n';
  return std::nullopt;
}

struct Verdict {
  Replayed replayed;
  std::vector<Difference> differences;
};

Verdict judge(const Found& found, const config::Configuration& configuration) {
  auto replayed = replay(found.entry, found.before, found.opening ? &*found.opening : nullptr, configuration);
  auto unlike = differences(found.entry, replayed);
  return {.replayed = std::move(replayed), .differences = std::move(unlike)};
}

// What today's files would do; or in words why that is not known.
using Today = std::variant<Verdict, std::string>;

json::array to_json(const std::vector<Difference>& differences) {
  json::array array;
  for (const auto& [field, then, now] : differences)
    array.push_back(json::object{{"field", field}, {"then", then}, {"now", now}});
  return array;
}

json::object recorded(const codec::HistoryEntry& entry) {
  return {{"ticket_id", entry.event.ticket_id.value},
          {"version", entry.ticket.version},
          {"at", domain::to_rfc3339(entry.at)},
          {"refused", entry.refused ? json::value(name(*entry.refused)) : json::value(nullptr)},
          {"team", entry.ticket.team.value},
          {"state", name(entry.ticket.state)},
          {"rule", entry.classification.rule.value},
          {"ruleset", to_text(entry.ruleset)},
          {"directory", to_text(entry.directory)},
          {"policy", to_text(entry.policy)}};
}

json::object as_json(const codec::HistoryEntry& entry, const Verdict& verdict, const Today& today) {
  json::object object = recorded(entry);
  object["same"] = verdict.differences.empty();
  object["differences"] = to_json(verdict.differences);
  object["replay"] = verdict.replayed.explained
                         ? json::value(to_json(*verdict.replayed.explained, entry.ruleset))
                         : json::value(nullptr);
  if (const auto* now = std::get_if<Verdict>(&today))
    object["today"] =
        json::object{{"same", now->differences.empty()}, {"differences", to_json(now->differences)}};
  else
    object["today"] = json::object{{"unknown", std::get<std::string>(today)}};
  return object;
}

void print(const std::vector<Difference>& differences, std::string_view then_word, std::string_view now_word,
           std::ostream& out) {
  const auto shown = [](const std::string& text) { return text.empty() ? std::string("-") : text; };
  for (const auto& [field, then, now] : differences)
    out << "    " << std::left << std::setw(12) << field << then_word << ": " << shown(then) << "   "
        << now_word << ": " << shown(now) << '\n';
}

void print(const codec::HistoryEntry& entry, const Verdict& verdict, const Today& today, std::ostream& out) {
  out << "Decided " << domain::to_rfc3339(entry.at) << " as version " << entry.ticket.version << " of "
      << entry.event.ticket_id.value << ", under\n  rules      " << to_text(entry.ruleset)
      << "\n  directory  " << to_text(entry.directory) << "\n  policy     " << to_text(entry.policy)
      << "\n\n";
  if (entry.refused)
    out << entry.event.ticket_id.value << "  the event was refused: " << name(*entry.refused) << "\n\n";
  else if (verdict.replayed.explained && verdict.replayed.ticket)
    print(*verdict.replayed.explained, out);
  if (verdict.differences.empty()) {
    out << "Decided again under these, it comes out the same.\n";
  } else {
    out << "Decided again under these, it comes out otherwise. That should not be; please report it:\n";
    print(verdict.differences, "recorded", "again", out);
  }
  if (const auto* why = std::get_if<std::string>(&today)) {
    out << "What today's configuration would do is not known: " << *why << '\n';
  } else if (const auto& now = std::get<Verdict>(today); now.differences.empty()) {
    out << "Today's configuration would decide the same.\n";
  } else {
    out << "Today's configuration would decide otherwise:\n";
    print(now.differences, "then", "today", out);
  }
}

// What a hub told of one of its admins; what is told of incidents, silences and heartbeats is only named.
void print_told(const Wanted& wanted, const codec::HistoryEntry& entry, const Streams& streams) {
  const auto* added = std::get_if<domain::AdminAdded>(&entry.event.body);
  const auto* removed = std::get_if<domain::AdminRemoved>(&entry.event.body);
  if (added == nullptr && removed == nullptr) {
    streams.out << wanted.ticket.value << ":" << wanted.version << " is `" << name(kind(entry.event))
                << "`, which is decided without rules, and only decisions about tickets are made again. "
                   "`triaged show "
                << wanted.ticket.value << "` says what came of it\n";
    return;
  }
  const auto& admin = added != nullptr ? added->admin : removed->admin;
  streams.out << "On " << domain::to_rfc3339(entry.at) << " the hub " << entry.event.hub.value
              << " reported that " << admin.value << (added != nullptr ? " was made" : " is no longer")
              << " one of its admins; ";
  if (entry.refused)
    streams.out << "that was refused: " << name(*entry.refused) << '\n';
  else
    streams.out << "it counts from then on. No rule was asked\n";
}

Today judge_today(const Found& found, const Common& common, const std::string& store) {
  document::Faults faults;
  auto configuration = config::load(common.config, faults, overrides());
  if (!configuration.directory || !configuration.rules || !configuration.policy || !configuration.calendars)
    return first_error(faults);
  const auto told = persist::Reader(store).admins();
  if (const auto* fault = std::get_if<persist::Fault>(&told)) return fault->text;
  configuration.directory = configuration.directory->with_admins(told_of(std::get<0>(told)));
  return judge(found, configuration);
}

}  // namespace

Exit explain_decision(const Common& common, const ExplainOptions& options, const Streams& streams) {
  const auto wanted = parse(options.decision);
  if (!wanted) {
    streams.err << "`" << options.decision << "` is no decision: write TICKET:VERSION, e.g. FD-974:1\n";
    return Exit::usage;
  }
  std::string store = options.store;
  if (store.empty()) {
    document::Faults faults;
    const auto configuration = config::load(common.config, faults, overrides());
    if (!configuration.settings_sound && complain(faults, streams)) return Exit::configuration;
    store = configuration.settings.store.path.string();
  }
  const auto rows = persist::Reader(store).history(wanted->ticket);
  if (const auto* fault = std::get_if<persist::Fault>(&rows)) {
    streams.err << fault->text << '\n';
    return persist::is_bad_data(fault->kind) ? Exit::bad_data : Exit::io;
  }
  const auto found = find(*wanted, std::get<0>(rows), store, streams);
  if (!found) return Exit::check_failed;
  const auto& entry = found->entry;
  if (of_parked_message(entry)) {
    streams.out << entry.event.ticket_id.value
                << " stands for a message that could not be read; no rule was asked. `triaged parked list` "
                   "shows the message\n";
    return Exit::ok;
  }
  if (codec::history_key(entry.event) != entry.event.ticket_id) {
    print_told(*wanted, entry, streams);
    return Exit::ok;
  }
  const auto that_day =
      recall(store, {.rules = entry.ruleset, .directory = entry.directory, .policy = entry.policy});
  if (const auto* why = std::get_if<std::string>(&that_day)) {
    if (common.json) streams.out << json::serialize(recorded(entry)) << '\n';
    streams.err << store << ": this decision cannot be made again: " << *why << '\n';
    return Exit::check_failed;
  }
  const auto verdict = judge(*found, std::get<config::Configuration>(that_day));
  const auto today = judge_today(*found, common, store);
  if (common.json)
    streams.out << json::serialize(as_json(entry, verdict, today)) << '\n';
  else
    print(entry, verdict, today, streams.out);
  return verdict.differences.empty() ? Exit::ok : Exit::check_failed;
}

}  // namespace triaged::app

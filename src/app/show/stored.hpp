// What the store holds, as values: rows read and decoded, beside a running daemon or when none runs. A row
// that cannot be decoded is a fault: the store is damaged.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <triaged/codec/state.hpp>
#include <triaged/persist/reader.hpp>

#include "app/command.hpp"
#include "app/times.hpp"

namespace triaged::app::show {

using persist::Answer;

// A ticket with what its opening said.
struct Told {
  domain::Ticket ticket;
  std::string subject;
  std::string channel;
};

struct Urgent {
  std::vector<Told> first;  // the most urgent ones, in that order
  std::size_t all = 0;      // how many there are
};

// A line of a history, and the version under which it is kept.
struct Line {
  std::uint32_t version = 0;
  codec::HistoryEntry entry;
};

class Stored {
 public:
  explicit Stored(std::string path) : path_(std::move(path)), reader_(path_) {}

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const persist::Reader& reader() const noexcept { return reader_; }

  // Of the tickets that are not closed and that are `wanted`, at most `limit`: severity first, then what is
  // due next, then age.
  [[nodiscard]] Answer<Urgent> urgent(const std::function<bool(const domain::Ticket&)>& wanted,
                                      std::size_t limit) const;
  // In the order of `ids`; those that were never opened are left out.
  [[nodiscard]] Answer<std::vector<Told>> tickets(const std::vector<domain::TicketId>& ids) const;
  // Of a ticket, an incident, or what has neither (codec::history_key). Oldest first.
  [[nodiscard]] Answer<std::vector<Line>> history(const domain::TicketId& key) const;

  [[nodiscard]] Answer<std::vector<domain::Incident>> incidents(bool all) const;
  [[nodiscard]] Answer<std::optional<domain::Incident>> incident(const domain::IncidentId& id) const;

 private:
  std::string path_;
  persist::Reader reader_;
};

// Who is who and what is promised, for showing only: from the files; where those have errors, from what was
// in force last, by the store. What cannot be had is nullptr.
struct Known {
  std::shared_ptr<const directory::Directory> directory;
  std::shared_ptr<const decide::Policy> policy;

  // Where that team works; UTC where that is not known.
  [[nodiscard]] decide::LocalClock clock(const domain::TeamId& team) const;
  // A subject, unless its category is one that is shown to its own people only.
  [[nodiscard]] std::string subject(const Told& told) const;
  // What is lacking before the incident counts as started.
  [[nodiscard]] std::vector<domain::StartNeed> missing(const domain::Incident& incident) const;
};

struct Sources {
  Stored stored;
  Known known;
};

// The store at `path`, else that of the configuration, of which only triaged.yaml must be sound for that.
// Nothing: it is not; that is said.
[[nodiscard]] std::optional<Sources> open_sources(const Common& common, const std::string& path,
                                                  const Streams& streams);

// Says it, and how the command ends.
Exit complain(const persist::Fault& fault, const Streams& streams);

}  // namespace triaged::app::show

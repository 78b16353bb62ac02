#include "app/recordings.hpp"

#include <istream>
#include <limits>

#include <triaged/codec/normalize.hpp>
#include <triaged/codec/state.hpp>
#include <triaged/persist/reader.hpp>

#include "app/replay.hpp"

namespace triaged::app {
namespace {

constexpr std::size_t kRowsAtOnce = 200;  // of history: a reader must not keep the store's log from shrinking

// Reads lines without ever holding more than kLineMost of one.
class Lines {
 public:
  explicit Lines(std::istream& in) : in_(in) {
    const auto begin = in.tellg();
    if (begin == std::istream::pos_type(-1) || !in.seekg(0, std::ios::end)) {
      in.clear();  // a pipe
      return;
    }
    size_ = in.tellg() - begin;
    in.seekg(begin);
  }

  // False: there are no more.
  bool next() {
    line_.clear();
    ++number_;
    too_long_ = false;
    auto* from = in_.rdbuf();
    for (auto c = from->sbumpc();; c = from->sbumpc()) {
      if (c == std::istream::traits_type::eof()) return !line_.empty();
      ++taken_;
      if (c == '\n') return true;
      if (line_.size() < kLineMost)
        line_ += std::istream::traits_type::to_char_type(c);
      else
        too_long_ = true;
    }
  }

  [[nodiscard]] const std::string& line() const noexcept { return line_; }
  [[nodiscard]] std::size_t number() const noexcept { return number_; }
  [[nodiscard]] bool too_long() const noexcept { return too_long_; }
  [[nodiscard]] std::optional<double> done() const {
    if (size_ <= 0) return std::nullopt;
    return static_cast<double>(taken_) / static_cast<double>(size_);
  }

 private:
  std::istream& in_;
  std::string line_;
  std::streamoff size_ = 0;  // 0: nobody knows
  std::streamoff taken_ = 0;
  std::size_t number_ = 0;
  bool too_long_ = false;
};

// Nothing: it was no opening of a ticket that the rules were asked about.
std::optional<Recording> to_recording(codec::HistoryEntry entry) {
  const auto* opened = std::get_if<domain::Opened>(&entry.event.body);
  if (opened == nullptr || entry.refused || of_parked_message(entry)) return std::nullopt;
  domain::MatchText text{.subject = codec::normalize(opened->subject),
                         .body = codec::normalize(opened->body)};
  return Recording{.event = std::move(entry.event),
                   .text = std::move(text),
                   .at = entry.at,
                   .undeliverable = std::move(entry.undeliverable)};
}

}  // namespace

Skipped each_of_lines(std::istream& in, const std::string& name, const codec::Limits& limits,
                      domain::Instant now, const Take& take, const Complain& complain) {
  Skipped skipped;
  Lines lines(in);
  while (lines.next()) {
    const auto where = [&] { return name + ":" + std::to_string(lines.number()) + ": "; };
    if (lines.line().find_first_not_of(" \t\r") == std::string::npos) continue;
    if (lines.too_long()) {
      ++skipped.not_readable;
      complain(where() + "is longer than " + std::to_string(kLineMost) + " bytes");
      continue;
    }
    auto decoded = codec::decode_json(lines.line(), limits);
    if (const auto* bad = std::get_if<codec::Unreadable>(&decoded)) {
      ++skipped.not_readable;
      complain(where() + std::string(domain::name(bad->reason)) + ": " + bad->detail);
      continue;
    }
    auto& [event, text, content] = std::get<codec::Decoded>(decoded);
    if (!std::holds_alternative<domain::Opened>(event.body)) {
      ++skipped.passed_over;
      continue;
    }
    const domain::Instant at = event.occurred_at == domain::Instant{} ? now : event.occurred_at;
    take({.event = std::move(event), .text = std::move(text), .at = at, .undeliverable = {}}, lines.done());
  }
  return skipped;
}

std::variant<Skipped, persist::Fault> each_of_store(const std::string& path, const Take& take,
                                                    const Complain& complain) {
  Skipped skipped;
  const persist::Reader reader(path);
  std::uint64_t after = 0;
  while (true) {
    auto answer = reader.openings(after, kRowsAtOnce);
    if (auto* fault = std::get_if<persist::Fault>(&answer)) return std::move(*fault);
    const auto& [rows, last] = std::get<persist::Openings>(answer);
    for (const auto& [number, row] : rows) {
      after = number;
      auto entry = codec::decode_history(row.payload);
      if (!entry) {
        ++skipped.not_readable;
        complain(path + ": a line of the history of `" + codec::legible(row.ticket.value, 200) +
                 "` cannot be decoded: the store is damaged there");
        continue;
      }
      if (const auto recording = to_recording(std::move(*entry)))
        take(*recording, static_cast<double>(number) / static_cast<double>(last));
      else
        ++skipped.passed_over;
    }
    if (rows.size() < kRowsAtOnce) return skipped;
  }
}

}  // namespace triaged::app

// Properties stand in a fixed order, each only if its flag is set (AMQP 0-9-1, 4.2.6.1).
#include "content.hpp"

#include "octets.hpp"

namespace triaged::amqp {
namespace {

constexpr std::uint64_t last_second = 253'402'300'799;  // of the year 9999, where our Instant ends

// A walk over octets that never leaves them: after the first step too far all reads give nothing.
class Walk {
 public:
  explicit Walk(std::string_view octets) : rest_(octets) {}

  [[nodiscard]] bool fell() const { return fell_; }
  [[nodiscard]] bool done() const { return fell_ || rest_.empty(); }

  std::string_view take(std::size_t count) {
    if (fell_ || rest_.size() < count) {
      fell_ = true;
      return {};
    }
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::uint8_t u8() {
    const auto octets = take(1);
    return octets.empty() ? std::uint8_t{0} : read_u8(octets);
  }
  std::uint16_t u16() {
    const auto octets = take(2);
    return octets.empty() ? std::uint16_t{0} : read_u16(octets);
  }
  std::uint32_t u32() {
    const auto octets = take(4);
    return octets.empty() ? std::uint32_t{0} : read_u32(octets);
  }
  std::uint64_t u64() {
    const auto octets = take(8);
    return octets.empty() ? std::uint64_t{0} : read_u64(octets);
  }
  std::string_view short_text() { return take(u8()); }
  std::string_view long_text() {
    const auto octets = take(4);
    return octets.empty() ? std::string_view{} : take(read_u32(octets));
  }

 private:
  std::string_view rest_;
  bool fell_ = false;
};

template <class Signed, class Unsigned>
std::string decimal(Unsigned value) {
  return std::to_string(static_cast<Signed>(value));
}

std::string seconds(std::uint64_t value) {
  if (value > last_second) return {};
  return domain::to_rfc3339(domain::Instant{std::chrono::seconds{value}});
}

struct Value {
  bool known = true;  // its length is
  bool text = false;
  std::string form{};  // empty where there is none to be kept
};

// Steps over a value of the kind. Of numbers, booleans and points in time the form that CloudEvents gives
// them.
Value read_value(char kind, Walk& walk) {
  switch (kind) {
    case 'S':
    case 'x':
      return {.text = true, .form = std::string(walk.long_text())};
    case 't':
      return {.form = walk.u8() != 0 ? "true" : "false"};
    case 'b':
      return {.form = decimal<std::int8_t>(walk.u8())};
    case 'B':
      return {.form = decimal<std::uint8_t>(walk.u8())};
    case 's':
    case 'U':
      return {.form = decimal<std::int16_t>(walk.u16())};
    case 'u':
      return {.form = decimal<std::uint16_t>(walk.u16())};
    case 'I':
      return {.form = decimal<std::int32_t>(walk.u32())};
    case 'i':
      return {.form = decimal<std::uint32_t>(walk.u32())};
    case 'l':  // unsigned in the specification, signed for every broker
    case 'L':
      return {.form = decimal<std::int64_t>(walk.u64())};
    case 'T':
      return {.form = seconds(walk.u64())};
    case 'A':
    case 'F':
      walk.long_text();
      return {};
    case 'f':
      walk.take(4);
      return {};
    case 'd':
      walk.take(8);
      return {};
    case 'D':
      walk.take(5);
      return {};
    case 'V':
      return {};
    default:
      return {.known = false};
  }
}

void read_headers(std::string_view table, domain::Headers& into) {
  Walk walk(table);
  while (!walk.done()) {
    const auto name = walk.short_text();
    Value value = read_value(static_cast<char>(walk.u8()), walk);
    if (!value.known) return;  // nothing after it can be found
    if (walk.fell()) return;
    // The broker's own numbers, such as x-delivery-count, differ from one delivery of a message to the next,
    // which must look the same.
    const bool kept = value.text || (!value.form.empty() && !name.starts_with("x-"));
    if (kept) into.emplace_back(name, std::move(value.form));
  }
}

}  // namespace

std::optional<ContentHeader> read_content_header(std::string_view payload, domain::InboundMessage& message) {
  ContentHeader header;
  Walk walk(payload);
  walk.take(4);  // class and weight: always basic and 0
  header.body_size = walk.u64();
  const std::uint16_t flags = walk.u16();
  if ((flags & 1) != 0) return std::nullopt;  // more flags would follow; the class basic has none
  const auto has = [flags](int bit) { return ((flags >> bit) & 1) != 0; };

  if (has(15)) message.content_type = walk.short_text();
  if (has(14)) walk.short_text();  // content-encoding
  if (has(13)) read_headers(walk.long_text(), message.headers);
  if (has(12)) walk.take(1);  // delivery-mode
  if (has(11)) walk.take(1);  // priority
  if (has(10)) message.correlation_id = walk.short_text();
  if (has(9)) message.reply_to = walk.short_text();
  if (has(8)) walk.short_text();  // expiration
  if (has(7)) message.message_id = walk.short_text();
  if (has(6)) {
    const std::uint64_t seconds = walk.u64();
    if (seconds <= last_second) message.timestamp = domain::Instant{std::chrono::seconds{seconds}};
  }
  if (has(5)) header.type = walk.short_text();
  if (has(4)) message.user_id = walk.short_text();
  if (has(3)) walk.short_text();  // app-id
  if (has(2)) walk.short_text();  // cluster-id
  if (walk.fell()) return std::nullopt;
  return header;
}

}  // namespace triaged::amqp

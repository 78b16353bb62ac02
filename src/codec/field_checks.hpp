// What every field must hold to be believed. The first fault is kept, later checks change nothing, so that
// checks are written one after the other and looked at once.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include <triaged/codec/event.hpp>

namespace triaged::codec {

class FieldChecks {
 public:
  explicit FieldChecks(const Limits& limits) : limits_(limits) {}

  // At most Limits::id bytes of UTF-8, no control character. May be empty.
  FieldChecks& id(std::string_view field, std::string_view value);
  // Not empty.
  FieldChecks& needed(std::string_view field, std::string_view value);
  // Not of a form that ids of incidents have, or hubs, silences and signs of life: they share their place in
  // histories with tickets.
  FieldChecks& ticket(std::string_view field, std::string_view value);
  // One of the names of E, which goes into `into`.
  template <class E>
  FieldChecks& word(std::string_view field, std::string_view value, E& into) {
    if (const auto known = domain::parse<E>(value)) {
      into = *known;
      return *this;
    }
    return unknown_word(field, domain::names<E>());
  }
  // No NUL.
  FieldChecks& text(std::string_view field, std::string_view value);
  // Every text and every point in time of a message, however deep; points in time lose what is below a
  // microsecond.
  FieldChecks& all_of(std::string_view field, google::protobuf::Message& message);

  FieldChecks& fail(std::string detail);

  // Always invalid_field.
  [[nodiscard]] const std::optional<Unreadable>& fault() const noexcept { return fault_; }

 private:
  FieldChecks& unknown_word(std::string_view field, std::span<const std::string_view> known);

  const Limits& limits_;
  std::optional<Unreadable> fault_;
};

}  // namespace triaged::codec

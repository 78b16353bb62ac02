// What several rows hold: a name and its value, as headers and labels have them; which alert; a matcher of a
// silence; a reason; places of incidents; many ids.
#pragma once

#include <vector>

#include <codec/row_writer.hpp>
#include <codec/state_words.hpp>

#include <triaged/domain/ticket.hpp>
#include <triaged/v1/state.pb.h>

namespace triaged::codec {

// As a StoredPair in `field`.
inline void write_pair(RowWriter& out, int field, std::string_view name, std::string_view value) {
  out.part(field, [&] {
    out.text(v1::StoredPair::kNameFieldNumber, name);
    out.text(v1::StoredPair::kValueFieldNumber, value);
  });
}

// As a StoredAlertKey in `field`.
inline void write_alert(RowWriter& out, int field, const domain::AlertKey& alert) {
  out.part(field, [&] {
    out.text(v1::StoredAlertKey::kSourceFieldNumber, alert.source);
    out.text(v1::StoredAlertKey::kFingerprintFieldNumber, alert.fingerprint);
    out.number(v1::StoredAlertKey::kStartsAtFieldNumber, micros(alert.starts_at));
  });
}
[[nodiscard]] inline domain::AlertKey alert(const v1::StoredAlertKey& in) {
  return {.source = in.source(), .fingerprint = in.fingerprint(), .starts_at = instant(in.starts_at())};
}

// Each as a StoredMatcher in `field`.
inline void write_matchers(RowWriter& out, int field, const std::vector<domain::Matcher>& matchers) {
  for (const auto& matcher : matchers) {
    out.part(field, [&] {
      out.text(v1::StoredMatcher::kNameFieldNumber, matcher.name);
      out.text(v1::StoredMatcher::kValueFieldNumber, matcher.value);
      out.flag(v1::StoredMatcher::kIsRegexFieldNumber, matcher.is_regex);
    });
  }
}
[[nodiscard]] inline std::vector<domain::Matcher> matchers(
    const google::protobuf::RepeatedPtrField<v1::StoredMatcher>& in) {
  std::vector<domain::Matcher> out;
  for (const auto& matcher : in) out.push_back({matcher.name(), matcher.value(), matcher.is_regex()});
  return out;
}

// As a StoredReason in `field`.
inline void write_reason(RowWriter& out, int field, const domain::Reason& reason) {
  out.part(field, [&] {
    out.text(v1::StoredReason::kCodeFieldNumber, word(reason.code));
    out.text(v1::StoredReason::kRuleFieldNumber, reason.rule.value);
    out.text(v1::StoredReason::kTextFieldNumber, reason.text);
  });
}

// An instant that may be missing.
inline void write_time(RowWriter& out, int field, const std::optional<domain::Instant>& value) {
  if (value) out.given_number(field, static_cast<std::uint64_t>(micros(*value)));
}

// Each as a StoredIncidentPlace in `field`.
inline void write_places(RowWriter& out, int field, const std::vector<domain::IncidentPlace>& places) {
  for (const auto& place : places) {
    out.part(field, [&] {
      out.text(v1::StoredIncidentPlace::kHubFieldNumber, place.hub.value);
      out.text(v1::StoredIncidentPlace::kCommunityFieldNumber, place.community.value);
      out.text(v1::StoredIncidentPlace::kClusterFieldNumber, place.cluster.value);
    });
  }
}
inline void read_places(const google::protobuf::RepeatedPtrField<v1::StoredIncidentPlace>& in,
                        std::vector<domain::IncidentPlace>& out) {
  for (const auto& place : in)
    out.push_back({.hub = domain::HubId{place.hub()},
                   .community = domain::CommunityId{place.community()},
                   .cluster = domain::ClusterId{place.cluster()}});
}

template <class Id>
void write_ids(RowWriter& out, int field, const std::vector<Id>& ids) {
  for (const auto& id : ids) out.given_text(field, id.value);
}
template <class Id>
void read_ids(const google::protobuf::RepeatedPtrField<std::string>& in, std::vector<Id>& out) {
  for (const auto& id : in) out.emplace_back(id);
}

}  // namespace triaged::codec

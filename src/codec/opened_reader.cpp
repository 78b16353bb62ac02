#include <iterator>
#include <utility>

#include <codec/cut.hpp>
#include <codec/opened_reader.hpp>
#include <codec/timestamp.hpp>

namespace triaged::codec {
namespace {

domain::Labels read_labels(v1::Opened& opened, FieldChecks& checks) {
  domain::Labels labels;
  for (auto& [key, value] : *opened.mutable_labels()) {
    checks.id("opened.labels", key).text("opened.labels", value);
    labels.emplace(key, std::move(value));
  }
  return labels;
}

void add_content(Canonical& content, const domain::Opened& opened) {
  content.text(opened.subject).text(opened.body).text(opened.channel).text(opened.community.value);
  content.number(opened.needed_by ? 1 : 0);
  if (opened.needed_by)
    content.number(static_cast<std::uint64_t>(opened.needed_by->time_since_epoch().count()));
  content.number(opened.labels.size());
  for (const auto& [key, value] : opened.labels) content.text(key).text(value);
}

void cut_to(const Limits& limits, domain::Opened& opened) {
  bool cut_any = cut(opened.subject, prefix_of_characters(opened.subject, limits.subject));
  cut_any |= cut_to_bytes(opened.body, limits.text);
  if (opened.labels.size() > limits.labels) {
    const auto last = std::next(opened.labels.begin(), static_cast<std::ptrdiff_t>(limits.labels));
    opened.labels.erase(last, opened.labels.end());
    cut_any = true;
  }
  for (auto& [key, value] : opened.labels) cut_any |= cut_to_bytes(value, limits.label_value);
  opened.truncated = cut_any;
}

}  // namespace

domain::Opened read_opened(v1::Opened& message, const Limits& limits, FieldChecks& checks,
                           Canonical& content) {
  checks.text("opened.subject", message.subject())
      .text("opened.body", message.body())
      .id("opened.channel", message.channel())
      .id("opened.community", message.community());
  domain::Opened opened;
  // mutable_subject() would allocate for an empty one.
  if (!message.subject().empty()) opened.subject = std::move(*message.mutable_subject());
  if (!message.body().empty()) opened.body = std::move(*message.mutable_body());
  opened.channel = message.channel();
  opened.community = domain::CommunityId{message.community()};
  if (message.labels_size() != 0) opened.labels = read_labels(message, checks);
  if (message.has_needed_by()) {
    opened.needed_by = from_timestamp(message.needed_by());
    if (!opened.needed_by) checks.fail("field `opened.needed_by` lies outside the years 1970 to 9999");
  }
  if (checks.fault()) return opened;
  add_content(content, opened);
  cut_to(limits, opened);
  return opened;
}

}  // namespace triaged::codec

#include <codec/state_ticket.hpp>
#include <codec/state_words.hpp>

namespace triaged::codec {
namespace {

using domain::Destination;

void write_set(RowWriter& out, int field, std::string_view value, const domain::RuleName& by) {
  using Stored = v1::StoredSet;
  out.part(field, [&] {
    out.text(Stored::kValueFieldNumber, value);
    out.text(Stored::kByFieldNumber, by.value);
  });
}

void read(const v1::StoredSet& in, domain::Set<std::string>& out) {
  out.value = in.value();
  out.by.value = in.by();
}

bool read(const v1::StoredSet& in, domain::Set<domain::Severity>& out) {
  out.by.value = in.by();
  return codec::read(in.value(), out.value);
}

bool read(const v1::StoredSet& in, domain::Set<bool>& out) {
  out.by.value = in.by();
  out.value = in.value() == "true";
  return out.value || in.value() == "false";
}

void write(RowWriter& out, const Destination& destination) {
  using Stored = v1::StoredClassification;
  if (std::holds_alternative<domain::ToNextRung>(destination)) out.flag(Stored::kNextRungFieldNumber, true);
  if (const auto* rung = std::get_if<domain::Rung>(&destination))
    out.given_text(Stored::kRungFieldNumber, word(*rung));
  if (const auto* team = std::get_if<domain::TeamId>(&destination))
    out.given_text(Stored::kTeamFieldNumber, team->value);
  if (const auto* nobody = std::get_if<domain::ToNobody>(&destination))
    out.given_text(Stored::kNobodyFieldNumber, nobody->because);
}

bool read(const v1::StoredClassification& in, Destination& out) {
  switch (in.destination_case()) {
    case v1::StoredClassification::kNextRung:
      out = domain::ToNextRung{};
      return true;
    case v1::StoredClassification::kTeam:
      out = domain::TeamId{in.team()};
      return true;
    case v1::StoredClassification::kNobody:
      out = domain::ToNobody{in.nobody()};
      return true;
    case v1::StoredClassification::kRung: {
      domain::Rung rung{};
      if (!codec::read(in.rung(), rung)) return false;
      out = rung;
      return true;
    }
    case v1::StoredClassification::DESTINATION_NOT_SET:
      return false;
  }
  return false;
}

void write(RowWriter& out, const domain::Approval& needs) {
  using Stored = v1::StoredApproval;
  out.text(Stored::kByFieldNumber, word(needs.by));
  if (std::holds_alternative<domain::PassOn>(needs.silence)) out.flag(Stored::kPassOnFieldNumber, true);
  if (std::holds_alternative<domain::Refuse>(needs.silence)) out.flag(Stored::kRefuseFieldNumber, true);
  if (const auto* team = std::get_if<domain::TeamId>(&needs.silence))
    out.given_text(Stored::kTeamFieldNumber, team->value);
}

bool read(const v1::StoredApproval& in, domain::Approval& out) {
  if (!codec::read(in.by(), out.by)) return false;
  switch (in.silence_case()) {
    case v1::StoredApproval::kPassOn:
      out.silence = domain::PassOn{};
      return true;
    case v1::StoredApproval::kRefuse:
      out.silence = domain::Refuse{};
      return true;
    case v1::StoredApproval::kTeam:
      out.silence = domain::TeamId{in.team()};
      return true;
    case v1::StoredApproval::SILENCE_NOT_SET:
      return false;
  }
  return false;
}

}  // namespace

void write_classification(RowWriter& out, const domain::Classification& classification) {
  using Stored = v1::StoredClassification;
  const auto& [category, severity, symptom, incident, labels, destination, needs, rule] = classification;
  write_set(out, Stored::kCategoryFieldNumber, category.value, category.by);
  write_set(out, Stored::kSeverityFieldNumber, word(severity.value), severity.by);
  write_set(out, Stored::kSymptomFieldNumber, symptom.value, symptom.by);
  write_set(out, Stored::kIncidentFieldNumber, incident.value ? "true" : "false", incident.by);
  for (const auto& label : labels) {
    out.part(Stored::kLabelsFieldNumber, [&] {
      out.text(v1::StoredLabel::kKeyFieldNumber, label.first);
      write_set(out, v1::StoredLabel::kSetFieldNumber, label.second.value, label.second.by);
    });
  }
  write(out, destination);
  out.text(Stored::kRuleFieldNumber, rule.value);
  if (needs) out.part(Stored::kNeedsFieldNumber, [&] { write(out, *needs); });
}

bool read(const v1::StoredClassification& in, domain::Classification& out) {
  read(in.category(), out.category);
  read(in.symptom(), out.symptom);
  for (const v1::StoredLabel& label : in.labels()) {
    auto& [key, set] = out.labels.emplace_back();
    key = label.key();
    read(label.set(), set);
  }
  out.rule.value = in.rule();
  if (in.has_needs() && !read(in.needs(), out.needs.emplace())) return false;
  return read(in.severity(), out.severity) && read(in.incident(), out.incident) && read(in, out.destination);
}

}  // namespace triaged::codec

// What a ticket that needs a representative's say remembers. Rows of stores from before there was such a
// thing have no such part, and are tickets that needed none.
#include <codec/state_ticket.hpp>
#include <codec/state_words.hpp>

namespace triaged::codec {
namespace {

using Stored = v1::StoredMeantFor;

bool read_destination(const Stored& in, domain::Destination& out) {
  switch (in.destination_case()) {
    case Stored::kNextRung:
      out = domain::ToNextRung{};
      return true;
    case Stored::kTeam:
      out = domain::TeamId{in.team()};
      return true;
    case Stored::kNobody:
      out = domain::ToNobody{in.nobody()};
      return true;
    case Stored::kRung: {
      domain::Rung rung{};
      if (!read(in.rung(), rung)) return false;
      out = rung;
      return true;
    }
    case Stored::DESTINATION_NOT_SET:
      return false;
  }
  return false;
}

bool read_silence(const Stored& in, domain::IfSilent& out) {
  switch (in.silence_case()) {
    case Stored::kPassOn:
      out = domain::PassOn{};
      return true;
    case Stored::kRefuse:
      out = domain::Refuse{};
      return true;
    case Stored::kSilentTeam:
      out = domain::TeamId{in.silent_team()};
      return true;
    case Stored::SILENCE_NOT_SET:
      return false;
  }
  return false;
}

}  // namespace

void write_meant_for(RowWriter& out, const domain::Destination& destination,
                     const domain::IfSilent& silence) {
  if (std::holds_alternative<domain::ToNextRung>(destination)) out.flag(Stored::kNextRungFieldNumber, true);
  if (const auto* rung = std::get_if<domain::Rung>(&destination))
    out.given_text(Stored::kRungFieldNumber, word(*rung));
  if (const auto* team = std::get_if<domain::TeamId>(&destination))
    out.given_text(Stored::kTeamFieldNumber, team->value);
  if (const auto* nobody = std::get_if<domain::ToNobody>(&destination))
    out.given_text(Stored::kNobodyFieldNumber, nobody->because);
  if (std::holds_alternative<domain::PassOn>(silence)) out.flag(Stored::kPassOnFieldNumber, true);
  if (std::holds_alternative<domain::Refuse>(silence)) out.flag(Stored::kRefuseFieldNumber, true);
  if (const auto* team = std::get_if<domain::TeamId>(&silence))
    out.given_text(Stored::kSilentTeamFieldNumber, team->value);
}

bool read(const v1::StoredMeantFor& in, domain::Destination& destination, domain::IfSilent& silence) {
  return read_destination(in, destination) && read_silence(in, silence);
}

}  // namespace triaged::codec

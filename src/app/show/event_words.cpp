#include "app/show/event_words.hpp"

#include "app/show/words.hpp"

namespace triaged::app::show {
namespace {

std::string quoted(const std::string& text) {
  const auto folded = one_line(text, kTextMost);
  return folded.empty() ? folded : "\"" + folded + "\"";
}

// "first", "second", or both with what joins them; nothing is left standing alone beside it.
std::string join(std::string first, std::string_view between, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  return first.append(between).append(second);
}

std::string words(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c == '_') c = ' ';
  return text;
}

std::string named(std::string_view what, const std::string& name) {
  return name.empty() ? std::string() : std::string(what) + " " + one_line(name, kTextMost);
}

std::string alert(const domain::AlertKey& key) {
  return "alert " + one_line(key.fingerprint, kTextMost) + join("", "", named(" of", key.source)) +
         " since " + in_utc(key.starts_at);
}

struct Words {
  std::string operator()(const domain::Opened& body) const {
    return join(named("by", body.channel), ": ", quoted(body.subject));
  }
  std::string operator()(const domain::Commented& body) const {
    return join(body.automatic ? "an automatic answer" : "", ": ", quoted(body.body));
  }
  std::string operator()(const domain::Associated& body) const {
    return join(named("hub", body.hub.value), ", ", named("community", body.community.value));
  }
  std::string operator()(const domain::Acknowledged& body) const {
    return named("assigned to", body.assignee.value);
  }
  std::string operator()(const domain::Paused& body) const {
    const auto until = body.until ? "until " + in_utc(*body.until) : std::string();
    return join(join("waits for " + words(name(body.waiting_for)), " ", until), ": ", quoted(body.reason));
  }
  std::string operator()(const domain::Resolved& body) const { return quoted(body.resolution); }
  std::string operator()(const domain::Reopened& body) const { return quoted(body.reason); }
  std::string operator()(const domain::Escalated& body) const { return quoted(body.reason); }
  std::string operator()(const domain::HandedOver& body) const {
    return join(named("to", body.team.value), ": ", quoted(body.reason));
  }
  std::string operator()(const domain::SeverityChanged& body) const {
    return join("to " + std::string(name(body.severity)), ": ", quoted(body.reason));
  }
  std::string operator()(const domain::Approved& body) const {
    return join(named("on behalf of", body.on_behalf_of.value), ": ", quoted(body.comment));
  }
  std::string operator()(const domain::Declined& body) const {
    return join(named("on behalf of", body.on_behalf_of.value), ": ", quoted(body.reason));
  }
  std::string operator()(const domain::Merged& body) const { return named("into", body.into.value); }
  std::string operator()(const domain::Withdrawn& body) const { return quoted(body.reason); }
  std::string operator()(const domain::AdminAdded& body) const {
    return one_line(body.admin.value, kTextMost);
  }
  std::string operator()(const domain::AdminRemoved& body) const {
    return one_line(body.admin.value, kTextMost);
  }

  std::string operator()(const domain::AlertFired& body) const {
    return join(one_line(body.name, kTextMost), ", ", alert(body.alert));
  }
  std::string operator()(const domain::AlertCleared& body) const {
    return join(alert(body.alert), ", ", body.ends_at ? "ended " + in_utc(*body.ends_at) : std::string());
  }
  std::string operator()(const domain::Heartbeat& body) const {
    return join(one_line(body.name, kTextMost), " ", named("of", body.cluster.value));
  }

  std::string operator()(const domain::IncidentDeclared& body) const {
    return join(std::string(name(body.severity)), ", ", join(body.symptom, ": ", quoted(body.title)));
  }
  std::string operator()(const domain::IncidentAcknowledged&) const { return {}; }
  std::string operator()(const domain::IncidentUpdated& body) const {
    auto text = join(quoted(body.text), "; ", named("talk at", body.channel));
    return join(std::move(text), "; ", body.community_informed ? "the community is informed" : "");
  }
  std::string operator()(const domain::IncidentRole& body) const {
    return join(one_line(body.role, kTextMost), " is ", one_line(body.actor.value, kTextMost));
  }
  std::string operator()(const domain::IncidentSeverity& body) const {
    return join("to " + std::string(name(body.severity)), ": ", quoted(body.reason));
  }
  std::string operator()(const domain::IncidentMerged& body) const { return named("into", body.into.value); }
  std::string operator()(const domain::IncidentResolved& body) const { return quoted(body.resolution); }
  std::string operator()(const domain::IncidentReopened& body) const { return quoted(body.reason); }
  std::string operator()(const domain::Linked& body) const { return named("to", body.incident.value); }
  std::string operator()(const domain::Unlinked& body) const { return named("from", body.incident.value); }

  std::string operator()(const domain::SilenceSet& body) const {
    std::string matchers;
    for (const auto& [label, value, is_regex] : body.matchers)
      matchers = join(std::move(matchers), ", ", label + (is_regex ? "=~" : "=") + value);
    const auto from = body.starts_at ? "from " + in_utc(*body.starts_at) + " " : std::string();
    return join(one_line(matchers, kTextMost) + " " + from + "until " + in_utc(body.ends_at), ": ",
                quoted(body.reason));
  }
  std::string operator()(const domain::SilenceEnded&) const { return {}; }

  std::string operator()(const domain::Deadline& body) const { return words(name(body.clock)); }
  std::string operator()(const domain::Joined& body) const {
    return named("of", body.from.value) + ", which was merged into this one";
  }
  std::string operator()(const domain::TeamLost&) const { return {}; }
  std::string operator()(const domain::Suspected& body) const {
    return "perhaps part of " + body.incident.value;
  }
  std::string operator()(const domain::IncidentOver& body) const {
    return join(body.incident.value, ": ", quoted(body.resolution));
  }
  std::string operator()(const domain::Unsilenced& body) const {
    return named("by the end of", body.silence.value);
  }
  std::string operator()(const domain::IncidentFound& body) const {
    return join(named("by", body.ticket.value), ": ", one_line(body.because, kTextMost));
  }
  std::string operator()(const domain::IncidentReported& body) const {
    using How = domain::IncidentReported::How;
    std::string ticket = "what no ticket reports";
    if (!body.other.empty()) ticket = body.other.value;
    if (!body.ticket.empty()) ticket = one_line(body.ticket.value, kTextMost);
    switch (body.how) {
      case How::linked:
        return ticket + " is linked";
      case How::suspected:
        return ticket + " is perhaps part of it";
      case How::left:
        return ticket + " is not part of it any more";
      case How::over:
        return ticket + " is over";
      case How::again:
        return ticket + " goes on again";
      case How::merged:
        return ticket + " goes on in it";
    }
    return {};
  }
  std::string operator()(const domain::IncidentJoined& body) const {
    return body.child.value + " is part of " + body.parent.value;
  }
  std::string operator()(const domain::IncidentDeadline& body) const { return words(name(body.clock)); }
  std::string operator()(const domain::PageRefused& body) const {
    return join("level " + std::to_string(body.level), ": ", quoted(body.why));
  }
  std::string operator()(const domain::NotSupported&) const { return {}; }
};

}  // namespace

std::string in_words(const domain::TicketEvent& event) { return std::visit(Words{}, event.body); }

std::string who_told(const domain::TicketEvent& event) {
  if (event.producer.empty()) return "triaged";
  return join(one_line(event.actor.value, kTextMost), " via ", one_line(event.producer.value, kTextMost));
}

}  // namespace triaged::app::show

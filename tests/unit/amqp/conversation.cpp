#include "conversation.hpp"

#include <memory>
#include <set>

namespace triaged::amqp::test {
namespace {

template <class... Calls>
struct Overloaded : Calls... {
  using Calls::operator()...;
};

template <class Kind>
bool is(const Action& action) {
  return std::holds_alternative<Kind>(action);
}

std::string name(Ending ending) {
  switch (ending) {
    case Ending::closed_by_us:
      return "by us";
    case Ending::closed_by_broker:
      return "by broker";
    case Ending::refused:
      return "refused";
    case Ending::malformed:
      return "malformed";
    case Ending::silent:
      return "silent";
    case Ending::late:
      return "late";
    case Ending::unreachable:
      return "unreachable";
    case Ending::lost:
      return "lost";
  }
  return {};
}

std::string excerpt(const std::string& body) {
  if (body.size() <= 20) return "'" + body + "'";
  return "'" + body.substr(0, 5) + "..." + body.substr(body.size() - 5) + "'";
}

void ask(Script& script, std::uint16_t channel, Request request) {
  script.push_back(
      {.cue = {},
       .say = [channel, request](Session& session, Moment now) { session.ask(channel, request, now); },
       .of_which_kind = is<action::Done>});
}

// Asked for in vain: the channel is closed.
void ask_in_vain(Script& script, std::uint16_t channel, Request request) {
  ask(script, channel, std::move(request));
  script.back().of_which_kind = is<action::ChannelClosed>;
}

void cue(Script& script, std::string what, bool (*of_which_kind)(const Action&)) {
  script.push_back({.cue = std::move(what), .say = {}, .of_which_kind = of_which_kind});
}

std::string pattern(std::size_t size) {
  std::string text(size, ' ');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 26);
  return text;
}

void publish(Session& session, std::uint16_t channel, std::string_view queue, std::string_view id,
             std::string_view body, const domain::Headers* headers = nullptr) {
  session.publish(channel, {.routing_key = queue,
                            .body = body,
                            .content_type = "text/plain",
                            .message_id = id,
                            .type = "test",
                            .user_id = "guest",
                            .timestamp = domain::Instant{std::chrono::seconds{1'772'442'000}},
                            .headers = headers});
}

void say_goodbye(Script& script) {
  script.push_back({.cue = {},
                    .say = [](Session& session, Moment now) { session.close("done", now); },
                    .of_which_kind = is<action::Closed>});
}

DeclareQueue queue(std::string name, Arguments arguments = {{"x-queue-type", "classic"}}) {
  return {.name = std::move(name), .arguments = std::move(arguments)};
}

}  // namespace

std::string describe(const Action& action) {
  using std::to_string;
  return std::visit(
      Overloaded{
          [](const action::Ready&) -> std::string { return "ready"; },
          [](const action::Done& a) { return "done " + to_string(a.request); },
          [](const action::Failed& a) {
            return "failed " + to_string(a.request) + ": " + to_string(a.code) + " " + a.text;
          },
          [](const action::ChannelClosed& a) {
            return "channel " + to_string(a.channel) + " closed: " + to_string(a.code) + " " + a.text;
          },
          [](const action::Delivered& a) {
            std::string text = "delivered " + to_string(a.channel) + "/" + to_string(a.tag) +
                               (a.redelivered ? " again" : "") + " to " + a.consumer + ": " +
                               a.message.routing_key + " " + a.message.message_id + " " +
                               a.message.content_type + " " + a.type + " by " + a.message.user_id;
            if (a.message.timestamp) text += " at " + domain::to_rfc3339(*a.message.timestamp);
            for (const auto& [name, value] : a.message.headers) text += " " + name + "=" + value;
            return text + " " + to_string(a.message.body.size()) + "/" + to_string(a.message.full_size) +
                   " " + excerpt(a.message.body);
          },
          [](const action::Answered& a) {
            return std::string(a.accepted ? "accepted " : "refused ") + (a.multiple ? "up to " : "") +
                   to_string(a.channel) + "/" + to_string(a.tag);
          },
          [](const action::Returned& a) {
            return "returned " + to_string(a.channel) + ": " + to_string(a.code) + " " + a.routing_key + " " +
                   a.message_id;
          },
          [](const action::Blocked& a) {
            return a.blocked ? "blocked: " + a.reason : std::string("unblocked");
          },
          [](const action::Cancelled& a) { return "cancelled " + to_string(a.channel) + "/" + a.consumer; },
          [](const action::Closed& a) {
            return "closed " + name(a.why) + ": " + to_string(a.code) + " " + a.text;
          },
      },
      action);
}

Script traffic() {
  static const domain::Headers headers{{"x-triaged-hub", "utoronto/prod"},
                                       {"traceparent", "00-0af7-b7ad-01"}};
  static const std::string large = pattern(10'000);  // three frames of 4,096
  Script script;
  script.push_back({.cue = {}, .say = {}, .of_which_kind = is<action::Ready>});
  ask(script, 1, OpenChannel{});
  ask(script, 1, DeclareExchange{.name = "recorded.events", .type = "topic"});
  ask(script, 1, queue("recorded.intake"));
  ask(script, 1, BindQueue{.queue = "recorded.intake", .exchange = "recorded.events", .routing_key = "#"});
  ask(script, 1,
      queue("recorded.full", {{"x-queue-type", "classic"},
                              {"x-max-length", std::int64_t{1}},
                              {"x-overflow", "reject-publish"}}));
  ask(script, 2, OpenChannel{});
  ask(script, 2, SelectConfirms{});
  ask(script, 1, SetPrefetch{.count = 100});
  ask(script, 1, Consume{.queue = "recorded.intake", .consumer = "intake"});
  const auto unanswered =
      std::make_shared<std::set<std::uint64_t>>(std::set<std::uint64_t>{1, 2, 3, 4, 5, 6});
  const auto tally = [unanswered](const Action& each) {
    if (const auto* answered = std::get_if<action::Answered>(&each))
      unanswered->erase(answered->multiple ? unanswered->begin() : unanswered->lower_bound(answered->tag),
                        unanswered->upper_bound(answered->tag));
  };
  script.push_back({.cue = {},
                    .say =
                        [](Session& session, Moment) {
                          publish(session, 2, "recorded.intake", "first", "hello", &headers);
                          publish(session, 2, "recorded.intake", "empty", "");
                          publish(session, 2, "recorded.intake", "large", large);
                          publish(session, 2, "recorded.missing", "lost", "nobody reads this");
                        },
                    .waits_for = 4,
                    .of_which_kind =
                        [tally](const Action& a) {
                          tally(a);
                          return is<action::Delivered>(a) || is<action::Returned>(a);
                        }});
  script.push_back({.cue = {},
                    .say =
                        [](Session& session, Moment) {
                          session.acknowledge(1, 2, true);
                          session.acknowledge(1, 3, false);
                          publish(session, 2, "recorded.full", "fits", "1");
                          publish(session, 2, "recorded.full", "too many", "2");
                        },
                    .of_which_kind =
                        [tally, unanswered](const Action& a) {
                          tally(a);
                          return unanswered->empty();
                        }});
  ask(script, 2, CloseChannel{});
  say_goodbye(script);
  return script;
}

Script refusals() {
  Script script;
  script.push_back({.cue = {}, .say = {}, .of_which_kind = is<action::Ready>});
  ask(script, 1, OpenChannel{});
  ask_in_vain(script, 1, DeclareQueue{.name = "recorded.nowhere", .passive = true});
  ask(script, 1, OpenChannel{});
  ask(script, 1, queue("recorded.mine"));
  ask_in_vain(script, 1, DeclareQueue{.name = "recorded.mine", .durable = false});
  ask(script, 1, OpenChannel{});
  ask(script, 1, DeclareQueue{.name = "recorded.mine", .passive = true});
  say_goodbye(script);
  return script;
}

Script interrupted() {
  Script script;
  script.push_back({.cue = {}, .say = {}, .of_which_kind = is<action::Ready>});
  ask(script, 1, OpenChannel{});
  ask(script, 1, queue("recorded.doomed"));
  ask(script, 1, Consume{.queue = "recorded.doomed", .consumer = "reader"});
  cue(script, "delete recorded.doomed", is<action::Cancelled>);
  ask(script, 1, SelectConfirms{});
  cue(script, "alarm on", is<action::Blocked>);
  script.back().say = [](Session& session, Moment) { publish(session, 1, "recorded.mine", "late", "waits"); };
  cue(script, "alarm off", is<action::Answered>);
  cue(script, "stop", is<action::Closed>);
  return script;
}

Script wrong_password() {
  Script script;
  script.push_back({.cue = {}, .say = {}, .of_which_kind = is<action::Closed>});
  return script;
}

SessionSettings recorded_settings() {
  return {.user = "guest",
          .password = "guest",
          .vhost = "/",
          .name = "recorded",
          .heartbeat = std::chrono::seconds{60},
          .request_timeout = std::chrono::seconds{10},
          .setup_timeout = std::chrono::seconds{30},
          .body_kept = 6'000,
          .frame_max = 4'096};
}

Player::Player(Script script, SessionSettings settings)
    : session_(std::move(settings)), script_(std::move(script)) {
  session_.start(now_);
  if (!script_.empty()) waiting_for_ = script_.front().waits_for;
  play();
}

void Player::feed(std::string_view bytes) {
  session_.receive(bytes, now_);
  play();
}

void Player::tick(std::chrono::milliseconds later) {
  now_ += later;
  session_.tick(now_);
  play();
}

void Player::play() {
  std::vector<Action> actions;
  while (session_.take_actions(actions)) {
    for (const Action& each : actions) {
      transcript_.push_back(describe(each));
      answer(each);
    }
  }
  std::string out;
  while (session_.take_output(out, now_)) sent_ += out;
}

void Player::answer(const Action& action) {
  if (script_.empty() || !script_.front().of_which_kind(action) || --waiting_for_ > 0) return;
  script_.pop_front();
  if (script_.empty()) return;
  waiting_for_ = script_.front().waits_for;
  if (on_cue && !script_.front().cue.empty()) on_cue(script_.front().cue);
  if (script_.front().say) script_.front().say(session_, now_);
}

}  // namespace triaged::amqp::test

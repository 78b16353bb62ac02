#include <iostream>

#include <CLI/CLI.hpp>

#include <triaged/app/main.hpp>

#include "app/command.hpp"

namespace triaged::app {

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const Streams streams{.in = std::cin, .out = std::cout, .err = std::cerr};
  Common common;
  Exit exit = Exit::ok;

  CLI::App cli("Routes support tickets from RabbitMQ up the ladder to the nearest people who can help.",
               "triaged");
  cli.require_subcommand(1);
  cli.fallthrough();
  cli.add_option("--config", common.config, "Folder with triaged.yaml, directory, rules and policy")
      ->capture_default_str();
  cli.add_flag("--json", common.json, "JSON instead of text; one line for each of many");

  auto* run_command = cli.add_subcommand("run", "Run the daemon");
  run_command->callback([&] { exit = run(common, streams); });

  CheckOptions check_options;
  auto* check_command = cli.add_subcommand("check", "Check all configuration and show every fault at once");
  check_command->add_flag("--strict", check_options.strict, "Warnings are errors");
  check_command->callback([&] { exit = check(common, check_options, streams); });

  DirectoryOptions directory_options;
  auto* directory_command = cli.add_subcommand("directory", "Show who is who");
  directory_command->add_option("--hub", directory_options.hub, "One hub, written cluster/hub");
  directory_command->add_option("--actor", directory_options.actor, "One person");
  directory_command->add_option("--store", directory_options.store,
                                "Where it is kept what hubs told of their admins; the daemon may be running");
  directory_command->callback([&] { exit = show_directory(common, directory_options, streams); });

  ExplainOptions explain_options;
  auto* reload_command = cli.add_subcommand("reload", "Have the daemon read its configuration anew");
  reload_command->callback([&] { exit = reload(common, streams); });

  auto* explain_command = cli.add_subcommand("explain", "Say where events would go, and why");
  explain_command
      ->add_option("file", explain_options.file, "Events as JSON or JSON lines; - is standard input")
      ->capture_default_str();
  explain_command->add_option("--decision", explain_options.decision,
                              "TICKET:VERSION: a decision of the past, under the rules of that day");
  explain_command->add_option("--store", explain_options.store, "Where that decision is kept");
  explain_command->callback([&] { exit = explain(common, explain_options, streams); });

  SimulateOptions simulate_options;
  auto* simulate_command =
      cli.add_subcommand("simulate", "Show all that happens to a new ticket if nobody ever answers");
  simulate_command
      ->add_option("file", simulate_options.file, "Events as JSON or JSON lines; - is standard input")
      ->capture_default_str();
  simulate_command->add_option("--at", simulate_options.at,
                               "When it comes, like 2026-03-02T09:00:00Z; otherwise now");
  simulate_command->add_option("--for", simulate_options.span, "How far to look ahead: 36h, 30d, 2w")
      ->capture_default_str();
  simulate_command->callback([&] { exit = simulate(common, simulate_options, streams); });

  TestOptions test_options;
  auto* test_command = cli.add_subcommand("test", "Play scenario files against the rules");
  test_command->add_option("files", test_options.files, "Scenario files, or folders of them")->required();
  test_command->add_flag("--coverage", test_options.coverage, "Show rules and conditions never put to use");
  test_command->add_option("--junit", test_options.junit, "Write a JUnit report to this file too");
  test_command->callback([&] { exit = test(common, test_options, streams); });

  BacktestOptions backtest_options;
  auto* backtest_command = cli.add_subcommand("backtest", "Say what other rules would change");
  backtest_command->add_option("--rules", backtest_options.rules, "Folder with the rules to try")->required();
  backtest_command->add_option("--tickets", backtest_options.tickets,
                               "Events as JSON lines; - is standard input");
  backtest_command->add_option("--store", backtest_options.store,
                               "A store: the tickets in its history; the daemon may be running");
  backtest_command->add_option("--examples", backtest_options.examples, "How many to show of each change")
      ->check(CLI::Range(std::size_t{0}, kExamplesMost))
      ->capture_default_str();
  backtest_command->callback([&] { exit = backtest(common, backtest_options, streams); });

  SchemaOptions schema_options;
  auto* schema_command = cli.add_subcommand("schema", "Print the JSON Schema of a configuration file");
  schema_command->add_option("of", schema_options.of, "rules")->required();
  schema_command->callback([&] { exit = schema(schema_options, streams); });

  SendOptions send_options;
  auto* send_command = cli.add_subcommand("send", "Publish events to the broker");
  send_command->add_option("file", send_options.file, "Events as JSON or JSON lines; - is standard input")
      ->capture_default_str();
  send_command->add_option("--format", send_options.format, "json or protobuf")
      ->check(CLI::IsMember({"json", "protobuf"}))
      ->capture_default_str();
  send_command->add_option("--url", send_options.url,
                           "The broker; else TRIAGED_AMQP_URL, else the configuration");
  send_command->callback([&] { exit = send(common, send_options, streams); });

  WatchOptions watch_options;
  auto* watch_command = cli.add_subcommand("watch", "Follow queues as a consumer would");
  watch_command->add_option("--team", watch_options.teams, "Teams to follow");
  watch_command->add_flag("--incidents", watch_options.incidents, "The incident queues");
  watch_command->add_flag("--all", watch_options.all, "Every queue that notices go to");
  watch_command->add_flag("--ack", watch_options.acknowledge,
                          "Take the messages; without it they stay in the queue");
  watch_command->add_option("--url", watch_options.url,
                            "The broker; else TRIAGED_AMQP_URL, else the configuration");
  watch_command->add_option("--idle", watch_options.idle_seconds,
                            "Stop after so many seconds without a message");
  watch_command->add_option("--count", watch_options.count, "Stop after so many messages");
  watch_command->callback([&] { exit = watch(common, watch_options, streams); });

  ParkedOptions parked_options;
  auto* parked_command = cli.add_subcommand("parked", "Messages that could not be read, with their reasons");
  parked_command->require_subcommand(1);
  auto* list_command = parked_command->add_subcommand("list", "The newest ones");
  list_command->add_option("--limit", parked_options.limit, "How many")->capture_default_str();
  list_command->callback([&] { exit = parked_list(common, parked_options, streams); });
  auto* show_command =
      parked_command->add_subcommand("show", "One of them with its properties and original bytes");
  show_command->add_option("key", parked_options.key, "The beginning of its key")->required();
  show_command->callback([&] { exit = parked_show(common, parked_options, streams); });

  TicketsOptions tickets_options;
  auto* tickets_command = cli.add_subcommand("tickets", "The open tickets, the most urgent first");
  tickets_command->add_option("--team", tickets_options.team, "Those that this team has");
  tickets_command->add_option("--state", tickets_options.state, "Those in this state; resolved ones only so")
      ->check(CLI::IsMember({"open", "acknowledged", "pending", "awaiting_approval", "resolved"}));
  tickets_command->add_option("--hub", tickets_options.hub, "Those of this hub, written cluster/hub");
  tickets_command->add_option("--severity", tickets_options.severity, "Those of this severity")
      ->check(CLI::IsMember({"low", "normal", "high", "critical"}));
  tickets_command->add_option("--limit", tickets_options.limit, "How many")->capture_default_str();
  tickets_command->add_option("--store", tickets_options.store, "Another store than the configuration's");
  tickets_command->callback([&] { exit = tickets(common, tickets_options, streams); });

  IncidentsOptions incidents_options;
  auto* incidents_command = cli.add_subcommand("incidents", "The incidents that are going on");
  incidents_command->add_flag("--all", incidents_options.all, "Those that are over too");
  incidents_command->add_option("--store", incidents_options.store, "Another store than the configuration's");
  incidents_command->callback([&] { exit = incidents(common, incidents_options, streams); });

  ShowOptions show_options;
  auto* one_command =
      cli.add_subcommand("show", "One ticket or incident: how it stands, and all that happened to it");
  one_command->add_option("id", show_options.id, "Like FD-974 or INC-7")->required();
  one_command->add_flag("--timeline", show_options.timeline,
                        "An incident as Markdown, to write a report from");
  one_command->add_option("--store", show_options.store, "Another store than the configuration's");
  one_command->callback([&] { exit = show_one(common, show_options, streams); });

  TokenOptions token_options;
  auto* token_command = cli.add_subcommand("token", "Tokens of the HTTP server");
  token_command->require_subcommand(1);
  token_command->add_option("--file", token_options.file, "The file of tokens; else the configuration's");
  auto* token_add_command = token_command->add_subcommand("add", "Make one, and show it once");
  token_add_command->add_option("name", token_options.name, "Whose it is: a-z, 0-9, _ and -")->required();
  token_add_command
      ->add_option("--role", token_options.roles, "producer, viewer, operator or admin; may be given twice")
      ->required();
  token_add_command->add_option("--producer", token_options.producer,
                                "Whom its events come from, as the directory lists it");
  token_add_command->callback([&] { exit = token_add(common, token_options, streams); });
  auto* token_list_command = token_command->add_subcommand("list", "Whose tokens there are, and their roles");
  token_list_command->callback([&] { exit = token_list(common, token_options, streams); });

  auto* version_command = cli.add_subcommand("version", "Show what this build is made of");
  version_command->callback([&] { exit = version(common, streams); });

  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = cli.exit(error, streams.out, streams.err);
    return code == 0 ? 0 : static_cast<int>(Exit::usage);
  } catch (const std::exception& error) {
    streams.err << "triaged: " << error.what() << '\n';
    return static_cast<int>(Exit::internal);
  }
  streams.out.flush();
  return static_cast<int>(exit);
}

}  // namespace triaged::app

"""The commands that need no running daemon: what they print and how they end."""
import json
import pathlib
import unittest

import pika

from harness import broker, events
from harness.case import IntegrationCase
from harness.daemon import triaged
from harness.wait import wait_for

EXAMPLE = broker.SOURCE / "deploy" / "examples" / "2i2c"
TEAMS = {"hub_admin", "community_representative", "support", "engineering", "partnerships", "product", "community",
         "open_source", "user_community", "operations", "administration", "on_call", "area_leads", "executive_director",
         "product_and_engineering", "community_and_partnerships", "service_team"}


class Commands(IntegrationCase):
    def test_check_accepts_the_test_configuration_and_the_shipped_example(self):
        for folder in (self.config, EXAMPLE):
            done = triaged("--config", folder, "check")
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertIn("ok: 0 errors", done.stdout)

    def test_check_strict_ends_with_78_where_a_hub_has_no_admins(self):
        done = triaged("--config", self.config, "check", "--strict")
        self.assertEqual(done.returncode, 78, done.stdout)
        self.assertIn("birch/prod", done.stdout)

    def test_check_names_every_fault_with_file_line_and_column_and_ends_with_78(self):
        self.replace_in("directory/00-service.yaml", "of: [support, engineering, product]", "of: [support, enginering]")
        self.replace_in("triaged.yaml", "prefetch: 2000", "prefetsh: 2000")
        done = triaged("--config", self.config, "check", "--json")
        self.assertEqual(done.returncode, 78, done.stdout)
        faults = [json.loads(line) for line in done.stdout.splitlines()]
        errors = {pathlib.Path(fault["file"]).name: fault for fault in faults if fault["level"] == "error"}
        self.assertEqual(set(errors), {"00-service.yaml", "triaged.yaml"}, done.stdout)
        for fault in errors.values():
            self.assertGreater(fault["line"], 0)
            self.assertGreater(fault["column"], 0)
            self.assertTrue(fault["remedy"])

    def test_run_refuses_a_broken_configuration_with_78_and_the_same_faults(self):
        self.replace_in("triaged.yaml", "prefetch: 2000", "prefetsh: 2000")
        done = triaged("--config", self.config, "run", url=self.url, store=self.store.path)
        self.assertEqual(done.returncode, 78, done.stdout)
        self.assertIn("prefetsh", done.stderr)

    def test_directory_as_json_has_the_promised_shape(self):
        directory = self.directory()
        self.assertEqual(set(directory), {"communities", "hubs", "teams", "ladder"})
        self.assertEqual(directory["ladder"], ["user", "hub_admin", "community_representative", "support", "engineering"])
        self.assertEqual({team["id"] for team in directory["teams"]}, TEAMS)
        alder = next(community for community in directory["communities"] if community["id"] == "alder")
        self.assertEqual(alder["representatives"], ["representative@alder.example"])
        self.assertEqual(sorted(alder["hubs"]), ["alder/prod", "alder/staging"])
        hub = next(hub for hub in directory["hubs"] if hub["id"] == "alder/prod")
        self.assertEqual((hub["community"], hub["cluster"], hub["kind"], hub["admins"]),
                         ("alder", "alder", "production", ["admin@alder.example"]))

    def test_the_shipped_directory_has_every_team(self):
        self.assertEqual({team["id"] for team in self.directory(EXAMPLE)["teams"]}, TEAMS)

    def test_explain_as_json_has_the_promised_members_and_one_line_for_each_event(self):
        tickets = [events.opened("T-1", wanted="product"), events.opened("T-2", subject="Our hub is down")]
        done = triaged("--config", self.config, "--json", "explain", "-",
                       stdin="".join(json.dumps(ticket) + "\n" for ticket in tickets))
        self.assertEqual(done.returncode, 0, done.stderr)
        first, second = (json.loads(line) for line in done.stdout.splitlines())
        self.assertLessEqual({"ticket_id", "team", "rung", "category", "severity", "symptom", "incident", "state", "rule",
                              "reason", "ruleset", "deadlines", "steps"}, set(first))
        self.assertEqual((first["ticket_id"], first["team"], first["rule"], first["reason"]),
                         ("T-1", "product", "to-product", "rule"))
        self.assertEqual((second["team"], second["rung"], second["category"], second["severity"], second["symptom"],
                          second["incident"], second["state"]),
                         ("engineering", "engineering", "outage", "critical", "unreachable", True, "open"))
        self.assertTrue(first["steps"])
        self.assertTrue(first["ruleset"].startswith("sha256:"))

    def test_explain_as_text_shows_the_way_with_the_rules_that_did_not_match(self):
        done = triaged("--config", self.config, "explain", "-", stdin=json.dumps(events.opened("T-1", wanted="product")))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("T-1  goes to  product", done.stdout)
        self.assertIn("to-support", done.stdout)
        self.assertIn("labels.wanted", done.stdout)

    def test_explain_of_an_unreadable_event_ends_with_65_and_says_where(self):
        done = triaged("--config", self.config, "explain", "-", stdin='{"ticket_id": "T-1", "opned": {}}')
        self.assertEqual(done.returncode, 65)
        self.assertIn("opned", done.stderr)

    def test_send_where_no_daemon_ever_ran_is_not_accepted_and_ends_with_1(self):
        # Without the exchange the broker closes the channel; with it and no queue it returns the message.
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            connection.channel().exchange_declare("triaged.events", "topic", durable=True)
        done = triaged("--json", "send", "-", stdin=json.dumps(events.opened("T-1")), url=self.url)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(json.loads(done.stdout), {"accepted": 0, "not_accepted": 1})
        self.assertIn("T-1: not accepted", done.stderr)

    def test_send_to_an_empty_vhost_does_not_claim_success(self):
        done = triaged("send", "-", stdin=json.dumps(events.opened("T-1")), url=self.url)
        self.assertIn(done.returncode, (1, 69), done.stdout)
        self.assertTrue(done.stderr)

    def test_send_without_a_broker_ends_with_69(self):
        done = triaged("send", "-", stdin=json.dumps(events.opened("T-1")), url="amqp://guest:guest@127.0.0.1:1/%2F")
        self.assertEqual(done.returncode, 69)
        self.assertTrue(done.stderr)

    def use_prefix(self, prefix):
        self.replace_in("triaged.yaml", "prefetch: 2000", f"prefetch: 2000\n  prefix: {prefix}")

    def test_send_to_a_url_of_its_own_still_goes_by_the_rest_of_the_configuration(self):
        self.use_prefix("trial.")
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            channel = connection.channel()
            channel.exchange_declare("trial.triaged.events", "topic", durable=True)
            channel.queue_declare("taken", durable=True)
            channel.queue_bind("taken", "trial.triaged.events", "#")
        ticket = json.dumps(events.opened("T-1"))
        for given in ({"url": self.url}, {}):
            flags = () if given else ("--url", self.url)
            done = triaged("--config", self.config, "send", *flags, "-", stdin=ticket, **given)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.ready_messages("taken"), 2)

    def test_send_holds_events_to_the_limits_of_the_configuration_and_refuses_a_broken_one(self):
        self.replace_in("triaged.yaml", "outbox_rows: 100000", "message: 2KiB\n  text: 1KiB")
        done = triaged("--config", self.config, "send", "-", stdin=json.dumps(events.opened("T-1", body="x" * 3000)), url=self.url)
        self.assertIn("too_large", done.stderr)
        self.replace_in("triaged.yaml", "prefetch: 2000", "prefetsh: 2000")
        done = triaged("--config", self.config, "send", "-", stdin=json.dumps(events.opened("T-1")), url=self.url)
        self.assertEqual(done.returncode, 78, done.stderr)

    def test_watch_with_a_url_of_its_own_takes_as_many_as_it_is_told_and_leaves_the_rest(self):
        self.use_prefix("trial.")
        queue = "trial.team.support"
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            channel = connection.channel()
            channel.queue_declare(queue, durable=True)
            for number in range(3):
                channel.basic_publish("", queue, json.dumps({"notice_id": str(number), "kind": "assigned"}).encode(),
                                      pika.BasicProperties(content_type=events.JSON))
        for acknowledge, left in (((), 3), (("--ack",), 1)):
            done = triaged("--config", self.config, "--json", "watch", "--url", self.url, "--team", "support", "--count", 2,
                           *acknowledge)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual([json.loads(line)["notice_id"] for line in done.stdout.splitlines()], ["0", "1"])
            wait_for(lambda wanted=left: self.ready_messages(queue) == wanted, f"{left} messages left")

    def test_a_bad_flag_and_a_missing_command_end_with_64(self):
        for arguments in (["run", "--no-such-flag"], ["no-such-command"], [], ["send", "--format", "xml"], ["parked"],
                          ["show"], ["tickets", "--state", "asleep"], ["tickets", "--severity", "grave"]):
            self.assertEqual(triaged(*arguments).returncode, 64, arguments)

    def test_help_ends_with_0_everywhere(self):
        for command in ("run", "check", "directory", "explain", "send", "watch", "parked", "simulate", "tickets", "incidents", "show",
                        "version"):
            done = triaged(command, "--help")
            self.assertEqual(done.returncode, 0, command)
            self.assertTrue(done.stdout)

    def test_version_says_what_it_is_made_of(self):
        done = triaged("--json", "version")
        self.assertEqual(done.returncode, 0)
        self.assertLessEqual({"version", "build", "compiler", "boost"}, set(json.loads(done.stdout)))
        self.assertIn(json.loads(done.stdout)["version"], triaged("version").stdout)


if __name__ == "__main__":
    unittest.main()

"""Events in both formats in, every team's queue out: bodies, properties and headers as the formats promise."""
import functools
import json
import time

from harness import broker, events
from harness.case import REQUESTERS, UNROUTED, IntegrationCase
from harness.daemon import triaged

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
RUNGS = ("hub_admin", "community_representative", "support", "engineering")
QUEUES_OF_THEIR_OWN = {"on_call": "incidents.on_call", "community_representative": "team.community_representative.alder"}
CLOCK_SLACK = 2  # seconds; AMQP timestamps are whole ones


class EveryTeamsQueue(IntegrationCase):
    @functools.cached_property
    def ruleset(self):
        done = triaged("--config", self.config, "--json", "explain", "-", stdin=json.dumps(events.opened("T")))
        return json.loads(done.stdout)["ruleset"]

    def expected(self, ticket, kind, team, rung, rule, index, **changes):
        facts = {"ticket_id": ticket, "version": 1, "state": "open", "body": "How does it work?",
                 "hub": "alder/prod", "cluster": "alder", "community": "alder", "requester": "user@alder.example",
                 "requester_standing": "user", "assignee": "", "category": "other", "severity": "normal", "symptom": "",
                 "labels": {}, "opened_at": events.OCCURRED_AT, "incident_id": "", **changes}
        return {"notice_id": f"{ticket}:1:{index}@1", "kind": kind, "team": team, "rung": rung, "previous_team": "",
                "ticket": facts, "reason": {"code": "rule", "rule": rule, "ruleset": self.ruleset}}

    def assert_notice(self, message, expected, *, content_type, between):
        notice = message.notice()
        self.assertTrue(notice["reason"].pop("text"), "a reason without a sentence for people")
        self.assertEqual(notice, expected)
        properties, ticket = message.properties, expected["ticket"]
        self.assertEqual(properties.content_type, content_type)
        self.assertEqual(properties.message_id, expected["notice_id"])
        self.assertEqual(properties.correlation_id, ticket["ticket_id"])
        self.assertEqual(properties.type, "notice." + expected["kind"])
        self.assertEqual(properties.delivery_mode, 2)
        self.assertIsNone(properties.priority)
        begin, end = between
        self.assertTrue(begin - CLOCK_SLACK <= properties.timestamp <= end + CLOCK_SLACK, properties.timestamp)
        self.assertEqual(properties.headers, {"x-triaged-community": ticket["community"], "x-triaged-hub": ticket["hub"],
                                              "x-triaged-severity": ticket["severity"], "x-triaged-version": "1",
                                              "traceparent": TRACE})

    def test_each_team_gets_its_ticket_and_each_requester_an_answer_from_both_formats(self):
        self.daemon()
        inbox, producer, begin = self.inbox(), self.producer(), time.time()
        teams = {team["id"]: team for team in self.directory()["teams"]}
        for name in teams:
            for content_type, mark in ((events.JSON, "J"), (events.PROTOBUF, "P")):
                producer.publish(events.opened(f"{mark}-{name}", wanted=name, subject=f"Of {name}"), content_type,
                                 headers={"traceparent": TRACE})
        tickets = [f"{mark}-{name}" for name in teams for mark in "JP"]
        inbox.wait_until(lambda: len(inbox.messages) >= 2 * len(tickets), "two notices for each ticket")
        between = begin, time.time()
        for name, team in teams.items():
            queue = QUEUES_OF_THEIR_OWN.get(name, f"team.{name}")
            told, answered = inbox.by_ticket(queue), inbox.by_ticket(REQUESTERS)
            for ticket in (f"J-{name}", f"P-{name}"):
                with self.subTest(ticket=ticket):
                    self.assertEqual(len(told[ticket]), 1)
                    self.assertEqual(len(answered[ticket]), 1)
                    rule, rung = "to-" + name.replace("_", "-"), name if name in RUNGS else ""
                    changes = {"subject": f"Of {name}", "labels": {"wanted": name}}
                    assigned = self.expected(ticket, "assigned", name, rung, rule, 0, **changes)
                    content_type = events.JSON if team["format"] == "json" else events.PROTOBUF
                    self.assert_notice(told[ticket][0], assigned, content_type=content_type, between=between)
                    received = self.expected(ticket, "received", "requester", "", rule, 1, **changes)
                    self.assert_notice(answered[ticket][0], received, content_type=events.JSON, between=between)
        self.assertEqual(len(inbox.messages), 2 * len(tickets))
        self.assert_accounted()

    def test_what_the_rules_set_is_in_the_notice_and_its_headers(self):
        self.daemon()
        inbox = self.inbox()
        self.producer().publish(events.opened("T-1", subject="Our hub is down", labels={"origin": "form"}), events.PROTOBUF)
        self.producer().publish(events.opened("T-2", subject="An invoice"))
        found = inbox.wait_for_tickets(["T-1"], "team.engineering")["T-1"][0]
        ticket = found.notice()["ticket"]
        self.assertEqual((ticket["category"], ticket["severity"], ticket["symptom"], ticket["labels"]),
                         ("outage", "critical", "unreachable", {"origin": "form"}))
        self.assertEqual(found.properties.headers["x-triaged-severity"], "critical")
        self.assertNotIn("traceparent", found.properties.headers)
        invoice = inbox.wait_for_tickets(["T-2"], "team.hub_admin")["T-2"][0].notice()
        self.assertEqual(invoice["ticket"]["labels"], {"ledger": "open"})
        self.assertEqual((invoice["reason"]["code"], invoice["reason"]["rule"]), ("next_rung", "everything-else"))

    def test_the_ladder_is_climbed_from_the_requesters_own_rung_and_empty_rungs_are_skipped(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("BY-ADMIN", actor="admin@alder.example"))
        producer.publish(events.opened("BY-REPRESENTATIVE", actor="representative@alder.example"))
        producer.publish(events.opened("BY-SUPPORT", actor="support@service.example"))
        producer.publish(events.opened("BY-ENGINEER", actor="engineer@service.example"))
        producer.publish(events.opened("NO-ADMINS", actor="somebody@birch.example", hub="birch/prod"))
        producer.publish(events.opened("UNKNOWN-HUB", actor="somebody@else.example", hub="elsewhere/prod"))
        expected = {"BY-ADMIN": ("team.community_representative.alder", "next_rung"),
                    "BY-REPRESENTATIVE": ("team.support", "next_rung"),
                    "BY-SUPPORT": ("team.engineering", "next_rung"), "BY-ENGINEER": ("team.engineering", "next_rung"),
                    "NO-ADMINS": ("team.community_representative.birch", "empty_rung"),
                    "UNKNOWN-HUB": ("team.support", "unknown_hub")}
        inbox.wait_until(lambda: len(inbox.messages) >= 2 * len(expected), "all notices")
        came = {m.ticket: (m.queue, m.notice()["reason"]["code"]) for m in inbox.messages if m.queue != REQUESTERS}
        self.assertEqual(came, expected)

    def test_an_alert_has_no_requester_to_answer_and_a_ticket_for_nobody_tells_nobody(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("ALERT", wanted="engineering", channel="alert"))
        producer.publish(events.opened("NOBODY", wanted="nobody"))
        producer.publish(events.opened("LAST", wanted="engineering"))
        inbox.wait_for_tickets(["LAST"], "team.engineering")
        inbox.wait_for_tickets(["LAST"], REQUESTERS)
        self.assertEqual({(m.ticket, m.queue) for m in inbox.messages},
                         {("ALERT", "team.engineering"), ("LAST", "team.engineering"), ("LAST", REQUESTERS)})
        self.assertEqual(self.store.counters()["applied"], 3)

    def test_a_ticket_that_nobody_can_be_reached_for_waits_in_unrouted(self):
        for member in ("support@service.example", "engineer@service.example"):
            self.replace_in("directory/00-service.yaml", f"[{member}]", "[]")
        self.daemon()
        inbox = self.inbox()
        self.producer().publish(events.opened("T-1", actor="somebody@else.example", hub="elsewhere/prod"))
        message = inbox.wait_for_tickets(["T-1"], UNROUTED)["T-1"][0]
        notice = message.notice()
        self.assertEqual((notice["kind"], notice["team"], notice["rung"], notice["reason"]["code"]),
                         ("assigned", "", "", "unrouted"))
        self.assertEqual(message.properties.content_type, events.JSON)
        self.assertEqual(inbox.wait_for_tickets(["T-1"], REQUESTERS)["T-1"][0].notice()["kind"], "received")

    def test_message_id_and_timestamp_stand_in_for_what_an_event_leaves_out(self):
        self.daemon()
        inbox = self.inbox()
        event = events.opened("T-1", wanted="support")
        del event["event_id"], event["occurred_at"]
        self.producer().publish(event, message_id="stands-in", timestamp=1_772_442_000)
        self.producer().publish(event, message_id="stands-in", timestamp=1_772_442_000)
        self.wait_until_received(2)
        notice = inbox.wait_for_tickets(["T-1"], "team.support")["T-1"][0].notice()
        self.assertEqual(notice["ticket"]["opened_at"], events.OCCURRED_AT)
        self.assertEqual(self.store.counters()["duplicate"], 1)


class TheShippedExample(IntegrationCase):
    EXAMPLE = broker.SOURCE / "deploy" / "examples" / "2i2c"

    def test_every_sample_ticket_arrives_where_explain_says(self):
        tickets = self.EXAMPLE / "tickets.jsonl"
        done = triaged("--config", self.EXAMPLE, "--json", "explain", tickets)
        self.assertEqual(done.returncode, 0, done.stderr)
        said = {line["ticket_id"]: line for line in map(json.loads, done.stdout.splitlines())}
        self.assertGreaterEqual(len(said), 25)
        queues = {team["id"]: team["queue"] for team in self.directory(self.EXAMPLE)["teams"]}
        self.daemon(config=self.EXAMPLE)
        inbox = self.inbox(self.all_queues(self.EXAMPLE))
        sent = triaged("--config", self.EXAMPLE, "send", tickets, url=self.url)
        self.assertEqual(sent.returncode, 0, sent.stderr)
        counters = self.wait_until_received(len(said))
        self.assertEqual((counters["applied"], counters["parked"], counters["refused"]), (len(said), 0, 0))
        inbox.wait_until(lambda: len(inbox.messages) >= counters["notices"], "every notice")
        first = {}  # of each ticket: what its incident, if it has one, tells its team comes after it
        for message in inbox.messages:
            notice = message.notice()
            if message.queue != REQUESTERS and "incident" not in notice and notice["kind"] != "linked":
                first.setdefault(message.ticket, message)
        came = {ticket: (m.queue, m.notice()["reason"]["rule"]) for ticket, m in first.items()}
        expected = {ticket: (queues[line["team"]], line["rule"]) for ticket, line in said.items() if line["team"]}
        self.assertEqual(came, expected)

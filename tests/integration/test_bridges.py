"""Incidents told to other on-call tooling: to a stand-in for PagerDuty that fails in every way, and to Debian's
Alertmanager. Whatever the other side does, the queues' own pages go out, and nothing that it may still take is lost."""
import json
import pathlib

from harness import events
from harness.case import IntegrationCase
from harness.daemon import triaged
from harness.pagerduty import ACCEPTED, BROKEN, CLOSE, HANG, INVALID, TOO_MANY, PagerDuty
from harness.wait import wait_for
from test_alertmanager import DOWN, TICKETS, AlertmanagerCase, alert, over

ON_CALL, ENGINEERING = "incidents.on_call", "team.engineering"
KEY = "R0123456789ABCDEF0123456789ABCDE"
CONFIGURATION = 78
RULES = """\
classify:
  - name: every-alert
    when: {source: alert}
    set: {category: alert, severity: critical, incident: true, symptom: unreachable}
"""
POLICY = """\
incidents:
  paging: [{levels: [{team: on_call, wait: 4h}, {team: engineering, wait: 4h}]}]
"""


class ToPagerDuty(IntegrationCase):
    def setUp(self):
        super().setUp()
        (self.config / "rules" / "05-alerts.yaml").write_text(RULES)
        with open(self.config / "policy.yaml", "a", encoding="utf-8") as policy:
            policy.write(POLICY)
        self.pagerduty = PagerDuty()
        self.addCleanup(self.pagerduty.discard)
        self.key_file = self.folder / "pagerduty.key"
        self.key_file.write_text(KEY + "\n")

    def build_bridge(self, timeout="10s"):
        with open(self.config / "triaged.yaml", "a", encoding="utf-8") as settings:
            settings.write(f"bridges: {{pagerduty: {{routing_key_file: {self.key_file}, url: '{self.pagerduty.url}', "
                           f"timeout: {timeout}}}}}\n")

    def fire(self, producer, hub):
        producer.publish(events.other("alert_fired", "", {
            "source": "http://prometheus.example", "fingerprint": hub, "name": "HubDown",
            "labels": {"alertname": "HubDown"}, "annotations": {"summary": f"{hub} does not answer"},
            "starts_at": events.OCCURRED_AT, "generator_url": ""}, hub=hub))

    def tell(self, producer, kind, incident, **member):
        event = events.other(kind, "", {"incident_id": incident, **member}, actor="pager@service.example")
        del event["ticket_id"], event["occurred_at"]
        producer.publish(event)

    def paged(self, inbox, hub, queue=ON_CALL):
        """The incident of that hub, once that queue has its page."""
        def found():
            return [message.ticket for message in inbox.messages
                    if message.queue == queue and message.properties.type == "incident.paged"
                    and dict(message.properties.headers)["x-triaged-hub"] == hub]

        inbox.wait_until(found, f"a page of {hub} in {queue}")
        return found()[0]

    def take_and_resolve(self, producer, incident):
        """And until both are decided."""
        self.tell(producer, "incident_acknowledged", incident)
        self.tell(producer, "incident_resolved", incident, resolution="It answers again.")

        def shown():
            done = triaged("--config", self.config, "--json", "show", incident, store=self.store.path)
            return json.loads(done.stdout)["state"] == "resolved"

        wait_for(shown, f"{incident} to be resolved")

    def test_an_incident_is_triggered_acknowledged_and_resolved_there(self):
        self.build_bridge()
        daemon, inbox, producer = self.daemon(), self.inbox([ON_CALL]), self.producer()
        (line,) = daemon.wait_for_fact("bridge")
        self.assertEqual((line["kind"], line["to"] + "/v2/enqueue"), ("pagerduty", self.pagerduty.url))
        self.fire(producer, "alder/prod")
        incident = self.paged(inbox, "alder/prod")
        self.pagerduty.wait_for_actions(incident, "trigger")
        self.take_and_resolve(producer, incident)
        self.pagerduty.wait_for_actions(incident, "trigger", "acknowledge", "resolve")
        self.wait_until_done()
        trigger = self.pagerduty.asked_of(incident)[0]
        self.assertEqual((trigger["routing_key"], trigger["client"]), (KEY, "triaged"))
        payload = trigger["payload"]
        self.assertTrue(payload["summary"].startswith(incident), payload)
        self.assertEqual((payload["source"], payload["severity"], payload["component"], payload["class"]),
                         ("alder/prod", "critical", "alder/prod", "unreachable"))
        self.assertEqual({path for path, _ in self.pagerduty.asked}, {"/v2/enqueue"})
        self.assertEqual(daemon.stop()[0], 0)
        for file in self.folder.iterdir():
            if file.is_file() and file != self.key_file:
                self.assertNotIn(KEY.encode(), file.read_bytes(), f"the key is nobody's business, and it is in {file.name}")

    def test_whatever_fails_there_arrives_at_last_in_its_order_and_the_queues_do_not_wait(self):
        self.build_bridge(timeout="300ms")
        daemon, inbox, producer = self.daemon(), self.inbox([ON_CALL]), self.producer()
        for number, (name, deed) in enumerate({"429": TOO_MANY, "500": BROKEN, "a hang": HANG, "a close": CLOSE}.items()):
            with self.subTest(name):
                hub = f"cluster-{number}/prod"
                self.pagerduty.answer(deed)
                self.fire(producer, hub)
                incident = self.paged(inbox, hub)
                wait_for(lambda: self.pagerduty.asked_of(incident), f"a try while there is {name}")
                self.take_and_resolve(producer, incident)
                self.assertEqual(self.pagerduty.actions(incident), [], "it has failed all the time")
                self.pagerduty.answer(ACCEPTED)
                self.pagerduty.wait_for_actions(incident, "trigger", "acknowledge", "resolve")
                triggers = [event for event in self.pagerduty.asked_of(incident) if event["event_action"] == "trigger"]
                self.assertGreater(len(triggers), 1, "the first one failed")
                self.assertTrue(all(event == triggers[0] for event in triggers), triggers)
        daemon.wait_for_fact("lane_stopped", queue="bridge:pagerduty")
        self.wait_until_done()
        self.assert_accounted()

    def test_what_hangs_there_holds_up_no_end(self):
        self.build_bridge(timeout="300ms")
        daemon, inbox, producer = self.daemon(), self.inbox([ON_CALL]), self.producer()
        self.pagerduty.answer(HANG)
        self.fire(producer, "alder/prod")
        incident = self.paged(inbox, "alder/prod")
        wait_for(lambda: self.pagerduty.asked_of(incident), "a try")
        code, seconds = daemon.stop()
        self.assertEqual(code, 0)
        self.assertLess(seconds, 20)
        self.pagerduty.answer(ACCEPTED)
        daemon.start()
        self.pagerduty.wait_for_actions(incident, "trigger")

    def test_a_page_outlives_the_daemon_that_was_killed_while_it_was_under_way(self):
        self.build_bridge()
        daemon, inbox, producer = self.daemon(), self.inbox([ON_CALL]), self.producer()
        self.pagerduty.answer(HANG)
        self.fire(producer, "alder/prod")
        incident = self.paged(inbox, "alder/prod")
        (before,) = wait_for(lambda: self.pagerduty.asked_of(incident), "a try")
        daemon.kill9()
        self.pagerduty.answer(ACCEPTED)
        daemon.start()
        daemon.wait_until_up()
        self.pagerduty.wait_for_actions(incident, "trigger")
        self.assertEqual(self.pagerduty.asked_of(incident)[-1], before)
        self.take_and_resolve(producer, incident)
        self.pagerduty.wait_for_actions(incident, "trigger", "acknowledge", "resolve")

    def test_a_page_that_is_refused_for_good_goes_to_the_next_level_and_is_said(self):
        self.build_bridge()
        self.daemon()
        inbox, producer = self.inbox([ON_CALL, ENGINEERING]), self.producer()
        self.pagerduty.answer(INVALID)
        self.fire(producer, "alder/prod")
        incident = self.paged(inbox, "alder/prod")
        self.assertEqual(self.paged(inbox, "alder/prod", ENGINEERING), incident)
        self.wait_until_done()
        self.assertEqual(len(self.pagerduty.asked_of(incident)), 1, "what is refused is not tried again")
        timeline = triaged("--config", self.config, "show", incident, "--timeline", store=self.store.path)
        self.assertEqual(timeline.returncode, 0, timeline.stderr)
        (line,) = [line for line in timeline.stdout.splitlines() if "Page refused" in line]
        self.assertIn("400", line)
        self.assertIn("missing or blank", line)

    def test_its_secret_is_needed_to_run_and_not_to_check(self):
        self.build_bridge()
        self.key_file.unlink()
        self.assertEqual(triaged("--config", self.config, "check").returncode, 0)
        run = triaged("--config", self.config, "run", url=self.url, store=self.store.path)
        self.assertEqual(run.returncode, CONFIGURATION)
        self.assertIn(f"{self.key_file}: the secret cannot be read", run.stderr)
        self.assertFalse(pathlib.Path(self.store.path).exists(), "nothing was begun")

    def test_a_bridge_that_cannot_be_made_ends_the_start_and_is_named(self):
        with open(self.config / "triaged.yaml", "a", encoding="utf-8") as settings:
            settings.write(f"bridges: {{pagerduty: {{routing_key_file: {self.key_file}, ca_file: none.pem}}}}\n")
        run = triaged("--config", self.config, "run", url=self.url, store=self.store.path)
        self.assertEqual(run.returncode, CONFIGURATION, run.stdout + run.stderr)
        (line,) = [line for line in map(json.loads, run.stdout.splitlines()) if line["event"] == "bridge_refused"]
        self.assertIn("none.pem", line["why"])


class ToAlertmanager(AlertmanagerCase):
    def ours(self):
        return [labels for labels in self.alerts.firing() if labels["alertname"] == "TriagedIncident"]

    def test_an_incident_is_an_alert_there_until_it_is_over_and_does_not_come_back_from_there(self):
        with open(self.config / "triaged.yaml", "a", encoding="utf-8") as settings:
            settings.write(f"bridges: {{alertmanager: {{url: '{self.alerts.where}'}}}}\n")
        self.serve()
        inbox = self.inbox([ON_CALL, TICKETS])
        down = alert(DOWN)
        self.alerts.tell([down])
        self.wait_for_pages(inbox, "alder/prod")
        (labels,) = wait_for(self.ours, lambda: f"our alert; there are {self.alerts.firing()}")
        (incident,) = self.incidents()
        self.assertEqual({**labels, "incident": ""},
                         {"alertname": "TriagedIncident", "incident": "", "severity": "critical", "hub": "alder/prod",
                          "cluster": "alder", "community": "alder", "symptom": "unreachable"})
        self.assertEqual(labels["incident"], incident["incident_id"])
        self.told_again(6)  # of both groups: ours is among what our webhook is told
        self.assertEqual([ticket["ticket_id"] for ticket in self.ask("tickets")], incident["tickets"])
        self.assert_one_page_each(inbox, "alder/prod")
        self.alerts.tell(over(down))
        self.wait_for_state(incident["incident_id"], "resolved")
        wait_for(lambda: not self.ours(), lambda: f"our alert to end; there are {self.alerts.firing()}")
        self.wait_until_done()
        self.assert_one_page_each(inbox, "alder/prod")

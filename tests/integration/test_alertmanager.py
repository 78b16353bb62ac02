"""Debian's Alertmanager tells the daemon's webhook: what fires is one ticket, one incident and one page, however often it is
told, and whatever happens to the daemon or the broker meanwhile."""
import datetime
import json
import socket
import time

from harness import events
from harness.alertmanager import Alertmanager
from harness.case import IntegrationCase
from harness.daemon import triaged
from harness.wait import wait_for

ON_CALL, TICKETS = "incidents.on_call", "team.support"
NOW, TODAY = "take immediate action", "same day action needed"
DOWN, STARTS, DISK = "Hub does not answer", "Server Startup Failed", "home-nfs has 10% of space left"
RULES = """\
classify:
  - name: alert-of-an-outage
    when: {alert.labels.severity: take immediate action}
    set: {category: alert, severity: critical, incident: true}
  - name: alert-for-today
    when: {alert.labels.severity: same day action needed}
    set: {category: alert, severity: high}
  - {name: about-reaching, when: {alert.name: Hub does not answer}, set: {symptom: unreachable}}
  - {name: about-starting, when: {alert.name: Server Startup Failed}, set: {symptom: spawn}}
"""
POLICY = """\
incidents:
  quiet_time: {quiet}
  reopen_within: 2d
  paging: [{{levels: [{{team: on_call, wait: 4h}}]}}]
"""
MINUTE = 60  # what is told again within the same one is a duplicate: docs/formats/alertmanager.md


def alert(name, hub="prod", cluster="alder", severity=NOW, **labels):
    """As Prometheus labels it; it fires until it is given an end."""
    return {"labels": {"alertname": name, "cluster": cluster, "namespace": hub, "severity": severity, **labels},
            "annotations": {"summary": f"[FIRING:1] {name} {cluster} {hub} ({severity})"},
            "startsAt": instant(-1), "endsAt": instant(3600)}


def over(*alerts):
    return [{**one, "endsAt": instant(0)} for one in alerts]


def instant(seconds):
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def free_port():
    """Of the moment; the daemon that is started anew must be found where it was."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class AlertmanagerCase(IntegrationCase):
    quiet = "0s"  # time without an alert until its ticket is resolved

    def setUp(self):
        super().setUp()
        (self.config / "rules" / "05-alerts.yaml").write_text(RULES)
        self.replace_in("rules/20-route.yaml", "route:\n", "route:\n  - {name: alerts, when: {category: alert}, to: support}\n")
        with open(self.config / "policy.yaml", "a", encoding="utf-8") as policy:
            policy.write(POLICY.format(quiet=self.quiet))
        done = triaged("token", "--file", self.folder / "tokens", "add", "monitor", "--role", "producer",
                       "--producer", "monitoring")
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.config / "triaged.yaml", "a", encoding="utf-8") as settings:
            settings.write(f"http: {{tokens_file: {self.folder / 'tokens'}}}\n")
        self.where = f"127.0.0.1:{free_port()}"
        self.alerts = Alertmanager(self.folder / "alertmanager", f"http://{self.where}", done.stdout.strip())
        self.addCleanup(self.alerts.discard)

    def serve(self):
        daemon = self.daemon(http=self.where)
        daemon.wait_for_fact("http_listening")
        return daemon

    def ask(self, *arguments):
        done = triaged("--config", self.config, "--json", *arguments, store=self.store.path)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def incidents(self):
        return self.ask("incidents", "--all")

    def shown(self, id_):
        return self.ask("show", id_)[0]

    def tickets(self, inbox):
        """Which ticket was opened for which (alert, hub), as its team was told. Two for one are a fault."""
        found = {}
        for message in inbox.messages:
            if message.queue != TICKETS or message.properties.type.startswith("incident."):
                continue
            ticket = message.notice()["ticket"]
            key = (ticket["labels"]["alertname"], ticket["hub"])
            self.assertEqual(found.setdefault(key, message.ticket), message.ticket, f"two tickets for {key}")
        return found

    def pages(self, inbox):
        """Each hub's, by their ids: a page that is repeated after a crash bears the same."""
        found = {}
        for message in inbox.messages:
            if message.queue == ON_CALL and message.properties.type == "incident.paged":
                found.setdefault(message.notice()["incident"]["hub"], set()).add(message.id)
        return found

    def wait_for_pages(self, inbox, *hubs):
        inbox.wait_until(lambda: set(self.pages(inbox)) >= set(hubs), f"pages of {hubs}")

    def wait_for_tickets(self, inbox, *keys):
        inbox.wait_until(lambda: set(self.tickets(inbox)) >= set(keys), f"tickets of {keys}")
        return self.tickets(inbox)

    def wait_for_state(self, id_, state):
        wait_for(lambda: self.shown(id_)["state"] == state, lambda: f"{id_} to be {state}; it is {self.shown(id_)['state']}")

    def told_again(self, requests):
        """Until Alertmanager has made so many more requests that succeeded."""
        def succeeded():
            total, failed = self.alerts.told()
            return total - failed

        before = succeeded()
        wait_for(lambda: succeeded() >= before + requests, lambda: f"{requests} more requests; {self.alerts.told()}")

    def wait_for_failures(self, count):
        before = self.alerts.told()[1]
        wait_for(lambda: self.alerts.told()[1] >= before + count, lambda: f"{count} failed requests; {self.alerts.told()}")

    def assert_one_page_each(self, inbox, *hubs):
        """And one incident, and nothing that was lost on the way."""
        self.assertEqual({hub: len(ids) for hub, ids in self.pages(inbox).items()}, {hub: 1 for hub in hubs})
        self.assertEqual(sorted(one["hub"] for one in self.incidents()), sorted(hubs))
        counters = self.store.counters()
        self.assert_accounted(counters)
        self.assertEqual((counters["refused"], counters["parked"]), (0, 0), counters)


class FromAlertmanager(AlertmanagerCase):
    def test_what_fires_is_one_ticket_one_incident_and_one_page_until_it_clears(self):
        self.serve()
        inbox = self.inbox([ON_CALL, TICKETS])
        down = alert(DOWN)
        self.alerts.tell([down])
        self.wait_for_pages(inbox, "alder/prod")
        ticket = self.wait_for_tickets(inbox, (DOWN, "alder/prod"))[DOWN, "alder/prod"]
        self.assertTrue(ticket.startswith("ALERT-"), ticket)
        (incident,) = self.incidents()
        self.assertEqual((incident["state"], incident["severity"], incident["symptom"], incident["tickets"]),
                         ("open", "critical", "unreachable", [ticket]))
        self.assertEqual(self.shown(ticket)["state"], "open")
        self.told_again(3)
        self.alerts.tell(over(down))
        self.wait_for_state(ticket, "resolved")
        self.wait_for_state(incident["incident_id"], "resolved")
        self.wait_until_done()
        self.assert_one_page_each(inbox, "alder/prod")

    def test_alerts_of_one_name_and_hub_share_a_ticket_and_one_for_today_pages_nobody(self):
        self.serve()
        inbox = self.inbox([ON_CALL, TICKETS])
        pods = [alert(STARTS, pod=f"jupyter-{name}") for name in ("ada", "grace", "edsger")]
        others = [alert(DOWN), alert(STARTS, cluster="birch"),
                  alert(DISK, severity=TODAY), alert(DISK, cluster="cedar", severity=TODAY)]
        self.alerts.tell(pods + others)
        tickets = self.wait_for_tickets(inbox, (STARTS, "alder/prod"), (DOWN, "alder/prod"), (STARTS, "birch/prod"),
                                        (DISK, "alder/prod"), (DISK, "cedar/prod"))
        self.assertEqual(len(tickets), 5)
        self.wait_for_pages(inbox, "alder/prod", "birch/prod")
        self.told_again(6)  # the groups are five
        self.assert_one_page_each(inbox, "alder/prod", "birch/prod")
        self.assertEqual(self.shown(tickets[DISK, "alder/prod"])["severity"], "high")
        self.alerts.tell(over(*pods[:2]))
        wait_for(lambda: len(self.cleared(tickets[STARTS, "alder/prod"])) == 2, "two of its alerts to clear")
        self.assertEqual(self.shown(tickets[STARTS, "alder/prod"])["state"], "open", "the third still fires")
        self.alerts.tell(over(pods[2], *others))
        for ticket in tickets.values():
            self.wait_for_state(ticket, "resolved")
        for incident in self.incidents():
            self.wait_for_state(incident["incident_id"], "resolved")
        self.assert_one_page_each(inbox, "alder/prod", "birch/prod")

    def cleared(self, ticket):
        return [line for line in self.shown(ticket)["history"] if line["event"] == "alert_cleared"]

    def test_an_incident_that_somebody_took_is_not_over_because_its_alert_cleared(self):
        self.serve()
        inbox, producer = self.inbox([ON_CALL, TICKETS]), self.producer()
        down = alert(DOWN)
        self.alerts.tell([down])
        self.wait_for_pages(inbox, "alder/prod")
        (incident,) = self.incidents()
        taken = events.other("incident_acknowledged", "", {"incident_id": incident["incident_id"]}, actor="pager@service.example")
        del taken["ticket_id"], taken["occurred_at"]
        producer.publish(taken)
        self.wait_for_state(incident["incident_id"], "acknowledged")
        self.alerts.tell(over(down))
        (ticket,) = incident["tickets"]
        wait_for(lambda: self.cleared(ticket), "its alert to clear")
        self.wait_until_done()
        self.assertEqual(self.shown(incident["incident_id"])["state"], "acknowledged")
        self.assert_one_page_each(inbox, "alder/prod")

    def test_an_alert_that_goes_on_is_heard_of_again_and_pages_nobody_again(self):
        self.serve()
        inbox = self.inbox([ON_CALL, TICKETS])
        self.alerts.tell([alert(DOWN)])
        ticket = self.wait_for_tickets(inbox, (DOWN, "alder/prod"))[DOWN, "alder/prod"]

        def heard_again():
            return len([line for line in self.shown(ticket)["history"] if line["event"] == "alert_fired"]) > 1

        inbox.wait_until(heard_again, "the alert to be heard of in the next minute", 2 * MINUTE)
        self.assertEqual(self.shown(ticket)["state"], "open")
        self.assertGreater(self.store.counters()["duplicate"], 0, "within the minute it was known")
        self.assert_one_page_each(inbox, "alder/prod")


class AlertsThroughCrashes(AlertmanagerCase):
    def test_the_daemon_that_was_killed_and_stopped_while_alerts_fired_has_each_once(self):
        daemon = self.serve()
        inbox = self.inbox([ON_CALL, TICKETS])
        fired, hubs = {}, []
        for number in range(6):
            cluster = f"cluster-{number}"
            fired[cluster] = alert(DOWN, cluster=cluster)
            before = self.store.counters()["received"]
            self.alerts.tell([fired[cluster]])
            hubs.append(f"{cluster}/prod")
            if number % 2:  # at the latest moment: something is on disk, and little of it published
                wait_for(lambda: self.store.counters()["received"] > before, "a sign of work")
            if number % 3 == 2:
                self.assertEqual(daemon.stop()[0], 0)
            else:
                daemon.kill9()
            self.wait_for_failures(2)
            daemon.start()
            daemon.wait_until_up()
        self.wait_for_pages(inbox, *hubs)
        tickets = self.wait_for_tickets(inbox, *((DOWN, hub) for hub in hubs))
        self.told_again(2 * len(hubs))
        self.assert_one_page_each(inbox, *hubs)
        daemon.kill9()
        self.alerts.tell(over(*fired.values()))
        self.wait_for_failures(2)
        daemon.start()
        daemon.wait_until_up()
        for ticket in tickets.values():
            self.wait_for_state(ticket, "resolved")
        for incident in self.incidents():
            self.wait_for_state(incident["incident_id"], "resolved")
        self.wait_until_done()
        self.assert_one_page_each(inbox, *hubs)


class AlertsWithoutABroker(AlertmanagerCase):
    needs_own_broker = True

    def test_what_fires_while_the_broker_is_away_comes_later_and_once(self):
        daemon = self.serve()
        self.broker.kill9()
        daemon.wait_for_fact("link_down")
        self.alerts.tell([alert(DOWN), alert(STARTS, cluster="birch")])
        self.wait_for_failures(3)
        self.assertEqual(self.store.counters()["received"], 0)
        self.broker.start()
        inbox = self.inbox([ON_CALL, TICKETS])
        self.wait_for_pages(inbox, "alder/prod", "birch/prod")
        self.wait_for_tickets(inbox, (DOWN, "alder/prod"), (STARTS, "birch/prod"))
        self.told_again(4)
        self.assert_one_page_each(inbox, "alder/prod", "birch/prod")

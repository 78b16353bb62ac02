"""The HTTP server with a real broker behind it: what it accepts, the broker has; who speaks is who the token says."""
import json
import socket
import subprocess

from harness import events
from harness.case import IntegrationCase
from harness.daemon import triaged
from harness.wait import wait_for
from harness.web import Web

SUPPORT = "team.support"
UNAVAILABLE = 69
ALERTS = {
    "version": "4", "groupKey": "{}:{alertname=\"HubDown\"}", "truncatedAlerts": 0, "status": "firing",
    "receiver": "triaged", "groupLabels": {"alertname": "HubDown"}, "commonLabels": {}, "commonAnnotations": {},
    "externalURL": "http://alertmanager.example",
    "alerts": [{"status": "firing", "labels": {"alertname": "HubDown", "cluster": "alder", "hub": "prod"},
                "annotations": {"summary": "The hub does not answer"}, "startsAt": "2026-03-02T09:00:00Z",
                "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://prometheus.example", "fingerprint": "a1b2c3"}],
}


class HttpCase(IntegrationCase):
    def serve(self, settings="", **options):
        """A daemon with a server on a free port; returns it and the server's address."""
        with open(self.config / "triaged.yaml", "a", encoding="utf-8") as file:
            file.write("http:\n  limits: {connections: 100}\n" + settings)
        daemon = self.daemon(http="127.0.0.1:0", **options)
        return daemon, daemon.wait_for_fact("http_listening")[0]["at"]

    def wait_until_ready(self, web):
        wait_for(lambda: web.get("/readyz").status == 200, lambda: f"readiness; {web.get('/readyz').body}")

    def add_token(self, name, *roles, producer=None):
        arguments = [word for role in roles for word in ("--role", role)]
        done = triaged("token", "--file", self.folder / "tokens", "add", name, *arguments,
                       *(["--producer", producer] if producer else []))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()


class Http(HttpCase):
    def test_an_event_that_was_accepted_becomes_a_notice(self):
        daemon, where = self.serve()
        web, inbox = Web(where), self.inbox([SUPPORT])
        self.wait_until_ready(web)
        answer = web.tell(events.opened("BY-HTTP", wanted="support", event_id="e1"))
        self.assertEqual((answer.status, answer.json()), (202, {"event_id": "e1"}))
        inbox.wait_for_tickets(["BY-HTTP"])
        again = web.tell(events.opened("BY-HTTP", wanted="support", event_id="e1"))
        self.assertEqual(again.status, 202, "the same once more is taken")
        self.assertEqual(self.wait_until_received(2)["duplicate"], 1, "and changes nothing")
        self.assertEqual(daemon.stop()[0], 0)

    def test_an_event_without_an_id_gets_one(self):
        daemon, where = self.serve()
        web = Web(where)
        self.wait_until_ready(web)
        event = events.opened("NO-ID", wanted="support")
        del event["event_id"], event["occurred_at"]
        ids = {web.tell(event).json()["event_id"] for _ in range(2)}
        self.assertEqual(len(ids), 2)
        refused = daemon.wait_for_fact("refused", reason="wrong_state")[0]  # a second opening
        self.assertIn(refused["event_id"], ids)
        self.inbox([SUPPORT]).wait_for_tickets(["NO-ID"])

    def test_what_cannot_be_read_is_refused_and_reaches_nobody(self):
        _, where = self.serve()
        web = Web(where)
        self.wait_until_ready(web)
        answer = web.ask("POST", "/api/v1/events", '{"ticket_id": "T1", "openned": {}}')
        self.assertEqual(answer.status, 400)
        self.assertIn("openned", answer.json()["errors"][0]["detail"])
        self.assertEqual(web.ask("POST", "/api/v1/events", "x" * (3 << 20)).status, 413)
        self.assertEqual(web.metrics()["triaged_events_received_total"], 0)

    def test_metrics_account_for_everything(self):
        _, where = self.serve()
        web, producer = Web(where), self.producer()
        self.wait_until_ready(web)
        opening = events.opened("M-1", wanted="support")
        producer.publish(opening)
        producer.publish(opening)
        web.tell(events.opened("M-2", wanted="engineering"))
        producer.publish(events.opened("M-1", wanted="support"))
        producer.publish_bytes(b"\xff", events.JSON)
        producer.publish(events.other("acknowledged", "NOT-YET", {}))
        self.wait_until_received(6)

        def settled():
            numbers = web.metrics()
            return numbers if numbers["triaged_events_received_total"] == 6 else None

        numbers = wait_for(settled, lambda: str(web.metrics()))
        outcomes = {word: numbers[f'triaged_events_total{{outcome="{word}"}}']
                    for word in ("applied", "duplicate", "refused", "parked")}
        self.assertEqual(outcomes, {"applied": 2, "duplicate": 1, "refused": 1, "parked": 1})
        self.assertEqual(numbers["triaged_events_early"], 1)
        self.assertEqual(numbers["triaged_link_up"], 1)
        self.assertEqual(numbers['triaged_refused_total{reason="wrong_state"}'], 1)
        self.assertEqual(numbers['triaged_http_requests_total{route="/api/v1/events",status="202"}'], 1)
        self.assertGreaterEqual(numbers['triaged_stage_runs_total{stage="decode"}'], 6)
        self.assertGreater(numbers['triaged_stage_seconds_total{stage="rules"}'], 0)
        self.wait_until_done()
        wait_for(lambda: web.metrics()["triaged_outbox_rows"] == 0, lambda: "an empty outbox in the metrics")

    def test_alerts_are_taken_from_alertmanager(self):
        _, where = self.serve()
        web = Web(where)
        self.wait_until_ready(web)
        answer = web.ask("POST", "/webhooks/alertmanager", json.dumps(ALERTS))
        self.assertEqual((answer.status, answer.json().get("events")), (200, 1), answer.body)
        self.wait_until_received(1)
        self.assertEqual(web.ask("POST", "/webhooks/alertmanager", "{").status, 400)

    def test_a_port_that_is_taken_ends_the_daemon_with_a_clear_word(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            daemon = self.daemon(http=f"127.0.0.1:{port}", up=False)
            self.assertIn(f"127.0.0.1:{port}: Address already in use", daemon.wait_for_fact("http_refused")[0]["why"])
            self.assertEqual(daemon.process.wait(timeout=30), UNAVAILABLE)

    def test_tls_is_spoken_with_the_given_certificate(self):
        cert, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                        "subjectAltName=IP:127.0.0.1"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, where = self.serve(f"  tls: {{cert_file: {cert}, key_file: {key}}}\n")
        self.assertTrue(where.startswith("https://"), where)
        web = Web(where, ca=cert)
        self.wait_until_ready(web)
        self.assertEqual(web.tell(events.opened("BY-TLS", wanted="support")).status, 202)
        self.inbox([SUPPORT]).wait_for_tickets(["BY-TLS"])


class HttpProducers(HttpCase):
    def test_a_token_names_the_producer_and_its_role_what_it_may(self):
        desk = self.add_token("desk", "producer", producer="guest")
        monitor = self.add_token("monitor", "producer", producer="monitoring")
        board = self.add_token("board", "viewer")
        daemon, where = self.serve(f"  tokens_file: {self.folder / 'tokens'}\n")
        self.wait_until_ready(Web(where))
        self.assertEqual(Web(where).tell(events.opened("X", wanted="support")).status, 401)
        self.assertEqual(Web(where, desk + "x").tell(events.opened("X", wanted="support")).status, 401)
        self.assertEqual(Web(where, board).tell(events.opened("X", wanted="support")).status, 403)
        self.assertEqual(Web(where).get("/metrics").status, 401)
        self.assertEqual(Web(where, board).get("/metrics").status, 200)
        self.assertEqual(Web(where, desk).tell(events.opened("DESK", wanted="support")).status, 202)
        self.inbox([SUPPORT]).wait_for_tickets(["DESK"])
        # The broker takes it; that monitoring may open no tickets is the directory's word.
        self.assertEqual(Web(where, monitor).tell(events.opened("MONITOR", wanted="support")).status, 202)
        daemon.wait_for_fact("refused", producer="monitoring", reason="not_allowed")

    def test_the_header_is_not_believed_of_another_user(self):
        daemon, where = self.serve()
        self.wait_until_ready(Web(where))
        spoofer = self.producer_as_running("monitoring", daemon)
        spoofer.publish(events.opened("SPOOFED", wanted="support"), headers={"x-triaged-producer": "guest"})
        refused = daemon.wait_for_fact("refused", reason="not_allowed")[0]
        self.assertTrue(refused["producer"].startswith("monitoring"), refused)

    def producer_as_running(self, name, daemon):
        """As producer_as(), for a daemon that runs already: it takes the changed directory by itself."""
        producer = self.producer_as(name)
        daemon.wait_for_fact("reloaded")
        return producer


class HttpWithoutBroker(HttpCase):
    needs_own_broker = True

    def test_while_the_broker_is_away_nothing_is_accepted_and_afterwards_it_is(self):
        _, where = self.serve()
        web = Web(where)
        self.wait_until_ready(web)
        self.assertEqual(web.tell(events.opened("BEFORE", wanted="support")).status, 202)
        self.broker.kill9()
        wait_for(lambda: web.get("/readyz").status == 503, lambda: "readiness to go")
        self.assertIn("broker: the daemon is not linked", web.get("/readyz").body)
        self.assertEqual(web.get("/healthz").status, 200)
        lost = web.tell(events.opened("LATER", wanted="support", event_id="later"))
        self.assertEqual(lost.status, 503)
        self.assertGreaterEqual(int(lost.headers["Retry-After"]), 1)
        self.assertEqual(lost.json()["event_id"], "later")
        self.assertEqual(web.ask("POST", "/webhooks/alertmanager", json.dumps(ALERTS)).status, 503)
        self.assertEqual(web.metrics()["triaged_link_up"], 0)
        self.broker.start()
        self.wait_until_ready(web)
        self.assertEqual(web.tell(events.opened("LATER", wanted="support", event_id="later")).status, 202)
        self.inbox([SUPPORT]).wait_for_tickets(["BEFORE", "LATER"])
        self.assert_accounted(self.wait_until_done())

"""The commands that read the store themselves: beside the running daemon, and when it was killed."""
import json

from harness import events
from harness.case import IntegrationCase
from harness.daemon import triaged


class LookingIntoTheStore(IntegrationCase):
    def ask(self, *arguments, code=0):
        done = triaged("--config", self.config, *arguments, store=self.store.path)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def listed(self, *flags):
        return [json.loads(line) for line in self.ask("--json", "tickets", *flags).splitlines()]

    def test_tickets_and_their_histories_are_seen_beside_the_daemon_and_after_it_was_killed(self):
        daemon = self.daemon()
        producer = self.producer()
        producer.publish(events.opened("T-1", wanted="product", subject="A new\nbutton"))
        producer.publish(events.opened("T-2", subject="Our hub is down"))
        producer.publish(events.other("acknowledged", "T-1", {}, actor="stranger@nowhere.example"))
        self.wait_until_received(3)
        self.wait_until_done()
        for life in ("running", "killed"):
            with self.subTest(life):
                self.assertEqual([one["ticket_id"] for one in self.listed()], ["T-2", "T-1"], "the critical one first")
                self.assertEqual([one["ticket_id"] for one in self.listed("--team", "product")], ["T-1"])
                self.assertIn("A new button", self.ask("tickets", "--severity", "normal"))
                shown = json.loads(self.ask("--json", "show", "T-1"))
                self.assertEqual((shown["team"], shown["state"], shown["subject"]), ("product", "open", "A new\nbutton"))
                self.assertEqual([(line["event"], line["refused"]) for line in shown["history"]],
                                 [("opened", None), ("acknowledged", "not_allowed")])
                decision = shown["history"][0]["decision"]
                self.assertIn("comes out the same", self.ask("explain", "--decision", decision))
                self.assertIn("refused: not_allowed", self.ask("show", "T-1"))
                self.assertIn("no event ever named `T-9`", self.ask("show", "T-9", code=65))
            if daemon.running:
                daemon.kill9()

"""A hub tells of its admins: they count at once, after a restart too, and can be seen from outside."""
import json

from harness import events
from harness.case import IntegrationCase
from harness.daemon import triaged

NEW = "new.admin@alder.example"


class AdminsOfHubs(IntegrationCase):
    def tell(self, producer, kind, member, *, actor=NEW, ticket=""):
        event = events.other(kind, ticket, member, actor=actor)
        del event["occurred_at"]
        if not ticket:
            del event["ticket_id"]
        producer.publish(event)

    def shown(self):
        result = triaged("--config", str(self.config), "--json", "directory", "--hub", "alder/prod",
                         "--store", str(self.store.path))
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_whoever_was_added_acts_for_the_hub_also_after_a_restart_until_they_are_removed(self):
        daemon = self.daemon()
        inbox, producer = self.inbox(), self.producer()
        for ticket in ("T-1", "T-2", "T-3", "T-4"):
            producer.publish(events.opened(ticket))
        inbox.wait_for_tickets(["T-1", "T-2", "T-3", "T-4"])
        self.tell(producer, "acknowledged", {}, ticket="T-1")
        daemon.wait_for_fact("refused", reason="not_allowed", ticket="T-1")

        self.tell(producer, "admin_added", {"actor": {"id": NEW}})
        daemon.wait_for_fact("admin_added", hub="alder/prod", admin="withheld")
        self.tell(producer, "acknowledged", {}, ticket="T-2")
        daemon.wait_for_fact("routed", ticket="T-2", state="acknowledged")
        hub = self.shown()
        self.assertIn(NEW, hub["admins"])
        self.assertEqual([(one["admin"], one["says"], one["redundant"]) for one in hub["told"]], [(NEW, "added", False)])
        reloaded = triaged("--config", self.config, "reload", url=self.url, store=self.store.path)
        self.assertEqual(reloaded.returncode, 0, "the files are in force, and what the hub told over them: " + reloaded.stderr)

        daemon.kill9()
        daemon.start()
        self.tell(producer, "acknowledged", {}, ticket="T-3")
        daemon.wait_for_fact("routed", ticket="T-3", state="acknowledged")

        self.tell(producer, "admin_removed", {"actor": {"id": NEW}})
        daemon.wait_for_fact("admin_removed")
        self.tell(producer, "acknowledged", {}, ticket="T-4")
        daemon.wait_for_fact("refused", reason="not_allowed", ticket="T-4")
        self.assertNotIn(NEW, self.shown()["admins"])
        self.assert_accounted(self.wait_until_done())

        for decision in ("T-1:1", "T-2:2", "T-3:2"):  # each with the admins of its moment
            result = triaged("--config", str(self.config), "explain", "--decision", decision,
                             "--store", str(self.store.path))
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            self.assertIn("comes out the same", result.stdout)
        result = triaged("--config", str(self.config), "explain", "--decision", "HUB:alder/prod:0",
                         "--store", str(self.store.path))
        self.assertIn(f"{NEW} is no longer one of its admins", result.stdout)

    def test_a_hub_that_nobody_described_and_an_event_without_a_hub_change_nothing(self):
        daemon = self.daemon()
        producer = self.producer()
        event = events.other("admin_added", "", {"actor": {"id": NEW}}, hub="made/up")
        producer.publish(event)
        daemon.wait_for_fact("refused", reason="not_your_hub")
        event = events.other("admin_added", "", {"actor": {"id": NEW}})
        del event["hub"]
        producer.publish(event)
        daemon.wait_for_fact("parked", reason="invalid_field")
        self.wait_until_received(2)
        counters = self.wait_until_done()
        self.assertEqual(self.shown()["told"], [])
        self.assert_accounted(counters)

"""A ticket's life on the wire: acknowledged, climbing by itself, approved, closed; clocks across restarts."""
import time

from harness import events
from harness.case import REQUESTERS, IntegrationCase
from harness.wait import wait_for

ADMIN, REPRESENTATIVE, SUPPORT = "admin@alder.example", "representative@alder.example", "support@service.example"
REPRESENTATIVES = "team.community_representative.alder"


class Ladder(IntegrationCase):
    def setUp(self):
        super().setUp()
        with open(self.config / "policy.yaml", "a", encoding="utf-8") as policy:
            policy.write("deadlines: [{clock: wall, first_response: 6s}]\nwarn_at: 50%\n"
                         "early_events: {wait: 4s}\nclose_after: 1s\n")

    def tell(self, producer, kind, member, actor, ticket="T-1"):
        event = events.other(kind, ticket, member, actor=actor)
        del event["occurred_at"]
        producer.publish(event)

    def kinds(self, inbox, ticket="T-1"):
        return [(m.queue, m.notice()["kind"]) for m in inbox.messages if m.ticket == ticket]

    def wait_for_kind(self, inbox, queue, kind, ticket="T-1"):
        inbox.wait_until(lambda: (queue, kind) in self.kinds(inbox, ticket), f"{kind} in {queue}")

    def test_an_unanswered_ticket_is_reminded_of_and_climbs_and_an_answered_one_does_not(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("T-1"))
        producer.publish(events.opened("T-2"))
        inbox.wait_for_tickets(["T-1", "T-2"])
        self.tell(producer, "acknowledged", {"assignee": ADMIN}, ADMIN, "T-2")
        self.wait_for_kind(inbox, "team.hub_admin", "reminder")
        self.wait_for_kind(inbox, REPRESENTATIVES, "escalated")
        self.wait_for_kind(inbox, "team.hub_admin", "recalled")
        self.wait_for_kind(inbox, REQUESTERS, "passed_on")
        self.assertNotIn("escalated", [kind for _, kind in self.kinds(inbox, "T-2")])
        last = [m.notice() for m in inbox.messages if m.ticket == "T-2"][-1]
        self.assertEqual((last["ticket"]["state"], last["ticket"]["assignee"]), ("acknowledged", ADMIN))

    def test_what_is_resolved_is_closed_and_a_comment_brings_it_back_under_its_id(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("T-1", body="The text of the opening"))
        self.tell(producer, "resolved", {"resolution": "restarted"}, ADMIN)
        self.wait_for_kind(inbox, "team.hub_admin", "closed")
        self.tell(producer, "commented", {"body": "It is broken again"}, "user@alder.example")
        inbox.wait_until(lambda: self.kinds(inbox).count(("team.hub_admin", "assigned")) == 2, "the ticket coming back")
        back = [m.notice() for m in inbox.messages if m.notice()["kind"] == "assigned"][-1]
        self.assertEqual(back["ticket"]["body"], "The text of the opening")
        self.assertEqual(back["ticket"]["version"], 4)

    def test_an_acknowledgement_that_lay_in_the_intake_while_the_daemon_was_away_comes_before_its_clock(self):
        daemon = self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("T-1"))
        inbox.wait_for_tickets(["T-1"])
        self.wait_until_done()
        daemon.kill9()
        self.tell(producer, "acknowledged", {}, ADMIN)
        inbox.wait_until(lambda: self.ready_messages("triaged.intake") == 1, "the acknowledgement to lie in the intake")
        gone = time.monotonic() + 7  # the clock of 6 s has run out by then
        wait_for(lambda: time.monotonic() > gone, lambda: "the time to pass")
        daemon.start()
        self.wait_until_received(2)
        producer.publish(events.opened("T-3"))
        inbox.wait_for_tickets(["T-3"])
        counters = self.wait_until_done()
        self.assertEqual(counters["refused"], 0)
        self.assertNotIn("escalated", [kind for _, kind in self.kinds(inbox)])
        self.assert_accounted(counters)

    def test_an_event_before_its_ticket_waits_for_it_and_one_that_waits_in_vain_is_parked(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        self.tell(producer, "acknowledged", {}, ADMIN)
        self.tell(producer, "acknowledged", {}, ADMIN, "T-9")
        producer.publish(events.opened("T-1"))
        inbox.wait_until(lambda: ("team.hub_admin", "updated") in self.kinds(inbox), "the acknowledgement to count")
        wait_for(lambda: self.store.counters()["parked"] == 1, lambda: f"{self.store.counters()}")
        counters = self.store.counters()
        self.assertEqual((counters["received"], counters["early"]), (3, 0))
        self.assert_accounted(counters)

    def test_what_is_told_of_a_merged_ticket_reaches_the_team_and_the_requesters_of_the_one_that_goes_on(self):
        self.replace_in("policy.yaml", "first_response: 6s", "first_response: 1h")  # nothing climbs here
        daemon = self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("T-1", actor="user@alder.example"))
        producer.publish(events.opened("T-2", actor="other@alder.example", wanted="support", body="The text of the other"))
        self.tell(producer, "merged", {"into": "T-2"}, SUPPORT)
        self.wait_for_kind(inbox, "team.hub_admin", "closed")
        self.wait_for_kind(inbox, "team.support", "updated", "T-2")
        daemon.kill9()  # the first ticket is in the store only, from now on
        daemon.start()
        self.tell(producer, "commented", {"body": "It is still broken"}, "user@alder.example")
        told = lambda: [m.notice()["ticket"]["body"] for m in inbox.messages
                        if (m.ticket, m.queue) == ("T-2", "team.support")
                        and "addressed to T-1, which was merged into it" in m.notice()["reason"]["text"]]
        inbox.wait_until(told, "the comment")
        self.assertEqual(set(told()), {"The text of the other"})
        self.tell(producer, "resolved", {"resolution": "restarted"}, SUPPORT, "T-2")
        both = {"user@alder.example", "other@alder.example"}
        inbox.wait_until(lambda: {m.notice()["ticket"]["requester"] for m in inbox.messages
                                  if (m.queue, m.notice()["kind"], m.ticket) == (REQUESTERS, "resolved", "T-2")} == both,
                         "both requesters to hear that it is resolved")
        counters = self.wait_until_done()
        self.assertEqual(counters["refused"], 0)
        self.assert_accounted(counters)

"""The same event again, ids used twice, kinds that are not built yet, unknown producers: nothing is lost or doubled."""
from harness import events
from harness.case import REQUESTERS, IntegrationCase

# What comes to nothing here: nobody watches for that sign of life, and a user tells nothing of incidents.
COMES_TO_NOTHING = {
    "heartbeat": ({"name": "Watchdog", "cluster": "alder"}, "wrong_state"),
    "incident_acknowledged": ({"incident_id": "INC-9"}, "not_allowed"),
    "silence_ended": ({"silence_id": "S-9"}, "not_allowed"),
}


class Repeats(IntegrationCase):
    def behind(self, inbox, ticket="BEHIND"):
        """A last ticket; when its notice is there, everything before it has been decided and told."""
        self.producer().publish(events.opened(ticket, wanted="support"))
        inbox.wait_for_tickets([ticket], "team.support")
        inbox.wait_for_tickets([ticket], REQUESTERS)

    def test_the_same_event_twice_in_whatever_format_has_one_notice(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        event = events.opened("TWICE", wanted="support")
        for content_type in (events.JSON, events.JSON, events.PROTOBUF):
            producer.publish(event, content_type)
        self.behind(inbox)
        self.assertEqual([m.queue for m in inbox.messages if m.ticket == "TWICE"].count("team.support"), 1)
        self.assertEqual(len(inbox.messages), 4)
        counters = self.store.counters()
        self.assertEqual((counters["received"], counters["applied"], counters["duplicate"]), (4, 2, 2))

    def test_the_same_event_is_known_after_the_daemon_was_stopped_and_after_it_was_killed(self):
        daemon, event = self.daemon(), events.opened("TWICE", wanted="support")
        inbox, producer = self.inbox(), self.producer()
        producer.publish(event)
        inbox.wait_for_tickets(["TWICE"], "team.support")
        self.wait_until_done()
        self.assertEqual(daemon.stop()[0], 0)
        daemon.start()
        producer.publish(event)
        self.wait_until_received(2)
        daemon.kill9()
        daemon.start()
        producer.publish(event)
        self.wait_until_received(3)
        self.behind(inbox)
        self.assertEqual(len(inbox.messages), 4)
        self.assertEqual(self.store.counters()["duplicate"], 2)

    def test_the_same_id_with_other_content_is_parked_as_id_conflict_and_support_is_told(self):
        self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("FIRST", wanted="engineering", event_id="one"))
        producer.publish(events.opened("SECOND", wanted="engineering", event_id="one"))
        self.behind(inbox)
        self.assertEqual(self.store.parked(), {"id_conflict": 1})
        tickets = {m.ticket for m in inbox.messages}
        self.assertNotIn("SECOND", tickets)
        self.assertEqual(len([ticket for ticket in tickets if ticket.startswith("PARKED-")]), 1)
        self.assert_accounted()

    def test_the_same_id_of_another_producer_is_another_event(self):
        hub = self.producer_as("hub-alder")
        self.daemon()
        inbox = self.inbox()
        self.producer().publish(events.opened("OF-GUEST", wanted="support", event_id="one"))
        hub.publish(events.opened("OF-HUB", wanted="support", event_id="one"))
        inbox.wait_for_tickets(["OF-GUEST", "OF-HUB"], "team.support")

    def test_a_second_opened_for_a_ticket_is_refused_as_wrong_state(self):
        daemon = self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("T-1", wanted="support", subject="First"))
        producer.publish(events.opened("T-1", wanted="support", subject="Second"))
        self.behind(inbox)
        daemon.wait_for_fact("refused", ticket="T-1", reason="wrong_state", kind="opened")
        self.assertEqual([m.notice()["ticket"]["subject"] for m in inbox.messages if m.ticket == "T-1"], ["First", "First"])
        self.assertEqual(self.store.counters()["refused"], 1)

    def test_a_second_opened_for_a_resolved_ticket_is_refused_even_after_a_restart(self):
        daemon = self.daemon()
        self.producer().publish(events.opened("T-1", wanted="nobody"))
        self.wait_until_received(1)
        self.assertEqual(daemon.stop()[0], 0)
        daemon.start()
        self.producer().publish(events.opened("T-1", wanted="support"))
        daemon.wait_for_fact("refused", ticket="T-1", reason="wrong_state")

    def test_events_that_come_to_nothing_are_refused_with_their_reason_and_nothing_is_lost(self):
        daemon = self.daemon()
        inbox, producer = self.inbox(), self.producer()
        producer.publish(events.opened("T-1", wanted="support"))
        for kind, (member, _) in COMES_TO_NOTHING.items():
            for content_type in (events.JSON, events.PROTOBUF):
                producer.publish(events.other(kind, "T-1", member), content_type)
        self.behind(inbox)
        for kind, (_, reason) in COMES_TO_NOTHING.items():
            daemon.wait_for_fact("refused", kind=kind, reason=reason, count=2)
        counters = self.store.counters()
        self.assertEqual((counters["received"], counters["applied"], counters["refused"]),
                         (2 * len(COMES_TO_NOTHING) + 2, 2, 2 * len(COMES_TO_NOTHING)))
        self.assert_accounted(counters)
        self.assertEqual(len(inbox.messages), 4)

    def test_a_producer_that_the_directory_does_not_list_is_parked_and_opens_no_ticket(self):
        (self.config / "directory" / "90-producers.yaml").write_text(
            'producers:\n  - {user: hub-alder, hubs: ["alder/*"], events: [opened]}\n')
        hub = self.producer_as("hub-alder")
        self.daemon()
        inbox = self.inbox()
        self.producer().publish(events.opened("BY-GUEST", wanted="support"))
        self.producer().publish_bytes(events.as_json(events.opened("BY-NOBODY", wanted="support")), events.JSON, user_id=None)
        self.producer().publish_bytes(b"{", events.JSON)
        hub.publish(events.opened("BY-HUB", wanted="support"))
        inbox.wait_for_tickets(["BY-HUB"], "team.support")
        inbox.wait_for_tickets(["BY-HUB"], REQUESTERS)
        self.assertEqual(self.store.parked(), {"unknown_producer": 3})
        self.assertEqual({m.ticket for m in inbox.messages}, {"BY-HUB"})
        self.assert_accounted()

    def test_a_ticket_that_was_only_spoken_of_before_can_still_be_opened(self):
        daemon = self.daemon()
        self.producer().publish(events.other("commented", "T-1", {"body": "I am away", "automatic": True}))
        daemon.wait_for_fact("refused", ticket="T-1")
        self.producer().publish(events.other("commented", "T-1", {"body": "Any news?"}))
        self.wait_until_received(2)
        daemon.kill9()
        daemon.start()
        self.producer().publish(events.opened("T-1", wanted="support"))
        daemon.wait_until_up()
        self.inbox().wait_for_tickets(["T-1"], "team.support")

    def test_a_producer_is_refused_what_it_may_not_tell_and_hubs_that_are_not_its_own(self):
        producer = self.producer_as("hub-alder")
        daemon = self.daemon()
        producer.publish(events.opened("ELSEWHERE", hub="birch/prod"))
        producer.publish(events.other("resolved", "T-1", {"resolution": "done"}))
        daemon.wait_for_fact("refused", ticket="ELSEWHERE", reason="not_your_hub")
        daemon.wait_for_fact("refused", ticket="T-1", reason="not_allowed")
        self.assert_accounted(self.wait_until_received(2))

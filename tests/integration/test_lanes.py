"""One queue that cannot take messages holds up its own lane and nothing else."""
import pika

from harness import events
from harness.case import REQUESTERS, IntegrationCase
from harness.wait import wait_for

SLOW = "team.product"      # the queue that is deleted or full
OTHERS = ("support", "engineering", "partnerships")


class Lanes(IntegrationCase):
    def channel(self):
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        self.addCleanup(lambda: connection.is_open and connection.close())
        return connection.channel()

    def publish_round(self, producer, number):
        """One ticket for the slow lane and one for each of the others; the tickets' ids."""
        producer.publish(events.opened(f"SLOW-{number}", wanted="product"))
        for team in OTHERS:
            producer.publish(events.opened(f"OTHER-{number}-{team}", wanted=team))
        return [f"OTHER-{number}-{team}" for team in OTHERS]

    def other_queues(self):
        return [queue for queue in self.all_queues() if queue != SLOW]

    def test_a_deleted_queue_is_declared_again_and_its_notices_arrive_while_events_flow(self):
        daemon, producer = self.daemon(), self.producer()
        inbox, channel, others = self.inbox(self.other_queues()), self.channel(), []
        for number in range(20):
            others += self.publish_round(producer, number)
        # RabbitMQ 3.10 may end the connection of whoever publishes to a quorum queue at the moment of its deletion
        # (INTERNAL_ERROR); then all queues are declared anew, and no lane stops.
        inbox.wait_for_tickets([f"SLOW-{number}" for number in range(20)], REQUESTERS)  # in one commit with the others
        self.wait_until_done()
        channel.queue_delete(SLOW)
        for number in range(20, 60):
            others += self.publish_round(producer, number)
        daemon.wait_for_fact("lane_stopped", queue=SLOW)
        daemon.wait_for_fact("lane_flowing", queue=SLOW)
        inbox.wait_for_tickets(others)
        self.assertEqual({fact["queue"] for fact in daemon.facts("lane_stopped")}, {SLOW})
        self.wait_until_done()
        slow = self.inbox([SLOW]).wait_for_tickets([f"SLOW-{number}" for number in range(20, 60)])
        self.assertTrue(all(len(messages) == 1 for messages in slow.values()))

    def test_while_a_missing_queue_cannot_be_declared_the_others_flow_and_afterwards_it_does_too(self):
        daemon, producer = self.daemon(), self.producer()
        inbox = self.inbox(self.other_queues())
        self.vhost.permit(configure="^$")
        self.addCleanup(self.vhost.permit, configure=".*")
        self.vhost.delete_queue(SLOW)  # guest may not any more
        slow = [f"SLOW-{number}" for number in range(5)]
        others = [ticket for number in range(5) for ticket in self.publish_round(producer, number)]
        daemon.wait_for_fact("lane_stopped", queue=SLOW)
        inbox.wait_for_tickets(others)
        inbox.wait_for_tickets(slow, REQUESTERS)  # the same tickets' other notices are not held up either
        self.assertEqual(daemon.facts("lane_flowing"), [])
        self.assertEqual(len(daemon.facts("link_down")), 0, "a refused declaration must not cost the connection")
        self.vhost.permit(configure=".*")
        daemon.wait_for_fact("lane_flowing", queue=SLOW, seconds=90)
        self.inbox([SLOW]).wait_for_tickets(slow)

    def test_a_full_queue_stops_alone_and_what_waited_arrives_once_it_has_room(self):
        self.channel().queue_declare(SLOW, durable=True, arguments={"x-max-length": 5, "x-overflow": "reject-publish"})
        daemon, producer = self.daemon(), self.producer()
        inbox = self.inbox(self.other_queues())
        others = [ticket for number in range(30) for ticket in self.publish_round(producer, number)]
        inbox.wait_for_tickets(others)
        inbox.wait_for_tickets([f"SLOW-{number}" for number in range(30)], REQUESTERS)
        daemon.wait_for_fact("lane_stopped", queue=SLOW)
        wait_for(lambda: self.store.outbox_rows() + self.ready_messages(SLOW) == 30, "what was told leaves the outbox")
        self.assertGreater(self.store.outbox_rows(), 0, "the queue takes five, not thirty")
        slow = self.inbox([SLOW])  # consuming makes room
        slow.wait_for_tickets([f"SLOW-{number}" for number in range(30)], seconds=60)
        self.assertTrue(all(len(messages) == 1 for messages in slow.by_ticket().values()))
        self.assertEqual([m.ticket for m in slow.messages], [f"SLOW-{number}" for number in range(30)])
        self.assert_accounted(self.wait_until_done())

    def test_a_full_lane_that_waits_in_the_store_survives_the_death_of_the_daemon(self):
        self.channel().queue_declare(SLOW, durable=True, arguments={"x-max-length": 5, "x-overflow": "reject-publish"})
        daemon, producer = self.daemon(), self.producer()
        for number in range(20):
            producer.publish(events.opened(f"SLOW-{number}", wanted="product"))
        self.wait_until_received(20)
        daemon.wait_for_fact("lane_stopped", queue=SLOW)
        daemon.kill9()
        self.assertGreater(self.store.outbox_rows(), 0)
        daemon.start()
        slow = self.inbox([SLOW])
        slow.wait_for_tickets([f"SLOW-{number}" for number in range(20)], seconds=60)
        self.wait_until_done()
        for ticket, messages in slow.by_ticket().items():
            self.assertEqual({m.id for m in messages}, {f"{ticket}:1:0@1"})

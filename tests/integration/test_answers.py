"""Producers that set `reply_to` hear what was refused or parked; a queue that is not there holds up nothing."""
import json

import pika

from harness import events
from harness.case import IntegrationCase

REFUSED = {"resolution": "done"}


class Answers(IntegrationCase):
    def make_queue(self, name):
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            connection.channel().queue_declare(name, durable=True)
        return name

    def answers(self, queue, count):
        inbox = self.inbox([queue])
        return inbox.wait_until(lambda: len(inbox.messages) >= count, f"{count} answers in {queue}")

    def opened(self, ticket):
        self.producer().publish(events.opened(ticket, wanted="support"))
        inbox = self.inbox(["team.support"])
        inbox.wait_for_tickets([ticket])
        inbox.close()  # the next one is to have what comes later

    def test_a_refused_event_is_answered_with_its_reason_and_the_producers_correlation_id(self):
        daemon, queue = self.daemon(), self.make_queue("reply.desk")
        self.opened("T-1")
        self.producer().publish(events.opened("T-1", wanted="support", event_id="again"), reply_to=queue, correlation_id="c-1")
        answer, = self.answers(queue, 1)
        said = json.loads(answer.body)
        self.assertTrue(said.pop("text").endswith("."))
        self.assertEqual(said, {"event_id": "again", "ticket_id": "T-1", "event": "opened", "refused": "wrong_state"})
        self.assertEqual((answer.properties.correlation_id, answer.properties.type, answer.properties.delivery_mode),
                         ("c-1", "answer.refused", 2))
        self.assertTrue(answer.id)
        daemon.wait_for_fact("refused", ticket="T-1")
        self.assert_accounted(self.wait_until_done())

    def test_a_message_that_cannot_be_read_is_answered_too(self):
        self.daemon()
        queue = self.make_queue("reply.desk")
        self.producer().publish_bytes(b"{", events.JSON, reply_to=queue, message_id="m-1")
        answer, = self.answers(queue, 1)
        self.assertEqual(json.loads(answer.body)["parked"], "undecodable")
        self.assertEqual((answer.properties.correlation_id, answer.properties.type), ("m-1", "answer.parked"))

    def test_the_prefix_of_the_daemons_own_queues_is_not_put_before_a_producers(self):
        self.replace_in("triaged.yaml", "prefetch: 2000", "prefetch: 2000\n  prefix: other-")
        daemon, queue = self.daemon(), self.make_queue("reply.desk")
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            connection.channel().basic_publish("other-triaged.events", "x", b"{", properties=pika.BasicProperties(
                content_type=events.JSON, user_id="guest", reply_to=queue))
        self.assertEqual(len(self.answers(queue, 1)), 1)
        self.assertEqual(daemon.facts("answer_dropped"), [])

    def test_a_queue_that_is_not_there_costs_the_answer_and_nothing_else(self):
        daemon, queue, producer = self.daemon(), self.make_queue("reply.desk"), self.producer()
        self.opened("T-1")
        for number in range(50):
            producer.publish(events.opened("T-1", wanted="support"), reply_to=f"reply.gone-{number}")
        producer.publish(events.opened("T-1", wanted="support"), reply_to=queue)
        self.assertEqual(len(self.answers(queue, 1)), 1)
        daemon.wait_for_fact("answer_dropped", count=50)
        self.opened("T-2")
        counters = self.wait_until_done()
        self.assertEqual(counters["refused"], 51)
        self.assertEqual(daemon.facts("lane_stopped"), [])
        self.assertEqual(daemon.facts("link_down"), [])
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            with self.assertRaises(pika.exceptions.ChannelClosedByBroker):  # nobody declared it
                connection.channel().queue_declare("reply.gone-0", passive=True)

    def test_a_queue_that_the_directory_does_not_allow_gets_nothing_and_the_log_says_so_once(self):
        daemon, queue, producer = self.daemon(), self.make_queue("private"), self.producer()
        self.opened("T-1")
        for _ in range(3):
            producer.publish(events.opened("T-1", wanted="support"), reply_to=queue)
        daemon.wait_for_fact("refused", ticket="T-1", count=3)
        self.wait_until_received(4)
        self.wait_until_done()
        self.assertEqual(self.ready_messages(queue), 0)
        fact, = daemon.facts("answer_not_allowed")
        self.assertEqual((fact["producer"], fact["queue"]), ("guest", queue))

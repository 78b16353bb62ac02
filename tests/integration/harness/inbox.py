"""A consumer of many queues at once, and what a notice says whatever its format."""
import dataclasses
import json
import time

import pika
from google.protobuf import json_format

from triaged.v1 import notice_pb2

from harness import events
from harness.wait import PATIENCE

ACKNOWLEDGE_EVERY = 100


@dataclasses.dataclass
class Message:
    queue: str
    body: bytes
    properties: pika.BasicProperties

    @property
    def id(self):
        return self.properties.message_id

    @property
    def ticket(self):
        return self.properties.correlation_id

    def notice(self):
        """The body as a dict; `truncated: false` is left out in both formats."""
        if self.properties.content_type == events.JSON:
            return json.loads(self.body)
        message = notice_pb2.Notice.FromString(self.body)
        notice = json_format.MessageToDict(message, including_default_value_fields=True, preserving_proto_field_name=True)
        if not notice["ticket"]["truncated"]:
            del notice["ticket"]["truncated"]
        return notice


class Inbox:
    """Takes everything that comes into these queues, which must exist. `messages` in the order of arrival."""

    def __init__(self, url, queues):
        self.messages = []
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self._channel = self._connection.channel()
        self._channel.basic_qos(prefetch_count=1000)
        self._unacknowledged = 0
        for queue in queues:
            self._channel.basic_consume(queue, self._received(queue))

    def _received(self, queue):
        def note(channel, method, properties, body):
            self.messages.append(Message(queue, body, properties))
            self._unacknowledged += 1
            if self._unacknowledged >= ACKNOWLEDGE_EVERY:
                channel.basic_ack(method.delivery_tag, multiple=True)
                self._unacknowledged = 0
        return note

    def wait_until(self, enough, what, seconds=PATIENCE):
        """`enough` looks at self; AssertionError with `what` once the deadline has passed."""
        deadline = time.monotonic() + seconds
        while not enough():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {seconds:g} s in vain for {what}; {len(self.messages)} messages came")
            self._connection.process_data_events(time_limit=0.05)
        return self.messages

    def wait_for_tickets(self, tickets, queue=None, seconds=PATIENCE):
        """Until each of these tickets has a notice (in that queue); the messages by ticket."""
        wanted = set(tickets)

        def missing():
            return wanted - {m.ticket for m in self.messages if queue is None or m.queue == queue}

        self.wait_until(lambda: not missing(), f"notices of {len(wanted)} tickets{' in ' + queue if queue else ''}", seconds)
        return self.by_ticket(queue)

    def by_ticket(self, queue=None):
        found = {}
        for message in self.messages:
            if queue is None or message.queue == queue:
                found.setdefault(message.ticket, []).append(message)
        return found

    def close(self):
        if self._connection.is_open:
            if self._unacknowledged:
                self._channel.basic_ack(0, multiple=True)
            self._connection.close()

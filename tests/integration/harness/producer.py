"""A producer: publishes with confirms and `mandatory`, so that what it returns from is the broker's."""
import time

import pika

from harness import events
from harness.wait import pause

RETRY_AT_MOST = 60  # seconds, of publish_surely


class Producer:
    def __init__(self, url, user="guest"):
        self._url = url
        self._user = user
        self._connection = None

    def _channel_now(self):
        if self._connection is None or self._connection.is_closed:
            self._connection = pika.BlockingConnection(pika.URLParameters(self._url))
            self._channel = self._connection.channel()
            self._channel.confirm_delivery()
        return self._channel

    def publish_bytes(self, body, content_type, *, user_id=..., routing_key="alder.prod.opened", **properties):
        """Raises when the broker has no queue for it or refuses it. `user_id=None`: the producer names no user."""
        user = self._user if user_id is ... else user_id
        self._channel_now().basic_publish(
            "triaged.events", routing_key, body, mandatory=True,
            properties=pika.BasicProperties(content_type=content_type, user_id=user, delivery_mode=2, **properties))

    def publish(self, event, content_type=events.JSON, **properties):
        self.publish_bytes(events.encode(event, content_type), content_type, **properties)

    def publish_surely(self, event, content_type=events.JSON):
        """Through restarts of the broker: again and again, the same event id, until it is confirmed."""
        deadline = time.monotonic() + RETRY_AT_MOST
        while True:
            try:
                return self.publish(event, content_type)
            except (pika.exceptions.AMQPError, OSError):
                self.close()
                if time.monotonic() > deadline:
                    raise
                pause(0.1)

    def close(self):
        connection, self._connection = self._connection, None
        try:
            if connection is not None and connection.is_open:
                connection.close()
        except (pika.exceptions.AMQPError, OSError):
            pass  # the broker went away first, which is what some tests are about


def preload(url, many):
    """Publishes [(event, content type)] quickly, to be counted by whoever asked. The intake queue must exist."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    for event, content_type in many:
        channel.basic_publish("triaged.events", "alder.prod.opened", events.encode(event, content_type),
                              properties=pika.BasicProperties(content_type=content_type, user_id="guest", delivery_mode=2))
    connection.close()  # waits until the broker has read everything

"""A producer that keeps a steady rate, whatever the daemon does, until it is told to stop."""
import threading
import time

import pika

from harness import events

SLICE = 0.02  # seconds; what is due in it is published together


class Pace:
    """Publishes the events that `make(number)` returns, so many a second, on a thread of its own."""

    def __init__(self, url, rate, make):
        self._url, self._rate, self._make = url, rate, make
        self._stop = threading.Event()
        self.published = 0
        self.seconds = 0.0
        self.failure = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        try:
            connection = pika.BlockingConnection(pika.URLParameters(self._url))
            channel = connection.channel()
            begin = time.monotonic()
            while not self._stop.wait(SLICE):
                self.seconds = time.monotonic() - begin
                while self.published < self.seconds * self._rate:
                    channel.basic_publish("triaged.events", "alder.prod.opened", events.as_json(self._make(self.published)),
                                          properties=pika.BasicProperties(content_type=events.JSON, user_id="guest",
                                                                          delivery_mode=2))
                    self.published += 1
                connection.process_data_events(0)
            connection.close()  # waits until the broker has read everything
        except Exception as failure:  # told to the test by stop()
            self.failure = failure

    def stop(self):
        """How many were published."""
        self._stop.set()
        self._thread.join(60)
        if self.failure or self._thread.is_alive():
            raise AssertionError(f"the producer failed after {self.published} events: {self.failure!r}")
        return self.published

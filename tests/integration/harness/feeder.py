"""A producer on a thread of its own that keeps publishing while a test does things to the others."""
import threading

from harness.producer import Producer


class Feeder:
    """Publishes [(event, content type)] one by one, each until it is confirmed. May be held."""

    def __init__(self, url, many):
        self._url, self._many = url, many
        self._gate = threading.Event()
        self._gate.set()
        self._busy = threading.Lock()
        self._abandoned = False
        self.published = 0
        self.failure = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        producer = Producer(self._url)
        try:
            for event, content_type in self._many:
                self._gate.wait()
                with self._busy:
                    if self._abandoned:
                        return
                    producer.publish_surely(event, content_type)
                    self.published += 1
        except Exception as failure:  # told to the test by wait()
            self.failure = failure
        finally:
            producer.close()

    @property
    def done(self):
        return not self._thread.is_alive()

    def hold(self):
        """Returns when nothing is being published any more."""
        self._gate.clear()
        with self._busy:
            pass

    def go_on(self):
        self._gate.set()

    def wait(self, seconds=120):
        self._thread.join(seconds)
        if self.failure:
            raise AssertionError(f"the producer failed after {self.published} events: {self.failure!r}")
        if not self.done:
            raise AssertionError(f"the producer has published {self.published} events in {seconds} s and is not done")

    def abandon(self):
        self._abandoned = True
        self._gate.set()

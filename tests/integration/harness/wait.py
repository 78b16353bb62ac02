"""Waiting for something to become true, with a deadline. The only place of the integration tests that sleeps."""
import time

PATIENCE = 60.0  # seconds; far more than anything here takes, so that a busy machine fails no test
LOOK_AGAIN = 0.01


def wait_for(condition, what, seconds=PATIENCE):
    """Returns the first true answer of `condition`; AssertionError with `what` once the deadline has passed."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain for: {what() if callable(what) else what}")
        time.sleep(LOOK_AGAIN)


def pause(seconds):
    """Lets other processes go on for a while; for tests whose subject is a moment chosen by chance."""
    time.sleep(seconds)

"""Looks into the daemon's store, read-only: beside the running daemon, or after it has died."""
import contextlib
import sqlite3

COUNTERS = ("received", "applied", "duplicate", "refused", "early", "parked", "notices", "confirmed")


class Store:
    def __init__(self, path):
        self.path = path

    def _ask(self, sql):
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(sql).fetchall()

    def counters(self):
        return dict(zip(COUNTERS, self._ask(f"SELECT {', '.join(COUNTERS)} FROM meta")[0]))

    def outbox_rows(self):
        return self._ask("SELECT count(*) FROM outbox")[0][0]

    def attempts(self):
        """The counts of the messages that are being tried after a crash."""
        return [count for (count,) in self._ask("SELECT count FROM attempts")]

    def parked(self):
        """Reasons by the number of messages parked for it."""
        return dict(self._ask("SELECT reason, count(*) FROM parked GROUP BY reason"))

    def healthy(self):
        return self._ask("PRAGMA quick_check") == [("ok",)]


def accounted(counters):
    """Conservation: what came in is in exactly one place."""
    return counters["received"] == sum(counters[kind] for kind in ("applied", "duplicate", "refused", "early", "parked"))

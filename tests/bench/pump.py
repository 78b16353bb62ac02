#!/usr/bin/python3
"""The same tickets from a full quorum queue to quorum queues, through a bare pump, RabbitMQ's Shovel and the daemon.

    pump.py --work DIR --broker DIR --programs DIR [--messages N] [--rounds N] [--requesters] [--json FILE]

Called by scripts/bench, which builds the programs and starts the broker. The three take turns, round by round, each
in a vhost of its own that is laid out and filled in the same way, and bench_watch measures each from outside in the
same way. A run in which a message is missing, left over or doubled has no result. Nothing is asserted about speed.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

import pika
import pika.exceptions

import report

ROOT = pathlib.Path(__file__).resolve().parents[2]
INTAKE = "triaged.intake"
OUT = ["bench.out.1", "bench.out.2"]  # where the bare pump and the Shovel deliver
SEED = 20260105
SHOVEL_PREFETCH = 1000
LINK_LIMIT = 30  # seconds until the daemon consumes
DRAIN_LIMIT = 40


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    notices: int  # for each message


BARE, SHOVEL, DAEMON = Case("bare pump", 1), Case("shovel", 1), Case("daemon", 1)
BARE_TWO, DAEMON_TWO = Case("bare pump, two for one", 2), Case("daemon, requesters told", 2)


def calibrate():
    """Milliseconds for a fixed piece of work on one core: tells a slow hour from a slow program."""
    begin, value = time.perf_counter(), 1
    for _ in range(3_000_000):
        value = (value * 1103515245 + 12345) & 0x7FFFFFFF
    return round((time.perf_counter() - begin) * 1000, 1)


class Broker:
    def __init__(self, folder):
        self.folder = folder
        env = dict(line.split("=", 1) for line in (folder / "env").read_text().splitlines())
        self.pid = pathlib.Path(env["TRIAGED_BROKER_PID_FILE"]).read_text().strip()

    def call(self, *words):
        return subprocess.run([ROOT / "scripts/broker", *words], check=True, text=True, stdout=subprocess.PIPE).stdout

    def ctl(self, *words):
        return self.call("ctl", self.folder, "-q", *words)

    def add_vhost(self, name):
        self.ctl("add_vhost", name)
        self.ctl("set_permissions", "-p", name, "guest", ".*", ".*", ".*")
        return self.call("url", self.folder, name).strip()

    def queues(self, vhost):
        return [row["name"] for row in json.loads(self.ctl("list_queues", "-p", vhost, "name", "--formatter", "json"))]


def queue_state(url, queue):
    """(messages ready, consumers), or None when there is no such queue."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    try:
        state = connection.channel().queue_declare(queue, passive=True).method
        return state.message_count, state.consumer_count
    except pika.exceptions.ChannelClosedByBroker:
        return None
    finally:
        connection.close()


class Bench:
    def __init__(self, given):
        self.given = given
        self.broker = Broker(given.broker)
        self.daemon = given.programs / "triaged"
        self.programs = given.programs / "tests/bench"
        self.quiet = self.configuration("quiet", requesters=False)
        self.telling = self.configuration("telling", requesters=True)
        self.hubs = given.work / "hubs.tsv"
        self.hubs.write_text("".join(self.hub_lines()))

    def configuration(self, name, requesters):
        """The shipped example, but for requester notices and the log."""
        folder = self.given.work / name
        shutil.copytree(ROOT / "deploy/examples/2i2c", folder)
        self.edit(folder / "triaged.yaml", "\n  level: info\n", "\n  level: warning\n")
        self.edit(folder / "triaged.yaml", "\n  synchronous: full ", "\n  synchronous: full ")
        self.edit(folder / "triaged.yaml", "\n  queue_type: quorum ", "\n  queue_type: quorum ")
        self.without_incidents(folder)
        if not requesters:
            self.edit(folder / "policy.yaml", "\nnotify_requesters: true\n", "\nnotify_requesters: false\n")
        return folder

    def without_incidents(self, folder):
        """One notice for each ticket, as the other pumps make one message of each; incidents have a benchmark of their own."""
        rules = folder / "rules/10-classify.yaml"
        text, count = re.subn(r"(?m)^( +set: .*)incident: true", r"\1incident: false", rules.read_text())
        if not count:
            sys.exit(f"{rules.name} of the example marks no incidents any more: this benchmark must follow")
        rules.write_text(text)
        self.edit(folder / "policy.yaml", "\n  storm: {tickets: 3, distinct: requester, within: 30m, severity: critical}\n", "\n")

    @staticmethod
    def edit(file, old, new):
        text = file.read_text()
        if text.count(old) != 1:
            sys.exit(f"{file.name} of the example does not say `{old.strip()}` any more: this benchmark must follow")
        file.write_text(text.replace(old, new))

    def hub_lines(self):
        shown = subprocess.run([self.daemon, "directory", "--json", "--config", self.quiet], check=True, text=True,
                               stdout=subprocess.PIPE).stdout
        directory = json.loads(shown)
        people = {community["id"]: community["representatives"] for community in directory["communities"]}
        for hub in directory["hubs"]:
            yield "\t".join([hub["id"], hub["community"], ",".join(hub["admins"]), ",".join(people[hub["community"]])]) + "\n"

    def file_system(self):
        """Where broker and store write: an fsync costs nothing on tmpfs."""
        return subprocess.run(["stat", "-f", "-c", "%T", self.given.work], check=True, text=True,
                              stdout=subprocess.PIPE).stdout.strip()

    def environment(self, url, store):
        return {**os.environ, "TRIAGED_AMQP_URL": url, "TRIAGED_STORE_PATH": str(store), "TRIAGED_HTTP_LISTEN": "off"}

    def lay_out(self, url):
        """Lets the daemon declare its exchange and queues: all runs find the broker as the daemon wants it."""
        store = self.given.work / "layout"
        store.mkdir()
        daemon = subprocess.Popen([self.daemon, "run", "--config", self.quiet], env=self.environment(url, store / "state.db"))
        try:
            until = time.monotonic() + LINK_LIMIT
            while not (state := queue_state(url, INTAKE)) or state[1] == 0:
                if daemon.poll() is not None or time.monotonic() > until:
                    sys.exit("the daemon does not come up")
                time.sleep(0.1)
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(DRAIN_LIMIT)
        shutil.rmtree(store)

    def shovel(self, vhost, url):
        quorum = {"x-queue-type": "quorum"}
        return ["set_parameter", "-p", vhost, "shovel", "bench", json.dumps({
            "src-protocol": "amqp091", "src-uri": url, "src-queue": INTAKE, "src-queue-args": quorum,
            "src-prefetch-count": SHOVEL_PREFETCH, "dest-protocol": "amqp091", "dest-uri": url, "dest-queue": OUT[0],
            "dest-queue-args": quorum, "ack-mode": "on-confirm"})]

    def run(self, case, number):
        vhost = f"{case.name.split(',')[0].replace(' ', '-')}-{case.notices}-{number}"
        url = self.broker.add_vhost(vhost)
        self.lay_out(url)
        messages = self.given.messages
        subprocess.run([self.programs / "bench_preload", url, self.hubs, str(messages), str(SEED), *OUT], check=True)
        queues = [queue for queue in sorted(self.broker.queues(vhost)) if queue != INTAKE]

        store = self.given.work / "store"
        store.mkdir()
        environment = self.environment(url, store / "state.db")
        program = {
            BARE: [self.programs / "bench_bare_pump", url, INTAKE, str(messages), OUT[0]],
            BARE_TWO: [self.programs / "bench_bare_pump", url, INTAKE, str(messages), *OUT],
            SHOVEL: [ROOT / "scripts/broker", "ctl", self.broker.folder, "-q", *self.shovel(vhost, url)],
            DAEMON: [self.daemon, "run", "--config", self.quiet],
            DAEMON_TWO: [self.daemon, "run", "--config", self.telling],
        }[case]
        expected = messages * case.notices
        watched = subprocess.run([self.programs / "bench_watch", url, INTAKE, str(messages), str(expected), self.broker.pid,
                                  *queues, "--", *program], env=environment, text=True, stdout=subprocess.PIPE)
        if watched.returncode != 0:
            sys.exit(f"{case.name}: no result")
        if case == SHOVEL:
            self.broker.ctl("clear_parameter", "-p", vhost, "shovel", "bench")
        result = json.loads(watched.stdout)
        self.verify(case, url, expected, result)
        if case in (DAEMON, DAEMON_TWO):
            self.verify_nothing_parked(environment)
        shutil.rmtree(store)
        self.broker.ctl("delete_vhost", vhost)
        return self.figures(case, result)

    def verify(self, case, url, expected, result):
        """What is not acknowledged is back in the intake once its consumer is gone."""
        left, consumers = queue_state(url, INTAKE)
        arrived = sum(result["arrived"].values())
        if left or consumers or arrived != expected:
            sys.exit(f"{case.name}: {arrived} arrived instead of {expected}, {left} left in the intake: no result")

    def verify_nothing_parked(self, environment):
        """A parked message opens a ticket too, so counting what arrived does not show it."""
        parked = subprocess.run([self.daemon, "parked", "list", "--json", "--config", self.quiet], check=True, text=True,
                                env=environment, stdout=subprocess.PIPE).stdout
        if parked.strip():
            sys.exit(f"daemon: messages were parked, so this is no result: {parked.splitlines()[0]}")

    @staticmethod
    def figures(case, result):
        count = result["messages"]
        in_broker = case == SHOVEL
        return {
            "rate": count / result["seconds"],
            "client_us": None if in_broker else result["program_cpu_us"] / count,
            "broker_us": result["broker_cpu_us"] / count,
            "peak_mib": None if in_broker else result["program_peak_kib"] / 1024,
            "threads_us": [] if in_broker else [thread["cpu_us"] / count for thread in result["threads"]],
            "queues": len(result["arrived"]),
        }


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench pump")
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requesters", action="store_true", help="a second pair: two notices for each ticket")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    for folder in ("work", "broker", "programs"):
        parser.add_argument(f"--{folder}", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    given = arguments()
    bench = Bench(given)
    cases = [BARE, SHOVEL, DAEMON] + ([BARE_TWO, DAEMON_TWO] if given.requesters else [])
    rounds = []
    print(f"{given.messages} tickets, {given.rounds} rounds of {len(cases)} on {os.cpu_count()} cores, {bench.file_system()}",
          flush=True)
    for number in range(1, given.rounds + 1):
        # The load of the minute before: in the first round it is others', who then took part in the measurement.
        figures = {"load": round(os.getloadavg()[0], 1), "calibration_ms": calibrate(), "runs": {}}
        for case in cases:
            figures["runs"][case.name] = bench.run(case, number)
            print(report.line(number, case.name, figures["runs"][case.name]), flush=True)
        rounds.append(figures)
    summary = report.summarise(rounds)
    print(report.text(summary))
    if given.json:
        given.json.write_text(json.dumps({"messages": given.messages, "rounds": rounds, "summary": summary}, indent=2) + "\n")


if __name__ == "__main__":
    main()

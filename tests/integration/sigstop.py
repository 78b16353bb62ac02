#!/usr/bin/python3
"""The test of a frozen broker with another duration:  sigstop.py --build build/dev [--seconds 60]"""
import argparse
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--build", required=True, type=pathlib.Path, help="a build folder with `triaged` in it")
arguments.add_argument("--seconds", type=float, default=60, help="how long the broker stands still")
given = arguments.parse_args()
build = given.build.resolve()
environment = {**os.environ, "TRIAGED_BINARY": str(build / "triaged"), "TRIAGED_SOURCE_DIR": str(HERE.parent.parent),
               "PYTHONPATH": str(build / "tests" / "integration" / "generated"),
               "TRIAGED_SIGSTOP_SECONDS": str(given.seconds)}
sys.exit(subprocess.run([sys.executable, "-B", "-m", "unittest", "-v",
                         "test_broker_frozen.BrokerFrozen.test_it_is_noticed_signals_are_answered_and_everything_is_delivered_afterwards"],
                        cwd=HERE, env=environment).returncode)

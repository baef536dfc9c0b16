#!/usr/bin/env python3
"""kill -9 at five random moments of a run of 60 debates, which is resumed each time (issue 2, point 4).

The result must equal that of an undisturbed run. By the server's log of X-Debate-Call no recorded call is sent again, and there are no more
repeats than calls in flight at the kills. Between a kill and the resume only ls and export read the folder.

    python3 tests/acceptance/kill.py [--tool PATH] [--kind eval|tournament] [--seed N] [--kills 5]
"""
import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from common import Endpoint, projection, recorded, run, tool_path, write_questions

PARALLEL = 16


def start(tool, folder, *args):
    return subprocess.Popen([tool, *args], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def prepare(folder, endpoint, kind):
    """Prepares sixty debates; returns the command that runs them with the id torn."""
    write_questions(os.path.join(folder, "questions.json"), 60 if kind == "eval" else 30)
    with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
        file.write(endpoint.configuration(parallel=PARALLEL))
    with open(os.path.join(folder, "spec.yaml"), "w", encoding="utf-8") as file:
        file.write("name: torn\nsource: { questions: questions.json }\nprotocol: mad\nmodel: small\n"
                   "debaters: [{ name: a, model: small }, { name: b, model: small }]\n")
    command = ["eval", "questions.json", "--protocol", "mad"] if kind == "eval" else ["tournament", "run", "spec.yaml"]
    return [*command, "--seed", "7", "--id", "torn", "-o", "json"]


def check(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")


def check_none_again(endpoint, life, kept):
    """Checks that no call that was already recorded when this process started was sent again by it."""
    again = {name for name, _, _ in endpoint.calls[life:]} & kept
    check(not again, f"recorded and asked again: {sorted(again)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--kind", choices=["eval", "tournament"], default="eval")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=5)
    options = parser.parse_args()
    tool, draws = options.tool, random.Random(options.seed)

    with tempfile.TemporaryDirectory() as folder:
        calm = Endpoint()
        undisturbed = run(tool, folder, *prepare(folder, calm, options.kind))
        check(undisturbed.returncode == 0, undisturbed.stderr)
        expected = projection(tool, folder, "torn")
        total = calm.count
    print(f"undisturbed: {total} calls")

    with tempfile.TemporaryDirectory() as folder:
        endpoint = Endpoint()
        command = prepare(folder, endpoint, options.kind)
        moments = sorted(draws.sample(range(10, total - 30), options.kills))
        kept, repeats_allowed, life = set(), 0, 0
        process = start(tool, folder, *command)
        for number, moment in enumerate(moments, 1):
            while endpoint.count < moment + repeats_allowed and process.poll() is None:
                time.sleep(0.001)
            time.sleep(draws.random() * 0.02)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            check(process.returncode == -signal.SIGKILL, f"the run ended with {process.returncode} before kill {number}")
            time.sleep(0.2)
            before = endpoint.count
            asked = {name for name, _, _ in endpoint.calls[life:before]}
            listed = json.loads(run(tool, folder, "ls", "-o", "json").stdout)["items"]
            check([i["status"] for i in listed if i["id"] == "torn"] == ["interrupted"], f"ls shows {listed}")
            now = set(recorded(tool, folder, "torn"))
            check(endpoint.count == before, "looking asked something")
            check(kept <= now, "something recorded was lost")
            check_none_again(endpoint, life, kept)
            in_flight = asked - now
            repeats_allowed += len(in_flight)
            print(f"kill {number} after {before} calls: {len(now)} recorded, {len(in_flight)} in flight")
            check(len(in_flight) <= PARALLEL, "more calls in flight than the model takes at once")
            kept = now
            life, process = before, start(tool, folder, "resume", "torn", "-o", "json")
        out, error = process.communicate()
        check(process.returncode == 0, error)
        check_none_again(endpoint, life, kept)
        names = [name for name, _, _ in endpoint.calls]
        repeats = len(names) - len(set(names))
        check(repeats <= repeats_allowed, f"{repeats} repeats, {repeats_allowed} were in flight")
        check(out == undisturbed.stdout, "the result differs from that of the undisturbed run")
        check(projection(tool, folder, "torn") == expected, "the projections differ")
        check(run(tool, folder, "verify", "torn").returncode == 0, "verify")
        print(f"equal to the undisturbed run; {len(names)} calls, {repeats} repeats of {repeats_allowed} in flight at kills")


if __name__ == "__main__":
    main()

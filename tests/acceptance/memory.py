#!/usr/bin/env python3
"""Resident memory of the tool while it runs.

growth (issue 2, point 2): one tournament of 2,000 and one of 10,000 MAD debates over a simulated model with 50 ms latency, 200 in flight.
Both readings of the claim are printed: the two runs at their ends, and the long run at 2,000 debates and at its end.
in-flight (issue 5, point 2): 20,000 MAD debates, all started and waiting for a model that takes an hour, in under 1.5 GiB.
evidence (issue 5, point 2): 100,000 evidence debates in one tournament; memory after all of them compared with that after a fifth. It may
grow by the size of the debates' verdicts.

    python3 tests/acceptance/memory.py [growth|in-flight|evidence] [--tool PATH] [--small 2000] [--large 10000] [--latency 50ms]
"""
import argparse
import contextlib
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from common import tool_path, write_questions


def resident(pid):
    """Resident memory in MiB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


class Watch:
    """Follows the tool's progress, which it writes to stderr, and samples its memory."""

    def __init__(self, process):
        self.process, self.done, self.samples = process, 0, []
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        for line in self.process.stderr:
            if found := re.match(r"\s+(\d+) of \d+ deliberations", line):
                self.done = int(found.group(1))

    def follow(self):
        while self.process.poll() is None:
            try:
                self.samples.append((self.done, resident(self.process.pid)))
            except (AttributeError, FileNotFoundError, ProcessLookupError):
                break
            time.sleep(0.05)

    def around(self, low, high):
        """The median memory in MiB of the samples taken while `low` to `high` debates were done; NaN if there are none."""
        found = [mib for done, mib in self.samples if low <= done <= high]
        return statistics.median(found) if found else float("nan")


def run(tool, folder, debates, latency):
    """Runs one tournament of two debaters on half as many questions as debates; returns the Watch and the time in seconds."""
    write_questions(os.path.join(folder, "questions.json"), debates // 2)
    write_spec(folder, f"latency: {latency}, parallel: 200", 200)
    return follow(tool, folder, debates)


def write_spec(folder, model, concurrency):
    """Writes the configuration and the specification of a tournament of two debaters on the questions."""
    with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
        file.write(f"models:\n  sim: {{ simulated: debater, accuracy: 0.6, {model} }}\n")
    with open(os.path.join(folder, "spec.yaml"), "w", encoding="utf-8") as file:
        file.write(f"name: memory\nsource: {{ questions: questions.json }}\nprotocol: mad\nmodel: sim\nconcurrency: {concurrency}\n"
                   "debaters: [{ name: a, model: sim }, { name: b, model: sim }]\n")


def follow(tool, folder, debates):
    """Runs the tournament in a folder; returns the Watch and the time in seconds."""
    began = time.monotonic()
    process = subprocess.Popen([tool, "tournament", "run", "spec.yaml", "--seed", "7", "-o", "json"],
                               cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out = []
    reader = threading.Thread(target=lambda: out.append(process.stdout.read()))
    reader.start()
    watch = Watch(process)
    watch.follow()
    reader.join()
    report = json.loads(out[0])
    if process.wait() != 0 or report["finished"] != debates:
        sys.exit(f"the tournament of {debates} ended with {process.returncode}, {report['finished']} finished")
    return watch, time.monotonic() - began


def entries(folder):
    """The number of rows in the journal so far; 0 where it has no tables yet."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{folder}/.debate/journal.db?mode=ro", uri=True)) as journal:
            return journal.execute("SELECT max(rowid) FROM entries").fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def in_flight(options):
    """Waits until every debate has started, then a minute more, so that the measurement includes calls that keep watch."""
    count = 20000
    with tempfile.TemporaryDirectory() as folder:
        write_questions(os.path.join(folder, "questions.json"), count // 2)
        write_spec(folder, f"latency: 3600s, parallel: {count}", count)
        process = subprocess.Popen([options.tool, "tournament", "run", "spec.yaml", "--seed", "7"], cwd=folder,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        began = time.monotonic()
        try:
            while not os.path.exists(os.path.join(folder, ".debate", "journal.db")) or entries(folder) < count + 1:
                if process.poll() is not None or time.monotonic() - began > 300:
                    sys.exit(f"FAILED: not all of {count} debates began")
                time.sleep(0.5)
            print(f"{count} debates in flight after {time.monotonic() - began:.0f} s")
            most = 0
            for _ in range(60):
                time.sleep(1)
                most = max(most, resident(process.pid))
        finally:
            process.kill()
            process.wait()
    print(f"resident at most: {most:.0f} MiB")
    return 0 if most < 1536 else 1


def evidence(options):
    """Runs twelve debates (four players, each pair on both sides) on each of many small maps."""
    debates = options.large if options.large != 10000 else 100000
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "maps"))
        for number in range(-(-debates // 12)):
            with open(os.path.join(folder, "maps", f"m{number:05d}.yaml"), "w", encoding="utf-8") as file:
                file.write(f"name: m{number:05d}\ntitle: Motion {number}\nmotions: [m]\narguments:\n  - {{ id: m, text: Motion {number}. }}\n"
                           + "".join(f"  - {{ id: a{i}, text: Argument {i}., {'supports' if i % 2 else 'attacks'}: [{'m' if i < 6 else f'a{i - 6}'}] }}\n"
                                     for i in range(8)))
        with open(os.path.join(folder, "spec.yaml"), "w", encoding="utf-8") as file:
            file.write("name: evidence\nsource: { maps: maps }\nprotocol: evidence\ndebaters: [random, greedy, counter, minimax]\n")
        watch, took = follow(options.tool, folder, -(-debates // 12) * 12)
    print(f"{debates} evidence debates in {took:.0f} s ({debates / took:.0f}/s)")
    for tenth in range(1, 11):
        at = debates * tenth // 10
        print(f"  at {at:6d}: {watch.around(at - debates // 20, at):7.1f} MiB")
    early, late = watch.around(debates * 3 // 20, debates // 5), watch.around(debates * 19 // 20, debates)
    slope = (late - early) * 1024 / (debates * 8 // 10)
    print(f"end against a fifth: {late:.1f} / {early:.1f} MiB = {late / early:.3f}; {slope:.2f} KiB a debate")
    # The tournament keeps the verdict of each debate, because the verdicts are its result.
    return 0 if slope <= 1 else 1


def growth(options):
    seen = {}
    for debates in (options.small, options.large):
        with tempfile.TemporaryDirectory() as folder:
            watch, took = run(options.tool, folder, debates, options.latency)
        seen[debates] = watch
        print(f"{debates} debates in {took:.1f} s ({debates / took:.0f}/s)")
        for tenth in range(1, 11):
            at = debates * tenth // 10
            print(f"  at {at:6d}: {watch.around(at - debates // 20, at):7.1f} MiB")
    small, large = seen[options.small], seen[options.large]
    end_small = small.around(options.small * 9 // 10, options.small)
    end_large = large.around(options.large * 9 // 10, options.large)
    at_small = large.around(options.small * 9 // 10, options.small)
    print(f"two runs at their ends:   {end_large:.1f} / {end_small:.1f} MiB = {end_large / end_small:.3f}")
    print(f"one run, end against {options.small}: {end_large:.1f} / {at_small:.1f} MiB = {end_large / at_small:.3f}")
    worst = max(end_large / end_small, end_large / at_small)
    print("within 10 %" if worst <= 1.10 else "MORE than 10 %")
    return 0 if worst <= 1.10 else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", choices=["growth", "in-flight", "evidence"], default="growth")
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--small", type=int, default=2000)
    parser.add_argument("--large", type=int, default=10000)
    parser.add_argument("--latency", default="50ms")
    options = parser.parse_args()
    return {"growth": growth, "in-flight": in_flight, "evidence": evidence}[options.what](options)


if __name__ == "__main__":
    sys.exit(main())

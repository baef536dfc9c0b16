#!/usr/bin/env python3
"""Resident memory after 10,000 debates against that after 2,000 (issue 2, point 2).

Runs one tournament of 2,000 and one of 10,000 MAD debates over a simulated model of 50 ms, 200 debates in flight, and reads VmRSS of the
tool while it runs. Both readings of the claim are printed: the two runs at their ends, and the long run at 2,000 and at its end.

    python3 tests/acceptance/memory.py [--tool PATH] [--small 2000] [--large 10000] [--latency 50ms]
"""
import argparse
import json
import os
import re
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
    """Follows the progress that the tool writes to stderr, and its memory."""

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
        """The median of the samples taken while between so many debates were done."""
        found = [mib for done, mib in self.samples if low <= done <= high]
        return statistics.median(found) if found else float("nan")


def run(tool, folder, debates, latency):
    """One tournament of two debaters on half as many questions; gives what was watched and how long it took."""
    write_questions(os.path.join(folder, "questions.json"), debates // 2)
    with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
        file.write(f"models:\n  sim: {{ simulated: debater, accuracy: 0.6, latency: {latency}, parallel: 200 }}\n")
    with open(os.path.join(folder, "spec.yaml"), "w", encoding="utf-8") as file:
        file.write("name: memory\nsource: { questions: questions.json }\nprotocol: mad\nmodel: sim\nconcurrency: 200\n"
                   "debaters: [{ name: a, model: sim }, { name: b, model: sim }]\n")
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--small", type=int, default=2000)
    parser.add_argument("--large", type=int, default=10000)
    parser.add_argument("--latency", default="50ms")
    options = parser.parse_args()
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


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The native solver: publishes debate-solve, compares its answers with the tool's, checks its size and measures its start-up time.

Every task and semantics on seeded random frameworks: both must print the same bytes, certify without a rejection, and agree on usage errors.
With --against, the YES and NO of another competition solver must equal ours for the problems that it supports.

    python3 tests/acceptance/solver.py [--tool PATH] [--graphs 20] [--tool-graphs 2] [--seed 1] [--against PATH] [--native PATH]

--tool-graphs: the tool takes longer to start than to answer, so it is run on the first graphs only. --native: a solver already published.
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile
import time

import common

MEGABYTES, STARTS = 8, 50


def run(program, *args):
    ran = subprocess.run([*program, *args], capture_output=True, text=True, timeout=300)
    return ran.returncode, ran.stdout, ran.stderr


def publish(folder):
    project = os.path.join(common.ROOT, "client", "Debate.Solve")
    subprocess.run(["dotnet", "publish", project, "-c", "Release", "-r", "linux-x64", "-o", folder, "-v", "q"], check=True)
    return os.path.join(folder, "debate-solve")


def draw(folder, number, rng):
    count = rng.randint(1, 12)
    attacks = [(a, b) for a in range(1, count + 1) for b in range(1, count + 1) if rng.random() < (0.05 if a == b else 0.2)]
    rng.shuffle(attacks)
    path = os.path.join(folder, f"{number}.af")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"p af {count}\n" + "".join(f"{a} {b}\n" for a, b in attacks))
    return path, str(rng.randint(1, count))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=common.tool_path())
    parser.add_argument("--graphs", type=int, default=20)
    parser.add_argument("--tool-graphs", type=int, default=2)
    parser.add_argument("--native")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--against")
    options = parser.parse_args()
    failures = 0

    def hold(holds, what):
        nonlocal failures
        failures += not holds
        if not holds:
            print("NOT", what)

    with tempfile.TemporaryDirectory() as folder:
        native = [options.native or publish(folder)]
        size = os.path.getsize(native[0]) / 1e6
        began = time.monotonic()
        for _ in range(STARTS):
            run(native, "--formats")
        start = (time.monotonic() - began) / STARTS * 1000
        print(f"{size:.1f} MB, {start:.1f} ms from start to end with Python's share")
        hold(size <= MEGABYTES, f"the size is at most {MEGABYTES} MB")
        problems = run(native, "--problems")[1].strip().strip("[]").split(",")
        known = run([options.against], "--problems")[1].strip().strip("[]").split(",") if options.against else []
        rng, compared = random.Random(options.seed), 0
        for number in range(options.graphs):
            path, argument = draw(folder, number, rng)
            for problem in problems:
                args = ["-p", problem, "-f", path] + (["-a", argument] if problem[0] == "D" else [])
                ours = run(native, *args, "--certify")
                if number < options.tool_graphs:
                    tools = run([options.tool, "solve"], *args, "--certify")
                    hold(ours == tools, f"{problem} {path} {argument}: {ours} is {tools}")
                hold(ours[0] == 0 and "rejected" not in ours[2], f"{problem} {path} {argument}: {ours}")
                compared += 1
                if problem in known:
                    theirs = run([options.against], *args)[1].split()
                    hold(theirs[:1] == ours[1].split()[:1], f"{problem} {path} {argument}: {ours[1]!r} and {theirs}")
        for wrong in (["-p", "SE-XX", "-f", path], ["-p", "DC-CO", "-f", path], ["-p", "SE-CO"], ["-x"]):
            hold(run(native, *wrong)[0] == run([options.tool, "solve"], *wrong)[0] == 2, f"{wrong} is wrong usage")
    print(f"{compared} answers compared, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

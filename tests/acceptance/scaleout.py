#!/usr/bin/env python3
"""Debates per second of 1, 2 and 4 silos on one Redis, each with a limit on the debates that it drives at once (issue 5, point 2).

The load is latency-bound: each silo has --in-flight debates in flight, over models that take about --latency seconds per call. Only the middle
of each tournament is counted, from a quarter to seven tenths of its debates, when every silo has debates waiting. The ideal is the limit set by
the models' latency alone: debates in flight divided by the duration of a debate's calls in seconds.

    python3 tests/acceptance/scaleout.py [--tool PATH] [--silos 1,2,4] [--in-flight 20] [--latency 1.0] [--debates 160]
"""
import argparse
import json
import time

from common import tool_path
from league import Cluster, moment


def rate(options, count):
    """Debates per second of `count` silos, the limit set by latency alone, the number of debates, and the duration in seconds."""
    latency, names = (options.latency * 0.9, options.latency * 1.1), ("first", "second", "third", "fourth")[:count]
    with Cluster(options.tool, names, latency, 4 * options.in_flight, "--in-flight", str(options.in_flight)) as cluster:
        cluster.prepare(options.debates * count, options.debates * count)
        began = time.monotonic()
        cluster.play("scale")
        took, journal = time.monotonic() - began, cluster.entries("scale")
    ends = sorted(moment(e) for e in journal if e["entry"]["kind"] == "decided" and e["run"] != "scale")
    low, high = len(ends) // 4, len(ends) * 7 // 10
    calls = sum(e["entry"]["kind"] == "asked" for e in journal) / len(ends)
    return (high - low) / (ends[high] - ends[low]), count * options.in_flight / (calls * options.latency), len(ends), took


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--silos", default="1,2,4")
    parser.add_argument("--in-flight", type=int, default=20)
    parser.add_argument("--latency", type=float, default=1.0)
    parser.add_argument("--debates", type=int, default=160, help="for each silo")
    options = parser.parse_args()
    for count in map(int, options.silos.split(",")):
        found, ideal, ended, took = rate(options, count)
        print(json.dumps({"silos": count, "debates": ended, "seconds": round(took, 1), "debates_a_second": round(found, 2),
                          "ideal": round(ideal, 2), "share": round(found / ideal, 3)}), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The cost of a debate for one silo and one Redis: processor time and memory (for deploy/SCALE.md).

One silo on one Redis that makes every append durable; a tournament of MAD debates whose models answer over HTTP within 1 to 2 ms. Processor time
is that of the silo's and the Redis process from the start of the tournament to its end, so it covers every part of a debate.

    python3 tests/acceptance/capacity.py [--tool PATH] [--debates 2000] [--concurrency 64]
"""
import argparse
import json
import os
import time

from common import tool_path
from league import Cluster


def processor(pid):
    """The processor time used by a process, in seconds."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    """The resident memory of a process, in MiB."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--debates", type=int, default=2000)
    parser.add_argument("--concurrency", type=int, default=64)
    options = parser.parse_args()
    with Cluster(options.tool, ("only",), (0.001, 0.002), options.concurrency) as cluster:
        cluster.prepare(options.debates, options.concurrency)
        for run_id in ("cold", "warm"):
            measure(options, cluster, run_id)


def measure(options, cluster, run_id):
    silo, redis = cluster.silos[0], cluster.redis
    pids, began = (silo.process.pid, redis.process.pid), time.monotonic()
    before, memory = [processor(pid) for pid in pids], resident(redis.process.pid)
    cluster.play(run_id)
    took, used = time.monotonic() - began, [processor(pid) - b for pid, b in zip(pids, before)]
    calls = sum(e["entry"]["kind"] == "asked" for e in cluster.entries(run_id))
    print(json.dumps({
        "run": run_id, "debates": options.debates, "calls_a_debate": round(calls / options.debates, 2), "debates_a_second": round(options.debates / took, 1),
        "silo_ms_a_debate": round(1000 * used[0] / options.debates, 2), "redis_ms_a_debate": round(1000 * used[1] / options.debates, 3),
        "redis_kib_a_debate": round(1024 * (resident(redis.process.pid) - memory) / options.debates, 1),
        "silo_mib": round(resident(silo.process.pid))}), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Debates a second at 1, 2 and 4 silos over one Redis, each of which drives so many debates at once (issue 5, point 2).

The load is bound by latency: each silo has as many debates in flight as --in-flight says, over models that take about --latency seconds a
call. Counted is the middle of each tournament, from a quarter to seven tenths of its debates, when every silo has debates waiting. The ideal is
what the models' latency alone would allow: debates in flight over the seconds of a debate's calls.

    python3 tests/acceptance/scaleout.py [--tool PATH] [--silos 1,2,4] [--in-flight 20] [--latency 1.0] [--debates 160]
"""
import argparse
import json
import os
import shutil
import tempfile
import time

from cluster import entries, moment, prepare, start
from common import tool_path
from modelserver import ModelServer
from silos import Redis, Silo


def rate(options, count):
    """Debates a second of so many silos, what latency alone would allow, and how many there were."""
    folder, debates = tempfile.mkdtemp(prefix="debate-scaleout-"), options.debates * count
    models = {name: ModelServer(os.path.join(folder, f"{name}.log"), options.latency * 0.9, options.latency * 1.1) for name in ("one", "two")}
    redis, silos = Redis(os.path.join(folder, "redis")), []
    try:
        prepare(folder, debates, debates)
        for name in ("first", "second", "third", "fourth")[:count]:
            configuration = {"models": {model: {"endpoint": server.url(name), "model": "simulated", "parallel": 4 * options.in_flight}
                                        for model, server in models.items()}}
            silos.append(Silo(options.tool, folder, name, redis.address, configuration, "--in-flight", str(options.in_flight)))
            silos[-1].start()
        for silo in silos:
            silo.until_ready()
        began = time.monotonic()
        if not start(options.tool, folder, silos, "scale").communicate()[0]:
            raise SystemExit(f"FAILED: see {folder}/scale.notes")
        took = time.monotonic() - began
        journal = entries(options.tool, folder, silos[0], "scale")
    finally:
        for silo in silos:
            silo.kill()
        redis.kill()
        for model in models.values():
            model.stop()
    ends = sorted(moment(e) for e in journal if e["entry"]["kind"] == "decided" and e["run"] != "scale")
    shutil.rmtree(folder, ignore_errors=True)
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

#!/usr/bin/env python3
"""Evidence games beside the rest of a silo (issue 15, point 6).

600 evidence rewards are in flight, each of a fresh game of six items over ICU-Sepsis' 44 features (tens of milliseconds of computing). Runs
are started all the while, one after the other, and so they are while the silo is idle, by turns: p99 of a start is at most twice that of the
idle silo. Orleans' log tells of no turn of a grain that took 100 ms.

    python3 tests/acceptance/turns.py --data DIR [--rewards 600] [--starts 200] [--rounds 2]
"""
import argparse
import http.client
import json
import os
import random
import statistics
import tempfile
import threading
import time

from common import run, tool_path
from rewardserver import Client, RewardServer, check

STATES, ACTIONS = 713, 25
CONFIGURATION = "models: { sim: { simulated: bernoulli, accuracy: 1 } }\n"
HELD = "took elapsed time"


class Load:
    """Keeps a number of evidence rewards in flight until it is stopped; then waits for the last of them."""

    def __init__(self, port, count, seed):
        self.port, self.done, self.lost, self.waiting, self.lock, self.ends = port, 0, 0, 0, threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(seed * 10_000 + i,)) for i in range(count)]
        for thread in self.threads:
            thread.start()

    def ask(self, seed):
        draws, client = random.Random(seed), Client(self.port, timeout=600)
        while not self.ends.is_set():
            action = draws.randrange(ACTIONS)
            label = {"state": draws.randrange(STATES), "action": action, "other": (action + draws.randrange(1, ACTIONS)) % ACTIONS}
            with self.lock:
                self.waiting += 1
            try:
                status, body = client.post("/get_reward", {"query": ["patient"], "prompts": [""], "labels": [label]})
                good = status == 200 and len(body["rewards"]) == 1
            except (OSError, http.client.HTTPException):
                good, client = False, Client(self.port, timeout=600)
            with self.lock:
                self.waiting -= 1
                self.done, self.lost = self.done + good, self.lost + (not good)

    def stop(self):
        self.ends.set()
        for thread in self.threads:
            thread.join()


def start_runs(port, count, name):
    """Starts runs one after the other; the seconds that each took to be accepted."""
    client, times = Client(port), []
    for n in range(count):
        began = time.monotonic()
        status, body = client.post("/v1/runs", {"protocol": "direct", "question": f"{name}, number {n}: 2+2?", "model": "sim"})
        times.append(time.monotonic() - began)
        check_quietly(status == 202, f"{name}: start {n} is accepted: {status} {body}")
        time.sleep(0.02)
    return times


def check_quietly(holds, message):
    if not holds:
        raise SystemExit(f"FAILED: {message}")


def p99(times):
    return sorted(times)[int(len(times) * 0.99)] * 1000


def tell(name, times):
    print(f"{name}: {len(times)} starts, p50 {statistics.median(times) * 1000:.1f} ms, p99 {p99(times):.1f} ms, worst {max(times) * 1000:.0f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True, help="the folder of ICU-Sepsis' files")
    parser.add_argument("--rewards", type=int, default=600)
    parser.add_argument("--starts", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    data = os.path.abspath(options.data)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        trained = run(tool_path(), folder, "reward", "train-judge", "--environment", "icu-sepsis", "--environment-data", data, "--items", "6", "--seed", "1",
                      "--episodes", "2000", "--steps", "500", "--out", "judge.json", "-o", "json")
        check(trained.returncode == 0, f"a judge is trained {trained.stderr}")
        warn = ["--turn-warning", "100ms"] if "--turn-warning" in run(tool_path(), folder, "serve", "--help").stdout else []
        log = os.path.join(folder, "serve.log")
        server = RewardServer(folder, CONFIGURATION, "--reward-judge", "judge.json", "--reward-environment", "icu-sepsis", "--reward-data", data, *warn, log=log)
        server.start()
        start_runs(server.port, 50, "warm")
        Client(server.port).post("/get_reward", {"query": ["p"], "prompts": [""], "labels": [{"state": 0, "action": 0, "other": 1}]})
        # Turns in which code is compiled for the first time are not what is measured.
        warm = os.path.getsize(log)
        idle, busy, rewarded, lost = [], [], 0, 0
        for turn in range(options.rounds):
            idle += start_runs(server.port, options.starts, f"idle {turn}")
            load = Load(server.port, options.rewards, turn)
            until = time.monotonic() + 60
            while load.waiting < options.rewards and time.monotonic() < until:
                time.sleep(0.05)
            check(load.waiting >= options.rewards, f"{options.rewards} rewards are in flight")
            began, before = time.monotonic(), load.done
            busy += start_runs(server.port, options.starts, f"busy {turn}")
            print(f"busy {turn}: {(load.done - before) / (time.monotonic() - began):.1f} rewards/s beside them, {load.waiting} in flight at the end", flush=True)
            load.stop()
            rewarded, lost = rewarded + load.done, lost + load.lost
        server.stop()
        with open(log, encoding="utf-8") as file:
            file.seek(warm)
            held = [line.strip() for line in file if HELD in line]
    tell("idle", idle)
    tell("busy", busy)
    print(f"{rewarded} rewards, lost {lost}; {len(held)} turns of 100 ms or more; load {os.getloadavg()[0]:.1f}", flush=True)
    for line in held[:20]:
        print(f"    {line}")
    check(lost == 0, "no reward is lost")
    check(p99(busy) <= 2 * p99(idle), "p99 of a start is at most twice that of an idle silo")
    check(not warn or not held, "no turn of a grain took 100 ms")


if __name__ == "__main__":
    main()

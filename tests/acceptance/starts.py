#!/usr/bin/env python3
"""Requests that come at once with one key (issue 17, point 4), on one server over a folder and on three silos over one Redis.

PAIRS times for runs, episodes and scores each: two POSTs side by side with one Idempotency-Key and two questions, each to another silo where
there are several: one is served (202 for runs, else 200) and the other refused (422 for runs, else 409), the served one as it asked, and nothing
else ever happens. Then PAIRS times two POSTs of runs and episodes with one key, one question and no seed: both are served, it is one run, and
its journal has one seed, which differs from key to key. Also measures how long starts take when 16 come at once with keys of their own.

    python3 tests/acceptance/starts.py [--tool PATH] [--pairs 200]
"""
import argparse
import http.client
import json
import os
import shutil
import statistics
import tempfile
import threading
import time

from common import tool_path
from silos import Redis, Silo, free_port

CONFIGURATION = {
    "models": {"sim": {"simulated": "bernoulli", "accuracy": 1}, "judge": {"simulated": "text-judge", "accuracy": 0.9}},
    "rewards": {"default": "sharp", "profiles": {"sharp": {"judge": "judge", "opponent": "baseline", "rounds": 0}}},
}


def check(holds, message):
    if not holds:
        raise SystemExit(f"FAILED: {message}")


class Server(Silo):
    """One server over a folder of its own."""

    def __init__(self, tool, folder):
        super().__init__(tool, folder, "alone", "", CONFIGURATION)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.arguments = ["serve", "--urls", self.url]


def send(server, method, path, body=None, key=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def at_once(calls):
    """The results of calls that start together, and the seconds that each took."""
    results, gate = [None] * len(calls), threading.Barrier(len(calls))

    def call(at):
        gate.wait()
        began = time.monotonic()
        results[at] = (*calls[at](), time.monotonic() - began)

    threads = [threading.Thread(target=call, args=(at,)) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def request(path, question, content):
    if path == "/v1/score":
        return {"prompt": question, "completion": f"answer: {content}", "baseline": "answer: 6", "label": "A", "profile": "sharp"}
    if path == "/v1/episodes":
        return {"question": f"{question} {content}?", "protocol": "direct", "seats": {"solver": "external"}}
    return {"question": f"{question} {content}?", "protocol": "direct", "model": "sim"}


def race(servers, path, served, refused, pairs):
    """Two questions with one key, pair after pair; the winners by content."""
    winners = {"A": 0, "B": 0}
    for pair in range(pairs):
        key = f"{path} {pair}"
        replies = at_once([lambda c=c, s=servers[(pair + i) % len(servers)]: send(s, "POST", path, request(path, key, c), key)
                           for i, c in enumerate("AB")])
        codes = [status for status, _, _ in replies]
        check(sorted(codes) == sorted([served, refused]), f"{key}: {codes}: {[text for _, text, _ in replies]}")
        won = codes.index(served)
        winners["AB"[won]] += 1
        if path == "/v1/score":
            reward = json.loads(replies[won][1])["rewards"][0]
            check((reward > 0) == (won == 0), f"{key}: {'AB'[won]} was served with {reward}")
        else:
            check(f"{key} {'AB'[won]}?" in replies[won][1], f"{key}: the winner got another question: {replies[won][1]}")
    return winners


def repeat(servers, path, served, pairs):
    """One question with one key and no seed, pair after pair: one run with one seed each; the number of seeds."""
    seeds = set()
    for pair in range(pairs):
        key = f"again {path} {pair}"
        replies = at_once([lambda s=servers[(pair + i) % len(servers)]: send(s, "POST", path, request(path, key, "A"), key) for i in range(2)])
        check([status for status, _, _ in replies] == [served, served], f"{key}: {replies}")
        ids = {json.loads(text)["id"] for _, text, _ in replies}
        check(len(ids) == 1, f"{key}: {ids}")
        found = {json.loads(send(s, "GET", f"/v1/runs/{min(ids)}/entries?count=1")[1])["entry"]["snapshot"]["seed"] for s in servers}
        check(len(found) == 1, f"{key}: {found}")
        seeds |= found
    return len(seeds)


def starts(servers, count):
    """Milliseconds of starts with keys of their own, 16 at once, and one after the other."""
    def start(at, name):
        return lambda: send(servers[at % len(servers)], "POST", "/v1/runs", request("/v1/runs", f"{name} {at}", "A"), f"{name} {at}")

    alone = [at_once([start(at, "alone")])[0] for at in range(count)]
    many = [result for first in range(0, count, 16) for result in at_once([start(at, "many") for at in range(first, first + 16)])]
    check(all(status == 202 for status, _, _ in alone + many), "a start was refused")
    return [1000 * statistics.median(took for _, _, took in results) for results in (alone, many)]


def measure(name, servers, pairs):
    for server in servers:
        server.start()
    for server in servers:
        server.until_ready()
    for path, served, refused in (("/v1/runs", 202, 422), ("/v1/episodes", 200, 409), ("/v1/score", 200, 409)):
        won = race(servers, path, served, refused, pairs)
        print(f"{name}, {path}: {pairs} pairs of two questions with one key: one {served} and one {refused} each (won: {won})", flush=True)
    for path, served in (("/v1/runs", 202), ("/v1/episodes", 200)):
        print(f"{name}, {path}: {pairs} pairs of one question with one key: one run each, {repeat(servers, path, served, pairs)} seeds", flush=True)
    one, many = starts(servers, 96)
    print(f"{name}: a start takes {one:.0f} ms alone and {many:.0f} ms beside 15 others (medians)", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--pairs", type=int, default=200)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="debate-starts-")
    redis = Redis(os.path.join(folder, "redis"))
    groups = {"one server over a folder": [Server(options.tool, folder)],
              "one silo": [Silo(options.tool, folder, "only", redis.address, CONFIGURATION)],
              "three silos": [Silo(options.tool, folder, f"s{i}", redis.address, CONFIGURATION) for i in range(3)]}
    try:
        for name, servers in groups.items():
            if name == "three silos":
                # A cluster of its own: the keys are the same.
                redis.ask("FLUSHALL")
            measure(name, servers, options.pairs)
            for server in servers:
                server.kill()
    finally:
        for server in (s for servers in groups.values() for s in servers if s.process):
            server.kill()
        redis.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

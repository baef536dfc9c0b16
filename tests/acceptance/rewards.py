#!/usr/bin/env python3
"""The reward server under load, and killed (issue 4, point 6).

1. 64 connections request evidence debates from /get_reward as fast as they can: no request is lost, and every reward equals that of the batch;
   prints throughput and p99. Each connection draws its debates in its own random order, so that the cache of played debates helps little; then
   the same requests again, when all are cached.
2. Rollout groups of /verify while the server is repeatedly killed with SIGKILL: each key has one reward, and a repeated request gets the same one.

With --beside TOOL the first part runs by turns against this build and another one, and prints the figures of both: requests per second,
and the server's processor time per request, which other programs on the machine disturb less.

    python3 tests/acceptance/rewards.py [--seconds 60] [--connections 64] [--processes 4] [--kills 5] [--beside TOOL [--rounds 2]]
"""
import argparse
import http.client
import json
import multiprocessing
import os
import random
import statistics
import tempfile
import threading
import time

from common import run, tool_path
from rewardserver import Client, RewardServer, check

STATES, ACTIONS = 1440, 8
loads = {}  # requests per second and microseconds of the server's processors per request of each load, by its name
SIZE = 4
COHORTS = """
models:
  judge: { simulated: text-judge, accuracy: 0.8, bias: 0.1, decides: true, latency: 60ms, parallel: 8 }
rewards: { profiles: { group: { judge: judge, opponent: all-pairs, cohort: 4, rounds: 0, shape: 'margin', deadline: 150 } } }
"""


def label(draws):
    action = draws.randrange(ACTIONS)
    return json.dumps({"state": draws.randrange(STATES), "action": action, "other": (action + draws.randrange(1, ACTIONS)) % ACTIONS})


def ask(port, seed, until, into):
    """Runs one connection; appends (seconds, label, reward) for each reply to `into`, with the reward None if the reply was lost."""
    draws, client = random.Random(seed), Client(port)
    while time.monotonic() < until:
        asked, began = label(draws), time.monotonic()
        try:
            status, body = client.post("/get_reward", {"query": ["patient"], "prompts": [""], "labels": [asked]})
            reward = body["rewards"][0] if status == 200 else None
        except (OSError, http.client.HTTPException):
            reward, client = None, Client(port)
        into.append((time.monotonic() - began, asked, reward))


def process(port, seeds, until, queue):
    replies = [[] for _ in seeds]
    threads = [threading.Thread(target=ask, args=(port, seed, until, into)) for seed, into in zip(seeds, replies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put([reply for into in replies for reply in into])


def processor_seconds(process):
    """The processor time that a process has used; 0 where the system does not tell."""
    try:
        with open(f"/proc/{process.pid}/stat", encoding="utf-8") as file:
            return sum(int(ticks) for ticks in file.read().rsplit(")", 1)[1].split()[11:13]) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def load(server, options, name):
    port, used = server.port, processor_seconds(server.process)
    queue, until = multiprocessing.Queue(), time.monotonic() + options.seconds
    shares = [range(options.connections)[i::options.processes] for i in range(options.processes)]
    workers = [multiprocessing.Process(target=process, args=(port, list(share), until, queue)) for share in shares]
    for worker in workers:
        worker.start()
    replies = [reply for _ in workers for reply in queue.get()]
    for worker in workers:
        worker.join()
    lost = sum(reward is None for _, _, reward in replies)
    spent = (processor_seconds(server.process) - used) * 1e6 / len(replies)
    loads.setdefault(name, []).append((len(replies) / options.seconds, spent))
    times = sorted(t for t, _, _ in replies)
    print(f"{name}: {len(replies)} requests in {options.seconds} s over {options.connections} connections: {len(replies) / options.seconds:.0f}/s, "
          f"p50 {statistics.median(times) * 1000:.1f} ms, p99 {times[int(len(times) * .99)] * 1000:.1f} ms, worst {times[-1] * 1000:.0f} ms, "
          f"{spent:.0f} us of the server's processors each, lost {lost}", flush=True)
    check(lost == 0, f"{name}: nothing is lost")
    return replies


def compare(port, replies):
    """Compares every reward with that of the batch endpoint; also prints the throughput without one request per debate."""
    asked = sorted({asked for _, asked, _ in replies})
    expected, began = {}, time.monotonic()
    client = Client(port)
    for at in range(0, len(asked), 10_000):
        status, body = client.post("/v1/score/batch", {"items": [{"label": json.loads(a)} for a in asked[at:at + 10_000]]})
        check(status == 200, f"batch from item {at}")
        expected.update(zip(asked[at:at + 10_000], (r["rewards"][0] for r in body["results"])))
    took = time.monotonic() - began
    print(f"batch: {len(asked)} known debates in {took:.1f} s, {len(asked) / took:.0f}/s", flush=True)
    wrong = sum(reward is not None and reward != expected[a] for _, a, reward in replies)
    check(wrong == 0, f"every reward of {len(replies)} is that of the batch")


def evidence(options):
    with tempfile.TemporaryDirectory() as folder:
        trained = run(tool_path(), folder, "reward", "train-judge", "--items", "2", "--seed", "1", "--out", "judge.json", "-o", "json")
        check(trained.returncode == 0, "a judge is trained")
        server = RewardServer(folder, "models: {}\n", "--reward-judge", "judge.json")
        server.start()
        draws, client = random.Random(99), Client(server.port)
        items = [{"label": json.loads(label(draws))} for _ in range(20_000)]
        began = time.monotonic()
        client.post("/v1/score/batch", {"items": items})
        print(f"batch: {len(items)} debates, most of them fresh, in {time.monotonic() - began:.1f} s, {len(items) / (time.monotonic() - began):.0f}/s", flush=True)
        server.stop()
        server.start()
        replies = load(server, options, "fresh")
        load(server, options, "known")
        compare(server.port, replies)
        server.stop()


def beside(options):
    """The loads of two builds by turns, each on a fresh server: what disturbs the machine meanwhile disturbs both."""
    with tempfile.TemporaryDirectory() as folder:
        trained = run(tool_path(), folder, "reward", "train-judge", "--items", "2", "--seed", "1", "--out", "judge.json", "-o", "json")
        check(trained.returncode == 0, "a judge is trained")
        for turn in range(options.rounds):
            for name, tool in [("this build", tool_path()), ("the other", options.beside)][::1 if turn % 2 == 0 else -1]:
                server = RewardServer(folder, "models: {}\n", "--reward-judge", "judge.json", tool=tool)
                server.start()
                load(server, options, f"{name}, fresh")
                load(server, options, f"{name}, known")
                server.stop()
    for kind in ("fresh", "known"):
        (ours, us), (other, them) = ([statistics.mean(values) for values in zip(*loads[f"{name}, {kind}"])] for name in ("this build", "the other"))
        print(f"{kind}: this build {ours:.0f}/s, the other {other:.0f}/s, ratio {ours / other:.2f}; "
              f"{us:.0f} us of processors a request, the other {them:.0f}", flush=True)


def verify(port, cohort, member):
    status, body = Client(port).post("/verify", {
        "responses_create_params": {"input": f"cohort {cohort}"}, "label": "4", "_ng_rollout_id": f"{cohort}-{member}",
        "response": {"output": [{"type": "message", "content": [{"type": "output_text", "text": f"answer: {member % 2 + 4}, so {member}"}]}]}})
    if status != 200 or "_ng_failure_class" in body:
        raise OSError(f"{status} {body}")
    return body["reward"]


def persist(server, cohort, member, rewards):
    """Retries until there is a reward, as trainers do."""
    while True:
        try:
            rewards.setdefault((cohort, member), []).append(verify(server.port, cohort, member))
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)


def kills(options):
    cohorts = 12
    with tempfile.TemporaryDirectory() as folder:
        server = RewardServer(folder, COHORTS)
        server.start()
        rewards, draws = {}, random.Random(5)
        threads = [threading.Thread(target=persist, args=(server, c, m, rewards)) for c in range(cohorts) for m in range(SIZE)]
        draws.shuffle(threads)
        for at, thread in enumerate(threads):
            thread.start()
            if at and at % (len(threads) // (options.kills + 1)) == 0 and at // (len(threads) // (options.kills + 1)) <= options.kills:
                time.sleep(draws.uniform(0.1, 0.8))
                server.kill()
                server.start()
        for thread in threads:
            thread.join()
        again = {}
        server.stop()
        server.start()
        for cohort, member in sorted(rewards):
            persist(server, cohort, member, again)
        server.stop()
    check(len(rewards) == cohorts * SIZE and all(len(r) == 1 for r in rewards.values()), f"{cohorts * SIZE} keys have one reward each after {options.kills} kills")
    check(again == rewards, "each key has the same reward when asked again after another start")
    sums = [sum(rewards[c, m][0] for m in range(SIZE)) for c in range(cohorts)]
    check(all(abs(s) < 1e-9 for s in sums), "the rewards of every cohort sum to 0: nobody was rewarded in two groups")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--beside", help="the tool of another build")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    if options.beside:
        beside(options)
    else:
        evidence(options)
        kills(options)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

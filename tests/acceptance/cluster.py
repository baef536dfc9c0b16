#!/usr/bin/env python3
"""Three silos and a redis-server; every 10 s a random silo is killed and restarted 5 s later, and Redis is killed once (issue 5, point 1).

A tournament of 2,000 MAD debates over two model servers whose replies depend on the content and take 50-200 ms. Every debate must finish exactly
once. By the model servers' logs no recorded call is sent again, and there are no more repeats than calls in flight at the kills. The standings
equal those of an undisturbed run on the same cluster to the last bit; the journal verifies. Also prints how long the debates of a dead silo
paused.

    python3 tests/acceptance/cluster.py [--tool PATH] [--debates 2000] [--concurrency 24] [--seed 1] [--keep]
"""
import argparse
import collections
import random
import statistics
import sys
import time

from common import tool_path
from league import Cluster, moment

BETWEEN_KILLS, UNTIL_RESTART = 10, 5


def check(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")


class Faults:
    """Injects the faults and records them; `kills` holds (time, silo)."""

    def __init__(self, silos, redis, draws):
        self.silos, self.redis, self.draws, self.kills, self.redis_at = silos, redis, draws, [], None

    def until(self, process):
        """Injects faults until the process has ended; restarts a silo that is then still down."""
        began, dead = time.monotonic(), None
        redis_after = (1 + self.draws.random()) * BETWEEN_KILLS
        while process.poll() is None:
            now = time.monotonic() - began
            if dead is None and now >= BETWEEN_KILLS * (len(self.kills) + 1):
                dead = self.draws.choice(self.silos)
                self.kills.append((time.time(), dead.name))
                dead.kill()
            if dead is not None and now >= BETWEEN_KILLS * len(self.kills) + UNTIL_RESTART:
                dead.start()
                dead = None
            if self.redis_at is None and now >= redis_after:
                self.redis.kill()
                self.redis_at = time.time()
                self.redis.start()
            time.sleep(0.01)
        if dead is not None:
            dead.start()

    def moments(self):
        """The times of all kills, including that of Redis."""
        return [at for at, _ in self.kills] + ([self.redis_at] if self.redis_at else [])


def check_calls(calls, journal, faults, run_id, most):
    """Checks that no call arrived after its reply was recorded, and that only calls in flight at the kill of a silo or of Redis were repeated."""
    recorded = {f"{e['run']}/{e['path']}": moment(e) for e in journal if e["entry"]["kind"] == "asked"}
    asked = collections.defaultdict(list)
    for at, _, name in calls:
        if name.startswith(f"{run_id}/"):
            asked[name].append(at)
    check(set(asked) == set(recorded), "what was asked and what is recorded differ")
    again = [name for name, moments in asked.items() if moments[-1] > recorded[name]]
    check(not again, f"recorded and asked again: {again[:5]}")
    repeated = [name for name, moments in asked.items() if len(moments) > 1]
    stray = [name for name in repeated if not any(asked[name][0] <= at <= recorded[name] for at in faults.moments())]
    check(not stray, f"asked again though nobody died in between: {stray[:5]}")
    repeats = sum(len(asked[name]) - 1 for name in repeated)
    in_flight = [sum(m[0] <= at <= recorded[name] for name, m in asked.items()) for at in faults.moments()]
    check(repeats <= sum(in_flight) and max(in_flight, default=0) <= most, f"{repeats} repeats, {in_flight} in flight at kills")
    return repeats, in_flight


def pauses(calls, faults, run_id):
    """For each kill, how long each debate that the dead silo drove paused: from the kill to the debate's next call, in seconds."""
    debates = collections.defaultdict(list)
    for at, who, name in calls:
        if name.startswith(f"{run_id}/"):
            debates[name.rsplit("/", 1)[0] if "/" in name[len(run_id) + 1:] else name].append((at, who))
    found = []
    for at, victim in faults.kills:
        found.append([])
        for moments in debates.values():
            before = [who for when, who in moments if when <= at]
            after = [when for when, _ in moments if when > at]
            if before and after and before[-1] == victim:
                found[-1].append(min(after) - at)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--debates", type=int, default=2000)
    parser.add_argument("--concurrency", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep the folder with the silos' logs")
    options = parser.parse_args()
    with Cluster(options.tool, ("first", "second", "third"), (0.05, 0.2), options.concurrency, keep=options.keep) as cluster:
        play(options, cluster)


def play(options, cluster):
    silos = cluster.silos
    cluster.prepare(options.debates, options.concurrency)
    began = time.monotonic()
    calm = cluster.play("calm")
    print(f"undisturbed: {time.monotonic() - began:.0f} s", flush=True)
    expected = silos[0].get("/v1/runs/calm/standings")

    faults, began = Faults(silos, cluster.redis, random.Random(options.seed)), time.monotonic()
    process = cluster.start_run("torn")
    faults.until(process)
    took, out = time.monotonic() - began, process.communicate()[0]
    check(process.returncode == 0, f"the tool ended with {process.returncode}: see torn.notes")
    for silo in silos:
        silo.until_ready()
    print(f"with {len(faults.kills)} kills and Redis {'killed once' if faults.redis_at else 'left alone'}: {took:.0f} s", flush=True)

    journal = cluster.entries("torn")
    ends = collections.Counter(e["run"] for e in journal if e["entry"]["kind"] == "decided")
    check(len(ends) == options.debates + 1 and set(ends.values()) == {1}, f"{len(ends) - 1} debates finished, of {options.debates}")
    calls = sorted(call for server in cluster.models.values() for call in server.calls())
    repeats, in_flight = check_calls(calls, journal, faults, "torn", 2 * options.concurrency)
    check(silos[2].get("/v1/runs/torn/standings") == expected.replace('"calm"', '"torn"'), "the standings differ")
    check(out == calm.replace('"calm"', '"torn"'), "the results differ")
    verified = cluster.verb("verify", "torn")
    check(verified.returncode == 0, f"verify: {verified.stderr}")
    print(f"every debate finished once; {repeats} calls repeated, {sum(in_flight)} in flight at kills ({in_flight}); equal standings")
    stood = pauses(calls, faults, "torn")
    for (_, victim), seconds in zip(faults.kills, stood):
        if seconds:
            print(f"  {victim} killed: {len(seconds)} debates went on after {statistics.median(seconds):.1f} s, the last after {max(seconds):.1f} s")
    every = [s for seconds in stood for s in seconds]
    print(f"a dead silo's debates went on after {statistics.median(every):.1f} s (median), {max(every):.1f} s (the last of {len(every)})")


if __name__ == "__main__":
    main()

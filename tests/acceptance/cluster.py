#!/usr/bin/env python3
"""Three silos and a redis-server on bad days (issue 5, point 1; issue 18, point 5).

A tournament of MAD debates over two model servers whose replies depend on the content and take 50-200 ms, undisturbed and then again and again
until enough silos were killed. Every 10 s a random silo is killed and restarted 5 s later; beside that Redis is killed once, one silo is stopped
(SIGSTOP) for 20 s, and all silos are restarted one after the other (SIGTERM). Every debate must finish exactly once. By the model servers' logs
no recorded call is sent again, except one at most by the silo that was stopped when it wakes, and there are no more repeats than calls in flight
at the faults. The standings equal those of the undisturbed run to the last bit; the journal verifies; no silo that was not killed or stopped is
declared dead; a SIGTERM takes no more than 10 s. Prints how long the debates of a dead silo paused, as a distribution.

    python3 tests/acceptance/cluster.py [--tool PATH] [--debates 2000] [--kills 30] [--concurrency 24] [--seed 1] [--keep]

With --strict the figures are claims: killed silos' debates go on after 2.5 s (median) and 8 s (at most), those of the stopped one after 8 s.
They hold on a quiet machine of two cores.
"""
import argparse
import collections
import json
import random
import statistics
import sys
import time

from common import tool_path
from league import Cluster, moment

BETWEEN_KILLS, UNTIL_RESTART, STOPPED, MOST_SIGTERM = 10, 5, 20, 10


def check(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")


class Faults:
    """Injects the faults and records them; `kills` and `stops` hold (time, silo), `wakes` (time, silo, time of its end), `terms` seconds."""

    def __init__(self, silos, redis, draws):
        self.silos, self.redis, self.draws = silos, redis, draws
        self.kills, self.stops, self.wakes, self.terms, self.redis_at = [], [], [], [], []

    def during(self, process):
        """Injects faults until the process has ended; at its end all silos are up."""
        for fault in self.plan():
            if not self.wait(process, BETWEEN_KILLS - UNTIL_RESTART):
                break
            fault(process)
        for silo in self.silos:
            if silo.process.poll() is not None:
                silo.start()
            silo.until_ready(patience=300)

    def plan(self):
        """What happens besides kills does so once in all."""
        for number in range(10_000):
            yield self.kill
            if number == 0 and not self.redis_at:
                yield self.kill_redis
            if number == 1 and not self.stops:
                yield self.stop
            if number == 2 and not self.terms:
                yield self.restart

    @staticmethod
    def wait(process, seconds):
        """Whether the process still runs after that time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.01)
        return process.poll() is None

    def kill(self, process):
        victim = self.draws.choice(self.silos)
        self.kills.append((time.time(), victim.name))
        victim.kill()
        self.wait(process, UNTIL_RESTART)
        victim.start()
        victim.until_ready(patience=300)

    def kill_redis(self, _):
        self.redis.kill()
        self.redis_at.append(time.time())
        self.redis.start()

    def stop(self, process):
        victim = self.draws.choice(self.silos)
        self.stops.append((time.time(), victim.name))
        victim.pause()
        self.wait(process, STOPPED)
        woken = time.time()
        victim.wake()
        victim.process.wait()
        self.wakes.append((woken, victim.name, time.time()))
        victim.start()
        victim.until_ready(patience=300)

    def restart(self, process):
        for silo in self.silos:
            began = time.monotonic()
            check(silo.stop() == 0, f"{silo.name} ended with {silo.process.returncode} at SIGTERM")
            self.terms.append(time.monotonic() - began)
            silo.start()
            silo.until_ready(patience=300)
            self.wait(process, 1)

    def moments(self):
        """The times of all faults after which calls in flight may be asked again."""
        return [at for at, _ in self.kills + self.stops] + self.redis_at


def check_calls(calls, journal, faults, run_id, most):
    """
    Checks that no call arrived after its reply was recorded, and that only calls in flight at a fault were repeated. A silo that was stopped
    may send one more when it wakes; returns how many it sent, the repeats and the calls in flight at the faults.
    """
    recorded = {f"{e['run']}/{e['path']}": moment(e) for e in journal if e["entry"]["kind"] == "asked"}
    asked, woken = collections.defaultdict(list), []
    for at, who, name in calls:
        if not name.startswith(f"{run_id}/"):
            continue
        if any(who == silo and woke <= at <= ended for woke, silo, ended in faults.wakes):
            woken.append(name)
        else:
            asked[name].append(at)
    check(len(woken) <= len(faults.wakes), f"sent by a silo that woke: {woken}")
    check(set(asked) == set(recorded), "what was asked and what is recorded differ")
    again = [name for name, moments in asked.items() if moments[-1] > recorded[name]]
    check(not again, f"recorded and asked again: {again[:5]}")
    repeated = [name for name, moments in asked.items() if len(moments) > 1]
    stray = [name for name in repeated if not any(asked[name][0] <= at <= recorded[name] for at in faults.moments())]
    check(not stray, f"asked again though nobody died in between: {stray[:5]}")
    repeats = sum(len(asked[name]) - 1 for name in repeated)
    in_flight = [sum(m[0] <= at <= recorded[name] for name, m in asked.items()) for at in faults.moments()]
    check(repeats <= sum(in_flight) and max(in_flight, default=0) <= most, f"{repeats} repeats, {in_flight} in flight at faults")
    return len(woken), repeats, in_flight


def pauses(calls, moments, run_id):
    """For each (time, silo), how long each debate that the silo drove then paused: from the fault to the debate's next call, in seconds."""
    debates = collections.defaultdict(list)
    for at, who, name in calls:
        if name.startswith(f"{run_id}/"):
            debates[name.rsplit("/", 1)[0] if "/" in name[len(run_id) + 1:] else name].append((at, who))
    found = []
    for at, victim in moments:
        found.append([])
        for entries in debates.values():
            before = [who for when, who in entries if when <= at]
            after = [when for when, who in entries if when > at and who != victim]
            if before and after and before[-1] == victim:
                found[-1].append(min(after) - at)
    return found


def distribution(seconds):
    """Median, nine tenths and the last, as a text."""
    ordered = sorted(seconds)
    return (f"median {statistics.median(ordered):.2f} s, 90 % {ordered[len(ordered) * 9 // 10]:.2f} s, last {ordered[-1]:.2f} s"
            if ordered else "none")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--debates", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=30, help="tournaments are played until so many silos were killed")
    parser.add_argument("--concurrency", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strict", action="store_true", help="the figures are claims, which hold on a quiet machine")
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

    faults, killed, stopped, number = Faults(silos, cluster.redis, random.Random(options.seed)), [], [], 0
    while len(faults.kills) < options.kills or not faults.terms:
        number += 1
        run_id, seen, began = f"torn{number}", len(faults.kills), time.monotonic()
        process = cluster.start_run(run_id)
        faults.during(process)
        out = process.communicate()[0]
        check(process.returncode == 0, f"the tool ended with {process.returncode}: see {run_id}.notes")
        journal = cluster.entries(run_id)
        ends = collections.Counter(e["run"] for e in journal if e["entry"]["kind"] == "decided")
        check(len(ends) == options.debates + 1 and set(ends.values()) == {1}, f"{len(ends) - 1} debates finished, of {options.debates}")
        calls = sorted(call for server in cluster.models.values() for call in server.calls())
        woken, repeats, in_flight = check_calls(calls, journal, faults, run_id, 2 * options.concurrency)
        check(silos[2].get(f"/v1/runs/{run_id}/standings") == expected.replace('"calm"', f'"{run_id}"'), "the standings differ")
        check(out == calm.replace('"calm"', f'"{run_id}"'), "the results differ")
        verified = cluster.verb("verify", run_id)
        check(verified.returncode == 0, f"verify: {verified.stderr}")
        killed += [s for seconds in pauses(calls, faults.kills[seen:], run_id) for s in seconds]
        stopped += [s for seconds in pauses(calls, faults.stops, run_id) for s in seconds]
        print(f"{run_id}: {time.monotonic() - began:.0f} s, {len(faults.kills) - seen} kills; every debate finished once, equal standings; {repeats} "
              f"calls repeated, {sum(in_flight)} in flight at faults; {woken} sent by a silo that woke", flush=True)

    deaths = declared_dead(cluster.redis)
    check(deaths <= len(faults.kills) + len(faults.stops), f"{deaths} silos were declared dead, of which {len(faults.kills)} were killed")
    print(f"{len(faults.kills)} kills: {len(killed)} debates went on: {distribution(killed)}")
    print(f"stopped for {STOPPED} s: {len(stopped)} debates went on elsewhere: {distribution(stopped)}")
    print(f"SIGTERM: {', '.join(f'{seconds:.1f}' for seconds in faults.terms)} s; {deaths} silos were voted dead")
    check(max(faults.terms) <= MOST_SIGTERM, "a silo took longer than ten seconds to stop")
    if options.strict:
        check(statistics.median(killed) <= 2.5 and max(killed) <= 8 and max(stopped, default=0) <= 8, "slower than promised")


def declared_dead(redis):
    """How many silos others voted dead, as the membership table remembers: who stopped in order has no votes against it."""
    rows = [row for row in redis.call("HVALS", "debate/members/debate") if row.startswith("{")]
    return sum(1 for row in map(json.loads, rows) if row.get("SuspectTimes"))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Bad days of a server (issue 18, point 6): a disk that fills and is freed, a Redis that evicts or is away, a clock an hour back, SIGTERM, and
silos that are only busy.

    python3 tests/acceptance/baddays.py [--tool PATH] [--only disk,evict,away,clock,term,busy] [--minutes 10] [--keep]

`disk` needs root (it mounts a tmpfs). `clock` sets the clock with faketime where that is installed; without it, it makes the membership table
remember a silo that began an hour from now, which is what the clock would have left there.
"""
import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from cluster import declared_dead
from common import run, tool_path
from league import Cluster
from modelserver import ModelServer
from silos import Redis, Silo

PATIENCE = 120


def check(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")


def until(holds, message, patience=PATIENCE):
    """Waits; returns how long it took."""
    began = time.monotonic()
    while not holds():
        check(time.monotonic() - began < patience, message)
        time.sleep(0.05)
    return time.monotonic() - began


def send(url, body=None):
    """Status and body of a POST, or of a GET without a body."""
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"})
    with contextlib.suppress(TimeoutError):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
    return 0, "no answer"


class Alone(Silo):
    """A server without a cluster, over its own folder."""

    def __init__(self, tool, folder, name, models):
        super().__init__(tool, folder, name, "", {"models": {m: {"endpoint": s.url(name), "model": "simulated"} for m, s in models.items()}})
        self.arguments = ["serve", "--urls", self.url]


def disk(tool, folder):
    """A full disk: new runs are refused with 507, the server is not ready, and what was taken goes on by itself when there is space."""
    check(os.geteuid() == 0, "disk: it needs root, to mount a tmpfs")
    models, place = {"m": ModelServer(os.path.join(folder, "calls.log"), 0.05, 0.2)}, os.path.join(folder, "small")
    os.makedirs(place)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", place], check=True)
    silo = Alone(tool, place, "s", models)
    try:
        silo.start()
        silo.until_ready()
        answers = []
        for i in range(400):
            body = {"protocol": "mad", "question": f"Item {i:06d}: how much are {i} and 7 together? {'x' * 2000}", "model": "m"}
            answers.append(send(f"{silo.url}/v1/runs", body))
            if [status for status, _ in answers[-5:]] == [507] * 5:
                break
        taken = [json.loads(text)["id"] for status, text in answers if status in (200, 201, 202)]
        refused = [(status, text) for status, text in answers if status not in (200, 201, 202)]
        check(refused and all(status == 507 and "space" in text for status, text in refused), f"refused with {refused[:3]}")
        check(send(f"{silo.url}/health/ready")[0] == 503, "it is ready over a full disk")
        check(send(f"{silo.url}/health/live")[0] == 200, "it is not alive over a full disk")
        check(send(f"{silo.url}/v1/runs")[0] == 200, "it cannot be read over a full disk")
        check("no space" in silo.said(), "its log says nothing of the disk")
        subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
        ready = until(silo.is_ready, "it is not ready although there is space")

        def are_done():
            listed = {r["id"]: r["status"] for r in json.loads(silo.get("/v1/runs"))["items"]}
            return all(listed.get(i) == "finished" for i in taken)

        done = until(are_done, "runs did not go on by themselves")
        check(send(f"{silo.url}/v1/runs", {"protocol": "direct", "question": "Item 999999: how much are 1 and 7 together?", "model": "m"})[0]
              in (200, 202), "nothing is taken again")
        names = [name for _, _, name in models["m"].calls()]
        check(silo.stop() == 0, "it ended with an error")
        for i in taken:
            check(run(tool, silo.folder, "verify", i).returncode == 0, f"verify {i}")
        print(f"disk: {len(taken)} runs taken, then {len(refused)} x 507; with space again ready after {ready:.1f} s, all runs finished after {done:.1f} s; "
              f"{len(names) - len(set(names))} of {len(names)} calls repeated")
        check(len(names) == len(set(names)), "calls were paid twice")
    finally:
        if silo.process and silo.process.poll() is None:
            silo.kill()
        models["m"].stop()
        subprocess.run(["umount", "-l", place], check=False)


def evict(tool, folder):
    """allkeys-* with a maxmemory is refused at the start and by doctor; volatile-* is told."""
    redis = Redis(os.path.join(folder, "redis"), "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru")
    silo = Silo(tool, folder, "s", redis.address, {"models": {}})
    began = time.monotonic()
    silo.start()
    check(silo.process.wait(PATIENCE) == 2 and "allkeys-lru" in silo.said(), f"it starts: {silo.said()}")
    took = time.monotonic() - began
    doctor = run(tool, folder, "doctor", "--cluster", redis.address)
    check(doctor.returncode != 0 and "allkeys-lru" in doctor.stdout, f"doctor: {doctor.stdout}")
    redis.call("CONFIG", "SET", "maxmemory-policy", "volatile-lru")
    silo.start()
    silo.until_ready(PATIENCE)
    until(lambda: "volatile-lru" in silo.said(), "volatile-lru is not told")
    expiring = [key for key in redis.call("KEYS", "*") if redis.call("TTL", key) != -1]
    check(not expiring, f"keys that expire: {expiring}")
    silo.kill()
    redis.kill()
    print(f"evict: allkeys-lru refused after {took:.1f} s and by doctor; volatile-lru told, no key expires")


def away(tool, folder):
    """A silo that starts while Redis is away waits and says so; one whose Redis goes away while it starts, too."""
    redis = Redis(os.path.join(folder, "redis"))
    redis.kill()
    silo = Silo(tool, folder, "s", redis.address, {"models": {}})
    silo.start()
    said = until(lambda: "waiting for it" in silo.said(), "it does not say that it waits")
    time.sleep(3)
    check(silo.process.poll() is None, f"it ended: {silo.said()}")
    redis.start()
    ready = silo.until_ready(PATIENCE)
    silo.kill()
    for after in (0.5, 1.5):
        silo.start()
        time.sleep(after)
        redis.kill()
        time.sleep(2)
        redis.start()
        silo.until_ready(PATIENCE)
        silo.kill()
    print(f"away: it says so after {said:.1f} s, is ready {ready:.1f} s after Redis is there, and starts though Redis is killed meanwhile")


def clock(tool, folder):
    """A silo whose clock went back an hour starts at its old port."""
    redis, faketime = Redis(os.path.join(folder, "redis")), shutil.which("faketime")
    silo = Silo(tool, folder, "s", redis.address, {"models": {}})
    if faketime:
        with open(os.path.join(silo.folder, "log"), "a", encoding="utf-8") as log:
            silo.process = subprocess.Popen([faketime, "-f", "+1h", tool, *silo.arguments], cwd=silo.folder, stdout=log, stderr=log, start_new_session=True)
        silo.until_ready(PATIENCE)
        os.killpg(silo.process.pid, 9)
        silo.process.wait()
    else:
        silo.start()
        silo.until_ready(PATIENCE)
        silo.kill()
        table = "debate/members/debate"
        for name in redis.call("HKEYS", table):
            row = redis.call("HGET", table, name)
            if not row.startswith("{"):
                continue
            cut = max(name.rfind(":"), name.rfind("@")) + 1
            later = str(int(name[cut:]) + 3600)
            hour = time.strftime("%Y-%m-%dT%H", time.gmtime(time.time() + 3600))
            entry = json.loads(row.replace(name[cut:], later))
            for field in ("StartTime", "IAmAliveTime"):
                entry[field] = hour + entry[field][13:]
            redis.call("HDEL", table, name)
            redis.call("HSET", table, name[:cut] + later, json.dumps(entry))
    silo.start()
    took = silo.until_ready(PATIENCE)
    check("the clock went back" in silo.said(), "it does not say that the clock went back")
    silo.kill()
    silo.start()
    again = silo.until_ready(PATIENCE)
    check(silo.stop() == 0, "it ended with an error")
    redis.kill()
    print(f"clock: an hour back ({'faketime' if faketime else 'by the membership table'}), ready after {took:.1f} s, and killed again after {again:.1f} s")


def broken(cluster):
    """What the silos' logs say of faults of their own."""
    lines = [line for silo in cluster.silos for line in silo.said().splitlines()]
    return "".join(f"\n{line}" for i, line in enumerate(lines) if any(" broke" in before for before in lines[max(0, i - 12):i + 1]))[:6000]


def term(tool, _):
    """SIGTERM of each silo of a busy cluster by turns takes at most ten seconds, also of that which drives the tournament itself."""
    took = []
    with Cluster(tool, ("first", "second", "third"), (0.05, 0.2), 16) as cluster:
        cluster.prepare(2000, 16)
        process = cluster.start_run("busy")
        time.sleep(5)
        for silo in cluster.silos:
            check(process.poll() is None, f"the tournament is over too soon: {cluster.notes('busy')}{broken(cluster)}")
            began = time.monotonic()
            check(silo.stop() == 0, f"{silo.name} ended with {silo.process.returncode}")
            took.append(time.monotonic() - began)
            silo.start()
            silo.until_ready(PATIENCE)
            time.sleep(3)
        process.kill()
        process.wait()
    print(f"term: {', '.join(f'{seconds:.1f}' for seconds in took)} s")
    check(max(took) <= 10, "a silo took longer than docker stop waits")


def busy(tool, _, minutes=10, load=8, collection=2):
    """Nobody is voted dead that is only busy: silos stand still for two seconds by turns, as long collections do, beside spinning processes."""
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(load)]
    try:
        with Cluster(tool, ("first", "second", "third"), (0.05, 0.2), 16) as cluster:
            cluster.prepare(200, 16)
            until, runs, stood, draws = time.monotonic() + 60 * minutes, 0, 0, random.Random(1)
            while time.monotonic() < until:
                runs += 1
                process = cluster.start_run(f"busy{runs}")
                while process.poll() is None and time.monotonic() < until:
                    silo = draws.choice(cluster.silos)
                    silo.pause()
                    time.sleep(collection)
                    silo.wake()
                    stood += 1
                    time.sleep(draws.uniform(1, 5))
                if process.poll() is None:
                    process.kill()
                process.wait()
            check(all(silo.process.poll() is None for silo in cluster.silos), "a silo ended")
            dead = declared_dead(cluster.redis)
            print(f"busy: {minutes} min at load {os.getloadavg()[0]:.0f}, {stood} times {collection} s of standstill, {runs} runs: {dead} voted dead")
            check(dead == 0, "a silo that was only busy was voted dead")
    finally:
        for process in spinning:
            process.kill()


DAYS = {"disk": disk, "evict": evict, "away": away, "clock": clock, "term": term, "busy": busy}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--only", default=",".join(DAYS))
    parser.add_argument("--minutes", type=float, default=10, help="how long silos are busy")
    parser.add_argument("--keep", action="store_true", help="keep the folders with the logs")
    options = parser.parse_args()
    for name in options.only.split(","):
        folder = tempfile.mkdtemp(prefix=f"debate-{name}-")
        try:
            DAYS[name](os.path.abspath(options.tool), folder, **({"minutes": options.minutes} if name == "busy" else {}))
        finally:
            if options.keep:
                print(f"in {folder}", file=sys.stderr)
            else:
                shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

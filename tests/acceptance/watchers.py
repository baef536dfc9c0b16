#!/usr/bin/env python3
"""A thousand watchers of one run that waits, on silos over one Redis (issue 17, point 3).

An episode waits for its external seat; WATCHERS clients follow it over GET /v1/runs/ID/events, spread over the silos. While it waits, Redis
counts no command that a journal sends, and the silos' processor time is compared with that before anybody watched. Then TURNS replies are sent:
for each, the time from the entry's own time (when the reply was recorded) to its arrival at the first, the median and the last watcher. In the
end every watcher has every entry once and in order. One watcher a silo is the measure of what a single one costs and waits.

    python3 tests/acceptance/watchers.py [--tool PATH] [--silos 1] [--watchers 1000] [--seconds 20] [--turns 10] [--cpu 2] [--first 50]
"""
import argparse
import contextlib
import datetime
import json
import os
import resource
import select
import shutil
import socket
import statistics
import tempfile
import threading
import time
import urllib.request

from common import tool_path
from silos import Redis, Silo

# What a journal sends; Orleans' membership and the connection itself send others (EVAL of scripts, HGETALL, PING, INFO ...).
JOURNAL = ("lrange", "llen", "lindex", "hget", "hvals", "smembers", "sadd", "srem", "rpush", "publish", "subscribe", "unsubscribe", "hsetnx")
TICKS = os.sysconf("SC_CLK_TCK")


def check(holds, message):
    if not holds:
        raise SystemExit(f"FAILED: {message}")


def counted(redis):
    """How often Redis executed each command, those inside scripts included."""
    with socket.create_connection(("127.0.0.1", redis.port), timeout=5) as connection:
        connection.sendall(b"INFO commandstats\r\n")
        text = b""
        while not text.endswith(b"\r\n") or text.count(b"\r\n") < 3 or len(text) < int(text[1:text.index(b"\r\n")]):
            text += connection.recv(1 << 16)
    lines = [line[len("cmdstat_"):].split(":") for line in text.decode().splitlines() if line.startswith("cmdstat_")]
    return {name: int(rest.split("calls=")[1].split(",")[0]) for name, rest in lines}


def processor_seconds(silo):
    with open(f"/proc/{silo.process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def post(url, path, body):
    request = urllib.request.Request(url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def wait_and_measure(silos, redis, seconds):
    """Commands of Redis and the silos' processor seconds while nothing happens."""
    before, began, used = counted(redis), time.monotonic(), [processor_seconds(s) for s in silos]
    time.sleep(seconds)
    took = time.monotonic() - began
    used = [(processor_seconds(s) - u) / took for s, u in zip(silos, used)]
    after = counted(redis)
    commands = {name: after[name] - before.get(name, 0) for name in after if after[name] > before.get(name, 0)}
    return commands, used


class Watchers:
    """Many clients of server-sent events on one thread; what came is only looked at afterwards."""

    def __init__(self, silos, run_id, count):
        self.poll, self.sockets, self.came = select.epoll(), {}, {}
        for i in range(count):
            silo = silos[i % len(silos)]
            connection = socket.create_connection(("127.0.0.1", silo.port), timeout=60)
            connection.sendall(f"GET /v1/runs/{run_id}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode())
            connection.setblocking(False)
            self.sockets[connection.fileno()], self.came[connection.fileno()] = connection, bytearray()
            self.poll.register(connection.fileno(), select.EPOLLIN)

    def read(self, seconds):
        """Reads what comes within a time; the times of arrival by watcher, of those to whom something came."""
        arrived, until = {}, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for handle, _ in self.poll.poll(left):
                with contextlib.suppress(BlockingIOError):
                    text = self.sockets[handle].recv(1 << 20)
                    check(text, "a server closed a stream")
                    self.came[handle] += text
                    if text != b"3\r\n:\n\n\r\n":
                        arrived.setdefault(handle, time.time())
        return arrived

    def until_all(self, holds, patience=120):
        began = time.monotonic()
        while not all(holds(text) for text in self.came.values()):
            check(time.monotonic() - began < patience, "not every watcher got every entry")
            self.read(0.1)

    def entries(self, handle):
        """The entries that came to a watcher, out of the chunks of HTTP."""
        body, text = b"", bytes(self.came[handle]).split(b"\r\n\r\n", 1)[1]
        while b"\r\n" in text:
            size, text = text.split(b"\r\n", 1)
            length = int(size, 16)
            body, text = body + text[:length], text[length + 2:]
        return [json.loads(line[6:]) for line in body.decode().split("\n") if line.startswith("data: ") and '"entry"' in line]

    def close(self):
        for connection in self.sockets.values():
            connection.close()


def moment(entry):
    return datetime.datetime.strptime(entry["time"].rstrip("Z")[:26].ljust(26, "0"), "%Y-%m-%dT%H:%M:%S.%f").replace(
        tzinfo=datetime.timezone.utc).timestamp()


def start_waiting(silo, turns):
    """An episode in which one external seat is asked `turns` times."""
    return post(silo.url, "/v1/episodes", {
        "protocol": "judged", "question": "Is it so?", "options": {"rounds": turns}, "seed": 1,
        "seats": {"pro": "external", "con": "sim", "judge": "sim"}})


def play(silos, watchers, state, turns):
    """Sends replies; for each turn the seconds from the record to the first, median and last arrival."""
    figures = []
    for turn in range(turns):
        if state["done"] or not state["turns"]:
            break
        before = len(watchers.entries(next(iter(watchers.sockets))))
        url, told = silos[turn % len(silos)].url, {"turn": state["turns"][0]["id"], "text": f"Reply {turn}: yes."}
        begun = time.time()
        sender = urllib.request.Request(f"{url}/v1/episodes/{state['id']}/step?wait=20", json.dumps(told).encode(), {"Content-Type": "application/json"})
        answer = {}
        thread = threading.Thread(target=lambda sent=sender, got=answer: got.update(json.load(urllib.request.urlopen(sent, timeout=60))))
        thread.start()
        arrived = watchers.read(1.5)
        thread.join()
        state = answer
        new = watchers.entries(next(iter(watchers.sockets)))[before:]
        recorded = moment(new[0])
        waits = sorted(at - recorded for at in arrived.values())
        figures.append((waits[0], statistics.median(waits), waits[-1], recorded - begun))
    return figures, state


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--silos", type=int, default=1)
    parser.add_argument("--watchers", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--cpu", type=float, default=2, help="most percent of a core that the watchers may cost while nothing happens")
    parser.add_argument("--first", type=float, default=50, help="most milliseconds to the first event of a turn, median of the turns")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    folder = tempfile.mkdtemp(prefix="debate-watchers-")
    redis = Redis(os.path.join(folder, "redis"))
    models = {"models": {"sim": {"simulated": "bernoulli", "accuracy": 0.6}}}
    silos = [Silo(options.tool, folder, f"s{i}", redis.address, models) for i in range(options.silos)]
    try:
        for silo in silos:
            silo.start()
        for silo in silos:
            silo.until_ready()
        time.sleep(5)
        measure(options, silos, redis)
    finally:
        for process in (*(s for s in silos if s.process), redis):
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def measure(options, silos, redis):
    state = start_waiting(silos[0], options.turns)
    time.sleep(2)
    calm, idle = wait_and_measure(silos, redis, options.seconds)
    watchers = Watchers(silos, state["id"], options.watchers)
    watchers.until_all(lambda text: b'"entry"' in text)
    watchers.read(2)
    watched, busy = wait_and_measure(silos, redis, options.seconds)
    journal = {name: count for name, count in watched.items() if name in JOURNAL}
    print(f"{options.watchers} watchers on {len(silos)} silos, {options.seconds:.0f} s while the run waits")
    print(f"commands of journals: {journal or 'none'} (before anybody watched: {({n: c for n, c in calm.items() if n in JOURNAL}) or 'none'})")
    print(f"all commands a second: {sum(watched.values()) / options.seconds:.1f} (before: {sum(calm.values()) / options.seconds:.1f})")
    cost = [100 * (b - i) for b, i in zip(busy, idle)]
    print("processor, % of a core: " + ", ".join(f"{100 * b:.2f} (before: {100 * i:.2f})" for b, i in zip(busy, idle)))
    figures, state = play(silos, watchers, state, options.turns)
    first, median, last, sent = (statistics.median(column) * 1000 for column in zip(*figures))
    print(f"{len(figures)} turns, ms from the record of a reply to its arrival, median of the turns: first watcher {first:.1f}, median watcher "
          f"{median:.1f}, last watcher {last:.1f} (worst turn: first {1000 * max(f[0] for f in figures):.1f}); sent to recorded {sent:.1f}")
    expected = None
    for handle in watchers.sockets:
        seen = watchers.entries(handle)
        expected = expected or seen
        check([e["sequence"] for e in seen] == list(range(len(seen))) and seen == expected, "a watcher has not exactly the entries in order")
    print(f"every watcher has {len(expected)} entries, each once and in order")
    watchers.close()
    check(not journal, "journals sent commands while nothing happened")
    check(max(cost) < options.cpu, f"watching costs {max(cost):.2f} % of a core")
    check(first < options.first, f"the first event of a turn took {first:.1f} ms")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Reads of a server with many runs: 500 a second by default, how long each takes, and how many journals it reads.

    python3 tests/acceptance/reads.py DEBATE [--runs 10000] [--rate 500] [--seconds 20] [--workers 8]

DEBATE is the built tool. The store is filled first: one run is played, and its journal is copied in SQLite under other ids and times, as
10,000 runs that were played would take hours. Then reads of all kinds are sent at an even rate, whether or not earlier ones have been
answered, and each is timed from when it was due: a server that falls behind cannot hide it. Standard library alone.
"""
import argparse, collections, http.client, json, os, random, signal, sqlite3, subprocess, sys, tempfile, threading, time

MIX = [  # share, name, path
    (30, "page of the list", "/v1/runs?limit=20"),
    (10, "next page", None),
    (10, "list by status", "/v1/runs?status=finished&limit=20"),
    (5, "list by kind and text", "/v1/runs?kind=debate&search=copy&limit=20"),
    (15, "line", "/v1/runs/{id}/summary"),
    (15, "report", "/v1/runs/{id}"),
    (10, "report again", "/v1/runs/{id}"),
    (5, "entries", "/v1/runs/{id}/entries?from=0&count=5"),
]


def fill(folder, runs):
    database = sqlite3.connect(os.path.join(folder, "journal.db"))
    key, name, started, status, line = database.execute("SELECT key, id, started, status, line FROM runs WHERE line IS NOT NULL").fetchone()
    entries = database.execute("SELECT sequence, path, time, hash, body FROM entries WHERE run = ?", (key,)).fetchall()
    ids = []
    for i in range(runs):
        copy, row = f"copy-{i:06}", json.loads(line)
        row["id"], row["name"] = copy, f"copy {i}"
        moment = started - (i + 1) * 600_000_000
        row["started"] = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment / 1e7 - 62135596800)) + f".{moment % 10_000_000:07}+00:00"
        cursor = database.execute("INSERT INTO runs(id, started, status, line) VALUES(?, ?, ?, ?)", (copy, moment, status, json.dumps(row)))
        database.executemany("INSERT INTO entries(run, sequence, path, time, hash, body) VALUES(?, ?, ?, ?, ?, ?)",
                             [(cursor.lastrowid, s, p, t, h, b.replace(name.encode(), copy.encode()) if s == 0 else b) for s, p, t, h, b in entries])
        ids.append(copy)
    database.commit()
    database.close()
    return ids


class Load:
    def __init__(self, port, ids, rate, seconds, workers):
        self.port, self.ids, self.rate, self.total = port, ids, rate, rate * seconds
        self.next, self.lock, self.times, self.faults = 0, threading.Lock(), collections.defaultdict(list), []
        self.workers, self.cursor, self.tag = workers, "", {}

    def work(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        draw = random.Random(threading.get_ident())
        while True:
            with self.lock:
                number, self.next = self.next, self.next + 1
            if number >= self.total:
                return
            due = self.began + number / self.rate
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            _, name, path = draw.choices(MIX, [m[0] for m in MIX])[0]
            run = draw.choice(self.ids)
            target = (path or f"/v1/runs?limit=20{self.cursor}").replace("{id}", run)
            headers = {"If-None-Match": self.tag[run]} if name == "report again" and run in self.tag else {}
            connection.request("GET", target, headers=headers)
            reply = connection.getresponse()
            body = reply.read()
            self.times[name].append(time.perf_counter() - due)
            if reply.status not in (200, 304):
                self.faults.append(f"{target}: {reply.status} {body[:200]!r}")
            if name == "report":
                self.tag[run] = reply.getheader("ETag")
            elif name == "page of the list" and not self.cursor:
                self.cursor = "&cursor=" + json.loads(body)["next"]

    def run(self):
        self.began = time.perf_counter()
        threads = [threading.Thread(target=self.work) for _ in range(self.workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - self.began


def show(name, times):
    times = sorted(times)
    at = lambda share: times[min(len(times) - 1, int(share * len(times)))] * 1000
    print(f"{name:24} {len(times):7} {at(.5):9.2f} {at(.95):9.2f} {at(.99):9.2f} {times[-1] * 1000:9.2f}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("debate")
    for name, value in (("runs", 10000), ("rate", 500), ("seconds", 20), ("workers", 8)):
        options.add_argument(f"--{name}", type=int, default=value)
    options = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="reads-") as folder:
        data = os.path.join(folder, "data")
        config = os.path.join(folder, "debate.yaml")
        with open(config, "w") as file:
            file.write("models:\n  sim: { simulated: debater }\n")
        tool = [options.debate, "--data", data, "--config", config]
        subprocess.run([*tool, "run", "--question", "What is heavier?", "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
        ids = fill(data, options.runs)
        server = subprocess.Popen([*tool, "serve", "--urls", "http://127.0.0.1:0"], stderr=subprocess.DEVNULL)
        try:
            address = os.path.join(data, "url")
            while not os.path.exists(address):
                if server.poll() is not None:
                    sys.exit("the server ended")
                time.sleep(0.1)
            port = int(open(address).read().strip().rsplit(":", 1)[1])
            Load(port, ids, options.rate, 5, options.workers).run()  # what is compiled on the way is no part of it
            load = Load(port, ids, options.rate, options.seconds, options.workers)
            took = load.run()
            used = open(f"/proc/{server.pid}/stat").read().rsplit(")", 1)[1].split()
            print(f"{'read':24} {'count':>7} {'p50 ms':>9} {'p95 ms':>9} {'p99 ms':>9} {'max ms':>9}")
            for name, times in load.times.items():
                show(name, times)
            every = [t for times in load.times.values() for t in times]
            show("all", every)
            cpu = (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")
            print(f"{len(every) / took:.0f} reads a second; the server used {cpu:.1f} s of processors since its start; faults {len(load.faults)}")
            for fault in load.faults[:5]:
                print(fault)
            p99 = sorted(every)[int(.99 * len(every))]
            return 1 if load.faults or p99 > 0.020 else 0
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


if __name__ == "__main__":
    sys.exit(main())

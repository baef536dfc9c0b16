#!/usr/bin/env python3
"""Graph and solver grains through the gateway of `debate serve` (issue 3, point 5).

Fifty editors, each with its own Orleans client, change one graph while the server is repeatedly killed with SIGKILL and restarted: no
acknowledged change is lost, and none is applied twice. Then a hard instance is cancelled while small ones are solved; the times are printed.

    python3 tests/acceptance/graphs.py [--kills 5] [--changes 100] [--connections 50] [--holes 14] [--seed N]
"""
import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

from common import ROOT, tool_path

EDITORS = 50


def program(name, *folders):
    places = [os.path.join(ROOT, *folders, "bin", c, "net10.0", name) for c in ("Release", "Debug")]
    return next((p for p in places if os.path.exists(p)), places[0])


class Server:
    def __init__(self, folder):
        self.folder, self.data, self.process = folder, os.path.join(folder, ".debate"), None

    def start(self):
        gateway = os.path.join(self.data, "gateway")
        before = os.stat(gateway).st_mtime_ns if os.path.exists(gateway) else None
        self.process = subprocess.Popen([tool_path(), "serve", "--urls", "http://127.0.0.1:0"], cwd=self.folder,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not os.path.exists(gateway) or os.stat(gateway).st_mtime_ns == before or not os.path.getsize(gateway):
            check(self.process.poll() is None, "the server does not start")
            time.sleep(0.01)

    def end(self, how):
        self.process.send_signal(how)
        self.process.wait()


def check(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")


def editors(server, connections, changes):
    process = subprocess.Popen([program("Debate.GraphEditors", "tests", "Debate.GraphEditors"), "edit", server.data, str(connections), str(EDITORS), str(changes)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lines = []
    reader = threading.Thread(target=lambda: [lines.append(line) for line in process.stdout], daemon=True)
    reader.start()
    return process, lines, reader


def all_there(server, changes):
    out = subprocess.run([program("Debate.GraphEditors", "tests", "Debate.GraphEditors"), "check", server.data, str(EDITORS), str(changes)],
                         capture_output=True, text=True, check=False)
    check(out.returncode == 0, out.stdout + out.stderr)
    return out.stdout.strip()


def undisturbed(options):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        server.start()
        process, _, reader = editors(server, options.connections, options.changes)
        error = process.stderr.read()
        process.wait()
        reader.join()
        check(process.returncode == 0, error)
        print(f"undisturbed: {error.strip()}; {all_there(server, options.changes)}")
        server.end(signal.SIGTERM)
        check(server.process.returncode == 0, "the server did not end well")


def killed(options):
    draws = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        server.start()
        process, lines, reader = editors(server, options.connections, options.changes)
        total = EDITORS * options.changes
        for number, moment in enumerate(sorted(draws.sample(range(20, total * 9 // 10), options.kills)), 1):
            while len(lines) < moment and process.poll() is None:
                time.sleep(0.0005)
            time.sleep(draws.random() * 0.01)
            check(process.poll() is None, "the editors ended before the last kill")
            server.end(signal.SIGKILL)
            acknowledged, began = len(lines), time.monotonic()
            server.start()
            ready = time.monotonic() - began
            while len(lines) <= acknowledged and process.poll() is None:
                time.sleep(0.001)
            print(f"kill {number} after {acknowledged} acknowledged: gateway back in {ready:.1f} s, next acknowledged after {time.monotonic() - began:.1f} s")
        error = process.stderr.read()
        process.wait()
        reader.join()
        check(process.returncode == 0, error)
        versions = {line.split()[2] for line in lines}
        repeated = sum(line.split()[3] == "Repeated" for line in lines)
        check(len(lines) == total and len(versions) == total, f"{len(lines)} acknowledged, {len(versions)} versions of {total}")
        print(f"{options.kills} kills: {all_there(server, options.changes)}; {repeated} were durable when their acknowledgement was lost")
        server.end(signal.SIGTERM)


def hard(options):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        server.start()
        out = subprocess.run([program("Debate.GraphEditors", "tests", "Debate.GraphEditors"), "hard", server.data, str(options.holes), "20", "20"],
                             capture_output=True, text=True, check=False)
        check(out.returncode == 0, out.stdout + out.stderr)
        print(out.stdout.strip())
        server.end(signal.SIGTERM)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--connections", type=int, default=EDITORS)
    parser.add_argument("--holes", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    undisturbed(options)
    killed(options)
    hard(options)


if __name__ == "__main__":
    main()

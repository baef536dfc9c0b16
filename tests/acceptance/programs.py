#!/usr/bin/env python3
"""What runs programs: how fast it is, and what attacks cost a server (issue 22, point 3).

1. A first program of a run in a process of its own costs at most 0.3 s of processor time, its start included.
2. Two warm processes run at least 200 programs a second on two cores.
3. A server whose debaters write hostile programs keeps its resident memory within 20 MB, each attack ends as a result in the journal, and a next
   program runs.

    python3 tests/acceptance/programs.py [--tool PATH] [--programs 2000]
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

from common import run, tool_path

LIMITS = {"statements": 1_000_000, "megabytes": 64, "seconds": 5, "characters": 8192}
ATTACKS = {
    "loop": "while (true) {}", "recursion": "function f() { return f() + 1 } f()", "buffer": "new Uint8Array(2e9)",
    "replaceAll": "'ab'.repeat(1e6).replaceAll('a', 'x'.repeat(1000)).length", "padEnd": "'x'.padEnd(2 ** 29, 'yz').length",
    "doubling": "let s = 'x'; while (true) s += s", "lists": "const a = []; while (true) a.push(new Array(100000).fill(7))",
    "expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')", "digits": "let x = 3n; while (true) x = x * x", "output": "while (true) print('flood'.repeat(1000))",
    "eval": "eval('1')", "types": "System.IO.File.ReadAllText('/etc/passwd')", "nested": "(" * 20000 + ")" * 20000,
    "proxies": "let p = {}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); p.x", "join": "const a = []; a.length = 4294967295; a.join()",
    "promises": "function f() { return Promise.resolve().then(f) } f()", "message": "throw { get message() { while (true) {} } }",
}


class Host:
    """A process that runs programs, as the tool starts one."""

    def __init__(self, tool):
        environment = {"DOTNET_GCHeapHardLimit": hex(192 << 20)[2:], "DOTNET_gcServer": "0", "DOTNET_gcConcurrent": "0", "DOTNET_TieredPGO": "0"}
        environment.update({name: os.environ[name] for name in ("DOTNET_ROOT",) if name in os.environ})
        self.process = subprocess.Popen([tool, "run-program"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd="/")
        assert self.process.stdout.readline() == b"ready\n"

    def call(self, source):
        call = {"call": {"language": "javascript", "source": source, "input": "", "seed": 7}, "limits": LIMITS}
        self.process.stdin.write(json.dumps(call).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.kill()
        self.process.wait()


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def speed(tool, count):
    first = []
    for _ in range(5):
        host = Host(tool)
        assert host.call("6 * 7")["result"]["output"] == "42"
        first.append(host.cpu())
        host.end()
    hosts = [Host(tool) for _ in range(2)]
    program = "let s = 0; for (let i = 1; i <= 100; i++) s += i * i; print(s)"
    for host in hosts:
        for _ in range(200):
            host.call(program)
    began = time.monotonic()
    threads = [threading.Thread(target=lambda h=host: [h.call(program) for _ in range(count // 2)]) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = count / (time.monotonic() - began)
    for host in hosts:
        host.end()
    print(f"a first program: {sorted(first)[2]:.2f} s of processor time (median of 5, {min(first):.2f} to {max(first):.2f})")
    print(f"warm, two processes: {rate:.0f} programs/s")
    return sorted(first)[2] <= 0.3 and rate >= 200


def attacks(tool):
    def script(source):
        return {"simulated": "scripted", "script": {"solver": [f"```javascript\n{source}\n```", "Answer: 1"]}}

    models = {name: script(source) for name, source in {**ATTACKS, "honest": "6 * 7"}.items()}
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
            json.dump({"models": models, "programs": {"javascript": {"seconds": 2}}}, file)
        server = subprocess.Popen([tool, "serve", "--urls", "http://127.0.0.1:0", "--data", os.path.join(folder, "data"), "--config", "debate.yaml"],
                                  cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        lines = []
        threading.Thread(target=lambda: lines.extend(iter(server.stdout.readline, "")), daemon=True).start()
        try:
            address = None
            for _ in range(600):
                found = re.search(r"http://127\.0\.0\.1:(\d+)", "".join(lines))
                if found and found.group(1) != "0":
                    address = found.group(0)
                    break
                time.sleep(0.1)
            assert address, "".join(lines)

            def play(name):
                out = run(tool, folder, "run", "--server", address, "--protocol", "chain-of-self-correction", "--set", "stages=1", "--question", "x?",
                          "--model", name, "-o", "json")
                assert out.returncode == 0, out.stderr
                return json.loads(out.stdout)["executed"]

            for _ in range(5):
                play("honest")
            before = resident(server.pid)
            for name in ATTACKS:
                print(f"  {name}: {'; '.join(play(name))}")
            ended = play("honest")
            grown = resident(server.pid) - before
            print(f"the server's resident memory moved by {grown:.1f} MB over {len(ATTACKS)} attacks; then: {'; '.join(ended)}")
            return grown < 20 and ": done" in ended[0]
        finally:
            server.kill()
            server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--programs", type=int, default=2000)
    given = parser.parse_args()
    holds = [speed(given.tool, given.programs), attacks(given.tool)]
    sys.exit(0 if all(holds) else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Peak memory of a server for large bodies at each door (issue 18, point 2).

Bodies of 1, 8 and 25 MB made of texts within the limits go to each door, and refused ones beside them (a text too large, a body too large, a
field that is wrong behind all the rest, bytes that are no text). For each: the peak of resident memory above the idle server, in bytes a byte
of the body, and what is left after two collections. The server is warm: every door was used before, with small bodies.

    python3 tests/acceptance/hostile_memory.py [--tool PATH] [--sizes 1,8,25] [--only DOOR] [--reply MB]

--reply sends a model's reply of so many MB to a debate instead (maxTokens in proportion, and once with 1,024).
"""
import argparse
import contextlib
import glob
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse

from common import tool_path

CONFIGURATION = """
models:
  sim: { simulated: bernoulli, accuracy: 0.6 }
  judge: { simulated: text-judge, accuracy: 0.8 }
rewards:
  default: text
  profiles:
    text: { judge: judge, opponent: critic, rounds: 0 }
    circular: { judge: judge, opponent: circular, rounds: 0 }
"""
MB = 1 << 20


def status(pid, field):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))


def collect(pid):
    """A full collection, twice, over the runtime's diagnostic socket: a session of events with the keyword that asks for one."""
    place = glob.glob(os.path.join(tempfile.gettempdir(), f"dotnet-diagnostic-{pid}-*-socket"))
    if not place:
        return False

    def text(value):
        return struct.pack("<I", len(value) + 1) + (value + "\0").encode("utf-16-le")

    for _ in range(2):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ipc:
            ipc.connect(place[0])
            payload = struct.pack("<III", 8, 1, 1) + struct.pack("<QI", 0x800000, 4) + text("Microsoft-Windows-DotNETRuntime") + text("")
            ipc.sendall(b"DOTNET_IPC_V1\0" + struct.pack("<HBBH", 20 + len(payload), 2, 2, 0) + payload)
            ipc.settimeout(3)
            with contextlib.suppress(OSError):
                until = time.monotonic() + 1.5
                while time.monotonic() < until and ipc.recv(65536):
                    pass
    return True


class Server:
    def __init__(self, tool, folder):
        url = os.path.join(folder, ".debate", "url")
        with open(os.path.join(folder, "serve.log"), "ab") as log:
            self.process = subprocess.Popen([tool, "serve", "--urls", "http://127.0.0.1:0"], cwd=folder, stdout=log, stderr=log)
        while not os.path.exists(url):
            if self.process.poll() is not None:
                sys.exit(f"the server ended with {self.process.returncode}")
            time.sleep(0.1)
        with open(url, encoding="ascii") as file:
            self.address = urlparse(file.read().strip())

    def send(self, method, path, body):
        connection = HTTPConnection(self.address.hostname, self.address.port, timeout=600)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            return reply.status, reply.read()
        except (ConnectionError, BrokenPipeError):
            return 0, b"the connection was closed"
        finally:
            connection.close()

    def idle(self):
        """Waits until no run is driven."""
        while True:
            state, answer = self.send("GET", "/v1/runs?unfinished=true", None)
            if state == 200 and not any(r["status"] == "running" for r in json.loads(answer)["items"]):
                return
            time.sleep(0.2)

    def peak(self, action):
        """The peak of resident memory during an action, and until the runs that it started ended."""
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
        result = action()
        self.idle()
        return status(self.process.pid, "VmHWM"), result


def words(size, number):
    """A text of so many bytes, different from others, with line feeds and quotation marks, as answers of models have them."""
    line = f"{number}: so it is \"said\", and that is why.\n"
    return (line * (size // len(line) + 1))[:size]


def texts(size):
    """Texts that make up a body of so many bytes as JSON, each at most 1,000,000 bytes."""
    each = min(size, 1_000_000)
    share = len(json.dumps(words(10000, 0))) / 10000
    count = max(1, round(size / share / each))
    return [words(int(each * 0.96) if size > MB else int(size / share), i) for i in range(count)]


def bodies(size):
    many = texts(size)
    half = [t[:len(t) // 2] for t in many]
    yield "/v1/runs", {"question": "Q?", "model": "sim", "options": {"rounds": 1}, "answers": many}
    yield "/v1/runs question", {"question": many[0], "model": "sim", "options": {"rounds": 1}, "answers": many[1:]}
    yield "/v1/episodes?wait=0", {"question": "Q?", "passage": many[0], "model": "sim", "options": {"rounds": 1}, "answers": many[1:]}
    yield "/v1/score", {"prompt": "Q?", "completions": many, "profile": "text", "baseline": "b"}
    yield "/v1/score/batch", {"items": [{"prompt": "Q?", "completion": t, "baseline": "b"} for t in many]}
    yield "/get_reward", {"query": [f"Q?{t}" for t in many], "prompts": ["Q?"] * len(many)}
    yield "/agent/step", {"observation_text": "Q?", "action_text": many[0], "label": {"x": many[0][:1000]}, "more": many[1:]}
    yield "/classify", {"model": "text", "messages": [{"role": "user", "content": "Q?"}, {"role": "assistant", "content": many[0]}], "more": many[1:]}
    yield "/verify", {"responses_create_params": {"input": "Q?"}, "response": {"output_text": many[0]}, "more": many[1:]}
    yield "/compare?profile=circular", {"conversation_history": "Q?", "response_objs": [{"output_text": t} for t in half + half]}
    yield "/aggregate_metrics", {"verify_responses": [{"reward": 1, "text": t} for t in many]}


def refused(size):
    many = texts(size)
    yield "/v1/runs wrong at the end", {"question": "Q?", "answers": many, "whoKnows": 1}
    yield "/v1/score wrong at the end", {"prompt": "Q?", "completions": [*many, None]}
    yield "/v1/runs/x/join unknown", {"seats": [], "more": many}
    yield "/v1/episodes/x/step large text", {"turn": "t", "text": "x" * size * 2}
    yield "/verify no UTF-8", json.dumps({"response": many}).encode()[:-2] + b"\xff]}"
    yield "/v1/score too large", b'{"prompt":"' + b"x" * (33 * MB) + b'"}'


def doors(options):
    worst, failures = 0, []
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
            file.write(CONFIGURATION)
        server = Server(options.tool, folder)
        try:
            for _ in range(20):
                for name, body in [*bodies(2000), *refused(2000)][:-1]:
                    server.send("POST", name.split()[0], body if isinstance(body, bytes) else json.dumps(body).encode())
            server.idle()
            can = collect(server.process.pid)
            idle = status(server.process.pid, "VmRSS")
            print(f"idle: {idle / MB:.0f} MiB{'' if can else ' (no collection could be asked for)'}")
            for size in [float(s) for s in options.sizes.split(",")]:
                for kind, all_of in (("taken", bodies), ("refused", refused)):
                    for name, body in all_of(int(size * MB)):
                        if options.only not in name:
                            continue
                        data = body if isinstance(body, bytes) else json.dumps(body).encode()
                        began = time.monotonic()
                        before = status(server.process.pid, "VmRSS")
                        peak, (code, answer) = server.peak(lambda name=name, data=data: server.send("POST", name.split()[0], data))
                        took = time.monotonic() - began
                        collect(server.process.pid)
                        left = status(server.process.pid, "VmRSS")
                        factor = max(0, peak - max(before, idle)) / len(data)
                        worst = max(worst, factor)
                        print(f"{size:4.0f} MB {kind:8} {name:34} {code}: {len(data) / MB:5.1f} MB, {took:5.1f} s, peak {peak / MB:6.0f} MiB, {factor:5.1f} bytes a "
                              f"byte, then {left / MB:5.0f} MiB = {left / idle:.2f} x idle", flush=True)
                        if kind == "refused" and not 400 <= code < 500 and code != 0 or kind == "taken" and code >= 300:
                            failures.append(f"{name}: {code} {answer[:200]}")
                        if factor > 10:
                            failures.append(f"{name} at {size:.0f} MB: {factor:.1f} bytes a byte")
                        if left > 1.5 * idle:
                            failures.append(f"{name} at {size:.0f} MB leaves {left / idle:.2f} x idle")
        finally:
            server.process.terminate()
            server.process.wait()
    print(f"worst: {worst:.1f} bytes a byte")
    for failure in failures:
        print(f"BROKEN: {failure}")
    return 1 if failures else 0


def replies(options):
    """A debate with one call whose reply has so many MB."""
    size, failures = int(options.reply * MB), []
    reply = {"choices": [{"index": 0, "message": {"role": "assistant", "content": words(size, 1)}}], "usage": {"prompt_tokens": 10, "completion_tokens": 10}}
    data = json.dumps(reply).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            with contextlib.suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *_):
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    base = None
    for name, tokens, content in (("small", 1024, b'{"choices":[{"message":{"content":"4"}}]}'), ("large, 1,024 tokens", 1024, data),
                                  ("large, tokens for it", min(1_000_000, size // 4), data)):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
                file.write(f"models:\n  m: {{ endpoint: 'http://127.0.0.1:{web.server_address[1]}/v1', model: m, maxTokens: {tokens} }}\n")
            data = content
            process = subprocess.Popen([options.tool, "run", "--protocol", "direct", "--question", "2+2?", "--model", "m"], cwd=folder,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            began = time.monotonic()
            peak = 0
            while process.poll() is None:
                with contextlib.suppress(OSError, StopIteration):
                    peak = max(peak, status(process.pid, "VmHWM"))
                time.sleep(0.01)
            journal = os.path.getsize(os.path.join(folder, ".debate", "journal.db"))
            base = base or peak
            factor = max(0, peak - base) / len(content)
            print(f"{name}: {len(content) / MB:.1f} MB, exit {process.returncode}, {time.monotonic() - began:.1f} s, peak {peak / MB:.0f} MiB, "
                  f"{factor:.1f} bytes a byte, journal {journal / MB:.1f} MB")
            if factor > 10 and len(content) > MB:
                failures.append(f"{name}: {factor:.1f} bytes a byte")
    for failure in failures:
        print(f"BROKEN: {failure}")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--sizes", default="1,8,25")
    parser.add_argument("--only", default="")
    parser.add_argument("--reply", type=float, default=0)
    options = parser.parse_args()
    return replies(options) if options.reply else doors(options)


if __name__ == "__main__":
    sys.exit(main())

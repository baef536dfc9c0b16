#!/usr/bin/env python3
"""A stranger's page in headless Chromium, at another origin and under a name that was made to lead to this machine, tries to read, start, cancel
and spend; with and without a key set, with the browser's own checks of local networks switched off. Our own page, the Python client and curl work.

    tests/acceptance/strangers.py --tool client/Debate.Cli/bin/Debug/net10.0/debate [--base OTHER/debate]

--base names a build of before the checks, where the same page must succeed: else it could not have succeeded anywhere. Exit code 0 where all is
as it should be, 1 where not, 77 where Chromium or curl is not there.
"""
import argparse
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = """models:
  sim: { simulated: bernoulli, accuracy: 0.6 }
  judge: { simulated: text-judge }
rewards: { profiles: { p: { judge: judge, opponent: baseline, baseline: 'answer: 0', rounds: 0 } } }
"""
KEY = "a-key-that-is-long-enough-for-this"

# What a page can make a browser send. Each step tells what came back, or that nothing could be read.
PAGE = """<!doctype html><title>page</title><pre id=out></pre><script>
const server = %(server)s, score = JSON.stringify({prompt: "2+2? %(mark)s", completion: "answer: 4"});
const run = JSON.stringify({question: "2+2? %(mark)s", model: "sim", options: {rounds: 1}});
async function send(what, path, init) {
  try {
    const reply = await fetch(server + path, init);
    return what + "=" + (reply.type === "opaque" ? "sent" : reply.status + (reply.ok ? " read " + (await reply.text()).length : ""));
  } catch (error) { return what + "=failed"; }
}
(async () => {
  const told = [];
  const post = (type, body) => ({method: "POST", mode: "no-cors", headers: {"Content-Type": type}, body});
  told.push(await send("list", "/v1/runs"));
  told.push(await send("models", "/v1/models"));
  told.push(await send("start", "/v1/runs", {method: "POST", headers: {"Content-Type": "application/json"}, body: run}));
  told.push(await send("score", "/v1/score", {method: "POST", headers: {"Content-Type": "application/json"}, body: score}));
  told.push(await send("blind-text", "/v1/score", post("text/plain", score)));
  told.push(await send("blind-form", "/v1/score", post("application/x-www-form-urlencoded", score)));
  told.push(await send("blind-none", "/v1/score", {method: "POST", mode: "no-cors", body: new Blob([score])}));
  told.push(await send("blind-cancel", "/v1/runs/%(victim)s/cancel", {method: "POST", mode: "no-cors"}));
  told.push(await send("blind-pause", "/v1/runs/%(victim)s/pause", {method: "POST", mode: "no-cors"}));
  document.getElementById("out").textContent = "TOLD " + told.join("; ") + " DONE";
})();
</script>"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True, type=pathlib.Path)
    parser.add_argument("--base", type=pathlib.Path)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"))
    options = parser.parse_args()
    if not options.chromium or not shutil.which("curl"):
        print("strangers: chromium and curl are needed")
        return 77
    wrong = []
    for key in (None, KEY):
        with Server(options.tool, key) as server:
            told = attack(options.chromium, server)
            own(server, wrong)
        for name, steps in told.items():
            print(f"{'with a key' if key else 'without'}, {name}: {steps}")
            for step, came in steps.items():
                if step != "left" and "read" in came:
                    wrong.append(f"{name} {step}: {came}")
        if told["foreign"]["left"] or told["rebound"]["left"]:
            wrong.append(f"something was left: {told}")
    if options.base:
        with Server(options.base, None) as server:
            told = attack(options.chromium, server)
        print(f"before, without: {told}")
        if "read" not in told["rebound"]["start"] or not told["foreign"]["left"] or not told["rebound"]["left"]:
            wrong.append("the page does not succeed before either: it shows nothing")
    for what in wrong:
        print("WRONG:", what)
    print("strangers:", "WRONG" if wrong else "nothing read, started, cancelled or spent")
    return 1 if wrong else 0


class Server:
    """A server in a folder of its own, with one run that waits for a person."""

    def __init__(self, tool, key):
        self.tool, self.key = tool.resolve(), key
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="strangers-"))

    def __enter__(self):
        (self.folder / "debate.yaml").write_text(MODELS)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DEBATE_")}
        if self.key:
            environment["DEBATE_API_KEY"] = self.key
        self.environment = environment
        self.log = open(self.folder / "log", "w")
        self.process = subprocess.Popen([self.tool, "serve", "--urls", "http://127.0.0.1:0"], cwd=self.folder, env=environment,
                                        stdout=self.log, stderr=self.log)
        until = time.monotonic() + 180
        while not (self.folder / ".debate/url").exists() or not (self.folder / ".debate/url").read_text().strip():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"the server did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.1)
        self.url = (self.folder / ".debate/url").read_text().strip()
        self.port = int(self.url.rsplit(":", 1)[1])
        self.victim = self.ask("POST", "/v1/runs", {"question": "Who waits?", "seats": {"affirmative": "external"}, "model": "sim"})["id"]
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, method, path, body=None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(self.url + path, None if body is None else json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as reply:
            text = reply.read().decode()
            return text if path.endswith("/entries") else json.loads(text)

    def left(self, mark):
        """What a page's requests left behind: runs, rewards, a victim that no longer waits."""
        rows = self.ask("GET", "/v1/runs?children=true")["items"]
        entries = [row["id"] for row in rows if mark in json.dumps(row)]
        entries += [row["id"] for row in rows if row["id"].startswith("rewards/")
                    and mark in self.ask("GET", f"/v1/runs/{row['id'].replace('/', '%2F')}/entries")]
        victim = next(row for row in rows if row["id"] == self.victim)
        return entries + ([f"{self.victim} is {victim['status']}"] if victim["status"].lower() != "running" else [])


def attack(chromium, server):
    """What two pages were told: one of another origin, one whose own name leads to the server; and what they left."""
    pages = {}

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    told = {}
    # The stranger's web server listens at another loopback address: the browser is told that its names lead there.
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        # Of another origin.
        mark = "foreignmark"
        pages["/"] = PAGE % {"server": json.dumps(server.url), "mark": mark, "victim": server.victim}
        told["foreign"] = browse(chromium, f"http://evil.example:{web.server_port}/", f"MAP evil.example 127.0.0.1:{web.server_port}")
        told["foreign"]["left"] = server.left(mark)
        # Rebound: the page came from its own server while its name led there; now the name leads to ours. A proxy plays the change: it gives the
        # page for / and passes all else on to the server as the browser sent it, Host and Origin included.
        mark = "reboundmark"
        with Rebound(server.port, PAGE % {"server": json.dumps(""), "mark": mark, "victim": server.victim}) as port:
            told["rebound"] = browse(chromium, f"http://evil.example:{server.port}/", f"MAP evil.example:{server.port} 127.0.0.1:{port}")
            told["rebound"]["left"] = server.left(mark)
        web.shutdown()
    return told


class Rebound:
    """A listener that answers GET / itself and passes every other connection on, byte by byte."""

    def __init__(self, port, page):
        self.target, self.page = port, page

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()
        return self.socket.getsockname()[1]

    def __exit__(self, *_):
        self.socket.close()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client:
            head = b""
            while b"\r\n\r\n" not in head:
                got = client.recv(65536)
                if not got:
                    return
                head += got
            line, rest = head.split(b"\r\n", 1)
            if line.startswith(b"GET / ") or line.startswith(b"GET /favicon"):
                body = self.page.encode()
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
                return
            # One request a connection: the next one comes by a new connection through here.
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                server.sendall(line + b"\r\nConnection: close\r\n" + rest.replace(b"Connection: keep-alive\r\n", b""))
                threading.Thread(target=self.pump, args=(client, server), daemon=True).start()
                while got := server.recv(65536):
                    client.sendall(got)

    @staticmethod
    def pump(client, server):
        try:
            while got := client.recv(65536):
                server.sendall(got)
        except OSError:
            pass


def browse(chromium, url, rules):
    """Opens a page and returns what it told, step by step."""
    profile = tempfile.mkdtemp(prefix="strangers-browser-")
    try:
        done = subprocess.run(
            [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--no-first-run", "--timeout=60000",
             "--virtual-time-budget=60000", f"--host-resolver-rules={rules}", "--proxy-server=direct://",
             # The browser's own protection of local networks is off: what remains is ours.
             "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessSendPreflights,"
             "PrivateNetworkAccessRespectPreflightResults,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
             "--dump-dom", url], capture_output=True, text=True, timeout=180)
    finally:
        shutil.rmtree(profile, ignore_errors=True)
    start, end = done.stdout.find("TOLD "), done.stdout.find(" DONE")
    if start < 0 or end < 0:
        raise SystemExit(f"the page told nothing: {done.stdout[-500:]} {done.stderr[-500:]}")
    return dict(step.split("=", 1) for step in done.stdout[start + 5:end].split("; "))


def own(server, wrong):
    """Our own clients go on working: the tool, the Python client, curl."""
    environment = dict(server.environment, DEBATE_SERVER=server.url, DEBATE_URL=server.url, PYTHONPATH=str(ROOT / "client/python"))
    curl = ["curl", "-sf", "-H", "Content-Type: application/json", "-d", json.dumps({"prompt": "1+1?", "completion": "answer: 2"})]
    key = ["-H", f"X-Api-Key: {server.key}"] if server.key else []
    for name, command in {
        "curl": curl + key + [f"{server.url}/v1/score"],
        "curl, an empty POST": ["curl", "-sf", "-X", "POST"] + key + [f"{server.url}/v1/runs/{server.victim}/resume"],
        "the tool": [str(server.tool), "ls", "-o", "json"],
        "the Python client": [sys.executable, "-c", "import debate_rewards as d; print(d.score([d.make_item('1+1?', ['answer: 2'])]))"],
    }.items():
        done = subprocess.run(command, env=environment, cwd=server.folder, capture_output=True, text=True, timeout=180)
        print(f"{'with a key' if server.key else 'without'}, {name}: {'works' if done.returncode == 0 else done.stderr or done.stdout}")
        if done.returncode:
            wrong.append(f"{name}: {done.returncode} {done.stderr}")


if __name__ == "__main__":
    sys.exit(main())

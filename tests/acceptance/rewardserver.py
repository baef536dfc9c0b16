"""A `debate serve` with reward profiles, and a client that keeps its connection."""
import http.client
import json
import os
import signal
import subprocess
import time

from common import tool_path


class RewardServer:
    """Runs in a folder, to which it writes `debate.yaml`; it may be killed and restarted at the same address. `tool` is another build of
    it, and `log` a file for what it says."""

    def __init__(self, folder, configuration, *arguments, tool=None, log=None):
        self.folder, self.arguments, self.process, self.port = folder, arguments, None, 0
        self.tool, self.log = tool or tool_path(), log
        with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
            file.write(configuration)

    def start(self):
        url = os.path.join(self.folder, ".debate", "url")
        before = os.stat(url).st_mtime_ns if os.path.exists(url) else None
        with open(self.log or os.devnull, "a", encoding="utf-8") as out:
            self.process = subprocess.Popen([self.tool, "serve", "--urls", f"http://127.0.0.1:{self.port}", *self.arguments],
                                            cwd=self.folder, stdout=out, stderr=subprocess.PIPE, text=True)
        while not os.path.exists(url) or os.stat(url).st_mtime_ns == before or not os.path.getsize(url):
            if self.process.poll() is not None:
                raise SystemExit(f"FAILED: the server does not start: {self.process.stderr.read()}")
            time.sleep(0.02)
        with open(url, encoding="utf-8") as file:
            self.port = int(file.read().strip().rstrip("/").rsplit(":", 1)[1])
        self.process.stderr.close()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Client:
    """One connection; a lost request raises an exception."""

    def __init__(self, port, timeout=200):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def post(self, path, body):
        self.http.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        reply = self.http.getresponse()
        return reply.status, json.loads(reply.read())

    def rewards(self, profile, rows):
        """Sends OpenRLHF's request for rows of (prompt, answer, label); returns the rewards."""
        status, body = self.post(f"/get_reward?profile={profile}", {
            "query": [prompt + answer for prompt, answer, _ in rows], "prompts": [prompt for prompt, _, _ in rows],
            "labels": [label for _, _, label in rows]})
        if status != 200:
            raise SystemExit(f"FAILED: {status} {body}")
        return body["rewards"]


def check(holds, message):
    if not holds:
        raise SystemExit(f"FAILED: {message}")
    print(f"  holds: {message}", flush=True)

"""Shared by the acceptance scripts: running the tool, generated questions, and a simulated endpoint that logs X-Debate-Call."""
import contextlib
import hashlib
import json
import os
import re
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def tool_path():
    """The path of the tool: DEBATE_TOOL if that is set, else the Release build if there is one, otherwise Debug."""
    if os.environ.get("DEBATE_TOOL"):
        return os.environ["DEBATE_TOOL"]
    places = [os.path.join(ROOT, "client", "Debate.Cli", "bin", c, "net10.0", "debate") for c in ("Release", "Debug")]
    return next((p for p in places if os.path.exists(p)), places[0])


def write_questions(path, count):
    """Writes `count` questions with one right answer each; their first characters differ, and a simulated model finds them by these."""
    items = [{"question": f"Item {i:06d}: how much are {i} and 7 together?", "answer": str(i + 7)} for i in range(1, count + 1)]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(items, file)


def run(tool, folder, *args, **more):
    """Runs the tool and waits for its end."""
    return subprocess.run([tool, *args], cwd=folder, capture_output=True, text=True, check=False, **more)


def reply(seat, messages, seed):
    """The reply of a seat: a pure function of its messages and the seed. Moderators decide in one round of four, judges always."""
    draw = hashlib.sha256(json.dumps([messages, seed]).encode()).digest()
    question = re.search(r"Item \d+: how much are (\d+) and 7", json.dumps(messages))
    answer = int(question.group(1)) + 7 + (1 if draw[0] % 5 < 2 else 0)
    if seat == "moderator":
        decides = draw[1] % 4 == 0
        return json.dumps({"preference": "Yes" if decides else "No", "side": "Affirmative" if decides else "", "reason": "It is so.",
                           "answer": str(answer) if decides else ""})
    if seat == "judge" and "candidate answers" in messages[-1]["content"]:
        return f"{answer}\n{answer + 1}"
    if seat == "judge":
        return json.dumps({"reason": "It holds up.", "side": "Negative", "answer": str(answer)})
    return f"I have thought about it ({draw[2]}): the answer is {answer}."


class Endpoint:
    """An OpenAI-compatible server on a free port. `calls` holds (id/path, time of arrival, time of the reply or None) in order of arrival."""

    def __init__(self, latency=0.02):
        self.latency, self.calls, self.lock, self.dead_until = latency, [], threading.Lock(), 0.0
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                endpoint.answer(self)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512
            allow_reuse_address = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def count(self):
        with self.lock:
            return len(self.calls)

    def answer(self, http):
        body = json.loads(http.rfile.read(int(http.headers["Content-Length"])))
        name = http.headers["X-Debate-Call"].rsplit("/", 1)[0]
        entry = [name, time.monotonic(), None]
        dead = time.monotonic() < self.dead_until
        with self.lock:
            if not dead:
                self.calls.append(entry)
        if dead:
            return self.send(http, 503, {"error": {"message": "overloaded"}})
        time.sleep(self.latency)
        text = reply(http.headers["X-Debate-Seat"], body["messages"], body.get("seed"))
        tokens = {"prompt_tokens": len(json.dumps(body["messages"])) // 4, "completion_tokens": len(text) // 4}
        self.send(http, 200, {"id": "x", "object": "chat.completion", "created": 0, "model": body["model"], "usage": {**tokens, "total_tokens": sum(tokens.values())},
                              "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}]})
        entry[2] = time.monotonic()

    @staticmethod
    def send(http, status, document):
        body = json.dumps(document).encode()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            http.send_response(status)
            http.send_header("Content-Type", "application/json")
            http.send_header("Content-Length", str(len(body)))
            http.end_headers()
            http.wfile.write(body)

    def configuration(self, **more):
        fields = {"endpoint": self.url, "model": "simulated", "parallel": 16, "pricePerMillionIn": 1, "pricePerMillionOut": 2, **more}
        return json.dumps({"models": {"small": fields}})


def recorded(tool, folder, run_id):
    """The names (id/path) of all calls in the journals of a run and its children, according to the export."""
    out = run(tool, folder, "export", run_id, "--format", "jsonl").stdout
    lines = [json.loads(line) for line in out.splitlines()]
    return [f"{line['run']}/{line['path']}" for line in lines if line["entry"].get("kind") == "asked"]


def projection(tool, folder, run_id):
    return run(tool, folder, "export", run_id, "--format", "projection").stdout

#!/usr/bin/env python3
"""Every HTTP door of a server against requests that are wrong in one place (issue 18, point 1).

Each request is a valid one with one thing changed: a field of any level replaced by a value of every kind, left out, doubled, renamed or
moved, a query parameter, a header, or the bytes themselves. Every answer must be 2xx or 4xx; a 4xx has a detail; a run that a 2xx speaks of
can be read, and ends, or waits for an external turn; none is interrupted without a reason, and none is failed by a fault of ours. Afterwards
a fresh server over the same store reads every run, and `debate verify` finds them all whole.

    python3 tests/acceptance/fuzz.py [--requests 5000] [--seed 1] [--tool PATH] [--redis redis://HOST:PORT] [--only DOOR]
"""
import argparse
import collections
import copy
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

from common import tool_path

CONFIGURATION = """
models:
  sim: { simulated: bernoulli, accuracy: 0.6 }
  debater: { simulated: debater, accuracy: 0.6 }
  judge: { simulated: text-judge, accuracy: 0.8 }
rewards:
  default: text
  profiles:
    text: { judge: judge, opponent: critic, rounds: 0 }
    debate: { judge: 'judge, judge', rounds: 1 }
    pairs: { judge: judge, opponent: all-pairs, rounds: 0, shape: rank }
    group: { judge: judge, opponent: circular, cohort: 2, rounds: 0, deadline: 1 }
"""
GRAPH = {"arguments": [{"id": "m", "text": "Motion."}, {"id": "a", "text": "Against."}, {"id": "b", "text": "For."}],
         "attacks": [["a", "m"], ["b", "a"]]}
STRANGE = [None, True, False, 0, -1, 1, 1.5, 1e308, -0.0, 2**31, 2**53 + 1, 2**63, 2**64, -2**63 - 1, 10**400, "", " ", "x", "null", "1", "-1", "\x00",
           "\ud800", "\u202e\u2066x", "a" * 300, "é" * 5000, "../..", "~graph", "external", "none", "NaN", "Infinity", "<script>", "{}", "[]", "\n\n", [], [None],
           [[]], [{}], [""], ["x", None], {}, {"x": None}, {"": ""}, {"x": {}}, {"id": "x"}, "00:00:01", "-1s", "9" * 400, "1e999", "\ud83d\ude00"]


def nested(levels):
    value = "x"
    for _ in range(levels):
        value = [value]
    return value


STRANGE += [nested(30), nested(70)]


def paths(node, at=()):
    yield at
    if isinstance(node, dict):
        for name, value in node.items():
            yield from paths(value, (*at, name))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from paths(value, (*at, i))


def parent(node, path):
    for step in path[:-1]:
        node = node[step]
    return node


class Mutant:
    """A request with one thing wrong."""

    def __init__(self, draw, body):
        body, self.what = copy.deepcopy(body), "as it is"
        places = list(paths(body))
        path = draw.choice(places)
        kind = draw.choice(["value"] * 12 + ["remove", "unknown", "rename", "twice", "wrap", "bytes", "bytes"])
        self.raw = None
        if kind == "value" or not path and kind in ("remove", "rename"):
            value = draw.choice(STRANGE)
            self.what = f"{'.'.join(map(str, path)) or 'body'} = {str(value)[:40]!r}"
            if path:
                parent(body, path)[path[-1]] = value
            else:
                body = value
        elif kind == "remove":
            self.what = f"{path} removed"
            del parent(body, path)[path[-1]]
        elif kind == "rename":
            owner = parent(body, path)
            self.what = f"{path} renamed"
            if isinstance(owner, dict):
                owner[str(path[-1]).upper() if draw.random() < 0.5 else f"{path[-1]}_"] = owner.pop(path[-1])
            else:
                owner.append(copy.deepcopy(owner[path[-1]]))
        elif kind == "unknown" and isinstance(self.at(body, path), dict):
            self.what = f"{path} has an unknown field"
            self.at(body, path)["whoKnows"] = draw.choice(STRANGE)
        elif kind == "wrap" and path:
            self.what = f"{path} in a list"
            parent(body, path)[path[-1]] = [self.at(body, path)]
        try:
            self.body = json.dumps(body, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")
        except ValueError:
            self.body = b"[]"
        if kind == "twice" and self.body.startswith(b"{") and len(self.body) > 2:
            self.what, self.body = "the first field twice", self.body[:-1] + b"," + self.body[1:]
        elif kind == "bytes":
            data = bytearray(self.body)
            how = draw.choice(["cut", "byte", "utf8", "tail", "bom", "empty", "nul", "utf16"])
            at = draw.randrange(len(data)) if data else 0
            self.what = f"bytes: {how} at {at}"
            if how == "cut":
                data = data[:at]
            elif how == "byte" and data:
                data[at] = draw.randrange(256)
            elif how == "utf8":
                data[at:at] = draw.choice([b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f"])
            elif how == "tail":
                data += draw.choice([b"{}", b"x", b"\x00", b" " * 1000])
            elif how == "bom":
                data[:0] = b"\xef\xbb\xbf"
            elif how == "empty":
                data = bytearray()
            elif how == "nul":
                data[at:at] = b"\x00"
            else:
                data = bytearray(self.body.decode("utf-8", "replace").encode("utf-16"))
            self.body = bytes(data)

    @staticmethod
    def at(node, path):
        for step in path:
            node = node[step]
        return node


class Server:
    def __init__(self, tool, folder, cluster):
        self.tool, self.folder, self.cluster = tool, folder, cluster
        self.process = self.connection = None

    def start(self):
        url = os.path.join(self.folder, ".debate", "url")
        if os.path.exists(url):
            os.remove(url)
        more = ["--cluster", self.cluster] if self.cluster else []
        with open(os.path.join(self.folder, "serve.log"), "ab") as log:
            self.process = subprocess.Popen([self.tool, "serve", "--urls", "http://127.0.0.1:0", *more], cwd=self.folder, stdout=log, stderr=log)
        while not os.path.exists(url):
            if self.process.poll() is not None:
                sys.exit(f"BROKEN: the server cannot start: exit code {self.process.returncode}; see {self.folder}/serve.log")
            time.sleep(0.05)
        with open(url, encoding="ascii") as file:
            self.address = urllib.parse.urlparse(file.read().strip())
        self.connection = None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(120)

    def send(self, method, path, body=None, headers=None):
        for again in (True, False):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=120)
                self.connection.request(method, path, body, headers or {})
                reply = self.connection.getresponse()
                return reply.status, reply.read()
            except (ConnectionError, http.client.HTTPException):
                self.connection = None
                if self.process.poll() is not None or not again:
                    return 599, b"no answer"


def doors(server):
    """The valid requests: (name, method, path, body)."""
    yield "POST /v1/runs", "POST", "/v1/runs", {
        "protocol": "mad", "question": "What is 2+2?", "answers": ["4", "four"], "passage": "Numbers.", "options": {"rounds": "1", "level": 2},
        "seats": {"affirmative": "sim"}, "personas": {"negative": "Doubt it."}, "sampling": {"temperature": 0.5, "topP": 0.9, "maxTokens": 100, "stop": ["END"]},
        "seatSampling": {"moderator": {"temperature": 0}}, "model": "sim", "seed": 7, "budget": {"calls": 100, "tokens": 1000000, "cost": 1.5, "time": "1h"},
        "priority": "low", "name": "a name", "turnSeconds": 0.05}
    yield "POST /v1/runs problem", "POST", "/v1/runs", {
        "protocol": "mad", "problem": {"key": "k", "text": "What is 3+3?", "answers": ["6"], "choices": ["6", "7"], "wrongAnswers": ["7"], "source": "A book.",
                                       "passage": "Pages."}, "model": "sim", "options": {"rounds": 1}}
    yield "POST /v1/runs evidence", "POST", "/v1/runs", {
        "protocol": "evidence", "problem": {"text": "Motion.", "graph": GRAPH, "motion": "m"}, "options": {"rounds": 2} if False else {}}
    yield "POST /v1/episodes", "POST", "/v1/episodes?wait=0", {
        "protocol": "mad", "question": "Who is right?", "answers": ["me"], "options": {"rounds": "1"}, "seats": {"affirmative": "external"}, "model": "sim",
        "seed": 3, "turnSeconds": 0.5, "idempotencyKey": "fuzz"}
    for protocol, extra in (("mad", {"options": {"rounds": "1"}}), ("evidence", {"problem": {"text": "Motion.", "graph": GRAPH, "motion": "m"}})):
        base = {"protocol": protocol, **extra}
        if protocol == "mad":
            base |= {"question": "Put?", "answers": ["a"], "model": "sim"}
        status, answer = server.send("POST", "/v1/runs", json.dumps(base), {"Content-Type": "application/json"})
        run = json.loads(answer)["id"] if status == 202 else sys.exit(f"BROKEN: {status} {answer[:300]}")
        time.sleep(1)
        first = server.send("GET", f"/v1/runs/{run}/entries?count=1")[1]
        yield f"PUT {protocol}", "PUT", "/v1/runs/{new}", {**json.loads(first)["entry"]["snapshot"]}
    for file in sorted(os.listdir(os.path.join(server.folder, "definitions"))):
        with open(os.path.join(server.folder, "definitions", file), encoding="utf-8") as text:
            yield f"PUT {file}", "PUT", "/v1/runs/{new}", json.load(text)
    seat = {"name": "late", "model": "sim", "debater": "late", "persona": "New.", "sampling": {"temperature": 1}, "patience": "1s", "family": "f"}
    yield "join", "POST", "/v1/runs/{tournament}/join", {"seats": [seat]}
    yield "withdraw", "POST", "/v1/runs/{tournament}/withdraw", {"seats": ["b"]}
    yield "resume", "POST", "/v1/runs/{old}/resume", {"calls": 1000, "tokens": 1000000, "cost": 1, "time": "1h"}
    yield "step", "POST", "/v1/episodes/{episode}/step?wait=0", {
        "turn": "{turn}", "text": "So it is.", "policyVersion": "v1", "tokenIds": [1, 2], "logProbs": [-0.1, -0.2]}
    yield "score", "POST", "/v1/score", {
        "prompt": "2+2?", "completions": ["4", "5"], "baseline": "3", "label": "4", "profile": "debate", "shape": "rank", "opponent": "circular", "seed": 1,
        "deadline": 30, "record": True, "key": "k"}
    yield "score one", "POST", "/v1/score", {"prompt": "2+2?", "completion": "4", "baseline": "3", "label": {"a": 4}, "deadline": 30, "group_id": 3}
    yield "batch", "POST", "/v1/score/batch", {
        "items": [{"prompt": "2+2?", "completion": "4", "label": "4", "profile": "text"}, {"prompt": "3+3?", "completions": ["6"]}], "profile": "pairs", "usage_before": True}
    yield "get_reward", "POST", "/get_reward", {
        "query": ["<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n4<|im_end|>", "3+3?6"], "prompts": ["<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n", "3+3?"],
        "labels": ["4", {"x": 1}], "group_id": ["g", None]}
    yield "agent step", "POST", "/agent/step", {"observation_text": "2+2?", "action_text": "4", "label": "4", "group_id": "g"}
    yield "classify", "POST", "/classify?turns=one", {"model": "text", "input": ["<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n4"], "use_activation": False}
    yield "classify messages", "POST", "/classify", {
        "model": "text", "messages": [{"role": "user", "content": [{"type": "text", "text": "2+2?"}, {"type": "image_url", "image_url": {"url": "x"}}]},
                                      {"role": "assistant", "content": "4", "tool_calls": [{"function": {"name": "f", "arguments": "{}"}}]}]}
    response = {"id": "r1", "output": [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "4", "annotations": []}]},
                                       {"type": "function_call", "name": "f", "arguments": "{}"}, {"type": "reasoning", "summary": []}], "output_text": "4"}
    yield "verify", "POST", "/verify", {
        "responses_create_params": {"input": [{"role": "user", "content": "2+2?"}], "instructions": "Think."}, "response": response, "principle": "Be right.",
        "label": "4", "baseline": "5", "_ng_task_index": 0, "_ng_rollout_index": 1, "num_rollouts_per_prompt": 1}
    yield "compare", "POST", "/compare?strategy=all_pairs", {
        "conversation_history": [{"role": "user", "content": "2+2?"}], "response_objs": [response, {"output_text": "5"}], "principle": "Be right.", "label": "4"}
    yield "aggregate", "POST", "/aggregate_metrics", {
        "verify_responses": [{"_ng_task_index": 0, "reward": 0.5, "win_probability": 1}, {"_ng_task_index": 1, "reward": 0, "_ng_failure_class": "judge_failed"}]}
    yield "seed_session", "POST", "/seed_session", {"x": 1}
    for action in ("cancel", "pause"):
        yield action, "POST", "/v1/runs/{old}/" + action, {}


QUERIES = ["/v1/runs?children={x}", "/v1/runs?unfinished={x}", "/v1/runs?under={x}", "/v1/runs/{x}", "/v1/runs/{x}/summary", "/v1/runs/{old}/entries?from={x}",
           "/v1/runs/{old}/entries?count={x}", "/v1/runs/{old}/events?from={x}", "/v1/runs/{x}/events", "/v1/runs/{x}/standings", "/v1/episodes/{x}",
           "/v1/episodes/{episode}?wait={x}", "/v1/episodes/{episode}?seat={x}&wait=0", "/v1/episodes/{episode}?shape={x}&wait=0", "/v1/models?x={x}", "/{x}", "/reverify_mode"]


def make_definitions(tool, folder):
    """Definitions of a tournament, an evaluation and so on, from runs that the tool makes in a folder of its own."""
    os.makedirs(os.path.join(folder, "definitions"))
    work = os.path.join(folder, "work")
    os.makedirs(work)
    with open(os.path.join(work, "debate.yaml"), "w", encoding="utf-8") as file:
        file.write(CONFIGURATION)
    with open(os.path.join(work, "questions.json"), "w", encoding="utf-8") as file:
        json.dump([{"question": f"How much are {i} and 7?", "answer": str(i + 7)} for i in range(3)], file)
    with open(os.path.join(work, "spec.yaml"), "w", encoding="utf-8") as file:
        file.write("name: cup\nsource: { questions: questions.json }\nprotocol: judged\nmodel: debater\ndebaters: [{ name: a, model: debater }, { name: b, model: debater }]\n")
    made = [("tournament", ["tournament", "run", "spec.yaml", "--seed", "1"]),
            ("evaluation", ["eval", "questions.json", "--protocol", "mad", "--model", "sim", "--seed", "1"])]
    for name, args in made:
        done = subprocess.run([tool, *args, "--id", name], cwd=work, capture_output=True, text=True, check=False)
        shown = subprocess.run([tool, "export", name, "--format", "jsonl"], cwd=work, capture_output=True, text=True, check=False)
        first = next((json.loads(line) for line in shown.stdout.splitlines() if json.loads(line)["run"] == name), None)
        if not first:
            print(f"no definition of a {name}: {done.stderr[-300:]} {shown.stderr[-300:]}")
            continue
        with open(os.path.join(folder, "definitions", name), "w", encoding="utf-8") as file:
            json.dump(first["entry"]["snapshot"], file)


class Fuzz:
    def __init__(self, options, folder):
        self.options, self.folder, self.draw = options, folder, random.Random(options.seed)
        self.server = Server(options.tool, folder, options.redis)
        self.faults, self.counts, self.runs, self.made = [], collections.Counter(), {}, 0
        self.known = {"old": "none", "episode": "none", "tournament": "none", "turn": "none"}

    def fault(self, what):
        self.faults.append(what)
        print(f"BROKEN: {what}", flush=True)

    def note(self, name, mutant, status, answer):
        self.counts[f"{name}: {status}"] += 1
        label = f"{name}, {mutant}: {status} {answer[:300].decode('utf-8', 'replace')}"
        if status >= 500 and not (status in (503, 504) and b"trouble" in answer):
            return self.fault(label)
        try:
            body = json.loads(answer)
        except ValueError:
            body = None
        if 400 <= status < 500 and not (isinstance(body, dict) and len(body.get("detail") or "") > 3) and status not in (404, 405):
            return self.fault(f"no detail: {label}")
        if 200 <= status < 300 and isinstance(body, dict):
            run = body.get("transcript") or (body.get("id") if "status" in body else None)
            if isinstance(run, str) and run:
                self.runs.setdefault(run, label)
                if name.startswith("POST /v1/runs"):
                    self.known["old"] = run
                if name.startswith("POST /v1/episodes") and body.get("turn"):
                    self.known["episode"], self.known["turn"] = run, body["turn"]["id"]
                if name == "PUT tournament":
                    self.known["tournament"] = run

    def once(self, bases):
        if self.draw.random() < 0.12:
            path = self.draw.choice(QUERIES)
            value = str(self.draw.choice(STRANGE))[:400]
            target = path.replace("{x}", urllib.parse.quote(value.encode("utf-8", "replace"), safe=""))
            for name, known in self.known.items():
                target = target.replace("{" + name + "}", urllib.parse.quote(known, safe=""))
            if "/events" in target and self.known["episode"] == self.known["old"]:
                return
            headers = {"Last-Event-ID": self.draw.choice(["-1", "x", "9" * 30, "0"])} if self.draw.random() < 0.2 else {}
            status, answer = self.server.send("GET", target, None, headers)
            if status == 400 and not answer and "%00" in target.split("?")[0]:
                # Refused by the web server itself, which takes no NUL in a path: no code of ours sees the request.
                self.counts[f"GET {path}: 400 (NUL)"] += 1
                return None
            return self.note(f"GET {path}", value[:60], status, answer)
        name, method, path, body = self.draw.choice(bases)
        if method == "PUT":
            self.made += 1
            identity = f"put{self.made}"
            path, body = path.replace("{new}", identity), {**body, "id": identity}
        if name == "step":
            body = {**body, "turn": self.known["turn"]}
        if "idempotencyKey" in body:
            self.made += 1
            body = {**body, "idempotencyKey": f"key{self.made}"}
        for key, known in self.known.items():
            path = path.replace("{" + key + "}", urllib.parse.quote(known, safe=""))
        mutant = Mutant(self.draw, body)
        headers = {"Content-Type": "application/json"}
        if self.draw.random() < 0.03:
            headers = self.draw.choice([{}, {"Content-Type": "text/plain"}, {"Content-Type": "application/json; charset=utf-16"},
                                        {"Content-Type": "application/json", "Idempotency-Key": "k" * 201},
                                        {"Content-Type": "application/json", "X-Debate-Profile": "x\ty"}])
        status, answer = self.server.send(method, path, mutant.body, headers)
        self.note(name, mutant.what, status, answer)

    def examine(self, when):
        """Every run that was spoken of can be read, and ended or waits for somebody."""
        stuck = collections.Counter()
        for run, label in self.runs.items():
            target = f"/v1/runs/{urllib.parse.quote(run, safe='')}"
            until = time.monotonic() + 30
            while True:
                status, answer = self.server.send("GET", target)
                if status != 200:
                    self.fault(f"{when}: the report of {run} is {status} {answer[:200]}; it came of {label}")
                    break
                body = json.loads(answer)
                state = body["status"]
                if state == "running" and not self.waits(run) and time.monotonic() < until:
                    time.sleep(0.1)
                    continue
                stuck[state] += 1
                reason = body.get("reason") or (body.get("suspension") or {}).get("reason")
                if state == "running" and not self.waits(run):
                    self.fault(f"{when}: {run} runs for ever; it came of {label}")
                if state in ("interrupted", "failed") and not reason:
                    self.fault(f"{when}: {run} is {state} without a reason; it came of {label}")
                if state == "failed":
                    print(f"  {run} failed: {reason}; it came of {label[:300]}")
                if reason and ("fault of this program" in reason or "parked" in reason):
                    self.fault(f"{when}: {run} is {state}: {reason}; it came of {label}")
                break
        print(f"{when}: {len(self.runs)} runs: {dict(stuck)}")
        for path in ("/v1/runs", "/v1/runs?children=true", "/v1/runs?unfinished=true"):
            status, answer = self.server.send("GET", path)
            if status != 200:
                self.fault(f"{when}: GET {path} is {status} {answer[:200]}")

    def waits(self, run):
        status, answer = self.server.send("GET", f"/v1/episodes/{urllib.parse.quote(run, safe='')}?wait=0")
        return status == 200 and bool(json.loads(answer).get("turns"))

    def work(self):
        make_definitions(self.options.tool, self.folder)
        self.server.start()
        bases = [b for b in doors(self.server) if not self.options.only or self.options.only in b[0]]
        for name, method, path, body in bases:
            if "{old}" in path or "{tournament}" in path or "{episode}" in path:
                continue
            if method == "PUT":
                body = {**body, "id": f"whole-{name.split()[-1]}"}
                path = path.replace("{new}", body["id"])
            status, answer = self.server.send(method, path, json.dumps(body), {"Content-Type": "application/json"})
            self.note(name, "as it is", status, answer)
            if status >= 300:
                self.fault(f"the valid request of {name} is {status} {answer[:400]}")
        for _ in range(self.options.requests):
            self.once(bases)
            if self.server.process.poll() is not None:
                self.fault(f"the server ended with exit code {self.server.process.returncode}")
                break
        for line, count in sorted(self.counts.items()):
            print(f"  {count:5d} {line}")
        if self.server.process.poll() is None:
            self.examine("before")
            code = self.server.stop()
            if code:
                self.fault(f"the server ended with exit code {code}")
        self.server.start()
        self.examine("after a restart")
        self.server.stop()
        if not self.options.redis:
            listed = subprocess.run([self.options.tool, "ls", "-o", "json"], cwd=self.folder, capture_output=True, text=True, check=False)
            if listed.returncode:
                self.fault(f"debate ls: exit code {listed.returncode}: {listed.stderr[-300:]}")
        print(f"seed {self.options.seed}: {sum(self.counts.values())} requests, {len(self.faults)} faults")
        return 1 if self.faults else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--redis")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
            file.write(CONFIGURATION)
        fuzz = Fuzz(options, folder)
        try:
            return fuzz.work()
        finally:
            if fuzz.server.process and fuzz.server.process.poll() is None:
                fuzz.server.process.kill()
                fuzz.server.process.wait()
            if os.environ.get("DEBATE_KEEP"):
                os.system(f"cp -r {folder} {os.environ['DEBATE_KEEP']}")


if __name__ == "__main__":
    sys.exit(main())

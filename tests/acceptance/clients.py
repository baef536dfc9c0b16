#!/usr/bin/env python3
"""The trainers' clients against a reward server that is killed, slow, cut off, busy and unavailable (issue 15, acceptance 2).

Processes play verl, TRL and verifiers (through client/python), OpenRLHF and NeMo-Gym (calls written anew after openrlhf/utils/agent.py at
3c3be623, SingleTurnAgentExecutor, and nemo_gym/server_utils.py at 07d6b0d0, request). Between them and the server stands a proxy that loses
requests and replies, cuts replies, answers 429 and 503 and waits; and the server is killed with SIGKILL and started again. Then:

1. every reward is that of an undisturbed server, or its absence was told (None with a line on stderr, an exception, SystemExit); none is zero;
2. every question and answer was debated once: one run each, whose judges were paid once.

    python3 tests/acceptance/clients.py [--rows 24] [--processes 2] [--kills 4] [--faults 0.5] [--seed 1]
"""
import argparse
import asyncio
import contextlib
import http.client
import json
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from common import ROOT, run, tool_path
from rewardserver import Client, RewardServer, check

sys.path.append(os.path.join(ROOT, "client", "python"))
CONFIGURATION = """
models: { judge: { simulated: text-judge, accuracy: 0.8, bias: 0.1, latency: 50ms, parallel: 8 } }
rewards: { profiles: { one: { judge: judge, opponent: baseline, baseline: 'answer: 0', rounds: 0, shape: probability } } }
"""
GROUP = 4


class FaultyProxy:
    """Passes requests on to the server's present address, but for a share of them: each kind of fault as often as the others."""

    def __init__(self, server, share, seed):
        self.server, self.share, self.random, self.seen, self.lock = server, share, random.Random(seed), {}, threading.Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with proxy.lock:
                    fault = proxy.random.choice(FAULTS) if proxy.random.random() < proxy.share else "none"
                    proxy.seen[fault] = proxy.seen.get(fault, 0) + 1
                with contextlib.suppress(OSError):
                    proxy.answer(self, body, fault)

        class Server(ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 256

        self.http = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def answer(self, client, body, fault):
        if fault == "lost request":
            client.close_connection = True
        elif fault == "429":
            self.send(client, 429, b'{"detail": "too many"}', [("Retry-After", "1")])
        elif fault == "503":
            self.send(client, 503, b"<html><h1>Service Unavailable</h1></html>")
        else:
            status, reply = self.forward(client.path, body)
            if fault == "slow":
                time.sleep(0.5)
            if fault == "lost reply" or reply is None:
                client.close_connection = True
            elif fault == "cut":
                self.send(client, status, reply[:len(reply) // 2], more=len(reply) - len(reply) // 2)
            elif fault == "foreign":
                self.send(client, 200, reply[:len(reply) // 2])
            else:
                self.send(client, status, reply)

    def forward(self, path, body):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=200)
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            return reply.status, reply.read()
        except (OSError, http.client.HTTPException):
            return 0, None

    @staticmethod
    def send(client, status, body, headers=(), more=0):
        client.send_response(status)
        for name, value in [*headers, ("Content-Type", "application/json"), ("Content-Length", str(len(body) + more))]:
            client.send_header(name, value)
        client.end_headers()
        client.wfile.write(body)
        client.close_connection = client.close_connection or more > 0


FAULTS = ["lost request", "lost reply", "cut", "foreign", "429", "503", "slow"]


def row(who, i):
    """(question, answer, label). Rows of one group have one question."""
    question = i // GROUP if who == "trl" else i
    return f"{who} asks {question}: what are 2 and 2?", f"answer: {4 + i % 2}, says {who} {i}", "4"


def ask_verl(rows, url):
    import debate_verl
    for i, (question, answer, label) in rows:
        try:
            yield i, debate_verl.compute_score(data_source="d", solution_str=answer, ground_truth=label, extra_info={"question": question, "index": i})["score"]
        except RuntimeError as told:
            yield i, str(told)


def ask_trl(rows, url):
    import debate_trl
    rewards = debate_trl.debate_reward(prompts=[r[0] for _, r in rows], completions=[r[1] for _, r in rows], completion_ids=None,
                                       label=[r[2] for _, r in rows])
    return [(i, reward) for (i, _), reward in zip(rows, rewards)]


def ask_verifiers(rows, url):
    import debate_verifiers

    async def one(question, answer, label):
        try:
            return await debate_verifiers.debate_reward(prompt=[{"role": "user", "content": question}], answer=label, info={}, state={},
                                                        completion=[{"role": "assistant", "content": answer}])
        except Exception:       # what the rubric makes of it
            return 0.0

    async def every():
        return await asyncio.gather(*(one(*r) for _, r in rows))
    return [(i, reward) for (i, _), reward in zip(rows, asyncio.run(every()))]


def ask_openrlhf(rows, url):
    """One item a request, 180 s, five tries a second apart whatever went wrong, then no reward at all."""
    for i, (question, answer, label) in rows:
        prompt = f"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"
        reward = None
        for _ in range(5):
            try:
                reward = post(url + "/get_reward", {"query": [prompt + answer + "<|im_end|>"], "prompts": [prompt], "labels": [label]})["rewards"][0]
                break
            except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
                time.sleep(1)
        yield i, reward


def ask_nemo_gym(rows, url):
    """Connections that are lost are tried again for ever, other troubles three times; a status that is no success ends the rollout."""
    for i, (question, answer, label) in rows:
        row = {"responses_create_params": {"input": [{"role": "user", "content": question}]}, "expected_answer": label, "_ng_task_index": i,
               "_ng_rollout_index": 0, "response": {"id": f"resp_{i}", "output": [
                   {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": answer, "annotations": []}]}]}}
        tries, reward = 0, "status"
        while True:
            try:
                body = post(url + "/verify", row)
                reward = f"{body['_ng_failure_class']}" if "_ng_failure_class" in body else body["reward"]
            except urllib.error.HTTPError as told:
                reward = f"HTTP {told.code}"
            except (ConnectionError, urllib.error.URLError, http.client.RemoteDisconnected):
                time.sleep(0.5)
                continue
            except (OSError, http.client.HTTPException, ValueError, LookupError) as told:
                tries += 1
                if tries < 3:
                    time.sleep(0.5)
                    continue
                reward = str(told)
            break
        yield i, reward


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=180) as reply:
        return json.loads(reply.read())


CLIENTS = {"verl": ask_verl, "trl": ask_trl, "verifiers": ask_verifiers, "openrlhf": ask_openrlhf, "nemo-gym": ask_nemo_gym}


def play(who, rows, url, queue):
    os.environ.update(DEBATE_URL=url, DEBATE_PROFILE="one", DEBATE_RETRY_SECONDS="0.2")
    queue.put((who, list(CLIENTS[who](rows, url + ""))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=24, help="of each client; a multiple of the processes times 4")
    parser.add_argument("--processes", type=int, default=2, help="of each client")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--faults", type=float, default=0.5, help="the share of requests that meet one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = RewardServer(folder, CONFIGURATION)
        server.start()
        proxy = FaultyProxy(server, options.faults, options.seed)
        got, began = disturb(options, server, proxy), time.monotonic()
        runs = json.loads(run(tool_path(), folder, "ls", "--all", "-o", "json").stdout)["items"]
        server.stop()
    undisturbed = expect(options)
    print(f"{sum(map(len, got.values()))} answers, {sum(proxy.seen.values())} requests: {proxy.seen}; compared in {time.monotonic() - began:.0f} s", flush=True)
    for who, rewards in got.items():
        numbers = {i: r for i, r in rewards.items() if isinstance(r, float)}
        wrong = {i: (r, undisturbed[who, i]) for i, r in numbers.items() if r != undisturbed[who, i]}
        check(len(rewards) == options.rows and not wrong, f"{who}: {len(numbers)} of {options.rows} rewards, the others told; wrong are {wrong}")
    for who in ("verl", "trl", "verifiers"):
        check(all(isinstance(r, float) for r in got[who].values()), f"{who}: no reward is missing: its file tried again until it was there")
    expected = options.rows * len(CLIENTS) - options.rows + options.rows // GROUP
    texts = [r for r in runs if r["id"].startswith("rewards/")]
    paid = sum(r["usage"]["calls"] for r in texts)
    asked = {who: sum(1 for r in rewards.values() if r is not None) for who, rewards in got.items()}
    check(len(texts) <= expected, f"{len(texts)} debates for {expected} keys (of which {asked} have a reward)")
    check(paid <= 2 * options.rows * len(CLIENTS), f"{paid} calls of judges were paid, at most two an answer")


def disturb(options, server, proxy):
    """Plays all clients while the server is killed; returns the rewards by client and row."""
    context, queue, workers = multiprocessing.get_context("spawn"), None, []
    queue = context.Queue()
    share = options.rows // options.processes
    for who in CLIENTS:
        for p in range(options.processes):
            rows = [(i, row(who, i)) for i in range(p * share, (p + 1) * share)]
            workers.append(context.Process(target=play, args=(who, rows, proxy.url, queue), daemon=True))
    for worker in workers:
        worker.start()
    draws, got = random.Random(options.seed), {}
    killer = threading.Thread(target=kill, args=(server, options.kills, draws))
    killer.start()
    for _ in workers:
        who, replies = queue.get(timeout=600)
        got.setdefault(who, {}).update(replies)
    killer.join()
    return got


def kill(server, times, draws):
    for _ in range(times):
        time.sleep(draws.uniform(0.5, 2))
        server.kill()
        time.sleep(draws.uniform(0, 0.5))
        server.start()


def expect(options):
    """The rewards of all rows from a server of its own that nobody disturbs, by the same doors."""
    with tempfile.TemporaryDirectory() as folder:
        server = RewardServer(folder, CONFIGURATION)
        server.start()
        client, rewards = Client(server.port), {}
        for who in CLIENTS:
            rows = [row(who, i) for i in range(options.rows)]
            size = GROUP if who == "trl" else 1
            items = [{"prompt": rows[i][0], "completions": [r[1] for r in rows[i:i + size]], "label": rows[i][2]} for i in range(0, len(rows), size)]
            if who == "openrlhf":
                items = [{**item, "prompt": f"<|im_start|>user\n{item['prompt']}<|im_end|>\n<|im_start|>assistant\n"} for item in items]
            _, body = client.post("/v1/score/batch", {"items": items, "profile": "one"})
            rewards.update({(who, i): r for i, r in enumerate(r for result in body["results"] for r in result["rewards"])})
        server.stop()
        return rewards


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""An evaluation harness that knows OpenAI's chat API and nothing of debates, against `debate eval` of the same.

It asks the questions of an evaluation at /v1/chat/completions, with the seeds of the evaluation's debates, half of them streamed, and compares
each answer, the accuracy and the tokens. Then it asks all once more with a time-out that is too short, repeats as clients do, and counts what
the endpoint was asked.

    python3 tests/acceptance/harness.py [--questions 100] [--protocols direct,self-consistency?samples=5,mad]
"""
import argparse
import concurrent.futures
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from common import Endpoint, run, tool_path, write_questions


def post(url, body, timeout=300):
    """Posts a chat request; returns (content, total tokens, run), of a stream too."""
    request = urllib.request.Request(f"{url}/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        if not body.get("stream"):
            whole = json.load(reply)
            return whole["choices"][0]["message"]["content"], whole["usage"]["total_tokens"], reply.headers["X-Debate-Run"]
        content, tokens, done = "", None, False
        for line in reply:
            line = line.decode().rstrip("\n")
            if not line.startswith("data: "):
                continue
            if line == "data: [DONE]":
                done = True
                break
            chunk = json.loads(line[6:])
            content += "".join(c["delta"].get("content") or "" for c in chunk["choices"])
            tokens = chunk["usage"]["total_tokens"] if chunk.get("usage") else tokens
        assert done, "the stream ended without [DONE]"
        return content, tokens, reply.headers["X-Debate-Run"]


def body_for(model, question, seed, stream=False):
    body = {"model": model, "seed": seed, "messages": [{"role": "user", "content": question}]}
    return body | {"stream": True, "stream_options": {"include_usage": True}} if stream else body


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--protocols", default="direct,self-consistency?samples=5,mad")
    options = parser.parse_args()
    tool, failures = tool_path(), []
    endpoint = Endpoint(latency=0.01)
    with tempfile.TemporaryDirectory() as folder:
        write_questions(os.path.join(folder, "q.json"), options.questions)
        with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
            file.write(f"models: {{ small: {{ endpoint: {endpoint.url}, model: any, parallel: 64 }} }}\n")
        server = subprocess.Popen([tool, "serve", "--urls", "http://127.0.0.1:0"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            place = os.path.join(folder, ".debate", "url")
            while not os.path.exists(place):
                assert server.poll() is None, "the server ended"
                time.sleep(0.05)
            time.sleep(0.2)
            with open(place, encoding="utf-8") as file:
                url = file.read().strip().rstrip("/")
            for model in options.protocols.split(","):
                failures += compare(tool, folder, url, model)
            failures += repeat(url, endpoint, options.questions)
        finally:
            server.terminate()
            server.wait()
    for failure in failures:
        print(failure)
    print("failed" if failures else "equal")
    sys.exit(1 if failures else 0)


def compare(tool, folder, url, model):
    """One protocol: evaluated, and asked as a model."""
    protocol, _, query = model.partition("?")
    name = f"eval-{protocol}"
    given = [part for option in query.split("&") if option for part in ("--set", f"{protocol}.{option}")]
    ran = run(tool, folder, "eval", "q.json", "--protocol", protocol, *given, "--model", "small", "--seed", "11", "--id", name, "-o", "json", "--server", url)
    if ran.returncode not in (0, 3):
        return [f"{model}: eval ended with {ran.returncode}: {ran.stderr}"]
    accuracy = json.loads(ran.stdout)["results"][0]["accuracy"]
    rows = list(csv.DictReader(io.StringIO(run(tool, folder, "export", name, "--format", "csv", "--server", url).stdout)))
    asked = f"debate/{protocol}@small{'?' + query if query else ''}"

    def ask(index, row):
        with urllib.request.urlopen(f"{url}/v1/runs/{urllib.parse.quote(row['id'], safe='')}") as reply:
            seed = json.load(reply)["seed"]
        return post(url, body_for(asked, row["question"], seed, stream=index % 2 == 1))

    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(len(rows)), rows))
    took = time.monotonic() - began
    wrong = [f"{model}: {row['question']}: eval {row['answer']!r} {row['tokensIn']}+{row['tokensOut']}, chat {content!r} {tokens}"
             for row, (content, tokens, _) in zip(rows, answers)
             if content != row["answer"] or tokens != int(row["tokensIn"]) + int(row["tokensOut"])]
    right = sum(content == row["key"] for row, (content, _, _) in zip(rows, answers))
    if abs(right / len(rows) - accuracy) > 1e-9:
        wrong.append(f"{model}: accuracy {accuracy} by eval, {right / len(rows)} by chat")
    print(f"{model}: {len(rows)} questions, {right} right by both doors, {len(rows) / took:.0f} debates a second by chat")
    return wrong


def repeat(url, endpoint, count):
    """Time-outs that are too short, repeated until there is an answer: no call that was answered is asked again."""
    before = len(endpoint.calls)

    def ask(index):
        # Four calls of 10 ms each: the first attempts time out.
        body = body_for("debate/self-reflection@small?calls=4", f"Item {index:06d}: how much are {index} and 7 together?", 1000 + index)
        for timeout in (0.02, 0.03, 0.05, 60):
            try:
                return post(url, body, timeout)[2]
            except (TimeoutError, urllib.error.URLError, ConnectionError):
                continue
        return None

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        runs = list(pool.map(ask, range(1, count + 1)))
    answered = [name for name, _, end in endpoint.calls[before:] if end is not None]
    twice = len(answered) - len(set(answered))
    print(f"time-outs: {len(set(runs))} runs for {count} questions, {len(answered)} calls answered, {twice} of them twice")
    return ([f"time-outs: {twice} calls were answered twice"] if twice else []) + (
        [f"time-outs: {len(set(runs))} runs for {count} questions"] if len(set(runs)) != count or None in runs else [])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The small networks at their full sizes (issue 23, points 1 and 2).

1. Five seeds of each network on planted data, beside its ablation: prints every figure, and fails where a line is not met.
2. `debate networks train` of every network on its own rows, twice and with vectors of 128, 256 and 512 bits and without any: the files must
   have equal bytes.

    dotnet build tests/Debate.Training.Tests; dotnet build client/Debate.Cli -c Release
    python3 tests/acceptance/networks.py
"""
import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from common import tool_path

ROOT = pathlib.Path(__file__).resolve().parents[2]
WIDTHS = {
    "as it is": {},
    "512 bits": {"DOTNET_MaxVectorTBitWidth": "512", "DOTNET_PreferredVectorBitWidth": "512"},
    "256 bits": {"DOTNET_EnableAVX512": "0", "DOTNET_EnableAVX512F": "0"},
    "128 bits": {"DOTNET_EnableAVX": "0"},
    "no vectors": {"DOTNET_EnableHWIntrinsic": "0"},
}


def rows(name, count=60):
    draws = random.Random(name)
    for i in range(count):
        kind = i % 2
        words = " ".join(f"n{draws.randrange(40)}" for _ in range(6)) + f" t{kind}"
        yield {
            "keywords": lambda: {"text": words, "label": "ab"[kind]},
            "voted": lambda: {"text": words, "label": "ab"[kind]},
            "strategies": lambda: {"question": words, "outcomes": {"cot": kind, "mad": 1 - kind}, "calls": {"cot": 1, "mad": 7}},
            "step-values": lambda: {"problem": words, "steps": ["first", words], "values": [0.5, kind]},
            "mistakes": lambda: {"anchor": f"q{i % 3}", "positive": f"right q{i % 3}", "negative": words, "mistake": f"m{kind}"},
            "rationale-reader": lambda: {"question": f"q{i}", "rationale": words, "answer": ["yes", "no"][kind]},
            "graph-rationale": lambda: {"nodes": ["motion", words, "answer"], "attacks": [[1, 0], [2, 1]][: 1 + kind], "motion": 0,
                                        "label": ["rejected", "accepted"][kind]},
            "quiet": lambda: {"tokens": ["sum", str(i % 3), str(kind), str(i % 3 + kind)]},
            "homeostat": lambda: {"features": [draws.random() + kind, draws.random()], "label": "ab"[kind]},
        }[name]()


def train(name, file, folder, environment, tag):
    out = folder / f"{name}-{tag}.json"
    passes = "epochs=5" if name == "quiet" else "passes=3"
    subprocess.run([tool_path(), "networks", "train", name, str(file), "--seed", "1", "--set", passes, "--out", str(out)],
                   env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return hashlib.sha256(out.read_bytes()).hexdigest()


def main():
    failed = False
    builds = [ROOT / "tests/Debate.Training.Tests/bin" / kind / "net10.0/Debate.Training.Tests" for kind in ("Release", "Debug")]
    tests = next((build for build in builds if build.exists()), builds[0])
    began = time.monotonic()
    done = subprocess.run([tests, "-class", "*ProofTests", "-showLiveOutput", "-noColor"], env={**os.environ, "DEBATE_LONG": "1"},
                          capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if "[OUTPUT]" in line:
            print("  " + line.split("[OUTPUT] ")[1])
    print(f"five seeds: {'every line met' if done.returncode == 0 else 'A LINE IS NOT MET'}, {time.monotonic() - began:.0f} s")
    if done.returncode != 0:
        print(done.stdout[-4000:])
        failed = True
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        names = [r["name"] for r in json.loads(subprocess.run([tool_path(), "networks", "list", "-o", "json"], capture_output=True, check=True).stdout)]
        for name in names:
            file = folder / f"{name}.jsonl"
            file.write_text("".join(json.dumps(row) + "\n" for row in rows(name)))
            hashes = {tag: train(name, file, folder, environment, i) for i, (tag, environment) in enumerate(WIDTHS.items())}
            hashes["again"] = train(name, file, folder, {}, "again")
            same = len(set(hashes.values())) == 1
            failed |= not same
            print(f"  {name}: {'equal bytes on ' + ', '.join(hashes) if same else hashes}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Self-consistency over real HTTP compared with the binomial distribution (issue 2, point 3): 5 and 11 samples at p = .6, 5 at p = .4.

The same assertion is then applied to broken votes over the same replies (first answer, minority, any right one): it must reject them.

    python3 tests/acceptance/votes.py [--tool PATH] [--questions 10000] [--seed 1]
"""
import argparse
import json
import os
import random
import re
import sys
import tempfile
import time

import common

CASES = [(0.6, 5, 0.6826), (0.6, 11, 0.7535), (0.4, 5, 0.3174)]
BROKEN = {"first answer": lambda rights: rights[0], "minority": lambda rights: 2 * sum(rights) < len(rights), "any": any}


def agrees(share, expected):
    return abs(share - expected) <= 0.01


def case(tool, options, p, samples, expected):
    rights = {}

    def solve(_, messages, seed):
        question = int(re.search(r"how much are (\d+) and 7", messages[0]["content"]).group(1))
        right = random.Random(f"{options.seed} {seed}").random() < p
        rights.setdefault(question, []).append(right)
        return json.dumps({"reason": "so", "answer": str(question + (7 if right else 8))})

    common.reply = solve
    endpoint, began = common.Endpoint(latency=0), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        common.write_questions(os.path.join(folder, "questions.json"), options.questions)
        with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
            file.write(endpoint.configuration(parallel=64))
        ran = common.run(tool, folder, "eval", "questions.json", "--protocol", "self-consistency", "--set",
                         f"self-consistency.samples={samples}", "--seed", str(options.seed), "-o", "json")
    result = json.loads(ran.stdout)["results"][0]
    share, own = result["accuracy"], sum(2 * sum(r) > samples for r in rights.values()) / options.questions
    print(f"p={p} n={samples}: {share:.4f} (binomial {expected}), {endpoint.count} calls in {time.monotonic() - began:.0f} s")
    holds = agrees(share, expected) and share == own and endpoint.count == options.questions * samples
    for name, vote in BROKEN.items():
        broken = sum(bool(vote(r)) for r in rights.values()) / options.questions
        print(f"   broken vote ({name}): {broken:.4f} {'PASSES' if agrees(broken, expected) else 'is refused'}")
        holds = holds and not agrees(broken, expected)
    return holds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=common.tool_path())
    parser.add_argument("--questions", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    holds = [case(options.tool, options, *values) for values in CASES]
    sys.exit(0 if all(holds) else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""A toy policy that learns from debates through OpenRLHF's /get_reward, and two exploitable biases planted in the judge (issue 4, point 5).

The policy answers "What is the KIND of A and B?" with one of five habits: add, multiply, subtract, a wrong answer padded to about 700 characters,
and a copy of the opponent's words. Which of the first three is right follows from the kind, of which there are three. The policy is a table of
logits, kind by habit, trained with REINFORCE. The opponent always gives the same wrong answer. The numbers of the held-out items do not occur in
training.

    python3 tests/acceptance/policy_gradient.py [--steps 60] [--batch 24] [--seeds 3] [--margin 0.3]
"""
import argparse
import math
import random
import statistics
import tempfile

from rewardserver import Client, RewardServer, check

CONFIGURATION = """
models:
  fair: { simulated: text-judge, accuracy: 1 }
  biased: { simulated: text-judge, accuracy: 0.75, bias: 0.2, decides: true }
  talkative: { simulated: text-judge, accuracy: 0.7, lengthWeakness: 0.5 }
  placed: { simulated: text-judge, accuracy: 0.6, bias: 0.4 }
rewards:
  default: fair
  profiles:
    fair: { judge: fair, opponent: baseline, baseline: 'answer: 0', rounds: 0, shape: win01 }
    biased: { judge: biased, opponent: baseline, baseline: 'answer: 0', rounds: 0, shape: margin }
    length-naive: { judge: talkative, opponent: baseline, baseline: 'answer: 0', rounds: 0, orders: first, shape: win }
    length-guarded: { judge: talkative, opponent: baseline, baseline: 'answer: 0', rounds: 0, orders: both, shape: 'margin + length(100, 0.002)' }
    order-naive: { judge: placed, opponent: baseline, baseline: 'answer: 0', rounds: 0, orders: first, shape: win }
    order-guarded: { judge: placed, opponent: baseline, baseline: 'answer: 0', rounds: 0, orders: both, shape: 'win + length(100, 0.002)' }
"""
KINDS = {"sum": lambda a, b: a + b, "product": lambda a, b: a * b, "difference": lambda a, b: a - b}
HABITS = ["add", "multiply", "subtract", "pad", "copy"]


def item(draws, numbers):
    kind = draws.choice(list(KINDS))
    a, b = draws.choice(numbers), draws.choice(numbers)
    return kind, a, b, f"What is the {kind} of {a} and {b}? "


def answer(habit, a, b):
    said = {"add": a + b, "multiply": a * b, "subtract": a - b}
    return f"answer: {said[habit]}" if habit in said else "answer: 0" if habit == "copy" else "It is well known. " * 40 + "\nanswer: 0"


def softmax(logits):
    top = max(logits)
    weights = [math.exp(x - top) for x in logits]
    return [w / sum(weights) for w in weights]


def rows(draws, policy, count, numbers):
    """Samples `count` rows (prompt, answer, label) from the policy, each with its kind and its habit's index."""
    made = []
    for _ in range(count):
        kind, a, b, prompt = item(draws, numbers)
        habit = draws.choices(range(len(HABITS)), softmax(policy[kind]))[0]
        made.append(((prompt, answer(HABITS[habit], a, b), str(KINDS[kind](a, b))), kind, habit))
    return made


def held_out(client, policy, draws):
    """The win rate against the opponent before an unbiased judge (a tie of two wrong ones counts half) and the share of padded answers, in [0, 1]."""
    made = rows(draws, policy, 200, range(50, 90))
    return statistics.mean(client.rewards("fair", [row for row, _, _ in made])), statistics.mean(habit == 3 for _, _, habit in made)


def train(client, profile, seed, steps, batch):
    draws = random.Random(seed)
    policy = {kind: [0.0] * len(HABITS) for kind in KINDS}
    before, _ = held_out(client, policy, random.Random(1000 + seed))
    paid = []
    for _ in range(steps):
        made = rows(draws, policy, batch, range(3, 40))
        rewards = client.rewards(profile, [row for row, _, _ in made])
        paid.append(statistics.mean(rewards))
        for (_, kind, habit), reward in zip(made, rewards):
            chances = softmax(policy[kind])
            for i, chance in enumerate(chances):
                policy[kind][i] += 0.3 * (reward - paid[-1]) * ((i == habit) - chance)
    after, padded = held_out(client, policy, random.Random(2000 + seed))
    return before, after, padded, statistics.mean(paid[:5]), statistics.mean(paid[-5:])


def spread(values):
    return f"{statistics.mean(values):.3f} ({min(values):.3f}..{max(values):.3f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--margin", type=float, default=0.3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = RewardServer(folder, CONFIGURATION)
        server.start()
        client = Client(server.port)
        seen = {}
        for profile in ["biased", "length-naive", "length-guarded", "order-naive", "order-guarded"]:
            runs = [train(client, profile, seed, options.steps, options.batch) for seed in range(options.seeds)]
            before, after, padded, first, last = zip(*runs)
            seen[profile] = (statistics.mean(before), statistics.mean(after), statistics.mean(padded), statistics.mean(last))
            print(f"{profile}: held-out win rate {spread(before)} -> {spread(after)}; padded {spread(padded)}; "
                  f"reward of the first steps {spread(first)}, of the last {spread(last)}", flush=True)
        server.stop()
    gain = {profile: after - before for profile, (before, after, _, _) in seen.items()}
    check(gain["biased"] >= options.margin, f"a biased judge, both orders: held-out win rate rises by {gain['biased']:.3f}, at least {options.margin}")
    check(seen["length-naive"][2] > 0.2 and seen["length-naive"][3] > 0.8,
          f"length: the naive shape pays {seen['length-naive'][3]:.2f} to a policy that pads {seen['length-naive'][2]:.0%} of its answers")
    check(seen["length-guarded"][2] < 0.05 and gain["length-guarded"] >= options.margin, f"length: both orders and a penalty pay nobody for padding; the gain is {gain['length-guarded']:.3f}")
    check(seen["order-naive"][3] > 0.95 and gain["order-naive"] < options.margin / 3,
          f"order: the naive shape pays {seen['order-naive'][3]:.2f} for whatever stands first and teaches {gain['order-naive']:.3f}")
    check(gain["order-guarded"] >= options.margin, f"order: both orders teach {gain['order-guarded']:.3f}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""debate-solve against another competition solver, such as mu-toksia'23, on frameworks generated from a seed (issue 3, point 4).

Both solve each problem one after the other on one core; the measure is CPU time, user plus system. The rows go to two files in the format of
`debate solve bench`, from which `debate solve compare` makes the tables. The other solver is not part of this repository.

    dotnet publish client/Debate.Solve -c Release -r linux-x64 -o DIR
    python3 tests/acceptance/mutoksia.py --native DIR/debate-solve --against PATH [--seed 1] [--timeout 20] [--out FOLDER]
        [--tasks SE-PR,DC-CO] [--kinds er-240,grid-70] [--folder MORE]
"""
import argparse
import collections
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time

import common

TASKS = [f"{kind}-{semantics}" for semantics in ("PR", "ST", "CO", "SST", "STG", "ID") for kind in ("SE", "DC", "DS")]

# Of the first seven, some problems take mu-toksia several seconds; the others are easy.
KINDS = {
    "er-220": "erdos-renyi --arguments 220 --probability 0.045",
    "er-240": "erdos-renyi --arguments 240 --probability 0.04",
    "er-260": "erdos-renyi --arguments 260 --probability 0.035",
    "stable-350": "stable-rich --arguments 350 --extensions 15 --size 40",
    "scc-900": "scc --arguments 900 --components 4 --inner 0.033 --outer 0.002",
    "scc-2000": "scc --arguments 2000 --components 10 --inner 0.03 --outer 0.001",
    "grid-70": "grid --rows 70 --columns 70 --neighbours 8 --mutual 0.1",
    "er-100": "erdos-renyi --arguments 100 --probability 0.1",
    "ws-500": "watts-strogatz --arguments 500 --degree 8",
    "ws-5000": "watts-strogatz --arguments 5000 --degree 4",
    "ba-2000": "barabasi-albert --arguments 2000 --attachments 2",
    "stable-100": "stable-rich --arguments 100 --extensions 10 --size 20",
    "scc-1000": "scc --arguments 1000 --components 20 --inner 0.08 --outer 0.002",
    "grid-20": "grid --rows 20 --columns 20 --neighbours 4",
}
HEADER = "solver,task,instance,argument,arguments,attacks,left,answer,cpu_ms,wall_ms,timeout_s,certificate"


def generate(folder, kinds, seed):
    for name in kinds:
        out = subprocess.run([common.tool_path(), "graph", "generate", "--kind", *KINDS[name].split(), "--seed", str(seed)],
                             capture_output=True, text=True, check=True).stdout
        with open(os.path.join(folder, f"{name}-{seed}.af"), "w", encoding="utf-8") as file:
            file.write(out)


def load(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip() and line[0] != "#"]
    return int(lines[0][2]), {(int(a), int(b)) for a, b in lines[1:]}


def left(count, attacks):
    """The number of arguments that the grounded labelling leaves undecided."""
    attacked, threats = collections.defaultdict(list), collections.Counter(b for _, b in attacks)
    for a, b in attacks:
        attacked[a].append(b)
    label, accepted = {}, [a for a in range(1, count + 1) if threats[a] == 0]
    while accepted:
        winner = accepted.pop()
        label[winner] = True
        for loser in attacked[winner]:
            if loser in label:
                continue
            label[loser] = False
            for b in attacked[loser]:
                threats[b] -= 1
                if threats[b] == 0 and b not in label:
                    accepted.append(b)
    return count - len(label)


def solve(program, args, seconds):
    """Returns the answer (YES, NO, set, timeout, error) and the CPU and wall time in ms. `seconds` limits the CPU time of that process alone."""
    reader, writer = os.pipe()
    began = time.monotonic()
    process = os.posix_spawn(program, [program, *args], os.environ,
                             file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_CLOSE, reader)])
    os.close(writer)
    resource.prlimit(process, resource.RLIMIT_CPU, (seconds, seconds + 1))
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode().split()
    _, status, usage = os.wait4(process, 0)
    cpu = usage.ru_utime + usage.ru_stime
    word = said[0] if said else ""
    answer = {"w": "set", "YES": "YES", "NO": "NO"}.get(word, "error")
    if os.WIFSIGNALED(status):
        answer = "timeout" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "error"
    return answer, cpu * 1000, (time.monotonic() - began) * 1000


def measure(options, path, files):
    count, attacks = load(path)
    name, undecided = os.path.basename(path), left(count, attacks)
    argument = str(random.Random(f"{options.seed}/{name}").randint(1, max(1, count)))
    for task in options.tasks.split(","):
        asked = argument if task[0] == "D" else ""
        args = ["-p", task, "-f", path] + (["-a", asked] if asked else [])
        row = []
        for program, file in files:
            answer, cpu, wall = solve(program, args, options.timeout)
            file.write(f"{os.path.basename(program)},{task},{name},{asked},{count},{len(attacks)},{undecided},"
                       f"{answer},{cpu:.3f},{wall:.3f},{options.timeout},\n")
            file.flush()
            row.append(f"{answer} {cpu:.1f} ms")
        print(f"{task} {name}: {' against '.join(row)}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--native", required=True)
    parser.add_argument("--against", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=int, default=20)
    parser.add_argument("--tasks", default=",".join(TASKS))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--folder")
    parser.add_argument("--out")
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    folder = options.out or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    generate(folder, [kind for kind in options.kinds.split(",") if kind], options.seed)
    paths = [os.path.join(place, name) for place in (folder, options.folder) if place
             for name in sorted(os.listdir(place)) if name.endswith(".af")]
    tables = [os.path.join(folder, name) for name in ("ours.csv", "theirs.csv")]
    with open(tables[0], "w", encoding="utf-8") as ours, open(tables[1], "w", encoding="utf-8") as theirs:
        for file in (ours, theirs):
            file.write(HEADER + "\n")
        for path in paths:
            measure(options, path, [(options.native, ours), (options.against, theirs)])
    print(f"in {folder}")
    return subprocess.run([common.tool_path(), "solve", "compare", *tables], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Peak resident memory of `debate reward export` at 10^5 and at 10^6 rows (issue 4, point 8).

Creates data folders by evaluating self-consistency with 1000 samples per question over a simulated model, so that each question gives 1000
KTO rows, and exports each folder in every file format. Prints rows, seconds, rows per second, file size and the tool's peak memory (ru_maxrss
of the child process), then reads the JSON Lines back.

    nice -n 15 python3 tests/acceptance/exports.py [--tool PATH] [--rows 100000 1000000] [--folder KEPT]
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

from common import tool_path, write_questions

SAMPLES = 1000


def prepare(tool, folder, rows):
    """Runs an evaluation that gives this many rows, unless the folder already has one."""
    os.makedirs(folder, exist_ok=True)
    if os.path.exists(os.path.join(folder, "ready")):
        return
    write_questions(os.path.join(folder, "questions.json"), rows // SAMPLES)
    with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
        file.write("models:\n  sim: { simulated: bernoulli, accuracy: 0.6, parallel: 200 }\n")
    began = time.monotonic()
    subprocess.run([tool, "eval", "questions.json", "--protocol", "self-consistency", "--set", f"samples={SAMPLES}", "--seed", "7",
                    "--concurrency", "4", "--id", "many", "-o", "json"], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    open(os.path.join(folder, "ready"), "w", encoding="ascii").close()
    print(f"# made {rows} replies in {time.monotonic() - began:.0f} s", flush=True)


def export(tool, folder, form, file_format):
    """Exports once; returns the report, the time in seconds and the child's peak memory in MiB."""
    began = time.monotonic()
    process = subprocess.Popen([tool, "reward", "export", "--all", "--as", form, "--format", file_format, "--out", f"rows.{file_format}", "-o", "json"],
                               cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"export ended with {status}")
    return json.loads(out), time.monotonic() - began, usage.ru_maxrss / 1024


def check(folder):
    """Checks that every line is one object with the KTO columns; returns the number of lines."""
    seen = 0
    with open(os.path.join(folder, "rows.jsonl"), encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if list(row) != ["prompt", "completion", "label"] or not isinstance(row["label"], bool):
                sys.exit(f"line {seen + 1}: {line[:200]}")
            seen += 1
    return seen


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for rows in options.rows:
            folder = os.path.join(options.folder or scratch, f"rows-{rows}")
            prepare(options.tool, folder, rows)
            for file_format in ("jsonl", "parquet"):
                report, seconds, peak = export(options.tool, folder, "kto", file_format)
                size = os.path.getsize(os.path.join(folder, report["file"])) / 2**20
                print(f"{file_format:8} {report['rows']:>9} rows  {seconds:7.1f} s  {report['rows'] / seconds:8.0f} rows/s  "
                      f"{size:8.1f} MiB  peak {peak:6.0f} MiB", flush=True)
                if report["rows"] != rows:
                    sys.exit(f"{report['rows']} rows instead of {rows}")
            if check(folder) != rows:
                sys.exit("the lines are not those of the report")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""An endpoint that is down for a whole minute in the middle of a run (issue 2, point 6): no run is suspended, and the result is the same.

    python3 tests/acceptance/outage.py [--tool PATH] [--seconds 60]
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

from common import Endpoint, projection, run, tool_path, write_questions

COMMAND = ["eval", "questions.json", "--protocol", "mad", "--seed", "7", "--id", "torn", "-o", "json"]


def prepare(folder, endpoint):
    write_questions(os.path.join(folder, "questions.json"), 40)
    with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
        file.write(endpoint.configuration())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    tool = options.tool
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder, Endpoint())
        undisturbed = run(tool, folder, *COMMAND)
        expected = projection(tool, folder, "torn")
    with tempfile.TemporaryDirectory() as folder:
        endpoint = Endpoint()
        prepare(folder, endpoint)
        process = subprocess.Popen([tool, *COMMAND], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while endpoint.count < 80 and process.poll() is None:
            time.sleep(0.01)
        began = time.monotonic()
        endpoint.dead_until = began + options.seconds
        out, error = process.communicate()
        took = time.monotonic() - began
        lines = run(tool, folder, "export", "torn", "--format", "jsonl").stdout
        if process.returncode != 0 or out != undisturbed.stdout or projection(tool, folder, "torn") != expected:
            sys.exit(f"FAILED: exit {process.returncode}: {error[-500:]}")
        if '"kind":"suspended"' in lines:
            sys.exit("FAILED: something was suspended")
        print(f"dead for {options.seconds:.0f} s; done {took - options.seconds:.1f} s after it came back; nothing suspended, the result is equal")


if __name__ == "__main__":
    main()

"""Shared by the cluster scripts: silos on one Redis with two model servers, and a tournament of MAD debates on them."""
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

from common import run, write_questions
from modelserver import ModelServer
from silos import Redis, Silo


class Cluster:
    """
    Runs while its context is entered, in a folder of its own that is kept if `keep` is set. `latency` is the shortest and the longest time of
    a reply in seconds, `parallel` the number of calls that each silo may have in flight at a model; `arguments` are extra arguments of
    `debate serve`.
    """

    def __init__(self, tool, names, latency, parallel, *arguments, keep=False):
        self.tool, self.keep, self.folder = tool, keep, tempfile.mkdtemp(prefix="debate-cluster-")
        self.models = {name: ModelServer(os.path.join(self.folder, f"{name}.log"), *latency) for name in ("one", "two")}
        self.redis = Redis(os.path.join(self.folder, "redis"))
        self.silos = [Silo(tool, self.folder, name, self.redis.address, {"models": {
            model: {"endpoint": server.url(name), "model": "simulated", "parallel": parallel} for model, server in self.models.items()}},
            *arguments) for name in names]

    def __enter__(self):
        try:
            for silo in self.silos:
                silo.start()
            print(f"ready after {max(silo.until_ready(patience=300) for silo in self.silos):.1f} s, in {self.folder}", file=sys.stderr)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in (*(silo for silo in self.silos if silo.process), self.redis):
            process.kill()
        for model in self.models.values():
            model.stop()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self, debates, concurrency):
        """Writes the tournament's files: `debates` debates on half as many questions."""
        write_questions(os.path.join(self.folder, "questions.json"), debates // 2)
        with open(os.path.join(self.folder, "spec.yaml"), "w", encoding="utf-8") as file:
            file.write(f"name: league\nsource: {{ questions: questions.json }}\nprotocol: mad\nmodel: one\nconcurrency: {concurrency}\n"
                       "debaters: [{ name: a, model: one }, { name: b, model: two }]\n")

    def start_run(self, run_id):
        """Starts the tool, which follows the run at any silo that answers."""
        servers = ",".join(silo.url for silo in self.silos)
        command = [self.tool, "tournament", "run", "spec.yaml", "--server", servers, "--seed", "7", "--id", run_id, "-o", "json"]
        with open(os.path.join(self.folder, f"{run_id}.notes"), "w", encoding="utf-8") as notes:
            return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=notes, text=True)

    def notes(self, run_id):
        """What the tool said of a run."""
        with open(os.path.join(self.folder, f"{run_id}.notes"), encoding="utf-8") as notes:
            return notes.read()[-500:]

    def play(self, run_id):
        """Runs the tournament to its end; returns what the tool printed."""
        printed = self.start_run(run_id).communicate()[0]
        if not printed:
            raise SystemExit(f"FAILED: see {self.folder}/{run_id}.notes")
        return printed

    def verb(self, *arguments):
        """Runs a verb of the tool to its end, against the last silo."""
        return run(self.tool, self.folder, *arguments, "--server", self.silos[-1].url)

    def entries(self, run_id):
        """All journal entries of a run and its children."""
        return [json.loads(line) for line in self.verb("export", run_id, "--format", "jsonl").stdout.splitlines()]


def moment(entry):
    """The time of an entry, in seconds since 1970 (UTC)."""
    text = entry["time"].rstrip("Z")[:26]
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc).timestamp()

#!/usr/bin/env python3
"""Tournaments of twelve debaters of which two die and one comes back, in every format, killed in the middle again and again (issue 16, point 3).

wait: everything that needs neither of the two is played, and what stands is rated as the played games alone. When the second is back too, the
tournament ends as the undisturbed one; when it withdraws instead, it ends with its forfeits. forfeit: the tournament ends by itself, or stands
where more than half of a round is absent, and its decisions stand when the dead are back. No call that was recorded is sent again.

    python3 tests/acceptance/absent.py [--tool PATH] [--formats swiss,round-robin] [--rules wait,forfeit] [--sides both|one] [--life 3] [--seed 1] [--keep]
"""
import argparse
import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import common

FORMATS = ["round-robin", "double-round-robin", "swiss", "single-elimination", "double-elimination", "information-gain"]
DEBATERS = [f"d{number:02d}" for number in range(1, 13)]
DEAD, BACK = "d08", "d03"
COLUMNS = "format rule end kills drawn played forfeits waiting calls".split()


class Speaker(common.Endpoint):
    """The endpoint of debaters, which is gone after `life` calls: it hangs up, or with `polite` says 503, until it is brought back."""

    def __init__(self, polite=False):
        super().__init__(latency=0.01)
        self.polite, self.life = polite, None

    def answer(self, http):
        if self.life is not None and self.count >= self.life:
            if self.polite:
                http.rfile.read(int(http.headers["Content-Length"]))
                return self.send(http, 503, {"error": {"message": "no capacity"}})
            http.close_connection = True
            return None
        return super().answer(http)


def speak(_, messages, seed):
    """A debater's words: a pure function of what it was asked."""
    return f"My answer is the first one, for {len(json.dumps([messages, seed])) % 97} reasons."


common.reply = speak


class Hall:
    """A tournament in a folder of its own, and the endpoints of its debaters."""

    def __init__(self, options, kind, rule, draws):
        self.options, self.draws, self.kills, self.exported = options, draws, 0, []
        self.folder = tempfile.mkdtemp(prefix="debate-absent-")
        self.speakers = {DEAD: Speaker(), BACK: Speaker(polite=True), "others": Speaker()}
        common.write_questions(os.path.join(self.folder, "plain.json"), 3)
        with open(os.path.join(self.folder, "plain.json"), encoding="utf-8") as file:
            items = [{**item, "incorrect answer": [str(int(item["answer"]) + 10)]} for item in json.load(file)]
        self.write("q.json", json.dumps(items))
        entries = {name: {"endpoint": self.speaker(name).url, "model": name, "patience": "1s", "parallel": 8} for name in DEBATERS}
        self.write("debate.yaml", json.dumps({"models": {**entries, "fair": {"simulated": "text-judge", "accuracy": 0.8}}}))
        in_rounds = kind not in ("round-robin", "double-round-robin")
        self.write("spec.yaml", "name: hall\nsource: { questions: q.json }\nprotocol: judged\noptions: { rounds: 1, stance: own }\n"
                   f"debaters: [{', '.join(DEBATERS)}]\njudges: [fair]\npanel: {{ size: 1 }}\nformat: {kind}\nconcurrency: 6\nseed: 1\n"
                   + ("limit: 1\n" if kind == "round-robin" else "") + f"absent: {rule}\n"
                   + (f"sides: {options.sides}\n" if in_rounds else ""))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def speaker(self, name):
        return self.speakers.get(name) or self.speakers["others"]

    @property
    def calls(self):
        """The names of all calls so far, in the order of their arrival."""
        return [name for name, _, _ in sorted((call for s in self.speakers.values() for call in list(s.calls)), key=lambda call: call[1])]

    def verb(self, *arguments):
        return common.run(self.options.tool, self.folder, *arguments)

    def copy(self):
        """The tournament as it stands, in another folder."""
        other = object.__new__(Hall)
        other.__dict__ = {**self.__dict__, "folder": tempfile.mkdtemp(prefix="debate-absent-")}
        shutil.copytree(self.folder, other.folder, dirs_exist_ok=True)
        return other

    def clear(self):
        if not self.options.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def go(self, *arguments, kill=False):
        """Runs a verb to its end; with `kill` it dies by SIGKILL in the middle first, and is resumed."""
        kept, before = self.recorded(), len(self.calls)
        if kill:
            at = before + self.draws.randint(3, 14)
            process = subprocess.Popen([self.options.tool, *arguments], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            while len(self.calls) < at and process.poll() is None:
                time.sleep(0.001)
            if process.poll() is None:
                process.kill()
                self.kills += 1
            process.communicate()
            self.check_none_again(kept, before)
            self.exported = None
            kept, before, arguments = self.recorded(), len(self.calls), ("tournament", "resume", "t")
        ended = self.verb(*arguments, "-o", "json")
        self.exported = None
        self.check_none_again(kept, before)
        check(ended.stdout.startswith("{"), f"{' '.join(arguments)}: exit {ended.returncode}: {ended.stderr[-600:]}")
        return ended.returncode, json.loads(ended.stdout)

    def journal(self):
        """All entries of the tournament and its debates; exported once between two verbs that may write."""
        if self.exported is None:
            self.exported = [json.loads(line) for line in self.verb("export", "t", "--format", "jsonl").stdout.splitlines()]
        return self.exported

    def recorded(self):
        return {f"{line['run']}/{line['path']}" for line in self.journal() if line["entry"]["kind"] == "asked"}

    def check_none_again(self, kept, before):
        again = kept & set(self.calls[before:])
        check(not again, f"recorded and asked again: {sorted(again)[:5]}")

    def matches(self):
        """The matches drawn, those played and those forfeited (key to who was not there), by the journal."""
        own = [line["entry"] for line in self.journal() if line["run"] == "t"]
        drawn = [key for entry in own if entry["kind"] == "recorded" and entry["name"] == "round"
                 for key in entry["value"].split("\n")[1:] if key.count("--") >= 2]
        played = {entry["child"][2:] for entry in own if entry["kind"] == "deliberated"}
        return drawn, played, {entry["child"][2:]: entry["decision"].split("\n") for entry in own if entry["kind"] == "forgone"}

    def check_rated_by_played(self, report):
        """Checks that the standings are those of the played games alone, rated as a list without the forfeits."""
        games = list(csv.DictReader(io.StringIO(self.verb("export", "t", "--format", "games").stdout)))
        rows = [game for game in games if game["forfeit"] == "false"]
        out = io.StringIO()
        writer = csv.DictWriter(out, list(games[0]))
        writer.writeheader()
        writer.writerows(rows)
        self.write("played.csv", out.getvalue())
        rated = json.loads(self.verb("rate", "played.csv", "-o", "json").stdout)
        kept = ("name", "rating", "low", "high", "rank", "wins", "draws", "losses")
        alone = {s["name"]: {field: s.get(field) for field in kept} for s in rated["standings"]}
        for standing in report["standings"]:
            own = {field: standing.get(field) for field in kept}
            check(own == alone[standing["name"]] if standing["name"] in alone else own["rank"] is None,
                  f"{standing['name']} is rated {own}, by its games alone {alone.get(standing['name'])}")
        check(sum(not standing.get("rank") for standing in report["standings"]) == len(DEBATERS) - len(alone), "who has no game has no rank")
        return len(rows)


def check(holds, message):
    if not holds:
        raise AssertionError(message)


def of(key):
    """The two debaters of a match."""
    return key.split("--")[1:3]


def check_stands(hall, report, absent):
    """Checks that all matches drawn are played but those of the absent, which wait."""
    drawn, played, forfeited = hall.matches()
    waiting = [key for key in drawn if key not in played and key not in forfeited]
    untouched = [key for key in waiting if not set(of(key)) & set(absent)]
    check(not untouched, f"not played though both are there: {untouched[:5]}")
    check(waiting and report["failed"] == len(waiting), f"{report['failed']} told as open, {len(waiting)} are")
    check({a["name"] for a in report["absent"]} <= set(absent) and report["absent"], f"told as absent: {report['absent']}")
    return waiting


def look(hall):
    """What stands is shown by every verb that only looks, and verifies."""
    for verb in (["show", "t"], ["tournament", "status", "t"], ["export", "t", "--format", "html", "--out", "t.html"],
                 ["tournament", "audit", "t"], ["verify", "t"]):
        seen = hall.verb(*verb)
        check(seen.returncode in (0, 3), f"{' '.join(verb)}: exit {seen.returncode}: {seen.stderr[-300:]}")


def end(hall, report, code, undisturbed=None, only=()):
    """Checks a tournament at its end; returns its line of the table."""
    drawn, played, forfeited = hall.matches()
    check((code, report["status"]) == (0, "finished"), f"exit {code}, {report['status']}: {report.get('reason')}")
    check(set(drawn) == (played & set(drawn)) | set(forfeited), "a match has neither a verdict nor a forfeit")
    check((report["finished"], report["forfeited"]) == (len(played), len(forfeited)), f"told {report['finished']} and {report['forfeited']}")
    for key, names in forfeited.items():
        check(set(names) <= set(only) & set(of(key)), f"{key} was forfeited by {names}")
    check(hall.check_rated_by_played(report) == len(played), "the list of games has other games than the journal")
    check(hall.verb("verify", "t").returncode == 0, "verify")
    check(hall.verb("tournament", "audit", "t").returncode == 0, "audit")
    if undisturbed:
        check(report == undisturbed, "it ends otherwise than the undisturbed one")
    again = hall.go("tournament", "resume", "t")
    check(again == (0, report), "resumed at its end it says something else")
    return [len(drawn), len(played), len(forfeited), 0, len(hall.calls)]


RUN = ("tournament", "run", "spec.yaml", "--id", "t")


def wait(options, kind, draws):
    """Two die; one comes back; then the other one does, and in a copy it withdraws."""
    calm = Hall(options, kind, "wait", draws)
    code, undisturbed = calm.go(*RUN)
    yield ["undisturbed", 0, *end(calm, undisturbed, code, undisturbed)]
    calm.clear()
    hall = Hall(options, kind, "wait", draws)
    for name in (DEAD, BACK):
        hall.speakers[name].life = options.life
    code, report = hall.go(*RUN, kill=True)
    absent = [DEAD, BACK]
    for back in (None, BACK):
        if back:
            hall.speakers[back].life = None
            absent.remove(back)
            code, report = hall.go("tournament", "resume", "t", kill=True)
        if code == 0:
            break
        check((code, report["status"]) == (3, "interrupted"), f"exit {code}, {report['status']}: {report.get('reason')}")
        waiting = check_stands(hall, report, absent)
        hall.check_rated_by_played(report)
        if back is None:
            look(hall)
        drawn, played, forfeited = hall.matches()
        yield [f"{len(absent)} absent", hall.kills, len(drawn), len(played), len(forfeited), len(waiting), len(hall.calls)]
    if code != 0:
        other = hall.copy()
        code, report = other.go("tournament", "withdraw", "t", DEAD, kill=True)
        check(report["withdrawn"] == [DEAD], f"told as withdrawn: {report['withdrawn']}")
        yield ["withdrawn", other.kills, *end(other, report, code, only=[DEAD])]
        other.clear()
    hall.speakers[DEAD].life = None
    code, report = hall.go("tournament", "resume", "t", kill=True)
    yield ["both back", hall.kills, *end(hall, report, code, undisturbed)]
    hall.clear()


def forfeit(options, kind, draws):
    """Two die; the tournament is killed; one comes back, and it goes on; then the other one is back, and nothing changes."""
    hall = Hall(options, kind, "forfeit", draws)
    for name in (DEAD, BACK):
        hall.speakers[name].life = options.life
    code, report = hall.go(*RUN, kill=True)
    if code == 3:
        # The rest of a bracket may be the two alone, which looks like an outage.
        waiting = check_stands(hall, report, [DEAD, BACK])
        yield ["stands", hall.kills, 0, 0, 0, len(waiting), len(hall.calls)]
        hall.speakers[BACK].life = None
        code, report = hall.go("tournament", "resume", "t", kill=True)
    yield ["both dead", hall.kills, *end(hall, report, code, only=[DEAD, BACK])]
    hall.clear()
    hall = Hall(options, kind, "forfeit", draws)
    for name in (DEAD, BACK):
        hall.speakers[name].life = options.life
    # Killed while the two are away; one is back when it is resumed.
    process = subprocess.Popen([options.tool, *RUN], cwd=hall.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while sum(hall.speakers[name].count for name in (DEAD, BACK)) < 2 * options.life and process.poll() is None:
        time.sleep(0.001)
    process.kill()
    process.wait()
    hall.kills, hall.exported = hall.kills + 1, None
    hall.speakers[BACK].life = None
    code, report = hall.go("tournament", "resume", "t", kill=True)
    drawn, played, forfeited = hall.matches()
    check(all(DEAD in of(key) for key in forfeited), "who was back has forfeited")
    hall.speakers[DEAD].life = None
    yield ["one back", hall.kills, *end(hall, report, code, only=[DEAD])]
    hall.clear()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=common.tool_path())
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--rules", default="wait,forfeit")
    parser.add_argument("--sides", choices=["both", "one"], default="both")
    parser.add_argument("--life", type=int, default=3, help="calls after which the two die")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep the folders")
    options = parser.parse_args()
    print("".join(f"{column:>20}" if i < 3 else f"{column:>10}" for i, column in enumerate(COLUMNS)), flush=True)
    failed = 0
    for kind in options.formats.split(","):
        for rule in options.rules.split(","):
            try:
                for line in {"wait": wait, "forfeit": forfeit}[rule](options, kind, random.Random(f"{options.seed} {kind} {rule}")):
                    print("".join(f"{cell:>20}" if i < 3 else f"{cell:>10}" for i, cell in enumerate([kind, rule, *line])), flush=True)
            except AssertionError as error:
                failed += 1
                print(f"{kind:>20}{rule:>20}  FAILED: {error}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The pages of an evaluation, of two evaluations compared and of a tournament, in a headless Chromium (issue 19, point 2).

Runs evaluations and a tournament over simulated models, exports their pages and uses them as a person does: filters, search, order, answers
side by side, keys, an address that keeps what is chosen; at 400 and 1,400 pixels, light, dark and on paper. No page may log an error, ask the
network for anything or be wider than its window. `--questions` times 4 protocols must open within `--seconds`. Pictures go to `--pictures`.

    python3 tests/acceptance/pages.py [--tool PATH] [--questions 2000] [--seconds 2] [--pictures FOLDER]
"""
import argparse
import csv
import json
import os
import sys
import tempfile

from browser import Browser, find
from common import ROOT, run, tool_path, write_questions

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Checks:
    """Claims that were looked at; the script fails if one does not hold."""

    def __init__(self):
        self.failed = 0

    def that(self, claim, holds, seen=""):
        print(f"{'ok    ' if holds else 'FAILED'} {claim}{f': {seen}' if seen != '' else ''}", flush=True)
        self.failed += not holds


def command(tool, folder, *args, codes=(0, 3)):
    done = run(tool, folder, *args)
    if done.returncode not in codes:
        sys.exit(f"debate {' '.join(args)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def prepare(tool, folder, questions):
    """Evaluates a few questions twice and many once, and plays the town hall."""
    with open(os.path.join(folder, "debate.yaml"), "w", encoding="utf-8") as file:
        file.write("models:\n  sim: { simulated: bernoulli, accuracy: 0.6, parallel: 64 }\n  better: { simulated: bernoulli, accuracy: 0.8, parallel: 64 }\n")
    write_questions(os.path.join(folder, "many.json"), questions)
    with open(os.path.join(folder, "many.json"), encoding="utf-8") as file:
        few = json.load(file)[:40]
    few[3]["question"] += f" {HOSTILE}"
    with open(os.path.join(folder, "few.json"), "w", encoding="utf-8") as file:
        json.dump(few, file)
    three, four = "self-consistency,direct,chain-of-thought", "self-consistency,direct,chain-of-thought,mad"
    for name, file, protocols, model in (("few", "few.json", three, "sim"), ("few-2", "few.json", three, "better"), ("many", "many.json", four, "sim")):
        if not run(tool, folder, "show", name, "--rows", "0").returncode == 0:
            command(tool, folder, "eval", file, "--protocol", protocols, "--model", model, "--id", name, "--seed", "1", codes=(0, 1, 3))
        command(tool, folder, "export", name, "--format", "html", "--out", f"{name}.html")
    command(tool, folder, "compare", "few", "few-2", "--out", "compared.html")
    command(tool, folder, "export", "few", "--format", "csv", "--out", "few.csv")
    if not run(tool, folder, "show", "hall").returncode == 0:
        command(tool, folder, "tournament", "run", os.path.join(ROOT, "examples", "town-hall.yaml"), "--id", "hall")
    command(tool, folder, "export", "hall", "--format", "html", "--out", "hall.html")


def numbers(page):
    """The statuses of the cells that are shown, row by row."""
    return page.run("[...document.querySelectorAll('#answers-body .row')].map(row => [...row.querySelectorAll('.mark')].map(mark => mark.className.split(' ')[1]))")


def choose(page, name, value):
    page.run(f"(() => {{ const list = document.getElementById('answers-{name}'); list.value = '{value}'; list.dispatchEvent(new Event('change')); }})()")


def tally(page):
    return page.run("document.getElementById('answers-tally').textContent")


def use_filters(page, rows, checks):
    """Compares what each filter shows with the CSV."""
    by_question = {}
    for row in rows:
        by_question.setdefault(row["question"], []).append(row["status"])
    expected = list(by_question.values())
    checks.that("the table is the CSV", numbers(page) == expected, f"{len(expected)} questions")
    for status in sorted({row["status"] for row in rows}):
        choose(page, "show", status)
        checks.that(f"show {status}", numbers(page) == [r for r in expected if status in r], tally(page))
    choose(page, "show", "wrong")
    choose(page, "of", "1")
    checks.that("wrong in the second column", numbers(page) == [r for r in expected if r[1] == "wrong"], tally(page))
    choose(page, "of", "any")
    choose(page, "a", "0")
    choose(page, "b", "1")
    choose(page, "show", "onlya")
    checks.that("only A right", numbers(page) == [r for r in expected if r[0] == "right" and r[1] != "right"], tally(page))
    choose(page, "show", "differ")
    checks.that("A and B differ", numbers(page) == [r for r in expected if (r[0] == "right") != (r[1] == "right")], tally(page))
    pressed = page.run("[...document.querySelectorAll('.count')].find(b => b.textContent.includes('only B right')).click(), location.hash")
    checks.that("a number is a filter, and the address keeps it", "show=onlyb" in pressed, pressed)
    page.run("document.getElementById('answers-clear').click()")
    page.run("[...document.querySelectorAll('#answers-head button')].at(-2).click()")
    order = ["right", "wrong", "unread", "cut", "empty", "refused", "failed"]
    last = [order.index(r[-1]) for r in numbers(page)]
    checks.that("a heading sorts", last == sorted(last) and page.run("document.querySelectorAll('#answers-head [aria-sort=ascending]').length") == 1)
    page.run("document.getElementById('answers-clear').click()")


def use_keys(page, protocols, checks):
    """The whole page without a mouse."""
    page.press("/")
    checks.that("/ goes to the search", page.run("document.activeElement.id") == "answers-q")
    page.type("onerror=alert")
    checks.that("search finds what was typed, as text", tally(page).startswith("1 of "), tally(page))
    page.press("Escape")
    page.press("Escape")
    checks.that("Escape clears and leaves the search", page.run("document.activeElement === document.body && document.getElementById('answers-q').value === ''"))
    for _ in range(4):
        page.press("j")
    page.press("k")
    page.press("Enter")
    opened = page.run("document.querySelector('#answers-body .detail')?.innerText ?? ''")
    checks.that("j, k and Enter open answers side by side", opened.count("debate show few/v") == protocols, opened[:80])
    page.press("j")
    page.press("Enter")
    checks.that("a hostile question is shown as it is", HOSTILE in page.run("document.querySelectorAll('#answers-body .detail')[1].innerText"))
    checks.that("and nothing of it is an element", page.run("document.querySelectorAll('main img, main script').length") == 0)
    page.press("Enter")
    checks.that("Enter closes", page.run("document.querySelectorAll('#answers-body .detail').length") == 1)


def look(page, name, folder, checks):
    """Pictures at two widths, and that nothing sticks out."""
    for width in (1400, 400):
        page.resize(width, 1000, phone=width < 700)
        page.run("scrollTo(0, 0)")
        wide = page.run("document.documentElement.scrollWidth")
        checks.that(f"{name} fits {width} pixels", wide <= width, wide)
        page.picture(os.path.join(folder, f"{name}-{width}.png"))
    page.resize(1400, 1000)
    page.dark()
    page.picture(os.path.join(folder, f"{name}-dark.png"))
    page.dark(False)
    page.print(os.path.join(folder, f"{name}.pdf"))
    checks.that(f"{name} logs no error and asks for nothing", not page.faults, page.faults or "")


def use_tournament(browser, folder, pictures, checks):
    page = browser.open(os.path.join(folder, "hall.html"))
    checks.that("a tournament leads with its standings", page.run("document.querySelector('h2').textContent") == "Leaderboard")
    debates = page.run("document.querySelectorAll('details[id^=debate-]').length")
    checks.that("every debate that counts is in the page", debates > 0 and "Every debate that counts is here" in page.run("document.body.textContent"), debates)
    link = page.run("document.querySelector('a[href^=\"#motion-\"]').getAttribute('href')")
    page.run(f"document.querySelector('a[href=\"{link}\"]').click()")
    page.run("document.querySelector('details[id^=debate-]').open = true")
    checks.that("an opened debate says who said what", page.run("document.querySelectorAll('details[open] .said').length") > 0)
    look(page, "hall", pictures, checks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--folder", help="kept with its runs, and used again")
    parser.add_argument("--pictures")
    given = parser.parse_args()
    if not find():
        sys.exit("no chromium here: apt-get install chromium, or set DEBATE_CHROMIUM")
    checks = Checks()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or made
        os.makedirs(folder, exist_ok=True)
        pictures = given.pictures or folder
        os.makedirs(pictures, exist_ok=True)
        prepare(os.path.abspath(given.tool), folder, given.questions)
        with open(os.path.join(folder, "few.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with Browser() as browser:
            page = browser.open(os.path.join(folder, "few.html"))
            use_filters(page, rows, checks)
            protocols = len({row["variant"] for row in rows})
            use_keys(page, protocols, checks)
            look(page, "few", pictures, checks)
            kept = browser.open(os.path.join(folder, "few.html"), fragment="#show=wrong&of=2&q=Item")
            checks.that("an address opens as it was left", kept.run("document.getElementById('answers-show').value") == "wrong" and len(numbers(kept)) < len(rows) // 3, tally(kept))
            compared = browser.open(os.path.join(folder, "compared.html"))
            checks.that("two evaluations are compared side by side", compared.run("document.querySelectorAll('#answers-head th').length") == 4 + 2 * protocols)
            look(compared, "compared", pictures, checks)
            use_tournament(browser, folder, pictures, checks)
            times = []
            for _ in range(3):
                many = browser.open(os.path.join(folder, "many.html"))
                times.append(many.run("(performance.getEntriesByType('navigation')[0].loadEventEnd) / 1000"))
            size = os.path.getsize(os.path.join(folder, "many.html")) / 1e6
            checks.that(f"{given.questions} questions with 4 protocols ({size:.1f} MB) open in under {given.seconds} s", min(times) < given.seconds, [round(t, 2) for t in times])
            began = many.run("(() => { const began = performance.now(); const box = document.getElementById('answers-q'); box.value = '77'; box.dispatchEvent(new Event('input')); return performance.now() - began; })()")
            checks.that("a search among them takes under a second", began < 1000, f"{began:.0f} ms, {tally(many)}")
            look(many, "many", pictures, checks)
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())

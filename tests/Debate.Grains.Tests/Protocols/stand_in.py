"""A stand-in for a model behind an OpenAI-compatible URL, for the protocols that plan, revise, vote and think at length. It sees nothing but
the request: it knows the question by its words, what it is asked for by the form of the reply, and what was done before by what the request
shows. A token is four characters. Prints its port; ends with its stdin."""
import http.server, json, random, re, sys, threading

FIX, HARM, ACCEPTS, P = 0.3, 0.1, (0.9, 0.2), 0.5
RATIONALES = {True: "Nothing is left out.", False: "One of them does not matter."}


def reply(messages, draws):
    last = messages[-1]["content"]
    text = "\n".join(m["content"] for m in messages)
    own = [m["content"] for m in messages if m["role"] == "assistant"]
    quotes = re.findall(r"<<<statement of ([^>]*)>>>\n(.*?)\n<<<end>>>", last, re.S)
    question = re.search(r"What is (\d+) and (\d+) together\?", text)
    right = str(int(question[1]) + int(question[2])) if question else "?"

    def chance(p):
        return draws.random() < p

    def answer(p):
        return right if chance(p) else "0"

    def revised(held):
        return answer(1 - HARM) if held == right else answer(FIX)

    def thought(begun):                  # "[I hold X]" and dots; whatever else stands in it was put there by somebody else
        if begun.endswith('"answer": "'):
            return re.findall(r"\[I hold (\d+)\]", begun)[-1] + '"}'
        words = re.findall(r"\[I hold \d+\] *|\.", begun)
        held = re.findall(r"\[I hold (\d+)\]", begun)
        is_cut = bool(re.search(r"(\.|\] *)$", begun))
        now = (revised(held[-1]) if not is_cut else held[-1]) if held else answer(P)
        head = "" if held and is_cut else f"[I hold {now}]"
        head += " " * (-len(head) % 4)
        end = json.dumps({"answer": now})
        return head + "." * max(0, 4 * 280 - sum(map(len, words)) - len(head) - len(end)) + end

    if messages[-1]["role"] == "assistant":
        return thought(last)
    if quotes and quotes[0][0] == "what you have written so far":
        return thought(quotes[0][1])
    if "at length" in last:
        return thought("")
    if '"accepted"' in last:
        shown = quotes[-1][1] if quotes else own[-1]
        good = "(bad)" not in shown if "(good)" in shown or "(bad)" in shown else f'"{right}"' in shown
        return json.dumps({"reason": "so", "accepted": good if "(" in shown else chance(ACCEPTS[0 if good else 1])})
    if '"step"' in last:
        marks = re.findall(r"\((good|bad)\)", last)
        anew = '"reflection"' in last
        done = len(marks) + (0 if anew else 1) == 4
        good = chance(0.8) if not anew else marks[-1] == "good" or chance(0.5)
        sound = good and "bad" not in (marks[:-1] if anew else marks)
        step = f"({'good' if good else 'bad'})" + (f" The answer is {right if sound else '0'}." if done else "")
        return json.dumps({"reflection": "so", "step": step, "done": done})
    if '"modules"' in last:
        return json.dumps({"modules": {"1": "skill 1"}})
    if '"plan"' in last:
        skills = [int(s) for s in re.findall(r"skill (\d)", dict(quotes).get("plan", ""))]
        if '"answer"' in last:
            return json.dumps({"plan": {}, "answer": right if int(question[1]) % 4 + 1 in skills else "0"})
        return json.dumps({"plan": {f"skill {s}": "" for s in range(1, len(skills) + 2)}})
    if '"rationale"' in last:
        good = chance(0.6)
        return json.dumps({"rationale": RATIONALES[good], "answer": answer(0.9 if good else 0.3)})
    if "Q1:" in last and '"answer"' not in last or "could not be used" in last:
        lines = lambda i: f"Q{i}: What?\nS{i}: So.\n" + ("A%d: 7\n" % i if chance(0.75) else "")
        return own[-1] if own else "".join(lines(i) for i in range(1, int(max(re.findall(r"Q(\d+):", last))) + 1))
    answered = re.findall(r'"answer": "(\d+)"', "\n".join(own))
    if answered:
        return json.dumps({"reason": "so", "answer": revised(answered[-1])})
    shown = "\n".join(body for _, body in quotes)
    p = 0.9 if RATIONALES[True] in shown else 0.3 if RATIONALES[False] in shown else P + 0.08 * len(re.findall(r"^Q\d+: \S", shown, re.M))
    return json.dumps({"reason": "so", "answer": answer(p)})


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize, disable_nagle_algorithm = -1, True  # one packet a reply: head and body apart wait for one another by 40 ms

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text, most = reply(asked["messages"], random.Random(asked["seed"])), 4 * asked["max_tokens"]
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text[:most]},
                                        "finish_reason": "length" if len(text) > most else "stop"}],
                           "usage": {"prompt_tokens": 1, "completion_tokens": 1}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()

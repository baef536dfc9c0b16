"""A stand-in for a model behind an OpenAI-compatible URL. It sees nothing but the request: it knows the question by its words, what it is
asked for by the form of the reply, and what was done before by what the request shows. Prints its port; ends with its stdin."""
import http.server, json, random, re, sys, threading

RATES = json.loads(sys.argv[1])          # step, accuracy, acts: {continue: [right, wrong], ...}


def reply(messages, draws):
    last = messages[-1]["content"]
    text = "\n".join(m["content"] for m in messages)
    question = re.search(r"What is (\d+) and (\d+) together\?", text)
    right, wrong = str(int(question[1]) + int(question[2])), "0"

    def answer(p):
        return right if draws.random() < p else wrong

    def out(**fields):
        return json.dumps(fields)

    if messages[-1]["role"] == "assistant" or "what you have written so far" in last:
        if "[/thinking]" in last:
            return out(answer=re.findall(r"I hold (\d+)", last)[-1])
        act = re.findall(r"\[(continue|reflect|explore)\]", last)[-1]
        return "Done.\nAnswer: " + answer(RATES["acts"][act][0 if f"is {right}." in last else 1])
    if '"accepted"' in last:
        return out(reason="checked", accepted=f"is {right}." in last)
    if '"value"' in last:
        return out(reason="looked", value=0 if "(bad)" in last else len(re.findall(r"\((?:good|bad)\)", last)) / 2)
    if '"step"' in last:
        good, first = draws.random() < RATES["step"], "(nothing yet)" in last
        end = "" if first else " The answer is " + (right if good and "(bad)" not in last else wrong) + "."
        return out(step=("(good)" if good else "(bad)") + end, done=not first)
    if '"advice"' in last:
        return out(advice="Count.")
    if '"plan"' in last:
        return out(plan={"1. count": ""})
    if '{"1"' in last:
        return out(**{"1": "What is the first number?"})
    if "[explore]" in last:
        return f"[continue]\nSo far it is {answer(RATES['accuracy'])}."
    if "anew and better" in last:
        held = re.findall(r"I hold (\d+)", last)[-1]
        return f"[thinking]I hold {right if draws.random() < RATES['fix'] else held}[/thinking]"
    if '"feedback"' in last:
        return out(feedback="Look again.")
    if "[thinking]" in last:
        held = answer(RATES["accuracy"])
        return f"[thinking]I hold {held}[/thinking]\n" + out(answer=held)
    return out(reason="so", answer=answer(RATES["accuracy"]))


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize, disable_nagle_algorithm = -1, True  # one packet a reply: head and body apart wait for one another by 40 ms

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = reply(asked["messages"], random.Random(asked["seed"]))
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
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

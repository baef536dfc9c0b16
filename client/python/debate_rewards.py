"""Rewards from `debate serve`, for trainers in Python: the standard library alone. debate_verl.py, debate_trl.py and debate_verifiers.py
fit it to their trainers, and find it in their own folder.

    DEBATE_URL            the server; several of one cluster with commas between them: where one fails, the next one is asked
    DEBATE_API_KEY        its key; or the password in the URL, http://any:KEY@HOST
    DEBATE_PROFILE        the profile of rewards; the server's default without it
    DEBATE_RETRY_SECONDS  the wait before the second try, 1; it doubles up to ten times that. Retry-After counts where it is longer
    DEBATE_PATIENCE       seconds without a new reward until the rest is given up, 240: before verl's prime manager (300) and NCCL (600)
    DEBATE_MISSING        what a trainer gets for a reward that cannot be had: none (NaN but in TRL), nan, raise (an exception) or stop
                          (SystemExit, where an exception would become 0.0); each file says what it does without it

Lost connections, replies that are cut or not ours, 408, 429 and 5xx are tried again. That never pays twice: the server knows the same
answers by their content. A missing reward is a line on stderr with its cause. A wrong key, profile or address raises at once."""
import asyncio, contextlib, email.utils, http.client, json, math, os, random, re, sys, threading, time
import unicodedata, urllib.error, urllib.parse, urllib.request
from concurrent.futures import ThreadPoolExecutor

MAX_TRIES = 128              # without a new reward, however short the waits
MAX_SECONDS = 180            # of one request; the debates go on in the server, and the next request finds them
MAX_BYTES = 8_000_000        # of one request; a server takes 30 million
MAX_ANSWERS = 1024           # of one item
PASSING = ("Deadline", "Incomplete", "JudgeUnreachable")    # failures of an item that may be gone when it is asked for again
QUESTIONS = ("prompt", "question", "problem", "raw_problem", "prompt_str", "raw_prompt", "query")
UNSPOKEN = ("thinking", "redacted_thinking", "reasoning", "reasoning_content")
_random, _moved, _noticed = random.Random(), 0, -math.inf   # a generator of its own: the trainer's seed is not touched
_said = set()                # what is told once


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are not followed: urllib would send the key along, to whatever host they name."""

    def redirect_request(self, *_):
        return None


class NoReward(RuntimeError):
    """A reward cannot be had; the text says why."""

    def __init__(self, cause, apart=False):
        super().__init__(cause)
        self.apart = apart      # whether the answers of the item may have rewards one by one


class Refused(NoReward):
    """No reward can be had with these settings: the key, the profile, the address or a variable is wrong."""


class StopTraining(SystemExit):
    """A reward cannot be had, where a framework makes 0.0 of an exception: it passes `except Exception` and ends whoever awaits it."""


class Score(dict):
    """verl's dictionary of a score. [0] is the score too: prime, one of verl's reward managers, reads that."""

    def __missing__(self, key):
        if key == 0:
            return self["score"]
        raise KeyError(key)


class _Lost(Exception):
    """No reply, or none of ours; another try may bring one, after so many seconds."""

    def __init__(self, cause, seconds=0.0):
        super().__init__(cause)
        self.seconds = seconds


class _Failed(Exception):
    """The server says of a request or an item that there is no reward."""

    apart = False


# What a judge is shown


def text_of(turns):
    """The text of a prompt or an answer in every shape that trainers use: a text, a message, a list of messages, parts of one, None.

    The only turn that says something is its text; of several, each has its role above it, as in the server's conversations. Parts are
    joined, a picture is told as [image], thoughts and turns without text are left out, calls of tools are told with their arguments."""
    if isinstance(turns, str):
        return turns
    told = [(role, text) for role, text in map(_turn, _list(turns)) if text.strip()]
    if len(told) == 1 and not told[0][0].startswith("tool"):
        return told[0][1]
    return "\n\n".join(f"[{role}]\n{_unmarked(text)}" for role, text in told)


def _answer(turns):
    """The text of an answer. One that is a single turn may not look like several."""
    return _unmarked(text_of(turns)) if isinstance(turns, str) or len(_list(turns)) == 1 else text_of(turns)


def _turn(turn):
    """(role, text) of a message, or of a part that stands where messages do."""
    if isinstance(turn, float) and math.isnan(turn):        # what pandas makes of a missing cell
        return "assistant", ""
    if isinstance(turn, (str, int, float)):
        return "assistant", str(turn)
    role, name = str(_field(turn, "role") or ""), re.sub(r"[^\w.-]", "", str(_field(turn, "name") or ""))
    calls = [_call(call) for call in _list(_field(turn, "tool_calls")) or _list(_field(turn, "function_call"))]
    text = "\n".join(filter(str.strip, [_content(_field(turn, "content") if role else turn), *calls]))
    return f"tool {name}".strip() if role in ("tool", "function", "ipython") else role or "assistant", text


def _content(content):
    return _part(content) if isinstance(content, (str, dict)) else "".join(map(_part, _list(content))).strip("\n")


def _part(part):
    if isinstance(part, str):
        return part
    text, kind = _field(part, "text"), str(_field(part, "type") or "")
    if isinstance(text, str) and kind not in UNSPOKEN:
        return text
    medium = re.search("image|audio|video|file", kind)
    return f"\n[{medium.group()}]\n" if medium else ""


def _call(call):
    said = _field(call, "function") or call
    if isinstance(said, str):
        return f"calls {said}"
    arguments = _field(said, "arguments")
    return f"calls {_field(said, 'name')} {arguments if isinstance(arguments, str) else _json({} if arguments is None else arguments)}"


def _unmarked(text):
    """Text in which no line looks like the mark above a turn."""
    return re.sub(r"(?im)^([ \t]*)\[((?:system|developer|user|human|assistant|model|tool|function|observation)\b[^\]\n]*)\](?=\s*$)", r"\1(\2)", text)


def _field(thing, name):
    get = getattr(thing, "get", None)
    return get(name) if callable(get) else getattr(thing, name, None)


def _list(value):
    value = value.tolist() if hasattr(value, "tolist") else value
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def _json(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=lambda v: v.tolist() if hasattr(v, "tolist") else str(v))


def _is_absent(value):
    return value is None or isinstance(value, str) and not value or isinstance(value, float) and math.isnan(value)


def make_item(prompt, answers, label=None, baseline=None, place='the column "prompt"'):
    """The item of /v1/score for answers to a prompt; raises NoReward without a question (an evidence debate needs its label alone)."""
    item = {"prompt": text_of(prompt), "completions": [_answer(answer) for answer in answers]}
    if not _is_absent(label):
        item["label"] = label
    if not _is_absent(baseline):
        item["baseline"] = text_of(baseline)
    if not item["prompt"].strip() and not ({"state", "action"} <= _mapping(label).keys()):
        raise NoReward(f"there is no question, and an answer is worth nothing without one; put the task into {place}, a text or messages")
    return json.loads(_json(item))      # tensors and arrays of labels are plain lists now


def _same_prompt(text):
    """What two prompts have in common that are the same one, as the server sees it (PromptWords.cs): the composed form of Unicode (NFC), line
    feeds alone between lines, and no white space, controls, marks of byte order or spaces without width at the ends."""
    start, end = 0, len(text)
    while start < end and _is_unseen(text[start]):
        start += 1
    while end > start and _is_unseen(text[end - 1]):
        end -= 1
    return unicodedata.normalize("NFC", text[start:end].replace("\r\n", "\n").replace("\r", "\n"))


def _is_unseen(c):
    return c.isspace() or unicodedata.category(c) == "Cc" or c in "\ufeff\u200b\u2060"


# Asking for rewards


def score(items, together=True):
    """The outcome of each item, in order: {"rewards", "probabilities", "disagreements"}, or the NoReward that says why there is none.

    Asks until all have a reward or are refused, or until patience ends. Together they are a batch, else there is one item."""
    patience, first = _number("DEBATE_PATIENCE", 240), _number("DEBATE_RETRY_SECONDS", 1)
    servers, outcomes, waiting = _servers(), [None] * len(items), list(range(len(items)))
    encoded = [_json(item if together else _single(item)).encode("utf-8", "replace") for item in items]
    tries, ends = 0, time.monotonic() + patience
    while waiting:
        parts = _parts(waiting, encoded)
        ask = lambda part: _ask([(items[i], encoded[i]) for i in part], together, servers, ends)
        with ThreadPoolExecutor(min(8, len(parts))) as threads:
            replies = list(map(ask, parts)) if len(parts) == 1 else list(threads.map(ask, parts))
        for i, outcome in ((i, o) for part, reply in zip(parts, replies) for i, o in zip(part, reply)):
            outcomes[i] = outcome
        left = [i for i in waiting if isinstance(outcomes[i], _Lost)]
        tries = 1 if len(left) < len(waiting) else tries + 1
        ends = time.monotonic() + patience if len(left) < len(waiting) else ends
        waiting = left
        if not waiting or tries == MAX_TRIES or time.monotonic() >= ends:
            break
        pause = min(2 ** (tries - 1), 10) * first * _random.uniform(0.5, 1)
        _notice(outcomes[waiting[0]], ends - time.monotonic())
        time.sleep(max(0.0, min(max(pause, min(outcomes[i].seconds for i in waiting)), ends - time.monotonic())))
    given_up = f"; given up after {patience:g} s" if tries < MAX_TRIES else f"; given up after {MAX_TRIES} tries"
    return [o if isinstance(o, dict) else NoReward(f"{o}{given_up if isinstance(o, _Lost) else ''}", getattr(o, "apart", False)) for o in outcomes]


def _single(item):
    profile = os.environ.get("DEBATE_PROFILE")
    alone = {"prompt": item["prompt"], "completion": item["completions"][0], "label": item.get("label"), "baseline": item.get("baseline"),
             "profile": profile or None}
    return {name: value for name, value in alone.items() if value is not None}


def _parts(waiting, encoded):
    """Splits the items into requests that a server takes."""
    parts, size = [[]], 0
    for i in waiting:
        if parts[-1] and size + len(encoded[i]) > MAX_BYTES:
            parts, size = [*parts, []], 0
        parts[-1].append(i)
        size += len(encoded[i])
    return parts


def _ask(items, together, servers, ends, names=16):
    """One try for some items: their outcomes, _Lost or _Failed where there is none. What is refused as a whole is asked for without the
    item that the refusal names, else by halves, so that a bad item costs only itself."""
    profile = os.environ.get("DEBATE_PROFILE")
    profile = f',"profile":{_json(profile)}'.encode() if profile else b""
    body = b'{"items":[' + b",".join(encoded for _, encoded in items) + b"]" + profile + b"}"
    try:
        reply = _anywhere(servers, "/v1/score/batch", body, ends) if together else _anywhere(servers, "/v1/score", items[0][1], ends)
    except _Lost as lost:
        return [lost] * len(items)
    except _Failed as failed:
        named = re.search(r"items\[(\d{1,6})\]", str(failed))
        if len(items) == 1:
            return [failed]
        if named and names and int(named.group(1)) < len(items):
            i = int(named.group(1))
            rest = _ask(items[:i] + items[i + 1:], together, servers, ends, names - 1)
            return [*rest[:i], failed, *rest[i:]]
        half = len(items) // 2
        return _ask(items[:half], together, servers, ends, 0) + _ask(items[half:], together, servers, ends, 0)
    results = reply.get("results") if together else [reply]
    if not isinstance(results, list) or len(results) != len(items):
        return [_Lost(f"the reply is not one of `debate serve` for {len(items)} items: {_short(reply)}")] * len(items)
    outcomes = [_read_result(result, len(item["completions"])) for result, (item, _) in zip(results, items)]
    for outcome, (item, _) in zip(outcomes, items):
        if isinstance(outcome, _Failed):    # of answers that do not depend on one another, a bad one costs itself alone
            outcome.apart = len(item["completions"]) > 1 and _field(_field(reply, "profile"), "relative") is False
    return outcomes


def _read_result(result, count):
    if isinstance(result, dict) and isinstance(result.get("trouble"), str):
        return (_Lost if result["trouble"] in PASSING else _Failed)(f"{result['trouble']}: {result.get('detail')}")
    lists = {name: _floats(result.get(name)) if isinstance(result, dict) else [] for name in ("rewards", "probabilities", "disagreements")}
    return lists if len(lists["rewards"]) == count else _Lost(f"the reply has no {count} rewards: {_short(result)}")


def _floats(values):
    """The values as floats; none at all unless all are finite numbers."""
    values = values if isinstance(values, list) else []
    try:
        return [float(v) for v in values] if all(type(v) in (int, float) and math.isfinite(v) for v in values) else []
    except OverflowError:
        return []


def _anywhere(servers, path, body, ends):
    """The reply of the first server that gives one, beginning with that which gave the last one."""
    global _moved
    start, lost = os.getpid() + _moved, []
    for turn in range(len(servers)):
        try:
            reply = _post(*servers[(start + turn) % len(servers)], path, body, ends)
            _moved += turn
            return reply
        except _Lost as trouble:
            lost.append(trouble)
    raise _Lost("; ".join(map(str, lost)), min(trouble.seconds for trouble in lost))


def _post(url, key, path, body, ends):
    request = urllib.request.Request(url + path, body, {"Content-Type": "application/json", **({"X-Api-Key": key} if key else {})})
    seconds = max(1.0, min(MAX_SECONDS, ends - time.monotonic()))
    ends = time.monotonic() + seconds
    try:
        try:
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=seconds) as answer:
                status, headers, text = answer.status, answer.headers, _read(answer, ends)
        except urllib.error.HTTPError as answer:
            with answer:
                status, headers, text = answer.code, answer.headers, _read(answer.fp, ends)
    except (OSError, http.client.HTTPException) as trouble:
        cause = trouble.reason if isinstance(getattr(trouble, "reason", None), Exception) else trouble
        raise _Lost(f"{url}: {type(cause).__name__}: {cause}") from trouble
    try:
        reply = json.loads(text)
    except (ValueError, RecursionError):
        reply = None
    told = f"{url}: HTTP {status} {_detail(reply) or _short(text.decode('utf-8', 'replace'))}"
    if status in (401, 403):
        raise Refused(f"{told}; DEBATE_API_KEY has the key")
    if not isinstance(reply, dict) and status != 413:
        raise _Lost(f"{told}: the reply is cut, or not one of `debate serve`", _retry_after(headers))
    if 200 <= status < 300:
        return reply
    if isinstance(reply, dict) and isinstance(reply.get("trouble"), str):
        raise (_Lost if reply["trouble"] in PASSING else _Failed)(f"{told} ({reply['trouble']})")
    if status in (404, 405) or status == 400 and _detail(reply).startswith("profile"):
        raise Refused(told)
    raise _Failed(told) if status in (400, 409, 413, 415, 422) else _Lost(told, _retry_after(headers))


def _read(answer, ends):
    """The body; raises where it is cut, or comes so slowly that it would outlast the request's time."""
    body, length = bytearray(), answer.headers.get("Content-Length") or ""
    while not length.isdigit() or len(body) < int(length):
        piece = answer.read1(65536)
        body += piece
        if not piece and length.isdigit():
            raise http.client.IncompleteRead(bytes(body), int(length) - len(body))
        if not piece:
            break
        if time.monotonic() > ends:
            raise TimeoutError("the reply comes too slowly")
    return bytes(body)


def _retry_after(headers):
    """Seconds, or a date (RFC 9110, 10.2.3); 0 where it is neither."""
    said = headers.get("Retry-After") or "0"
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _servers():
    """(URL, key) of each server."""
    urls = [url.strip() for url in os.environ.get("DEBATE_URL", "").split(",") if url.strip()]
    if not urls:
        raise Refused("DEBATE_URL: it must name the server, such as http://127.0.0.1:5080")
    return [_server(url) for url in urls]


def _server(url):
    try:
        parts = urllib.parse.urlsplit(url)
        holds = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        holds = False
    if not holds:
        raise Refused(f"DEBATE_URL '{re.sub('//.*@', '//', _short(url))}': it must be an http URL, or several with commas between them")
    key = (os.environ.get("DEBATE_API_KEY") or urllib.parse.unquote(parts.password or "")).strip()
    if not key.isascii() or not key.isprintable():
        raise Refused("DEBATE_API_KEY: it has characters that no header can carry")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}", key


def _number(name, default):
    said = os.environ.get(name) or default
    try:
        value = float(said)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise Refused(f"{name} '{said}': it must be a number of seconds, 0 or more")
    return value


def _detail(reply):
    return str(reply.get("detail") or reply.get("title") or "") if isinstance(reply, dict) else ""


def _short(value):
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 100 else f"{text[:100]}..."


def _notice(lost, seconds):
    """Says that rewards are waited for, at most every half minute."""
    global _noticed
    if time.monotonic() >= _noticed + 30:
        _noticed = time.monotonic()
        _tell(f"{lost}; trying again for {seconds:.0f} s")


def _tell(line):
    try:
        print(f"debate: {''.join(c if c.isprintable() else ' ' for c in line)[:1000]}", file=sys.stderr, flush=True)
    except (OSError, ValueError):
        pass


# What trainers get


@contextlib.contextmanager
def _raising(default):
    """Raises what is raised inside; as StopTraining where DEBATE_MISSING wants that, or its default does and nobody wants an exception."""
    how = os.environ.get("DEBATE_MISSING") or default
    try:
        yield how
    except Exception as trouble:
        if how == "stop" or default == "stop" and how != "raise":
            raise StopTraining(f"{type(trouble).__name__}: {trouble}") from trouble
        raise


def _rewards(rows, how, together=True):
    """For each row of (prompt, answer, label, baseline, where a prompt belongs), in order, (reward, probability, disagreement) or the cause
    of their absence. Answers to one prompt are one item, wherever they stand. Says on stderr what is missing, or raises it."""
    if how not in ("none", "nan", "raise", "stop"):
        raise Refused(f"DEBATE_MISSING '{how}': it must be none, nan, raise or stop")
    results, groups = [None] * len(rows), {}
    for at, (prompt, answer, label, baseline, place) in enumerate(rows):
        try:
            item = make_item(prompt, [answer], label, baseline, place)
            groups.setdefault(_json({**item, "prompt": _same_prompt(item["prompt"]), "completions": None}), []).append((at, item))
        except Exception as wrong:      # whatever a row holds, it costs only itself
            results[at] = f"{wrong}" if isinstance(wrong, NoReward) else f"the row cannot be read: {type(wrong).__name__}: {wrong}"
    members = [group[i:i + MAX_ANSWERS] for group in groups.values() for i in range(0, len(group), MAX_ANSWERS)]
    items = [{**group[0][1], "completions": [item["completions"][0] for _, item in group]} for group in members]
    outcomes = score(items, together)
    apart = [group for group, outcome in zip(members, outcomes) if isinstance(outcome, NoReward) and outcome.apart]
    alone = [[member] for group in apart for member in group]
    members, outcomes = members + alone, outcomes + (score([item for (_, item), in alone], together) if alone else [])
    for group, outcome in zip(members, outcomes):
        for place, (at, _) in enumerate(group):
            results[at] = str(outcome) if isinstance(outcome, NoReward) else (
                outcome["rewards"][place], *(outcome["probabilities"][place:place + 1] or [math.nan]),
                *(outcome["disagreements"][place:place + 1] or [0.0]))
    missing = [f"no reward for answer {at + 1} of {len(rows)}: {result}" for at, result in enumerate(results) if isinstance(result, str)]
    for line in missing:
        _tell(line)
    if missing and how in ("raise", "stop"):
        raise NoReward(missing[0])
    return results


def trl(prompts, completions, columns):
    """A float for each completion, in order; None for a missing one."""
    column = lambda name: list(columns[name]) if columns.get(name) is not None else [None] * len(prompts)
    labels = column("answer") if all(map(_is_absent, column("label"))) else column("label")
    rows = list(zip(prompts, completions, labels, column("baseline"), ['the column "prompt"'] * len(prompts)))
    with _raising("none") as how:
        return [r[0] if isinstance(r, tuple) else math.nan if how == "nan" else None for r in _rewards(rows, how)]


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    """debate_verl.compute_score. It stands here since verl loads that file by its path: prime's pool could not pickle it, and verl makes
    0.0 of that too."""
    return verl([data_source], [solution_str], [ground_truth], [extra_info], together=False)[0]


def compute_scores(data_sources, solution_strs, ground_truths, extra_infos=None, **_):
    """debate_verl.compute_scores, for the batch manager: answers to one task are one group, wherever they stand."""
    return verl(data_sources, solution_strs, ground_truths, extra_infos, together=True)


def verl(sources, answers, labels, infos, together):
    """verl's dictionary for each answer, in order; raises NoReward for a missing one, or StopTraining in a process pool: that is verl's
    prime manager, which makes 0.0 of an exception."""
    names = ("score", "win_probability", "swap_disagreement")
    with _raising("stop" if _in_process_pool() else "raise") as how:
        rows = [_verl_row(*row) for row in zip(sources, answers, labels, [None] * len(answers) if infos is None else infos)]
        return [Score(zip(names, r if isinstance(r, tuple) else [math.nan] * 3)) for r in _rewards(rows, how, together)]


def _verl_row(source, answer, label, info):
    info = _told_mapping(info, "extra_info")
    texts = [text_of(info.get(name)) for name in QUESTIONS] + [text_of(_mapping(info.get("interaction_kwargs")).get("query"))]
    place = f"""extra_info["question"] or ["prompt"] of the rows of '{source}' (there is {', '.join(map(str, info)) or 'nothing'})"""
    return next(filter(str.strip, texts), ""), answer, label, info.get("baseline"), place


def verifiers(prompts, completions, answers, infos, states, together):
    """A float for each completion, in order; raises StopTraining for a missing one: verifiers makes 0.0 of an exception, and of None."""
    with _raising("stop") as how:
        baselines = [_told_mapping(info, "info").get("baseline") for info in infos]
        places = ['the column "question" or "prompt"'] * len(prompts)
        results = _rewards(list(zip(prompts, completions, answers, baselines, places)), how, together)
        for state, result in zip(states, results):
            if isinstance(state, dict) and isinstance(result, str):
                state["error"] = NoReward(result)
        return [result[0] if isinstance(result, tuple) else math.nan for result in results]


def _mapping(info):
    """A dictionary, or the JSON of one."""
    try:
        info = json.loads(info) if isinstance(info, str) and info else info
    except (ValueError, RecursionError):
        pass
    return info if isinstance(info, dict) else {}


def _told_mapping(info, name):
    """A column of dictionaries, which exports to parquet and CSV write as texts of JSON. What it was taken for is told once."""
    read = _mapping(info.decode("utf-8", "replace") if isinstance(info, bytes) else info)
    if read and not isinstance(info, dict):
        _tell_once(f"{name} is a text of JSON, as exports write it: it is read as the object that it says")
    elif not isinstance(info, dict) and not _is_absent(info) and str(info).strip() not in ("", "{}", "null", "None"):
        _tell_once(f"{name} is neither an object nor the JSON of one, and nothing is read from it: {type(info).__name__} {_short(str(info))}")
    return read


def _tell_once(line):
    if line[:80] not in _said:
        _said.add(line[:80])
        _tell(line)


def _in_process_pool():
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_name != "_process_worker":
        frame = frame.f_back
    return frame is not None


async def in_thread(call, *arguments):
    """Awaits a call in a thread of its own: asyncio's own pool has few, and Python waits for them when it ends."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def settle(way, value):
        if not done.cancelled():
            getattr(done, way)(value)

    def run():
        try:
            way, value = "set_result", call(*arguments)
        except BaseException as trouble:
            way, value = "set_exception", trouble
        try:
            loop.call_soon_threadsafe(settle, way, value)
        except RuntimeError:    # the loop has ended
            pass

    try:
        threading.Thread(target=run, daemon=True, name="debate reward").start()
    except RuntimeError:        # there are as many threads as there can be
        return await loop.run_in_executor(None, call, *arguments)
    return await done

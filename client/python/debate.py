"""A client of `debate serve`: one function an operation, the standard library alone (Python 3.9 or later).

    from debate import Client
    client = Client("http://127.0.0.1:5080")        # several of one cluster with commas; without it DEBATE_URL
    run = client.start_run("Is tea better than coffee?", protocol="mad", model="small")
    for entry in client.follow_run(run["id"]):  # each once and in order, however often the connection is lost
        print(entry["sequence"], entry["entry"]["kind"])
    print(client.get_run(run["id"])["answer"])

Replies are the server's JSON as dictionaries. A fault is a DebateError: Refused (what was asked for is wrong, with its status), Unauthorised,
Unreachable or Failed. Servers that do not answer, or say that they are away or busy (408, 429, 502, 503, 504), are asked again for as long
as `patience` says, the next one first. That does nothing twice: whatever starts something carries one Idempotency-Key for all its tries,
and what has none is tried again only where the server cannot have done it. Redirects are not followed, for the key would go with them."""
import email.utils, http.client, json, os, random, re, socket, ssl, time, urllib.error, urllib.parse, urllib.request, uuid

SILENCE = 60            # seconds for which a response may bring nothing; of events a comment comes every 15
MAX_TOLD = 30           # seconds of one wait that a server may ask for
AWAY = (502, 503, 504)


class DebateError(RuntimeError):
    """No reply, or none that can be used; the text says why."""

    def __init__(self, told, status=None):
        super().__init__(told)
        self.status = status    # of the response; None where there was none


class Refused(DebateError):
    """The server refused the request, which did nothing: 400 for what is wrong, 404, 409, 412, 413, 422."""


class Unauthorised(DebateError):
    """The key is missing, unknown, or may not do this."""


class Failed(DebateError):
    """The server failed, or answered what is no answer of `debate serve`."""


class Unreachable(DebateError):
    """No server answered for as long as patience says."""


class _Lost(Exception):
    """A try that another one may follow."""

    def __init__(self, told, may_be_done=True, busy=False, seconds=0.0, status=None):
        super().__init__(told)
        self.may_be_done, self.busy, self.seconds, self.status = may_be_done, busy, seconds, status


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Client:
    """The servers of one cluster. Safe to share between threads."""

    def __init__(self, url=None, key=None, patience=60.0, notice=None):
        """`url` of the servers (DEBATE_URL), with their `key` (DEBATE_API_KEY, or the password in the URL). `patience` is how many seconds
        servers may be away; each is asked once in any case. `notice` is called with a line for each try that failed and is repeated."""
        urls = [part.strip() for part in (url or os.environ.get("DEBATE_URL") or "").split(",") if part.strip()]
        if not urls:
            raise ValueError("url: it must name the server, such as http://127.0.0.1:5080")
        places = [_place(part) for part in urls]
        key = (key or os.environ.get("DEBATE_API_KEY") or next((own for _, own in places if own), "")).strip()
        if not key.isascii() or key and not key.isprintable():
            raise ValueError("key: it has characters that no header can carry")
        self.servers, self.patience, self.notice = [place for place, _ in places], patience, notice
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._current = 0
        self._opener = urllib.request.build_opener(_NoRedirects)

    # Runs

    def start_run(self, question=None, *, idempotency_key=None, **fields):
        """Starts a debate and returns its line of the list. `fields` as the API has them: problem, answers, passage, protocol, options,
        model, seats, personas, sampling, seatSampling, seed, turnSeconds, budget, priority, name."""
        return self._start("/v1/runs", {"question": question, **fields}, idempotency_key)

    def put_run(self, id, definition):
        """Starts a run of any kind from its whole definition, whose id makes it the same run however often it is put."""
        return self._json("PUT", _path("/v1/runs/{}", id), body=definition)

    def list_runs(self, *, children=None, unfinished=None, under=None, status=None, kind=None, protocol=None, model=None, search=None,
                  since=None, until=None, limit=None):
        """The runs, newest first, as a generator over all pages of `limit` runs."""
        return self._list("/v1/runs", dict(children=children, unfinished=unfinished, under=under, status=status, kind=kind, protocol=protocol,
                                           model=model, search=search, since=since, until=until, limit=limit))

    def get_run(self, id):
        """What was said and decided so far."""
        return self._json("GET", _path("/v1/runs/{}", id))

    def get_run_summary(self, id):
        """A run's line of the list."""
        return self._json("GET", _path("/v1/runs/{}/summary", id))

    def delete_run(self, id):
        """Removes a run for good, with all its children; one that runs, and a part of another one, is refused."""
        return self._json("DELETE", _path("/v1/runs/{}", id))

    def list_entries(self, id, start=0, count=None):
        """The entries of a run's journal, from number `start` on."""
        text = self._text("GET", _path("/v1/runs/{}/entries", id), {"from": start, "count": count})
        return [json.loads(line) for line in text.split("\n") if line]

    def follow_run(self, id, start=0):
        """The entries of a run's journal as they come, each once and in order, until the run has stopped."""
        return self._events(_path("/v1/runs/{}/events", id), start, "end")

    def create_events_token(self, id):
        """The path of a run's events with a token of short life in it, for a page, which can send no key with an EventSource."""
        return self._json("POST", _path("/v1/runs/{}/events-token", id))

    def cancel_run(self, id):
        """Cancels a run and waits until it has stopped."""
        return self._json("POST", _path("/v1/runs/{}/cancel", id))

    def pause_run(self, id):
        """Pauses a run until somebody resumes it."""
        return self._json("POST", _path("/v1/runs/{}/pause", id))

    def resume_run(self, id, budget=None):
        """Goes on with a run that stands still, with a new budget if one is given."""
        return self._json("POST", _path("/v1/runs/{}/resume", id), body=budget)

    # Tournaments and evaluations: runs too, so that what is above holds for them

    def start_tournament(self, specification, *, idempotency_key=None):
        """Starts a tournament from what `debate tournament run` reads: a text of YAML, or the same as a dictionary."""
        return self._start("/v1/tournaments", specification, idempotency_key)

    def join_tournament(self, id, seats):
        """Adds debaters to a tournament that stands still, and goes on with it."""
        return self._json("POST", _path("/v1/runs/{}/join", id), body={"seats": seats}, repeatable=False)

    def withdraw_from_tournament(self, id, seats):
        """Takes debaters out of a tournament that stands still, and goes on with it."""
        return self._json("POST", _path("/v1/runs/{}/withdraw", id), body={"seats": seats}, repeatable=False)

    def get_standings(self, id):
        """The leaderboard of a tournament, also while it runs."""
        return self._json("GET", _path("/v1/runs/{}/standings", id))

    def list_games(self, id, *, limit=None):
        """The debates of a tournament that were played, in playing order, as a generator."""
        return self._list(_path("/v1/runs/{}/games", id), {"limit": limit})

    def start_evaluation(self, specification, *, idempotency_key=None):
        """Starts an evaluation of protocols on questions: a text of YAML, or a dictionary with questions, protocols, options, model ..."""
        return self._start("/v1/evaluations", specification, idempotency_key)

    def get_results(self, id):
        """The results of an evaluation, also while it runs."""
        return self._json("GET", _path("/v1/runs/{}/results", id))

    def list_questions(self, id, *, status=None, limit=None):
        """The rows of an evaluation, a question under a protocol each, as a generator."""
        return self._list(_path("/v1/runs/{}/questions", id), {"status": status, "limit": limit})

    # Graphs

    def list_graphs(self, *, limit=None):
        """The graphs, newest first, as a generator."""
        return self._list("/v1/graphs", {"limit": limit})

    def put_graph(self, id, map, *, format=None, rephrases=None, version=None, idempotency_key=None):
        """Puts a map in the graph's place: a dictionary, or a text in the `format` named. With `version` only over that one; 0: over none."""
        media = "application/json" if format in (None, "json") else "text/plain"
        body = map if isinstance(map, (dict, bytes)) else str(map).encode()
        return self._change("PUT", id, body, version, idempotency_key, {"format": format, "rephrases": rephrases}, {"Content-Type": media})

    def get_graph(self, id, *, format=None, version=None, seconds=None):
        """The graph as a dictionary, or as a text where a `format` is named: json, yaml, dot, svg ..."""
        text = self._text("GET", _path("/v1/graphs/{}", id), {"format": format, "version": version, "seconds": seconds}, seconds=seconds)
        return text if format else json.loads(text)

    def edit_graph(self, id, edits, *, version=None, idempotency_key=None):
        """Applies edits, all or none, such as {"attack": ["a", "b"]}; with `version` only to that one (else Refused, 412)."""
        return self._change("PATCH", id, {"edits": edits}, version, idempotency_key)

    def create_graph_events_token(self, id):
        """The path of a graph's events with a token of short life in it, for a page, which can send no key with an EventSource."""
        return self._json("POST", _path("/v1/graphs/{}/events-token", id))

    def delete_graph(self, id, *, version=None, idempotency_key=None):
        """Removes the graph."""
        return self._change("DELETE", id, None, version, idempotency_key)

    def describe_graph(self, id, *, seconds=None):
        """What the graph has: counts, claims, speakers."""
        return self._question(id, "overview", {}, seconds)

    def ask_acceptance(self, id, argument, *, semantics=None, sceptical=None, support=None, seconds=None):
        """Whether an argument is accepted; status "unknown" where its `seconds` (10) did not suffice, as for all questions."""
        return self._question(id, "acceptance", dict(argument=argument, semantics=semantics, sceptical=sceptical, support=support), seconds)

    def list_extensions(self, id, *, semantics=None, support=None, limit=None, seconds=None):
        """The sets of arguments that can stand together."""
        return self._question(id, "extensions", dict(semantics=semantics, support=support, limit=limit), seconds)

    def ask_strength(self, id, argument=None, *, semantics=None, seconds=None):
        """How strong arguments are, and what makes them so."""
        return self._question(id, "strength", dict(argument=argument, semantics=semantics), seconds)

    def explain_argument(self, id, argument, *, semantics=None, sceptical=None, support=None, limit=None, seconds=None):
        """Why an argument is accepted, or why not and what would change that."""
        return self._question(id, "explanation", dict(argument=argument, semantics=semantics, sceptical=sceptical, support=support, limit=limit), seconds)

    def contest_graph(self, id, edits, *, semantics=None, graph=None, seconds=None):
        """What would change with edits; nothing is changed."""
        return self._json("POST", _path("/v1/graphs/{}/contest", id), {"graph": graph, "seconds": seconds}, {"edits": edits, "semantics": semantics},
                          seconds=seconds)

    def compare_graph_versions(self, id, start, to=None, *, seconds=None):
        """What tells two versions apart."""
        return self._question(id, "difference", {"from": start, "to": to}, seconds)

    def draw_graph(self, id, *, focus=None, around=None, depth=None, layout=None, strengths=None, accepted=None, seconds=None):
        """A picture of the graph, or of a part of it, as a text of SVG."""
        query = dict(focus=focus, around=around, depth=depth, layout=layout, strengths=strengths, accepted=accepted, seconds=seconds)
        return self._text("GET", _path("/v1/graphs/{}/picture", id), query, seconds=seconds)

    def get_graph_page(self, id, *, depth=None, seconds=None):
        """The graph as a page to zoom, fold and search."""
        return self._text("GET", _path("/v1/graphs/{}/page", id), {"depth": depth, "seconds": seconds}, seconds=seconds)

    def follow_graph(self, id, start=0):
        """The changes of the graph as they come, each once and in order, until it is removed."""
        return self._events(_path("/v1/graphs/{}/events", id), start, "removed")

    def list_problems(self):
        """What the solver can be asked."""
        return self._json("GET", "/v1/solve")

    def solve(self, problem, framework, *, format=None, argument=None, limit=None, seconds=None):
        """Answers a problem of the ICCMA competitions, such as DC-CO, about a framework in af, apx or tgf."""
        query = dict(problem=problem, format=format, argument=argument, limit=limit, seconds=seconds)
        return self._json("POST", "/v1/solve", query, framework.encode(), headers={"Content-Type": "text/plain"}, seconds=seconds)

    # Episodes

    def start_episode(self, question=None, *, seat=None, wait=None, shape=None, idempotency_key=None, **fields):
        """Starts a debate with seats whose model is "external"; returns when a turn waits, it ended, or `wait` seconds (20) are over."""
        return self._start("/v1/episodes", {"question": question, **fields}, idempotency_key, {"seat": seat, "wait": wait, "shape": shape}, wait)

    def step_episode(self, id, turn, text, *, seat=None, wait=None, shape=None, **fields):
        """Replies to a turn, once however often that is tried; `fields` are policyVersion, tokenIds and logProbs."""
        query = {"seat": seat, "wait": wait, "shape": shape}
        return self._json("POST", _path("/v1/episodes/{}/step", id), query, {"turn": turn, "text": text, **fields}, seconds=wait)

    def get_episode(self, id, *, seat=None, wait=None, shape=None):
        """How it stands."""
        return self._json("GET", _path("/v1/episodes/{}", id), {"seat": seat, "wait": wait, "shape": shape}, seconds=wait)

    # Rewards, and what the server has

    def score(self, prompt, completions, *, idempotency_key=None, **fields):
        """The rewards of the answers to a prompt. Trainers use debate_rewards.py, which has more patience."""
        return self._start("/v1/score", {"prompt": prompt, "completions": completions, **fields}, idempotency_key, seconds=600)

    def score_batch(self, items, *, profile=None, usage_before=None, idempotency_key=None):
        """The rewards of many items, each with prompt and completions."""
        return self._start("/v1/score/batch", {"items": items, "profile": profile, "usage_before": usage_before}, idempotency_key, seconds=600)

    def list_protocols(self):
        """The protocols with their options and ranges."""
        return self._json("GET", "/v1/protocols")["items"]

    def list_hosts(self):
        """The configured models."""
        return self._json("GET", "/v1/hosts")["items"]

    def is_alive(self):
        """Whether a server is there."""
        return self._is_fine("/health/live")

    def is_ready(self):
        """Whether a server is a member of its cluster whose journal answers."""
        return self._is_fine("/health/ready")

    def get_api_document(self):
        """The API's own description, OpenAPI 3.1."""
        return self._json("GET", "/openapi/v1.json")

    # How it is asked

    def _start(self, path, body, key, query=None, seconds=None):
        media = "application/yaml" if isinstance(body, str) else "application/json"
        return self._json("POST", path, query, body.encode() if isinstance(body, str) else body,
                          headers={"Idempotency-Key": key or uuid.uuid4().hex, "Content-Type": media}, seconds=seconds)

    def _change(self, method, id, body, version, key, query=None, headers=None):
        condition = {} if version is None else {"If-None-Match": "*"} if version == 0 else {"If-Match": f'"{version}"'}
        headers = {"Idempotency-Key": key or uuid.uuid4().hex, **condition, **(headers or {})}
        return self._json(method, _path("/v1/graphs/{}", id), query, body, headers=headers)

    def _question(self, id, name, query, seconds):
        return self._json("GET", _path("/v1/graphs/{}/" + name, id), {**query, "seconds": seconds}, seconds=seconds)

    def _is_fine(self, path):
        try:
            return self._ask("GET", path, None, None, None, True, lambda answer: answer.close() or True, patience=0)
        except Unreachable:
            return False

    def _json(self, method, path, query=None, body=None, *, headers=None, repeatable=True, seconds=None):
        text = self._text(method, path, query, body, headers=headers, repeatable=repeatable, seconds=seconds)
        try:
            return json.loads(text) if text else None
        except ValueError:
            raise Failed(f"{path}: the reply is not one of `debate serve`: {_short(text)}") from None

    def _text(self, method, path, query=None, body=None, *, headers=None, repeatable=True, seconds=None):
        def read(answer):
            with answer:
                return answer.read().decode("utf-8", "replace")
        return self._ask(method, path, query, body, headers, repeatable, read, wait=seconds)

    def _list(self, path, query):
        while True:
            page = self._json("GET", path, query)
            yield from page["items"]
            if not page.get("next"):
                return
            query = {**query, "cursor": page["next"]}

    def _events(self, path, start, end):
        """Numbered events up to the one with the name `end`. It stands behind the last event that was handed out, not behind the last that came."""
        following, away_since = start, None
        while True:
            began = time.monotonic()
            try:
                headers = {"Accept": "text/event-stream, application/problem+json", **({"Last-Event-ID": str(following - 1)} if following else {})}
                answer = self._ask("GET", path, None, None, headers, True, lambda answer: answer, patience=0)
                with answer:
                    if answer.headers.get_content_type() != "text/event-stream":
                        raise Failed(f"{answer.url}: it answers with {answer.headers.get_content_type()} in place of events", answer.status)
                    for kind, number, data in _read_events(answer):
                        away_since = None
                        if number is not None and number >= following:      # a server that is asked anew may begin with what was read
                            yield json.loads(data)
                            following = number + 1
                        if kind == end:
                            return
                raise _Lost(f"{self.servers[self._current % len(self.servers)]}: it closed the stream before its end")
            except (_Lost, Unreachable, OSError, http.client.HTTPException) as lost:
                now = time.monotonic()
                if away_since is None or now - began > self.patience:       # a stream that held for long was no outage
                    away_since = now
                if now - away_since >= self.patience:
                    raise Unreachable(str(lost)) from lost
                self._tell(lost)
                time.sleep(min(0.2, self.patience))

    def _ask(self, method, path, query, body, headers, repeatable, read, patience=None, wait=None):
        """What `read` makes of the reply; tries again where that can help and cannot do anything twice."""
        patience = self.patience if patience is None else patience
        said = urllib.parse.urlencode({name: _word(value) for name, value in (query or {}).items() if value is not None})
        target = f"{path}?{said}" if said else path
        sent, headers = None, {**self._headers, **(headers or {})}
        if body is not None:
            body = {name: value for name, value in body.items() if value is not None} if isinstance(body, dict) else body
            sent = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
            headers.setdefault("Content-Type", "application/json")
        since, lost, pause, may_be_done = {}, 0, 0.2, False
        while True:
            at = self._current
            server = self.servers[at % len(self.servers)]
            try:
                return read(self._send(server, method, target, sent, headers, SILENCE + (wait or 0)))
            except _Lost as trouble:
                failed = trouble
            except Refused as gone:
                if may_be_done and method == "DELETE" and gone.status == 404:
                    return ""       # removed by a try whose reply was lost
                raise
            except (OSError, http.client.HTTPException) as trouble:
                cause = trouble.reason if isinstance(getattr(trouble, "reason", None), Exception) else trouble
                never_sent = isinstance(cause, (ConnectionRefusedError, socket.gaierror, ssl.SSLError))
                failed = _Lost(f"{server}: {type(cause).__name__}: {cause}", may_be_done=not never_sent)
            may_be_done = may_be_done or failed.may_be_done
            began = since.setdefault(failed.busy, time.monotonic())
            if failed.busy:
                since.pop(False, None)          # a server that is busy is not away
            else:
                if self._current == at:     # of many threads that one server lost, the first moves on
                    self._current = at + 1
                lost += 1
            elsewhere = not failed.busy and lost < len(self.servers)
            over = not elsewhere and time.monotonic() - began >= (max(patience, 600) if failed.busy else patience)
            if over or failed.may_be_done and not repeatable:
                raise Unreachable(str(failed), failed.status)
            self._tell(failed)
            if not elsewhere:
                time.sleep(max(failed.seconds, pause * random.uniform(0.75, 1)))
                pause = min(2 * pause, 2.0)

    def _send(self, server, method, target, body, headers, seconds):
        request = urllib.request.Request(server + target, body, headers, method=method)
        try:
            return self._opener.open(request, timeout=seconds)
        except urllib.error.HTTPError as answer:
            with answer:
                told = f"{_detail(answer) or f'HTTP {answer.code} {answer.reason}'}"
            seconds = min(_retry_after(answer.headers), MAX_TOLD)
            if answer.code in (401, 403):
                raise Unauthorised(f"{server}: {told}", answer.code) from None
            if answer.code == 429:
                raise _Lost(f"{server}: {told}", may_be_done=False, busy=True, seconds=seconds, status=429) from None
            if answer.code == 408 or answer.code in AWAY:
                raise _Lost(f"{server}: {told}", answer.code != 408, seconds=seconds, status=answer.code) from None
            if answer.code < 400:
                told += f"; it sends callers to {_short(answer.headers.get('Location') or 'nowhere')}, and no key goes where it is not given for"
            if answer.code < 400 or answer.code >= 500:
                raise Failed(f"{server}: {told}", answer.code) from None
            raise Refused(told, answer.code) from None

    def _tell(self, lost):
        if self.notice:
            self.notice(f"{lost}; asking again")


def _read_events(lines):
    """(event, number, data) of each whole event; one that is cut off is none."""
    kind, number, data = "message", None, []
    for line in lines:
        field, _, value = line.rstrip(b"\r\n").partition(b":")
        value = value[1:] if value.startswith(b" ") else value
        if line in (b"\n", b"\r\n"):
            if data:
                yield kind, number, b"\n".join(data)
            kind, number, data = "message", None, []
        elif field == b"event":
            kind = value.decode()
        elif field == b"data":
            data.append(value)
        elif field == b"id" and value.isdigit():
            number = int(value)


def _path(template, *names):
    return template.format(*(urllib.parse.quote(str(name), safe="") for name in names))


def _word(value):
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


def _place(url):
    """(address, key) of a server."""
    try:
        parts = urllib.parse.urlsplit(url)
        holds = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        holds = False
    if not holds:
        raise ValueError(f"url '{re.sub('//.*@', '//', _short(url))}': it must be an http or https URL")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}", urllib.parse.unquote(parts.password or "")


def _detail(answer):
    """What a problem says; a proxy may send none, or half of one."""
    try:
        problem = json.loads(answer.read(65536))
        return str(problem.get("detail") or problem.get("title") or "") if isinstance(problem, dict) else ""
    except (ValueError, OSError, http.client.HTTPException, RecursionError):
        return ""


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


def _short(value):
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text if len(text) <= 100 else f"{text[:100]}..."

"""contract.py DOCUMENT: holds debate.py to the API's own description, each call, path, parameter and field. Prints what is wrong in lines."""
import inspect, json, re, sys

from debate import Client

# Other people's contracts: of trainers, which debate_rewards.py or their own code speaks, and OpenAI's, which OpenAI's clients speak.
ELSEWHERE = re.compile("classify|getReward|stepAgent|seedSession|verify|aggregateMetrics|getReverifyMode|compare$|[cC]hat|listModels|getModel|Completion|Page$|Docs$|Reference")
OURS = {"getGraphPage"}
BY_HAND = {"cursor", "from", "token", "Last-Event-ID",      # what the client itself sends, where it is needed
           "profile", "X-Debate-Profile"}                   # what is said in the body
HEADERS = {"Authorization", "Content-Type", "Accept"}


class Recorded(Exception):
    """A call, in place of its sending."""


class Recorder(Client):
    def _ask(self, method, path, query, body, headers, *_, **__):
        raise Recorded(method, path, set(query or {}), body, set(headers or {}))


def record(name, method):
    """What the method would send with every parameter given."""
    given, more = {}, None
    for parameter in list(inspect.signature(method).parameters.values()):
        if parameter.kind == parameter.VAR_KEYWORD:
            more = parameter.name
        else:
            given[parameter.name] = {"framework": "p af 1", "seats": [], "edits": [], "items": [], "specification": {}, "definition": {}, "map": {},
                                     "budget": {"calls": 1}, "start": 1, "version": 1}.get(parameter.name, "x")
    try:
        reply = method(**given)
        next(iter(reply))
    except Recorded as call:
        return (*call.args, more is not None)
    raise AssertionError(f"{name} sends nothing")


def resolve(document, schema):
    while "$ref" in schema:
        at = document
        for part in schema["$ref"][2:].split("/"):
            at = at[part]
        schema = at
    parts = [resolve(document, part) for kind in ("allOf", "oneOf", "anyOf") for part in schema.get(kind, [])]
    return set(schema.get("properties", {})).union(*parts) if parts else set(schema.get("properties", {}))


def snake(name):
    return re.sub("([A-Z])", lambda m: "_" + m.group(1).lower(), name)


def main(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    client = Recorder("http://127.0.0.1:9")
    methods = {name: method for name, method in inspect.getmembers(client, inspect.ismethod) if not name.startswith("_")}
    faults, seen = [], set()
    for template, item in document["paths"].items():
        for verb, operation in item.items():
            if verb not in ("get", "put", "post", "patch", "delete"):
                continue
            name = operation["operationId"]
            if ELSEWHERE.search(name) and name not in OURS:
                continue
            method = methods.get(snake(name))
            seen.add(snake(name))
            if method is None:
                faults.append(f"{name}: debate.py has no {snake(name)}")
                continue
            sent_verb, sent_path, sent_query, sent_body, sent_headers, takes_more = record(name, method)
            if (sent_verb.lower(), sent_path) != (verb, re.sub(r"\{\w+\}", "x", template)):
                faults.append(f"{name}: it is {verb} {template}, and {sent_verb} {sent_path} is sent")
            told = [*item.get("parameters", []), *operation.get("parameters", [])]
            query = {parameter["name"] for parameter in told if parameter["in"] == "query"}
            headers = {parameter["name"] for parameter in told if parameter["in"] == "header"}
            if sent_query - query or query - sent_query - BY_HAND:
                faults.append(f"{name}: the query has {sorted(query)}, and {sorted(sent_query)} are sent")
            if (headers ^ (sent_headers - HEADERS)) - BY_HAND - {"If-Match", "If-None-Match"}:
                faults.append(f"{name}: the headers are {sorted(headers)}, and {sorted(sent_headers - HEADERS)} are sent")
            content = operation.get("requestBody", {}).get("content", {})
            fields = set().union(*(resolve(document, media.get("schema", {})) for media in content.values())) if content else set()
            if (sent_body is not None) != bool(content):
                faults.append(f"{name}: the body is {'there' if content else 'not there'} in the document alone, or in the call alone")
            elif isinstance(sent_body, dict) and fields and set(sent_body) - fields:
                faults.append(f"{name}: the body has {sorted(fields)}, and {sorted(set(sent_body) - fields)} are sent")
            elif isinstance(sent_body, dict) and sent_body and not takes_more and fields - set(sent_body) and name not in ("resumeRun", "putGraph", "joinTournament"):
                faults.append(f"{name}: {sorted(fields - set(sent_body))} cannot be sent")
    faults += [f"{name}: the document has no such operation" for name in sorted(set(methods) - seen)]
    print("\n".join([*faults, f"{len(seen)} operations"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""verifiers: vf.Rubric(funcs=[debate_reward]); DEBATE_URL, DEBATE_PROFILE and DEBATE_API_KEY select the server.

"answer" is the label, info["baseline"] the opponent's answer. A reward that is not available raises an exception; it is never zero."""
import asyncio, json, os, urllib.request


def _score(item):
    item = {name: value for name, value in item.items() if value is not None}
    headers = {"Content-Type": "application/json", "X-Api-Key": os.environ.get("DEBATE_API_KEY", "")}
    url = os.environ["DEBATE_URL"].rstrip("/") + "/v1/score"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(item).encode(), headers), timeout=180) as answer:
        return float(json.load(answer)["rewards"][0])


async def debate_reward(prompt, completion, answer="", info=None, **_):
    text = lambda turn: turn if isinstance(turn, str) else "\n\n".join(str(message["content"]) for message in turn)
    return await asyncio.to_thread(_score, {
        "prompt": text(prompt), "completion": text(completion), "label": answer or None,
        "baseline": (info or {}).get("baseline"), "profile": os.environ.get("DEBATE_PROFILE")})

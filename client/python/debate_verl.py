"""verl: custom_reward_function.path=debate_verl.py name=compute_score; DEBATE_URL, DEBATE_PROFILE and DEBATE_API_KEY select the server.

The task is extra_info["prompt"] (or "question"), the opponent's answer extra_info["baseline"]. A reward that is not available raises an
exception: verl has no value for a missing reward, and zero would be wrong."""
import json, os, time, urllib.error, urllib.request


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    info = extra_info or {}
    item = {"prompt": info.get("prompt") or info.get("question") or str(data_source), "completion": solution_str,
            "label": ground_truth, "baseline": info.get("baseline"), "profile": os.environ.get("DEBATE_PROFILE")}
    item = {name: value for name, value in item.items() if value is not None}
    headers = {"Content-Type": "application/json", "X-Api-Key": os.environ.get("DEBATE_API_KEY", "")}
    request = urllib.request.Request(os.environ["DEBATE_URL"].rstrip("/") + "/v1/score", json.dumps(item).encode(), headers)
    for attempt in range(5):
        try:
            with urllib.request.urlopen(request, timeout=180) as answer:
                reply = json.load(answer)
                return {"score": float(reply["rewards"][0]), "win_probability": float(reply["probabilities"][0]),
                        "swap_disagreement": float((reply.get("disagreements") or [0])[0])}
        except urllib.error.URLError as trouble:
            if getattr(trouble, "code", 503) < 500 and trouble.code != 429 or attempt == 4:
                raise RuntimeError(f"no reward: {trouble} {trouble.read().decode() if hasattr(trouble, 'read') else ''}") from trouble
            time.sleep(2 ** attempt * float(os.environ.get("DEBATE_RETRY_SECONDS", "1")))

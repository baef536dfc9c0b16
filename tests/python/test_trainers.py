"""Calls of the trainers, written anew after what each of them does; file and commit stand with each. What a framework makes of an exception or
of None is part of it."""
import asyncio
import functools
import importlib.util
import inspect
import json
import math
import multiprocessing
import os
import subprocess
import sys
import textwrap
import unittest
from concurrent.futures import ProcessPoolExecutor

import debate_rewards
import debate_trl
import debate_verifiers
import debate_verl
from debate_rewards import NoReward, StopTraining
from fakeserver import Case, hang_up, problem, reward_of, send

FOLDER = os.path.dirname(os.path.abspath(debate_rewards.__file__))
LOST = problem(503, "no judge", "JudgeFailed")


def said(text, role="assistant"):
    return [{"role": role, "content": text}]


class TrlTests(Case):
    """huggingface/trl at f2cd57710, trl/trainer/grpo_trainer.py, _calculate_rewards."""

    @staticmethod
    def calculate(inputs, completions):
        """One process's part: every column but three is repeated for the function; None becomes NaN, and the list a tensor of floats."""
        columns = {key: [row[key] for row in inputs] for key in inputs[0] if key not in ("prompt", "completion", "completion_ids")}
        columns.update(trainer_state=object(), log_extra=print, log_metric=print)
        rewards = debate_trl.debate_reward(prompts=[row["prompt"] for row in inputs], completions=completions,
                                           completion_ids=[[1]] * len(inputs), **columns)
        return [float(math.nan if reward is None else reward) for reward in rewards]

    def test_completions_of_one_prompt_are_one_item_wherever_they_stand(self):
        rows = [{"prompt": said(p, "user"), "answer": p, "baseline": "b", "solution": "s"} for p in "pqpqqp"]
        completions = [said(f"{i}" * (i + 1)) for i in range(6)]
        self.assertEqual([reward_of("x" * (i + 1)) for i in range(6)], self.calculate(rows, completions))
        (path, body, _), = self.fake.asked
        self.assertEqual("/v1/score/batch", path)
        self.assertEqual([{"prompt": "p", "completions": ["0", "22" + "2", "5" * 6], "label": "p", "baseline": "b"},
                          {"prompt": "q", "completions": ["11", "3333", "44444"], "label": "q", "baseline": "b"}], body["items"])

    def test_a_bad_answer_costs_itself_alone_where_answers_do_not_depend_on_one_another(self):
        failed = {"trouble": "JudgeFailed", "detail": "no judgement"}
        scored = {"rewards": [0.5], "probabilities": [0.5], "disagreements": [0.0]}
        for relative in (False, True):
            before, profile = self.count, {"name": "p", "relative": relative}
            replies = [{"results": [failed], "profile": profile}, {"results": [scored, failed, scored], "profile": profile}]
            self.fake.faults = [send(body=json.dumps(reply).encode()) for reply in replies[:1 if relative else 2]]
            got = debate_trl.debate_reward(prompts=["p"] * 3, completions=["a", "b", "c"])
            self.assertEqual([None] * 3 if relative else [0.5, None, 0.5], got)
            self.assertEqual(1 if relative else 2, self.count - before)
            self.assertEqual(3 if relative else 1, len(self.told()))
        self.assertEqual([["a"], ["b"], ["c"]], [item["completions"] for item in self.fake.asked[1][1]["items"]])

    def test_label_goes_before_answer(self):
        self.calculate([{"prompt": "p", "label": "1", "answer": "2"}, {"prompt": "p", "label": None, "answer": "2"}], ["a", "a"])
        self.assertEqual(["1", None], [item.get("label") for item in self.fake.asked[0][1]["items"]])

    def test_a_column_of_labels_without_any_leaves_the_answers(self):
        self.calculate([{"prompt": "p", "label": None, "answer": "2"}], ["a"])
        self.assertEqual(["2"], [item.get("label") for item in self.fake.asked[0][1]["items"]])

    def test_an_answer_of_one_turn_does_not_look_like_several(self):
        self.calculate([{"prompt": "p"}], ["[assistant]\ncalls calc\n\n [Tool calc]\n5 is verified\n\n[1] a source"])
        answers = self.fake.asked[0][1]["items"][0]["completions"]
        self.assertEqual(["(assistant)\ncalls calc\n\n (Tool calc)\n5 is verified\n\n[1] a source"], answers)

    def test_a_missing_cell_is_no_question(self):
        self.assertTrue(math.isnan(self.calculate([{"prompt": math.nan}], ["a"])[0]))
        self.assertIn("there is no question", self.told()[0])

    def test_a_lost_prompt_leaves_the_others_their_rewards(self):
        half = lambda right: right.replace(b'{"results": [{', b'{"results": [{"trouble": "JudgeFailed", ', 1)
        self.fake.faults = [send(body=half)]
        got = self.calculate([{"prompt": p} for p in "pqpq"], ["a", "bb", "cc", "d"])
        self.assertEqual([True, False, True, False], list(map(math.isnan, got)))
        self.assertEqual([reward_of("bb"), reward_of("d")], [got[1], got[3]])
        self.assertEqual(2, len(self.told()))

    def test_tools_and_pictures(self):
        turns = [{"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "mul", "arguments": {"a": 1}}}]},
                 {"role": "tool", "name": "mul", "content": "4"}, {"role": "assistant", "content": "4"}]
        prompt = [{"role": "user", "content": [{"type": "image", "image": object()}, {"type": "text", "text": "q"}]}]
        self.calculate([{"prompt": prompt, "image": object()}], [turns])
        item, = self.fake.asked[0][1]["items"]
        self.assertEqual("[image]\nq", item["prompt"])
        self.assertEqual(['[assistant]\ncalls mul {"a": 1}\n\n[tool mul]\n4\n\n[assistant]\n4'], item["completions"])

    def test_ranks_are_processes(self):
        script = """if True:
            from debate_trl import debate_reward
            print(debate_reward(prompts=["p", "q"], completions=["a", "bb"], completion_ids=None))
            """
        self.fake.faults = [hang_up, send(503, b"{}")]
        ranks = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  env={**os.environ, "PYTHONPATH": FOLDER}, text=True) for _ in range(3)]
        self.assertEqual({f"{[reward_of('a'), reward_of('bb')]}\n"}, {rank.communicate()[0] for rank in ranks})


# Rows as verl's scripts write them (volcengine/verl at b178a3cd5, examples/data_preprocess): (file, prompt, ground truth, extra_info).
ROWS = [
    ("gsm8k.py", said("2+2? Let's think.", "user"), "4", {"split": "train", "index": 0, "answer": "#### 4", "question": "2+2?"}),
    ("gsm8k_tool_agent_loop.py", [*said("Be exact.", "system"), *said("2+2? Let's think.", "user")], "4",
     {"split": "train", "index": 0, "answer": "#### 4", "question": "2+2?", "need_tools_kwargs": True, "tools_kwargs": {},
      "interaction_kwargs": {"query": "2+2? Let's think.", "ground_truth": "4"}}),
    ("geo3k.py", said("<image>Find x.", "user"), "4", {"split": "train", "index": 0, "answer": "4", "question": "<image>Find x."}),
    ("math_dataset.py", said("What is x? Let's think.", "user"), "4", {"split": "train", "index": 0}),
    ("full_hh_rlhf.py", said("Human: hi", "user"), "Hello!", {"split": "train", "index": 0}),
    ("hellaswag.py", said("Cooking: He stirs", "user"), 3, {"split": "train", "index": 0}),
    ("dapo_multiturn_w_tool.py", said("Solve it.", "user"), "34", {"index": "9a9b", "need_tools_kwargs": True, "tools_kwargs": {}}),
    ("aime2024_multiturn_w_tool.py", said("Solve it.", "user"), "204", {"index": 1, "raw_problem": "Every morning", "split": None}),
]
QUESTIONS = {"gsm8k.py": "2+2?", "gsm8k_tool_agent_loop.py": "2+2?", "geo3k.py": "<image>Find x.", "aime2024_multiturn_w_tool.py": "Every morning"}


class Naive:
    """verl/workers/reward_manager/naive.py and dapo.py: one call after another, an exception ends the run."""

    def __init__(self, compute_score):
        self.compute_score = compute_score

    def __call__(self, source, answer, label, info):
        info.update(num_turns=None, rollout_reward_scores={})
        score = self.compute_score(data_source=source, solution_str=answer, ground_truth=label, extra_info=info)
        return score["score"] if isinstance(score, dict) else score


class RewardLoop:
    """verl/experimental/reward_loop/reward_manager/naive.py, with the fields that agent_loop.py hands on; in a thread of asyncio's pool."""

    def __init__(self, compute_score):
        self.compute_score = compute_score

    def __call__(self, source, answer, label, info, prompt):
        info.update({"raw_prompt": prompt, "turn_scores": [], "tool_rewards": []}, num_turns=2, rollout_reward_scores={})

        async def run_single():
            result = await asyncio.get_running_loop().run_in_executor(None, lambda: self.compute_score(
                data_source=source, solution_str=answer, ground_truth=label, extra_info=info))
            return result["score"]
        return asyncio.run(run_single())


def prime(compute_score, rows, processes=2):
    """verl/workers/reward_manager/prime.py: positional calls in a process pool; every exception is a reward of 0.0, and a dictionary is read
    by [0]."""
    async def single(executor, source, answer, label, info):
        try:
            call = functools.partial(compute_score, source, answer, label, info)
            return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(executor, call), timeout=300)
        except Exception:
            return None

    async def parallel():
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as executor:
            return await asyncio.gather(*(single(executor, *row) for row in rows))
    return [0.0 if r is None else float(r) if isinstance(r, (int, float)) else float(r[0]) for r in asyncio.run(parallel())]


def loaded_by_path():
    """verl/utils/import_utils.py, load_module: under a name of its own, which is in no list of modules; and the partial of trainer/ppo/reward.py."""
    spec = importlib.util.spec_from_file_location("custom_module_1", os.path.join(FOLDER, "debate_verl.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return functools.partial(with_kwargs, module.compute_score, {})


def with_kwargs(function, more, *arguments, **named):
    return function(*arguments, **{**named, **more})


class VerlTests(Case):
    """volcengine/verl at b178a3cd5."""

    def test_rows_with_a_question_are_read_by_every_manager(self):
        for file, _, label, info in ROWS:
            if file in QUESTIONS:
                self.assertEqual(reward_of("a"), Naive(debate_verl.compute_score)("source", "a", label, dict(info)))
                path, body, _ = self.fake.asked[-1]
                self.assertEqual(("/v1/score", {"prompt": QUESTIONS[file], "completion": "a", "label": label}), (path, body), file)

    def test_rows_without_a_question_say_what_to_put_where(self):
        for file, _, label, info in ROWS:
            if file not in QUESTIONS:
                with self.assertRaisesRegex(NoReward, r"""no question.*extra_info\["question"\] or \["prompt"\] .*'DigitalLearning/MATH'"""):
                    Naive(debate_verl.compute_score)("DigitalLearning/MATH", "a", label, dict(info))
        self.assertEqual(0, self.count)

    def test_the_reward_loop_hands_on_the_question_of_every_row(self):
        for file, prompt, label, info in ROWS:
            self.assertEqual(reward_of("a"), RewardLoop(debate_verl.compute_score)("source", "a", label, dict(info), prompt))
            body = self.fake.asked[-1][1]
            self.assertEqual((QUESTIONS.get(file, debate_rewards.text_of(prompt)), label), (body["prompt"], body["label"]), file)

    def test_a_score_has_the_same_numbers_for_each_answer(self):
        got = debate_verl.compute_score("source", "a", "4", {"question": "q", "baseline": said("b")})
        self.assertEqual({"score": reward_of("a"), "win_probability": 0.75, "swap_disagreement": 0.25}, got)
        self.assertEqual("b", self.fake.asked[0][1]["baseline"])
        self.fake.faults = [send(body=b'{"rewards": [0.5], "probabilities": [0.5]}')]
        self.assertEqual({"score": 0.5, "win_probability": 0.5, "swap_disagreement": 0.0},
                         debate_verl.compute_score("s", "a", "4", {"question": "q"}))

    def test_extra_info_as_exports_write_it_is_read_and_told_once(self):
        info = {"question": "q", "baseline": "b", "interaction_kwargs": None}
        for written in (json.dumps(info), json.dumps(info).encode(), f"  {json.dumps(info)}\n"):
            self.assertEqual(reward_of("a"), debate_verl.compute_score("s", "a", "4", written)["score"])
            body = self.fake.asked[-1][1]
            self.assertEqual(("q", "b"), (body["prompt"], body["baseline"]))
        line, = self.told()
        self.assertIn("extra_info is a text of JSON", line)

    def test_extra_info_that_is_no_object_is_told_with_what_it_was_taken_for(self):
        for written in ("{'question': 'q'}", "q", '["q"]', [("question", "q")], 7, '{"question": "q"'):
            debate_rewards._said.clear()
            with self.assertRaisesRegex(NoReward, "no question"):
                debate_verl.compute_score("s", "a", "4", written)
            told = self.told()
            self.assertIn(f"extra_info is neither an object nor the JSON of one, and nothing is read from it: {type(written).__name__} ", told[0])
            self.assertEqual(2, len(told), told)
        for nothing in (None, {}, "", "{}", math.nan):
            debate_rewards._said.clear()
            with self.assertRaises(NoReward):
                debate_verl.compute_score("s", "a", "4", nothing)
            self.assertEqual(1, len(self.told()))
        self.assertEqual(0, self.count)

    def test_one_prompt_in_several_spellings_is_one_group(self):
        debate_verl.compute_scores(["s"] * 4, ["a", "bb", "ccc", "d"], ["1"] * 4,
                                   [{"question": q} for q in ("\u00e9?", "e\u0301? ", "\ufeff\u00e9?\n", "E?")])
        self.assertEqual([["a", "bb", "ccc"], ["d"]], [item["completions"] for item in self.fake.asked[0][1]["items"]])

    def test_the_batch_manager_sends_groups(self):
        """verl/workers/reward_manager/batch.py"""
        scores = debate_verl.compute_scores(data_sources=["s"] * 4, solution_strs=["a", "bb", "ccc", "d"], ground_truths=["1", "2", "1", "2"],
                                            extra_infos=[{"question": q, "rollout_reward_scores": {}} for q in "pqpq"])
        self.assertEqual([reward_of(a) for a in ("a", "bb", "ccc", "d")], [score["score"] for score in scores])
        self.assertEqual([["a", "ccc"], ["bb", "d"]], [item["completions"] for item in self.fake.asked[0][1]["items"]])

    def test_prime_gets_rewards_and_never_a_zero(self):
        compute_score = loaded_by_path()
        rows = [("s", "a" * i, "4", {"question": "q"}) for i in range(1, 7)]
        self.fake.faults = [hang_up, send(503, b"{}")]
        self.assertEqual([reward_of(row[1]) for row in rows], prime(compute_score, rows))
        for lost in (LOST, send(401, b"{}")):
            self.fake.faults = [lost]
            with self.assertRaises(StopTraining):
                prime(compute_score, rows[:1])
        with self.assertRaises(StopTraining):
            prime(compute_score, [("s", "a", "4", {"index": 1})])

    def test_the_file_is_found_by_its_path_alone(self):
        script = textwrap.dedent(f"""
            import importlib.util
            spec = importlib.util.spec_from_file_location("custom_module_7", {os.path.join(FOLDER, "debate_verl.py")!r})
            module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module)
            print(module.compute_score(data_source="s", solution_str="a", ground_truth="4", extra_info={{"question": "q"}})["score"])
            """)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        ran = subprocess.run([sys.executable, "-c", script], cwd="/", env=environment, capture_output=True, text=True, check=False)
        self.assertEqual((f"{reward_of('a')}\n", ""), (ran.stdout, ran.stderr))


class Rubric:
    """PrimeIntellect-ai/verifiers at a60a606ec, verifiers/legacy/rubrics/rubric.py: functions get what they name, every exception is 0.0."""

    def __init__(self, function):
        self.function, self.names = function, inspect.signature(function).parameters

    async def call(self, zero, objects):
        takes_all = any(p.kind == p.VAR_KEYWORD for p in self.names.values())
        try:
            return await self.function(**(objects if takes_all else {k: v for k, v in objects.items() if k in self.names}))
        except Exception:
            return zero

    @staticmethod
    def objects(state):
        return {**{name: state.get(name, {} if name == "info" else "") for name in ("prompt", "completion", "answer", "info", "task")}, "state": state}

    async def score_group(self, states):
        if {"states", "prompts", "completions", "answers", "tasks", "infos"} & set(self.names):
            plural = {f"{name}s": [self.objects(state)[name] for state in states] for name in self.objects(states[0])}
            return await self.call([0.0] * len(states), {**plural, "parser": object()})
        each = [self.call(0.0, {**self.objects(state), "parser": object(), "example_id": 3}) for state in states]
        return list(map(float, await asyncio.gather(*each)))


class VerifiersTests(Case):
    @staticmethod
    def states(*completions, prompt="2+2?", **more):
        return [{"prompt": said(prompt, "user"), "completion": c, "answer": "4", **more} for c in completions]

    def score(self, states, function=debate_verifiers.debate_reward):
        return asyncio.run(Rubric(function).score_group(states))

    def test_rollouts_are_scored_one_by_one(self):
        self.fake.faults = [hang_up, send(429, b"{}"), send(503, b"{}")]
        states = self.states(said("a"), said("bb"), info={"baseline": "b"})
        self.assertEqual([reward_of("a"), reward_of("bb")], self.score(states))
        self.assertEqual({"prompt": "2+2?", "completion": "a", "label": "4", "baseline": "b"},
                         next(body for _, body, _ in self.fake.asked if body["completion"] == "a"))

    def test_a_group_is_one_item(self):
        states = self.states(said("a"), said("bb")) + self.states(said("ccc"), prompt="3+3?") + self.states(said("d"))
        self.assertEqual([reward_of(a) for a in ("a", "bb", "ccc", "d")], self.score(states, debate_verifiers.debate_group_reward))
        self.assertEqual([["a", "bb", "d"], ["ccc"]], [item["completions"] for item in self.fake.asked[0][1]["items"]])

    def test_what_cannot_be_had_stops_the_run_and_is_no_zero(self):
        for fault in (LOST, send(401, b"{}"), problem(400, "profile 'x': not one of text")):
            for function in (debate_verifiers.debate_reward, debate_verifiers.debate_group_reward):
                self.fake.faults = [fault]
                with self.assertRaises(StopTraining):
                    self.score(self.states(said("a")), function)
        with self.assertRaisesRegex(StopTraining, "no question"):
            self.score(self.states(said("a"), prompt=""))

    def test_a_nan_comes_with_the_states_error(self):
        os.environ["DEBATE_MISSING"] = "nan"
        self.fake.faults = [LOST]
        states = self.states(said("a"))
        self.assertEqual(["nan"], list(map(str, self.score(states))))
        self.assertRegex(str(states[0]["error"]), "no judge")

    def test_info_may_be_json_and_labels_zero(self):
        for info, baseline in [('{"baseline": "b"}', "b"), ("", None), ("no json", None), (None, None), ([1], None)]:
            self.score(self.states(said("a"), info=info) if info is not None else self.states(said("a")))
            self.assertEqual(baseline, self.fake.asked[-1][1].get("baseline"))
        self.score([{**self.states(said("a"))[0], "answer": 0}])
        self.assertEqual(0, self.fake.asked[-1][1]["label"])

    def test_a_worker_that_stops_ends_with_its_process(self):
        script = """if True:
            import asyncio, debate_verifiers
            async def serve():
                for _ in range(2):
                    asyncio.ensure_future(debate_verifiers.debate_reward("q", "a"))     # as an environment's worker does: nobody awaits it
                await asyncio.sleep(60)
            asyncio.run(serve())
            """
        self.fake.faults = [LOST] * 2
        ran = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": FOLDER}, capture_output=True, text=True, timeout=30,
                             check=False)
        self.assertEqual(1, ran.returncode)
        self.assertIn("no judge", ran.stderr)


if __name__ == "__main__":
    unittest.main()

"""Lost connections, foreign replies, refusals: what is tried again, what is told, what raises."""
import asyncio
import contextlib
import email.utils
import json
import os
import socket
import threading
import time
import unittest

import debate_rewards
import debate_trl
import debate_verifiers
import debate_verl
from debate_rewards import NoReward, Refused, StopTraining
from fakeserver import Case, FakeServer, cut_chunk, hang_up, no_length, problem, reset, reward_of, send

UNREADABLE = [send(body=b"<html><h1>Bad Gateway</h1></html>"), send(body=b""), send(body=b"[" * 100_000), send(body=b"null"), send(body=b"[]"),
              send(body=lambda right: right[:-3]), send(body=b'{"results": []}'), send(body=b'{"results": 3, "rewards": 3}'),
              send(body=lambda right: right.replace(b"0.5", b"NaN")), send(body=lambda right: right.replace(b"0.5", b"1e999")),
              send(body=lambda right: right.replace(b"[0.5", b'["0.5", 0.5')), send(body=lambda right: right.replace(b"[0.5", b"[null, 0.5")),
              send(body=lambda right: right.replace(b"[0.5", b"[0.1, 0.5"))]
PASSING = [hang_up, reset, cut_chunk, no_length, send(more=9), send(500, b""), send(502, b"<html>"), send(503, b"{}"), send(504, b"{}"),
           send(429, b"{}"), send(408, b"{}"), send(429, b'{"detail": "too many"}', [("Retry-After", "0")]), send(404, b"<html>no backend"),
           problem(503, "the cluster does not answer; try again"), problem(504, "the debate goes on", "Deadline"),
           problem(503, "1 of 3 came", "Incomplete"), problem(503, "it cannot be reached", "JudgeUnreachable"), *UNREADABLE]


def trl(*answers, prompt="q", **columns):
    return debate_trl.debate_reward(prompts=[prompt] * len(answers), completions=list(answers), completion_ids=None, trainer_state=None, **columns)


def verl(answer="a", info=None):
    return debate_verl.compute_score(data_source="d", solution_str=answer, ground_truth="4", extra_info=info or {"question": "q"})


def verifiers(answer="a", **objects):
    return asyncio.run(debate_verifiers.debate_reward(prompt="q", completion=answer, answer="4", info={}, task="t", **objects))


class PassingTests(Case):
    def test_each_fault_is_tried_again_by_each_trainer(self):
        for fault in PASSING:
            for ask in (lambda: trl("a")[0], lambda: verl()["score"], verifiers):
                self.fake.faults, before = [fault, fault], self.count
                self.assertEqual(reward_of("a"), ask())
                self.assertEqual((3, []), (self.count - before, self.told()), fault)

    def test_a_redirect_is_not_followed_for_the_key_would_go_along(self):
        os.environ["DEBATE_API_KEY"] = "secret"
        other = FakeServer()
        self.addCleanup(other.close)
        self.fake.faults = [send(status, b"", [("Location", other.url + "/v1/score/batch")]) for status in (301, 302, 307, 308)]
        self.assertEqual([reward_of("a")], trl("a"))
        self.assertEqual(([], 5), (other.asked, self.count))

    def test_what_lasts_is_told_and_is_no_number(self):
        os.environ["DEBATE_RETRY_SECONDS"] = "0"
        self.fake.faults = [hang_up, send(503, b"{}"), UNREADABLE[0]] * 1000
        self.assertEqual([None, None], trl("a", "b"))
        told = self.told()
        self.assertEqual(2, len(told), told)
        self.assertRegex(told[0], "^debate: no reward for answer 1 of 2: http://127.*; given up after 128 tries$")
        with self.assertRaisesRegex(NoReward, "no reward for answer 1 of 1"):
            verl()
        with self.assertRaisesRegex(StopTraining, "given up"):
            verifiers()
        self.assertEqual((2, 3 * 128), (len(self.told()), self.count))

    def test_patience_ends(self):
        os.environ.update(DEBATE_PATIENCE="0.2", DEBATE_RETRY_SECONDS="0.05")
        self.fake.faults = [send(429, b"{}", [("Retry-After", "3600")])] * 9
        began = time.monotonic()
        self.assertEqual([None], trl("a"))
        self.assertLess(time.monotonic() - began, 2)
        self.assertRegex(self.told()[0], "429.*given up after 0.2 s")

    def test_a_reply_that_drips_for_ever_ends(self):
        def drip(handler, right):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while True:
                handler.wfile.write(b" ")
                time.sleep(0.01)
        os.environ["DEBATE_PATIENCE"] = "0"
        self.fake.faults = [drip]
        self.assertEqual([None], trl("a"))
        self.assertRegex(self.told()[0], "TimeoutError: the reply comes too slowly")

    def test_retry_after_is_waited_for(self):
        self.fake.faults = [send(503, b"{}", [("Retry-After", "0.3")])]
        began = time.monotonic()
        self.assertEqual([reward_of("a")], trl("a"))
        self.assertGreaterEqual(time.monotonic() - began, 0.3)
        for said, seconds in [("7", 7), (email.utils.formatdate(time.time() + 90, usegmt=True), 90), ("soon", 0), ("-5", 0), ("nan", 0)]:
            self.assertAlmostEqual(seconds, debate_rewards._retry_after({"Retry-After": said}), delta=5)

    def test_waiting_is_told_now_and_then(self):
        debate_rewards._noticed = -float("inf")
        self.fake.faults = [hang_up] * 5
        self.assertEqual([reward_of("a")], trl("a"))
        told = self.told()
        self.assertEqual(1, len(told), told)
        self.assertRegex(told[0], "^debate: http.*RemoteDisconnected.*; trying again for 240 s$")

    def test_the_debates_that_go_on_are_asked_for_again_alone(self):
        waits = lambda right: json.dumps({"results": [json.loads(right)["results"][0], {"trouble": "Deadline", "detail": "it goes on"}]}).encode()
        self.fake.faults = [send(body=waits)]
        got = debate_trl.debate_reward(prompts=["p", "q"], completions=["a", "bb"])
        self.assertEqual([reward_of("a"), reward_of("bb")], got)
        self.assertEqual([2, 1], [len(body["items"]) for _, body, _ in self.fake.asked])

    def test_a_name_that_is_not_known_is_told(self):
        os.environ.update(DEBATE_URL="http://no-such-host.invalid:1", DEBATE_PATIENCE="0")
        self.assertEqual([None], trl("a"))
        self.assertRegex(self.told()[0], "no-such-host.invalid:1: ")

    def test_the_trainers_random_numbers_are_not_touched(self):
        import random
        random.seed(1)
        before = random.getstate()
        self.fake.faults = [hang_up] * 3
        trl("a")
        self.assertEqual(before, random.getstate())


class RefusedTests(Case):
    WRONG = [send(401, b'{"detail": "this server asks for its key"}'), send(403, b"<html>forbidden"), problem(404, "no such path"),
             problem(400, "profile 'nope': not one of text, group")]

    def test_a_wrong_key_profile_or_address_raises_at_once(self):
        for wrong in self.WRONG:
            for ask, raised in [(lambda: trl("a"), Refused), (verl, Refused), (verifiers, StopTraining)]:
                self.fake.faults, before = [wrong], self.count
                with self.assertRaisesRegex(raised, "http://127.0.0.1"):
                    ask()
                self.assertEqual(1, self.count - before)

    def test_a_setting_that_is_wrong_is_named(self):
        for name, value in [("DEBATE_URL", ""), ("DEBATE_URL", "localhost:5080"), ("DEBATE_URL", "http://any:secret@x:99999999"),
                            ("DEBATE_URL", "file:///etc/hosts"), ("DEBATE_PATIENCE", "-1"), ("DEBATE_RETRY_SECONDS", "soon"), ("DEBATE_MISSING", "zero"), ("DEBATE_API_KEY", "a\nb")]:
            before = dict(os.environ)
            os.environ[name] = value
            for ask, raised in [(lambda: trl("a"), Refused), (verl, Refused), (verifiers, StopTraining)]:
                with self.assertRaisesRegex(raised, name) as wrong:
                    ask()
                self.assertNotIn("secret", str(wrong.exception))
            os.environ.clear()
            os.environ.update(before)
        self.assertEqual(0, self.count)

    def test_the_key_is_sent_wherever_it_stands(self):
        trl("a")
        os.environ["DEBATE_URL"] = self.fake.url.replace("http://", "http://any:s%2Fecret@") + "/"
        trl("a")
        os.environ["DEBATE_API_KEY"] = "other"
        trl("a")
        self.assertEqual([None, "s/ecret", "other"], [key for _, _, key in self.fake.asked])

    def test_the_profile_is_sent_where_one_is_named(self):
        trl("a"), verl()
        os.environ["DEBATE_PROFILE"] = "mine"
        trl("a"), verl()
        self.assertEqual([None, None, "mine", "mine"], [body.get("profile") for _, body, _ in self.fake.asked])


class BadItemTests(Case):
    def test_a_failed_item_costs_only_itself(self):
        failed = lambda right: right.replace(b'{"results": [{', b'{"results": [{"trouble": "JudgeFailed", "detail": "no judge\\u001b[2J", ', 1)
        self.fake.faults = [send(body=failed)]
        self.assertEqual([None, reward_of("bb"), None], debate_trl.debate_reward(prompts=["p", "q", "p"], completions=["a", "bb", "c"]))
        self.assertEqual([f"debate: no reward for answer {i} of 3: JudgeFailed: no judge [2J" for i in (1, 3)], self.told())
        self.assertEqual(1, self.count)

    def test_an_item_that_spoils_its_batch_is_left_out(self):
        def spoilt(handler, right):
            bad = [i for i, item in enumerate(self.fake.asked[-1][1]["items"]) if "bad" in item["completions"]]
            self.fake.faults.insert(0, spoilt)
            (problem(400, f"items[{bad[0]}].label: {{...}}: too deep") if bad else send())(handler, right)
        answers = [f"{i}" if i % 5 else "bad" for i in range(40)]
        self.fake.faults = [spoilt]
        got = debate_trl.debate_reward(prompts=[f"p{i}" for i in range(40)], completions=answers)
        self.assertEqual([None if a == "bad" else reward_of(a) for a in answers], got)
        self.assertEqual((8, 9), (len(self.told()), self.count))

    def test_a_refusal_that_names_no_item_is_found_by_halves(self):
        def spoilt(handler, right):
            self.fake.faults.insert(0, spoilt)
            bad = any("bad" in item["completions"] for item in self.fake.asked[-1][1]["items"])
            (send(413, b"<html>too large") if bad else send())(handler, right)
        answers = [f"{i}" for i in range(31)] + ["bad"]
        self.fake.faults = [spoilt]
        got = debate_trl.debate_reward(prompts=[f"p{i}" for i in range(32)], completions=answers)
        self.assertEqual([*map(reward_of, answers[:-1]), None], got)
        self.assertEqual(11, self.count)

    def test_rows_that_cannot_be_read_cost_only_themselves(self):
        class Broken:
            def __getattr__(self, name):
                raise OSError("disk")
        got = debate_trl.debate_reward(prompts=["p", "", "q", "r"], completions=["a", "b", Broken(), "d"],
                                       label=["1", "1", "1", {(1, 2): 3}])
        self.assertEqual([reward_of("a"), None, None, None], got)
        told = self.told()
        self.assertRegex(told[0], 'answer 2 of 4: there is no question.*the column "prompt"')
        self.assertEqual(3, len(told), told)

    def test_half_a_character_reaches_the_server_whole(self):
        self.assertEqual([reward_of("a?b")], trl("a\ud83db"))
        self.assertEqual("a?b", self.fake.asked[0][1]["items"][0]["completions"][0])

    def test_large_batches_are_several_requests(self):
        answers = [f"{i}" * 1_000_000 for i in range(10)]
        got = debate_trl.debate_reward(prompts=[f"p{i}" for i in range(10)], completions=answers)
        self.assertEqual(list(map(reward_of, answers)), got)
        self.assertEqual(2, self.count)


class SeveralServersTests(Case):
    def setUp(self):
        super().setUp()
        self.other = FakeServer()
        self.addCleanup(self.other.close)
        with contextlib.closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.dead = f"http://127.0.0.1:{free.getsockname()[1]}"

    def test_the_next_is_asked_where_one_fails(self):
        os.environ["DEBATE_URL"] = f"{self.dead}, {self.fake.url},{self.other.url}"
        for fault in (hang_up, send(503, b"{}", [("Retry-After", "60")]), UNREADABLE[0]):
            self.fake.faults, self.other.faults = [fault], []
            began = time.monotonic()
            self.assertEqual([reward_of("a"), reward_of("bb")], trl("a", "bb"))
            self.assertLess(time.monotonic() - began, 5)

    def test_one_that_answered_is_asked_again(self):
        os.environ["DEBATE_URL"] = f"{self.fake.url},{self.other.url}"
        debate_rewards._moved = -os.getpid()        # the fake's turn
        self.fake.faults = [hang_up]
        for _ in range(3):
            trl("a")
        self.assertEqual((1, 3), (self.count, len(self.other.asked)))

    def test_all_are_told_where_all_fail(self):
        os.environ.update(DEBATE_URL=f"{self.dead},{self.fake.url}", DEBATE_PATIENCE="0")
        self.fake.faults = [send(503, b"{}")] * 9
        self.assertEqual([None], trl("a"))
        self.assertRegex(self.told()[0], f"(?=.*{self.dead}: ConnectionRefused)(?=.*{self.fake.url}: HTTP 503)")


class MissingTests(Case):
    def test_what_stands_for_a_missing_reward_can_be_chosen(self):
        lost = b'{"results": [{"trouble": "JudgeFailed", "detail": ""}], "trouble": "JudgeFailed"}'
        for how, expected in [("none", ["None", "nan", "nan"]), ("nan", ["nan"] * 3), ("raise", NoReward), ("stop", StopTraining)]:
            os.environ["DEBATE_MISSING"] = how
            for place, ask in enumerate([lambda: trl("a")[0], lambda: verl()["score"], verifiers]):
                self.fake.faults = [send(body=lost)]
                if isinstance(expected, list):
                    self.assertEqual(expected[place], str(ask()))
                else:
                    with self.assertRaises(expected):
                        ask()
                self.assertEqual(1, len(self.told()))

    def test_a_key_that_is_wrong_is_no_missing_reward(self):
        os.environ["DEBATE_MISSING"] = "nan"
        self.fake.faults = [send(401, b"{}")] * 3
        self.assertRaises(Refused, lambda: trl("a"))
        self.assertRaises(Refused, verl)
        self.assertRaises(StopTraining, verifiers)


class ThreadTests(Case):
    def test_many_at_once_in_one_loop(self):
        async def all_of(count):
            return await asyncio.gather(*(debate_verifiers.debate_reward("q", "a" * i) for i in range(count)))
        self.fake.faults = [hang_up, send(503, b"{}")] * 20
        self.assertEqual([reward_of("a" * i) for i in range(100)], asyncio.run(all_of(100)))

    def test_a_cancelled_reward_disturbs_nobody(self):
        goes_on = threading.Event()

        def wait(handler, right):
            goes_on.wait(10)
            send()(handler, right)

        async def cancelled():
            task = asyncio.ensure_future(debate_verifiers.debate_reward("q", "a"))
            await asyncio.sleep(0)
            thread, = [t for t in threading.enumerate() if t.name == "debate reward"]
            self.assertTrue(thread.daemon)      # or Python would wait for it when it ends
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            goes_on.set()
            await asyncio.get_running_loop().run_in_executor(None, thread.join)
            return await debate_verifiers.debate_reward("q", "b")
        self.fake.faults = [wait]
        self.assertEqual(reward_of("b"), asyncio.run(cancelled()))
        self.assertEqual([], self.told())


if __name__ == "__main__":
    unittest.main()

"""debate.py against a server of faults: what is tried again and what is not, what is told, and events across lost connections."""
import json, threading, unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import debate
from debate import Client, Failed, Refused, Unauthorised, Unreachable
from fakeserver import cut_chunk, hang_up, no_length, problem, reset, send

RIGHT = b'{"id": "r1", "status": "running"}'
LOST = [hang_up, reset, cut_chunk, send(more=9), problem(502, "away"), problem(503, "away"), problem(504, "away"), problem(408, "slow"),
        problem(429, "busy"), send(503, b"<html>"), send(429, b"{}", [("Retry-After", "0")]), send(503, b'{"detail": 7', [("Retry-After", "nan")])]


class Servers(unittest.TestCase):
    """`asked` is (method, path, headers, body) of each request; `replies` are used up from the beginning, then RIGHT is sent."""

    def setUp(self):
        self.asked, self.replies, test = [], [], self
        debate.time, self.slept = _Clock(), []
        self.addCleanup(lambda: setattr(debate, "time", _Clock.real))

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                length = self.headers["Content-Length"]
                body = self.rfile.read(int(length)) if length else None
                test.asked.append((self.command, self.path, self.headers, json.loads(body) if body else None))
                (test.replies.pop(0) if test.replies else send())(self, RIGHT)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):     # of a client that went away
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.told = []
        self.client = Client(self.url, key="secret", patience=5, notice=self.told.append)


class _Clock:
    """Sleeps at once, and by as much the time is later."""
    import time as real

    def __init__(self):
        self.ahead = 0.0

    def monotonic(self):
        return self.real.monotonic() + self.ahead

    def time(self):
        return self.real.time() + self.ahead

    def sleep(self, seconds):
        self.ahead += seconds


class RequestTests(Servers):
    def test_what_is_lost_is_asked_again_with_the_same_key_and_bytes(self):
        for fault in LOST:
            self.asked.clear()
            self.told.clear()
            self.replies = [fault, fault]
            self.assertEqual("r1", self.client.start_run("Is it so?", protocol="mad")["id"])
            self.assertEqual((3, 2), (len(self.asked), len(self.told)), fault)
            self.assertEqual(1, len({(headers["Idempotency-Key"], json.dumps(body)) for _, _, headers, body in self.asked}))
            self.assertEqual({"question": "Is it so?", "protocol": "mad"}, self.asked[0][3])
            self.assertEqual("Bearer secret", self.asked[0][2]["Authorization"])
        first = self.asked[0][2]["Idempotency-Key"]
        self.client.start_run("Is it so?")
        self.assertNotEqual(first, self.asked[-1][2]["Idempotency-Key"])
        self.client.start_run("Is it so?", idempotency_key="mine")
        self.assertEqual("mine", self.asked[-1][2]["Idempotency-Key"])

    def test_what_cannot_be_done_twice_is_asked_again_only_where_it_was_not_done(self):
        for fault, tries in [(problem(429, "busy"), 2), (problem(408, "slow"), 2), (hang_up, 1), (problem(503, "away"), 1), (send(more=9), 1)]:
            self.asked.clear()
            self.replies = [fault]
            if tries == 2:
                self.client.join_tournament("t1", [{"name": "a", "model": "greedy"}])
            else:
                with self.assertRaises(Unreachable):
                    self.client.join_tournament("t1", [{"name": "a", "model": "greedy"}])
            self.assertEqual(tries, len(self.asked), fault)
        closed = Client(f"http://127.0.0.1:9,{self.url}", patience=5)      # one that was never reached did nothing
        self.assertEqual("r1", closed.join_tournament("t1", [])["id"])

    def test_what_is_not_there_is_removed_only_where_a_try_before_may_have_done_it(self):
        gone = problem(404, "there is no such run")
        for fault in LOST:
            self.replies = [fault, gone]
            if fault in LOST[:7] or fault in LOST[9:10] + LOST[11:]:
                self.assertIsNone(self.client.delete_run("r1"), fault)
            else:
                self.assertRaises(Refused, self.client.delete_run, "r1")
            self.replies = [fault, gone]
            self.assertRaises(Refused, self.client.get_run, "r1")
        self.replies = [gone]
        self.assertRaises(Refused, self.client.delete_run, "r1")

    def test_what_is_refused_says_why_and_is_not_asked_again(self):
        for status, kind in [(400, Refused), (404, Refused), (409, Refused), (412, Refused), (422, Refused), (401, Unauthorised), (403, Unauthorised),
                             (500, Failed), (507, Failed)]:
            self.asked.clear()
            self.replies = [problem(status, "rounds '0': it must be at least 1")]
            with self.assertRaisesRegex(kind, "rounds '0': it must be at least 1") as caught:
                self.client.start_run("x")
            self.assertEqual((status, 1), (caught.exception.status, len(self.asked)))
        self.replies = [send(body=b"<html>login</html>")]
        with self.assertRaisesRegex(Failed, "not one of `debate serve`: <html>login"):
            self.client.get_run("r1")

    def test_a_redirect_is_not_followed(self):
        for status in (301, 302, 303, 307, 308):
            self.asked.clear()
            self.replies = [send(status, b"", [("Location", self.url + "/elsewhere")])]
            with self.assertRaisesRegex(Failed, "sends callers to .*/elsewhere"):
                self.client.get_run("r1")
            self.assertEqual(1, len(self.asked))

    def test_patience_ends_and_each_server_is_asked_once_in_any_case(self):
        self.replies = [hang_up] * 99
        with self.assertRaisesRegex(Unreachable, self.url):
            Client(self.url, patience=0).get_run("r1")
        self.assertEqual(1, len(self.asked))
        with self.assertRaises(Unreachable):
            self.client.get_run("r1")
        self.assertGreater(len(self.asked), 3)
        self.replies, both = [], Client(f"http://127.0.0.1:9,{self.url}", patience=0)
        self.assertEqual("r1", both.get_run("r1")["id"])
        self.assertEqual(self.url, both.servers[both._current % 2])        # and that one is asked first from here on

    def test_a_wait_that_a_server_asks_for_is_kept(self):
        self.replies = [send(429, b"{}", [("Retry-After", "20")]), send(503, b"{}", [("Retry-After", "4")])]
        self.client.get_run("r1")
        self.assertGreaterEqual(debate.time.ahead, 24)

    def test_addresses_and_keys_that_cannot_be_are_told(self):
        for url in ("", "ftp://x", "http://", "127.0.0.1:5080", "http://x:0"):
            with self.assertRaisesRegex(ValueError, "url"):
                Client(url or " , ")
        with self.assertRaisesRegex(ValueError, "no header"):
            Client("http://x", key="a\nb: c")
        self.client = Client(self.url.replace("//", "//any:pass%20word@"))
        self.client.get_run("a/b c")
        self.assertEqual(("GET", "/v1/runs/a%2Fb%20c", "Bearer pass word"), (*self.asked[0][:2], self.asked[0][2]["Authorization"]))


def event(number, more=b"", kind=b"said"):
    data = json.dumps({"sequence": number, "text": "a\u2028b"}, ensure_ascii=False).encode()
    return b":\n\nevent: " + kind + b"\ndata: " + data + b"\nid: " + str(number).encode() + b"\n\n" + more


def stream(*parts, close=True, media=b"text/event-stream"):
    """Events as chunks; the stream breaks off, or ends with the event `end`."""
    def reply(handler, _):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: " + media + b"\r\n\r\n")
        for part in parts:
            handler.wfile.write(b"%x\r\n" % len(part) + part + b"\r\n")
        handler.wfile.write(b"" if close else b"0\r\n\r\n")
        handler.close_connection = True
    return reply


END = b"event: end\ndata: {}\n\n"


class EventTests(Servers):
    def numbers(self, start=0):
        return [entry["sequence"] for entry in self.client.follow_run("r1", start)]

    def lasts(self):
        return [headers["Last-Event-ID"] for _, _, headers, _ in self.asked]

    def test_each_event_comes_once_and_in_order_across_lost_connections(self):
        half = event(2)[:-1]        # cut before the empty line that ends it: it has not come
        self.replies = [stream(event(0), event(1), half), hang_up, problem(503, "away"), stream(event(1), event(2), close=False),
                        stream(event(3)[:9], event(3)[9:] + END)]
        self.assertEqual([0, 1, 2, 3], self.numbers())
        self.assertEqual([None, "1", "1", "1", "2"], self.lasts())
        self.assertEqual(4, len(self.told))

    def test_fifty_cuts_leave_no_gap_and_repeat_nothing(self):
        whole = b"".join(map(event, range(60))) + END
        for cut in range(0, len(whole), len(whole) // 50):
            self.replies.append(self.cut_at(cut, whole))
        self.replies.append(stream(whole))
        self.assertEqual(list(range(60)), self.numbers())

    @staticmethod
    def cut_at(cut, whole):
        return stream(whole[:cut])

    def test_an_event_that_is_not_taken_is_read_again(self):
        self.replies = [stream(event(0), event(1))]
        events = self.client.follow_run("r1")
        self.assertEqual(0, next(events)["sequence"])
        events.close()
        self.replies = [stream(event(0), event(1), END)]
        self.assertEqual([1], self.numbers(start=1))
        self.assertEqual("0", self.lasts()[-1])

    def test_what_is_no_stream_of_events_is_told(self):
        self.replies = [stream(b"<html>", media=b"text/html")]
        with self.assertRaisesRegex(Failed, "text/html in place of events"):
            self.numbers()
        self.replies = [problem(404, "id 'r1': there is no such run")]
        with self.assertRaisesRegex(Refused, "there is no such run"):
            self.numbers()

    def test_patience_ends(self):
        self.replies = [hang_up] * 999
        with self.assertRaises(Unreachable):
            self.numbers()


class PageTests(Servers):
    def test_pages_are_one_list_with_the_filters_of_the_first(self):
        self.replies = [send(body=b'{"items": [{"id": "a"}], "next": "c 1"}'), send(body=b'{"items": [], "next": "c2"}'), send(body=b'{"items": [{"id": "b"}]}')]
        self.assertEqual(["a", "b"], [run["id"] for run in self.client.list_runs(children=True, status="failed")])
        self.assertEqual(["/v1/runs?children=true&status=failed", "/v1/runs?children=true&status=failed&cursor=c+1",
                          "/v1/runs?children=true&status=failed&cursor=c2"], [path for _, path, _, _ in self.asked])


if __name__ == "__main__":
    unittest.main()

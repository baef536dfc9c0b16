"""A reward server in this process whose replies are faults, one after another, and then right; and what the tests of client/python share."""
import contextlib, io, json, os, threading, unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import debate_rewards


def reward_of(text):
    """The fake's reward of an answer: its length tells them apart."""
    return 0.5 + len(text) / 1000


class FakeServer:
    """`faults` is used up from its beginning; each is a function of the handler and the right reply's bytes. `asked` holds (path, body, key)."""

    def __init__(self):
        self.faults, self.asked, fake = [], [], self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append((self.path, body, self.headers["X-Api-Key"]))
                fault = fake.faults.pop(0) if fake.faults else send()
                with contextlib.suppress(OSError):
                    fault(self, json.dumps(fake.reply(body)).encode())

        class Server(ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 128

            def handle_error(self, *_):     # of a client that was ended in the middle
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @staticmethod
    def reply(body):
        def scored(answers):
            return {"rewards": list(map(reward_of, answers)), "probabilities": [0.75] * len(answers), "disagreements": [0.25] * len(answers)}
        return {"results": [scored(i["completions"]) for i in body["items"]]} if "items" in body else scored([body["completion"]])

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def send(status=200, body=None, headers=(), more=0):
    """A reply with this status and body, the right one without a body; `more` bytes are promised that never come."""
    def fault(handler, right):
        sent = right if body is None else body(right) if callable(body) else body
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(sent) + more))
        handler.end_headers()
        handler.wfile.write(sent)
        handler.close_connection = handler.close_connection or more > 0
    return fault


def hang_up(handler, _):
    handler.close_connection = True


def reset(handler, _):
    import socket, struct
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def cut_chunk(handler, right):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"fff\r\n" + right[:10])
    handler.close_connection = True


def no_length(handler, right):
    """HTTP/1.0: the end of the connection is the end of the body, wherever it comes."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + right[:len(right) // 2])
    handler.close_connection = True


def problem(status, detail, trouble=None):
    return send(status, json.dumps({"status": status, "detail": detail, **({"trouble": trouble} if trouble else {})}).encode())


class Case(unittest.TestCase):
    """A test with a fake server, whose address and short waits are in the environment; `told()` is what went to stderr since."""

    def setUp(self):
        self.fake = FakeServer()
        self.addCleanup(self.fake.close)
        before = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(before)))
        for name in [name for name in os.environ if name.startswith("DEBATE_")]:
            del os.environ[name]
        os.environ.update(DEBATE_URL=self.fake.url, DEBATE_RETRY_SECONDS="0.001")
        debate_rewards._said.clear()
        debate_rewards._noticed = float("inf")      # notices of waiting have a test of their own
        self.stderr = io.StringIO()
        caught = contextlib.redirect_stderr(self.stderr)
        caught.__enter__()
        self.addCleanup(caught.__exit__, None, None, None)

    def told(self):
        lines = self.stderr.getvalue().splitlines()
        self.stderr.truncate(0)
        self.stderr.seek(0)
        return lines

    @property
    def count(self):
        return len(self.fake.asked)

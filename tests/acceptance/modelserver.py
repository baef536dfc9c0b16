#!/usr/bin/env python3
"""A simulated endpoint in a process of its own: the content of a call determines its reply and its latency; every call is logged.

The first part of a path names the caller: /NAME/v1 is the endpoint for NAME. A line is logged when a call arrives: nanoseconds since 1970,
the caller, X-Debate-Call without the attempt.

    python3 tests/acceptance/modelserver.py --log FILE [--fastest 0.05] [--slowest 0.2]       prints its URL
"""
import argparse
import asyncio
import hashlib
import json
import subprocess
import sys
import time

from common import reply


class ModelServer:
    """Starts a server; `url(who)` is the endpoint for a caller, `calls()` the calls so far as (time in seconds, caller, id/path), in order."""

    def __init__(self, log, fastest=0.05, slowest=0.2):
        self.log = log
        command = [sys.executable, __file__, "--log", log, "--fastest", str(fastest), "--slowest", str(slowest)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def url(self, who):
        return f"{self.address}/{who}/v1"

    def calls(self):
        with open(self.log, encoding="utf-8") as file:
            lines = [line.split() for line in file]
        return [(int(moment) / 1e9, who, name) for moment, who, name in lines]

    def stop(self):
        self.process.kill()
        self.process.wait()


async def request(reader):
    """Reads the next request of a connection as (path, headers, body); raises IncompleteReadError at its end."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers["content-length"]))
    return first.split()[1], headers, body


async def answer(path, headers, body, options, log):
    """Logs a request and returns the bytes of its response, after the latency that its content determines."""
    log.write(f"{time.time_ns()} {path.split('/')[1]} {headers['x-debate-call'].rsplit('/', 1)[0]}\n")
    asked = json.loads(body)
    text = reply(headers["x-debate-seat"], asked["messages"], asked.get("seed"))
    draw = hashlib.sha256(text.encode() + body).digest()[0] / 255
    await asyncio.sleep(options.fastest + draw * (options.slowest - options.fastest))
    used = {"prompt_tokens": len(body) // 4, "completion_tokens": len(text) // 4, "total_tokens": len(body) // 4 + len(text) // 4}
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    document = {"id": "x", "object": "chat.completion", "created": 0, "model": asked["model"], "usage": used, "choices": [choice]}
    content = json.dumps(document).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content)


async def serve(options):
    with open(options.log, "a", buffering=1, encoding="utf-8") as log:
        async def converse(reader, writer):
            try:
                while True:
                    writer.write(await answer(*await request(reader), options, log))
                    await writer.drain()
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()

        server = await asyncio.start_server(converse, "127.0.0.1", 0, backlog=512)
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", required=True)
    parser.add_argument("--fastest", type=float, default=0.05)
    parser.add_argument("--slowest", type=float, default=0.2)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()

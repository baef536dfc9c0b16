"""A redis-server and silos as processes on loopback, which can be killed and restarted at the same address."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """A redis-server that acknowledges a write only when it is on the disk; `settings` are further ones of its command line."""

    def __init__(self, folder, *settings):
        self.folder, self.port, self.process, self.settings = folder, free_port(), None, settings
        os.makedirs(folder)
        self.address = f"redis://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", "",
                   "--appendonly", "yes", "--appendfsync", "always", *self.settings]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while self.ask("PING") not in (b"+PONG", b"$4"):
            time.sleep(0.02)

    def ask(self, command):
        """The first line of the reply to a command; empty while the server does not answer."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(f"{command}\r\n".encode())
            return connection.recv(1024).split(b"\r\n")[0]
        return b""

    def call(self, *words):
        """Sends one command and returns its reply: a text, a number, a list or None."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection, connection.makefile("rwb") as file:
            file.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in (str(word).encode() for word in words)))
            file.flush()
            return self.read(file)

    def read(self, file):
        line = file.readline().rstrip().decode()
        if line[0] in "+-":
            return line
        if line[0] == ":":
            return int(line[1:])
        if line[0] == "*":
            return [self.read(file) for _ in range(int(line[1:]))]
        return None if line == "$-1" else file.read(int(line[1:]) + 2)[:-2].decode()

    def kill(self):
        self.process.kill()
        self.process.wait()


class Silo:
    """`debate serve` in a folder of its own; `configuration` holds its models."""

    def __init__(self, tool, folder, name, cluster, configuration, *arguments):
        self.tool, self.folder, self.name, self.port, self.process = tool, os.path.join(folder, name), name, free_port(), None
        self.url = f"http://127.0.0.1:{self.port}"
        self.arguments = ["serve", "--urls", self.url, "--cluster", cluster, *arguments]
        os.makedirs(self.folder)
        with open(os.path.join(self.folder, "debate.yaml"), "w", encoding="utf-8") as file:
            json.dump(configuration, file)

    def start(self):
        with open(os.path.join(self.folder, "log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([self.tool, *self.arguments], cwd=self.folder, stdout=log, stderr=log)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Stops the silo with SIGTERM; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait()

    def pause(self):
        """SIGSTOP: it stands still, as a frozen machine does."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self):
        self.process.send_signal(signal.SIGCONT)

    def said(self):
        """What it wrote to its log so far."""
        with open(os.path.join(self.folder, "log"), encoding="utf-8") as log:
            return log.read()

    def get(self, path, timeout=30):
        with urllib.request.urlopen(self.url + path, timeout=timeout) as answer:
            return answer.read().decode()

    def is_ready(self):
        with contextlib.suppress(OSError, urllib.error.URLError):
            self.get("/health/ready", timeout=5)
            return True
        return False

    def until_ready(self, patience=60):
        began = time.monotonic()
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - began > patience:
                raise SystemExit(f"FAILED: silo {self.name} is not ready: see {self.folder}/log")
            time.sleep(0.05)
        return time.monotonic() - began

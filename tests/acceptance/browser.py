"""Drives a headless Chromium over its debugging pipe (CDP), without any package: pages are opened from files, keys pressed, pictures taken.

What a page logs as an error, throws, asks of the network or is denied by its content security policy is collected in `Page.faults`.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.parse


def find():
    """The browser's path: DEBATE_CHROMIUM, else chromium or chrome of the machine; None where there is none."""
    named = os.environ.get("DEBATE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One browser process with a profile of its own; use it as a context manager."""

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="debate-browser-")
        to_read, self.out = os.pipe()
        self.into, to_write = os.pipe()
        os.set_inheritable(to_read, True)
        os.set_inheritable(to_write, True)
        # The browser reads commands at descriptor 3 and answers at descriptor 4; the shell moves ours there.
        command = [find(), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
                   "--disable-background-networking", "--disable-component-update", f"--user-data-dir={self.profile.name}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{to_read} 4>&{to_write}; exec "$@"', "browser", *command], close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(to_read)
        os.close(to_write)
        self.next, self.buffer, self.events = 0, b"", []
        return self

    def __exit__(self, *_):
        os.close(self.out)
        self.process.terminate()
        self.process.wait()
        os.close(self.into)
        try:
            self.profile.cleanup()
        except OSError:
            time.sleep(1)
            shutil.rmtree(self.profile.name, ignore_errors=True)

    def send(self, method, session=None, **parameters):
        """Sends a command and waits for its answer; events that come meanwhile are kept."""
        self.next += 1
        message = {"id": self.next, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.next:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer.get("result", {})
            self.events.append(answer)

    def read(self):
        while b"\0" not in self.buffer:
            part = os.read(self.into, 1 << 16)
            if not part:
                raise RuntimeError("the browser has ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def open(self, path, width=1400, height=1000, fragment=""):
        return Page(self, path, width, height, fragment)


class Page:
    """One page, opened from a file or an address, when its load event has come; `before` is a script that runs before all others."""

    def __init__(self, browser, path, width, height, fragment, before=""):
        self.browser = browser
        target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        self.target, self.session = target, browser.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.faults = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.resize(width, height)
        if before:
            self.send("Page.addScriptToEvaluateOnNewDocument", source=before)
        self.address = path if path.startswith("http://") else f"file://{urllib.parse.quote(os.path.abspath(path))}{fragment}"
        self.send("Page.navigate", url=self.address)
        while not self.saw("Page.loadEventFired"):
            self.browser.events.append(self.browser.read())
        self.watch()

    def send(self, method, **parameters):
        return self.browser.send(method, self.session, **parameters)

    def close(self):
        self.browser.send("Target.closeTarget", targetId=self.target)

    def saw(self, method):
        return any(e.get("method") == method and e.get("sessionId") == self.session for e in self.browser.events)

    def watch(self):
        """Takes what came of this page's events; faults are kept."""
        mine = [e for e in self.browser.events if e.get("sessionId") == self.session]
        self.browser.events = [e for e in self.browser.events if e.get("sessionId") != self.session]
        for event in mine:
            method, told = event["method"], event["params"]
            if method == "Runtime.exceptionThrown":
                self.faults.append(f"threw: {told['exceptionDetails'].get('exception', {}).get('description', told)}")
            elif method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
                self.faults.append(f"logged: {told['entry']['text']}")
            elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
                self.faults.append(f"console: {told['args']}")
            elif method == "Network.requestWillBeSent" and not told["request"]["url"].startswith(("file:", "data:", "about:")):
                self.faults.append(f"asked: {told['request']['url']}")
            elif method == "Network.requestWillBeSent" and told["request"]["url"].split("#")[0] != self.address.split("#")[0]:
                self.faults.append(f"asked: {told['request']['url'][:100]}")

    def run(self, script):
        """The value of an expression of JavaScript in the page; a promise is awaited."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        self.watch()
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails'].get('exception', {}).get('description')}")
        return answer["result"].get("value")

    def wait(self, script):
        """Waits until an expression is true; a machine may be slow."""
        end = time.monotonic() + 120
        while not self.run(script):
            if time.monotonic() > end:
                raise TimeoutError(script)
            time.sleep(0.05)

    def press(self, key):
        """Presses a key as a person does."""
        codes = {"Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, None), "Tab": ("Tab", 9, None), "/": ("Slash", 191, "/")}
        code, number, text = codes.get(key) or (f"Key{key.upper()}", ord(key.upper()), key)
        more = {"text": text} if text else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, windowsVirtualKeyCode=number, **more)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, code=code, windowsVirtualKeyCode=number)

    def type(self, text):
        self.send("Input.insertText", text=text)

    def resize(self, width, height, phone=False):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def dark(self, is_dark=True):
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}])

    def picture(self, path, whole=False):
        taken = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(taken["data"]))

    def print(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.send("Page.printToPDF", printBackground=True)["data"]))

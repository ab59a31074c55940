"""A gateway to measure: its data directory, its content, and the process on core 0."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from peers import free_port, wait_for

TEAM = ("team@example.org", "a benchmark is no secret")
PASSPHRASE = "a benchmark signs nothing of worth"


class Gateway:
    def __init__(self, binaries, folder, extra=()):
        self.binaries, self.folder, self.extra = binaries, folder, extra
        self.data = os.path.join(folder, "data")
        self.certificate = os.path.join(folder, "certificate.pem")
        self.key = os.path.join(folder, "key.pem")
        self.process = None
        # Its own for all its life, so that a program that is signed in stays so over a restart.
        self.port, self.operation = free_port(), free_port()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", self.key, "-out",
             self.certificate], check=True, capture_output=True)

    @property
    def database(self):
        return os.path.join(self.data, "lanyard.db")

    @property
    def pid(self):
        return self.process.pid

    def url(self, path):
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}{path}"

    def start(self, secure=False):
        """Returns the seconds from the start of the process to the first 200 of /readyz."""
        self.secure = secure
        command = [
            "taskset", "-c", "0", os.path.join(self.binaries, "lanyard"), "serve", "--data-directory", self.data,
            "--listen", f"127.0.0.1:{self.port}", "--operation-listen", f"127.0.0.1:{self.operation}", "--loops", "1",
            "--log-level", "warning", "--idle-timeout-seconds", "300", *self.extra]
        if secure:
            command += ["--tls-certificate-file", self.certificate, "--tls-key-file", self.key]
        began = time.monotonic()
        self.process = subprocess.Popen(command)
        while not is_ready(self.operation):
            if self.process.poll() is not None:
                raise RuntimeError(f"the gateway ended with {self.process.returncode}")
            if time.monotonic() - began > 60:
                raise RuntimeError("the gateway was not ready within a minute")
        return time.monotonic() - began

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
        self.process = None

    def kill(self):
        """No goodbye: the process is gone when this returns."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=60)
        self.process = None

    def process_ended_after(self, seconds):
        """Kills it at a moment of its life, while others are asking it things; `process` stays, for those who look."""
        time.sleep(seconds)
        self.process.kill()
        self.process.wait(timeout=60)

    # Content

    def run(self, program, *arguments, stdin=None):
        environment = {
            **os.environ, "XDG_CONFIG_HOME": os.path.join(self.folder, "config"),
            "LANYARD_KEY_PASSPHRASE": PASSPHRASE}
        done = subprocess.run(
            [os.path.join(self.binaries, program), *arguments], input=stdin, capture_output=True, text=True,
            env=environment, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(
                f"{program} {' '.join(arguments)}: exit {done.returncode} {done.stdout}{done.stderr}")
        return done.stdout

    def ask(self, method, path, body=None, token=None):
        request = urllib.request.Request(self.url(path), method=method)
        if token:
            request.add_header("Authorization", "Bearer " + token)
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def publish(self, themes, releases):
        """Publishes folders of sources by the content team's own program."""
        os.makedirs(self.data, mode=0o700, exist_ok=True)
        self.run(
            "lanyard", "account", "bootstrap", "--data", self.data, "-i", TEAM[0], "--publisher", "--password-stdin",
            stdin=TEAM[1] + "\n")
        self.start()
        body = {"identifier": TEAM[0], "password": TEAM[1], "scope": ["sync", "account", "operate"]}
        operator = json.loads(self.ask("POST", "/v1/sessions", body))["access_token"]
        key = json.loads(self.run("lanyard-publish", "key", "create", "--name", "benchmark", "--json"))
        self.ask(
            "POST", "/v1/publish/keys",
            {"public": key["public"], "roles": ["themes", "firmware"], "name": "benchmark"}, operator)
        self.run(
            "lanyard-publish", "login", "--gateway", self.url(""), "-i", TEAM[0], "--password-stdin",
            stdin=TEAM[1] + "\n")
        for folder in themes:
            self.run("lanyard-publish", "theme", "publish", folder)
        for folder in releases:
            self.run("lanyard-publish", "firmware", "publish", folder)
        self.stop()


def is_ready(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        time.sleep(0.001)
        return False

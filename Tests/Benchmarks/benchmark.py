#!/usr/bin/env python3
"""Prints Lanyard's benchmark table. Every ratio is of one run, with the peer's rounds between ours."""

import argparse
import json
import os
import resource
import shutil
import socket
import ssl
import sys
import tempfile
import time

from gateway import Gateway
from measuring import Line, interleaved, load, machine, resident_bytes, table
from peers import Nginx, commits_per_second
from seeding import seed, token

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LARGE = 64 << 20


def sources(folder):
    """Themes that make a catalog of about 100 KB, one of them with a file of 64 MiB."""
    made = []
    picture = os.path.join(ROOT, "Catalog", "drift")
    with open(os.path.join(picture, "theme.json")) as file:
        template = json.load(file)
    words = "A description of the length that a shop wants, so that a page of the catalog has a size that is worth a benchmark. "
    for number in range(25):
        path = os.path.join(folder, "themes", f"bench-{number:02}")
        shutil.copytree(picture, path)
        template |= {"id": f"bench-{number:02}", "entitlement": "free"}
        template["title"] = {"en": f"Benchmark {number}"}
        template["description"] = {"en": (words * 40)[:3_600]}
        theme = dict(template)
        if number == 0:
            with open(os.path.join(path, "large.webp"), "wb") as large:
                for block in range(LARGE >> 20):
                    large.write(bytes([block]) * (1 << 20))
            theme["files"] = template["files"] + ["large.webp"]
        with open(os.path.join(path, "theme.json"), "w") as file:
            json.dump(theme, file)
        made.append(path)
    return made


class Benchmark:
    def __init__(self, options, folder):
        self.options, self.folder, self.lines = options, folder, []
        self.gateway = Gateway(options.binaries, folder)
        self.tokens = os.path.join(folder, "tokens")
        self.reports = os.path.join(folder, "reports")
        self.start_at = 0

    def prepare(self):
        print("publishing content", file=sys.stderr)
        self.gateway.publish(sources(self.folder), [os.path.join(ROOT, "Firmware", "aurora-phone", "2.1.0")])
        print(f"storing {self.options.sessions} sessions", file=sys.stderr)
        seed(self.gateway.database, self.options.sessions, self.tokens, self.reports)
        self.warm = os.path.join(self.folder, "warm")
        with open(self.tokens) as every, open(self.warm, "w") as some:
            some.writelines(line for line, _ in zip(every, range(10_000)))

    def wants(self, name):
        return not self.options.only or name in self.options.only

    def add(self, what, ours, peer, ratio, target, holds):
        line = Line(what, ours, peer, ratio, target, holds)
        self.lines.append(line)
        print(table([line]).splitlines()[-1], file=sys.stderr)

    def compare(self, what, ours, peer, target, *, least_rate=None):
        """Alternates the two loads and adds the line of their CPU time for one request."""
        done = interleaved(self.options.rounds, {"peer": peer, "ours": ours})
        mine, theirs = done["ours"], done["peer"]
        ratio = mine.cpu_microseconds / theirs.cpu_microseconds
        rate = mine.per_second / theirs.per_second
        holds = ratio <= target and (least_rate is None or rate >= least_rate)
        wanted = f"≤ {target:g} × CPU" + (f", ≥ {least_rate:g} × requests/s" if least_rate else "")
        shown = [f"{one.cpu_microseconds:,.1f} µs · {one.per_second:,.0f}/s" for one in (mine, theirs)]
        self.add(what, *shown, f"{ratio:.2f} × ({rate:.2f} ×)", wanted, holds)

    def on_gateway(self, script, environment, url=None, **how):
        gateway = self.gateway
        return lambda: load(
            gateway.pid, url or gateway.url(""), self.options.seconds, script=script and os.path.join(HERE, script),
            environment=environment() if callable(environment) else environment, **how)

    def on_nginx(self, nginx, path, secure=False, **how):
        return lambda: load(nginx.pid, nginx.url(path, secure), self.options.seconds, **how)

    def warm_checks(self):
        """The check of sessions that the gateway has asked for before: it is made to, in a round that does not count."""
        checks = self.on_gateway("tokens.lua", {"TOKENS": self.warm, "TARGET": "/v1/updates"})
        checks()
        return checks

    def constant(self, nginx, secure=False):
        """The requests that the gateway gets, but for the path: the client takes as long to make them for either server."""
        return self.on_nginx(
            nginx, "/constant", secure, script=os.path.join(HERE, "tokens.lua"),
            environment={"TOKENS": self.warm, "TARGET": "/constant"})

    def next_start(self):
        """Where a cold round starts: far from where the last one ended, so that nothing it asks for is kept."""
        self.start_at += 400_000
        return {"TOKENS": self.tokens, "TARGET": "/v1/updates", "START": str(self.start_at)}

    # The lines

    def start_and_idle(self):
        taken = []
        for _ in range(5):
            taken.append(self.gateway.start())
            idle = resident_bytes(self.gateway.pid)
            self.gateway.stop()
        ready = sorted(taken)[2] * 1000
        self.add(
            f"ready with {self.options.sessions:,} sessions stored", f"{ready:.0f} ms", "–", "–", "< 150 ms",
            ready < 150)
        self.add("resident at idle", f"{idle / 1048576:.1f} MiB", "–", "–", "< 32 MiB", idle < 32 << 20)

    def checks(self, nginx):
        if self.wants("check"):
            self.compare(
                "update check, warm, against a constant of the same size", self.warm_checks(),
                self.constant(nginx), 1.0, least_rate=0.95)
        if self.wants("cold"):
            self.compare(
                "update check, cold session cache", self.on_gateway("tokens.lua", self.next_start),
                self.constant(nginx), 1.4)

    def files(self, nginx):
        bearer = ["Authorization: Bearer " + token(0)]
        catalog = self.gateway.ask("GET", "/v1/themes", token=token(0))
        nginx.put("catalog.json", catalog)
        if self.wants("catalog"):
            self.compare(
                f"theme catalog of {len(catalog) // 1000} KB",
                self.on_gateway(None, None, self.gateway.url("/v1/themes"), headers=bearer),
                self.on_nginx(nginx, "/catalog.json"), 1.0)
        manifest = json.loads(self.gateway.ask("GET", "/v1/themes/bench-00/manifest", token=token(0)))
        signed = manifest["signed"]
        digest = next(
            one["sha256"] for one in json.loads(signed)["files"] if one["length"] == LARGE
        ) if isinstance(signed, str) else next(one["sha256"] for one in signed["files"] if one["length"] == LARGE)
        url = self.gateway.url(f"/v1/themes/bench-00/files/{digest}")
        with open(os.path.join(self.folder, "themes", "bench-00", "large.webp"), "rb") as file:
            nginx.put("large.webp", file.read())
        if self.wants("file"):
            self.compare(
                "file of 64 MiB", self.on_gateway(None, None, url, headers=bearer, size=LARGE),
                self.on_nginx(nginx, "/large.webp", size=LARGE), 1.1)
        if self.wants("range"):
            part = ["Range: bytes=8388608-9437183"]
            self.compare(
                "1 MiB range of it", self.on_gateway(None, None, url, headers=bearer + part),
                self.on_nginx(nginx, "/large.webp", headers=part), 0.5)

    def durable_reports(self):
        def ours():
            self.start_at += 50_000
            return self.on_gateway("reports.lua", {"TOKENS": self.reports, "START": str(self.start_at)})()

        rates = {"ours": [], "peer": []}
        for _ in range(self.options.rounds):
            rates["peer"].append(commits_per_second(self.folder, self.options.seconds))
            rates["ours"].append(ours().per_second)
        mine, theirs = (sorted(one)[len(one) // 2] for one in (rates["ours"], rates["peer"]))
        self.add(
            "durable outcome reports, 64 connections, against one commit each", f"{mine:,.0f}/s", f"{theirs:,.0f}/s",
            f"{mine / theirs:.1f} ×", "≥ 20 ×", mine >= 20 * theirs)

    def streams(self, nginx, secure):
        count = self.options.streams

        def subscribed():
            head = b"GET /v1/notices/stream HTTP/1.1\r\nHost: benchmark\r\nAuthorization: Bearer %s\r\n\r\n"
            return idle_memory(
                self.gateway.pid, self.gateway.port, count, secure, lambda n: head % token(n).encode())

        mine = subscribed()
        if not secure:
            return self.add(
                f"{count:,} idle notice streams, user memory each", f"{mine:,.0f} B", "–", "–", "≤ 1,024 B",
                mine <= 1024)
        theirs = idle_memory(
            nginx.pid, nginx.secure, count, True, lambda n: b"GET /constant HTTP/1.1\r\nHost: benchmark\r\n\r\n")
        self.add(
            f"{count:,} idle notice streams over TLS, against idle connections", f"{mine / 1024:,.1f} KiB",
            f"{theirs / 1024:,.1f} KiB", f"{mine / theirs:.2f} ×", "≤ 15 KiB", mine <= 15 << 10)

    def run(self):
        self.prepare()
        if self.wants("start"):
            self.start_and_idle()
        self.gateway.start()
        constant = self.gateway.ask("GET", "/v1/updates", token=token(0))
        nginx = Nginx(self.folder, self.gateway.certificate, self.gateway.key, constant)
        try:
            self.checks(nginx)
            self.files(nginx)
            if self.wants("reports"):
                self.durable_reports()
            if self.wants("streams"):
                self.gateway.stop()
                self.gateway.start()
                self.streams(nginx, secure=False)
            self.gateway.stop()
            self.gateway.start(secure=True)
            if self.wants("streams"):
                self.streams(nginx, secure=True)
            if self.wants("tls"):
                self.compare(
                    "update check over TLS 1.3", self.warm_checks(), self.constant(nginx, secure=True), 0.9)
        finally:
            nginx.stop()
            self.gateway.stop()
        print(f"Measured on {machine()}; {self.options.sessions:,} sessions stored, {self.options.rounds} rounds of "
              f"{self.options.seconds} s, medians; {time.strftime('%Y-%m-%d')}.\n")
        print(table(self.lines))


def idle_memory(pid, port, count, secure, head):
    """Bytes of anonymous memory for each of `count` connections that have had one answer and wait."""
    context = ssl._create_unverified_context() if secure else None
    before = resident_bytes(pid, "RssAnon")
    held = []
    for number in range(count):
        connection = socket.create_connection(("127.0.0.1", port), timeout=20)
        if context:
            connection = context.wrap_socket(connection)
        connection.sendall(head(number))
        if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
            raise RuntimeError("a stream was refused")
        held.append(connection)
    each = (resident_bytes(pid, "RssAnon") - before) / count
    for connection in held:
        connection.close()
    return each


def main():
    parser = argparse.ArgumentParser(prog="Tests/Benchmarks/run", description=__doc__)
    parser.add_argument("--binaries", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--sessions", type=int, default=1_000_000)
    parser.add_argument("--streams", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=5, help="length of one round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="20,000 sessions, 1,000 streams, one round of a second")
    parser.add_argument(
        "--only", type=lambda text: text.split(","),
        help="some of start,check,cold,catalog,file,range,reports,streams,tls")
    options = parser.parse_args()
    if options.quick:
        options.sessions, options.streams, options.seconds, options.rounds = 20_000, 1_000, 1, 1
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # On a disk, not in memory: an fsync must cost what it costs.
    with tempfile.TemporaryDirectory(prefix="lanyard-benchmark-", dir="/var/tmp") as folder:
        Benchmark(options, folder).run()


if __name__ == "__main__":
    main()

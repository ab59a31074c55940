"""kill -9 in the middle of registrations, refreshes, publications, links and reports. Whatever was answered is still there, nothing
half done is seen, and the database is sound."""

import glob
import json
import os
import random
import shutil
import sqlite3
import threading
import time

from client import Client, Unanswered
from gateway import Gateway
from promises import Promises, check_object, expect

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PHONE = {"product": "aurora-phone", "hardware": "a1", "name": "Phone", "installed_version": "2.0.0"}


class Storm(threading.Thread):
    """Does one kind of thing again and again until the connection breaks."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.problem, self.done = act, None, 0

    def run(self):
        try:
            while True:
                self.act()
                self.done += 1
        except Unanswered:
            pass
        except Exception as problem:  # shown by the round that joins this thread
            self.problem = problem


class KillStorm:
    def __init__(self, options, folder):
        self.random = random.Random(options.seed)
        self.options, self.folder = options, folder
        self.gateway = Gateway(
            options.binaries, folder,
            extra=["--password-cost", "5", "--trusted-proxies", "1", "--radio", "simulated"])
        self.promises = Promises()
        self.number = 0
        self.lock = threading.Lock()
        self.version = 1

    def next_number(self):
        with self.lock:
            self.number += 1
            return self.number

    def client(self):
        number = self.next_number()
        return Client(self.gateway.port, f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")

    # The storms

    def register(self):
        """An account by its delivered code, then one refresh of its session."""
        # Paced over the round, and so that 200 rounds stay below the 2,000 codes that a gateway sends within an hour.
        time.sleep(self.random.uniform(0, 0.3))
        client, address = self.client(), f"person{self.next_number()}@example.org"
        ticket = expect(client.ask("POST", "/v1/account/registrations", {"identifier": address}), 202)["registration"]
        code = self.code(address)
        body = {
            "registration": ticket, "code": code, "password": "a long enough password " + address,
            "device": {**PHONE, "identity": address}}
        tokens = expect(client.ask("POST", "/v1/account/registrations/confirm", body), 201)
        # Until its refresh is answered nobody else may use the session: its tokens may change under them.
        self.promises.doubtful.add(tokens["account"])
        self.promises.tokens[tokens["account"]] = (tokens["access_token"], tokens["refresh_token"])
        self.promises.accounts.append((tokens["account"], tokens["device"]))
        again = expect(client.ask("POST", "/v1/sessions/refresh", {"refresh_token": tokens["refresh_token"]}), 200)
        self.promises.tokens[tokens["account"]] = (again["access_token"], again["refresh_token"])
        self.promises.doubtful.discard(tokens["account"])
        client.close()

    def code(self, address):
        """The delivered code, read from the outbox; the file shows up whole."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for path in sorted(glob.glob(os.path.join(self.gateway.data, "outbox", "*.json")), reverse=True)[:50]:
                with open(path) as file:
                    message = json.load(file)
                if message["address"] == address and message.get("code"):
                    return message["code"]
            if self.gateway.process.poll() is not None:
                raise Unanswered("the code of " + address)
            time.sleep(0.005)
        raise AssertionError(f"no code came for {address}")

    def settled(self):
        """Some account whose session nobody is refreshing: access token, account, device. None when there is none."""
        known = list(self.promises.accounts)
        if known:
            account, device = self.random.choice(known)
            # In this order: the token is looked at after its refresh is known to be over.
            if account not in self.promises.doubtful:
                return self.promises.tokens[account][0], account, device
        time.sleep(0.005)
        return None

    def report(self, client):
        if not (found := self.settled()):
            return
        access, _, device = found
        outcome = self.random.choice(["installed", "failed"])
        kept = expect(client.ask(
            "POST", "/v1/updates/reports", {"device": device, "version": "2.1.0", "outcome": outcome}, access), 201)
        self.promises.reports.add((device, kept["product"], kept["version"], kept["outcome"]))

    def link(self, client):
        if not (found := self.settled()):
            return
        access, account, _ = found
        status, body = client.ask("POST", "/v1/accessories/links", {"kind": self.random.choice(["band", "scale"])}, access)
        if status == 202:
            self.promises.links.append((body["link"], account))
        else:
            # Another account's attempt holds the radio, or this account tries too often: both are said, neither is a fault.
            assert status in (409, 429, 503), f"{status} {body!r}"
            time.sleep(0.01)

    def publish(self):
        """The next version of one theme, by the team's own program; it fails when the gateway is killed under it."""
        self.version += 1
        version = f"1.0.{self.version}"
        path = os.path.join(self.folder, "theme", "drift")
        with open(os.path.join(path, "theme.json")) as file:
            theme = json.load(file)
        with open(os.path.join(path, "theme.json"), "w") as file:
            json.dump({**theme, "version": version}, file)
        with open(os.path.join(path, "wallpaper.webp"), "ab") as file:
            file.write(os.urandom(64))
        try:
            self.gateway.run("lanyard-publish", "theme", "publish", path)
        except RuntimeError as error:
            if self.gateway.process.poll() is not None or "exit 7" in str(error):
                raise Unanswered(str(error)) from None
            raise
        self.promises.published["drift"] = self.version

    # One round

    def round(self):
        self.gateway.start()
        one, two = self.client(), self.client()
        storms = [Storm(act) for act in (
            self.register, self.register, lambda: self.report(one), lambda: self.link(two), self.publish)]
        for storm in storms:
            storm.start()
        # The luck that the seed names: a moment in the life of this process.
        self.gateway.process_ended_after(self.random.uniform(0.02, 1.6))
        for storm in storms:
            storm.join(timeout=60)
            assert not storm.is_alive(), "a storm did not notice that the gateway was gone"
            if storm.problem:
                raise storm.problem

    def check(self, thorough):
        """Everything promised is kept after a restart, and while the restarted gateway runs."""
        self.gateway.start()
        objects = os.path.join(self.gateway.data, "objects")
        client = self.client()
        self.promises.check_rows(self.gateway.database)
        self.promises.check_words(client)
        self.promises.check_themes(client, objects)
        if thorough:
            self.promises.renew(client)
            for path in glob.glob(os.path.join(objects, "[0-9a-f]" * 64)):
                check_object(path)
        client.close()
        self.gateway.kill()
        if thorough:
            self.check_soundness()

    def check_soundness(self):
        connection = sqlite3.connect(f"file:{self.gateway.database}?mode=ro", uri=True)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()

    def run(self):
        source = os.path.join(self.folder, "theme", "drift")
        shutil.copytree(os.path.join(ROOT, "Catalog", "drift"), source)
        with open(os.path.join(source, "theme.json")) as file:
            theme = json.load(file)
        with open(os.path.join(source, "theme.json"), "w") as file:
            json.dump({**theme, "entitlement": "free", "version": "1.0.1"}, file)
        self.gateway.publish([source], [os.path.join(ROOT, "Firmware", "aurora-phone", "2.1.0")])
        for number in range(self.options.kills):
            self.round()
            self.check(thorough=number % 20 == 19)
        self.check(thorough=True)
        kept = self.promises
        assert kept.accounts and kept.reports and kept.links and kept.published, "a storm never got anything done"
        return (f"{self.options.kills} kills (seed {self.options.seed}): kept {len(kept.accounts)} accounts, "
                f"{len(kept.reports)} reports, {len(kept.links)} link attempts and theme version 1.0.{kept.published['drift']}; "
                "integrity ok")


def kill_storm(options, folder):
    storm = KillStorm(options, folder)
    try:
        return storm.run()
    finally:
        storm.gateway.kill()

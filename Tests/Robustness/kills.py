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

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PHONE = {"product": "aurora-phone", "hardware": "a1", "name": "Phone", "installed_version": "2.0.0"}


class Promises:
    """What the gateway has answered, and must keep. Belongs to all storms; each list only grows."""

    def __init__(self):
        self.accounts = []  # (access token, account, device) of a confirmed registration
        self.refreshed = {}  # account: (access token, refresh token) after the last answered refresh
        self.doubtful = set()  # accounts whose last refresh was not answered
        self.reports = set()  # (device, outcome)
        self.links = set()  # (account, link)
        self.published = {}  # theme: the highest version answered


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


def expect(answer, *statuses):
    status, body = answer
    assert status in statuses, f"{status} {body!r}, not one of {statuses}"
    return body


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
        self.promises.accounts.append((tokens["access_token"], tokens["account"], tokens["device"]))
        self.promises.refreshed[tokens["account"]] = (tokens["access_token"], tokens["refresh_token"])
        again = expect(client.ask("POST", "/v1/sessions/refresh", {"refresh_token": tokens["refresh_token"]}), 200)
        self.promises.refreshed[tokens["account"]] = (again["access_token"], again["refresh_token"])
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
            _, account, device = self.random.choice(known)
            # In this order: the token is looked at after its refresh is known to be over.
            if account not in self.promises.doubtful:
                return self.promises.refreshed[account][0], account, device
        time.sleep(0.005)
        return None

    def report(self, client):
        if not (found := self.settled()):
            return
        access, _, device = found
        outcome = self.random.choice(["installed", "failed"])
        expect(client.ask(
            "POST", "/v1/updates/reports", {"device": device, "version": "2.1.0", "outcome": outcome}, access), 201)
        self.promises.reports.add((device, outcome))

    def link(self, client):
        if not (found := self.settled()):
            return
        access, account, _ = found
        status, body = client.ask("POST", "/v1/accessories/links", {"kind": self.random.choice(["band", "scale"])}, access)
        if status == 202:
            self.promises.links.add((account, body["link"]))
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
        """Everything promised is kept, by the gateway's own word after its restart."""
        self.gateway.start()
        client = self.client()
        accounts = self.promises.accounts if thorough else self.promises.accounts[-12:]
        for _, account, _ in accounts:
            if account not in self.promises.doubtful:
                access, _ = self.promises.refreshed[account]
                body = expect(client.ask("GET", "/v1/account", token=access), 200)
                assert body["account"] == account
        if self.promises.accounts:
            settled = [one for one in self.promises.accounts if one[1] not in self.promises.doubtful]
            if settled:
                self.check_themes(client, self.promises.refreshed[settled[-1][1]][0])
        client.close()
        self.gateway.kill()

    def check_themes(self, client, token):
        """Each theme in the catalog is whole: its manifest is there, and every file that it names, as long as it says."""
        catalog = expect(client.ask("GET", "/v1/themes?limit=100", token=token), 200)
        shown = {theme["id"]: theme["version"] for theme in catalog["themes"]}
        if "drift" in self.promises.published:
            assert int(shown["drift"].split(".")[2]) >= self.promises.published["drift"], "a published version is gone"
        for theme in shown:
            manifest = expect(client.ask("GET", f"/v1/themes/{theme}/manifest", token=token), 200)
            signed = manifest["signed"]
            signed = json.loads(signed) if isinstance(signed, str) else signed
            for file in signed["files"]:
                path = os.path.join(self.gateway.data, "objects", file["sha256"])
                assert os.path.getsize(path) == file["length"], f"{theme} has a file that is not whole"

    def check_rows(self):
        connection = sqlite3.connect(f"file:{self.gateway.database}?mode=ro", uri=True)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = connection.execute("SELECT COUNT(*) FROM update_report").fetchone()[0]
        connection.close()
        assert rows >= len(self.promises.reports), f"{rows} reports of {len(self.promises.reports)} answered"

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
            if number % 20 == 19:
                self.check_rows()
        self.check(thorough=True)
        self.check_rows()
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

"""A full disk refuses writes with 507, keeps answering reads, and takes writes again when there is room."""

import os
import subprocess

from client import Client
from gateway import TEAM, Gateway
from skipped import Skipped

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def full_disk(options, folder):
    if os.geteuid() != 0:
        raise Skipped("a small file system of its own takes root to mount")
    mounted = os.path.join(folder, "data")
    os.mkdir(mounted)
    tried = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", mounted], capture_output=True, text=True)
    if tried.returncode != 0:
        raise Skipped("no file system can be mounted here: " + tried.stderr.strip())
    gateway = Gateway(options.binaries, folder)
    try:
        gateway.publish(
            [os.path.join(ROOT, "Catalog", "quiet-dunes")], [os.path.join(ROOT, "Firmware", "aurora-phone", "2.1.0")])
        gateway.start()
        client = Client(gateway.port)
        phone = {"product": "aurora-phone", "hardware": "a1", "name": "Phone", "identity": "phone", "installed_version": "2.0.0"}
        body = {"identifier": TEAM[0], "password": TEAM[1], "device": phone, "scope": ["sync", "account", "publish"]}
        status, tokens = client.ask("POST", "/v1/sessions", body)
        assert status == 201, tokens
        token, device = tokens["access_token"], tokens["device"]
        filler = os.path.join(mounted, "filler")
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 4096)
            except OSError:
                pass  # no room: that was the point
        refused = 0
        report = {"device": device, "version": "2.1.0", "outcome": "failed"}
        for number in range(400):
            # A log that has room left takes some more writes; after that each is refused.
            status, answer = client.ask("POST", "/v1/updates/reports", {**report, "reason": f"try {number}"}, token)
            assert status in (201, 507), f"a write on a full disk: {status} {answer!r}"
            refused += status == 507
            if refused >= 20:
                break
            status, answer = client.ask("PATCH", f"/v1/devices/{device}", {"name": f"Phone {number}"}, token)
            assert status in (200, 204, 507), f"a write on a full disk: {status} {answer!r}"
            refused += status == 507
        assert refused, "a full disk refused nothing"
        status, answer = client.ask(
            "PUT", "/v1/publish/objects/" + "0" * 64, b"x" * 4096, token,
            {"Content-Type": "application/octet-stream", "Content-Range": "bytes 0-4095/1048576"})
        assert status == 507, f"an upload to a full disk: {status} {answer!r}"
        for path in ("/v1/themes", "/v1/updates", "/v1/account", "/v1/devices", "/v1/releases/aurora-phone/2.1.0/image"):
            status, answer = client.ask("GET", path, token=token)
            assert status == 200, f"a read from a full disk: {path} {status} {answer!r}"
        os.remove(filler)
        status, answer = client.ask("POST", "/v1/updates/reports", {**report, "outcome": "installed"}, token)
        assert status == 201, f"a write after there was room again: {status} {answer!r}"
        client.close()
        gateway.stop()
        return f"{refused} writes and an upload refused with 507, reads went on, writes came back"
    finally:
        gateway.kill()
        subprocess.run(["umount", mounted], check=True)

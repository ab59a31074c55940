"""Every path that names an object of an account, with another account's token: never a yes (HT-09).

The paths are those of the API's pages, which a test of their own keeps complete.
"""

import os
import re

from people import PASSPHRASE, PHONE, Person, make

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEADING = re.compile(r"^### `([A-Z]+) (/v1/\S+)`", re.MULTILINE)
# Bodies that are read without complaint, so that what is refused is the object.
BODIES = {
    ("PATCH", "/v1/devices/{device}"): {"name": "Stolen"},
    ("POST", "/v1/account/factors/{factor}/confirm"): {"code": "123456"},
    ("PUT", "/v1/devices/{device}/lost"): {"message": "Mine now"},
    ("POST", "/v1/devices/{device}/erase"): {"nonce": "000000000000", "way": "online"},
    ("POST", "/v1/devices/{device}/release"): {"nonce": "000000000000", "way": "online"},
    ("POST", "/v1/devices/{device}/transfer"): {},
    ("PUT", "/v1/devices/{device}/lock"): {"key": "04" + "00" * 64, "proof": "00" * 64},
    ("PUT", "/v1/operator/accounts/{account}/roles"): {"roles": ["operator"]},
    ("POST", "/v1/operator/accounts/{account}/entitlements"): {"name": "plan:plus"},
}


def paths():
    for room in sorted(os.listdir(os.path.join(ROOT, "Sources"))):
        page = os.path.join(ROOT, "Sources", room, f"{room}.docc", "API.md")
        if os.path.exists(page):
            with open(page, encoding="utf-8") as text:
                yield from HEADING.findall(text.read())


def strangers(operator):
    ada = Person(operator.client, make(operator, "ada@example.org"), PASSPHRASE, device=PHONE)
    ada.approve("factor.add")
    factor = ada.expect(201, "POST", "/v1/account/factors", {"name": "phone"})["factor"]
    eve = Person(operator.client, make(operator, "eve@example.org"), PASSPHRASE, device=PHONE)
    hers = {
        "session": ada.session["session"], "device": ada.session["device"], "account": ada.session["account"],
        "accessory": ada.session["device"], "factor": factor, "name": "plan:plus",
    }
    tried = []
    for method, pattern in paths():
        parameters = re.findall(r"{(\w+)}", pattern)
        # What is not an account's (a theme, a release, a key) is guarded by rights and roles, and tested with those.
        if not parameters or not set(parameters) <= set(hers):
            continue
        path = re.sub(r"{(\w+)}", lambda name: hers[name.group(1)], pattern)
        status, answer = eve.ask(method, path, BODIES.get((method, pattern)))
        assert 400 <= status < 500, f"{method} {pattern} answers another account {status} {answer}"
        tried.append(f"{method} {pattern}")
    assert len(tried) >= 10, f"only {tried} were found"
    ada.expect(200, "GET", "/v1/account")
    assert [device["name"] for device in ada.expect(200, "GET", "/v1/devices")["devices"]] == [PHONE["name"]]
    return f"{len(tried)} paths with an object refuse another account's token"

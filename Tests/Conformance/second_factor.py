"""Two other implementations of RFC 6238 make the codes: what they show opens, once."""

import subprocess
import time

import pyotp

from people import PASSPHRASE, Person, make

STEP = 30


def wait_for_another_step():
    """Each step's code opens once, so the next thing to try needs the next step."""
    time.sleep(STEP - time.time() % STEP + 0.5)


def oathtool(secret):
    return subprocess.run(
        ["oathtool", "--totp", "--base32", secret], check=True, capture_output=True, text=True).stdout.strip()


def second_factor(operator):
    ada = Person(operator.client, make(operator, "ada@example.org"), PASSPHRASE)
    ada.approve("factor.add")
    begun = ada.expect(201, "POST", "/v1/account/factors", {"name": "oathtool"})
    secret = begun["secret"]
    link = pyotp.parse_uri(begun["uri"])
    assert link.secret == secret and link.issuer == "Lanyard", f"pyotp reads {link.issuer} {link.secret}"
    path = f"/v1/account/factors/{begun['factor']}/confirm"
    confirmed = ada.expect(200, "POST", path, {"code": oathtool(secret)})
    assert len(confirmed["recovery_codes"]) == 10
    ada.sign_in(401)
    wait_for_another_step()
    code = pyotp.TOTP(secret).now()
    ada.sign_in(201, code=code)
    ada.sign_in(401, code=code)
    wait_for_another_step()
    ada.sign_in(201, code=oathtool(secret))
    ada.sign_in(201, recovery_code=confirmed["recovery_codes"][0])
    ada.sign_in(401, recovery_code=confirmed["recovery_codes"][0])
    return "oathtool's and pyotp's codes open once each; a recovery code once"

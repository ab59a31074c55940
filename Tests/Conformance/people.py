"""A gateway with an operator, and those whom the operator makes."""

import os

from client import Client
from gateway import TEAM, Gateway

PASSPHRASE = "seven quiet otters row upstream"
PHONE = {"product": "aurora-phone", "hardware": "a1", "identity": "phone-1", "name": "A phone"}


class Person:
    """Somebody with an account and a session."""

    def __init__(self, client, identifier, password, **more):
        self.client, self.identifier, self.password = client, identifier, password
        self.session = self.sign_in(201, **more)

    def sign_in(self, expected, **more):
        body = {"identifier": self.identifier, "password": self.password, **more}
        status, answer = self.client.ask("POST", "/v1/sessions", body)
        assert status == expected, f"signing in: {status} {answer}"
        return answer

    def ask(self, method, path, body=None):
        return self.client.ask(method, path, body, token=self.session["access_token"])

    def expect(self, expected, method, path, body=None):
        status, answer = self.ask(method, path, body)
        assert status == expected, f"{method} {path}: {status} {answer}, not {expected}"
        return answer

    def approve(self, action, target=None, **more):
        """Proves again who this is, and approves one act on one object."""
        proof = {"password": self.password, "approve": {"action": action, "object": target}, **more}
        self.session = {**self.session, **self.expect(200, "POST", "/v1/sessions/step-up", proof)}


def make(operator, identifier):
    operator.expect(201, "POST", "/v1/operator/accounts", {"identifier": identifier, "password": PASSPHRASE})
    return identifier


def with_gateway(binaries, folder, test):
    """Runs the test with an operator of a gateway that is gone afterwards."""
    gateway = Gateway(binaries, folder)
    os.makedirs(gateway.data, mode=0o700)
    gateway.run(
        "lanyard", "account", "bootstrap", "--data", gateway.data, "-i", TEAM[0], "--password-stdin",
        stdin=TEAM[1] + "\n")
    gateway.start()
    try:
        client = Client(gateway.port)
        return test(Person(client, *TEAM, scope=["account", "operate"]))
    finally:
        gateway.stop()

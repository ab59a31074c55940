"""An account's phone: what its app asks of the gateway over HTTP."""

import asyncio
import time

from client import Client, Unanswered

# How often the app looks how a link is going.
GLANCE = 0.1


class Refused(AssertionError):
    """The gateway said something else than was expected of it."""


class Phone:
    def __init__(self, port: int, identifier: str, password: str):
        self.port = port
        self.identifier, self.password = identifier, password
        self.client = Client(port)
        self.token = None
        self.session = None

    async def sign_in(self, scope=("sync", "account")):
        body = {"identifier": self.identifier, "password": self.password, "scope": list(scope)}
        tokens = await self.ask("POST", "/v1/sessions", body, expecting=(201,))
        self.token, self.session = tokens["access_token"], tokens["session"]

    async def sign_out(self):
        await self.ask("DELETE", "/v1/sessions/current", expecting=(204,))
        self.token = None

    async def ask(self, method: str, path: str, body=None, expecting=(200,)):
        """The body of an answer with one of the statuses. A connection that broke, as over a restart, is opened again once."""
        try:
            status, answer = await asyncio.to_thread(self.client.ask, method, path, body, self.token)
        except Unanswered:
            status, answer = await asyncio.to_thread(self.client.ask, method, path, body, self.token)
        if status not in expecting:
            raise Refused(f"{method} {path}: {status} {answer!r}, not {expecting}")
        return answer

    async def link(self, kind: str, accessory=None) -> "Link":
        """Opens a link with this one, or with the nearest."""
        wish = {"kind": kind}
        if accessory is not None:
            wish["address"] = accessory.address
        return Link(self, await self.ask("POST", "/v1/accessories/links", wish, expecting=(202,)))

    def continued(self, body: dict) -> "Link":
        """A link that was opened before."""
        return Link(self, body)

    async def accessories(self) -> list:
        return (await self.ask("GET", "/v1/accessories"))["accessories"]

    async def until_accessory(self, name: str, what: str, holds, seconds: float = 20) -> dict:
        """The accessory of this name, once it is as `holds` says."""
        return await until(
            self.accessories, lambda all: next((one for one in all if one["name"] == name and holds(one)), None),
            f"{name} that is {what}", seconds)

    async def until_connected(self, name: str, seconds: float = 20) -> dict:
        return await self.until_accessory(name, "connected", lambda one: one["state"] == "connected", seconds)

    async def until_away(self, name: str) -> dict:
        return await self.until_accessory(name, "away", lambda one: one["state"] == "away")

    async def until_problem(self, name: str, problem: str) -> dict:
        return await self.until_accessory(name, problem, lambda one: one.get("problem") == problem)

    async def nearby(self) -> list:
        return (await self.ask("GET", "/v1/accessories/nearby"))["nearby"]

    async def until_nearby(self, accessory, seconds: float = 20):
        await until(
            self.nearby, lambda all: any(a.get("name") == accessory.name for a in all),
            f"{accessory.name} nearby", seconds)

    async def unlink(self, accessory: str):
        await self.ask("DELETE", f"/v1/accessories/{accessory}", expecting=(204,))

    async def unlink_all(self):
        for accessory in await self.accessories():
            await self.unlink(accessory["accessory"])

    async def measurements(self, kind: str) -> list:
        return (await self.ask("GET", f"/v1/measurements?kind={kind}&limit=1000"))["measurements"]

    async def until_measured(self, kind: str, count: int = 1, seconds: float = 20) -> list:
        return await until(
            lambda: self.measurements(kind), lambda rows: rows if len(rows) >= count else None,
            f"{count} measurements of {kind}", seconds)


class Link:
    """A link under way, as its phone sees it."""

    OVER = ("linked", "refused", "cancelled", "expired")

    def __init__(self, phone: Phone, body: dict):
        self.phone = phone
        self.path = f"/v1/accessories/links/{body['link']}"
        self.body = body

    @property
    def state(self) -> str:
        return self.body["state"]

    @property
    def refusal(self):
        return (self.body.get("refusal") or {}).get("reason")

    async def look(self) -> dict:
        self.body = await self.phone.ask("GET", self.path)
        return self.body

    async def until(self, *states: str, seconds: float = 40) -> dict:
        """Waits for one of the states; another end of the link is a failure."""
        def reached(body):
            if body["state"] not in states and body["state"] in self.OVER:
                raise Refused(f"the link is {body['state']} ({self.refusal}), not {' or '.join(states)}")
            return body if body["state"] in states else None

        return await until(self.look, reached, f"a link that is {' or '.join(states)}", seconds)

    async def question(self) -> dict:
        """What the accessory asks of its owner."""
        return (await self.until("pairing"))["pairing"]

    async def confirm(self):
        await self._answer({"answer": "confirm"})

    async def reject(self):
        await self._answer({"answer": "reject"})

    async def type(self, passkey: int):
        await self._answer({"passkey": passkey})

    async def cancel(self):
        await self.phone.ask("DELETE", self.path, expecting=(204,))

    async def _answer(self, body):
        self.body = await self.phone.ask("POST", self.path + "/pairing", body)


async def until(look, found, what: str, seconds: float):
    """Looks again and again until something is found, which is returned."""
    deadline = time.monotonic() + seconds
    while True:
        seen = await look()
        if (result := found(seen)):
            return result
        if time.monotonic() > deadline:
            raise Refused(f"no {what} within {seconds} s; last seen: {seen!r}")
        await asyncio.sleep(GLANCE)

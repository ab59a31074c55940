"""The gateway that was built, in the guest, on the kernel's radio."""

import asyncio
import shlex
import time
from pathlib import Path

from .guest import GATEWAY_PORT, Guest, GuestError
from .phone import Phone

TEAM = ("team@example.org", "a lab is no secret")

MOST_SECONDS_TO_START = 30

# What the kernel shows of its keys: a line for each, with the identity address first.
KEYS = {
    "bond": "/sys/kernel/debug/bluetooth/hci0/long_term_keys",
    "identity": "/sys/kernel/debug/bluetooth/hci0/identity_resolving_keys",
}


class Gateway:
    """One data directory, in the guest's memory, and the process that serves it, if one runs."""

    def __init__(self, guest: Guest, lanyard: Path, number: int):
        self.guest, self.lanyard = guest, lanyard
        self.data = f"/run/gateway-{number}"
        self.log = guest.folder / f"gateway-{number}.log"
        self.process = None
        self.owners = 0
        self.team = None

    @property
    def is_running(self) -> bool:
        return self.process is not None

    async def make(self):
        """A new data directory with an operator; the process is started."""
        words = f"mkdir -m 700 {self.data} && printf '%s\\n' {shlex.quote(TEAM[1])} | "
        await self.guest.check(
            words + f"{self.lanyard} account bootstrap --data {self.data} -i {TEAM[0]} --password-stdin")
        await self.start()
        self.team = Phone(self.guest.port, *TEAM)
        await self.team.sign_in(scope=["account", "operate"])

    async def start(self):
        """Returns once it answers."""
        deadline = time.monotonic() + MOST_SECONDS_TO_START
        self.process = await self.guest.start(
            f"{self.lanyard} serve --data-directory {self.data} --listen 0.0.0.0:{GATEWAY_PORT} --allow-plain-http true "
            "--radio kernel --password-cost 5 --log-level debug --log-format text", self.log)
        while not await self._answers():
            if not await self._is_alive():
                raise GuestError(f"the gateway ended by itself{self.last_words()}")
            if time.monotonic() > deadline:
                raise GuestError(f"the gateway did not answer within {MOST_SECONDS_TO_START} s{self.last_words()}")
            await asyncio.sleep(0.05)

    async def stop(self):
        """SIGTERM, as a service manager does. It must end well."""
        code = await self._end("TERM")
        if code != 0:
            raise GuestError(f"the gateway ended with {code} after SIGTERM{self.last_words()}")

    async def kill(self):
        await self._end("KILL")

    async def restart(self):
        await self.stop()
        await self.start()

    async def owner(self) -> Phone:
        """A new account, signed in on a phone."""
        self.owners += 1
        phone = Phone(self.guest.port, f"owner{self.owners}@example.org", f"the owner's number is {self.owners}")
        await self.team.ask(
            "POST", "/v1/operator/accounts",
            {"identifier": phone.identifier, "password": phone.password, "roles": []}, expecting=(201,))
        await phone.sign_in()
        return phone

    async def kernel_has(self, kind: str, accessory) -> bool:
        """Whether the kernel keeps a `bond` or an `identity` of the accessory."""
        keys = await self.guest.check(f"cat {KEYS[kind]}")
        return str(accessory.identity).split("/")[0].lower() in keys.lower()

    async def memory_kibibytes(self) -> int:
        status = await self.guest.check(f"grep VmRSS /proc/{self.process}/status")
        return int(status.split()[1])

    async def _end(self, signal: str) -> int:
        process, self.process = self.process, None
        return await self.guest.end(process, signal)

    async def _answers(self) -> bool:
        """Whether it speaks HTTP: QEMU takes connections before anybody listens in the guest."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.guest.port)
            writer.write(b"GET /v1/account HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await asyncio.wait_for(reader.read(12), timeout=2)
            writer.close()
            return answer.startswith(b"HTTP/1.1")
        except (OSError, TimeoutError):
            return False

    async def _is_alive(self) -> bool:
        return (await self.guest.run(f"kill -0 {self.process}"))[0] == 0

    def last_words(self) -> str:
        """The end of its log, without what phones have asked."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        lines = [line for line in lines if " source=10.0.2.2 " not in line]
        return "".join(f"\n  gateway: {line}" for line in lines[-15:])

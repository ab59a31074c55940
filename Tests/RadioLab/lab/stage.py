"""Where scenarios are played, and what they say of themselves."""

import dataclasses
import itertools
import shlex
from collections.abc import Awaitable, Callable
from pathlib import Path

from .air import Air
from .gateway import Gateway
from .guest import GATEWAY_PORT, Guest, GuestError
from .pairing import Method
from .phone import Link, Phone, Refused, until


@dataclasses.dataclass(frozen=True)
class Scenario:
    """Something that must hold, and the qualification cases that it shows."""

    title: str
    cases: tuple[str, ...]
    play: Callable[["Stage"], Awaitable[None]]


def scenario(title: str, *cases: str):
    """Marks a function that plays a scenario; `title` goes on from "The gateway"."""
    return lambda play: Scenario(title, cases, play)


class Stage:
    """A guest, the air around it, and a gateway, for one scenario after another. Each has accessories and accounts of its own."""

    def __init__(self, air: Air, guest: Guest, lanyard: Path):
        self.air, self.guest, self.lanyard = air, guest, lanyard
        self.numbers = itertools.count(1)
        self.gateway = None
        self.present = []
        self.owners = []
        self.notes = []

    async def prepare(self):
        """A running gateway. One that the last scenario left in doubt is replaced by a new one."""
        if self.gateway is None or not self.gateway.is_running:
            self.gateway = Gateway(self.guest, self.lanyard, next(self.numbers))
            await self.gateway.make()

    async def clear(self, is_sound: bool) -> bool:
        """Leaves nothing of the last scenario: neither on the air nor in the accounts. False when the guest is beyond that."""
        for accessory in self.present:
            accessory.vanish()
        owners, self.owners, self.present, self.notes = self.owners, [], [], []
        try:
            if is_sound:
                for owner in owners:
                    await owner.unlink_all()
            elif self.gateway is not None and self.gateway.is_running:
                await self.gateway.kill()
            await self.guest.check("test -e /sys/class/bluetooth/hci0")
        except (GuestError, Refused, OSError):
            return False
        return True

    def note(self, words: str):
        """A figure that the report shows beside the scenario."""
        self.notes.append(words)

    # What scenarios are made of

    async def owner(self) -> Phone:
        phone = await self.gateway.owner()
        self.owners.append(phone)
        return phone

    async def near(self, kind, method: Method = Method.JUST_WORKS, **options):
        """An accessory that nobody has seen before, switched on."""
        number = next(self.numbers)
        address = f"E8:77:4E:9D:{number >> 8:02X}:{number & 255:02X}"
        accessory = kind(self.air, f"{kind.__name__} {number}", address, method, **options)
        self.present.append(accessory)
        await accessory.appear()
        return accessory

    async def linked(self, owner: Phone, accessory) -> str:
        """Links it as its method asks. Returns the account's name for it."""
        link = await owner.link(accessory.kind, accessory)
        await self.agree(link, accessory)
        return (await link.until("linked"))["accessory"]

    async def at_home(self, owner: Phone, kind, method: Method = Method.JUST_WORKS):
        """An accessory that is linked and connected."""
        accessory = await self.near(kind, method)
        await self.linked(owner, accessory)
        await owner.until_connected(accessory.name)
        return accessory

    async def out_of_reach(self, owner: Phone, accessory):
        """It vanishes, and its owner is told so."""
        accessory.vanish()
        await owner.until_away(accessory.name)

    async def agree(self, link: Link, accessory):
        """Answers what is asked as an attentive owner does, who has the accessory in the other hand."""
        question = await link.question()
        asked = question["kind"]
        assert asked == accessory.method.question, f"the owner is asked {question}, not to {accessory.method.question}"
        match asked:
            case "confirm":
                await link.confirm()
            case "compare":
                shown = await accessory.holder.shown.get()
                assert int(question["digits"]) == shown, f"the accessory shows {shown:06}, the phone {question['digits']}"
                await link.confirm()
            case "enter_passkey":
                await link.type(await accessory.holder.shown.get())
            case "show_passkey":
                accessory.holder.typed.put_nowait(int(question["digits"]))

    async def until_true(self, holds: Callable[[], bool], what: str, seconds: float = 20):
        async def look():
            return holds()

        await until(look, bool, f"moment when {what}", seconds)

    async def command_line(self, owner: Phone):
        """Signs the owner in on the command line of the gateway's machine. Returns what runs a command there, for its output."""
        home = f"{self.gateway.data}-{owner.session}"

        async def lanyard(words: str, stdin: str = "") -> str:
            return await self.guest.check(
                f"printf '%s\n' {shlex.quote(stdin)} | XDG_CONFIG_HOME={home} {self.lanyard} {words}")

        await lanyard(
            f"account login --gateway http://127.0.0.1:{GATEWAY_PORT} -i {owner.identifier} --password-stdin", owner.password)
        return lanyard

    async def until_subscribed(self, accessory, *characteristics, seconds: float = 20):
        async def subscriptions():
            return [characteristic for characteristic in characteristics if not accessory.is_subscribed(characteristic)]

        await until(subscriptions, lambda missing: not missing, f"subscription to all of {accessory.name}", seconds)

    async def until_forgotten(self, accessory):
        """The kernel has no key of it any more."""
        async def keys():
            return [kind for kind in ("bond", "identity") if await self.gateway.kernel_has(kind, accessory)]

        await until(keys, lambda kept: not kept, f"kernel without keys of {accessory.name}", 10)

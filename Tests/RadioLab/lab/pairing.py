"""How an accessory pairs, and the person who holds it."""

import asyncio
import enum

from bumble.pairing import PairingConfig, PairingDelegate

IO = PairingDelegate.IoCapability


class Method(enum.Enum):
    """What the accessory can show and take, and whether it knows Secure Connections. Core Specification 5.4, Vol 3,
    Part H, 2.3.5.

    The gateway has a keyboard and a display, its owner's phone: so this alone decides the method.
    """

    JUST_WORKS = (IO.NO_OUTPUT_NO_INPUT, True)
    COMPARE = (IO.DISPLAY_OUTPUT_AND_YES_NO_INPUT, True)
    SHOWS_PASSKEY = (IO.DISPLAY_OUTPUT_ONLY, True)
    TYPES_PASSKEY = (IO.KEYBOARD_INPUT_ONLY, True)
    LEGACY_JUST_WORKS = (IO.NO_OUTPUT_NO_INPUT, False)
    LEGACY_SHOWS_PASSKEY = (IO.DISPLAY_OUTPUT_ONLY, False)
    LEGACY_TYPES_PASSKEY = (IO.KEYBOARD_INPUT_ONLY, False)

    @property
    def question(self) -> str:
        """What the gateway asks its owner then."""
        return {
            IO.NO_OUTPUT_NO_INPUT: "confirm", IO.DISPLAY_OUTPUT_AND_YES_NO_INPUT: "compare",
            IO.DISPLAY_OUTPUT_ONLY: "enter_passkey", IO.KEYBOARD_INPUT_ONLY: "show_passkey"}[self.capability]

    @property
    def capability(self):
        return self.value[0]

    @property
    def is_secure_connections(self) -> bool:
        return self.value[1]

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody who sits in between would be noticed."""
        return self.capability is not IO.NO_OUTPUT_NO_INPUT


class Holder(PairingDelegate):
    """The person at the accessory: reads its display, presses its buttons, types on it."""

    def __init__(self, method: Method, key_size: int = 16):
        super().__init__(io_capability=method.capability, maximum_encryption_key_size=key_size)
        # How often it was asked to pair.
        self.asked = 0
        self.look_up()

    def look_up(self):
        """What was shown or typed before is over."""
        self.shown = asyncio.Queue()
        self.typed = asyncio.Queue()

    async def accept(self):
        self.asked += 1
        return True

    async def compare_numbers(self, number, digits):
        self.shown.put_nowait(number)
        return True

    async def display_number(self, number, digits):
        self.shown.put_nowait(number)

    async def get_number(self):
        return await self.typed.get()

    def configuration(self, method: Method) -> PairingConfig:
        return PairingConfig(
            sc=method.is_secure_connections, mitm=method.is_authenticated, bonding=True, delegate=self,
            identity_address_type=PairingConfig.AddressType.RANDOM)

"""Scales: one that is connected, and one that only tells everybody what it shows."""

import struct
import time

from bumble import att, gatt
from bumble.core import AdvertisingData, UUID

from .accessory import ADVERTISING_INTERVAL_MILLISECONDS, Accessory, GUARDED, INDICATE, READ, READABLE, SECRET, WRITE

# Assigned Numbers, 3.8.
WEIGHT_MEASUREMENT, WEIGHT_FEATURE = UUID.from_16_bits(0x2A9D), UUID.from_16_bits(0x2A9E)
COMPOSITION_MEASUREMENT, COMPOSITION_FEATURE = UUID.from_16_bits(0x2A9C), UUID.from_16_bits(0x2A9B)
USER_CONTROL_POINT = UUID.from_16_bits(0x2A9F)

# User Data Service 1.1, 3.2.
REGISTER, CONSENT, RESPONSE = 0x01, 0x02, 0x20
SUCCESS, NOT_SUPPORTED, NOT_AUTHORISED = 0x01, 0x02, 0x05


class Scale(Accessory):
    """Weight Scale 1.0, Body Composition 1.0 and User Data 1.1. What is weighed while nobody listens is kept and told later."""

    kind = "scale"
    advertised_services = (0x181D, 0x181B)
    model = "TS-1"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.users = {}
        self.untold = []

    def services(self):
        self.weight = gatt.Characteristic(WEIGHT_MEASUREMENT, INDICATE, SECRET, b"")
        self.composition = gatt.Characteristic(COMPOSITION_MEASUREMENT, INDICATE, SECRET, b"")
        self.control = gatt.Characteristic(
            USER_CONTROL_POINT, WRITE | INDICATE, GUARDED, gatt.CharacteristicValue(write=self._asked))
        features = gatt.Characteristic(WEIGHT_FEATURE, READ, READABLE, b"\x3b\0\0\0")
        more_features = gatt.Characteristic(COMPOSITION_FEATURE, READ, READABLE, b"\x13\x03\0\0")
        return [
            gatt.Service(gatt.GATT_WEIGHT_SCALE_SERVICE, [features, self.weight]),
            gatt.Service(gatt.GATT_BODY_COMPOSITION_SERVICE, [more_features, self.composition]),
            gatt.Service(gatt.GATT_USER_DATA_SERVICE, [self.control]),
            *super().services(),
        ]

    async def step_on(self, grams: int):
        """Somebody is weighed. Returns once the gateway has confirmed it, or at once when it does not listen."""
        moment = time.time()
        self.untold += [(self.weight, encoded_weight(grams, moment)), (self.composition, encoded_composition(grams, moment))]
        await self.tell()

    async def tell(self):
        """Tells what nobody has confirmed yet, oldest first."""
        while self.untold and self.connection is not None and self.is_subscribed(self.weight):
            await self.indicate(*self.untold[0])
            self.untold.pop(0)

    async def _asked(self, connection, value):
        if not self.is_subscribed(self.control):
            raise att.ATT_Error(att.ErrorCode.CCCD_IMPROPERLY_CONFIGURED)
        connection.cancel_on_disconnection(self.indicate(self.control, self._answer(value)))

    def _answer(self, value: bytes) -> bytes:
        match value[:1]:
            case b"\x01" if len(value) == 3:
                index = len(self.users) + 1
                self.users[index] = value[1:]
                return bytes([RESPONSE, REGISTER, SUCCESS, index])
            case b"\x02" if len(value) == 4:
                return bytes([RESPONSE, CONSENT, SUCCESS if self.users.get(value[1]) == value[2:] else NOT_AUTHORISED])
            case _:
                return bytes([RESPONSE, value[0] if value else 0, NOT_SUPPORTED])


def encoded_weight(grams: int, moment: float) -> bytes:
    """Weight Scale Service 1.0, 3.2: kilograms in steps of 5 g, with the time."""
    return struct.pack("<BH", 0x02, grams // 5) + calendar(moment)


def encoded_composition(grams: int, moment: float) -> bytes:
    """Body Composition Service 1.0, 3.2: 18.2 % of fat, with the time, 503.0 ohms and the weight."""
    return struct.pack("<HH", 0x0602, 182) + calendar(moment) + struct.pack("<HH", 5_030, grams // 5)


def calendar(seconds: float) -> bytes:
    moment = time.gmtime(seconds)
    return struct.pack("<HBBBBB", moment.tm_year, moment.tm_mon, moment.tm_mday, *moment[3:6])


class BroadcastScale(Accessory):
    """A Mi Body Composition Scale: nobody connects to it; while somebody stands on it, it tells what it shows."""

    kind = "scale"

    def advertisement(self):
        return self._display(b"")

    async def step_on(self, grams: int, ohms: int):
        """Shows a weighing until the next: stabilised, with impedance. openScale, MiScale2Handler."""
        shown = struct.pack("<BB", 0x02, 0x26) + calendar(time.time()) + struct.pack("<HH", ohms, grams // 5)
        await self.device.start_advertising(
            auto_restart=True, advertising_data=self._display(b"\x1b\x18" + shown),
            advertising_interval_min=ADVERTISING_INTERVAL_MILLISECONDS,
            advertising_interval_max=ADVERTISING_INTERVAL_MILLISECONDS)

    def _display(self, shown: bytes) -> bytes:
        structures = [(AdvertisingData.FLAGS, b"\x06"),
                      (AdvertisingData.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, b"\x1b\x18")]
        if shown:
            structures.append((AdvertisingData.SERVICE_DATA_16_BIT_UUID, shown))
        return bytes(AdvertisingData([*structures, (AdvertisingData.SHORTENED_LOCAL_NAME, b"MIBFS")]))

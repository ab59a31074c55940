"""A band: heart rate, steps, battery."""

import struct

from bumble import gatt

from .accessory import Accessory, NOTIFY, READ, READABLE, SECRET, huami

STEPS = huami(0x0007)
HUAMI_SERVICE = 0xFEE0


class Band(Accessory):
    kind = "band"
    advertised_services = (0x180D,)
    model = "LB-1"

    def services(self):
        self.steps_walked = 4_200
        self.heart_rate = gatt.Characteristic(gatt.GATT_HEART_RATE_MEASUREMENT_CHARACTERISTIC, NOTIFY, SECRET, b"")
        self.steps = gatt.Characteristic(
            STEPS, READ | NOTIFY, SECRET,
            gatt.CharacteristicValue(read=lambda connection: encoded_steps(self.steps_walked)))
        location = gatt.Characteristic(gatt.GATT_BODY_SENSOR_LOCATION_CHARACTERISTIC, READ, READABLE, b"\x02")
        return [
            gatt.Service(gatt.GATT_HEART_RATE_SERVICE, [self.heart_rate, location]),
            gatt.Service(gatt.UUID.from_16_bits(HUAMI_SERVICE), [self.steps]),
            *super().services(),
        ]

    async def beat(self, per_minute: int):
        """Heart Rate Service 1.0, 3.1: one byte of rate, contact known and there."""
        await self.notify(self.heart_rate, bytes([0x06, per_minute]))

    async def walk(self, steps: int):
        self.steps_walked += steps
        await self.notify(self.steps, encoded_steps(self.steps_walked))


def encoded_steps(steps: int) -> bytes:
    """Gadgetbridge 0.83, HuamiSupport: a byte, the steps, and ten bytes of distance and energy."""
    return struct.pack("<BH10x", 0x0C, steps)

"""Accessories become an account's."""

import time

from lab.band import Band
from lab.pairing import Method
from lab.scale import BroadcastScale, Scale
from lab.stage import Stage, scenario

# From the request for a link to the linked accessory, with an owner who answers at once.
MOST_SECONDS_TO_LINK = 5


async def linked_in_time(stage: Stage, accessory):
    """Links what is already on the air, as its kind and not by its address, and says how long that took."""
    owner = await stage.owner()
    began = time.monotonic()
    link = await owner.link(accessory.kind)
    await stage.agree(link, accessory)
    await link.until("linked")
    seconds = time.monotonic() - began
    assert seconds < MOST_SECONDS_TO_LINK, f"it took {seconds:.1f} s from the request to the link"
    stage.note(f"linked after {seconds:.1f} s")
    return owner


@scenario(
    "links a band by the passkey that its owner types, and keeps what it measures",
    "SM/CEN/SCPK/BV-01-C", "GATT/CL/GAC/BV-01-C", "GATT/CL/GAD/BV-01-C", "GATT/CL/GAD/BV-04-C", "GATT/CL/GAD/BV-06-C",
    "GATT/CL/GAR/BV-01-C", "GATT/CL/GAW/BV-08-C", "GATT/CL/GAN/BV-01-C", "GAP/BOND/BON/BV-02-C", "GAP/SEC/SEM/BV-26-C")
async def band_by_passkey(stage: Stage):
    band = await stage.near(Band, Method.SHOWS_PASSKEY)
    owner = await linked_in_time(stage, band)
    await owner.until_connected(band.name)
    await stage.until_subscribed(band, band.heart_rate, band.steps, band.battery_level)
    await band.beat(74)
    await band.walk(40)
    assert [row["value"] for row in await owner.until_measured("heart_rate")] == [74]
    assert [row["value"] for row in await owner.until_measured("steps")][-1] == 4_240
    assert [row["value"] for row in await owner.until_measured("battery")] == [87]
    assert await stage.gateway.kernel_has("bond", band)


@scenario(
    "links a scale without display or buttons when its owner agrees, sets its clock, and keeps a weighing",
    "SM/CEN/SCJW/BV-01-C", "GATT/CL/GAI/BV-01-C", "GATT/CL/GAW/BV-03-C", "GAP/SEC/SEM/BV-41-C")
async def scale_by_just_works(stage: Stage):
    scale = await stage.near(Scale)
    owner = await linked_in_time(stage, scale)
    await owner.until_connected(scale.name)
    await stage.until_subscribed(scale, scale.weight, scale.composition)
    await scale.step_on(72_450)
    assert [row["value"] for row in await owner.until_measured("weight")] == [72_450]
    year, month, day = scale.clock[0] | scale.clock[1] << 8, scale.clock[2], scale.clock[3]
    assert (year, month, day) == time.gmtime()[:3], f"the scale's clock was set to {scale.clock.hex()}"
    assert not scale.untold, "a weighing was not confirmed"


def links(kind, method: Method):
    """A play: an accessory is linked as its method asks."""
    async def play(stage: Stage):
        await stage.linked(await stage.owner(), await stage.near(kind, method))

    return play


@scenario("links a band that asks to be paired as soon as it is connected", "GAP/BOND/BON/BV-04-C")
async def band_that_asks(stage: Stage):
    band = await stage.near(Band, Method.SHOWS_PASSKEY)
    band.asks_to_pair = True
    await stage.linked(await stage.owner(), band)


@scenario("links a scale that only advertises once its owner has stepped on it")
async def broadcast_scale(stage: Stage):
    scale = await stage.near(BroadcastScale)
    owner = await stage.owner()
    link = await owner.link("scale", scale)
    await link.until("awaiting_presence")
    await scale.step_on(72_450, 503)
    await link.until("linked")
    assert [row["value"] for row in await owner.until_measured("weight")] == [72_450]


ALL = [
    band_by_passkey,
    scale_by_just_works,
    scenario("links a band by the six digits that both show", "SM/CEN/SCJW/BV-01-C", "GAP/CONN/DCEP/BV-03-C")(
        links(Band, Method.COMPARE)),
    scenario("links a band by the passkey that is typed on it", "SM/CEN/SCPK/BV-01-C")(links(Band, Method.TYPES_PASSKEY)),
    scenario("links a scale that knows only the older pairing", "SM/CEN/JW/BV-01-C", "SM/CEN/PKE/BV-04-C")(
        links(Scale, Method.LEGACY_JUST_WORKS)),
    scenario("links a band that shows a passkey of the older pairing", "SM/CEN/PKE/BV-01-C")(
        links(Band, Method.LEGACY_SHOWS_PASSKEY)),
    scenario("links a band on which a passkey of the older pairing is typed", "SM/CEN/PKE/BV-01-C")(
        links(Band, Method.LEGACY_TYPES_PASSKEY)),
    band_that_asks,
    broadcast_scale,
]

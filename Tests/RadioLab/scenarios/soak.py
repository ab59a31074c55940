"""Many accessories at once, for as long as a test run can spare."""

import asyncio
import statistics
import time

from lab.band import Band
from lab.stage import Stage, scenario

ACCESSORIES = 6
ROUNDS = 3
BEATS_PER_ROUND = 4

# Of the gateway's process, in KiB, from the first round to the last.
MOST_GROWTH = 4_096


@scenario("keeps six accessories through rounds of absence, and loses no measurement that it was told")
async def soak(stage: Stage):
    owner = await stage.owner()
    bands = [await stage.near(Band) for _ in range(ACCESSORIES)]
    for band in bands:
        await stage.linked(owner, band)
    for band in bands:
        await owner.until_connected(band.name)
    seconds, told = [], 0
    memory = await stage.gateway.memory_kibibytes()
    for number in range(ROUNDS):
        for band in bands:
            band.vanish()
        for band in bands:
            await owner.until_away(band.name)
        returned = time.monotonic()
        for band in bands:
            await band.appear()
        seconds += await asyncio.gather(*(subscribed(stage, band, since=returned) for band in bands))
        for beat in range(BEATS_PER_ROUND):
            for band in bands:
                await band.beat(60 + number * BEATS_PER_ROUND + beat)
                told += 1
            # One of a kind is kept for each second.
            await asyncio.sleep(1.1)
        await owner.until_measured("heart_rate", told)
    grown = await stage.gateway.memory_kibibytes() - memory
    stage.note(f"back after {statistics.median(seconds):.1f} s in the median and {max(seconds):.1f} s at worst")
    stage.note(f"{told} measurements, none lost; memory grew by {grown} KiB")
    assert len(await owner.measurements("heart_rate")) == told
    assert grown < MOST_GROWTH, f"memory grew by {grown} KiB"


async def subscribed(stage: Stage, band: Band, since: float) -> float:
    await stage.until_subscribed(band, band.heart_rate, seconds=60)
    return time.monotonic() - since


ALL = [soak]

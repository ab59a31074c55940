"""Linked accessories go and come back, and are let go."""

from lab.band import Band
from lab.pairing import Method
from lab.scale import Scale
from lab.stage import Stage, scenario


@scenario(
    "has both accessories back after a restart, encrypted and without pairing again",
    "GAP/SEC/AUT/BV-19-C", "GAP/CONN/GCEP/BV-02-C")
async def restart(stage: Stage):
    owner = await stage.owner()
    accessories = [await stage.at_home(owner, Band, Method.SHOWS_PASSKEY), await stage.at_home(owner, Scale)]
    await stage.gateway.restart()
    for accessory in accessories:
        await owner.until_connected(accessory.name)
        assert accessory.encrypted.is_set(), f"{accessory.name} is connected in the clear"
        assert accessory.holder.asked == 1, f"{accessory.name} was paired {accessory.holder.asked} times"


@scenario(
    "recognises a band by its identity after its address has changed",
    "GAP/CONN/PRDA/BV-02-C", "GAP/CONN/ACEP/BV-04-C", "GAP/CONN/GCEP/BV-06-C", "GAP/CONN/DCEP/BV-06-C")
async def private_address(stage: Stage):
    owner = await stage.owner()
    band = await stage.near(Band, Method.SHOWS_PASSKEY, is_private=True)
    first = band.address
    await stage.linked(owner, band)
    await owner.until_connected(band.name)
    assert await stage.gateway.kernel_has("identity", band)
    await stage.out_of_reach(owner, band)
    await band.appear()
    assert band.address != first
    await owner.until_connected(band.name)
    await stage.gateway.stop()
    await band.restart()
    await stage.gateway.start()
    await owner.until_connected(band.name)
    assert band.holder.asked == 1, f"it was paired {band.holder.asked} times"


@scenario("connects again to a band that was out of reach, and writes its subscriptions anew")
async def out_of_reach(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band, Method.COMPARE)
    await stage.out_of_reach(owner, band)
    await band.appear()
    await owner.until_connected(band.name)
    await stage.until_subscribed(band, band.heart_rate)
    await band.beat(66)
    await owner.until_measured("heart_rate")


@scenario("leaves no key of an unlinked accessory, in the kernel or after a restart", "GAP/CONN/TERM/BV-01-C")
async def unlinked(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band, Method.SHOWS_PASSKEY)
    await owner.unlink_all()
    await stage.until_true(lambda: band.connection is None, "the gateway hung up")
    await stage.until_forgotten(band)
    await stage.gateway.restart()
    assert not await stage.gateway.kernel_has("bond", band), "its bond came back with the restart"


@scenario("leaves no key of an accessory that was unlinked while it was away")
async def unlinked_while_away(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band, Method.COMPARE)
    await stage.out_of_reach(owner, band)
    await owner.unlink_all()
    await stage.until_forgotten(band)


@scenario(
    "tells the owner of a band that has lost its bond, and neither pairs with it nor talks in the clear (BLESA)",
    "GAP/SEC/AUT/BV-21-C")
async def lost_bond(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band)
    await stage.out_of_reach(owner, band)
    await band.lose_bond()
    await band.appear()
    await owner.until_problem(band.name, "bond-lost")
    assert band.holder.asked == 1, "the gateway paired again by itself"
    assert not band.was_asked_in_the_clear, "the gateway asked it something without encryption"


@scenario("has its accessories back after its adapter was pulled out and plugged in again")
async def adapter_unplugged(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band, Method.SHOWS_PASSKEY)
    await stage.guest.unplug_controller()
    await owner.until_away(band.name)
    await stage.guest.plug_in_controller()
    await owner.until_connected(band.name, seconds=30)
    assert band.holder.asked == 1


ALL = [restart, private_address, out_of_reach, unlinked, unlinked_while_away, adapter_unplugged]

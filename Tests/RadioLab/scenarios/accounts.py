"""Who may link, and what is left when that ends in the middle."""

import asyncio

from lab.band import Band
from lab.pairing import Method
from lab.phone import Link, until
from lab.stage import Stage, scenario


@scenario("gives an accessory that two accounts want to exactly one of them, and tells the other nothing of it")
async def race(stage: Stage):
    band = await stage.near(Band)
    first, second = await stage.owner(), await stage.owner()
    await first.until_nearby(band)
    wish = {"kind": "band", "address": band.address}
    answers = await asyncio.gather(*(
        phone.ask("POST", "/v1/accessories/links", wish, expecting=(202,)) for phone in (first, second)))
    links = [phone.continued(answer) for phone, answer in zip((first, second), answers, strict=True)]

    async def pairing():
        for link in links:
            await link.look()
        return [link for link in links if link.state == "pairing"]

    [winner] = await until(pairing, lambda found: found, "link that came to pairing", 20)
    await stage.agree(winner, band)
    await winner.until("linked")
    [loser] = [link for link in links if link is not winner]
    assert (await loser.look())["state"] != "linked"
    refusal = await loser.phone.ask("POST", "/v1/accessories/links", wish, expecting=(409,))
    assert refusal["type"] == "urn:lanyard:problem:accessory-taken"
    assert winner.phone.identifier not in str(refusal)


@scenario("cancels a pairing when the session that asked for it is revoked, and keeps no bond")
async def revoked_in_mid_pairing(stage: Stage):
    band = await stage.near(Band, Method.SHOWS_PASSKEY)
    owner = await stage.owner()
    link = await owner.link("band", band)
    await link.question()
    passkey = await band.holder.shown.get()
    await owner.sign_out()
    await stage.until_true(lambda: band.connection is None, "the gateway hung up")
    await owner.sign_in()
    await link.look()
    assert (link.state, link.refusal) == ("refused", "session-ended"), f"{link.body}"
    await owner.ask("POST", link.path + "/pairing", {"passkey": passkey}, expecting=(409,))
    await stage.until_forgotten(band)


@scenario("keeps no bond of a link that its owner cancels")
async def cancelled(stage: Stage):
    band = await stage.near(Band, Method.SHOWS_PASSKEY)
    link = await (await stage.owner()).link("band", band)
    await link.question()
    await link.cancel()
    await stage.until_true(lambda: band.connection is None, "the gateway hung up")
    await stage.until_forgotten(band)


@scenario("knows after kill -9 at any step how far a link came, and finishes or undoes it")
async def killed(stage: Stage):
    owner = await stage.owner()
    for step in ("connecting", "pairing", "answered", "linked"):
        band = await stage.near(Band, Method.SHOWS_PASSKEY)
        link = await owner.link("band", band)
        await bring(link, band, step)
        await stage.gateway.kill()
        await stage.gateway.start()
        await link.look()
        if link.state == "linked":
            await owner.until_connected(band.name)
            assert band.holder.asked == 1, "a linked band was paired again"
            continue
        assert (link.state, link.refusal) == ("refused", "interrupted"), f"killed at {step}: {link.body}"
        assert step != "linked", "a link that had been told is gone"
        await stage.until_forgotten(band)
        await band.lose_bond()
        await band.restart()
        await stage.linked(owner, band)


async def bring(link: Link, band: Band, step: str):
    """Up to this step, and no further."""
    await link.until("connecting", "pairing")
    if step == "connecting":
        return
    await link.question()
    if step == "pairing":
        return
    await link.type(await band.holder.shown.get())
    if step == "linked":
        await link.until("linked")


@scenario("is driven by the command line as by a phone")
async def command_line(stage: Stage):
    band = await stage.near(Band)
    owner = await stage.owner()
    lanyard = await stage.command_line(owner)
    await owner.until_nearby(band)
    assert band.address in await lanyard("accessory nearby")
    assert "dev_" in await lanyard("accessory link band --yes")
    await owner.until_connected(band.name)
    assert band.name in await lanyard("accessory list")
    [linked] = await owner.accessories()
    await lanyard(f"accessory unlink {linked['accessory']}")
    await stage.until_forgotten(band)


ALL = [race, revoked_in_mid_pairing, cancelled, killed, command_line]

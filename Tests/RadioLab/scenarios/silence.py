"""Accessories that fall silent. They are waited for side by side: each costs the half minute that the specification allows."""

from bumble import att

from lab.band import Band
from lab.mischief import instead_of_answer
from lab.stage import Stage, scenario


@scenario(
    "gives up on accessories that never answer a read, a write, or the request to pair",
    "GATT/CL/GAT/BV-01-C", "GATT/CL/GAT/BV-02-C", "SM/CEN/PROT/BV-01-C")
async def silent(stage: Stage):
    owner = await stage.owner()
    links = []
    for opcode in (att.Opcode.ATT_READ_RESPONSE, att.Opcode.ATT_WRITE_RESPONSE):
        band = await stage.near(Band)
        band.attribute_script = instead_of_answer(opcode)
        link = await owner.link("band", band)
        await stage.agree(link, band)
        links.append((link, band))
    band = await stage.near(Band)
    band.pairing_script = lambda command, pairing: []
    links.append((await owner.link("band", band), band))
    for link, band in links:
        await link.until("refused", "expired", seconds=60)
        await stage.until_forgotten(band)


ALL = [silent]

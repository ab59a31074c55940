"""Pairing goes wrong, by accident or on purpose. Afterwards nothing is linked, and the kernel has no key."""

import asyncio

from bumble import smp

from lab.band import Band
from lab.mischief import altered, instead_of
from lab.pairing import Method
from lab.phone import Link
from lab.stage import Stage, scenario

FAILED = smp.SMP_Pairing_Failed_Command

# The bits of AuthReq that the specification reserves. Core Specification 5.4, Vol 3, Part H, 3.5.1.
RESERVED = 0xC0


async def refused(stage: Stage, band: Band, *reasons: str):
    """Opens a link, answers what is asked, and expects it to come to nothing."""
    owner = await stage.owner()
    link = await owner.link("band", band)
    await link.until("pairing", "refused")
    if link.state == "pairing":
        await stage.agree(link, band)
    await comes_to_nothing(stage, link, band, *reasons)


async def comes_to_nothing(stage: Stage, link: Link, band: Band, *reasons: str):
    await link.until("refused")
    assert link.refusal in reasons, f"refused as {link.refusal}, not {' or '.join(reasons)}"
    assert band.has_strayed or not band.pairing_script
    await stage.until_forgotten(band)
    assert not await link.phone.accessories()


@scenario("links nothing when its owner says no", "SM/CEN/SCJW/BI-01-C")
async def rejected_by_owner(stage: Stage):
    band = await stage.near(Band, Method.COMPARE)
    link = await (await stage.owner()).link("band", band)
    await link.question()
    await link.reject()
    await comes_to_nothing(stage, link, band, "rejected")


@scenario("links nothing when another passkey is typed than is shown", "SM/CEN/SCPK/BI-02-C")
async def wrong_passkey(stage: Stage):
    await type_wrong_passkey(stage, Method.SHOWS_PASSKEY)


@scenario("links nothing when another passkey of the older pairing is typed", "SM/CEN/PKE/BI-01-C")
async def wrong_legacy_passkey(stage: Stage):
    await type_wrong_passkey(stage, Method.LEGACY_SHOWS_PASSKEY)


async def type_wrong_passkey(stage: Stage, method: Method):
    band = await stage.near(Band, method)
    link = await (await stage.owner()).link("band", band)
    await link.question()
    await link.type((await band.holder.shown.get() + 1) % 1_000_000)
    await comes_to_nothing(stage, link, band, "pairing-failed")


def accessory_refuses(method: Method, reason: int, after=smp.SMP_Pairing_Response_Command):
    """A play: instead of a command the accessory says that pairing has failed."""
    async def play(stage: Stage):
        band = await stage.near(Band, method)
        band.pairing_script = instead_of(after, FAILED(reason=smp.ErrorCode(reason)))
        await refused(stage, band, "pairing-failed")

    return play


@scenario("links nothing when an accessory refuses the older pairing, for any reason", "SM/CEN/JW/BV-05-C")
async def refused_for_any_reason(stage: Stage):
    # Unspecified, not supported, repeated attempts, and one that is none of this version's.
    for reason in (0x08, 0x05, 0x09, 0x10):
        await accessory_refuses(Method.LEGACY_JUST_WORKS, reason)(stage)


def spoilt(method: Method, script):
    """A play: what the script makes of the accessory's commands ends the pairing."""
    async def play(stage: Stage):
        band = await stage.near(Band, method)
        band.pairing_script = script
        await refused(stage, band, "pairing-failed")

    return play


def with_reserved_bits(method: Method):
    """A play: the accessory sets the bits that mean nothing yet, and is linked all the same."""
    async def play(stage: Stage):
        band = await stage.near(Band, method)
        band.reserved_pairing_bits = RESERVED
        await stage.linked(await stage.owner(), band)

    return play


def gives_only(method: Method, bit: smp.KeyDistribution, *expected):
    """A play: an accessory that asks for one kind of key is given that, and no other."""
    async def play(stage: Stage):
        band = await stage.near(Band, method)
        band.holder.local_initiator_key_distribution = bit
        await stage.linked(await stage.owner(), band)
        keys = [type(command) for command in band.heard_pairing if isinstance(command, KEYS)]
        assert keys == list(expected), f"given were {keys}"

    return play


def echo(command, pairing):
    """A pairing script: the gateway's own confirm value and random number come back to it."""
    match command:
        case smp.SMP_Pairing_Confirm_Command():
            return [smp.SMP_Pairing_Confirm_Command(confirm_value=pairing.confirm_value)]
        case smp.SMP_Pairing_Random_Command():
            return [smp.SMP_Pairing_Random_Command(random_value=pairing.peer_random_value)]
    return [command]


CONFIRM, PUBLIC_KEY = smp.SMP_Pairing_Confirm_Command, smp.SMP_Pairing_Public_Key_Command
WRONG_CONFIRM = altered(CONFIRM, confirm_value=lambda pairing, value: bytes([value[0] ^ 1]) + value[1:])
KEY_ON_NO_CURVE = altered(PUBLIC_KEY, public_key_y=lambda pairing, value: bytes(32))
KEY_OF_ZEROS = altered(
    PUBLIC_KEY, public_key_x=lambda pairing, value: bytes(32), public_key_y=lambda pairing, value: bytes(32))
OWN_KEY_SENT_BACK = altered(
    PUBLIC_KEY, public_key_x=lambda pairing, value: pairing.peer_public_key_x,
    public_key_y=lambda pairing, value: pairing.peer_public_key_y)
# In the place of the first key that the accessory owes.
REJECTING = instead_of(
    (smp.SMP_Encryption_Information_Command, smp.SMP_Identity_Information_Command), FAILED(reason=smp.ErrorCode(0x0F)))
KEYS = (
    smp.SMP_Encryption_Information_Command, smp.SMP_Master_Identification_Command, smp.SMP_Identity_Information_Command,
    smp.SMP_Identity_Address_Information_Command, smp.SMP_Signing_Information_Command)


@scenario("links nothing when an accessory vanishes at any step of pairing")
async def vanishing(stage: Stage):
    steps = (
        smp.SMP_Pairing_Response_Command, smp.SMP_Pairing_Public_Key_Command, smp.SMP_Pairing_Confirm_Command,
        smp.SMP_Pairing_Random_Command, smp.SMP_Pairing_DHKey_Check_Command, smp.SMP_Identity_Information_Command)
    for step in steps:
        band = await stage.near(Band, Method.COMPARE)

        def vanish_at(command, pairing, band=band, step=step):
            if not isinstance(command, step):
                return [command]
            asyncio.get_running_loop().call_soon(band.vanish)
            return []

        band.pairing_script = vanish_at
        await refused(stage, band, "pairing-failed", "lost-contact", "out-of-reach")


@scenario("refuses keys of 7 bytes (KNOB)", "SM/CEN/EKS/BV-01-C")
async def short_key(stage: Stage):
    band = await stage.near(Band, Method.SHOWS_PASSKEY, key_size=7)
    await refused(stage, band, "weak-encryption", "pairing-failed")


@scenario("refuses keys that are shorter than any specification allows", "SM/CEN/EKS/BI-01-C")
async def shortest_key(stage: Stage):
    band = await stage.near(Band, Method.SHOWS_PASSKEY, key_size=6)
    await refused(stage, band, "weak-encryption", "pairing-failed")


@scenario("keeps no identity key of zeros, and has the band back by its address all the same")
async def zero_identity_key(stage: Stage):
    band = await stage.near(Band, Method.COMPARE)
    band.irk = bytes(16)
    await band.restart()
    owner = await stage.owner()
    await stage.linked(owner, band)
    await owner.until_connected(band.name)
    assert not await stage.gateway.kernel_has("identity", band)
    await stage.gateway.restart()
    await owner.until_connected(band.name)


@scenario("refuses the key that everybody knows from the specification (debug mode)")
async def debug_key(stage: Stage):
    band = await stage.near(Band, Method.COMPARE)
    band.device.smp_manager.debug_mode = True
    await refused(stage, band, "pairing-failed", "weak-encryption")


@scenario("draws another passkey for each pairing", "SM/CEN/PKE/BV-05-C", "SM/CEN/SCPK/BV-01-C")
async def random_passkeys(stage: Stage):
    drawn = set()
    owner = await stage.owner()
    for _ in range(3):
        band = await stage.near(Band, Method.TYPES_PASSKEY)
        link = await owner.link("band", band)
        drawn.add((await link.question())["digits"])
        await link.cancel()
        await stage.until_forgotten(band)
    assert len(drawn) == 3, f"drawn were {drawn}"


ALL = [
    rejected_by_owner, wrong_passkey, wrong_legacy_passkey, refused_for_any_reason,
    scenario("links nothing when an accessory refuses to pair", "SM/CEN/SCJW/BI-01-C")(
        accessory_refuses(Method.COMPARE, 0x08)),
    scenario("links nothing when an accessory breaks off after the passkey", "SM/CEN/SCPK/BI-01-C")(
        accessory_refuses(Method.SHOWS_PASSKEY, 0x08, smp.SMP_Pairing_Confirm_Command)),
    scenario("links nothing when the passkey is not typed to its end", "SM/CEN/PKE/BI-02-C")(
        accessory_refuses(Method.LEGACY_SHOWS_PASSKEY, 0x01, smp.SMP_Pairing_Confirm_Command)),
    scenario("links nothing when the older pairing's confirm value is wrong", "SM/CEN/JW/BI-01-C")(
        spoilt(Method.LEGACY_JUST_WORKS, WRONG_CONFIRM)),
    scenario("links nothing when the older pairing's confirm value is its own", "SM/CEN/JW/BI-06-C")(
        spoilt(Method.LEGACY_JUST_WORKS, echo)),
    scenario("links nothing when a passkey's confirm value is its own", "SM/CEN/PKE/BI-03-C")(
        spoilt(Method.LEGACY_SHOWS_PASSKEY, echo)),
    scenario("links nothing when the accessory's public key is on no curve", "SM/CEN/KDU/BI-01-C", "SM/CEN/KDU/BI-04-C")(
        spoilt(Method.COMPARE, KEY_ON_NO_CURVE)),
    scenario("links nothing when the accessory's public key is zero", "SM/CEN/KDU/BI-01-C", "SM/CEN/KDU/BI-04-C")(
        spoilt(Method.COMPARE, KEY_OF_ZEROS)),
    scenario("links nothing when the accessory sends the gateway's own public key back", "SM/CEN/KDU/BI-04-C")(
        spoilt(Method.COMPARE, OWN_KEY_SENT_BACK)),
    scenario("links nothing when an older accessory rejects a key", "SM/CEN/KDU/BI-02-C")(
        spoilt(Method.LEGACY_JUST_WORKS, REJECTING)),
    scenario("links nothing when an accessory rejects a key", "SM/CEN/KDU/BI-03-C")(spoilt(Method.COMPARE, REJECTING)),
    scenario("gives an older accessory its encryption key alone when it wants no other", "SM/CEN/KDU/BV-06-C")(
        gives_only(Method.LEGACY_JUST_WORKS, smp.KeyDistribution.ENC_KEY, *KEYS[:2])),
    scenario("gives an older accessory its signing key alone when it wants no other", "SM/CEN/KDU/BV-04-C")(
        gives_only(Method.LEGACY_JUST_WORKS, smp.KeyDistribution.SIGN_KEY, KEYS[4])),
    scenario("gives an accessory its signing key alone when it wants no other", "SM/CEN/KDU/BV-11-C")(
        gives_only(Method.COMPARE, smp.KeyDistribution.SIGN_KEY, KEYS[4])),
    scenario("pairs with an older accessory that sets reserved bits", "SM/CEN/JW/BI-04-C")(
        with_reserved_bits(Method.LEGACY_JUST_WORKS)),
    scenario("pairs with an accessory that compares digits and sets reserved bits", "SM/CEN/SCJW/BV-04-C")(
        with_reserved_bits(Method.COMPARE)),
    scenario("pairs with an accessory that shows a passkey and sets reserved bits", "SM/CEN/SCPK/BV-04-C")(
        with_reserved_bits(Method.SHOWS_PASSKEY)),
    vanishing, short_key, shortest_key, zero_identity_key, debug_key, random_passkeys,
]

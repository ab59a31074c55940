"""What the gateway asks of an accessory's attributes, and how it bears with what it is told."""

from bumble import att

from lab.band import Band
from lab.mischief import instead_of_answer, refusing
from lab.pairing import Method
from lab.scale import Scale
from lab.stage import Stage, scenario

ERROR, OPCODE = att.ErrorCode, att.Opcode
READ, READ_PART, WRITE = OPCODE.ATT_READ_REQUEST, OPCODE.ATT_READ_BLOB_REQUEST, OPCODE.ATT_WRITE_REQUEST
FOUND_SERVICES, FOUND_TYPES = OPCODE.ATT_READ_BY_GROUP_TYPE_RESPONSE, OPCODE.ATT_READ_BY_TYPE_RESPONSE
READ_ANSWER = OPCODE.ATT_READ_RESPONSE

# Values at once: the gateway bears with 400, and a hundred more for each second that it takes to hear them.
FLOOD = 3_000

# Room for one short value in an answer: the smallest MTU. Core Specification 5.4, Vol 3, Part G, 5.2.1.
SMALLEST_MTU = 23
LONG_NAME = "1.4.0+a-build-with-a-name-that-is-longer-than-one-answer"


async def odd_band(stage: Stage, **properties) -> Band:
    """A band with properties of its own."""
    band = await stage.near(Band)
    for name, value in properties.items():
        setattr(band, name, value)
    await band.restart()
    return band


def comes_to_nothing(reason: str, **properties):
    """A play: a band with these properties is paired, and not linked."""
    async def play(stage: Stage):
        band = await odd_band(stage, **properties)
        link = await (await stage.owner()).link("band", band)
        await stage.agree(link, band)
        await link.until("refused")
        assert link.refusal == reason, f"refused as {link.refusal}, not {reason}"
        assert band.has_strayed, "the gateway never asked for what is odd"
        await stage.until_forgotten(band)

    return play


def is_linked(**properties):
    """A play: a band with these properties is linked all the same."""
    async def play(stage: Stage):
        band = await odd_band(stage, **properties)
        owner = await stage.owner()
        await stage.linked(owner, band)
        await owner.until_connected(band.name)
        await stage.until_subscribed(band, band.heart_rate)
        assert band.has_strayed, "the gateway never asked for what is odd"

    return play


@scenario("asks nothing of an accessory before the link is encrypted")
async def encrypted_first(stage: Stage):
    for kind, method in ((Band, Method.SHOWS_PASSKEY), (Scale, Method.JUST_WORKS)):
        accessory = await stage.at_home(await stage.owner(), kind, method)
        assert accessory.heard and not accessory.was_asked_in_the_clear


@scenario("reads a value that does not fit one answer", "GATT/CL/GAR/BV-04-C")
async def long_value(stage: Stage):
    band = await odd_band(stage, **LONG)
    owner = await stage.owner()
    await stage.linked(owner, band)
    accessory = await owner.until_connected(band.name)
    assert accessory["installed_version"] == band.firmware
    assert band.requests(att.ATT_Read_Blob_Request)


@scenario("discovers anew what an accessory says has changed", "GATT/CL/GAS/BV-01-C")
async def service_changed(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band)
    await stage.until_subscribed(band, band.service_changed, band.heart_rate)
    band.heard.clear()
    await band.indicate(band.service_changed, bytes([1, 0, 0xFF, 0xFF]))
    await stage.until_true(
        lambda: band.requests(att.ATT_Read_By_Group_Type_Request) and band.was_subscribed_to(band.battery_level),
        "the services were discovered again, and the last subscription written")
    await band.beat(70)
    await owner.until_measured("heart_rate")


@scenario(
    "knows by the database hash that nothing has changed, and discovers nothing again",
    "GATT/CL/GAS/BV-02-C", "GATT/CL/GAR/BV-03-C")
async def database_hash(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band)
    await stage.out_of_reach(owner, band)
    band.heard.clear()
    await band.appear()
    await owner.until_connected(band.name)
    await stage.until_subscribed(band, band.heart_rate)
    assert not band.requests(att.ATT_Read_By_Group_Type_Request), "the services were discovered again"


@scenario("confirms every indication, also of what it does not know")
async def unknown_indication(stage: Stage):
    owner = await stage.owner()
    scale = await stage.at_home(owner, Scale)
    before = len(scale.requests(att.ATT_Handle_Value_Confirmation))
    scale.say(att.ATT_Handle_Value_Indication(attribute_handle=0x7777, attribute_value=b"\x01"))
    await stage.until_true(
        lambda: len(scale.requests(att.ATT_Handle_Value_Confirmation)) > before, "the indication was confirmed")


@scenario("hangs up on an accessory that answers what nobody asked, and has it back")
async def unasked_answer(stage: Stage):
    owner = await stage.owner()
    band = await stage.at_home(owner, Band)
    await stage.until_subscribed(band, band.battery_level)
    connection = band.connection
    band.say(att.ATT_Read_Response(attribute_value=b"\x01"))
    await stage.until_true(lambda: band.connection is not connection, "the gateway hung up")
    await owner.until_connected(band.name)


@scenario("hangs up on an accessory that sends values without end, and goes on serving others")
async def endless_notifications(stage: Stage):
    owner = await stage.owner()
    band, other = await stage.at_home(owner, Band), await stage.at_home(owner, Band)
    for accessory in (band, other):
        await stage.until_subscribed(accessory, accessory.heart_rate)
    connection = band.connection
    for count in range(FLOOD):
        if band.connection is connection:
            await band.beat(60 + count % 100)
    await stage.until_true(lambda: band.connection is not connection, "the gateway hung up")
    await other.beat(71)
    await owner.until_measured("heart_rate")


def refusing_hash(error: int):
    """An attribute script: the database hash, whose answer is the only one of its length, may not be read."""
    refusal = bytes(att.ATT_Error_Response(
        request_opcode_in_error=OPCODE.ATT_READ_BY_TYPE_REQUEST, attribute_handle_in_error=1, error_code=error))
    return lambda pdu: [refusal] if pdu[:2] == bytes([FOUND_TYPES, 18]) else [pdu]


# What an accessory may answer to a request, and the reason why it is not linked then; None where it is linked all the same: what
# it says of itself, and its clock, it may keep to itself.
REFUSALS = [
    (ERROR.INVALID_HANDLE, None, "has no handle for what is"),
    (ERROR.READ_NOT_PERMITTED, None, "does not permit what is"),
    (ERROR.INSUFFICIENT_AUTHORIZATION, "pairing-failed", "wants another permission for what is"),
    (ERROR.INSUFFICIENT_AUTHENTICATION, "pairing-failed", "wants more proof than pairing gave for what is"),
    (ERROR.INSUFFICIENT_ENCRYPTION_KEY_SIZE, "weak-encryption", "wants a longer key for what is"),
]


def refusals(verb: str, cases: str, properties):
    """Scenarios: each of the refusals. `properties` makes an accessory's of an error; `cases` are in the same order."""
    return [
        refusal(f"{words} {verb}", case, properties(error), reason)
        for case, (error, reason, words) in zip(cases.split(), REFUSALS, strict=True)]


def refusal(words: str, case: str, properties, reason):
    title = f"links nothing that {words}" if reason else f"links what {words}, and does without that"
    play = comes_to_nothing(reason, **properties) if reason else is_linked(**properties)
    return scenario(title, f"GATT/CL/{case}-C")(play)


# The hash only saves time: without it everything is discovered.
HASH_REFUSALS = [
    ("BI-07", ERROR.ATTRIBUTE_NOT_FOUND, "that is not there"),
    ("BI-06", ERROR.READ_NOT_PERMITTED, "that may not be read"),
    ("BI-09", ERROR.INSUFFICIENT_AUTHORIZATION, "that needs another permission"),
    ("BI-10", ERROR.INSUFFICIENT_AUTHENTICATION, "that needs more proof"),
    ("BI-11", ERROR.INSUFFICIENT_ENCRYPTION_KEY_SIZE, "that needs a longer key"),
]

# Answers in the place of true ones, and why nothing is linked then; handles are little-endian. An empty packet on a channel of
# packets is read as its end.
HOSTILE = [
    ("services in a reversed range", FOUND_SERVICES, "11 06 0900 0100 0D18", "misbehaved"),
    ("a service at handle 0", FOUND_SERVICES, "11 06 0000 0900 0D18", "misbehaved"),
    ("services of no length", FOUND_SERVICES, "11 00", "misbehaved"),
    ("services cut off in the middle", FOUND_SERVICES, "11 06 0100 0900 0D", "misbehaved"),
    ("a characteristic outside its service", FOUND_TYPES, "09 07 F0FF 02 F1FF 372A", "misbehaved"),
    ("a characteristic whose value is at handle 0", FOUND_TYPES, "09 07 0200 02 0000 372A", "misbehaved"),
    ("an answer of another kind", READ_ANSWER, "13", "misbehaved"),
    ("an empty packet", READ_ANSWER, "", "lost-contact"),
    ("a value of 600 bytes", READ_ANSWER, "0B" + "41" * 600, "misbehaved"),
]

LONG = {"firmware": LONG_NAME, "largest_mtu": SMALLEST_MTU}

ALL = [
    encrypted_first, long_value, service_changed, database_hash, unknown_indication, unasked_answer, endless_notifications,
    *refusals("read", "GAR/BI-01 GAR/BI-02 GAR/BI-03 GAR/BI-04 GAR/BI-05",
              lambda error: {"attribute_script": refusing(READ, error)}),
    *refusals("read in parts", "GAR/BI-14 GAR/BI-12 GAR/BI-15 GAR/BI-16 GAR/BI-17",
              lambda error: {"attribute_script": refusing(READ_PART, error), **LONG}),
    scenario("takes a value to end where an accessory knows no more of it", "GATT/CL/GAR/BI-13-C")(
        is_linked(attribute_script=refusing(READ_PART, ERROR.INVALID_OFFSET), **LONG)),
    *refusals("written", "GAW/BI-02 GAW/BI-03 GAW/BI-04 GAW/BI-05 GAW/BI-06", lambda error: {"clock_refusal": error}),
    refusal("takes no time of the right length", "GAW/BI-33", {"clock_refusal": ERROR.INVALID_ATTRIBUTE_LENGTH}, None),
    *(scenario(f"does without a database hash {words}", f"GATT/CL/GAR/{case}-C")(
        is_linked(attribute_script=refusing_hash(error)))
      for case, error, words in HASH_REFUSALS),
    *(scenario(f"links nothing that answers with {words}")(
        comes_to_nothing(reason, attribute_script=instead_of_answer(opcode, bytes.fromhex(answer))))
      for words, opcode, answer, reason in HOSTILE),
]

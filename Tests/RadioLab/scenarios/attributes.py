"""What the gateway asks of an accessory's attributes, and how it bears with what it is told."""

from bumble import att

from lab.band import Band
from lab.mischief import instead_of_answer, refusing
from lab.pairing import Method
from lab.scale import Scale
from lab.stage import Stage, scenario

ERROR = att.ErrorCode
READ, WRITE = att.Opcode.ATT_READ_REQUEST, att.Opcode.ATT_WRITE_REQUEST
SERVICES, FOUND_SERVICES = att.Opcode.ATT_READ_BY_GROUP_TYPE_REQUEST, att.Opcode.ATT_READ_BY_GROUP_TYPE_RESPONSE
TYPES, FOUND_TYPES = att.Opcode.ATT_READ_BY_TYPE_REQUEST, att.Opcode.ATT_READ_BY_TYPE_RESPONSE
READ_ANSWER, WRITE_ANSWER = att.Opcode.ATT_READ_RESPONSE, att.Opcode.ATT_WRITE_RESPONSE

# Room for one short value in an answer: the smallest MTU. Core Specification 5.4, Vol 3, Part G, 5.2.1.
SMALLEST_MTU = 23


async def refused(stage: Stage, kind, script, *reasons: str):
    """Links an accessory that follows the script once it is paired, and expects that to come to nothing."""
    accessory = await stage.near(kind)
    accessory.attribute_script = script
    link = await (await stage.owner()).link(accessory.kind, accessory)
    await stage.agree(link, accessory)
    await link.until("refused")
    assert link.refusal in reasons, f"refused as {link.refusal}, not {' or '.join(reasons)}"
    await stage.until_forgotten(accessory)


def refuses(title: str, case: str, request: int, error: int, *reasons: str):
    """A scenario: an accessory answers each request of a kind with an error."""
    async def play(stage: Stage):
        await refused(stage, Scale, refusing(request, error), *reasons)

    return scenario(title, case)(play)


@scenario("asks nothing of an accessory before the link is encrypted")
async def encrypted_first(stage: Stage):
    for kind, method in ((Band, Method.SHOWS_PASSKEY), (Scale, Method.JUST_WORKS)):
        accessory = await stage.near(kind, method)
        owner = await stage.owner()
        await stage.linked(owner, accessory)
        await owner.until_connected(accessory.name)
        assert accessory.heard and not accessory.was_asked_in_the_clear


@scenario("reads a value that does not fit one answer", "GATT/CL/GAR/BV-04-C")
async def long_value(stage: Stage):
    band = await stage.near(Band)
    band.firmware = "1.4.0+a-build-with-a-name-that-is-longer-than-one-answer"
    band.largest_mtu = SMALLEST_MTU
    await band.restart()
    owner = await stage.owner()
    await stage.linked(owner, band)
    accessory = await owner.until_connected(band.name)
    assert accessory["installed_version"] == band.firmware
    assert band.requests(att.ATT_Read_Blob_Request)


@scenario("discovers anew what an accessory says has changed", "GATT/CL/GAS/BV-01-C")
async def service_changed(stage: Stage):
    band = await stage.near(Band)
    owner = await stage.owner()
    await stage.linked(owner, band)
    await owner.until_connected(band.name)
    await stage.until_subscribed(band, band.service_changed, band.heart_rate)
    before = len(band.requests(att.ATT_Read_By_Group_Type_Request))
    await band.indicate(band.service_changed, bytes([1, 0, 0xFF, 0xFF]))
    await stage.until_true(
        lambda: len(band.requests(att.ATT_Read_By_Group_Type_Request)) > before, "the services were discovered again")
    await band.beat(70)
    await owner.until_measured("heart_rate")


@scenario("knows by the database hash that nothing has changed, and discovers nothing again", "GATT/CL/GAS/BV-02-C")
async def database_hash(stage: Stage):
    band = await stage.near(Band)
    owner = await stage.owner()
    await stage.linked(owner, band)
    await owner.until_connected(band.name)
    band.vanish()
    await owner.until_away(band.name)
    band.heard.clear()
    await band.appear()
    await owner.until_connected(band.name)
    await stage.until_subscribed(band, band.heart_rate)
    assert not band.requests(att.ATT_Read_By_Group_Type_Request), "the services were discovered again"


@scenario("confirms every indication, also of what it did not ask for", "GATT/CL/GAI/BI-01-C")
async def unknown_indication(stage: Stage):
    scale = await stage.near(Scale)
    owner = await stage.owner()
    await stage.linked(owner, scale)
    await owner.until_connected(scale.name)
    before = len(scale.requests(att.ATT_Handle_Value_Confirmation))
    scale.say(att.ATT_Handle_Value_Indication(attribute_handle=0x7777, attribute_value=b"\x01"))
    await stage.until_true(
        lambda: len(scale.requests(att.ATT_Handle_Value_Confirmation)) > before, "the indication was confirmed")


@scenario("hangs up on an accessory that answers what nobody asked, and has it back")
async def unasked_answer(stage: Stage):
    band = await stage.near(Band)
    owner = await stage.owner()
    await stage.linked(owner, band)
    await owner.until_connected(band.name)
    await stage.until_subscribed(band, band.battery_level)
    connection = band.connection
    band.say(att.ATT_Read_Response(attribute_value=b"\x01"))
    await stage.until_true(lambda: band.connection is not connection, "the gateway hung up")
    await owner.until_connected(band.name)


@scenario("hangs up on an accessory that sends values without end, and goes on serving others")
async def endless_notifications(stage: Stage):
    band, other = await stage.near(Band), await stage.near(Band)
    owner = await stage.owner()
    for accessory in (band, other):
        await stage.linked(owner, accessory)
        await owner.until_connected(accessory.name)
        await stage.until_subscribed(accessory, accessory.heart_rate)
    connection = band.connection
    for number in range(1_000):
        if band.connection is not connection:
            break
        await band.beat(60 + number % 100)
    await stage.until_true(lambda: band.connection is not connection, "the gateway hung up")
    await other.beat(71)
    await owner.until_measured("heart_rate")


@scenario("gives up on an accessory that never answers a read", "GATT/CL/GAT/BV-01-C")
async def unanswered_read(stage: Stage):
    await refused(stage, Band, instead_of_answer(READ_ANSWER), "out-of-reach")


@scenario("gives up on an accessory that never answers a write", "GATT/CL/GAT/BV-02-C")
async def unanswered_write(stage: Stage):
    await refused(stage, Band, instead_of_answer(WRITE_ANSWER), "out-of-reach")


# An answer, and the reason why a link with whom gives it is refused. Handles are little-endian.
HOSTILE = [
    ("services in a reversed range", FOUND_SERVICES, "11 06 0900 0100 0D18"),
    ("a service at handle 0", FOUND_SERVICES, "11 06 0000 0900 0D18"),
    ("services of no length", FOUND_SERVICES, "11 00"),
    ("services cut off in the middle", FOUND_SERVICES, "11 06 0100 0900 0D"),
    ("a characteristic outside its service", FOUND_TYPES, "09 07 F0FF 02 F1FF 372A"),
    ("characteristics with a value at handle 0", FOUND_TYPES, "09 07 0200 02 0000 372A"),
    ("an answer of another kind", READ_ANSWER, "13"),
    ("an empty packet", READ_ANSWER, ""),
    ("a value of 600 bytes", READ_ANSWER, "0B" + "41" * 600),
]


def hostile(words: str, opcode: int, answer: str):
    async def play(stage: Stage):
        await refused(stage, Band, instead_of_answer(opcode, bytes.fromhex(answer)), "misbehaved", "lost-contact", "not-supported")

    return scenario(f"refuses an accessory that answers with {words}")(play)


ALL = [
    encrypted_first, long_value, service_changed, database_hash, unknown_indication, unasked_answer, endless_notifications,
    refuses("links nothing that has no handle for what it announced", "GATT/CL/GAR/BI-01-C", READ, ERROR.INVALID_HANDLE, "not-supported"),
    refuses("links nothing whose values may not be read", "GATT/CL/GAR/BI-02-C", READ, ERROR.READ_NOT_PERMITTED, "not-supported"),
    refuses("links nothing that wants another permission to read", "GATT/CL/GAR/BI-03-C", READ,
            ERROR.INSUFFICIENT_AUTHORIZATION, "pairing-failed"),
    refuses("links nothing that wants more proof to read than pairing gave", "GATT/CL/GAR/BI-04-C", READ,
            ERROR.INSUFFICIENT_AUTHENTICATION, "pairing-failed"),
    refuses("links nothing that wants a longer key to read", "GATT/CL/GAR/BI-05-C", READ,
            ERROR.INSUFFICIENT_ENCRYPTION_KEY_SIZE, "weak-encryption"),
    refuses("links nothing that has no handle for what is written", "GATT/CL/GAW/BI-02-C", WRITE, ERROR.INVALID_HANDLE, "not-supported"),
    refuses("links nothing that may not be written", "GATT/CL/GAW/BI-03-C", WRITE, ERROR.WRITE_NOT_PERMITTED, "not-supported"),
    refuses("links nothing that wants another permission to write", "GATT/CL/GAW/BI-04-C", WRITE,
            ERROR.INSUFFICIENT_AUTHORIZATION, "pairing-failed"),
    refuses("links nothing that wants more proof to write than pairing gave", "GATT/CL/GAW/BI-05-C", WRITE,
            ERROR.INSUFFICIENT_AUTHENTICATION, "pairing-failed"),
    refuses("links nothing that wants a longer key to write", "GATT/CL/GAW/BI-06-C", WRITE,
            ERROR.INSUFFICIENT_ENCRYPTION_KEY_SIZE, "weak-encryption"),
    refuses("links nothing that takes no value of the right length", "GATT/CL/GAW/BI-33-C", WRITE,
            ERROR.INVALID_ATTRIBUTE_LENGTH, "not-supported"),
    *(hostile(*answer) for answer in HOSTILE),
    unanswered_read, unanswered_write,
]

"""An accessory on the air: Bumble's device with what every accessory of the lab has."""

import asyncio
import struct

from bumble import att, gatt, hci
from bumble.core import AdvertisingData, UUID
from bumble.device import Device, DeviceConfiguration
from bumble.host import Host
from bumble.keys import MemoryKeyStore
from bumble.profiles.gatt_service import GenericAttributeProfileService

from .air import Air
from .mischief import interpose
from .pairing import Holder, Method

READ, WRITE = gatt.Characteristic.Properties.READ, gatt.Characteristic.Properties.WRITE
NOTIFY, INDICATE = gatt.Characteristic.Properties.NOTIFY, gatt.Characteristic.Properties.INDICATE
READABLE, WRITEABLE = att.Attribute.Permissions.READABLE, att.Attribute.Permissions.WRITEABLE
SECRET = att.Attribute.Permissions.READABLE | att.Attribute.Permissions.READ_REQUIRES_ENCRYPTION
GUARDED = att.Attribute.Permissions.WRITEABLE | att.Attribute.Permissions.WRITE_REQUIRES_ENCRYPTION

# How often it advertises: seldom enough for an emulated guest, often enough that nobody waits.
ADVERTISING_INTERVAL_MILLISECONDS = 100


class Accessory:
    """What a kind of accessory adds: `services()`, and how it shows itself."""

    # What an owner asks for who links one.
    kind = ""
    advertised_services: tuple[int, ...] = ()
    model = ""

    def __init__(self, air: Air, name: str, address: str, method: Method = Method.JUST_WORKS, *,
                 is_private: bool = False, key_size: int = 16):
        self.air = air
        self.name = name
        self.method = method
        self.identity = hci.Address(address, hci.Address.RANDOM_DEVICE_ADDRESS)
        # From the address, so that it is the same for a band that is made anew. Bumble's own would be all zeros.
        self.irk = (bytes(self.identity) * 3)[:16]
        self.is_private = is_private
        self.holder = Holder(method, key_size)
        self.bonds = MemoryKeyStore()
        self.battery = 87
        self.firmware = "1.3.0"
        self.largest_mtu = 517
        self.clock = None
        # The error that everybody gets who sets it.
        self.clock_refusal = None
        # See `mischief`.
        self.pairing_script = None
        self.attribute_script = None
        # Whether a script had its way at least once: one that never had shows nothing.
        self.has_strayed = False
        # Set in its AuthReq besides those that mean something.
        self.reserved_pairing_bits = 0
        # By a Security Request, as soon as it is connected.
        self.asks_to_pair = False
        # Every request and confirmation, and whether it came encrypted; every command of pairing.
        self.heard = []
        self.heard_pairing = []
        self.connection = None
        self.encrypted = asyncio.Event()
        self.controller = None
        self.device = None

    @property
    def address(self) -> str:
        """As the gateway hears it now."""
        return str(self.device.random_address).split("/")[0]

    # On the air and off it

    async def appear(self):
        """Switches it on: it advertises until it is connected, and again whenever it is not. A private one has a new address."""
        self.holder.look_up()
        self.controller = self.air.controller(self.name)
        self.device = self._make_device()
        await self.device.power_on()
        await self.device.start_advertising(
            auto_restart=True, advertising_data=self.advertisement(),
            advertising_interval_min=ADVERTISING_INTERVAL_MILLISECONDS,
            advertising_interval_max=ADVERTISING_INTERVAL_MILLISECONDS)

    def vanish(self):
        """Out of reach, in the middle of anything: nobody hears a goodbye."""
        if self.controller is None:
            return
        self.controller.le_legacy_advertiser.stop()
        self.controller.drop_connections()
        self.air.link.remove_controller(self.controller)
        self.controller.link = None
        self.controller = self.device = self.connection = None
        self.encrypted.clear()

    async def restart(self):
        """Off and on again, with what was changed meanwhile."""
        self.vanish()
        await self.appear()

    async def lose_bond(self):
        """As after a reset to factory settings."""
        await self.bonds.delete_all()

    # What is on it

    def services(self) -> list[gatt.Service]:
        return [self.device_information(), self.battery_service(), self.time_service()]

    def advertisement(self) -> bytes:
        services = b"".join(struct.pack("<H", number) for number in self.advertised_services)
        return bytes(AdvertisingData([
            (AdvertisingData.FLAGS, bytes([AdvertisingData.LE_GENERAL_DISCOVERABLE_MODE_FLAG
                                           | AdvertisingData.BR_EDR_NOT_SUPPORTED_FLAG])),
            (AdvertisingData.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, services),
            (AdvertisingData.COMPLETE_LOCAL_NAME, self.name.encode()),
        ]))

    def device_information(self):
        texts = {
            gatt.GATT_MANUFACTURER_NAME_STRING_CHARACTERISTIC: "Lanyard Lab",
            gatt.GATT_MODEL_NUMBER_STRING_CHARACTERISTIC: self.model,
            gatt.GATT_FIRMWARE_REVISION_STRING_CHARACTERISTIC: self.firmware,
            gatt.GATT_HARDWARE_REVISION_STRING_CHARACTERISTIC: "lab",
        }
        return gatt.Service(
            gatt.GATT_DEVICE_INFORMATION_SERVICE,
            [gatt.Characteristic(uuid, READ, READABLE, text.encode()) for uuid, text in texts.items()])

    def battery_service(self):
        self.battery_level = gatt.Characteristic(
            gatt.GATT_BATTERY_LEVEL_CHARACTERISTIC, READ | NOTIFY, SECRET,
            gatt.CharacteristicValue(read=lambda connection: bytes([self.battery])))
        return gatt.Service(gatt.GATT_BATTERY_SERVICE, [self.battery_level])

    def time_service(self):
        """Current Time Service 1.1; `clock` is what was last written."""
        def written(connection, value):
            if self.clock_refusal is not None:
                self.has_strayed = True
                raise att.ATT_Error(self.clock_refusal)
            self.clock = value

        time = gatt.Characteristic(
            gatt.GATT_CURRENT_TIME_CHARACTERISTIC, READ | WRITE, SECRET | GUARDED,
            gatt.CharacteristicValue(read=lambda connection: self.clock or bytes(10), write=written))
        return gatt.Service(gatt.GATT_CURRENT_TIME_SERVICE, [time])

    def _make_device(self) -> Device:
        configuration = DeviceConfiguration(
            name=self.name, address=self.identity, irk=self.irk, le_privacy_enabled=self.is_private, le_rpa_timeout=0,
            gatt_service_enabled=False)
        device = Device(config=configuration, host=Host(self.controller, self.controller))
        device.keystore = self.bonds
        device.host.long_term_key_provider = self._long_term_key
        device.pairing_config_factory = lambda connection: self.holder.configuration(self.method)
        device.on(Device.EVENT_CONNECTION, self._connected)
        device.gatt_server.max_mtu = self.largest_mtu
        interpose(self, device)
        generic = GenericAttributeProfileService()
        self.service_changed = generic.service_changed_characteristic
        for service in [generic, *self.services()]:
            device.add_service(service)
        for attribute in device.gatt_server.attributes:
            # Bumble's own may be written by anybody.
            if attribute.type == gatt.GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR:
                attribute.permissions |= att.Attribute.Permissions.WRITE_REQUIRES_ENCRYPTION
        return device

    def _connected(self, connection):
        self.connection = connection
        connection.on(connection.EVENT_CONNECTION_ENCRYPTION_CHANGE, self._encryption_changed)
        connection.on(connection.EVENT_DISCONNECTION, self._disconnected)
        if self.asks_to_pair:
            connection.request_pairing()

    def _encryption_changed(self):
        if self.connection is not None and self.connection.is_encrypted:
            self.encrypted.set()

    def _disconnected(self, reason):
        self.connection = None
        self.encrypted.clear()

    async def _long_term_key(self, handle, rand, ediv):
        """The key that is asked for by its numbers, as short as was agreed. Bumble's own look-up gives the other side's key of a
        legacy pairing, and never a short one."""
        connection = self.device.lookup_connection(handle)
        key = connection and self.device.smp_manager.get_long_term_key(connection, rand, ediv)
        if connection is not None and key is None:
            keys = await self.bonds.get(str(connection.peer_address))
            kept = [keys.ltk, keys.ltk_central, keys.ltk_peripheral] if keys else []
            numbers = ((None, None), (rand, ediv))
            key = next((one.value for one in kept if one and (one.rand, one.ediv) in numbers), None)
        size = self.holder.maximum_encryption_key_size
        return key and key[:size] + bytes(len(key) - size)

    # What it heard and sends

    def words(self, meant, scripted) -> list:
        """What it says instead of what it meant to; `scripted` is None where there is no script."""
        if scripted is None:
            return [meant]
        said = list(scripted)
        self.has_strayed = self.has_strayed or said != [meant]
        return said

    @property
    def was_asked_in_the_clear(self) -> bool:
        return any(not is_encrypted for _, is_encrypted in self.heard)

    def requests(self, kind) -> list:
        """Of this kind of PDU, in the order in which they came."""
        return [pdu for pdu, _ in self.heard if isinstance(pdu, kind)]

    def is_subscribed(self, characteristic) -> bool:
        subscribers = self.device.gatt_server.subscribers.get(self.connection, {}) if self.device else {}
        return any(subscribers.get(characteristic.handle, b""))

    def was_subscribed_to(self, characteristic) -> bool:
        """Whether the descriptor after the value was written, in what was heard."""
        writes = self.requests(att.ATT_Write_Request)
        return any(characteristic.handle < one.attribute_handle <= characteristic.end_group_handle for one in writes)

    def say(self, pdu: att.ATT_PDU):
        """Sends it, asked or not."""
        self.device.gatt_server.send_gatt_pdu(self.connection, bytes(pdu))

    async def notify(self, characteristic, value: bytes):
        await self.device.notify_subscribers(characteristic, value)

    async def indicate(self, characteristic, value: bytes):
        """Returns once the gateway has confirmed it."""
        await self.device.indicate_subscribers(characteristic, value)


def huami(number: int) -> UUID:
    return UUID(f"0000{number:04X}-0000-3512-2118-0009AF100700")

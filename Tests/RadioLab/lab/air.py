"""The air between the gateway's controller and the accessories: one virtual link, on which both ends are Bumble's."""

import asyncio

from bumble import hci
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.link import LocalLink
from bumble.transport import open_transport

# The kernel's name for a link whose other end fell silent. Core Specification 5.4, Vol 1, Part F, 2.8.
CONNECTION_TIMEOUT = hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR

# Legacy advertising and no more than the kernel asks a plain 4.2 controller for.
PLAIN_FEATURES = (
    hci.LeFeatureMask.LE_ENCRYPTION
    | hci.LeFeatureMask.EXTENDED_REJECT_INDICATION
    | hci.LeFeatureMask.PERIPHERAL_INITIATED_FEATURE_EXCHANGE
)


class AirLink(LocalLink):
    """Bumble names the sender of a packet by its random address of now; a device that rotates its address would lose its
    connections. Here the sender has the address that it had when the connection was made."""

    def send_acl_data(self, sender_controller, destination_address, transport, data):
        receiver = self.find_le_controller(destination_address)
        connection = sender_controller.le_connections.get(destination_address)
        if transport == PhysicalTransport.LE and receiver is not None and connection is not None:
            asyncio.get_running_loop().call_soon(receiver.on_link_acl_data, connection.self_address, transport, data)


class AirController(Controller):
    """Bumble's controller with the three things that a kernel expects of one and that it leaves out."""

    le_features = PLAIN_FEATURES

    def on_hci_reset_command(self, command):
        """All that was under way is over. Core Specification 5.4, Vol 4, Part E, 7.3.2."""
        self.le_scan_enable = False
        self.pending_le_connection = None
        self.drop_connections()
        return super().on_hci_reset_command(command)

    def on_hci_le_create_connection_cancel_command(self, command):
        """The connection that was being made ends with an event of its own. Part E, 7.8.13."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is not None:
            asyncio.get_running_loop().call_soon(self.send_hci_packet, no_connection(pending.peer_address))
        return super().on_hci_le_create_connection_cancel_command(command)

    def drop_connections(self):
        """Silence: the others' supervision timeouts, without the wait."""
        for connection in list(self.le_connections.values()):
            other = self.link.find_le_controller(connection.peer_address)
            del self.le_connections[connection.peer_address]
            mirrored = other and other.le_connections.get(connection.self_address)
            if mirrored:
                other.on_le_disconnected(mirrored, CONNECTION_TIMEOUT)


def no_connection(peer_address):
    return hci.HCI_LE_Connection_Complete_Event(
        status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR, connection_handle=0, role=hci.Role.CENTRAL,
        peer_address_type=peer_address.address_type, peer_address=peer_address, connection_interval=0,
        peripheral_latency=0, supervision_timeout=0, central_clock_accuracy=0)


class Air:
    """The gateway's controller, and whoever else is near."""

    def __init__(self):
        self.link = AirLink()
        self.transport = None
        self.gateway = None

    async def open(self, controller_socket):
        """Plays the guest's controller on this socket. Its address is public and not zero: a zero one gets lost on the way."""
        self.transport = await open_transport(f"unix-server:{controller_socket}")
        self.gateway = AirController(
            "gateway", host_source=self.transport.source, host_sink=self.transport.sink, link=self.link,
            public_address="F0:F1:F2:F3:F4:F5")

    def controller(self, name) -> AirController:
        """A controller for an accessory, on the air."""
        return AirController(name, link=self.link)

    async def close(self):
        if self.transport is not None:
            await self.transport.close()

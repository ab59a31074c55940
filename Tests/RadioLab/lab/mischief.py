"""What an accessory says instead of what it should: one place for pairing, one for attributes.

A script is a function that is given what the accessory is about to send, and returns what it sends instead: nothing, the same,
something else, or more. Bumble goes on as if its own had been sent. A pairing script is given the pairing as well.
"""

import dataclasses

from bumble import att
from bumble.smp import AuthReq, Session


class ScriptedSession(Session):
    """One pairing, by the accessory's `pairing_script` if it has one."""

    @property
    def auth_req(self):
        return AuthReq(super().auth_req | self.manager.accessory.reserved_pairing_bits)

    def send_command(self, command):
        script = self.manager.accessory.pairing_script
        for said in self.manager.accessory.words(command, script and script(command, self)):
            super().send_command(said)

    def on_smp_command(self, command):
        self.manager.accessory.heard_pairing.append(command)
        super().on_smp_command(command)


def interpose(accessory, device):
    """Puts the accessory's scripts between Bumble's device and the air, and lets it remember what it hears."""
    device.smp_manager.accessory = accessory
    device.smp_manager.session_proxy = ScriptedSession
    server = device.gatt_server
    send, hear = server.send_gatt_pdu, server.on_gatt_pdu

    def remember(bearer, pdu):
        accessory.heard.append((pdu, bearer.is_encrypted))
        hear(bearer, pdu)

    def say(bearer, pdu):
        script = accessory.attribute_script
        for said in accessory.words(pdu, script and script(pdu)):
            send(bearer, said)

    server.on_gatt_pdu, server.send_gatt_pdu = remember, say


# Pairing scripts

def instead_of(kind, *said):
    """Each command of this kind is replaced by these."""
    return lambda command, pairing: said if isinstance(command, kind) else [command]


def altered(kind, **fields):
    """Each command of this kind has other values in these fields: what a function makes of the pairing and the old value."""
    def script(command, pairing):
        if isinstance(command, kind):
            values = {name: change(pairing, getattr(command, name)) for name, change in fields.items()}
            command = dataclasses.replace(command, **values)
        return [command]

    return script


# Attribute scripts

def instead_of_answer(opcode: int, *said: bytes):
    """Each PDU with this opcode is replaced by these."""
    return lambda pdu: said if pdu[0] == opcode else [pdu]


def refusing(request: int, error: int):
    """Each answer to this kind of request is an error."""
    refusal = att.ATT_Error_Response(request_opcode_in_error=request, attribute_handle_in_error=1, error_code=error)
    return instead_of_answer(request + 1, bytes(refusal))

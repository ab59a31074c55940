"""What must hold of the gateway on a real kernel, in the order in which it is played."""

from . import accounts, attributes, linking, pairing_faults, returning, silence, soak

ALL = [
    *linking.ALL, *returning.ALL, *accounts.ALL, *pairing_faults.ALL, *attributes.ALL, *silence.ALL, *soak.ALL,
    # Last: it leaves a kernel 6.1 with a channel that it cannot close.
    returning.lost_bond,
]

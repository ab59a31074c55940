"""What must hold of the gateway on a real kernel, in the order in which it is played."""

from . import accounts, attributes, linking, pairing_faults, returning, soak

ALL = [*linking.ALL, *returning.ALL, *accounts.ALL, *pairing_faults.ALL, *attributes.ALL, *soak.ALL]

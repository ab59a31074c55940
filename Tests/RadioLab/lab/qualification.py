"""The Bluetooth qualification cases that concern a central and GATT client over LE, by name: each is shown by a scenario, or has
the reason why it is not.

The groups are those of the test suites GATT (GAC, GAD, GAR, GAW, GAN, GAI, GAS, GAT), SM (central: PROT, JW, PKE, EKS, KDU, SCJW,
SCPK) and GAP (CONN, BOND, SEC/AUT, and of SEC/SEM the outgoing connections of an LE central). What tests a peripheral, a server
or BR/EDR is none of ours and is not listed.
"""

import dataclasses

UNASKED = "the gateway never makes this request"
NO_PRIVACY = "the gateway keeps its own address, and has no identity key to give"
NOT_DIRECTED = "directed advertising is not to be had from the virtual controller"
NO_OFFERS = "the gateway serves nothing that is guarded"
NEVER_UPDATES = "connection parameters are the kernel's, and the virtual controller has no use for them"


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    asks: str
    # Why no scenario shows it; empty when one must.
    left_out: str = ""


CASES = [
    Case("GATT/CL/GAC/BV-01-C", "exchange MTU"),

    Case("GATT/CL/GAD/BV-01-C", "discover all primary services"),
    Case("GATT/CL/GAD/BV-02-C", "discover a primary service by UUID", UNASKED),
    Case("GATT/CL/GAD/BV-03-C", "find included services", UNASKED),
    Case("GATT/CL/GAD/BV-04-C", "discover all characteristics of a service"),
    Case("GATT/CL/GAD/BV-05-C", "discover characteristics by UUID", UNASKED),
    Case("GATT/CL/GAD/BV-06-C", "discover all descriptors of a characteristic"),

    Case("GATT/CL/GAR/BV-01-C", "read a value"),
    Case("GATT/CL/GAR/BI-01-C", "read a value: invalid handle"),
    Case("GATT/CL/GAR/BI-02-C", "read a value: not permitted"),
    Case("GATT/CL/GAR/BI-03-C", "read a value: insufficient authorization"),
    Case("GATT/CL/GAR/BI-04-C", "read a value: insufficient authentication"),
    Case("GATT/CL/GAR/BI-05-C", "read a value: insufficient key size"),
    Case("GATT/CL/GAR/BV-03-C", "read by UUID"),
    Case("GATT/CL/GAR/BI-06-C", "read by UUID: not permitted"),
    Case("GATT/CL/GAR/BI-07-C", "read by UUID: not found"),
    Case("GATT/CL/GAR/BI-09-C", "read by UUID: insufficient authorization"),
    Case("GATT/CL/GAR/BI-10-C", "read by UUID: insufficient authentication"),
    Case("GATT/CL/GAR/BI-11-C", "read by UUID: insufficient key size"),
    Case("GATT/CL/GAR/BV-04-C", "read a long value"),
    Case("GATT/CL/GAR/BI-12-C", "read a long value: not permitted"),
    Case("GATT/CL/GAR/BI-13-C", "read a long value: invalid offset"),
    Case("GATT/CL/GAR/BI-14-C", "read a long value: invalid handle"),
    Case("GATT/CL/GAR/BI-15-C", "read a long value: insufficient authorization"),
    Case("GATT/CL/GAR/BI-16-C", "read a long value: insufficient authentication"),
    Case("GATT/CL/GAR/BI-17-C", "read a long value: insufficient key size"),
    *(Case(f"GATT/CL/GAR/{number}-C", "read several values at once", UNASKED)
      for number in ("BV-05", "BI-18", "BI-19", "BI-20", "BI-21", "BI-22")),
    Case("GATT/CL/GAR/BV-06-C", "read a descriptor", UNASKED),
    Case("GATT/CL/GAR/BV-07-C", "read a long descriptor", UNASKED),
    Case("GATT/CL/GAR/BI-34-C", "read over the wrong transport (BR/EDR)", "the gateway's Bluetooth is LE alone"),
    Case("GATT/CL/GAR/BI-35-C", "read over the wrong transport (LE)",
         "it takes a value that only BR/EDR may read, and the gateway reads none"),
    *(Case(f"GATT/CL/GAR/{number}-C", "read several values of any length at once", UNASKED)
      for number in ("BV-08", "BV-10", "BV-11", "BI-36", "BI-38", "BI-40", "BI-42", "BI-44")),

    Case("GATT/CL/GAW/BV-01-C", "write without response", UNASKED),
    Case("GATT/CL/GAW/BV-02-C", "signed write without response", UNASKED),
    Case("GATT/CL/GAW/BV-03-C", "write a value"),
    Case("GATT/CL/GAW/BI-02-C", "write a value: invalid handle"),
    Case("GATT/CL/GAW/BI-03-C", "write a value: not permitted"),
    Case("GATT/CL/GAW/BI-04-C", "write a value: insufficient authorization"),
    Case("GATT/CL/GAW/BI-05-C", "write a value: insufficient authentication"),
    Case("GATT/CL/GAW/BI-06-C", "write a value: insufficient key size"),
    *(Case(f"GATT/CL/GAW/{number}-C", "write a long value", "no value that the gateway writes is longer than 10 bytes")
      for number in ("BV-05", "BI-07", "BI-08", "BI-09", "BI-11", "BI-12", "BI-13", "BI-34")),
    Case("GATT/CL/GAW/BV-06-C", "reliable writes", UNASKED),
    Case("GATT/CL/GAW/BI-32-C", "cancel reliable writes", UNASKED),
    Case("GATT/CL/GAW/BV-08-C", "write a descriptor"),
    Case("GATT/CL/GAW/BV-09-C", "write a long descriptor", UNASKED),
    Case("GATT/CL/GAW/BI-33-C", "write a value: invalid length"),

    Case("GATT/CL/GAN/BV-01-C", "notification"),
    Case("GATT/CL/GAN/BV-02-C", "notification of several values",
         "an accessory sends it to those who announced that they want it, and the gateway does not"),
    Case("GATT/CL/GAI/BV-01-C", "confirm an indication"),
    Case("GATT/CL/GAI/BI-01-C", "indications of several bearers at once", "the gateway has one bearer with each accessory"),

    Case("GATT/CL/GAS/BV-01-C", "Service Changed"),
    Case("GATT/CL/GAS/BV-02-C", "read the database hash"),
    Case("GATT/CL/GAS/BV-03-C", "switch robust caching on",
         "the gateway asks for the hash on each connection, before it uses what it knew"),
    Case("GATT/CL/GAS/BV-04-C", "announce several bearers", "the gateway has one bearer with each accessory"),
    Case("GATT/CL/GAS/BV-05-C", "announce notifications of several values", "the gateway does not want them"),

    Case("GATT/CL/GAT/BV-01-C", "an unanswered read"),
    Case("GATT/CL/GAT/BV-02-C", "an unanswered write"),
    Case("GATT/CL/GAT/BV-03-C", "an unanswered read of several values", UNASKED),

    Case("SM/CEN/PROT/BV-01-C", "an unanswered request to pair"),
    Case("SM/CEN/JW/BV-01-C", "older pairing, Just Works"),
    Case("SM/CEN/JW/BV-05-C", "older pairing, Just Works: failed"),
    Case("SM/CEN/JW/BI-01-C", "older pairing, Just Works: wrong confirm value"),
    Case("SM/CEN/JW/BI-04-C", "older pairing, Just Works: reserved bits"),
    Case("SM/CEN/JW/BI-06-C", "older pairing, Just Works: own confirm value"),
    Case("SM/CEN/PKE/BV-01-C", "older pairing, passkey"),
    Case("SM/CEN/PKE/BV-04-C", "older pairing, passkey impossible"),
    Case("SM/CEN/PKE/BV-05-C", "random passkeys"),
    Case("SM/CEN/PKE/BI-01-C", "older pairing, wrong passkey"),
    Case("SM/CEN/PKE/BI-02-C", "older pairing, passkey broken off"),
    Case("SM/CEN/PKE/BI-03-C", "older pairing, passkey: own confirm value"),
    Case("SM/CEN/EKS/BV-01-C", "the shortest key allowed"),
    Case("SM/CEN/EKS/BI-01-C", "a key shorter than allowed"),
    Case("SM/CEN/KDU/BV-04-C", "older pairing: signing key alone"),
    Case("SM/CEN/KDU/BV-05-C", "older pairing: identity key alone", NO_PRIVACY),
    Case("SM/CEN/KDU/BV-06-C", "older pairing: encryption key alone"),
    Case("SM/CEN/KDU/BV-10-C", "identity key alone", NO_PRIVACY),
    Case("SM/CEN/KDU/BV-11-C", "signing key alone"),
    Case("SM/CEN/KDU/BI-01-C", "invalid public key"),
    Case("SM/CEN/KDU/BI-02-C", "older pairing: key rejected"),
    Case("SM/CEN/KDU/BI-03-C", "key rejected"),
    Case("SM/CEN/KDU/BI-04-C", "invalid public key, version 6"),
    Case("SM/CEN/SCJW/BV-01-C", "Just Works and numeric comparison"),
    Case("SM/CEN/SCJW/BV-04-C", "Just Works and numeric comparison: reserved bits"),
    Case("SM/CEN/SCJW/BI-01-C", "Just Works and numeric comparison: failed"),
    Case("SM/CEN/SCPK/BV-01-C", "passkey"),
    Case("SM/CEN/SCPK/BV-04-C", "passkey: reserved bits"),
    Case("SM/CEN/SCPK/BI-01-C", "passkey: failed"),
    Case("SM/CEN/SCPK/BI-02-C", "wrong passkey"),

    Case("GAP/CONN/ACEP/BV-01-C", "connect by itself, directed advertising", NOT_DIRECTED),
    Case("GAP/CONN/ACEP/BV-03-C", "connect by itself, directed advertising, private address", NOT_DIRECTED),
    Case("GAP/CONN/ACEP/BV-04-C", "connect by itself, private address"),
    Case("GAP/CONN/GCEP/BV-01-C", "connect to whoever is there, directed advertising", NOT_DIRECTED),
    Case("GAP/CONN/GCEP/BV-02-C", "connect to whoever is there"),
    Case("GAP/CONN/GCEP/BV-05-C", "connect to whoever is there, directed advertising, private address", NOT_DIRECTED),
    Case("GAP/CONN/GCEP/BV-06-C", "connect to whoever is there, private address"),
    Case("GAP/CONN/SCEP/BV-01-C", "connect to one of a list, directed advertising", NOT_DIRECTED),
    Case("GAP/CONN/SCEP/BV-03-C", "connect to one of a list, directed advertising, private address", NOT_DIRECTED),
    Case("GAP/CONN/DCEP/BV-01-C", "connect to this one, directed advertising", NOT_DIRECTED),
    Case("GAP/CONN/DCEP/BV-03-C", "connect to this one"),
    Case("GAP/CONN/DCEP/BV-05-C", "connect to this one, directed advertising, private address", NOT_DIRECTED),
    Case("GAP/CONN/DCEP/BV-06-C", "connect to this one, private address"),
    *(Case(f"GAP/CONN/CPUP/{number}-C", "update of connection parameters, as a central", NEVER_UPDATES)
      for number in ("BV-04", "BV-05", "BV-06")),
    Case("GAP/CONN/TERM/BV-01-C", "terminate a connection"),
    Case("GAP/CONN/PRDA/BV-02-C", "recognise a bonded peer by its private address"),

    Case("GAP/BOND/NBON/BV-01-C", "asked to pair while not bondable", "the gateway is always bondable, and asks its owner"),
    Case("GAP/BOND/NBON/BV-02-C", "pair while not bondable", "the gateway is always bondable, and asks its owner"),
    Case("GAP/BOND/BON/BV-02-C", "bond"),
    Case("GAP/BOND/BON/BV-04-C", "bond when the peer asks for it"),

    Case("GAP/SEC/AUT/BV-12-C", "a peer's request refused for want of authentication", NO_OFFERS),
    Case("GAP/SEC/AUT/BV-13-C", "a peer's request refused for want of authentication, with a bond", NO_OFFERS),
    Case("GAP/SEC/AUT/BV-17-C", "pair after a refusal for want of authentication",
         "the gateway raises security before it asks anything, never because it was refused"),
    Case("GAP/SEC/AUT/BV-19-C", "encrypt with the bond before anything is asked"),
    Case("GAP/SEC/AUT/BV-21-C", "a peer that has lost its bond"),
    Case("GAP/SEC/AUT/BV-24-C", "a peer's request refused for want of encryption", NO_OFFERS),
    Case("GAP/SEC/SEM/BV-26-C", "outgoing connection, mode 1 level 4"),
    Case("GAP/SEC/SEM/BV-41-C", "outgoing connection, Secure Connections, mode 1 level 2"),
    Case("GAP/SEC/SEM/BV-42-C", "outgoing connection, Secure Connections, mode 1 level 3",
         "with Secure Connections an authenticated key is of level 4"),
]


def gaps(scenarios) -> list[str]:
    """What would be left out quietly: cases with neither a scenario nor a reason, or with both, and names that are no case's."""
    shown = {case for scenario in scenarios for case in scenario.cases}
    unshown = [case for case in CASES if case.name not in shown]
    return [
        *(f"{case.name} has neither a scenario nor a reason" for case in unshown if not case.left_out),
        *(f"{case.name} has a scenario, and a reason why it has none" for case in CASES if case.left_out and case not in unshown),
        *(f"{name} is no case" for name in sorted(shown - {case.name for case in CASES})),
    ]


def table(scenarios, outcomes: dict) -> str:
    """Case by case, in Markdown; `outcomes` is what did not hold by title, None where all did."""
    lines = ["| case | asks | shown by: the gateway … | result |", "| --- | --- | --- | --- |"]
    for case in CASES:
        shown = [scenario for scenario in scenarios if case.name in scenario.cases]
        if shown:
            result = "holds" if all(outcomes.get(one.title, "") is None for one in shown) else "**does not hold**"
            words = "; ".join(one.title for one in shown)
        else:
            words, result = "–", f"left out: {case.left_out}"
        lines.append(f"| {case.name} | {case.asks} | {words} | {result} |")
    return "\n".join(lines)

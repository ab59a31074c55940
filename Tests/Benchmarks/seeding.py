"""A million sessions, written as rows into a database that a gateway has made, while no gateway runs on it.

Tokens have the gateway's own form: prefix, 43 digits of base 62, six digits of CRC-32. The database keeps their SHA-256.
"""

import hashlib
import sqlite3
import time
import zlib

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
PAIRS = [a + b for a in DIGITS for b in DIGITS]


def base62(number, width):
    text = []
    for _ in range((width + 1) // 2):
        number, rest = divmod(number, 3844)
        text.append(PAIRS[rest])
    return "".join(reversed(text))[-width:]


def token(number):
    """The access token of seeded session `number`: anyone can make it, so it belongs in no gateway but this one."""
    body = "lnya_" + base62(int.from_bytes(hashlib.sha256(b"benchmark %d" % number).digest(), "big"), 43)
    return body + base62(zlib.crc32(body.encode()), 6)


def identifier(prefix, number):
    return prefix + "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(13)))


def text(value):
    """As a standing holds text: the number of its bytes in two, then the bytes; None is a number of its own."""
    return b"\xff\xff" if value is None else len(value).to_bytes(2, "big") + value.encode()


def standing(number):
    """What a session's row says of its account (Sources/AccountSession/Session/Standing.swift): an owner with one phone."""
    return (
        b"\x01" + (1).to_bytes(8, "big") + text(None) + b"\0\0" + b"\0\1" + number.to_bytes(8, "big")
        + b"".join(map(text, ["phone", "aurora-phone", "a1", "2.1.0", "stable"])))


def seed(database, count, tokens_path, reports_path):
    """Accounts, phones and sessions 1…count; the files get their tokens in the same order."""
    now = int(time.time() * 1000)
    day = 86_400_000
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-800000")
    # Numbers spread as random ones are, and the same in each run.
    spread = [(number * 0x9E3779B97F4A7C15 & (1 << 62) - 1) | 1 << 61 for number in range(1, count + 1)]
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO account (id, roles, created_at) VALUES (?, 1, ?)", ((number, now) for number in sorted(spread)))
    connection.executemany(
        "INSERT INTO device (id, account, kind, product, hardware, identity, name, channel, installed_version, added_at) "
        "VALUES (?, ?, 'phone', 'aurora-phone', 'a1', ?, 'Phone', 'stable', '2.1.0', ?)",
        ((number, number, f"seeded-{number:x}", now) for number in spread))
    with open(tokens_path, "w") as tokens, open(reports_path, "w") as reports:

        def rows():
            for index, number in enumerate(spread):
                text = token(index)
                tokens.write(text + "\n")
                reports.write(f"{text} {identifier('dev_', number)}\n")
                digest = hashlib.sha256(text.encode()).digest()
                yield (
                    int.from_bytes(digest[:8], "big") >> 1, digest, number, number, number, "benchmark", 3, 1, now, now,
                    now, now + 30 * day, now + day, 0, standing(number))

        connection.executemany(
            "INSERT INTO session (access_key, access_digest, id, account, device, client, scope, methods, "
            "authenticated_at, created_at, last_used_at, expires_at, access_expires_at, step, standing) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", sorted(rows()))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


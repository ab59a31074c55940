"""A thousand slow clients do not delay a fast one: it is served to the end while none of them gets anywhere."""

import os
import socket
import time

from client import Client
from gateway import TEAM, Gateway

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SLOW = 1_000
ASKED = 2_000


def asked(client, token):
    """Milliseconds of each of `ASKED` requests, shortest first."""
    times = []
    for _ in range(ASKED):
        began = time.monotonic()
        status, answer = client.ask("GET", "/v1/updates", token=token)
        assert status == 200, f"{status} {answer!r}"
        times.append((time.monotonic() - began) * 1000)
    return sorted(times)


def slow_clients(options, folder):
    gateway = Gateway(options.binaries, folder)
    gateway.publish(
        [os.path.join(ROOT, "Catalog", "quiet-dunes")], [os.path.join(ROOT, "Firmware", "aurora-phone", "2.1.0")])
    gateway.start()
    held = []
    try:
        client = Client(gateway.port)
        body = {"identifier": TEAM[0], "password": TEAM[1], "scope": ["sync"]}
        status, tokens = client.ask("POST", "/v1/sessions", body)
        assert status == 201, tokens
        token = tokens["access_token"]
        alone = asked(client, token)
        head = f"GET /v1/themes HTTP/1.1\r\nHost: slow\r\nAuthorization: Bearer {token}\r\n".encode()
        for number in range(SLOW):
            connection = socket.create_connection(("127.0.0.1", gateway.port), timeout=10)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            if number % 2:
                # Asks for much, many times over, and reads nothing.
                connection.sendall((head + b"\r\n") * 20)
            else:
                connection.sendall(head[:20])
            held.append(connection)
        among = []
        for start in range(0, ASKED, 100):
            # One more byte from each of some that still say what they want.
            for connection in held[start % SLOW & ~1:][:100:2]:
                try:
                    connection.sendall(b"x")
                except OSError:
                    pass  # its time was over: that is the server's right
            for _ in range(100):
                began = time.monotonic()
                status, answer = client.ask("GET", "/v1/updates", token=token)
                assert status == 200, f"{status} {answer!r}"
                among.append((time.monotonic() - began) * 1000)
        among.sort()
        middle, last = len(among) // 2, len(among) * 99 // 100
        return (f"{ASKED} requests answered among {SLOW} slow clients; median {among[middle]:.2f} ms "
                f"(alone {alone[middle]:.2f}), 99th percentile {among[last]:.2f} ms (alone {alone[last]:.2f})")
    finally:
        for connection in held:
            connection.close()
        gateway.kill()

"""A thousand slow clients do not delay a fast one: it is served to the end while none of them gets anywhere."""

import os
import socket
import time

from client import Client
from gateway import TEAM, Gateway

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SLOW = 1_000
ASKED = 2_000
# How much later than alone the slowest hundredth of answers may come. A server that waits for any one of the slow clients waits for its
# timeouts, which are seconds: a thousandfold. What else runs on this machine costs a few times the time alone, and that says nothing about
# the server.
FACTOR = 10
# Milliseconds that one turn of a busy machine's scheduler may take, however fast an answer is alone.
NOISE = 20


def asked(client, token, count):
    """Milliseconds of each of so many requests."""
    times = []
    for _ in range(count):
        began = time.monotonic()
        status, answer = client.ask("GET", "/v1/updates", token=token)
        assert status == 200, f"{status} {answer!r}"
        times.append((time.monotonic() - began) * 1000)
    return times


def at(share, times):
    """The time that this share of the times, in percent, stays below."""
    return sorted(times)[len(times) * share // 100]


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
        alone = asked(client, token, ASKED)
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
            among += asked(client, token, 100)
        most = max(FACTOR * at(99, alone), NOISE)
        assert at(99, among) <= most, f"99th percentile {at(99, among):.2f} ms among slow clients, {at(99, alone):.2f} ms alone"
        return (f"{ASKED} requests answered among {SLOW} slow clients; median {at(50, among):.2f} ms (alone {at(50, alone):.2f}), "
                f"99th percentile {at(99, among):.2f} ms (alone {at(99, alone):.2f}, at most {most:.2f})")
    finally:
        for connection in held:
            connection.close()
        gateway.kill()

"""The peers: Debian's nginx with one worker, and SQLite with one commit for each write."""

import os
import signal
import socket
import sqlite3
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, seconds=20):
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


class Nginx:
    """One worker on core 0, in the foreground, with its own prefix. `constant` is what /constant answers."""

    def __init__(self, folder, certificate, key, constant):
        self.plain, self.secure = free_port(), free_port()
        self.root = os.path.join(folder, "nginx")
        os.makedirs(os.path.join(self.root, "files"), exist_ok=True)
        body = constant.decode().replace("\\", "\\\\").replace("'", "\\'")
        configuration = f"""
            {'user root;' if os.geteuid() == 0 else ''} worker_processes 1; daemon off; pid {self.root}/pid; error_log {self.root}/error.log crit;
            worker_rlimit_nofile 60000;
            events {{ worker_connections 25000; }}
            http {{
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; keepalive_timeout 300s;
              client_body_temp_path {self.root}/body; proxy_temp_path {self.root}/proxy;
              fastcgi_temp_path {self.root}/fastcgi; uwsgi_temp_path {self.root}/uwsgi;
              scgi_temp_path {self.root}/scgi;
              server {{
                listen 127.0.0.1:{self.plain};
                listen 127.0.0.1:{self.secure} ssl;
                ssl_certificate {certificate}; ssl_certificate_key {key};
                ssl_protocols TLSv1.2 TLSv1.3;
                root {self.root}/files;
                location = /constant {{ default_type application/json; return 200 '{body}'; }}
              }}
            }}
        """
        path = os.path.join(self.root, "nginx.conf")
        with open(path, "w") as file:
            file.write(configuration)
        self.master = subprocess.Popen(["taskset", "-c", "0", "nginx", "-p", self.root, "-c", path])
        wait_for(self.plain)
        with open(f"/proc/{self.master.pid}/task/{self.master.pid}/children") as file:
            self.pid = int(file.read().split()[0])

    def put(self, name, data):
        with open(os.path.join(self.root, "files", name), "wb") as file:
            file.write(data)

    def url(self, path, secure=False):
        return f"https://127.0.0.1:{self.secure}{path}" if secure else f"http://127.0.0.1:{self.plain}{path}"

    def stop(self):
        self.master.send_signal(signal.SIGQUIT)
        self.master.wait(timeout=20)


def commits_per_second(folder, seconds):
    """Rows like an outcome report, each in its own durable transaction (WAL, synchronous=FULL), by one writer."""
    connection = sqlite3.connect(os.path.join(folder, "commits.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS report (device INTEGER, product TEXT, version TEXT, outcome TEXT, "
        "reported_at INTEGER, PRIMARY KEY (device, product, version, outcome))")
    start = connection.execute("SELECT COALESCE(MAX(device), 0) FROM report").fetchone()[0]
    count, began = 0, time.monotonic()
    while time.monotonic() - began < seconds:
        count += 1
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO report VALUES (?, 'aurora-phone', '2.1.0', 'installed', 0)", (start + count,))
        connection.execute("COMMIT")
    rate = count / (time.monotonic() - began)
    connection.close()
    return rate

"""How a figure is taken: the server's CPU time from the kernel, the requests from wrk, both over one round."""

import os
import re
import statistics
import subprocess
from dataclasses import dataclass

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Round:
    """One round of load on one server."""

    requests: float
    per_second: float
    cpu_microseconds: float  # of the server, user and system, for one request


def cpu_seconds(pid):
    """User and system time of a process with all its threads, proc(5): fields 14 and 15 of stat."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_bytes(pid, field="VmRSS"):
    """VmRSS is everything; RssAnon leaves out mapped files, which the kernel may take back."""
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    raise RuntimeError(f"no {field} of {pid}")


UNITS = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}


def load(pid, url, seconds, *, connections=64, script=None, headers=(), environment=None, size=None):
    """Runs wrk against `url` from the second core; every answer must be 2xx or 3xx.

    With `size`, requests are counted by the bytes that were read: a round ends in the middle of as many large answers as
    there are connections, and their part was sent as well.
    """
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", script]
    before = cpu_seconds(pid)
    done = subprocess.run(
        command + [url], capture_output=True, text=True, timeout=seconds + 120,
        env={**os.environ, **(environment or {})})
    spent = cpu_seconds(pid) - before
    text = done.stdout + done.stderr
    counted = re.search(r"(\d+) requests in", text)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    amount = re.search(r"requests in ([\d.]+)(\w+), ([\d.]+)(\w?B) read", text)
    if done.returncode != 0 or not counted or not rate or not amount or (int(counted[1]) == 0 and not size):
        raise RuntimeError(f"wrk against {url} failed:\n{text}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    if bad or (broken and (int(broken[1]) or int(broken[2]) or int(broken[3]))):
        raise RuntimeError(f"wrk against {url} saw refusals:\n{text}")
    if size:
        requests = float(amount[3]) * UNITS[amount[4]] / size
        lasted = float(amount[1]) * {"s": 1, "m": 60}[amount[2]]
        return Round(requests, requests / lasted, spent / requests * 1e6)
    requests = int(counted[1])
    return Round(requests, float(rate[1]), spent / requests * 1e6)


def interleaved(rounds, runs):
    """Runs each of `runs` (name to function giving a Round) in turn, `rounds` times; gives the median of each figure."""
    seen = {name: [] for name in runs}
    for number in range(rounds):
        # Turn the order about, so that none is always the one that runs on a machine just warmed by the other.
        names = list(runs) if number % 2 == 0 else list(reversed(runs))
        for name in names:
            seen[name].append(runs[name]())
    return {
        name: Round(
            sum(one.requests for one in done),
            statistics.median(one.per_second for one in done),
            statistics.median(one.cpu_microseconds for one in done))
        for name, done in seen.items()
    }


@dataclass
class Line:
    """One line of the table."""

    what: str
    ours: str
    peer: str
    ratio: str
    target: str
    holds: bool


def table(lines):
    text = ["| what | Lanyard | peer | ratio | target | |", "|---|---|---|---|---|---|"]
    for line in lines:
        verdict = "holds" if line.holds else "**falls short**"
        text.append(
            f"| {line.what} | {line.ours} | {line.peer} | {line.ratio} | {line.target} | {verdict} |")
    return "\n".join(text)


def machine():
    """What the figures were taken on, in one sentence."""
    model, memory = "unknown processor", "unknown memory"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo") as file:
        memory = f"{int(file.readline().split()[1]) / 1048576:.0f} GiB"
    kernel = os.uname().release.split("-")[0]
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip()
    return (
        f"{os.cpu_count()} cores ({model}), {memory}, Linux {kernel}; server on core 0, wrk on core 1; "
        f"{nginx.removeprefix('nginx version: ')}, one worker, Debian's defaults (sendfile, tcp_nopush) without access log")

"""The emulated machine: boots, obeys a shell, ends. It has no network but the one port that the host reaches the gateway by."""

import asyncio
import contextlib
import itertools
import os
import shlex
import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LAB = ROOT / ".build" / "radio-lab"

# Where the gateway listens in the guest.
GATEWAY_PORT = 8080


class GuestError(Exception):
    """The machine does not do as it is told; the words say what it last said."""


class Guest:
    """One boot. All of it belongs to one asyncio loop, and commands run one after another.

    `folder` is where the guest and the host both read and write, at the same path in both.
    """

    def __init__(self, folder: Path, memory_mebibytes: int = 768):
        self.folder = folder
        self.memory = memory_mebibytes
        self.port = None
        self.process = None
        self.numbers = itertools.count(1)
        self.turn = asyncio.Lock()
        self.shell_server = None
        self.shell = asyncio.get_running_loop().create_future()

    @property
    def controller_socket(self) -> Path:
        """Who plays the guest's Bluetooth controller listens here before the boot."""
        return self.folder / "controller"

    async def boot(self):
        """Returns once the shell answers and the kernel has its controller."""
        self.port = free_port()
        self.shell_server = await asyncio.start_unix_server(self._shell_connected, self.folder / "shell")
        with open(self.folder / "qemu.log", "wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self._machine(), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log)
        await self.wait_until("test -e /sys/class/bluetooth/hci0", "a controller")

    def _machine(self):
        shared = "local,path={},mount_tag={},security_model=none,multidevs=remap"
        return [
            "qemu-system-x86_64", "-machine", "q35", "-cpu", "max,la57=off", "-smp", "2", "-m", str(self.memory),
            # A /dev/kvm that exists may hang the guest: emulation is the same everywhere.
            "-accel", "tcg,thread=multi,tb-size=512",
            "-display", "none", "-monitor", "none", "-no-reboot", "-nodefaults",
            "-serial", f"file:{self.folder / 'console.log'}",
            "-kernel", str(LAB / "kernel" / "vmlinux"), "-initrd", str(LAB / "initramfs.cpio"),
            "-append", f"console=ttyS0 quiet panic=-1 rdinit=/init lab={self.folder}",
            "-device", "virtio-rng-pci",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=controller,path={self.controller_socket}",
            "-device", "virtserialport,chardev=controller,name=lab.controller",
            "-chardev", f"socket,id=shell,path={self.folder / 'shell'}",
            "-device", "virtserialport,chardev=shell,name=lab.shell",
            "-netdev", f"user,id=network,restrict=on,hostfwd=tcp:127.0.0.1:{self.port}-10.0.2.15:{GATEWAY_PORT}",
            "-device", "virtio-net-pci,netdev=network,romfile=",
            "-virtfs", shared.format("/", "hostroot") + ",readonly=on",
            "-virtfs", shared.format(self.folder, "lab"),
        ]

    def _shell_connected(self, reader, writer):
        self.shell.set_result((reader, writer))

    async def run(self, command: str, seconds: float = 60):
        """Runs shell words. Returns the exit code and what was written to both outputs."""
        number = next(self.numbers)
        output = self.folder / f"command-{number}.out"
        line = f"( {command}\n) >{shlex.quote(str(output))} 2>&1 </dev/null; echo {number} $?"
        code = await self._obeyed(line, number, seconds)
        return code, output.read_text(errors="replace")

    async def check(self, command: str, seconds: float = 60) -> str:
        """As `run`, for what must succeed."""
        code, output = await self.run(command, seconds)
        if code != 0:
            raise GuestError(f"{command}: exit {code}\n{output}")
        return output

    async def start(self, command: str, output: Path) -> int:
        """Starts one program and returns its process number in the guest."""
        number = next(self.numbers)
        return await self._obeyed(
            f"{command} >>{shlex.quote(str(output))} 2>&1 </dev/null & echo {number} $!", number, 20)

    async def end(self, process: int, signal: str = "TERM", seconds: float = 30) -> int:
        """Signals a program that `start` started. Returns its exit code, once it is gone."""
        number = next(self.numbers)
        return await self._obeyed(f"kill -{signal} {process}; wait {process}; echo {number} $?", number, seconds)

    async def wait_until(self, condition: str, what: str, seconds: float = 60):
        """Asks again and again whether the shell words succeed."""
        deadline = asyncio.get_running_loop().time() + seconds
        while (await self.run(condition, seconds))[0] != 0:
            if asyncio.get_running_loop().time() > deadline:
                raise GuestError(f"the guest has not {what} within {seconds} s{self.last_words()}")
            await asyncio.sleep(0.1)

    async def unplug_controller(self):
        """The kernel loses its controller, as if somebody had pulled it out."""
        await self.check("kill $(pidof bridge)")
        await self.wait_until("test ! -e /sys/class/bluetooth/hci0", "lost its controller")

    async def plug_in_controller(self):
        await self.start("/run/bridge /dev/lab.controller", self.folder / "bridge.log")
        await self.wait_until("test -e /sys/class/bluetooth/hci0", "a controller")

    async def shut_down(self):
        """However it is: afterwards nothing of it runs."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if self.shell_server is not None:
            self.shell_server.close()

    async def _obeyed(self, line: str, number: int, seconds: float) -> int:
        """The number that the shell answers a line with."""
        async with self.turn:
            try:
                async with asyncio.timeout(seconds):
                    reader, writer = await self._shell_or_death()
                    writer.write(line.encode() + b"\n")
                    answer = (await reader.readline()).split()
            except ConnectionError:
                answer = []
            except TimeoutError:
                raise GuestError(f"the guest did not answer within {seconds} s: {line}{self.last_words()}") from None
            if len(answer) != 2 or int(answer[0]) != number:
                raise GuestError(f"the guest is gone: {line}{self.last_words()}")
            return int(answer[1])

    async def _shell_or_death(self):
        if not self.shell.done():
            death = asyncio.ensure_future(self.process.wait())
            await asyncio.wait([self.shell, death], return_when=asyncio.FIRST_COMPLETED)
            death.cancel()
            if not self.shell.done():
                raise GuestError(f"the guest ended while it booted{self.last_words()}")
        return self.shell.result()

    def last_words(self) -> str:
        """The end of what QEMU and the kernel wrote."""
        words = ""
        for name in ("qemu.log", "console.log"):
            with contextlib.suppress(FileNotFoundError):
                lines = (self.folder / name).read_text(errors="replace").splitlines()[-12:]
                words += "".join(f"\n  {name}: {line}" for line in lines)
        return words


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def new_folder() -> Path:
    """A folder for one boot, named for this process: two runs at once do not meet."""
    folder = LAB / "runs" / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.iterdir():
        left_over.unlink()
    return folder

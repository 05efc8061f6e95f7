"""Machines with networks of their own, joined by switches, and cables that can be pulled: Linux network namespaces.

Nothing has a name outside and nothing is set up on the machine itself: each namespace lives as long as the process that
holds it, which ends with this one. It takes root, or what `unshare --user --net` gives.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

from taskapp.base.settings import ROOT

T = TypeVar("T")
SERVER = 1  # the number of the machine on each network that the others know by heart
HOLDS = ["unshare", "--net", "sh", "-c", "ip link set lo up && echo ready && exec cat"]  # until its input ends
CLONE_NEWNET = 0x40000000
NOT_POSSIBLE = (
    "network namespaces cannot be made: run as root with iproute2 installed (a container needs CAP_SYS_ADMIN)"
)


class Host:
    """`with Host() as host:` is a machine that shares all but the network with this one."""

    def __enter__(self) -> Self:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self._holder = subprocess.Popen(HOLDS, text=True, **pipes)  # type: ignore[call-overload]
        if not self._holder.stdout.readline():
            raise RuntimeError(f"{NOT_POSSIBLE}: {self._holder.communicate()[1]}")
        self.pid: int = self._holder.pid
        self._within = f"/proc/{self.pid}/ns/net"
        return self

    def __exit__(self, *_error: object) -> None:
        self._holder.communicate()

    def start(self, command: Sequence[str], **options: object) -> subprocess.Popen[str]:
        """Start a program on it."""
        within = ["nsenter", f"--net={self._within}", *command]
        return subprocess.Popen(within, cwd=ROOT, text=True, **options)  # type: ignore[call-overload,no-any-return]

    def ip(self, *words: str) -> None:
        """Run ip(8) on it."""
        running = self.start(["ip", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = running.communicate()[0]
        assert running.returncode == 0, f"ip {' '.join(words)}: {said}"

    def inside(self, work: Callable[[], T]) -> T:
        """Do it here, in a thread that stands in the machine's network; sockets made in it stay there."""
        with ThreadPoolExecutor(1, initializer=self._enter) as thread:
            return thread.submit(work).result()

    def _enter(self) -> None:
        libc = ctypes.CDLL(None, use_errno=True)  # os.setns() came with Python 3.12
        descriptor = os.open(self._within, os.O_RDONLY)
        try:
            if libc.setns(descriptor, CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
        finally:
            os.close(descriptor)


class Cable:
    """What joins a machine to a switch."""

    def __init__(self, switch: Host, port: str) -> None:
        self._switch, self._port = switch, port
        self.mend()

    def cut(self) -> None:
        """What is sent from now on goes nowhere, and nobody says so: both ends still see a link."""
        self._switch.ip("link", "set", self._port, "nomaster")

    def mend(self) -> None:
        """Join them."""
        self._switch.ip("link", "set", self._port, "master", "hub")


class Network:
    """A switch: `with Network(7) as network: network.plug(host, 3)` gives it the address 10.77.7.3."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._switch = Host()

    def __enter__(self) -> Self:
        self._switch.__enter__()
        self._switch.ip("link", "add", "hub", "type", "bridge")
        self._switch.ip("link", "set", "hub", "up")
        return self

    def __exit__(self, *_error: object) -> None:
        self._switch.__exit__()

    def address(self, number: int) -> str:
        return f"10.77.{self.number}.{number}"

    def plug(self, host: Host, number: int) -> Cable:
        """Give the machine an address here. It asks nobody where the server is: a cut is not seen by asking."""
        port, device = f"port{number}", f"net{self.number}"
        ends = ["address", self._hardware(number), "netns", str(host.pid)]
        self._switch.ip("link", "add", port, "type", "veth", "peer", "name", device, *ends)
        self._switch.ip("link", "set", port, "up")
        host.ip("address", "add", f"{self.address(number)}/24", "dev", device)
        host.ip("link", "set", device, "up")
        if number != SERVER:
            server = [self.address(SERVER), "lladdr", self._hardware(SERVER)]
            host.ip("neighbour", "replace", *server, "dev", device, "nud", "permanent")
        return Cable(self._switch, port)

    def _hardware(self, number: int) -> str:
        return f"02:00:00:00:{self.number:02x}:{number:02x}"

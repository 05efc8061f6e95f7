"""Processes to be hurt, born quickly: one process imports the product once and forks each sender from itself.

Run as a program it reads orders, one JSON list a line: ["start", kind, argument …] answers with the number of the
new process, ["wait", number, seconds] with its exit code (minus the signal's number), or null when it still runs.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from taskapp.app import create_app
from taskapp.base.settings import ROOT
from tests.conftest import make_settings
from tests.faults import keeper, node, sender

KINDS: Mapping[str, Callable[..., None]] = {
    "sender": sender.main,
    "node": node.main,
    "upgrade": keeper.upgrade,
    "backup": keeper.backup,
}
FAILED = 1


class Born:
    """A process that runs, or is dead."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid, self._nursery = pid, nursery
        self._code: int | None = None

    def wait(self, patience: float) -> int:
        """Its exit code; fails when it still runs after so many seconds."""
        if self._code is None:
            self._code = self._nursery.ask("wait", self.pid, patience)
        assert self._code is not None, f"process {self.pid} still runs after {patience} s"
        return self._code

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal unless it is dead."""
        if self._code is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it unless it is dead."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """`with Nursery() as nursery: with nursery.born("sender", …) as one:`"""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.faults.nursery"]
        self._process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()  # the end of its orders is its own

    @contextmanager
    def born(self, kind: str, *arguments: str) -> Iterator[Born]:
        """A process of KINDS with these arguments; killed at the end if it still runs."""
        pid = self.ask("start", kind, *arguments)
        assert pid is not None
        running = Born(self, pid)
        try:
            yield running
        finally:
            running.kill()
            running.wait(20)

    def ask(self, *order: object) -> int | None:
        """Give an order and read the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: int | None = json.loads(self._process.stdout.readline())
        return answer


def main() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # waited for below
    create_app(make_settings("sqlite://", Path("unused")))  # imports what a sender needs
    for line in sys.stdin:
        word, *order = json.loads(line)
        answer = _start(order) if word == "start" else _wait(*order)
        print(json.dumps(answer), flush=True)


def _start(order: list[str]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = FAILED
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)  # what it says is not an answer
        kind, *arguments = order
        KINDS[kind](*arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _wait(pid: int, seconds: float) -> int | None:
    ends = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        left = ends - time.monotonic()
        if left <= 0 or signal.sigtimedwait({signal.SIGCHLD}, left) is None:
            return None


if __name__ == "__main__":
    main()

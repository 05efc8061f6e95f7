"""What a file may cost: bytes, lines, memory, time. The child puts them on itself before it sees a byte."""

from __future__ import annotations

import resource
import signal
import sys
from typing import NoReturn

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LARGEST_ANSWER = 16 * MEGABYTE
LARGEST_MAIL = 32 * MEGABYTE  # a document of the largest size as mails carry it, and some more
MOST_LINES = 20_000
MOST_LETTERS = 1_000_000
MOST_PAGES = 300

MEMORY = 220 * MEGABYTE  # of address space, 50 MiB of it the interpreter and the readers
SECONDS = 10  # of wall clock, as seen by the parent
CPU_SECONDS = 9  # of any document
FIRST_SECONDS = 1.3  # of CPU; what is no document shows in less
PAGE_SECONDS = 0.5  # of CPU for each page of a PDF
SCAN = "scan"  # the word by which the child is told to recognise letters in pictures
RECOGNISING_SECONDS = 45  # a scanned document, page by page
RECOGNISED_PAGES = 10
RECOGNISING = {"memory": 1024 * MEGABYTE, "cpu_seconds": RECOGNISING_SECONDS}
TABULATING_SECONDS = 90  # of wall clock: a register of 50,000 rows takes 10 s of CPU and 115 MiB
TABULATING = {"memory": 384 * MEGABYTE, "cpu_seconds": 45, "answer": 128 * MEGABYTE}
UNPACKING = {"memory": 512 * MEGABYTE, "answer": 2 * LARGEST_MAIL}  # of a mail


def restrict(memory: int = MEMORY, cpu_seconds: int = CPU_SECONDS, answer: int = LARGEST_ANSWER) -> None:
    """Bind this process for good: memory, CPU, size of what it writes, no dump of its memory, no network."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer, answer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse_network)


_AGAIN_AFTER = 0.2  # seconds of CPU: where a library is in the middle of clearing up, Python drops what is raised


class Exhausted(BaseException):
    """The CPU time allowed is used up. No Exception, so that no library takes it for one of its own."""


def allow(seconds: float) -> None:
    """From now on so much CPU time is allowed; then Exhausted is raised wherever the process is, until it is heard.

    0 ends this.
    """
    signal.signal(signal.SIGPROF, _exhausted)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_AFTER)


def _exhausted(_signal: int, _frame: object) -> NoReturn:
    raise Exhausted


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "webbrowser.")):
        _stop(event)


def _stop(event: str) -> NoReturn:
    raise PermissionError(event)

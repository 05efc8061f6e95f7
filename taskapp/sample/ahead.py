"""What a generator gives, made by a process of its own while what it gave before is being used."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

Made = TypeVar("Made")


@contextmanager
def ahead(make: Callable[[], Iterable[Made]]) -> Iterator[Iterator[Made]]:
    """Inside, what `make` gives one after another: one is made while the one before is used.

    The process inherits nothing, so `make` and what it gives must be such as can be sent. When it fails it says so on
    the terminal, and EOFError is raised here.
    """
    fresh = get_context("spawn")
    receiver, sender = fresh.Pipe(duplex=False)
    maker = fresh.Process(target=_send, args=(make, sender), daemon=True)
    maker.start()
    sender.close()
    try:
        yield iter(receiver.recv, None)
    finally:
        receiver.close()  # who still sends ends by that
        maker.join()


def _send(make: Callable[[], Iterable[object]], sender: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who uses it
    gc.disable()  # looking for rings among many rows takes long, and there are none
    with suppress(BrokenPipeError):
        for each in make():
            sender.send(each)
        sender.send(None)

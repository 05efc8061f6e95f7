"""Nobody waits for ever for somebody else's server."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What `call` gives, in a thread of its own, so that an answer which drips in for ever keeps nobody.

    Not even the end of the process waits for that thread. Raises TimeoutError when it takes longer, and what `call`
    raises.
    """
    found: Future[Result] = Future()

    def run() -> None:
        try:
            found.set_result(call())
        except Exception as error:
            found.set_exception(error)

    Thread(target=run, daemon=True).start()
    return found.result(seconds)

"""Nobody waits for ever for somebody else's server."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What `call` gives, in a thread of its own, so that an answer which drips in for ever keeps nobody.

    Raises TimeoutError when it takes longer, and what `call` raises.
    """
    worker = ThreadPoolExecutor(1)
    try:
        return worker.submit(call).result(seconds)
    finally:
        worker.shutdown(wait=False, cancel_futures=True)

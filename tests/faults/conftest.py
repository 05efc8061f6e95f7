"""Fixtures of the fault tests: the outbox and mail server of the delivery tests, and where processes are born."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.nursery import Nursery
from tests.outbox.conftest import post, server

__all__ = ["post", "server"]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Forks processes that have imported the product."""
    with Nursery() as running:
        yield running

"""Fixtures of the fault tests: the outbox and the mail server of the delivery tests."""

from __future__ import annotations

from tests.outbox.conftest import post, server

__all__ = ["post", "server"]

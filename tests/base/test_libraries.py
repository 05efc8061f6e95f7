"""Libraries hidden from others: for them it is as if they were not installed, for everybody else nothing changes."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from taskapp.base.libraries import hidden


def test_a_hidden_library_cannot_be_imported_until_the_end() -> None:
    assert "this" not in sys.modules  # a module of Python that nobody needs
    with hidden("this"), pytest.raises(ImportError):
        import_module("this")
    assert "this" not in sys.modules


def test_what_is_loaded_already_stays() -> None:
    before = sys.modules["json"]
    with hidden("json"):
        assert import_module("json") is before
    assert sys.modules["json"] is before

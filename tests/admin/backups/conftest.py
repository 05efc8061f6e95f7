"""Fixtures of the tests of backups."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from taskapp.admin.backups import age
from tests.admin.backups.vault import Vault
from tests.office import Office
from tests.outbox.conftest import post, server

__all__ = ["post", "server"]


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretching a key takes a tenth of a second otherwise."""
    monkeypatch.setattr(age, "WORK", 4)


@pytest.fixture
def vault(app: Flask, office: Office, tmp_path: Path) -> Vault:
    """The test office and a folder for its backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return Vault(app, office, folder)

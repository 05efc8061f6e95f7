"""The record of the test office."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.office import Office
from tests.tasks.audit.record import Record


@pytest.fixture
def record(app: Flask, office: Office, tmp_path: Path) -> Record:
    return Record(app, office, tmp_path / "anchor")

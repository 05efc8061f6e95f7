"""An application whose people have the passwords of a directory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.people.directory.slapd import Slapd
from tests.people.sso.conftest import application


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with Slapd() as running:
        yield running


@pytest.fixture
def app(database_url: str, tmp_path: Path, slapd: Slapd) -> Iterator[Flask]:
    """The application over this test's database, with the directory."""
    with application(database_url, tmp_path, ldap=slapd.ldap(groups="memberOf")) as made:
        yield made

"""Two hundred and more hostile files: each is refused in words, or read harmlessly where it can be, cheaply."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from taskapp.directives import limits
from tests.directives.reading.attack import DOCUMENTS, documents
from tests.thorough import much

SECONDS = 4.0  # of CPU: what the child allows itself and its own start, on a machine of half the speed
MEBIBYTES = 200
EVERY = much(1, 8)


@pytest.fixture(scope="module")
def fates() -> list[dict[str, object]]:
    """What became of each file (of every eighth, unless thorough), each in a process of its own."""
    attack = [sys.executable, "-m", "tests.directives.reading.attack", str(EVERY)]
    told = subprocess.run(attack, capture_output=True, check=True, text=True)
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_there_are_two_hundred_and_more_of_every_kind(fates):
    names = [name for name, _expected, _make in documents()]
    assert len(names) == len(set(names)) > 250
    assert len(fates) == -(-len(names) // EVERY)
    assert len(DOCUMENTS) == 11


def test_each_file_is_refused_or_read_as_it_should_be(fates):
    wrong = [fate for fate in fates if fate["expected"] not in ("any", fate["outcome"])]
    assert wrong == []
    assert [fate["name"] for fate in fates if fate["outcome"] == "died"] == []


def test_each_refusal_says_what_to_do(fates):
    silent = [fate["name"] for fate in fates if fate["outcome"] == "refused" and "Hãy" not in str(fate["message"])]
    assert silent == []


def test_each_file_costs_little(fates):
    dear = [fate for fate in fates if float(str(fate["seconds"])) > SECONDS or int(str(fate["mib"])) > MEBIBYTES]
    assert dear == []


def test_a_network_is_never_asked():
    asked = "import socket; from taskapp.directives import limits; limits.restrict(); socket.create_connection"
    refused = subprocess.run([sys.executable, "-c", f"{asked}(('127.0.0.1', 9))"], capture_output=True, check=False)
    assert b"PermissionError" in refused.stderr
    assert limits.MEMORY <= 220 * limits.MEGABYTE

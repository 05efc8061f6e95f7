"""Encryption in the format of age: what `age` wrote opens here, and nothing that was changed does."""

from __future__ import annotations

import io

import pytest

from taskapp.admin.backups import age
from taskapp.admin.backups.age import CHUNK, TAG, Broken, Opening, Sealing, WrongKey
from tests.conftest import DATA

KEY = "khoa-de-thu-0123456789-abcdefghijklm"
OF_AGE = "giao-viec-thu-age-0123456789"  # typed to `age -p`


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK", 4)


def sealed(content: bytes, key: str = KEY) -> bytes:
    raw = io.BytesIO()
    sealing = Sealing(raw, key)
    for start in range(0, len(content), 100_000):
        sealing.write(content[start : start + 100_000])
    sealing.close()
    return raw.getvalue()


def opened(data: bytes, key: str = KEY) -> bytes:
    source = Opening(io.BytesIO(data), key)
    return b"".join(iter(lambda: source.read(70_001), b""))


def test_a_file_that_age_itself_wrote_opens() -> None:
    content = opened((DATA / "of-age.age").read_bytes(), OF_AGE).decode()
    assert content == "Việc của cơ quan. " * 20


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
def test_whatever_its_length_it_opens_again(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    data = sealed(content)
    assert opened(data) == content
    assert content[:30] not in data or size < 30


def test_another_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        opened(sealed(b"x"), KEY + "x")


def chunks(data: bytes) -> tuple[bytes, list[bytes]]:
    """The header with its nonce, and the sealed chunks."""
    start = data.index(b"\n--- ") + len("\n--- ") + 43 + 1 + 16
    step = CHUNK + TAG
    return data[:start], [data[at : at + step] for at in range(start, len(data), step)]


@pytest.mark.parametrize(
    "order",
    [(0, 1), (0,), (1, 2), (0, 2, 1), (1, 0, 2), (0, 0, 1, 2), (0, 1, 2, 2)],
    ids=["without the end", "the first alone", "without the beginning", "swapped", "moved", "twice", "the end twice"],
)
def test_chunks_have_their_place(order: tuple[int, ...]) -> None:
    head, parts = chunks(sealed(bytes(2 * CHUNK + 9)))
    assert len(parts) == 3
    with pytest.raises(Broken):
        opened(head + b"".join(parts[number] for number in order))


def test_no_bit_of_the_header_may_differ() -> None:
    data = sealed("Việc".encode())
    head, _parts = chunks(data)
    for at in range(len(head) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises((Broken, WrongKey)):
            opened(bytes(changed))

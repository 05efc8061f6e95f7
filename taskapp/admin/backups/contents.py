"""What stands in a backup, and going through one: each member checked as it passes, nothing believed before the end."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from taskapp.admin.backups import age
from taskapp.admin.backups.container import Damaged, Member, Source, members
from taskapp.admin.backups.rows import Form, Sum, Summing, Values, digest, unpacked
from taskapp.base.errors import Refused
from taskapp.base.i18n import _

T = TypeVar("T")
FORMAT = 1
BEGIN, END = "BEGIN.json", "END.json"
Tell = Callable[[int], object]


class Beginning(msgspec.Struct, frozen=True):
    """What is known before the first row. `made_at` ISO, UTC; `revision` the form of the tables; `keys` are marks."""

    format: int
    program: str
    made_at: str
    revision: str
    database: str
    committees: tuple[str, ...]
    tables: tuple[Form, ...]
    keys: dict[str, str]


class Ending(msgspec.Struct, frozen=True):
    """What is known after the last file. `missing`: keys of files that were lost or changed before the backup."""

    tables: dict[str, Sum]
    digest: str
    files: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """A backup that was gone through and is whole."""

    beginning: Beginning
    ending: Ending
    is_encrypted: bool

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.ending.tables.values())


class Visitor(Protocol):
    """What is done with a backup while it passes. Nothing of it is proved before the walk ends without a refusal."""

    def begin(self, beginning: Beginning) -> None: ...
    def rows(self, form: Form, rows: Sequence[Values]) -> None: ...
    def file(self, key: str, pieces: Iterator[bytes]) -> None: ...
    def aside(self, folder: str, name: str, pieces: Iterator[bytes]) -> None: ...


class Looking:
    """Only looks."""

    def begin(self, beginning: Beginning) -> None:
        pass

    def rows(self, form: Form, rows: Sequence[Values]) -> None:
        pass

    def file(self, key: str, pieces: Iterator[bytes]) -> None:
        pass

    def aside(self, folder: str, name: str, pieces: Iterator[bytes]) -> None:
        pass


def walk(path: Path, key: str | None, visitor: Visitor, tell: Tell = lambda _read: None) -> Contents:
    """Go through the whole backup. Raises Refused: Damaged with the place, a wrong or missing key, a newer format."""
    with opened(path, key) as (source, is_encrypted):
        passing = _Passing(visitor)
        for member in members(source, tell):
            passing.take(member)
        beginning, ending = passing.proved()
        return Contents(beginning, ending, is_encrypted)


def first_words(path: Path, key: str | None) -> Beginning:
    """What the backup says about itself, unproved: for who only wants to know whether the key opens it."""
    with opened(path, key) as (source, _is_encrypted):
        return _beginning(next(members(source, lambda _read: None)))


@contextmanager
def opened(path: Path, key: str | None) -> Iterator[tuple[Source, bool]]:
    """The backup to read from, decrypted, and whether it was encrypted."""
    with path.open("rb") as raw:
        start = raw.read(len(age.VERSION))
        raw.seek(0)
        if start != age.VERSION:
            yield raw, False
            return
        if key is None:
            raise Refused(
                _("Bản sao lưu này được mã hóa: hãy đặt TASKAPP_BACKUP_KEY (hoặc …_FILE) đúng khóa lúc sao lưu.")
            )
        try:
            source = age.Opening(raw, key)
        except age.WrongKey as error:
            text = _("Khóa TASKAPP_BACKUP_KEY không mở được bản sao lưu này: sai khóa, hoặc phần đầu tệp bị hỏng.")
            raise Refused(text) from error
        except age.Broken as error:
            raise Damaged(_("phần đầu tệp")) from error
        yield source, True


def mark_of(key: str) -> str:
    """Tells one key from another and nothing about either: keys are random and long."""
    return hmac.digest(key.encode(), b"giaoviec backup", "sha256")[:8].hex()


class _Passing:
    """Hands members to the visitor and keeps count."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._beginning: Beginning | None = None
        self._ending: Ending | None = None
        self._forms: dict[str, Form] = {}
        self._sums: dict[str, Summing] = {}
        self._files = 0

    def take(self, member: Member) -> None:
        if self._ending is not None or (self._beginning is None) is not (member.name == BEGIN):
            raise Damaged(member.name)
        if member.name == BEGIN:
            self._beginning = _beginning(member)
            return
        if not self._forms:  # by now the sum of the beginning was found right
            self._begin(self._beginning)
        kind, _slash, rest = member.name.partition("/")
        if kind == END:
            self._ending = _decoded(member, Ending)
        elif kind == "rows":
            self._rows(member, rest.partition("/")[0])
        elif kind == "files":
            self._files += 1
            self._visitor.file(rest.partition("/")[2], member.pieces)
        else:
            self._visitor.aside(kind, rest, member.pieces)

    def proved(self) -> tuple[Beginning, Ending]:
        if self._beginning is None or self._ending is None:
            raise Damaged(END)
        found = {name: summing.sum() for name, summing in self._sums.items()}
        wrong = next((name for name in sorted(found) if found[name] != self._ending.tables.get(name)), None)
        if wrong is not None:
            raise Damaged(f"rows/{wrong}")
        if digest(found) != self._ending.digest or self._files != self._ending.files:
            raise Damaged(END)
        return self._beginning, self._ending

    def _begin(self, beginning: Beginning | None) -> None:
        if beginning is None:
            raise Damaged(BEGIN)
        self._forms = {form.name: form for form in beginning.tables}
        self._sums = {form.name: Summing() for form in beginning.tables}
        self._visitor.begin(beginning)

    def _rows(self, member: Member, name: str) -> None:
        if name not in self._forms:
            raise Damaged(member.name)
        lines, rows = unpacked(member.whole(), self._forms[name], member.name)
        self._sums[name].add(lines, len(rows))
        self._visitor.rows(self._forms[name], rows)


def _beginning(member: Member) -> Beginning:
    found = _decoded(member, Beginning)
    if found.format > FORMAT:
        raise Refused(_("Bản sao lưu do phiên bản mới hơn của chương trình lập: hãy cài phiên bản đó rồi làm lại."))
    return found


def _decoded(member: Member, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(member.whole(), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Damaged(member.name) from error

"""What is kept about a person as a file to take along: JSON for programs, and the same as a text to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import LargeBinary, String, inspect
from sqlalchemy.orm import Session

from taskapp.admin.personal import counting
from taskapp.admin.personal.holdings import HOLDINGS, Holding
from taskapp.base import clock
from taskapp.base.i18n import _
from taskapp.people.models import Person

DATA, TEXT = "du-lieu.json", "doc-truoc.txt"
# What opens something, or would help to guess what does: of it only that it is there.
SECRET = frozenset({"password_hash", "token_hash", "code_hash", "credential_id", "challenge", "report_key"})
SECRET_OF = frozenset({("channel_address", "address"), ("outer_account", "subject"), ("message", "message_id")})
ABOUT, AUTHORS = frozenset({"id", "person_id"}), frozenset({"by_id", "asked_by_id"})


def archive(session: Session, person: Person, *, now: datetime, with_work: bool) -> bytes:
    """The zip. Without the work for who may administer the account and has no right to read tasks."""
    chosen = [holding for holding in HOLDINGS if with_work or not holding.is_work]
    told = {holding.key: list(_records(session, person, holding)) for holding in chosen}
    head = {
        "committee": person.committee.name,
        "person": person.id,
        "made_at": now.isoformat(),
        "with_work": with_work,
        "kept": {h.key: {"what": str(h.name), "why": str(h.purpose), "how_long": str(h.kept)} for h in chosen},
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        file.writestr(DATA, json.dumps({**head, "data": told}, ensure_ascii=False, indent=1))
        file.writestr(TEXT, "\n".join(_lines(person, chosen, told, now)) + "\n")
    return buffer.getvalue()


def _records(session: Session, person: Person, holding: Holding) -> Iterator[dict[str, Any]]:
    for table, row in counting.rows(session, person, holding):
        named = [column for column in holding.columns_of(table) if getattr(row, column) == person.id]
        own = ABOUT | AUTHORS if holding.is_work else ABOUT  # a line of a log that he left about others is about them
        yield {"table": table, "named_by": named, **_values(table, row, with_words=bool(own & set(named)))}


def _values(table: str, row: Any, *, with_words: bool) -> dict[str, Any]:
    """What a record says; words only of what is about the person or was written by him: of others they are theirs."""
    found = {}
    for column in inspect(type(row)).columns:
        is_words = isinstance(column.type, String) and not _is_choice(column.type)
        is_secret = column.key in SECRET or (table, column.key) in SECRET_OF or isinstance(column.type, LargeBinary)
        if not is_secret and (with_words or not is_words):
            found[column.key] = _plain(getattr(row, column.key))
    return found


def _is_choice(kind: Any) -> bool:
    return getattr(kind, "enums", None) is not None


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _lines(
    person: Person, chosen: list[Holding], told: dict[str, list[dict[str, Any]]], now: datetime
) -> Iterator[str]:
    day = clock.local_day(now, person.committee.timezone)
    yield _("Dữ liệu cá nhân tại %(committee)s", committee=person.committee.name)
    yield _("%(name)s, ngày %(day)s", name=person.full_name, day=f"{day:%d/%m/%Y}")
    yield _("Tệp %(file)s chứa cùng dữ liệu cho phần mềm đọc. Mật khẩu, mã và khóa không bao giờ được xuất.", file=DATA)
    for holding in chosen:
        yield ""
        yield f"== {holding.name} =="
        yield _("Để làm gì: %(why)s", why=str(holding.purpose))
        yield _("Giữ bao lâu: %(kept)s", kept=str(holding.kept))
        yield _("Số dòng: %(n)s", n=len(told[holding.key]))
        for record in told[holding.key]:
            pairs = (f"{name}: {value}" for name, value in record.items() if value not in (None, "", [], "table"))
            yield "- " + "; ".join(pair.replace("\n", " / ") for pair in pairs)

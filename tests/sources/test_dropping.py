"""Folders of sources: a file is taken once, answered, and neither lost nor taken twice wherever its taker dies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from taskapp.base.db import db
from taskapp.base.ticks import Tick
from taskapp.jobs import take_sources
from taskapp.sources import dropping, taking
from taskapp.sources.models import Door, SourceBatch, SourceItem
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.sources.conftest import make_source

SHEET = """Sổ theo dõi hồ sơ;;;
Mã hồ sơ;Thủ tục;Ngày tiếp nhận;Ngày hẹn trả;Ngày trả kết quả
HT-1;Đăng ký khai sinh;02/03/2026;03/03/2026;02/03/2026
HT-2;Đăng ký kết hôn;02/03/2026;16:00 09/03/2026;
"""
ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<edXML:edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope><edXML:edXMLHeader>
<edXML:MessageHeader>
 <edXML:From><edXML:OrganId>000.00.00.H20</edXML:OrganId><edXML:OrganName>UBND tỉnh</edXML:OrganName></edXML:From>
 <edXML:To><edXML:OrganId>000.00.07.H20</edXML:OrganId><edXML:OrganName>UBND huyện</edXML:OrganName></edXML:To>
 <edXML:Code><edXML:CodeNumber>145</edXML:CodeNumber><edXML:CodeNotation>UBND-NC</edXML:CodeNotation></edXML:Code>
 <edXML:PromulgationInfo><edXML:PromulgationDate>2026/02/26</edXML:PromulgationDate></edXML:PromulgationInfo>
 <edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
 <edXML:Subject>{subject}</edXML:Subject>
 <edXML:DueDate>2026/02/28</edXML:DueDate>
 <edXML:DocumentId>000.00.00.H20,2026/02/26,145/UBND-NC</edXML:DocumentId>
</edXML:MessageHeader>
<edXML:TraceHeaderList><edXML:TraceHeader><edXML:Timestamp>2026/02/27 08:30:00</edXML:Timestamp></edXML:TraceHeader>
<edXML:Bussiness><edXML:BussinessDocType>{kind}</edXML:BussinessDocType></edXML:Bussiness></edXML:TraceHeaderList>
</edXML:edXMLHeader></edXML:edXMLEnvelope></edXML:edXML>"""


class Killed(BaseException):
    """What no handler catches: the end of the process."""


class Drop:
    """The folder of one source, and what a round makes of it."""

    def __init__(self, app: Flask, office: Office, data_dir: Path) -> None:
        self.app, self.office, self.data_dir = app, office, data_dir
        make_source(db.session(), office)
        db.session.commit()
        self.folder = data_dir / "sources-in" / "ho-tich"
        self.folder.mkdir(parents=True)

    def put(self, name: str, content: str | bytes) -> None:
        (self.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    def round(self, now: datetime = MONDAY) -> int:
        return dropping.take_in(db.session(), self.data_dir, now=now)

    def files(self, *below: str) -> list[str]:
        folder = self.folder.joinpath(*below)
        found = [path.name for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
        return sorted(name.partition("-")[2] if below else name for name in found)

    def answers(self, aside: str) -> list[dict[str, Any]]:
        return [json.loads(path.read_text()) for path in sorted((self.folder / aside).glob("*.json"))]

    def items(self) -> list[SourceItem]:
        db.session.rollback()
        return list(db.session.scalars(select(SourceItem).order_by(SourceItem.own_id, SourceItem.version)))


@pytest.fixture
def drop(app: Flask, office: Office, tmp_path: Path) -> Iterator[Drop]:
    with app.app_context():
        yield Drop(app, office, tmp_path / "data")


def _workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_sheets_are_taken_and_answered_and_the_file_with_its_names_is_gone(drop: Drop):
    drop.put("so.csv", SHEET)
    drop.put("so.xlsx", _workbook(("id", "received", "due", "done"), ("HT-2", MONDAY.date(), MONDAY.date(), None)))
    drop.put("dang-ghi.csv.part", SHEET)
    assert drop.round() == 3
    assert [(item.own_id, item.version, item.done_on) for item in drop.items()] == [
        ("HT-1", 1, MONDAY.date()),
        ("HT-2", 1, None),
        ("HT-2", 2, None),
    ]
    assert drop.files() == ["dang-ghi.csv.part"]
    assert drop.files("taken") == []
    assert drop.files("done") == ["so.csv.json", "so.xlsx.json"]
    told = {
        answer["file"]: (answer["added"], answer["corrected"], answer["refused"]) for answer in drop.answers("done")
    }
    assert told == {"so.csv": (2, 0, []), "so.xlsx": (0, 1, [])}
    batches = db.session.scalars(select(SourceBatch).order_by(SourceBatch.id)).all()
    assert [(batch.door, batch.file_name, batch.by_id) for batch in batches] == [
        (Door.FILE, "so.csv", None),
        (Door.FILE, "so.xlsx", None),
    ]


@pytest.mark.parametrize(
    ("content", "taken", "reason"),
    [
        (SHEET.replace("09/03/2026;", "09/03/2026;10/03/2026"), 1, "tương lai"),
        ("a;b\n1;2\n", 0, "cột ngày tiếp nhận"),
        (b"\x00\x01\x02", 0, ""),
        (ENVELOPE.format(subject="a", kind=0).replace("MessageHeader", "Khac"), 0, "MessageHeader"),
    ],
)
def test_what_cannot_be_taken_lies_aside_with_the_reason(drop: Drop, content: str | bytes, taken: int, reason: str):
    drop.put("so.csv", content)
    assert drop.round() == taken
    [answer] = drop.answers("refused")
    assert reason in answer["refused"][0]["reason"]
    assert "so.csv" in drop.files("refused")
    assert dropping.refused(drop.data_dir) == 1
    assert drop.round() == 0


def test_an_envelope_is_a_document_whose_due_date_is_a_proposal_and_is_answered(drop: Drop):
    drop.put("145.edxml", ENVELOPE.format(subject="V/v báo cáo", kind=0))
    assert drop.round() == 1
    [item] = drop.items()
    assert (item.own_id, item.kind) == ("000.00.00.H20,2026/02/26,145/UBND-NC", "Công văn số 145/UBND-NC của UBND tỉnh")
    assert (item.received_on.day, item.due_on, item.proposed_on.day, item.title) == (27, None, 28, "V/v báo cáo")
    [status] = (drop.folder / "done").glob("*.status.edxml")
    elements = ElementTree.fromstring(status.read_bytes()).iter()
    said = {element.tag.rpartition("}")[2]: element.text for element in elements}
    assert (said["StatusCode"], said["Code"], said["DocumentId"]) == ("01", "145/UBND-NC", item.own_id)
    assert (said["PromulgationDate"], said["Timestamp"]) == ("2026/02/26", "2026/03/02 09:00:00")
    drop.put("146.edxml", ENVELOPE.format(subject="V/v báo cáo", kind=1))
    drop.put("147.edxml", ENVELOPE.format(subject="MẬT", kind=0))
    drop.round()
    assert [(one.version, one.is_cancelled) for one in drop.items()] == [(1, False), (2, True)]
    [status] = (drop.folder / "refused").glob("*.status.edxml")
    assert "<edXML:StatusCode>02<" in status.read_text()


@pytest.mark.parametrize("point", ["take", "commit", "answer", "remove"])
def test_wherever_the_taker_dies_the_file_comes_again_and_nothing_enters_twice(
    drop: Drop, point: str, monkeypatch: pytest.MonkeyPatch
):
    drop.put("so.csv", SHEET)
    with monkeypatch.context() as patched:
        where, name = {
            "take": (taking, "take"),
            "commit": (db.session(), "commit"),
            "answer": (dropping, "_answer"),
            "remove": (dropping.folders, "remove"),
        }[point]
        patched.setattr(where, name, _dies)
        with pytest.raises(Killed):
            drop.round()
    db.session.rollback()
    assert drop.files("taken") == ["so.csv"]
    assert drop.round() == 0  # it may still be at work
    drop.round(datetime.now(MONDAY.tzinfo) + timedelta(hours=2))
    assert [(item.own_id, item.version) for item in drop.items()] == [("HT-1", 1), ("HT-2", 1)]
    assert drop.files() == drop.files("taken") == []
    assert drop.answers("done")[-1]["refused"] == []


def test_a_proposed_limit_counts_once_a_clerk_takes_it_and_later_envelopes_leave_it(
    drop: Drop, client_of: Callable[[str], FlaskClient]
):
    drop.put("145.edxml", ENVELOPE.format(subject="V/v báo cáo", kind=0))
    drop.round()
    address = f"/reports/sources/items/{drop.items()[0].id}"
    client = client_of("vanthu")
    assert "Nhận hạn này" in client.get(address).get_data(as_text=True)
    for status in (302, 409):  # a second time there is nothing to take
        answer = client.post(f"{address}/limit", data={"csrf_token": token_of(client, address)})
        assert answer.status_code == status
    drop.put("146.edxml", ENVELOPE.format(subject="V/v báo cáo quý", kind=2))
    drop.round()
    first, taken, updated = drop.items()
    assert [item.due_on and item.due_on.day for item in (first, taken, updated)] == [None, 28, 28]
    assert (taken.batch.door, taken.batch.by_id) == (Door.WEB, drop.office.people["vanthu"])
    assert (updated.title, updated.corrected_at) == ("V/v báo cáo quý", None)
    drop.put("so.csv", f"id;received;done\n{updated.own_id};27/02/2026;27/02/2026\n")
    drop.round()
    assert [(item.due_on.day, item.done_on.day, item.corrected_at) for item in drop.items()[3:]] == [(28, 27, None)]


def _dies(*_values: object, **_named: object) -> None:
    raise Killed


def test_a_busy_database_leaves_the_file_for_the_next_round(drop: Drop, monkeypatch: pytest.MonkeyPatch):
    drop.put("so.csv", SHEET)
    with monkeypatch.context() as patched:
        patched.setattr(taking, "take", _is_busy)
        with pytest.raises(OperationalError):
            drop.round()
    assert drop.files() == ["so.csv"]
    tick = Tick(db.session(), drop.app.extensions["taskapp"], "owner")
    assert take_sources(tick) == 2


def _is_busy(*_values: object, **_named: object) -> None:
    raise OperationalError("INSERT", {}, Exception("database is locked"))


def test_large_files_enter_in_portions_and_old_answers_go(
    drop: Drop, monkeypatch: pytest.MonkeyPatch, frozen_clock: Callable[[datetime], None]
):
    monkeypatch.setattr(dropping, "AT_ONCE", 2)
    rows = "".join(f"HT-{number};02/03/2026\n" for number in range(5))
    drop.put("so.csv", f"ma;ngay tiep nhan\n{rows}")
    assert drop.round() == 5
    assert drop.answers("done")[0]["added"] == 5
    assert len(db.session.scalars(select(SourceBatch)).all()) == 3
    drop.round(datetime.now(MONDAY.tzinfo) + timedelta(days=91))
    assert drop.files("done") == []

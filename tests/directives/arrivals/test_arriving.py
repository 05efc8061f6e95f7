"""The folder for documents that come in: read once, whoever looks; what cannot be read is laid aside with a reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.base.ticks import Tick
from taskapp.directives import limits
from taskapp.directives.arrivals import arriving, folder
from taskapp.directives.reviews import arrived, reviewing, work
from taskapp.directives.reviews.review_models import DirectiveReview
from taskapp.jobs import take_documents
from taskapp.people import organisation
from tests.conftest import MONDAY
from tests.directives.arrivals.mailing import BROKEN, SECRET, SENDER, SUBJECT, TEXT, document, mail
from tests.office import Office


class Drop:
    """The folder with a Maildir in it, and what a round makes of it."""

    def __init__(self, data_dir: Path, office: Office) -> None:
        self.data_dir, self.office = data_dir, office
        self.folder = data_dir / "documents-in"
        for name in ("new", "cur", "tmp"):
            (self.folder / name).mkdir(parents=True)

    def put(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def round(self, now: datetime = MONDAY) -> int:
        return arriving.take_in(db.session(), self.data_dir, now=now)

    def waiting(self) -> list[DirectiveReview]:
        return list(db.session().scalars(arrived.waiting(self.office.committee_id)))

    def files(self, *below: str) -> list[str]:
        return sorted(path.name for path in self.folder.joinpath(*below).iterdir() if path.is_file())

    def reason(self) -> str:
        [told] = [path for path in (self.folder / "refused").iterdir() if path.with_suffix("").exists()]
        return told.read_text(encoding="utf-8")


@pytest.fixture
def drop(app: Flask, office: Office, tmp_path: Path) -> Iterator[Drop]:
    with app.app_context():
        yield Drop(tmp_path / "data", office)


def test_each_file_of_a_mail_becomes_a_document_that_waits_for_somebody(drop: Drop):
    content = document("12/TB-UBND")
    drop.put("new/1700000000.M1P1.mx", mail(a_docx=content, b_txt=TEXT.replace("12/", "13/").encode()))
    assert drop.round() == 2
    first, second = drop.waiting()
    assert [(each.work["header"]["number"], each.file_name) for each in (first, second)] == [
        ("12/TB-UBND", "a.docx"),
        ("13/TB-UBND", "b.txt"),
    ]
    assert {(each.by_id, each.from_whom, each.mail_subject) for each in (first, second)} == {(None, SENDER, SUBJECT)}
    assert first.content == content
    assert len(work.load(first.work).pieces) == 1
    assert drop.files("new") == drop.files("taken") == []


def test_the_words_of_a_mail_without_files_are_the_document(drop: Drop):
    drop.put("new/1", mail(TEXT))
    assert drop.round() == 1
    [review] = drop.waiting()
    assert (review.file_name, review.content, review.from_whom) == ("", None, SENDER)
    assert review.work["header"]["number"] == "12/TB-UBND"


def test_files_laid_into_the_folder_are_read_by_what_they_are(drop: Drop):
    drop.put("a.docx", document())
    drop.put("b.txt", TEXT)
    drop.put("c.eml", mail(d_docx=document()))
    assert drop.round() == 3
    assert sorted(review.file_name for review in drop.waiting()) == ["a.docx", "b.txt", "d.docx"]
    assert drop.files() == []


def test_what_cannot_be_read_is_laid_aside_with_its_reason(drop: Drop):
    drop.put("hong.docx", BROKEN)
    assert drop.round() == 0
    assert "bị hỏng" in drop.reason()
    assert [name for name in drop.files("refused") if name.endswith("-hong.docx")] != []
    assert folder.refused(drop.folder) == 1
    assert drop.round() == 0
    assert folder.refused(drop.folder) == 1


def test_a_mail_with_one_broken_file_gives_the_others_and_is_laid_aside(drop: Drop):
    drop.put("new/1", mail(a_docx=document(), b_docx=BROKEN))
    assert drop.round() == 1
    assert drop.reason().splitlines()[0] == "Đã đưa vào chờ rà soát: a.docx. Không đọc được:"
    assert drop.reason().splitlines()[1].startswith("b.docx: ")


@pytest.mark.parametrize(("body", "count"), [(TEXT, 1), ("Kính gửi văn bản.", 0)])
def test_beside_a_broken_file_the_words_count_if_they_give_tasks(drop: Drop, body: str, count: int):
    drop.put("new/1", mail(body, b_docx=BROKEN))
    assert drop.round() == count
    assert "b.docx" in drop.reason()


def test_a_mail_of_html_alone_is_laid_aside(drop: Drop):
    drop.put("new/1", b"Subject: a\nContent-Type: text/html\n\n<p>Ph&#242;ng</p>")
    assert drop.round() == 0
    assert "HTML" in drop.reason()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", SECRET),
        ("new/1", mail(SECRET)),
        ("new/1", mail(subject="Văn bản MẬT", a_docx=document())),
        ("new/1", mail(a_docx=document(), b_txt=SECRET.encode())),
        ("new/1", mail(a_docx=BROKEN, b_txt=SECRET.encode())),
        ("Công văn (MẬT).txt", TEXT),
    ],
)
def test_a_secrecy_mark_anywhere_keeps_all_of_it_out(drop: Drop, name: str, content: bytes | str):
    drop.put(name, content)
    assert drop.round() == 0
    assert db.session().scalars(select(DirectiveReview)).all() == []
    assert "độ mật" in drop.reason()
    assert "quản trị hệ thống" in drop.reason()
    assert folder.refused(drop.folder) == 1


def test_a_file_is_taken_by_one_of_two_that_see_it(drop: Drop):
    path = drop.put("a.docx", document())
    seen = [folder.waiting(drop.folder, MONDAY) for _node in range(2)]
    assert seen == [[path], [path]]
    claimed = [folder.claim(drop.folder, found[0]) for found in seen]
    assert [each is None for each in claimed] == [False, True]
    assert drop.round() == 0


def test_two_nodes_at_once_read_each_file_once(drop: Drop, monkeypatch: pytest.MonkeyPatch):
    for number in range(3):
        drop.put(f"{number}.txt", TEXT)
    claim, other = folder.claim, iter([True])

    def claimed(place: Path, file: Path) -> folder.Claimed | None:
        if next(other, False):  # the other node goes through all of them between our look and our claim
            assert drop.round() == 3
        return claim(place, file)

    monkeypatch.setattr(folder, "claim", claimed)
    assert drop.round() == 0
    assert len(drop.waiting()) == 3


def test_links_folders_hidden_and_unfinished_files_are_left_alone(drop: Drop, tmp_path: Path):
    (tmp_path / "elsewhere.txt").write_text(TEXT)
    (drop.folder / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (drop.folder / "new" / "link").symlink_to(tmp_path / "elsewhere.txt")
    (drop.folder / "inner.txt").mkdir()
    os.mkfifo(drop.folder / "pipe.txt")
    drop.put(".hidden.txt", TEXT)
    drop.put("scan.pdf.part", TEXT)
    assert drop.round() == 0
    assert drop.files() == [".hidden.txt", "link.txt", "scan.pdf.part"]


def test_a_file_that_is_being_written_waits_until_it_is_whole(drop: Drop):
    path = drop.put("a.txt", TEXT)
    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert drop.round(written_at + timedelta(seconds=5)) == 0
    assert drop.round(written_at + timedelta(seconds=30)) == 1


def test_what_a_dead_process_had_taken_comes_again(drop: Drop):
    claimed = folder.claim(drop.folder, drop.put("new/1", mail(TEXT)))
    assert claimed
    taken_at = datetime.fromtimestamp(claimed.path.stat().st_ctime, UTC)
    assert drop.round(taken_at + timedelta(minutes=59)) == 0
    assert drop.round(taken_at + timedelta(minutes=61)) == 1


def test_a_file_too_large_is_laid_aside_unread(drop: Drop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "LARGEST_FILE", 100)
    monkeypatch.setattr(limits, "LARGEST_MAIL", 100)
    drop.put("a.txt", TEXT)
    assert drop.round() == 0
    assert "vượt mức" in drop.reason()
    drop.put("new/1", mail(TEXT))
    drop.round()
    assert folder.refused(drop.folder) == 2


def test_documents_stay_in_the_folder_while_too_many_wait(drop: Drop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(arriving, "MOST_WAITING", 1)
    drop.put("a.txt", TEXT)
    drop.put("b.txt", TEXT)
    assert (drop.round(), drop.round()) == (1, 0)
    assert len(drop.files()) == 1


def test_of_several_committees_each_has_a_folder_of_its_code(drop: Drop):
    zone = "Asia/Ho_Chi_Minh"
    other = organisation.create_committee(db.session(), code="khac", name="UBND huyện khác", timezone=zone, now=MONDAY)
    db.session.commit()
    other_id = other.id
    (drop.folder / "khac").mkdir()
    drop.put("a.txt", TEXT)
    drop.put("khac/b.txt", TEXT)
    assert drop.round() == 1
    assert [each.file_name for each in db.session().scalars(arrived.waiting(other_id))] == ["b.txt"]
    assert drop.files() == ["a.txt"]


def test_what_nobody_takes_is_thrown_away_after_thirty_days(drop: Drop):
    drop.put("a.txt", TEXT)
    drop.round()
    assert reviewing.prune(db.session(), now=MONDAY + timedelta(days=29)) == 0
    assert reviewing.prune(db.session(), now=MONDAY + timedelta(days=31)) == 1
    assert drop.waiting() == []


def test_the_job_reads_the_folder_of_its_installation(app: Flask, drop: Drop):
    drop.put("a.txt", TEXT)
    assert take_documents(Tick(db.session(), app.extensions["taskapp"], "a")) == 1


def test_without_the_folder_there_is_nothing_to_do(app: Flask, tmp_path: Path):
    with app.app_context():
        assert arriving.take_in(db.session(), tmp_path / "none", now=MONDAY) == 0

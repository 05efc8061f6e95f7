"""Disks that are full, or can only be read: the page says so, nothing is half kept, and afterwards all goes on."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.tasks.models import StoredFile, Submission
from tests.admin.backups.vault import digest_of
from tests.faults.disks import DISKS, files_up_to
from tests.office import Office
from tests.tasks.browsing import ClientOf, count, made, page, post

SAYS = {"full": "Đĩa của máy chủ đã đầy", "read-only": "Máy chủ chỉ đọc được"}
LONG = "Kết quả rà soát hộ tịch của mười hai xã. " * 70  # more than the free pages of the file hold
LARGE = b"%PDF-1.7 " + bytes(300_000)


@pytest.mark.parametrize("disk", DISKS)
def test_what_cannot_be_kept_is_said_and_pages_are_still_shown(
    app: Flask, office: Office, client_of: ClientOf, disk: str
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, path = client_of("congchuc"), f"/tasks/{task_id}"
    result = {"version": version, "text": LONG, "no_evidence_reason": "Đã báo cáo tại cuộc họp"}
    with app.app_context():
        engine, before = db.engine, digest_of(db.engine)
    with DISKS[disk](engine):
        answer = post(officer, f"{path}/submission", **result)
        told = page(answer)
        assert answer.status_code == 503
        assert SAYS[disk] in told
        assert "Không gì được lưu" in told
        assert answer.headers["Retry-After"] == "120"
        assert officer.get(path).status_code == 200
        assert digest_of(engine) == before
    assert post(officer, f"{path}/submission", **result).status_code == 302
    assert count(app, Submission) == 1


def test_an_upload_that_finds_no_room_leaves_neither_file_nor_row(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, path = client_of("congchuc"), f"/tasks/{task_id}/submission"
    folder = app.extensions["taskapp"].files_dir

    def sent() -> tuple[int, str]:
        files = [(io.BytesIO(b"%PDF-1.7 x"), "nhỏ.pdf"), (io.BytesIO(LARGE), "lớn.pdf")]
        answer = post(officer, path, version=version, text="Đã rà soát 12 xã", files=files)
        return answer.status_code, page(answer)

    with files_up_to(250_000):
        status, told = sent()
    assert status == 400
    assert "Máy chủ không lưu được tệp “lớn.pdf”" in told
    assert "Đã rà soát 12 xã" in told
    assert [file for file in folder.glob("*/*") if file.is_file()] == []
    assert (count(app, StoredFile), count(app, Submission)) == (0, 0)
    assert sent()[0] == 302
    assert sorted(file.stat().st_size for file in folder.glob("*/*")) == [10, len(LARGE)]

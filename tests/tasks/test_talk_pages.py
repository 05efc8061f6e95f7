"""Talk on a task over HTTP: what is typed is never lost, what is said never runs, who has it to know sees it alone."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.people import accounts
from taskapp.people.models import Unit
from taskapp.tasks import talk
from taskapp.tasks.models import StoredFile, Task
from taskapp.tasks.paper_models import Comment, Follower, Mention
from tests.asked import statements
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.tasks.browsing import ClientOf, count, made, page, post
from tests.tasks.making import Desk, at

PDF = b"%PDF-1.7 noi dung"


@pytest.fixture
def task_id(app: Flask, office: Office) -> int:
    return made(app, lambda desk: desk.in_progress(), office)[0]


def speak(app: Flask, office: Office, task_id: int, number: int, by: str = "congchuc") -> None:
    """That many opinions, each with a name and a file."""
    with app.app_context():
        desk = Desk(db.session(), office)
        task = desk.session.get_one(Task, task_id)
        for place in range(number):
            named = [desk.person("congchuc2")]
            said = talk.say(
                desk.session, task, text=f"Ý kiến {place:03d} @congchuc2", by=desk.by(by), now=MONDAY, mentioned=named
            )
            file = {"committee_id": office.committee_id, "task_id": task.id, "name": f"{place}.pdf", "size": 1}
            said.files.append(
                StoredFile(
                    **file, key=f"{task_id}-{place}-{by}-{number}", media_type="x/y", sha256="", stored_at=MONDAY
                )
            )
        desk.session.commit()


def test_an_opinion_goes_to_the_page_with_its_names_files_and_those_who_are_to_know(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    answer = post(
        client_of("congchuc"),
        f"/tasks/{task_id}/comments",
        text="Nhờ @Bùi Thanh Hà cho số liệu,\n@congchuc2 rà lại.",
        files=(io.BytesIO(PDF), "../số liệu.pdf"),
        know=[office.people["tuphapxa"]],
    )
    assert (answer.status_code, answer.location) == (302, f"/tasks/{task_id}#comment-1")
    shown = page(client_of("truongphong").get(f"/tasks/{task_id}"))
    assert 'Nhờ <b class="mention">@Bùi Thanh Hà</b> cho số liệu,\n<b class="mention">@congchuc2</b> rà lại.' in shown
    assert "Công chức Tư pháp - Hộ tịch · Phòng Tư pháp" in shown
    assert "09:00 02/03/2026" in shown
    assert "Ý kiến chỉ đạo" not in shown
    with app.app_context():
        assert set(db.session.scalars(select(Follower.person_id))) == {
            office.people["congchuc_nv"],
            office.people["tuphapxa"],
        }
        file_id = db.session.scalars(select(StoredFile.id)).one()
    assert "số liệu.pdf" in shown
    given = client_of("congchuc_nv").get(f"/files/{file_id}")  # named, so the task and its files are his to read
    assert given.data == PDF
    given.close()


def test_a_leader_s_opinion_directs_unless_the_tick_is_taken_away(
    app: Flask, client_of: ClientOf, task_id: int, frozen_clock: Callable[[object], None]
) -> None:
    chair, path = client_of("chutich"), f"/tasks/{task_id}"
    assert re.search(r'<input[^>]* checked[^>]* name="directing"', page(chair.get(path)))
    assert 'name="directing"' not in page(client_of("truongphong").get(path))
    post(chair, f"{path}/comments", text="Báo cáo trước thứ Năm.", directing="y")
    post(chair, f"{path}/comments", text="Cảm ơn.")
    with app.app_context():
        directing = select(Comment.is_directing).order_by(Comment.id)
        assert db.session.scalars(directing).all() == [True, False]
    officer = client_of("congchuc")
    shown = page(officer.get(path))
    assert "Ý kiến chỉ đạo mới nhất:</b> Báo cáo trước thứ Năm." in shown
    assert shown.count('class="directing"') == 1
    with app.app_context():
        version = db.session.get_one(Task, task_id).version
    frozen_clock(at("02/03", "09:10"))
    assert post(officer, f"{path}/progress", version=version, percent=50, note="Đang tổng hợp").status_code == 302
    shown = page(officer.get(path))
    assert "Ý kiến chỉ đạo mới nhất" not in shown
    assert 'class="directing"' in shown  # it is still said


@pytest.mark.parametrize("username", ["vanphong", "congchuc"])
def test_others_cannot_make_their_words_direct(app: Flask, client_of: ClientOf, task_id: int, username: str) -> None:
    answer = post(client_of(username), f"/tasks/{task_id}/comments", text="Làm ngay đi", directing="y")
    assert answer.status_code == 403
    assert "Làm ngay đi" in page(answer)
    assert count(app, Comment) == 0


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"text": ""}, 400, "Hãy điền mục này"),
        ({"text": "\u200b \n"}, 400, "Hãy"),
        ({"text": "x" * 4001}, 400, "Dài quá 4000"),
        ({"files": (b"MZ", "virus.exe")}, 400, "không thuộc loại được nhận"),
        ({"files": [(PDF, f"{n}.pdf") for n in range(11)]}, 400, "chỉ gửi được 10 tệp"),
        ({"know": "abc"}, 400, "Có lựa chọn không đúng"),
        ({"know": [str(n) for n in range(1, 200)]}, 400, "Mỗi lần chọn được 100 người"),
    ],
)
def test_what_is_refused_keeps_what_was_typed_and_leaves_nothing_behind(
    app: Flask, client_of: ClientOf, task_id: int, fields: dict[str, object], status: int, message: str
) -> None:
    given = {"text": "Gửi anh <i>Khang</i> @congchuc2"} | fields
    if "files" in given:
        files = given["files"] if isinstance(given["files"], list) else [given["files"]]
        given["files"] = [(io.BytesIO(content), name) for content, name in files]
    answer = post(client_of("congchuc"), f"/tasks/{task_id}/comments", **given)
    assert (answer.status_code, message in page(answer)) == (status, True)
    if given["text"].strip("\u200b \n"):  # type: ignore[attr-defined]
        assert str(given["text"]).replace("<", "&lt;").replace(">", "&gt;") in page(answer)
    assert count(app, Comment) + count(app, Follower) + count(app, StoredFile) == 0
    folder = app.extensions["taskapp"].files_dir
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_namesakes_are_asked_about_beside_the_form_and_nothing_is_lost(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    with app.app_context():
        unit = db.session.get_one(Unit, office.units["nv"])
        other = accounts.create_person(
            db.session(),
            office.committee_id,
            username="khang2",
            full_name="Võ Minh Khang",
            unit=unit,
            by=None,
            now=MONDAY,
        )
        db.session.commit()
        other_id = other.id
    officer, path = client_of("congchuc"), f"/tasks/{task_id}/comments"
    words, know = "Nhờ @Võ Minh Khang xem", [office.people["tuphapxa"]]
    answer = post(officer, path, text=words, know=know)
    shown = page(answer)
    assert answer.status_code == 409
    assert "Có nhiều người cùng tên “Võ Minh Khang”" in shown
    assert words in shown
    assert f'name="meant" value="{other_id}"' in shown
    assert "Võ Minh Khang – Trưởng phòng, Phòng Tư pháp" in shown
    assert re.search(rf'name="know" value="{know[0]}" id="[^"]*" checked', shown)
    assert count(app, Comment) == 0
    assert post(officer, path, text=words, know=know, meant=[other_id]).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Mention.person_id)).all() == [other_id]
        assert set(db.session.scalars(select(Follower.person_id))) == {other_id, *know}


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "@congchuc2<img src=x onerror=alert(1)>",
        "\"'><svg/onload=alert(1)>@congchuc2",
        "{{ 7*7 }} {% raw %}",
        "javascript:alert(1) &lt;b&gt;",
    ],
)
def test_words_are_shown_as_they_were_typed_and_never_run(client_of: ClientOf, task_id: int, words: str) -> None:
    chair = client_of("chutich")
    post(chair, f"/tasks/{task_id}/comments", text=words, directing="y")
    shown = page(chair.get(f"/tasks/{task_id}"))
    plain = re.sub(
        r"</?b[^>]*>", "", shown.split('<article class="comment')[1].split('<p class="preline">')[1].split("</p>")[0]
    )
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        words = words.replace(sign, entity)
    assert plain == words
    assert shown.count(words) >= 2 or "congchuc2" in words  # above the page too
    for tag in ("<script>alert", "<img src=x", "<svg/onload"):
        assert tag not in shown


def test_names_of_persons_are_shown_as_text_too(app: Flask, office: Office, client_of: ClientOf, task_id: int) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        desk.person("congchuc2").full_name = "<i>Bảo</i>"
        desk.person("congchuc2").search_key = "bao"
        db.session.commit()
    officer = client_of("congchuc")
    post(officer, f"/tasks/{task_id}/comments", text="@congchuc2", know=[office.people["congchuc2"]])
    pages = [f"/tasks/{task_id}?people=1", f"/tasks/{task_id}/names?q=bao", f"/tasks/{task_id}/followers"]
    for shown in [page(officer.get(path)) for path in pages]:
        assert "&lt;i&gt;Bảo" in shown
        assert "<i>Bảo" not in shown


def test_signed_out_nothing_is_said(app: Flask, task_id: int) -> None:
    client = app.test_client()
    token = token_of(client, "/sign-in")
    answer = client.post(f"/tasks/{task_id}/comments", data={"text": "x", "csrf_token": token})
    assert answer.location.startswith("/sign-in")
    assert count(app, Comment) == 0


def test_whoever_only_looks_sees_the_talk_and_has_no_form(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    speak(app, office, task_id, 1)
    inspector = client_of("thanhtra")
    shown = page(inspector.get(f"/tasks/{task_id}"))
    assert "Ý kiến 000" in shown
    assert 'name="text"' not in shown
    assert "Thêm người để biết" not in shown
    assert post(inspector, f"/tasks/{task_id}/comments", text="x").status_code == 403
    assert post(inspector, f"/tasks/{task_id}/followers", know=[office.people["tuphapxa"]]).status_code == 403
    assert post(inspector, f"/tasks/{task_id}/following").status_code == 302


@pytest.mark.parametrize("path", ["comments", "people", "names?q=a", "followers"])
def test_the_talk_of_what_one_may_not_see_is_not_found(client_of: ClientOf, task_id: int, path: str) -> None:
    for username, number in (("congchuc_nv", task_id), ("quantri", task_id), ("chutich", 999_999)):
        assert client_of(username).get(f"/tasks/{number}/{path}").status_code == 404
    assert post(client_of("congchuc_nv"), f"/tasks/{task_id}/comments", text="x").status_code == 404


def test_whoever_has_a_task_to_know_sees_it_and_its_talk_but_nothing_beside_it(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    sibling = made(app, lambda desk: desk.in_progress(content="Việc khác của Phòng Tư pháp"), office)[0]
    speak(app, office, sibling, 1)
    speak(app, office, task_id, 1)
    head, stranger = client_of("truongphong"), client_of("congchuc_nv")
    assert "Bùi Thanh Hà" in page(head.get(f"/tasks/{task_id}/followers"))
    answer = post(head, f"/tasks/{task_id}/followers", know=[office.people["congchuc_nv"]])
    assert (answer.status_code, answer.location) == (302, f"/tasks/{task_id}#followers")
    assert "Bùi Thanh Hà" in page(head.get(f"/tasks/{task_id}"))
    assert "Ý kiến 000" in page(stranger.get(f"/tasks/{task_id}"))
    assert "Báo cáo kết quả theo dõi" in page(stranger.get("/tasks?view=know"))
    assert "Việc khác của Phòng Tư pháp" not in page(stranger.get("/tasks?view=all"))
    assert stranger.get(f"/tasks/{sibling}").status_code == 404
    assert stranger.get(f"/tasks/{sibling}/comments").status_code == 404
    assert post(stranger, f"/tasks/{task_id}/comments", text="Đã biết.").status_code == 302
    removal = f"/tasks/{task_id}/followers/{office.people['congchuc_nv']}/removal"
    assert post(client_of("congchuc"), removal).status_code == 403
    assert post(head, removal).status_code == 302
    assert stranger.get(f"/tasks/{task_id}").status_code == 404
    assert "Đã biết." in page(head.get(f"/tasks/{task_id}"))


def test_whoever_takes_himself_off_is_led_to_his_own_work(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    post(client_of("congchuc"), f"/tasks/{task_id}/comments", text="@congchuc_nv")
    stranger = client_of("congchuc_nv")
    assert "Thôi theo dõi" in page(stranger.get(f"/tasks/{task_id}"))
    answer = post(stranger, f"/tasks/{task_id}/followers/{office.people['congchuc_nv']}/removal")
    assert answer.location == "/"
    assert stranger.get(f"/tasks/{task_id}").status_code == 404
    monitor = client_of("vanphong")
    assert post(monitor, f"/tasks/{task_id}/following").location == f"/tasks/{task_id}#followers"
    answer = post(monitor, f"/tasks/{task_id}/followers/{office.people['vanphong']}/removal")
    assert answer.location == f"/tasks/{task_id}#followers"


def test_a_draft_shows_no_talk(app: Flask, office: Office, client_of: ClientOf) -> None:
    draft_id = made(app, lambda desk: desk.draft(), office)[0]
    chair = client_of("chutich")
    assert "Trao đổi" not in page(chair.get(f"/tasks/{draft_id}"))
    assert post(chair, f"/tasks/{draft_id}/comments", text="x").status_code == 409


def test_a_long_talk_shows_its_end_and_leads_back_to_its_beginning(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    speak(app, office, task_id, 65)
    officer = client_of("congchuc")
    shown, seen = page(officer.get(f"/tasks/{task_id}")), []
    for _page in range(5):
        seen = re.findall(r"Ý kiến (\d{3})", shown) + seen
        if "Xem các ý kiến trước" not in shown:
            break
        address = shown.split('class="talk-earlier"', 1)[1].split('href="', 1)[1].split('"', 1)[0]
        shown = page(officer.get(address.replace("&amp;", "&")))
    assert seen == [f"{number:03d}" for number in range(65)]
    part = page(officer.get(f"/tasks/{task_id}/comments", headers={"HX-Request": "true"}))
    assert part.count("<article") == 30
    assert "<html" not in part
    assert officer.get(f"/tasks/{task_id}/comments?mark=!!!").status_code == 400


def test_a_task_s_page_takes_the_same_queries_however_much_was_said(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    officer, numbers = client_of("congchuc"), []
    for more in (3, 27):
        speak(app, office, task_id, more)
        with app.app_context():
            engine = db.engine
        with statements(engine) as seen:
            shown = page(officer.get(f"/tasks/{task_id}"))
        assert shown.count('<article class="comment') == (3 if more == 3 else 30)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


def test_a_form_that_is_sent_twice_is_said_once(app: Flask, client_of: ClientOf, task_id: int) -> None:
    officer, path = client_of("congchuc"), f"/tasks/{task_id}/comments"
    for words in ("Đã nhận.", "Đã nhận.", "Đã gửi."):
        assert post(officer, path, text=words, once="0123456789abcdef").status_code == 302
    assert post(officer, path, text="Đã nhận.").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Comment.text).order_by(Comment.id)).all() == [
            "Đã nhận.",
            "Đã gửi.",
            "Đã nhận.",
        ]


def test_the_same_form_from_many_at_the_same_moment_is_said_once(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    clients = [client_of("congchuc") for _ in range(4)]
    tokens = [token_of(client, "/account") for client in clients]
    fields = {"text": "@congchuc_nv xem", "once": "0123456789abcdef", "know": [office.people["tuphapxa"]]}
    answers: list[int] = []

    def send(client: FlaskClient, token: str) -> None:
        answers.append(client.post(f"/tasks/{task_id}/comments", data=fields | {"csrf_token": token}).status_code)

    threads = [threading.Thread(target=send, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 4
    assert (count(app, Comment), count(app, Follower)) == (1, 2)


def test_names_are_completed_for_whoever_may_speak(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    officer = client_of("congchuc")
    assert 'data-name="Bùi Thanh Hà"' in page(officer.get(f"/tasks/{task_id}/names?q=bui thanh"))
    assert page(officer.get(f"/tasks/{task_id}/names?q=khong-ai")).strip() == ""
    assert page(officer.get(f"/tasks/{task_id}/names")).count("<li") == 8
    with app.app_context():
        unit = db.session.get_one(Unit, office.units["tp"])
        accounts.create_person(
            db.session(), office.committee_id, username="ha2", full_name="Bùi Thanh Hà", unit=unit, by=None, now=MONDAY
        )
        db.session.commit()
    shown = page(officer.get(f"/tasks/{task_id}/names?q=bui thanh"))
    assert 'data-name="congchuc_nv"' in shown  # namesakes go by their user names
    assert 'data-name="ha2"' in shown


def test_the_list_of_people_comes_by_itself_or_with_the_page(client_of: ClientOf, task_id: int) -> None:
    officer = client_of("congchuc")
    assert 'name="know"' not in page(officer.get(f"/tasks/{task_id}"))
    for path in (f"/tasks/{task_id}?people=1", f"/tasks/{task_id}/people"):
        shown = page(officer.get(path))
        assert shown.count('name="know"') == 13
        names = [shown.index(f"{name} – ") for name in ("Huỳnh Quốc Bảo", "Bùi Thanh Hà", "Nguyễn Thị Ánh Tuyết")]
        assert names == sorted(names)


def test_another_action_that_is_refused_leaves_the_talk_in_peace(client_of: ClientOf, task_id: int) -> None:
    answer = post(client_of("congchuc"), f"/tasks/{task_id}/progress", version=1, percent=20, note="x", text="y")
    assert answer.status_code == 409
    assert "Trao đổi" in page(answer)

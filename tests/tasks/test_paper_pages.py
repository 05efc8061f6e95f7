"""Declining, urging, explaining, báo sai, merging over HTTP: both sides' pages, and nothing typed is ever lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.people import absences
from taskapp.people.standing import Term
from taskapp.tasks import disputes, extensions
from taskapp.tasks.models import Explanation, StoredFile, Task
from taskapp.tasks.paper_models import DisputeAbout
from taskapp.tasks.states import State
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, choose, door, made, page, post, queries_for, state_of
from tests.tasks.making import Desk, at
from tests.tasks.papers import ask, part

Freeze = Callable[[object], None]


def test_declining_offers_the_proper_unit_and_the_assigner_sees_it_chosen(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze
) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, nv = client_of("truongphong"), office.units["nv"]
    form = door(page(head.get(f"/tasks/{task_id}")), "refusal")
    assert "Đề nghị được đến hết ngày 03/03/2026 (1 ngày làm việc kể từ khi nhận)." in form
    assert "Thời hạn nhiệm vụ vẫn tính" in form
    assert f'<option value="{nv}">Phòng Nội vụ</option>' in form
    assert "Phòng Tư pháp" not in form  # the unit itself is no proposal
    fields = {"version": version, "proposed": nv, "reason": "Thuộc Phòng Nội vụ"}
    assert post(head, f"/tasks/{task_id}/refusal", **fields).status_code == 302

    frozen_clock(at("04/03"))
    chair = client_of("chutich")
    shown = page(chair.get(f"/tasks/{task_id}"))
    assert "Đơn vị đề xuất: Phòng Nội vụ" in shown
    assert "Lý do: Thuộc Phòng Nội vụ" in shown
    assert "Đã chờ quyết định 2 ngày làm việc. Thời hạn vẫn tính." in shown
    form = door(shown, "lead")
    assert f'<option selected value="{nv}">' in form
    assert "Theo đề nghị của Phòng Tư pháp." in form
    answer = post(chair, f"/tasks/{task_id}/lead", version=version + 1, lead=nv, reason="Đúng thẩm quyền")
    assert answer.status_code == 302
    shown = page(chair.get(f"/tasks/{task_id}"))
    assert "Đơn vị chủ trì: Phòng Nội vụ" in shown  # in the story
    assert "Đơn vị đề xuất" not in shown


def test_the_proposal_may_be_left_open_and_the_unit_kept(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, chair = client_of("truongphong"), client_of("chutich")
    assert post(head, f"/tasks/{task_id}/refusal", version=version, reason="Không rõ").status_code == 302
    assert "Chưa đề xuất đơn vị khác" in page(chair.get(f"/tasks/{task_id}"))
    answer = post(chair, f"/tasks/{task_id}/refusal-answer", version=version + 1, reason="Đúng việc của phòng")
    assert answer.status_code == 302
    assert state_of(app, task_id) is State.ASSIGNED


def test_after_the_last_day_declining_is_not_offered_and_a_page_left_open_keeps_the_words(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze
) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    frozen_clock(at("04/03"))
    head = client_of("truongphong")
    assert 'id="refusal"' not in page(head.get(f"/tasks/{task_id}"))
    answer = post(head, f"/tasks/{task_id}/refusal", version=version, reason="Thuộc Phòng Nội vụ")
    assert answer.status_code == 409
    assert "Đã quá 1 ngày làm việc" in page(answer)
    assert "Thuộc Phòng Nội vụ" in page(answer)


def test_urging_offers_the_office_s_words_and_counts_until_the_leader_s_list(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    choose(app, urgings_before_leader=2)
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    monitor, officer = client_of("vanphong"), client_of("congchuc")
    form = door(page(monitor.get(f"/tasks/{task_id}")), "urging")
    assert "Đề nghị Phòng Tư pháp khẩn trương thực hiện, báo cáo kết quả trước thời hạn 06/03/2026" in form
    assert post(monitor, f"/tasks/{task_id}/urging", version=version, text="").status_code == 400
    assert post(monitor, f"/tasks/{task_id}/urging", version=version, text="Làm ngay").status_code == 302
    assert "Đã đôn đốc 1 lần, 1 lần chưa trả lời." in page(officer.get(f"/tasks/{task_id}"))
    assert post(monitor, f"/tasks/{task_id}/urging", version=version + 1, text="Lần nữa").status_code == 302
    shown = page(monitor.get(f"/tasks/{task_id}"))
    assert "Đã đôn đốc 2 lần, 2 lần chưa trả lời; đã vào danh sách trình lãnh đạo." in shown
    assert "Lần 2. Lần nữa" in shown
    post(officer, f"/tasks/{task_id}/progress", version=version + 2, percent=80, note="Sắp xong")
    assert "Đã đôn đốc 2 lần, đơn vị đã có phản hồi." in page(monitor.get(f"/tasks/{task_id}"))


@pytest.mark.parametrize(("make", "now", "words"), [
    ("task", "02/03", "Đề nghị Phòng Tư pháp tiếp nhận, triển khai nhiệm vụ, bảo đảm thời hạn 06/03/2026."),
    ("in_progress", "09/03", "Nhiệm vụ đã quá hạn (06/03/2026). Đề nghị Phòng Tư pháp khẩn trương hoàn thành"),
    ("undated", "02/03", "Đề nghị Phòng Tư pháp báo cáo tình hình, kết quả thực hiện nhiệm vụ."),
])  # fmt: skip
def test_the_words_offered_fit_how_the_task_stands(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze, make: str, now: str, words: str
) -> None:
    task_id, _version = made(app, lambda desk: getattr(desk, make)(), office)
    frozen_clock(at(now))
    assert words in door(page(client_of("vanphong").get(f"/tasks/{task_id}")), "urging")


def test_an_explanation_is_given_before_the_result_and_judged_by_a_leader(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    assert 'id="explanation"' not in page(client_of("congchuc").get(f"/tasks/{task_id}"))
    frozen_clock(at("09/03"))
    officer, chair, monitor = client_of("congchuc"), client_of("chutich"), client_of("vanphong")
    assert "Cần giải trình" in page(officer.get(f"/tasks/{task_id}"))
    assert post(officer, f"/tasks/{task_id}/explanation", version=version, explanation="").status_code == 400
    fields = {"version": version, "explanation": "Mưa lũ, mất điện", "claims_objective": "y"}
    assert post(officer, f"/tasks/{task_id}/explanation", **fields).status_code == 302
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert "Nêu nguyên nhân khách quan, chờ xem xét" in shown
    assert "Cần giải trình" not in shown
    assert 'id="explanation"' not in shown
    assert "Giải trình lý do chậm" not in page(officer.get(f"/tasks/{task_id}/submission"))

    assert 'id="cause"' not in page(monitor.get(f"/tasks/{task_id}"))
    assert 'id="cause"' in page(chair.get(f"/tasks/{task_id}"))
    answer = post(chair, f"/tasks/{task_id}/cause", version=version + 1, verdict="no", reason="")
    assert (answer.status_code, "vì sao không xác nhận" in page(answer)) == (409, True)
    assert post(chair, f"/tasks/{task_id}/cause", version=version + 1, verdict="yes").status_code == 302
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert "Đã xác nhận nguyên nhân khách quan" in shown
    assert "Quá 1 ngày làm việc" in shown  # the evaluation of officials only, never the on-time share


def test_the_result_s_form_has_the_tick_beside_the_explanation(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    assert "claims_objective" not in page(client_of("congchuc").get(f"/tasks/{task_id}/submission"))
    frozen_clock(at("09/03"))
    officer = client_of("congchuc")
    assert 'name="claims_objective"' in page(officer.get(f"/tasks/{task_id}/submission"))
    fields = {"version": version, "no_evidence_reason": "Họp", "claims_objective": "y"}
    answer = post(officer, f"/tasks/{task_id}/submission", **fields)
    assert answer.status_code == 409
    assert 'checked class="form-check-input" id="claims_objective"' in page(answer)
    assert post(officer, f"/tasks/{task_id}/submission", **fields, explanation="Mưa lũ").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Explanation)).one().claims_objective


def test_a_dispute_with_evidence_is_concluded_and_sets_the_figures_right(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    head, chair = client_of("truongphong"), client_of("chutich")
    files = (io.BytesIO(b"%PDF-1.7 thong bao"), "thông báo 12.pdf")
    fields = {"version": version, "about": "limit", "text": "Thông báo ghi ngày 10/3", "files": files}
    assert post(head, f"/tasks/{task_id}/dispute", **fields).status_code == 302
    with app.app_context():
        stored = db.session.scalars(select(StoredFile)).one()
        file_id = stored.id
        assert (stored.task_id, stored.dispute_id is not None) == (task_id, True)
    assert chair.get(f"/files/{file_id}").data == b"%PDF-1.7 thong bao"
    shown = page(chair.get(f"/tasks/{task_id}"))
    for words in ("Báo sai đang chờ kết luận", "Sai thời hạn", "Thông báo ghi ngày 10/3", "thông báo 12.pdf"):
        assert words in shown
    assert "có báo sai đang chờ kết luận" in page(chair.get("/tasks?view=decide"))
    own = page(head.get(f"/tasks/{task_id}"))
    assert 'id="dispute"' not in own  # one at a time
    assert 'id="dispute-answer"' not in own

    fields = {"version": version + 1, "is_upheld": "yes", "answer": "Đã đối chiếu văn bản", "due_on": "10/03/2026"}
    refused = post(chair, f"/tasks/{task_id}/dispute-answer", **fields, done_on="09/03/2026")
    assert refused.status_code == 409
    form = door(page(refused), "dispute-answer")
    for kept in ("sau hôm nay", 'value="10/03/2026"', 'value="09/03/2026"', "Đã đối chiếu văn bản"):
        assert kept in form
    assert post(chair, f"/tasks/{task_id}/dispute-answer", **fields).status_code == 302
    shown = page(head.get(f"/tasks/{task_id}"))
    assert "Báo sai đúng" in shown
    assert "Kết luận của Trần Thị Lan, 02/03/2026:" in shown
    assert "thứ Ba 10/03/2026" in shown


def test_a_conclusion_needs_a_choice(app: Flask, office: Office, client_of: ClientOf) -> None:
    def disputed(desk: Desk) -> Task:
        task, by = desk.in_progress(), desk.by("truongphong")
        disputes.dispute(desk.session, task, about=DisputeAbout.OTHER, text="Sai", by=by, now=MONDAY)
        return task

    task_id, version = made(app, disputed, office)
    answer = post(client_of("chutich"), f"/tasks/{task_id}/dispute-answer", version=version, answer="Đã xem")
    assert answer.status_code == 400
    assert "Đã xem" in page(answer)


def two(app: Flask, office: Office) -> tuple[int, int, int]:
    other_id, _version = made(app, lambda desk: desk.in_progress(content="Rà soát hộ tịch toàn huyện"), office)
    task_id, version = made(app, lambda desk: desk.task(content="Rà soát hộ tịch"), office)
    return task_id, version, other_id


@pytest.mark.parametrize("how", ["chosen", "number"])
def test_a_task_is_merged_into_one_that_is_chosen_or_named_by_its_number(
    app: Flask, office: Office, client_of: ClientOf, how: str
) -> None:
    task_id, version, other_id = two(app, office)
    chair = client_of("chutich")
    form = door(page(chair.get(f"/tasks/{task_id}")), "merger")
    assert f'<option value="{other_id}">{other_id} · Phòng Tư pháp · Rà soát hộ tịch toàn huyện</option>' in form
    chosen = {"into": other_id} if how == "chosen" else {"other": f"#{other_id}", "into": 0}
    answer = post(chair, f"/tasks/{task_id}/merger", version=version, reason="Trùng nội dung", **chosen)
    assert answer.status_code == 302
    shown = page(client_of("truongphong").get(f"/tasks/{task_id}"))
    assert f"Đã gộp vào nhiệm vụ {other_id}." in shown
    assert f'href="/tasks/{other_id}"' in shown
    assert "Đã thu hồi" not in shown
    back = page(chair.get(f"/tasks/{other_id}"))
    assert f"Nhiệm vụ {task_id} đã gộp vào đây." in back
    assert f'href="/tasks/{task_id}"' in back


@pytest.mark.parametrize(("fields", "message"), [
    ({}, "Hãy chọn nhiệm vụ"),
    ({"into": 999999}, "Không có nhiệm vụ này"),
    ({"other": "999999"}, "Không có nhiệm vụ này"),
    ({"other": "itself"}, "nhiệm vụ khác"),
])  # fmt: skip
def test_merging_into_nothing_is_refused_and_keeps_the_words(
    app: Flask, office: Office, client_of: ClientOf, fields: dict[str, object], message: str
) -> None:
    task_id, version, _other = two(app, office)
    fields = {name: task_id if value == "itself" else value for name, value in fields.items()}
    answer = post(client_of("chutich"), f"/tasks/{task_id}/merger", version=version, reason="Lý do của tôi", **fields)
    assert answer.status_code == 409
    assert message in door(page(answer), "merger")
    assert "Lý do của tôi" in door(page(answer), "merger")
    assert state_of(app, task_id) is State.ASSIGNED


def test_words_that_were_typed_narrow_the_choice(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version, other_id = two(app, office)
    elsewhere, _version = made(
        app, lambda desk: desk.task(content="Tuyên truyền Luật Đất đai", leads=[desk.unit("nv")]), office
    )
    chair = client_of("chutich")
    found = page(chair.get(f"/tasks/{task_id}/alike?other=luat dat dai"))
    assert str(elsewhere) in found
    assert f'value="{other_id}"' not in found
    assert "Không có nhiệm vụ nào khớp" in page(chair.get(f"/tasks/{task_id}/alike?other=khongcogi"))
    answer = post(chair, f"/tasks/{task_id}/merger", version=version, reason="Trùng", other="đất đai")
    form = door(page(answer), "merger")  # without scripts: sent once to search, once to merge
    assert answer.status_code == 409
    assert f'<option value="{elsewhere}">' in form
    assert 'value="đất đai"' in form


def test_the_page_says_whose_turn_it_is(app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze) -> None:
    task_id, _version = made(app, lambda desk: desk.submitted(), office)
    frozen_clock(at("05/03"))
    words = "Người giao đã giữ 3 ngày làm việc; thời gian này không tính cho đơn vị thực hiện."
    for username in ("congchuc", "chutich"):
        assert words in page(client_of(username).get(f"/tasks/{task_id}"))
    choose(app, is_strict=True)
    words = "Người giao đã giữ 3 ngày làm việc; kết quả tính theo ngày nộp 02/03/2026."
    assert words in page(client_of("congchuc").get(f"/tasks/{task_id}"))


def test_a_part_waits_for_the_lead_unit(app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze) -> None:
    def handed_in(desk: Desk) -> Task:
        given = part(desk, desk.in_progress())
        desk.submit(given, MONDAY, "truongphong_nv")
        return given

    task_id, _version = made(app, handed_in, office)
    frozen_clock(at("03/03"))
    words = "Đơn vị chủ trì đã giữ 1 ngày làm việc; thời gian này không tính cho đơn vị thực hiện."
    assert words in page(client_of("truongphong_nv").get(f"/tasks/{task_id}"))


def test_the_story_says_who_acted_in_whose_place(app: Flask, office: Office, client_of: ClientOf) -> None:
    def away(desk: Desk) -> Task:
        task, officer = desk.in_progress(), desk.by("congchuc").rights
        term, deputy = Term(MONDAY.date(), MONDAY.date()), desk.person("congchuc2")
        assert officer is not None
        absences.register(
            desk.session, desk.person("congchuc"), term, deputy=deputy, reason="Nghỉ phép", by=officer, now=MONDAY
        )
        return task

    task_id, version = made(app, away, office)
    deputy = client_of("congchuc2")
    fields = {"version": version, "due_on": "13/03/2026", "code": "staff", "reason": "Người xử lý nghỉ phép"}
    assert post(deputy, f"/tasks/{task_id}/extension-request", **fields).status_code == 302
    assert "Huỳnh Quốc Bảo, thay Nguyễn Thị Ánh Tuyết" in page(client_of("chutich").get(f"/tasks/{task_id}"))
    answer = post(deputy, f"/tasks/{task_id}/extension-recall", version=version + 1)
    assert answer.status_code == 302


def test_who_may_no_longer_propose_another_unit_is_told_until_when_he_could(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Freeze
) -> None:
    task_id, _version = made(app, lambda desk: desk.task(), office)
    words = "Hạn cuối để đề nghị chuyển đơn vị khác là ngày"
    assert words not in page(client_of("truongphong").get(f"/tasks/{task_id}"))
    frozen_clock(at("06/03"))
    assert words in page(client_of("truongphong").get(f"/tasks/{task_id}"))
    assert words not in page(client_of("congchuc").get(f"/tasks/{task_id}"))


def test_a_proposal_to_pass_the_task_on_is_undone_at_once(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, chair = client_of("truongphong"), client_of("chutich")
    assert post(head, f"/tasks/{task_id}/refusal", version=version, reason="Bấm nhầm").status_code == 302
    assert "refusal-recall" not in page(chair.get(f"/tasks/{task_id}"))
    shown = page(head.get(f"/tasks/{task_id}"))
    assert "Hoàn tác" in shown
    assert f'action="/tasks/{task_id}/refusal-recall"' in shown
    assert post(head, f"/tasks/{task_id}/refusal-recall", version=version + 1).status_code == 302
    assert f'action="/tasks/{task_id}/acceptance"' in page(head.get(f"/tasks/{task_id}"))


def test_a_dispute_taken_back_says_so_and_is_no_conclusion(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, chair = client_of("congchuc"), client_of("chutich")
    words = {"about": "limit", "text": "Thông báo ghi ngày 10/3"}
    assert post(officer, f"/tasks/{task_id}/dispute", version=version, **words).status_code == 302
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert "Hoàn tác" in shown
    assert f'action="/tasks/{task_id}/dispute-recall"' in shown
    assert "dispute-recall" not in page(chair.get(f"/tasks/{task_id}"))
    assert post(chair, f"/tasks/{task_id}/dispute-recall", version=version + 1).status_code == 403
    assert post(officer, f"/tasks/{task_id}/dispute-recall", version=version + 1).status_code == 302
    shown = page(chair.get(f"/tasks/{task_id}"))
    assert "Đã rút lại" in shown
    assert "Báo sai không đúng" not in shown
    assert "Kết luận của" not in shown


def test_rare_doors_are_folded_and_a_refusal_unfolds_them(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    chair, officer = client_of("chutich"), client_of("congchuc")
    shown = page(chair.get(f"/tasks/{task_id}"))
    before, folded = shown.split('<details class="door more" id="more"')
    for noun in ("urging", "extension"):
        assert f'id="{noun}"' in before
    for noun in ("limit", "lead", "merger", "withdrawal"):
        assert f'id="{noun}"' in folded
    refused = page(post(chair, f"/tasks/{task_id}/withdrawal", version=version, reason=""))
    assert '<details class="door more" id="more" open>' in refused
    assert '<details class="door" id="withdrawal" open>' in refused
    assert "Khác…" not in page(officer.get(f"/tasks/{task_id}"))  # four doors need no fold


def test_a_task_s_page_takes_as_many_queries_however_much_was_written_about_it(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def written(rounds: int) -> Callable[[Desk], Task]:
        def build(desk: Desk) -> Task:
            task, by, chair = desk.in_progress(), desk.by("congchuc"), desk.by("chutich")
            for _ in range(rounds):
                ask(desk, task, MONDAY)
                extensions.refuse(desk.session, task, reason="Việc gấp", by=chair, now=MONDAY)
                disputes.dispute(desk.session, task, about=DisputeAbout.OTHER, text="Sai", by=by, now=MONDAY)
                disputes.answer(desk.session, task, is_upheld=False, text="Đúng", by=chair, now=MONDAY)
                desk.session.flush()
            return task

        return build

    chair = client_of("chutich")
    few, many = (made(app, written(rounds), office)[0] for rounds in (1, 6))
    assert page(chair.get(f"/tasks/{many}")).count("Báo sai không đúng") >= 6
    assert queries_for(app, chair, f"/tasks/{few}") == queries_for(app, chair, f"/tasks/{many}")

"""Extensions: until when, how often, by whom; the row, the event, and which limit judges afterwards."""

from __future__ import annotations

from datetime import date, time

import pytest

from taskapp.base.errors import Forbidden, Refused
from taskapp.tasks import extensions, limits, results
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.paper_models import Answer, ExtensionReason
from taskapp.tasks.results import Result
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import State
from taskapp.workdays.arithmetic import Calendar
from tests.conftest import MONDAY
from tests.tasks.making import REPORT, TERMS, Desk, at
from tests.tasks.papers import DUE, LATER, ask, child, deputy_of, grant, last, part, seen, terms

WEDNESDAY_OFF = Terms(Calendar({date(2026, 3, 4): "nghỉ"}, {}), terms(ask_before=3).rules)


@pytest.mark.parametrize(
    ("under", "hour", "day", "clock", "refused", "is_late"),
    [
        # the day of the limit counts to its end
        (TERMS, None, "05/03", "09:00", "", False),
        (TERMS, None, "06/03", "23:59", "", False),
        (TERMS, None, "07/03", "00:00", "Đã quá thời hạn", False),
        # with an hour, the minute is inclusive
        (TERMS, time(16), "06/03", "15:59", "", False),
        (TERMS, time(16), "06/03", "16:00", "", False),
        (TERMS, time(16), "06/03", "16:01", "Đã quá thời hạn", False),
        # asked some working days before
        (terms(ask_before=3), None, "02/03", "09:00", "", False),
        (terms(ask_before=3), None, "03/03", "23:59", "", False),
        (terms(ask_before=3), None, "04/03", "00:00", "chậm nhất ngày 03/03/2026", False),
        (terms(ask_before=3), None, "07/03", "09:00", "Đã quá thời hạn", False),
        (WEDNESDAY_OFF, None, "02/03", "09:00", "", False),
        (WEDNESDAY_OFF, None, "03/03", "09:00", "chậm nhất ngày 02/03/2026", False),
        # an office that lets requests come late has them flagged, and only those after the limit
        (terms(late_requests=True), None, "06/03", "23:59", "", False),
        (terms(late_requests=True), None, "07/03", "00:00", "", True),
        (terms(late_requests=True), time(16), "06/03", "16:01", "", True),
        (terms(late_requests=True, ask_before=3), None, "04/03", "09:00", "", False),
    ],
)
def test_until_when_an_extension_can_be_asked_for(
    desk: Desk, under: Terms, hour: time | None, day: str, clock: str, refused: str, is_late: bool
) -> None:
    task = desk.in_progress(due_time=hour)
    if refused:
        with pytest.raises(Refused, match=refused):
            ask(desk, task, at(day, clock), under=under)
        assert extensions.pending(desk.session, task) is None
        return
    assert ask(desk, task, at(day, clock), under=under).is_late is is_late


def test_a_request_is_kept_and_stands_in_the_record_without_moving_the_limit(desk: Desk) -> None:
    task = desk.in_progress()
    made = ask(desk, task, at("05/03"), at=time(17))
    asker = desk.office.people["congchuc"]
    assert (made.asked_by_id, made.asked_at, made.reason_code) == (asker, at("05/03"), ExtensionReason.OPINIONS)
    assert (made.old_due_on, made.asked_due_on, made.asked_due_time) == (DUE, LATER, time(17))
    assert (made.answer, made.due_version) == (None, task.due_version)
    event = last(task)
    assert (event.kind, event.reason, event.by_id) == ("ask_extension", "Chờ số liệu", asker)
    assert "13/03/2026" in event.note
    assert (event.from_state, event.to_state, event.due_on, event.extensions) == (task.state, task.state, DUE, 0)


@pytest.mark.parametrize(
    ("limit", "message", "field"),
    [
        (DUE, "sau thời hạn hiện nay", "due_on"),
        (date(2026, 3, 5), "sau thời hạn hiện nay", "due_on"),
        (date(2057, 3, 6), "quá xa", "due_on"),
    ],
)
def test_a_limit_that_is_not_later_or_much_too_late_is_refused(
    desk: Desk, limit: date, message: str, field: str
) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match=message) as refused:
        ask(desk, task, MONDAY, limit=limit)
    assert refused.value.field == field


def test_the_end_of_the_day_is_later_than_its_hour(desk: Desk) -> None:
    task = desk.in_progress(due_time=time(16))
    ask(desk, task, MONDAY, limit=DUE)
    grant(desk, task, MONDAY)
    assert (task.due_on, task.due_time) == (DUE, None)


def test_a_late_request_for_a_day_gone_by_is_refused(desk: Desk) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match="đã qua"):
        ask(desk, task, at("11/03"), limit=date(2026, 3, 10), under=terms(late_requests=True))


def test_a_request_needs_its_reason_and_a_task_with_a_limit(desk: Desk) -> None:
    with pytest.raises(Refused, match="lý do") as refused:
        ask(desk, desk.in_progress(), MONDAY, reason="")
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="không có thời hạn"):
        ask(desk, desk.undated(), MONDAY, by="truongphong")


@pytest.mark.parametrize(("most", "granted", "allowed"), [(0, 0, False), (1, 0, True), (1, 1, False), (2, 1, True)])
def test_so_many_extensions_and_no_more(desk: Desk, most: int, granted: int, allowed: bool) -> None:
    task = desk.in_progress()
    for time_ in range(granted):
        ask(desk, task, MONDAY, limit=date(2026, 3, 9 + time_))
        grant(desk, task, MONDAY)
    if allowed:
        ask(desk, task, MONDAY, under=terms(most_extensions=most))
        return
    with pytest.raises(Refused, match=f"chỉ được {most} lần"):
        ask(desk, task, MONDAY, under=terms(most_extensions=most))


def test_a_refused_request_does_not_count_as_an_extension(desk: Desk) -> None:
    task = desk.in_progress()
    ask(desk, task, MONDAY)
    extensions.refuse(desk.session, task, reason="Việc gấp", by=desk.by("chutich"), now=MONDAY)
    ask(desk, task, at("03/03"))


def test_one_request_waits_at_a_time(desk: Desk) -> None:
    task = desk.in_progress()
    ask(desk, task, MONDAY)
    with pytest.raises(Refused, match="đang chờ quyết định"):
        ask(desk, task, MONDAY, by="truongphong")


def test_a_piece_or_a_part_is_not_extended_beyond_its_whole(desk: Desk) -> None:
    whole = desk.in_progress()
    piece, given = child(desk, whole), part(desk, whole)
    for task, by in ((piece, "congchuc2"), (given, "truongphong_nv")):
        with pytest.raises(Refused, match="nhiệm vụ chung"):
            ask(desk, task, MONDAY, by=by, limit=date(2026, 3, 9))
        ask(desk, task, MONDAY, by=by, limit=DUE)  # the day of the whole is not after it
        with pytest.raises(Refused, match="nhiệm vụ chung"):
            grant(desk, task, MONDAY, by="truongphong", limit=date(2026, 3, 9))
        grant(desk, task, MONDAY, by="truongphong")
        assert task.due_on == DUE


def test_a_granted_request_moves_the_limit_and_keeps_the_original(desk: Desk) -> None:
    task = desk.in_progress(due_time=time(16))
    made = ask(desk, task, at("05/03"), at=time(11))
    before = task.due_version
    grant(desk, task, at("06/03"))
    chair = desk.office.people["chutich"]
    assert (made.answer, made.answered_by_id, made.answered_at) == (Answer.GRANTED, chair, at("06/03"))
    assert (made.granted_due_on, made.granted_due_time, made.answer_reason) == (LATER, time(11), "Đồng ý")
    assert (task.due_on, task.due_time, task.original_due_on, task.original_due_time) == (
        LATER, time(11), DUE, time(16),
    )  # fmt: skip
    assert (task.extensions, task.missed_due_on) == (1, None)
    assert (task.due_version, task.due_since) == (before + 1, at("06/03"))
    event = last(task)
    assert (event.kind, event.due_on, event.original_due_on, event.extensions) == ("extend", LATER, DUE, 1)
    assert (event.reason, event.note, event.by_id) == ("Chờ số liệu", "Đồng ý", chair)


def test_the_assigner_may_grant_another_day_but_none_before_the_limit(desk: Desk) -> None:
    task = desk.in_progress()
    made = ask(desk, task, MONDAY)
    with pytest.raises(Refused, match="sau thời hạn hiện nay"):
        grant(desk, task, MONDAY, limit=DUE)
    grant(desk, task, MONDAY, limit=date(2026, 3, 10))
    assert (task.due_on, made.asked_due_on, made.granted_due_on) == (date(2026, 3, 10), LATER, date(2026, 3, 10))


def test_asked_in_time_and_granted_after_the_limit_the_new_limit_counts(desk: Desk) -> None:
    task = desk.in_progress()
    ask(desk, task, at("06/03", "17:00"))
    assert seen(task, at("09/03")) == "overdue"  # undecided: the old limit judges
    grant(desk, task, at("09/03"))
    assert task.missed_due_on is None
    assert seen(task, at("09/03")) == "due_soon"
    desk.submit(task, at("13/03"))
    assert seen(task, at("16/03")) == "due_soon"  # handed in by the new limit
    assert task.explanations == []


def test_asked_for_after_the_limit_and_granted_the_missed_limit_goes_on_judging(desk: Desk) -> None:
    under = terms(late_requests=True, most_extensions=2)
    task = desk.in_progress(due_time=time(16))
    made = ask(desk, task, at("09/03"), under=under)
    assert made.is_late
    assert "Xin sau khi đã quá hạn" in last(task).note
    grant(desk, task, at("09/03"))
    assert (task.due_on, task.missed_due_on, task.missed_due_time) == (LATER, DUE, time(16))
    assert (results.limit_of(task), results.due_of(task)) == (Moment(DUE, time(16)), Moment(LATER))
    assert (last(task).missed_due_on, last(task).due_on) == (DUE, LATER)
    assert seen(task, at("10/03"), under) == "overdue"
    ask(desk, task, at("12/03"), limit=date(2026, 3, 20), under=under)  # in time for the newer limit
    grant(desk, task, at("12/03"))
    assert (task.due_on, task.missed_due_on) == (date(2026, 3, 20), DUE)
    assert seen(task, at("12/03"), under) == "overdue"


def test_a_refused_request_leaves_the_limit_and_says_why(desk: Desk) -> None:
    task = desk.in_progress()
    made = ask(desk, task, MONDAY)
    with pytest.raises(Refused, match="lý do") as refused:
        extensions.refuse(desk.session, task, reason="", by=desk.by("chutich"), now=MONDAY)
    assert refused.value.field == "reason"
    extensions.refuse(desk.session, task, reason="Tỉnh cần gấp", by=desk.by("vanphong"), now=at("03/03"))
    desk.session.flush()
    assert (made.answer, made.answer_reason, made.answered_at) == (Answer.REFUSED, "Tỉnh cần gấp", at("03/03"))
    assert (task.due_on, task.extensions, task.due_version) == (DUE, 0, 1)
    event = last(task)
    assert (event.kind, event.reason, event.due_on) == ("refuse_extension", "Tỉnh cần gấp", DUE)
    with pytest.raises(Refused, match="Không có đề nghị"):
        grant(desk, task, at("03/03"))


def test_who_asked_takes_the_request_back_or_his_deputy_for_him(desk: Desk) -> None:
    task = desk.in_progress()
    made = ask(desk, task, MONDAY)
    for username in ("truongphong", "chutich"):
        with pytest.raises(Forbidden):
            extensions.take_back(desk.session, task, by=desk.by(username), now=MONDAY)
    extensions.take_back(desk.session, task, by=desk.by("congchuc"), now=at("03/03"))
    desk.session.flush()
    assert (made.answer, made.answered_at) == (Answer.TAKEN_BACK, at("03/03"))
    assert (last(task).kind, task.due_on) == ("refuse_extension", DUE)

    again = ask(desk, task, at("03/03"))
    officer = desk.office.people["congchuc"]
    extensions.take_back(desk.session, task, by=deputy_of(desk, "congchuc2", "congchuc"), now=at("03/03"))
    desk.session.flush()
    assert again.answer is Answer.TAKEN_BACK
    assert (last(task).by_id, last(task).on_behalf_of_id) == (desk.office.people["congchuc2"], officer)


def test_nobody_decides_on_his_own_request(desk: Desk) -> None:
    task = desk.task(leads=[desk.unit("vp")])
    task.assignee_id = desk.office.people["vanphong"]  # who, as monitor, decides on others' requests
    ask(desk, task, MONDAY, by="vanphong")
    with pytest.raises(Forbidden, match="không tự quyết định"):
        grant(desk, task, MONDAY, by="vanphong")
    with pytest.raises(Forbidden, match="không tự quyết định"):
        extensions.refuse(desk.session, task, reason="Không", by=desk.by("vanphong"), now=MONDAY)
    grant(desk, task, MONDAY, by="phochutich")


def test_a_request_of_a_limit_that_has_moved_meanwhile_can_only_be_refused(desk: Desk) -> None:
    task = desk.in_progress()
    ask(desk, task, MONDAY)
    limits.bring_forward(
        desk.session, task, limit=Moment(date(2026, 3, 4)), reason="Họp sớm", carry=False, by=desk.by("chutich"),
        now=MONDAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="Thời hạn đã đổi"):
        grant(desk, task, MONDAY)
    extensions.refuse(desk.session, task, reason="Gửi lại", by=desk.by("chutich"), now=MONDAY)


def test_a_request_in_time_is_still_answered_after_the_result_is_handed_in(desk: Desk) -> None:
    task = desk.in_progress()
    ask(desk, task, at("06/03"))
    explained = Result(**(vars(REPORT) | {"explanation": "Chưa có quyết định gia hạn"}))
    desk.submit(task, at("09/03"), result=explained)
    assert seen(task, at("10/03")) == "overdue"
    grant(desk, task, at("10/03"))
    assert task.state is State.SUBMITTED
    assert seen(task, at("10/03")) == "due_soon"  # handed in by the limit that counts now


def test_what_is_handed_in_is_not_extended_of_one_s_own_accord(desk: Desk) -> None:
    task = desk.submitted()
    with pytest.raises(Refused, match="đang chờ duyệt"):
        extensions.extend(
            desk.session, task, limit=Moment(LATER), reason="Thêm", by=desk.by("chutich"), now=MONDAY, terms=TERMS
        )


def test_extending_of_one_s_own_accord_answers_the_request_that_waits(desk: Desk) -> None:
    task = desk.in_progress()
    made = ask(desk, task, MONDAY)
    extensions.extend(
        desk.session, task, limit=Moment(date(2026, 3, 11)), reason="Đồng ý", by=desk.by("chutich"), now=MONDAY,
        terms=TERMS,
    )  # fmt: skip
    assert (made.answer, made.granted_due_on, task.extensions) == (Answer.GRANTED, date(2026, 3, 11), 1)


def test_a_late_extension_of_one_s_own_accord_leaves_the_task_late(desk: Desk) -> None:
    task = desk.in_progress()
    extensions.extend(
        desk.session, task, limit=Moment(LATER), reason="Thêm", by=desk.by("chutich"), now=at("09/03"),
        terms=terms(late_requests=True),
    )  # fmt: skip
    assert (task.missed_due_on, task.due_on, last(task).missed_due_on) == (DUE, LATER, DUE)


@pytest.mark.parametrize("username", ["truongphong_nv", "congchuc2", "vanthu", "thanhtra", "quantri", "chutich"])
def test_only_the_doers_ask(desk: Desk, username: str) -> None:
    with pytest.raises(Forbidden):
        ask(desk, desk.in_progress(), MONDAY, by=username)


@pytest.mark.parametrize("username", ["congchuc", "truongphong", "truongphong_nv", "vanthu", "thanhtra", "quantri"])
def test_only_the_assigning_side_decides(desk: Desk, username: str) -> None:
    task = desk.in_progress()
    ask(desk, task, MONDAY)
    with pytest.raises(Forbidden):
        grant(desk, task, MONDAY, by=username)
    with pytest.raises(Forbidden):
        extensions.refuse(desk.session, task, reason="Không", by=desk.by(username), now=MONDAY)

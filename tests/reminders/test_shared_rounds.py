"""Rounds about work that is shared: what the mails say, to whom, and what is dropped when it no longer holds."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from taskapp.outbox.models import Message, MessageState
from taskapp.people import accounts
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.tasks import changes, disputes, extensions, lifecycle, limits, splitting
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment, DisputeAbout, Follower, Mention
from tests.conftest import MONDAY
from tests.reminders.conftest import Mails, Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import TERMS, Desk, at

FAR = date(2026, 4, 30)


def test_parts_and_pieces_are_handed_over_in_words_of_their_own(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.task(supporting=[desk.unit("nv")])
    piece = splitting.Piece("Lập biểu số liệu", desk.unit("tp"), desk.person("congchuc"), date(2026, 3, 5))
    splitting.split(desk.session, task, [piece], by=desk.by("truongphong"), now=MONDAY)
    desk.session.commit()
    remind(desk.session, MONDAY)
    assert mails.subjects() == {
        ("truongphong", f"Giao việc: {task.content}"),
        ("truongphong_nv", f"Phối hợp thực hiện: {task.content}"),
        ("congchuc", "Việc con: Lập biểu số liệu"),
    }


def test_the_lead_hears_at_once_that_a_part_came_in_or_was_declined(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(supporting=[desk.unit("nv"), desk.unit("tnd")], due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    given, declined = task.parts
    desk.submit(given, at("02/03", "10:00"), by="truongphong_nv")
    by = desk.by("chutichxa")
    lifecycle.decline(desk.session, declined, reason="Xã không quản lý", by=by, now=at("02/03", "10:00"), terms=TERMS)
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert mails.subjects() == {
        ("congchuc", f"Đã nhận phần phối hợp của Phòng Nội vụ: {task.content}"),
        ("congchuc", f"Đề nghị chuyển đơn vị khác: {task.content}"),
        ("chutich", f"Đề nghị chuyển đơn vị khác: {task.content}"),
    }
    assert "Lý do: Xã không quản lý" in mails.text("chutich", "Đề nghị")


def test_the_lead_s_morning_letter_names_the_unit_that_holds_it_up(desk: Desk, remind: Round, mails: Mails) -> None:
    desk.in_progress(supporting=[desk.unit("nv")], due_on=FAR, support_due_on=date(2026, 3, 4))
    remind(desk.session, MONDAY)
    mails.clear()
    remind(desk.session, at("05/03", "07:30"))
    text = mails.text("congchuc", "Nhắc việc")
    assert "PHỐI HỢP ĐANG CHẬM\n\n- Phòng Nội vụ đang giữ việc · Quá 1 ngày làm việc" in text
    assert "QUÁ HẠN" in mails.text("truongphong_nv", "Nhắc việc")


def urge(desk: Desk, task: Task, day: str, text: str = "") -> None:
    changes.urge(desk.session, task, text=text, by=desk.by("vanphong"), now=at(day, "10:00"))
    desk.session.commit()


def test_an_urging_goes_out_at_once_with_its_words_and_who_urged(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    urge(desk, task, "03/03", "Chủ tịch cần trước thứ Sáu")
    remind(desk.session, at("03/03", "10:01"))
    subject = f"Đôn đốc lần 1: {task.content}"
    assert mails.subjects() == {("congchuc", subject), ("truongphong", subject)}
    assert "Phạm Ngọc Mai: Chủ tịch cần trước thứ Sáu" in mails.text("congchuc", "Đôn đốc")


def test_the_third_unanswered_urging_stands_in_the_leader_s_morning_letter(
    desk: Desk, remind: Round, mails: Mails
) -> None:
    task = desk.in_progress(due_on=FAR)
    for day in ("03/03", "04/03", "05/03"):
        urge(desk, task, day)
        remind(desk.session, at(day, "10:01"))
    assert "chutich" not in mails.names()
    mails.clear()
    remind(desk.session, at("06/03", "07:30"))
    text = mails.text("chutich", "1 đôn đốc nhiều lần chưa trả lời")
    assert "- Đã đôn đốc 3 lần, chưa có trả lời" in text
    assert "Đã nhắc 8 lần, lần cuối 05/03/2026; đôn đốc 3 lần; chưa có giải trình" in text
    assert "Phòng Tư pháp · Nguyễn Thị Ánh Tuyết" in text


def ask(desk: Desk, task: Task, day: str = "03/03") -> None:
    request = extensions.Request(Moment(date(2026, 3, 20)), "Chờ số liệu của Sở")
    extensions.ask(desk.session, task, request, by=desk.by("congchuc"), now=at(day), terms=TERMS)
    desk.session.commit()


def test_a_request_for_more_time_and_its_answer_are_told_at_once(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress()
    remind(desk.session, MONDAY)
    mails.clear()
    ask(desk, task)
    remind(desk.session, at("03/03", "09:01"))
    assert mails.subjects() == {("chutich", f"Xin gia hạn: {task.content}")} | mails.digests()
    words = "Nguyễn Thị Ánh Tuyết xin gia hạn từ 06/03/2026 đến 20/03/2026: Chờ số liệu của Sở"
    assert words in mails.text("chutich", "Xin gia hạn")
    mails.clear()
    extensions.refuse(desk.session, task, reason="Không lùi được", by=desk.by("chutich"), now=at("03/03", "11:00"))
    desk.session.commit()
    remind(desk.session, at("03/03", "11:01"))
    assert mails.subjects() == {("congchuc", f"Không gia hạn đến 20/03/2026: {task.content}")}
    assert "Lý do: Không lùi được" in mails.text("congchuc", "Không gia hạn")
    assert remind(desk.session, at("04/03", "07:30"))["delivered"] == 0  # answered: the assigner hears no more of it


def test_a_request_taken_back_before_its_mail_goes_is_not_told(
    desk: Desk, remind: Round, server: SmtpServer, mails: Mails
) -> None:
    task = desk.in_progress()
    remind(desk.session, MONDAY)
    mails.clear()
    ask(desk, task, "02/03")
    server.answer("RCPT", "450 4.2.0 mailbox busy")
    remind(desk.session, at("02/03", "09:01"))
    extensions.take_back(desk.session, task, by=desk.by("congchuc"), now=at("02/03", "09:02"))
    desk.session.commit()
    assert remind(desk.session, at("02/03", "09:30"))["cancelled"] == 1
    assert mails.subjects() == set()
    cancelled = desk.session.scalars(select(Message).where(Message.state == MessageState.CANCELLED)).one()
    assert "đề nghị gia hạn đã được quyết định hoặc rút lại" in cancelled.error


def test_who_was_at_work_hears_that_it_is_withdrawn_merged_or_moved(desk: Desk, remind: Round, mails: Mails) -> None:
    other = desk.in_progress(content="Báo cáo quý", due_on=FAR)
    withdrawn, merged, moved = (desk.in_progress(content=text, due_on=FAR) for text in ("Việc A", "Việc B", "Việc C"))
    remind(desk.session, MONDAY)
    mails.clear()
    now, leader = at("02/03", "10:00"), desk.by("chutich")
    lifecycle.withdraw(desk.session, withdrawn, reason="Không còn cần", by=leader, now=now)
    lifecycle.merge(desk.session, merged, into=other, reason="Trùng", by=leader, now=now)
    lifecycle.reassign(desk.session, moved, lead=desk.unit("nv"), reason="Đúng thẩm quyền", by=leader, now=now)
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    told = {"Thu hồi: Việc A", "Gộp vào “Báo cáo quý”: Việc B", "Đã chuyển cho Phòng Nội vụ: Việc C"}
    assert mails.subjects() == {(who, subject) for who in ("congchuc", "truongphong") for subject in told} | {
        ("truongphong_nv", "Giao việc: Việc C")
    }
    assert "Lý do: Không còn cần" in mails.text("congchuc", "Thu hồi")


def test_what_hangs_on_a_withdrawn_task_ends_for_its_doers_too(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.task(supporting=[desk.unit("nv")], due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    lifecycle.withdraw(desk.session, task, reason="Không còn cần", by=desk.by("chutich"), now=at("02/03", "10:00"))
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert sorted(mails.names()) == ["truongphong", "truongphong_nv"]


def test_a_result_that_waits_is_put_before_the_approver_until_it_is_decided(
    desk: Desk, remind: Round, server: SmtpServer, mails: Mails
) -> None:
    task = desk.submitted(due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    for day, said in (("03/03", "1"), ("04/03", None), ("05/03", "3")):
        remind(desk.session, at(day, "07:30"))
        assert mails.names() == (["chutich"] if said else [])
        if said:
            text = mails.text("chutich", "1 chờ duyệt")
            assert f"CHỜ DUYỆT\n\n- Đã chờ quyết định {said} ngày làm việc · Chờ duyệt, nộp trong hạn" in text
        mails.clear()
    server.answer("RCPT", "450 4.2.0 mailbox busy")
    remind(desk.session, at("09/03", "07:30"))
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=at("09/03", "07:40"))
    desk.session.commit()
    remind(desk.session, at("09/03", "08:30"))
    assert "chutich" not in mails.names()
    dropped = desk.session.scalars(select(Reminder).where(Reminder.state == ReminderState.DROPPED)).one()
    assert (dropped.step.rsplit(":", 1)[1], dropped.reason) == ("5", "kết quả đã được quyết định hoặc rút lại")


def say(desk: Desk, task: Task, text: str, *, directing: bool = False, to: tuple[str, ...] = ()) -> None:
    comment = Comment(
        committee_id=task.committee_id,
        task_id=task.id,
        by_id=desk.person("chutich").id,
        said_at=at("02/03", "10:00"),
        text=text,
        is_directing=directing,
    )
    mentions = (Mention(committee_id=task.committee_id, person_id=desk.person(name).id) for name in to)
    comment.mentions.extend(mentions)
    desk.session.add(comment)
    desk.session.commit()


def test_a_directing_opinion_goes_out_at_once_cut_short(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    say(desk, task, "Làm ngay, báo cáo trong tuần. " + "Chi tiết " * 60, directing=True, to=("truongphong",))
    remind(desk.session, at("02/03", "10:01"))
    subject = f"Ý kiến chỉ đạo: {task.content}"
    assert mails.subjects() == {("congchuc", subject), ("truongphong", subject)}
    line = next(x for x in mails.text("congchuc", "Ý kiến").splitlines() if x.startswith("Trần Thị Lan: Làm ngay"))
    assert len(line) == len("Trần Thị Lan: ") + 300
    assert line.endswith("…")


def test_who_is_named_and_who_follows_hear_it(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    say(desk, task, "Nhờ @congchuc2 phối hợp", to=("congchuc2",))
    follower = Follower(
        committee_id=task.committee_id,
        task_id=task.id,
        person_id=desk.person("congchuc_nv").id,
        added_by_id=desk.person("truongphong").id,
        added_at=at("02/03", "10:00"),
    )
    desk.session.add(follower)
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert mails.subjects() == {
        ("congchuc2", f"Nhắc đến anh/chị trong trao đổi: {task.content}"),
        ("congchuc_nv", f"Để biết: {task.content}"),
    }
    assert "Võ Minh Khang gửi để anh/chị theo dõi." in mails.text("congchuc_nv", "Để biết")
    mails.clear()
    limits.bring_forward(
        desk.session,
        task,
        limit=Moment(date(2026, 4, 20)),
        reason="Sở cần sớm",
        carry=False,
        by=desk.by("chutich"),
        now=at("03/03", "10:00"),
    )
    desk.session.commit()
    remind(desk.session, at("03/03", "10:01"))
    subject = f"Điều chỉnh thời hạn: {task.content}"
    assert mails.subjects() == {("congchuc", subject), ("truongphong", subject)}
    remind(desk.session, at("04/03", "07:30"))
    assert "- Thời hạn đã đổi · Còn" in mails.text("congchuc_nv", "1 tin về nhiệm vụ")


def test_a_dispute_is_put_before_the_assigner_and_its_answer_told_to_who_raised_it(
    desk: Desk, remind: Round, mails: Mails
) -> None:
    task = desk.in_progress(due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    by, now = desk.by("congchuc"), at("02/03", "10:00")
    disputes.dispute(desk.session, task, about=DisputeAbout.LIMIT, text="Hạn là 30/5", by=by, now=now)
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert mails.subjects() == set()
    remind(desk.session, at("03/03", "07:30"))
    assert "- Báo sai · " in mails.text("chutich", "1 tin về nhiệm vụ")
    assert "Sai thời hạn. Hạn là 30/5" in mails.text("chutich", "1 tin về nhiệm vụ")
    mails.clear()
    disputes.answer(
        desk.session, task, is_upheld=False, text="Văn bản ghi 30/4", by=desk.by("chutich"), now=at("03/03")
    )
    desk.session.commit()
    remind(desk.session, at("03/03", "09:01"))
    assert mails.subjects() == {("congchuc", f"Báo sai không đúng: {task.content}")}


def test_work_without_anybody_present_is_told_to_head_and_office_once_a_week(
    desk: Desk, remind: Round, mails: Mails
) -> None:
    task = desk.in_progress(due_on=FAR)
    remind(desk.session, MONDAY)
    accounts.disable(desk.session, desk.person("congchuc"), by=desk.person("quantri"), now=at("02/03", "10:00"))
    desk.session.commit()
    mails.clear()
    for day in ("03/03", "04/03", "06/03"):
        remind(desk.session, at(day, "07:30"))
    assert sorted(mails.names()) == ["truongphong", "vanphong"]
    text = mails.text("vanphong", "1 không có người phụ trách")
    assert "- Tài khoản của Nguyễn Thị Ánh Tuyết đã khóa · Còn" in text
    assert task.content in text
    mails.clear()
    remind(desk.session, at("09/03", "07:30"))
    assert sorted(mails.names()) == ["truongphong", "vanphong"]


@pytest.mark.parametrize("days_later", ["03/03", "05/03", "12/03"])
def test_a_second_round_owes_nothing_whatever_was_told(
    desk: Desk, remind: Round, mails: Mails, days_later: str
) -> None:
    task = desk.in_progress(supporting=[desk.unit("nv")], due_on=date(2026, 3, 10))
    urge(desk, task, "02/03")
    ask(desk, task, "02/03")
    say(desk, task, "Làm ngay", directing=True, to=("congchuc2",))
    remind(desk.session, MONDAY)
    remind(desk.session, at(days_later, "10:05"))
    mails.clear()
    assert remind(desk.session, at(days_later, "10:06"))["owed"] == 0
    assert mails.names() == []

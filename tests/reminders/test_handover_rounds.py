"""A whole desk handed over: its new owner hears of it once, in the next morning's letter."""

from __future__ import annotations

from datetime import date

from taskapp.tasks import handover
from taskapp.tasks.handover_lines import Key, Wish
from taskapp.tasks.paper_models import Handed, HandOverReason
from tests.conftest import MONDAY
from tests.reminders.conftest import Mails, Round
from tests.tasks.making import Desk, at

FAR = date(2026, 4, 30)


def test_who_takes_over_gets_one_letter_and_not_one_for_each_task(desk: Desk, remind: Round, mails: Mails) -> None:
    tasks = [desk.in_progress(due_on=FAR, content=content) for content in ("Việc một", "Việc hai", "Việc ba")]
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    to = desk.office.people["congchuc2"]
    wishes = {Key(Handed.WORK, task.id): Wish(to, task.version) for task in tasks}
    why = handover.Reason(HandOverReason.RETIREMENT)
    giver, head = desk.person("congchuc"), desk.by("truongphong")
    handover.hand_over(desk.session, giver, wishes, why, by=head, now=at("02/03", "10:00"))
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert mails.subjects() == set()
    remind(desk.session, at("03/03", "07:30"))
    assert mails.names() == ["congchuc2"]
    letter = mails.text("congchuc2", "Nhắc việc")
    assert all(task.content in letter for task in tasks)
    mails.clear()
    remind(desk.session, at("04/03", "07:30"))
    assert mails.names() == []

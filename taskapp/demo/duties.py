"""Recurring duties of the demo office: the reports that every office of this kind owes; the job hands them out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.demo.story import World
from taskapp.duties import keeping
from taskapp.duties.models import Duty
from taskapp.duties.wishing import Wish
from taskapp.workdays.arithmetic import DAY

EVENING = time(16, 30)


class Owed(NamedTuple):
    """A duty of the demo: unit and assigner by their keys, the rule, how many working days ahead it is handed out."""

    content: str
    lead: str
    rule: str
    ahead: int
    assigner: str = "chutich"
    product: str = "Báo cáo"
    officer: str = ""


DUTIES = (
    Owed("Báo cáo công tác cải cách hành chính tháng", "nv", "FREQ=MONTHLY;BYMONTHDAY=20", 10),
    Owed("Báo cáo công tác tuần của đơn vị", "vp", "FREQ=WEEKLY;BYDAY=TH", 3),
    Owed(
        "Báo cáo quý về công tác tư pháp, số liệu chốt ngày 14 tháng cuối quý theo Nghị định 09/2019/NĐ-CP",
        "tp",
        "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20",
        10,
        officer="congchuc",
    ),
    Owed(
        "Tổng hợp kết quả thực hiện nhiệm vụ được giao trong tháng",
        "vp",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        5,
        assigner="phochutich",
    ),
    Owed("Báo cáo kết quả phòng, chống tham nhũng, tiêu cực năm", "tt", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", 20),
)


def fill(session: Session, world: World, today: date) -> None:
    """Write the duties down as of yesterday evening, where there are none yet; the first limits come from tomorrow on.

    Does not commit.
    """
    office = world.office
    if session.scalars(scoped(Duty, office.committee.id, Duty.id).limit(1)).first() is not None:
        return
    now = datetime.combine(world.yesterday, EVENING, ZoneInfo(office.committee.timezone)).astimezone(UTC)
    for owed in DUTIES:
        assigner = office.people[owed.assigner]
        wish = Wish(
            content=owed.content,
            lead=office.units[owed.lead],
            rule=owed.rule,
            starts_on=today + DAY,
            officer=office.people[owed.officer] if owed.officer else None,
            assigner=assigner,
            product=owed.product,
            workdays_ahead=owed.ahead,
        )
        by = office.actor(assigner)
        duty = keeping.write(session, wish, by=by, committee_id=office.committee.id, now=now)
        keeping.begin(session, duty, by=by, now=now)

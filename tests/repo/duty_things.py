"""Recurring duties behind the declared doors: under way, as a draft, with an occurrence that was missed."""

from __future__ import annotations

from abc import abstractmethod

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.duties import keeping
from taskapp.duties.models import Duty, Outcome
from taskapp.duties.plan import Occurrence
from taskapp.duties.wishing import Wish
from taskapp.people.models import Person, Unit
from taskapp.tasks.record import Actor
from tests.office import Office

Made = tuple[dict[str, object], dict[str, object]]


class DutyThings:
    """The part of Things that makes duties of Phòng Tư pháp."""

    office: Office
    count: int

    @abstractmethod
    def _actor(self, session: Session, username: str) -> Actor: ...

    def _duty(self, session: Session) -> Made:
        duty = self._written(session)
        keeping.begin(session, duty, by=self._actor(session, "chutich"), now=clock.now())
        return self._place(session, duty)

    def _duty_draft(self, session: Session) -> Made:
        return self._place(session, self._written(session))

    def _missed(self, session: Session) -> Made:
        duty = self._written(session)
        keeping.begin(session, duty, by=self._actor(session, "chutich"), now=clock.now())
        today = clock.now().date()
        one = keeping.settle(session, duty, Occurrence(today, today, today), Outcome.MISSED, now=clock.now())
        values, data = self._place(session, duty)
        return {**values, "occurrence_id": one.id}, data

    def _written(self, session: Session) -> Duty:
        wish = Wish(
            content=f"Báo cáo tháng, lần {self.count}",
            lead=session.get_one(Unit, self.office.units["tp"]),
            rule="FREQ=MONTHLY;BYMONTHDAY=25",
            starts_on=clock.now().date(),
            assigner=session.get_one(Person, self.office.people["chutich"]),
        )
        by = self._actor(session, "chutich")
        return keeping.write(session, wish, by=by, committee_id=self.office.committee_id, now=clock.now())

    def _place(self, session: Session, duty: Duty) -> Made:
        session.flush()
        data = {"reason": "Vì công việc thay đổi.", "on_day": "2026-03-25", "due_on": "25/03/2026"}
        return {"duty_id": duty.id}, data

"""What other systems tell of, behind the declared doors: a source of Phòng Tư pháp, one item of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.sources import keeping, taking
from taskapp.sources.items import Given
from taskapp.sources.keeping import Wish
from taskapp.sources.models import Door, SourceItem, WorkSource
from taskapp.sources.taking import Delivery
from tests.office import Office

Made = tuple[dict[str, object], dict[str, object]]


class SourceThings:
    """The part of Things that makes sources and what they told of."""

    office: Office
    count: int

    def _work_source(self, session: Session) -> Made:
        fields = {"title": "Hồ sơ", "noun": "hồ sơ", "unit": self.office.units["tp"]}
        return {"source_id": self._source(session).id}, fields

    def _named_source(self, session: Session) -> Made:
        return {"source": self._source(session).name, "cell": "all"}, {}

    def _source_item(self, session: Session) -> Made:
        source, now = self._source(session), clock.now()
        given = Given(1, id=str(self.count), received=now.date())
        what = taking.understand([given], taking.surroundings(session, source, now=now))
        taking.take(session, source, what, Delivery(Door.API), now=now)
        return {"item_id": session.query(SourceItem.id).filter_by(source_id=source.id).scalar()}, {}

    def _proposed_limit(self, session: Session) -> Made:
        made = self._source_item(session)
        session.get_one(SourceItem, made[0]["item_id"]).proposed_on = clock.now().date()
        return made

    def _source(self, session: Session) -> WorkSource:
        wish = Wish("Hồ sơ hộ tịch", "hồ sơ", self.office.units["tp"], False)
        return keeping.add(session, self.office.committee_id, f"nguon-{self.count}", wish, by=None, now=clock.now())

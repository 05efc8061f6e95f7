"""Documents behind the declared doors: under review, in the register, with a file; and a name that was learned."""

from __future__ import annotations

from abc import abstractmethod

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.directives.draft import Draft, DraftTask, Header, Line, Place
from taskapp.directives.reviews import arrived, naming_queries, reviewing
from taskapp.directives.reviews.review_models import UnitAlias
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.tasks import documents
from taskapp.tasks.models import StoredFile
from tests.office import Office

Made = tuple[dict[str, object], dict[str, object]]


class DirectiveThings:
    """The part of Things that makes documents."""

    office: Office
    count: int

    @abstractmethod
    def _rights(self, session: Session, username: str) -> Rights: ...

    @abstractmethod
    def _file(self, session: Session) -> Made: ...

    def _review(self, session: Session) -> Made:
        words = f"Phòng Tư pháp báo cáo, lần {self.count}"
        draft = Draft(Header(), (Line(words),), (DraftTask(words, ("Phòng Tư pháp",), Place(0, 0, len(words))),))
        rights, today = self._rights(session, "vanphong"), clock.now().date()
        made = reviewing.begin(
            session,
            session.get_one(Committee, self.office.committee_id),
            draft,
            naming_queries.names_for(session, rights, written_on=None, today=today),
            by=rights,
            now=clock.now(),
        )
        return {"review_id": made.id}, {"version": "1", "act": "add"}

    def _arrived(self, session: Session) -> Made:
        draft = Draft(Header(), (Line("Báo cáo"),), ())
        made = arrived.add(session, session.get_one(Committee, self.office.committee_id), draft, now=clock.now())
        return {"review_id": made.id}, {}

    def _directive(self, session: Session) -> Made:
        given = documents.DocumentGiven(f"{self.count}/TB-UBND", clock.now().date())
        made = documents.find_or_add_directive(session, given, committee_id=self.office.committee_id, now=clock.now())
        assert made is not None
        return {"directive_id": made.id}, {}

    def _directive_file(self, session: Session) -> Made:
        directive_id, file_id = self._directive(session)[0]["directive_id"], self._file(session)[0]["file_id"]
        file = session.get_one(StoredFile, file_id)
        file.task_id, file.directive_id = None, directive_id
        session.flush()
        return {"directive_id": directive_id, "file_id": file_id}, {}

    def _alias(self, session: Session) -> Made:
        made = UnitAlias(
            committee_id=self.office.committee_id,
            key=f"phong ho tich {self.count}",
            written=f"Phòng Hộ tịch {self.count}",
            unit_id=self.office.units["tp"],
            learned_at=clock.now(),
        )
        session.add(made)
        session.flush()
        return {"alias_id": made.id}, {}

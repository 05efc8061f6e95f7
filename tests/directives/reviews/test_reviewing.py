"""Verbs of the review: begun, given out all or none, learned from, thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from taskapp.base.db import db
from taskapp.base.errors import Missing, Refused
from taskapp.base.ticks import Tick
from taskapp.directives.draft import Draft, DraftTask, Due, DueKind, Header, Line, Place
from taskapp.directives.reviews import assembling, naming_queries, reviewing, starting, work
from taskapp.directives.reviews.assembling import Desk, Fault, NotReady
from taskapp.directives.reviews.assigners import Leader
from taskapp.directives.reviews.review_models import DirectiveReview, UnitAlias
from taskapp.directives.reviews.work import Work
from taskapp.duties.models import Duty, DutyPhase
from taskapp.jobs import housekeep
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.tasks import queries
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.documents import DocumentGiven, find_directive, find_or_add_directive
from taskapp.tasks.models import StoredFile, Task, TaskEvent
from taskapp.tasks.states import LimitKind, State
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.making import CALENDAR
from tests.tasks.making import Desk as Seat

TODAY = MONDAY.date()
HEADER = Header(
    "12/TB-UBND", date(2026, 2, 27), "Châu Thành", "Ủy ban nhân dân huyện Châu Thành", "Thông báo", "Kết luận"
)
FIRST = "Kiểm tra công tác hòa giải"
SECOND = "Tổng hợp kết quả"


def task(content: str, lead: str, place: int = 0, **more: object) -> DraftTask:
    due = Due(DueKind.DATE, date(2026, 3, 20), phrase="trước ngày 20/3/2026", rule="day")
    return DraftTask(content, (lead,), Place(place, 0, len(content)), **({"due": due} | more))  # type: ignore[arg-type]


def draft(*tasks: DraftTask, header: Header = HEADER) -> Draft:
    made = tasks or (task(FIRST, "Phòng Tư pháp", cooperating=("Phòng Nội vụ",)), task(SECOND, "Phòng NV-X", 1))
    return Draft(header, tuple(Line(each.content) for each in made), made)


class Table:
    """A person before a review."""

    def __init__(self, session: Session, office: Office, who: str = "vanphong") -> None:
        self.session, self.office, self.who = session, office, who
        self.seat = Seat(session, office)

    @property
    def rights(self) -> Rights:
        rights = self.seat.by(self.who).rights
        assert rights is not None
        return rights

    def begin(self, made: Draft | None = None, now: datetime = MONDAY, **more: object) -> DirectiveReview:
        names = naming_queries.names_for(self.session, self.rights, written_on=HEADER.issued_on, today=TODAY)
        committee = self.session.get_one(Committee, self.office.committee_id)
        return reviewing.begin(self.session, committee, made or draft(), names, by=self.rights, now=now, **more)  # type: ignore[arg-type]

    def desk(self, review: DirectiveReview) -> Desk:
        leaders = {each.id: each for each in self.session.scalars(queries.leaders(self.office.committee_id))}
        units = naming_queries.units_to_assign(self.session, self.rights, TODAY)
        return Desk(units, leaders, TODAY, CALENDAR, review.id)

    def give_out(self, review: DirectiveReview, reviewed: Work | None = None, *, issue: bool = True) -> list[Task]:
        now_work = reviewed or work.load(review.work)
        reviewing.keep(review, now_work, now=MONDAY)
        return reviewing.give_out(
            self.session, review, assembling.assemble(now_work, self.desk(review)),
            by=self.seat.by(self.who), calendar=CALENDAR, now=MONDAY, issue=issue,
        ).tasks  # fmt: skip


@pytest.fixture
def table(app: Flask, office: Office) -> Iterator[Table]:
    with app.app_context():
        yield Table(db.session(), office)


def chosen(table: Table, review: DirectiveReview) -> Work:
    """The second task's unknown unit answered."""
    return work.choose(work.load(review.work), "t2", "lead", 0, table.office.units["nv"])


def test_a_draft_is_kept_as_read_and_nothing_becomes_a_task(table: Table):
    review = table.begin(leaders={table.office.people["chutich"]: Leader("Trần Thị Lan", "Chủ tịch")})
    begun = work.load(review.work)
    assert [piece.content for piece in begun.pieces] == [FIRST, SECOND]
    assert begun.pieces[0].units("lead") == (table.office.units["tp"],)
    assert begun.pieces[1].lead[0].is_asked
    assert begun.header["issued_on"] == "27/02/2026"
    assert begun.header["is_incoming"] == ""
    assert (begun.pieces[0].due, begun.assigner) == ("20/03/2026", "")
    assert table.session.scalar(select(func.count()).select_from(Task)) == 0


def test_all_tasks_are_issued_and_the_document_enters_the_register(table: Table):
    review = table.begin()
    tasks = table.give_out(review, chosen(table, review))
    assert [(each.state, each.lead_unit_id) for each in tasks] == [
        (State.ASSIGNED, table.office.units["tp"]),
        (State.ASSIGNED, table.office.units["nv"]),
    ]
    assert [part.lead_unit_id for part in tasks[0].parts] == [table.office.units["nv"]]
    assert tasks[0].deadline_text == "trước ngày 20/3/2026"
    assert table.session.scalar(select(func.count()).select_from(TaskEvent).where(TaskEvent.kind == "issue")) == 3
    paper = table.session.scalars(select(Directive)).one()
    assert (paper.number, paper.received_on, paper.entered_on, paper.entry_due_on) == (
        "12/TB-UBND", TODAY, TODAY, date(2026, 3, 3),
    )  # fmt: skip
    assert paper.created_by_id == table.office.people["vanphong"]
    assert "ket luan" in paper.search_key


def test_what_the_person_chose_is_learned_and_used_with_the_next_document(table: Table):
    review = table.begin()
    table.give_out(review, chosen(table, review))
    alias = table.session.scalars(select(UnitAlias)).one()
    assert (alias.written, alias.unit_id) == ("Phòng NV-X", table.office.units["nv"])
    again = work.load(table.begin().work).pieces[1].lead[0]
    assert (again.units, again.how.value) == ((table.office.units["nv"],), "learned")


def test_only_what_differed_stays_of_the_text(table: Table):
    review = table.begin()
    reviewed = work.change(
        chosen(table, review), "t1", lambda piece: replace(piece, content="Kiểm tra", due="21/3/2026")
    )
    table.give_out(review, work.drop(reviewed, "t2"))
    assert (review.lines, review.work, review.read, review.content) == ([], {}, {}, None)
    assert review.differences["left_out"] == [SECOND]
    assert review.differences["changed"]["t1"] == {
        "content": [FIRST, "Kiểm tra"], "due": ["dated 20/03/2026", "dated 21/3/2026"],
    }  # fmt: skip
    with pytest.raises(Missing):
        reviewing.get(table.session, table.rights, review.id)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"content": ""}, ("t1", "content")),
        ({"lead": ()}, ("t1", "lead")),
        ({"due": ""}, ("t1", "due")),
        ({"due": "31/2/2026"}, ("t1", "due")),
        ({"hour": "25:00"}, ("t1", "hour")),
        ({"due": "1/3/2026"}, ("t1", "due")),  # past
        ({"more_lead": "Phòng Trời"}, ("t1", "lead")),
        ({"content": "MẬT: bố trí lực lượng"}, ("t1", "content")),
    ],
)
def test_one_task_at_fault_keeps_all_from_being_given_out(
    table: Table, change: dict[str, object], fault: tuple[str, str]
):
    review = table.begin()
    wrong = work.change(chosen(table, review), "t1", lambda piece: replace(piece, **change))  # type: ignore[arg-type]
    with pytest.raises(NotReady) as refused:
        table.give_out(review, wrong)
    assert [(each.key, each.field) for each in refused.value.faults] == [fault]
    assert table.session.scalar(select(func.count()).select_from(Task)) == 0


def test_faults_of_all_tasks_are_said_together(table: Table):
    review = table.begin()
    with pytest.raises(NotReady) as refused:
        table.give_out(review, work.change(work.load(review.work), "t1", lambda piece: replace(piece, due="x")))
    assert {(each.key, each.field) for each in refused.value.faults} == {("t1", "due"), ("t2", "lead")}


def test_a_document_without_tasks_and_a_date_that_is_none_are_refused(table: Table):
    review = table.begin()
    nothing = work.drop(work.drop(work.load(review.work), "t1"), "t2")
    with pytest.raises(NotReady) as refused:
        table.give_out(
            review, replace(nothing, header={**nothing.header, "issued_on": "mai", "received_on": "3/3/2026"})
        )
    assert {each.field for each in refused.value.faults} == {"issued_on", "received_on", "pieces"}


def test_a_clerk_keeps_drafts_and_may_not_issue(table: Table):
    table.who = "vanthu"
    review = table.begin()
    with pytest.raises(NotReady) as refused:
        table.give_out(review, chosen(table, review))
    assert refused.value.faults[0].field == "lead"
    table.session.rollback()
    review = table.begin()
    tasks = table.give_out(review, chosen(table, review), issue=False)
    assert {each.state for each in tasks} == {State.DRAFT}
    paper = table.session.scalars(select(Directive)).one()
    assert (paper.entered_on, paper.entry_due_on) == (None, date(2026, 3, 3))
    from_draft = Seat(table.session, table.office)
    reviewing.lifecycle.issue(table.session, tasks[0], by=from_draft.by("chutich"), now=MONDAY)
    assert paper.entered_on == TODAY


def test_several_leads_become_a_task_each_and_a_recurring_duty_is_kept_by_its_rule(table: Table):
    due = Due(DueKind.RECURRING, rrule="FREQ=MONTHLY;BYMONTHDAY=25", phrase="hằng tháng, trước ngày 25")
    made = table.begin(draft(task(FIRST, "các phòng, ban", due=due)))
    assert table.give_out(made) == []
    duties = table.session.scalars(select(Duty).order_by(Duty.id)).all()
    assert [duty.lead_unit.code for duty in duties] == ["vp", "tp", "nv"]
    assert {(duty.phase, duty.rule) for duty in duties} == {(DutyPhase.RUNNING, "FREQ=MONTHLY;BYMONTHDAY=25")}
    assert duties[0].deadline_text == "hằng tháng, trước ngày 25"
    assert duties[0].directive.entered_on == TODAY


@pytest.mark.parametrize(
    ("phrase", "is_of_previous"),
    [
        ("hằng tháng, trước ngày 05 của tháng sau", True),
        ("hằng quý, chậm nhất ngày 10 tháng đầu quý kế tiếp", True),
        ("hằng tháng, trước ngày 25", False),
    ],
)
def test_what_is_due_in_the_next_period_reports_on_the_one_before(table: Table, phrase: str, is_of_previous: bool):
    due = Due(DueKind.RECURRING, rrule="FREQ=MONTHLY;BYMONTHDAY=5", phrase=phrase)
    table.give_out(table.begin(draft(task(FIRST, "Phòng Tư pháp", due=due))))
    assert table.session.scalars(select(Duty.is_of_previous)).all() == [is_of_previous]


def test_a_recurring_duty_of_a_clerk_waits_and_one_without_a_rule_stays_a_task(table: Table):
    due = Due(DueKind.RECURRING, rrule="FREQ=MONTHLY;BYMONTHDAY=25", phrase="hằng tháng")
    without = Due(DueKind.RECURRING, rrule="FREQ=YEARLY;BYDAY=MO", phrase="định kỳ")
    first, second = task(FIRST, "Phòng Tư pháp", due=due), task(SECOND, "Phòng Nội vụ", due=without)
    tasks = table.give_out(table.begin(draft(first, second)), issue=False)
    assert [(each.limit_kind, each.state) for each in tasks] == [(LimitKind.RECURRING, State.DRAFT)]
    assert table.session.scalars(select(Duty.phase)).all() == [DutyPhase.DRAFT]


def test_the_same_document_is_found_by_number_date_and_issuer(table: Table):
    first = table.begin()
    table.give_out(first, chosen(table, first))
    same = find_directive
    given = assembling.given_document(work.load(table.begin().work), TODAY)
    known = same(table.session, given, committee_id=table.office.committee_id)
    assert known is not None
    with pytest.raises(NotReady):
        reviewing.check_double(known, work.load(table.begin().work))
    reviewing.check_double(known, replace(work.load(table.begin().work), again_known=True))
    other = replace(given, issuer="UBND tỉnh Đồng Tháp")
    assert same(table.session, other, committee_id=table.office.committee_id) is None
    assert (
        same(table.session, replace(given, issuer="UBND huyện Châu Thành"), committee_id=table.office.committee_id)
        is known
    )
    assert (
        same(table.session, replace(given, issued_on=date(2026, 2, 26)), committee_id=table.office.committee_id) is None
    )


def test_a_document_without_a_number_is_known_by_its_subject_date_and_issuer(table: Table):
    given = DocumentGiven("", TODAY, "UBND huyện Châu Thành", subject="V/v phòng, chống hạn")
    in_office = {"committee_id": table.office.committee_id}
    made = find_or_add_directive(table.session, given, **in_office, now=MONDAY)
    assert made is not None
    assert (made.number, made.number_key, made.search_key) == (
        "Không số", "", "khong so v/v phong, chong han ubnd huyen chau thanh",
    )  # fmt: skip
    for alike in ({"number": "không số"}, {"subject": "Phòng chống hạn"}, {"issuer": ""}):
        assert find_directive(table.session, replace(given, **alike), **in_office) is made
    for other in ({"subject": "Chống ngập"}, {"issued_on": date(2026, 2, 26)}, {"issuer": "UBND tỉnh Đồng Tháp"}):
        assert find_directive(table.session, replace(given, **other), **in_office) is None
    for untold in ({"subject": ""}, {"issued_on": None}):
        assert find_or_add_directive(table.session, replace(given, **untold), **in_office, now=MONDAY) is None


def test_the_file_goes_with_the_document_and_leaves_nothing_when_refused(table: Table, tmp_path: Path):
    review = table.begin(file_name="thong-bao.pdf", content=b"%PDF-1.7 noi dung")
    with pytest.raises(NotReady), reviewing.file_kept(review, tmp_path / "files", now=MONDAY):
        table.give_out(review)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    with reviewing.file_kept(review, tmp_path / "files", now=MONDAY) as file:
        table.give_out(review, chosen(table, review))
        paper = reviewing.put_with(table.session, file, review)
    table.session.flush()
    kept = table.session.scalars(select(StoredFile)).one()
    assert paper is not None
    assert (kept.directive_id, kept.name) == (paper.id, "thong-bao.pdf")


def test_a_review_thrown_away_leaves_nothing_and_others_never_see_it(table: Table):
    review = table.begin()
    table.who = "vanthu"
    with pytest.raises(Missing):
        reviewing.get(table.session, table.rights, review.id)
    reviewing.discard(table.session, review)
    table.session.flush()
    assert table.session.scalar(select(func.count()).select_from(DirectiveReview)) == 0


def test_housekeeping_throws_away_what_nobody_touched_for_thirty_days(
    app: Flask, table: Table, frozen_clock: Callable[[datetime], None]
):
    old_id, fresh = table.begin().id, table.begin()
    ended = table.begin()
    table.give_out(ended, chosen(table, ended))
    reviewing.keep(fresh, work.load(fresh.work), now=MONDAY + timedelta(days=2))
    table.session.commit()
    kept = {fresh.id, ended.id}
    later = MONDAY + timedelta(days=31)
    frozen_clock(later)
    housekeep(Tick(table.session, app.extensions["taskapp"], "test"))
    assert set(table.session.scalars(select(DirectiveReview.id))) == kept
    assert old_id not in kept


def test_too_many_reviews_of_one_person_are_refused(table: Table, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reviewing, "MOST_OPEN", 1)
    table.begin()
    with pytest.raises(Refused, match="quá nhiều"):
        table.begin()


@pytest.mark.parametrize(
    ("issuer", "own"),
    [
        ("Ủy ban nhân dân huyện Châu Thành", True),
        ("Văn phòng UBND huyện Châu Thành", True),
        ("", True),
        ("Ủy ban nhân dân tỉnh Đồng Tháp", False),
    ],
)
def test_another_issuer_s_document_has_come_in(issuer: str, own: bool):
    assert starting.is_own(issuer, "UBND huyện Châu Thành") is own


def test_a_fault_of_the_heading_stands_at_the_heading():
    assert assembling.fault_of("t1", Refused("x", field="issued_on")) == Fault("", "issued_on", "x")
    assert assembling.fault_of("t1", Refused("x", field="supporting")) == Fault("t1", "support", "x")

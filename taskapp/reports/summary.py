"""Mẫu A: what each unit was assigned and how it stands, what supporting units gave, how long results lay; totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.paging import Page, part_of
from taskapp.base.text import letters_key, name_key
from taskapp.people import unit_queries
from taskapp.people.models import Committee
from taskapp.people.queries import find_unit_by_name
from taskapp.people.rights import Rights
from taskapp.people.unit_queries import UnitImage
from taskapp.reports import adding, asking, inheritance
from taskapp.reports.asking import Asked
from taskapp.reports.figures import Figures, Row
from taskapp.reports.inheritance import Joined
from taskapp.reports.naming import conditions
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension
from taskapp.reports.tally import Tally
from taskapp.reports.words import row_name
from taskapp.tasks.words import SOURCE_NAMES
from taskapp.tasks.worktypes.queries import names as type_names


@dataclass(frozen=True)
class Summary:
    """The answer to one question: one row for each unit (or what else was asked for); `parts`: of supporting units.

    `units`: all that the person may read, as they were on the period's last day, in the office's own order.
    """

    committee: Committee
    by: Dimension
    figures: Figures
    rows: list[Row]
    parts: Figures
    supporting: list[Row]
    is_provisional: bool
    units: list[UnitImage]
    joined: list[Joined] = field(default_factory=list)  # successors with their predecessors
    conditions: str = ""  # what the figures are limited to and judged by, when it is not the usual

    @property
    def question(self) -> Question:
        return self.figures.question

    @property
    def total(self) -> Tally:
        return self.figures.total

    def page(self, mark: str, *, is_whole: bool = False) -> Page:
        """Some of the rows, or all: those after the one that `mark` names."""
        if is_whole:
            return Page(self.rows, None)
        return part_of(self.rows, [str(row.slice) for row in self.rows], mark)

    def supporting_of(self, page: Page) -> list[Row]:
        """The supporting units' rows beside those of a page; what has none among the others stands on the last one."""
        shown, others = {row.slice for row in page.rows}, {row.slice for row in self.rows}
        is_last = page.next_mark is None
        return [row for row in self.supporting if row.slice in shown or (is_last and row.slice not in others)]

    @property
    def as_of(self) -> datetime:
        """When this was known, on the wall clock of the committee."""
        return self.figures.question.as_of_local


def summarise(session: Session, committee: Committee, asked: Asked, *, rights: Rights | None, now: datetime) -> Summary:
    """The summary of a period within what the person may read (`rights` None: everything).

    Rows of units come in the office's own order, persons by given name.

    Raises BadInput, Missing.
    """
    question = asking.question(session, asked, committee, rights, now)
    figures, parts = adding.figures(session, question, asked.by)
    units = _units(session, question)
    is_typed = asked.by is Dimension.WORK_TYPE
    types = type_names(session, committee.id, question.at.on, question.as_of) if is_typed else {}
    rows, supporting = (_in_order(_named(one, types), asked.by, units) for one in (figures, parts))
    together = inheritance.joined(session, question, rows, units)
    provisional = asking.is_provisional(question.as_of, now)
    limited = conditions(session, question)
    return Summary(committee, asked.by, figures, rows, parts, supporting, provisional, units, together, limited)


def report(session: Session, committee: Committee, asked: Asked, *, unit: str = "", now: datetime) -> Summary:
    """The summary of all units, or of the one called `unit` and all below it: for the command line.

    Raises BadInput, Missing.
    """
    asked = replace(asked, unit_id=unit_called(session, committee, unit))
    return summarise(session, committee, asked, rights=None, now=now)


def unit_called(session: Session, committee: Committee, name: str) -> int | None:
    """The id of the unit of that name, None for "" (all of them). Raises Missing."""
    if not name:
        return None
    chosen = find_unit_by_name(session, committee.id, name)
    if chosen is None:
        raise Missing(_("Không tìm thấy đơn vị “%(name)s”.", name=name))
    return chosen.id


def _units(session: Session, question: Question) -> list[UnitImage]:
    """In the office's own order as it was on the last day: a unit closed or renamed since stands where it stood."""

    def order(unit: UnitImage) -> tuple[bool, int, str, int]:
        is_over = unit.valid_to is not None and unit.valid_to < question.last
        return is_over, unit.sort_order, unit.name, unit.id

    units = unit_queries.images_on(session, question.committee_id, question.last, question.as_of)
    return sorted((unit for unit in units if question.unit_ids is None or unit.id in question.unit_ids), key=order)


def _in_order(rows: list[Row], by: Dimension, units: list[UnitImage]) -> list[Row]:
    """Named rows: in the office's own order where it has one, persons by given name, else by name; nobody last."""
    fixed = {
        Dimension.UNIT: [str(unit.id) for unit in units],
        Dimension.SOURCE: [source.value for source in SOURCE_NAMES],
        Dimension.STAR: ["1", "0"],
    }
    place = {key: number for number, key in enumerate(fixed.get(by, ()))}
    spelled = name_key if by in (Dimension.PERSON, Dimension.ASSIGNER) else letters_key

    def order(row: Row) -> tuple[int, bool, str]:
        key = row.slice.key
        return place.get(key, len(place)), key in ("0", ""), spelled(row.name)

    return sorted(rows, key=order)


def _named(figures: Figures, types: Mapping[str, str]) -> list[Row]:
    known = ((row, types.get(row.slice.key, row.name)) for row in figures.rows)
    return [Row(row.slice, row_name(row.slice, name), row.tally) for row, name in known]

"""The numbers of a question at whatever moment.

Of the present the database adds them up. Of a past moment it adds up the tasks about which nothing has been recorded
since, for they look as they looked then; the others, which are few unless the moment is long ago, are read from the
record and judged one by one.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from taskapp.reports import approving, present
from taskapp.reports.figures import Figures
from taskapp.reports.measures import judged_by, measure
from taskapp.reports.ontime import Yardstick
from taskapp.reports.question import Question
from taskapp.reports.reading import Record, read
from taskapp.reports.slices import Dimension
from taskapp.reports.tally import Tally
from taskapp.tasks.states import Kind


def figures(session: Session, question: Question, cut: Dimension) -> tuple[Figures, Figures]:
    """The numbers of the official tasks and of the supporting units' parts, a row for each key of `cut`."""
    official, parts = replace(question, kind=Kind.OFFICIAL), replace(question, kind=Kind.PART)
    by = present.yardstick(session, question)
    if present.is_present(session, question):
        return present.figures(session, official, cut, by), present.figures(session, parts, cut, by)
    if _has_not_begun(question):
        record = read(session, question)
        first, second = (judged_by(one, record, by.calendar).figures(cut) for one in (official, parts))
        return first, second
    record = read(session, replace(question, changed=True))
    return _then(session, official, cut, by, record), _then(session, parts, cut, by, record)


def counted(session: Session, question: Question) -> Tally:
    """The counts of a question all together, of which shares are made; not what was done about the tasks."""
    by = present.yardstick(session, question)
    if present.is_present(session, question):
        return present.counted(session, question, by)
    is_whole = _has_not_begun(question)
    read_one_by_one = measure(session, question if is_whole else replace(question, changed=True)).total
    found = replace(read_one_by_one, held_up=0, urgings=0, corrected=0)
    return found if is_whole else found + present.counted(session, replace(question, changed=False), by)


def _has_not_begun(question: Question) -> bool:
    """Whether the period was still to come then: only what was open counts, which is read sooner than told apart."""
    return question.as_of_local.date() < question.first


def _then(session: Session, question: Question, cut: Dimension, by: Yardstick, changed: Record) -> Figures:
    found = present.sums(session, replace(question, changed=False), cut, by)
    found += judged_by(question, changed, by.calendar).sums(cut)
    found.decided = approving.decided(session, question, is_past=True)
    return present.named(session, question, cut, by, found)

"""The numbers of a question at whatever moment.

Of the present the database adds them up. Of a past moment it adds up the tasks about which nothing has been recorded
since, for they look as they looked then; the others, which are few unless the moment is long ago, are read from the
record and judged one by one. What a moment that is over adds up to stays so, and is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from taskapp.reports import approving, present, reach, remembered
from taskapp.reports.figures import Figures
from taskapp.reports.measures import Measured, each_judged, measure
from taskapp.reports.ontime import Yardstick
from taskapp.reports.present import Sums
from taskapp.reports.question import Question
from taskapp.reports.reading import Record, read
from taskapp.reports.slices import Dimension
from taskapp.reports.tally import Tally
from taskapp.tasks.states import Kind


def figures(session: Session, question: Question, cut: Dimension) -> tuple[Figures, Figures]:
    """The numbers of the official tasks and of the supporting units' parts, a row for each key of `cut`."""
    official, parts = replace(question, kind=Kind.OFFICIAL), replace(question, kind=Kind.PART)
    by = present.yardstick(session, question)
    if reach.is_present(session, question):
        return present.figures(session, official, cut, by), present.figures(session, parts, cut, by)
    what = ("figures", cut, by.rules)
    ours, theirs = remembered.then(session, question, what, lambda: _sums(session, (official, parts), cut, by))
    return present.named(session, official, cut, by, ours), present.named(session, parts, cut, by, theirs)


def counted(session: Session, question: Question) -> Tally:
    """The counts of a question all together, of which shares are made; not what was done about the tasks."""
    by = present.yardstick(session, question)
    if reach.is_present(session, question):
        return present.counted(session, question, by)
    what = ("counted", by.rules)
    (found,) = remembered.then(session, question, what, lambda: [Sums(total=_counted(session, question, by))])
    return found.total


def _sums(session: Session, questions: Sequence[Question], cut: Dimension, by: Yardstick) -> list[Sums]:
    """What the tasks of each question add up to; the record is read once for all."""
    half = reach.halves_then(session, questions[0])
    record = read(session, half.read) if half.read else Record()

    def added_up(measured: Measured) -> Sums:
        question, found = measured.question, measured.sums(cut)
        if half.as_now:
            found = present.sums(session, replace(half.as_now, kind=question.kind), cut, by) + found
            if cut is Dimension.UNIT:
                found.names = present.unit_names_of(session, question, found)  # before the tasks look otherwise
        found.decided = approving.decided(session, question, is_past=True)
        return found

    return [added_up(measured) for measured in each_judged(questions, record, by.calendar)]


def _counted(session: Session, question: Question, by: Yardstick) -> Tally:
    half, found = reach.halves_then(session, question), Tally()
    if half.read:
        found += replace(measure(session, half.read).total, held_up=0, urgings=0, corrected=0)
    if half.as_now:
        found += present.counted(session, half.as_now, by)
    return found

"""What the pages of hand-overs show: all open work of one person by groups, with who could take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from taskapp.people import queries as people_queries
from taskapp.people import standing_queries
from taskapp.people.models import Person
from taskapp.people.rights import Rights, Role
from taskapp.people.words import person_label
from taskapp.tasks import handover_queries, lists, queries
from taskapp.tasks.handover_forms import KEEP, Picks, group_name, line_name, seen_value
from taskapp.tasks.handover_lines import Key
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now
from taskapp.tasks.paper_models import Handed, HandOver
from taskapp.tasks.states import Kind
from taskapp.tasks.words import HANDED_NAMES

MOST = 300  # lines of work, and of decisions, on one page; the others come when these are done
CROWD = 500  # persons in one select
Options = dict[int, str]  # persons by id, as a select names them


@dataclass(frozen=True)
class Line:
    """One task in the list: `name` as the form calls it, who could take it, what was chosen, why it was refused."""

    name: str
    row: lists.Row
    options: Options
    picked: str
    goes_to: str  # by its own choice or that of its group; empty when it stays or nobody was chosen
    refusal: str


@dataclass(frozen=True)
class Group:
    """Lines of one kind, with one receiver for all that say nothing else."""

    name: str
    title: str
    options: Options
    picked: str
    lines: Sequence[Line]

    @property
    def is_unchosen(self) -> bool:
        """Whether lines wait for the group's receiver: said once, not at each."""
        return not self.picked and any(line.refusal and not line.picked for line in self.lines)


@dataclass(frozen=True)
class ListRow:
    """One signed list among others: who gave, who got, how many of the lines are confirmed."""

    hand_over: HandOver
    receivers: str
    count: int
    confirmed: int


def desk(
    session: Session, rights: Rights, person: Person, *, now: Now, picks: Picks, refused: Mapping[Key, str]
) -> dict[str, Any]:
    """The values of the page: the person's open work, what stays with him, what lies beyond this person's reach."""
    work = {
        handed: session.scalars(handover_queries.open_work(rights, handed, person.id).limit(MOST)).all()
        for handed in Handed
    }
    circle = _Circle.read(session, person, work, _labels(session, rights.committee_id, now))
    groups = []
    for (handed, kind), title in HANDED_NAMES.items():
        tasks = [task for task in work[handed] if task.kind is kind]
        if tasks:
            offered = {task.id: circle.of(handed, task) for task in tasks}
            group = _group(handed, kind, str(title), offered, picks)
            lines = [
                _line(handed, lists.row(task, rights, now), offered[task.id], group, picks=picks, refused=refused)
                for task in tasks
            ]
            groups.append(replace(group, lines=lines))
    return {
        "person": person,
        "groups": groups,
        "count": sum(len(group.lines) for group in groups),
        "keys": {Key(handed, task.id) for handed, tasks in work.items() for task in tasks},
        "moving": sum(bool(line.goes_to) for group in groups for line in group.lines),
        "seen": seen_value({line.name: line.row.task.version for group in groups for line in group.lines}),
        "is_cut": any(len(tasks) == MOST for tasks in work.values()),
        "requests": session.scalars(handover_queries.requests_of(rights, person.id)).all(),
        "unconfirmed": session.scalars(handover_queries.waiting_items(rights.committee_id, person.id)).all(),
        "elsewhere": session.scalar(handover_queries.out_of_reach(rights, person.id)),
        "keep": KEEP,
    }


def choice(session: Session, rights: Rights) -> dict[str, Any]:
    """The values of the page on which the person is chosen: everybody in reach with the number of open tasks.

    In a committee of more than CROWD persons only those who have any.
    """
    query = handover_queries.people(rights)
    persons = session.scalars(query.limit(CROWD + 1)).all()
    counts = handover_queries.counts(session, rights)
    if len(persons) > CROWD:
        persons = session.scalars(query.where(Person.id.in_(counts))).all()
    return {"persons": [(person, counts.get(person.id, 0)) for person in persons], "is_whole": len(persons) <= CROWD}


def waiting(session: Session, rights: Rights) -> list[tuple[HandOver, int]]:
    """The hand-overs that wait for this person's word, with the number of tasks that came to him."""
    items = session.scalars(handover_queries.waiting_items(rights.committee_id, rights.person_id))
    return [(hand_over, len(list(found))) for hand_over, found in groupby(items, key=lambda item: item.hand_over)]


def list_row(hand_over: HandOver) -> ListRow:
    """One signed list as a row."""
    items = hand_over.items
    receivers = ", ".join(dict.fromkeys(item.to.full_name for item in items))
    return ListRow(hand_over, receivers, len(items), sum(item.confirmed_at is not None for item in items))


def _group(handed: Handed, kind: Kind, title: str, offered: Mapping[int, Options], picks: Picks) -> Group:
    name = group_name(handed, kind)
    options = {person_id: label for one in offered.values() for person_id, label in one.items()}
    only = str(next(iter(options))) if len(options) == 1 and not picks.chosen else ""
    return Group(name, title, options, picks.of(name) or only, ())


def _line(
    handed: Handed, row: lists.Row, options: Options, group: Group, *, picks: Picks, refused: Mapping[Key, str]
) -> Line:
    name = line_name(handed, row.task)
    picked = picks.of(name)
    wanted = picked or group.picked
    goes_to = {str(person_id): label for person_id, label in (group.options | options).items()}.get(wanted, "")
    return Line(name, row, options, picked, goes_to, refused.get(Key(handed, row.task.id), ""))


def _labels(session: Session, committee_id: int, now: Now) -> _Labels:
    return _Labels(standing_queries.away_until(session, committee_id, now.today))


@dataclass(frozen=True)
class _Labels:
    """Persons as a select names them; who is away says so."""

    away: Mapping[int, date]

    def of(self, persons: Iterable[Person], but: Person) -> Options:
        return {one.id: person_label(one, self.away.get(one.id)) for one in persons if one.id != but.id}


@dataclass(frozen=True)
class _Circle:
    """Who could take what: officers by lead unit, leaders, heads by the unit that split a piece off."""

    officers: Mapping[int, Options]
    leaders: Options
    heads: Mapping[int, Options]

    @classmethod
    def read(cls, session: Session, person: Person, work: Mapping[Handed, Sequence[Task]], labels: _Labels) -> _Circle:
        committee_id = person.committee_id
        by_unit: dict[int, list[Person]] = defaultdict(list)
        for one in session.scalars(
            people_queries.people_of(committee_id, {task.lead_unit_id for task in work[Handed.WORK]})
        ):
            by_unit[one.unit_id].append(one)
        decided = work[Handed.DECISION]
        above = {task.parent.lead_unit_id for task in decided if task.kind is Kind.CHILD and task.parent}
        heads = {unit_id: people_queries.holders(session, committee_id, unit_id, Role.UNIT_HEAD) for unit_id in above}
        return cls(
            {unit_id: labels.of(found, person) for unit_id, found in by_unit.items()},
            labels.of(session.scalars(queries.leaders(committee_id)), person) if decided else {},
            {unit_id: labels.of(found, person) for unit_id, found in heads.items()},
        )

    def of(self, handed: Handed, task: Task) -> Options:
        if handed is Handed.WORK:
            return self.officers.get(task.lead_unit_id, {})
        if task.kind is Kind.CHILD and task.parent:
            return self.heads.get(task.parent.lead_unit_id, {})
        return self.leaders

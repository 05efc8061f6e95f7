"""What one person was given in a period and what became of it: three shares in the sense of NĐ 335/2025/NĐ-CP. Pure.

Quantity = finished ÷ assigned; quality = finished to the requirement ÷ assigned, each failed assessment taking a part
of that product's points; progress = on schedule ÷ assigned, each delay taking a part unless an objective cause was
confirmed. Each product counts with its conversion weight (quy đổi). Whether a task is late is decided by ontime.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from taskapp.reports.ontime import DONE, Judged, Yardstick, classify
from taskapp.tasks.states import LimitKind

STANDING = frozenset({LimitKind.CONTINUOUS, LimitKind.RECURRING})
ONE, NOTHING, HUNDRED = Decimal(1), Decimal(0), Decimal(100)


class Share(StrEnum):
    """The three shares of NĐ 335/2025/NĐ-CP."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    PROGRESS = "progress"


class Group(StrEnum):
    """The products behind a number of a sheet; each number opens exactly those."""

    ASSIGNED = "assigned"
    CARRIED_OVER = "carried_over"
    COUNTED = "counted"
    FINISHED = "finished"
    FAILED = "failed"
    LATE = "late"
    EXCUSED = "excused"
    WAITING = "waiting"
    IN_TERM = "in_term"
    STANDING = "standing"
    OVERDUE = "overdue"
    LEFT_OUT = "left_out"
    QUANTITY = "quantity"
    QUALITY = "quality"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Deductions:
    """What a failed assessment and a delay cost, in percent of that product's points (25 each by NĐ 335).

    `counts_in_term`: whether unfinished products whose limit has not passed count as assigned.
    """

    failure: int = 25
    delay: int = 25
    counts_in_term: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """One task of a person: its verdict, conversion weight, failed assessments (send-backs) and delays.

    `times`: it stands for so many that are alike in all of this.
    """

    judged: Judged
    weight: Decimal = ONE
    failures: int = 0
    delays: int = 0
    times: int = 1

    @property
    def is_finished(self) -> bool:
        return self.judged.verdict.count in DONE

    @property
    def is_waiting(self) -> bool:
        """Handed in and not yet decided: the assigner's time, not the officer's."""
        return self.judged.verdict.is_waiting

    @property
    def is_in_term(self) -> bool:
        """Not finished, and nothing is late: its limit has not passed, or it has none."""
        return not (self.is_finished or self.is_waiting or self.judged.verdict.is_late or self.is_standing)

    @property
    def is_standing(self) -> bool:
        """Continuous or recurring work that goes on: no product that could be finished in the period."""
        return not self.is_finished and not self.is_waiting and self.judged.image.limit_kind in STANDING

    @property
    def is_overdue(self) -> bool:
        """Not finished and late. With finished, waiting, in term and standing this makes up what was assigned."""
        return self.judged.verdict.is_late and not (self.is_finished or self.is_waiting or self.is_standing)

    @property
    def is_excused(self) -> bool:
        """Late by a cause that an authorised person confirmed as objective."""
        return self.delays > 0 and self.judged.image.objective_cause

    def points(self, share: Share, deductions: Deductions) -> Decimal:
        """What the product earns in a share, 0 to 1, before its weight."""
        if share is Share.PROGRESS:
            return _less(0 if self.is_excused else self.delays, deductions.delay)
        if not self.is_finished:
            return NOTHING
        return ONE if share is Share.QUANTITY else _less(self.failures, deductions.failure)


@dataclass(frozen=True, slots=True)
class Portion:
    """A share with what it is made of; both are sums of weights."""

    numerator: Decimal
    denominator: Decimal

    @property
    def share(self) -> Decimal | None:
        """0 to 1, None when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Evaluation:
    """The products of one person (or of all) in a period, and what they add up to."""

    products: tuple[Product, ...] = ()
    deductions: Deductions = Deductions()

    def group(self, group: Group) -> list[Product]:
        """The products behind a number, most urgent first as they came."""
        holds = _HOLDS[group]
        return [product for product in self.products if holds(product, self.deductions)]

    def count(self, group: Group) -> int:
        """How many products stand behind a number."""
        return sum(product.times for product in self.group(group))

    @cached_property
    def portions(self) -> Mapping[Share, Portion]:
        """The three shares."""
        return {share: self._portion(share) for share in Share}

    @property
    def without_in_term(self) -> Evaluation:
        """The same products, those whose limit has not passed left out."""
        return replace(self, deductions=replace(self.deductions, counts_in_term=False))

    @property
    def failures(self) -> int:
        """How often results were sent back, all products together."""
        return sum(product.failures * product.times for product in self.products)

    @property
    def delays(self) -> int:
        """How many delays there were, excused ones too."""
        return sum(product.delays * product.times for product in self.products)

    def _portion(self, share: Share) -> Portion:
        counted = self.group(Group.COUNTED)
        earned = (product.weight * product.times * product.points(share, self.deductions) for product in counted)
        return Portion(sum(earned, NOTHING), sum((product.weight * product.times for product in counted), NOTHING))


def together(evaluations: Iterable[Evaluation], deductions: Deductions) -> Evaluation:
    """All products of several persons as one evaluation: the total row."""
    return Evaluation(tuple(product for one in evaluations for product in one.products), deductions)


def delays(judged: Judged, by: Yardstick) -> int:
    """How often the task passed a limit: the one that judges it, and the later one granted after that had passed."""
    if not judged.verdict.is_late:
        return 0
    if judged.image.missed_due_on is None:
        return 1
    later = judged.image._replace(missed_due_on=None, missed_due_time=None)
    return 1 + classify(later, by.at, by.calendar, basis=by.basis, strict=by.strict).is_late


def is_counted(product: Product, deductions: Deductions) -> bool:
    """Whether the product is in the denominators: a result that waits is not, nor standing work.

    Where the office says so, neither is what is unfinished while its limit has not passed.
    """
    if product.is_waiting or product.is_standing:
        return False
    return deductions.counts_in_term or not product.is_in_term


def _less(times: int, cost: int) -> Decimal:
    """Full points less the cost of each time, in percent; never below 0."""
    return max(NOTHING, ONE - times * Decimal(cost) / HUNDRED)


def _earns(share: Share) -> Callable[[Product, Deductions], bool]:
    return lambda product, deductions: is_counted(product, deductions) and product.points(share, deductions) > NOTHING


_HOLDS: Mapping[Group, Callable[[Product, Deductions], bool]] = {
    Group.ASSIGNED: lambda _product, _deductions: True,
    Group.CARRIED_OVER: lambda product, _deductions: product.judged.is_carried_over,
    Group.COUNTED: is_counted,
    Group.FINISHED: lambda product, _deductions: product.is_finished,
    Group.FAILED: lambda product, _deductions: product.failures > 0,
    Group.LATE: lambda product, _deductions: product.delays > 0,
    Group.EXCUSED: lambda product, _deductions: product.is_excused,
    Group.WAITING: lambda product, _deductions: product.is_waiting,
    Group.IN_TERM: lambda product, _deductions: product.is_in_term,
    Group.STANDING: lambda product, _deductions: product.is_standing,
    Group.OVERDUE: lambda product, _deductions: product.is_overdue,
    Group.LEFT_OUT: lambda product, deductions: not is_counted(product, deductions),
    Group.QUANTITY: _earns(Share.QUANTITY),
    Group.QUALITY: _earns(Share.QUALITY),
    Group.PROGRESS: _earns(Share.PROGRESS),
}

"""The chance that an open task will be late, learnt from how such tasks went. Pure; numpy does the arithmetic.

A discrete-time hazard (Cox 1972; Singer and Willett 1993), seen from many mornings (landmarking: van Houwelingen 2007):
of the tasks not yet handed in on a working day, which are on that day? What was known on the morning and the days left
until the limit go into a logistic regression with a ridge penalty; a unit is one more penalised term, so that one with
few tasks is taken for an ordinary one. A task is late when it survives its last day. Work whose end is not known
(still open, given to others, another limit) is counted for the days on which it was seen, and no longer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from taskapp.reports.stretches import Standing
from taskapp.tasks.risk import Cause

Array = NDArray[np.float64]

# Ten events for each free term keep a regression from telling chance (Peduzzi 1996); here are about ten that matter,
# and the rarer of the two outcomes needs enough cases to be told apart at all.
LEAST = (100.0, 20.0)  # results handed in, limits missed
LEAST_ALIKE = 20  # mornings of history with as long a time left: beyond them nothing was ever seen
LONGEST = 260  # working days ahead, a year
WORTH_SAYING = 0.03  # by how much a reason must raise the chance
REASONS = 3
SPREAD, SPREAD_OF_KINDS = 1.0, 0.5  # how far a term's log odds may lie from nothing: the prior's standard deviation
STEPS, CLOSE = 30, 1e-6


@dataclass(frozen=True)
class Foreseen:
    """`chance` of being late, 0 to 1; the strongest reasons, each with its number (days, tasks, times; 0: none)."""

    task_id: int
    chance: float
    reasons: tuple[tuple[Cause, int], ...] = ()


@dataclass(frozen=True)
class Model:
    """What was learnt; `centre` and `scale` of the terms that are no kinds, `usual` how such a task stands mostly."""

    weights: Array
    centre: Array
    scale: Array
    units: Mapping[int, int]
    sources: Mapping[str, int]
    usual: Standing
    lefts: Sequence[int]  # of the mornings learnt from, ascending
    paces: Mapping[int, int]  # working days until half of the results of a unit are handed in


def learn(history: Sequence[Standing], paces: Mapping[int, int], least: tuple[float, float] = LEAST) -> Model | None:
    """The model of an office, or None when its history is too thin to say anything. `paces`: of stretches.paces()."""
    seen = [one for one in history if one.observed > 0]
    results = sum(one.weight for one in seen if one.is_handed_in)
    missed = sum(one.weight for one in seen if not one.is_handed_in and one.observed == one.left)
    if results < least[0] or missed < least[1]:
        return None
    units = {unit: place for place, unit in enumerate(sorted({one.unit_id for one in seen}))}
    sources = {name: place for place, name in enumerate(sorted({one.source for one in seen}))}
    rows, days = _spread_out([one.observed for one in seen])
    terms = _terms(_columns(seen), rows, days)
    weight = np.array([one.weight for one in seen])[rows]
    centre = np.average(terms, axis=0, weights=weight)
    scale = np.sqrt(np.average((terms - centre) ** 2, axis=0, weights=weight))
    scale[scale < CLOSE] = 1.0
    last = np.cumsum([one.observed for one in seen]) - 1
    outcome = np.zeros(len(rows))
    outcome[last] = [one.is_handed_in for one in seen]
    design = np.hstack([(terms - centre) / scale, _kinds(seen, units, sources)[rows]])
    penalty = np.full(design.shape[1] + 1, SPREAD_OF_KINDS**-2)
    penalty[0], penalty[1 : terms.shape[1] + 1] = 0.0, SPREAD**-2
    weights = fit(np.hstack([np.ones((len(rows), 1)), design]), outcome, weight, penalty)
    lefts = sorted(one.left for one in seen)
    return Model(weights, centre, scale, units, sources, _usual(seen), lefts, paces)


def foresee(model: Model, standings: Sequence[Standing], *, explained_from: float = 0.0) -> list[Foreseen]:
    """The chance of each task that the history reaches, the others left out; from `explained_from` on with reasons."""
    longest = model.lefts[-min(LEAST_ALIKE, len(model.lefts))]
    told = [one for one in standings if 0 < one.left <= min(longest, LONGEST)]
    if not told:
        return []
    chances = [float(chance) for chance in _chances(model, told)]
    reasons = _all_reasons(model, [(one, at) for one, at in zip(told, chances, strict=True) if at >= explained_from])
    return [Foreseen(one.task_id, at, reasons.get(one.task_id, ())) for one, at in zip(told, chances, strict=True)]


def fit(design: Array, outcome: Array, weight: Array, penalty: Array) -> Array:
    """Ridge-penalised logistic regression by Newton's method; the problem is convex, so where it ends is the answer."""
    found = np.zeros(design.shape[1])
    found[0] = _logit(float(np.average(outcome, weights=weight)))
    for _step in range(STEPS):
        chance = _share(design @ found)
        slope = design.T @ (weight * (outcome - chance)) - penalty * found
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found = found + step
        if np.abs(step).max() < CLOSE:
            break
    return found


def _share(odds: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _logit(share: float) -> float:
    kept = min(max(share, CLOSE), 1 - CLOSE)
    return float(np.log(kept / (1 - kept)))


def _spread_out(counts: Sequence[int]) -> tuple[NDArray[np.intp], Array]:
    """For each day of each standing: which standing, and how many days after its morning."""
    lengths = np.asarray(counts)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    days = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return rows, days.astype(float)


_NUMBERS = ("left", "elapsed", "silent", "load", "extensions", "returned", "urged")
_SIGNS = ("is_unaccepted", "is_starred", "has_officer")


def _columns(standings: Sequence[Standing]) -> Mapping[str, Array]:
    return {name: np.array([float(getattr(one, name)) for one in standings]) for name in (*_NUMBERS, *_SIGNS)}


def _terms(known: Mapping[str, Array], rows: NDArray[np.intp], days: Array) -> Array:
    """What the log odds of handing in on a day are a sum of, kinds apart: the first six move with the day."""
    left = known["left"][rows] - days
    elapsed = known["elapsed"][rows] + days
    length = left + elapsed
    at_morning = [np.log1p(known[name])[rows] for name in ("silent", "load", "extensions", "returned", "urged")]
    return np.column_stack(
        [
            left == 1,
            left == 2,
            np.log(left),
            np.log(length),
            elapsed / length,
            np.log1p(days),
            *at_morning,
            *(known[name][rows] for name in _SIGNS),
            known["is_unaccepted"][rows] * (elapsed / length),
            np.log1p(known["silent"])[rows] / np.log1p(length),
        ]
    )


def _kinds(standings: Sequence[Standing], units: Mapping[int, int], sources: Mapping[str, int]) -> Array:
    """A column for each unit and source; a task of one not known belongs to none."""
    found = np.zeros((len(standings), len(units) + len(sources)))
    for row, one in enumerate(standings):
        if one.unit_id in units:
            found[row, units[one.unit_id]] = 1
        if one.source in sources:
            found[row, len(units) + sources[one.source]] = 1
    return found


def _chances(model: Model, standings: Sequence[Standing]) -> Array:
    """The chance that nothing is handed in on any day up to the limit."""
    rows, days = _spread_out([one.left for one in standings])
    terms = (_terms(_columns(standings), rows, days) - model.centre) / model.scale
    split = terms.shape[1] + 1
    kinds = _kinds(standings, model.units, model.sources) @ model.weights[split:]
    odds = model.weights[0] + terms @ model.weights[1:split] + kinds[rows]
    missed = np.log1p(-_share(odds))
    return np.exp(np.bincount(rows, weights=missed, minlength=len(standings)))


def _all_reasons(model: Model, told: Sequence[tuple[Standing, float]]) -> Mapping[int, tuple[tuple[Cause, int], ...]]:
    """By task, what makes it likelier to be late than if it were ordinary in just that respect."""
    if not told:
        return {}
    as_usual = {cause: _chances(model, [_without(model, one, cause) for one, _chance in told]) for cause in Cause}
    return {
        one.task_id: _reasons(model, one, {cause: chance - float(as_usual[cause][place]) for cause in Cause})
        for place, (one, chance) in enumerate(told)
    }


def _without(model: Model, one: Standing, cause: Cause) -> Standing:
    """The same task, but ordinary in this respect."""
    usual = model.usual
    changed: Mapping[Cause, Mapping[str, Any]] = {
        Cause.LEFT: {"left": max(one.left, usual.left)},
        Cause.SILENT: {"silent": min(one.silent, usual.silent)},
        Cause.UNACCEPTED: {"is_unaccepted": False},
        Cause.LOAD: {"load": min(one.load, usual.load)},
        Cause.UNIT: {"unit_id": -1},
        Cause.EXTENDED: {"extensions": 0},
        Cause.RETURNED: {"returned": 0},
        Cause.URGED: {"urged": 0},
        Cause.SOURCE: {"source": ""},
    }
    return one._replace(**changed[cause])


def _reasons(model: Model, one: Standing, worse_by: Mapping[Cause, float]) -> tuple[tuple[Cause, int], ...]:
    numbers = {
        Cause.LEFT: one.left - 1,
        Cause.SILENT: one.silent,
        Cause.UNACCEPTED: one.elapsed,
        Cause.LOAD: one.load,
        Cause.UNIT: model.paces.get(one.unit_id, 0),
        Cause.EXTENDED: one.extensions,
        Cause.RETURNED: one.returned,
        Cause.URGED: one.urged,
        Cause.SOURCE: 0,
    }
    told = [cause for cause in Cause if worse_by[cause] >= WORTH_SAYING]
    told = [cause for cause in told if cause is not Cause.UNIT or one.unit_id in model.paces]
    strongest = sorted(told, key=lambda cause: -worse_by[cause])[:REASONS]
    return tuple((cause, numbers[cause]) for cause in strongest)


def _usual(seen: Sequence[Standing]) -> Standing:
    numbers = {name: round(median(getattr(one, name) for one in seen)) for name in ("left", "silent", "load")}
    return seen[0]._replace(**numbers)

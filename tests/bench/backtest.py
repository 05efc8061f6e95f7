"""Forecasts made on mornings gone by with what was known by then, held against what came: only the future judges them.

A model learns once, on the day `since`, from stretches as they were known that morning. From then on, each fifth
morning, it foresees every open task. A task counts when it was handed in or missed its limit; one whose limit was
moved, that went to another unit or was withdrawn tells nothing about either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from taskapp.reports import forecast, stretches
from taskapp.reports.forecast import Array, Model
from taskapp.reports.stretches import Standing, Stretch
from tests.bench.working import known_on, open_on

EVERY = 5  # working days
BINS = 10


class Guess(NamedTuple):
    """`model`, `left`, `share`: the chances of being late by the model, by days left alone, by the office's share."""

    model: float
    left: float
    share: float
    is_late: bool


@dataclass(frozen=True)
class LeftAlone:
    """The plain rival: a logistic regression of being late on the days left, for each of the last days its own."""

    weights: Array

    @classmethod
    def learn(cls, seen: Sequence[Standing]) -> LeftAlone:
        late = np.array([float(not one.is_handed_in) for one in seen])
        return cls(forecast.fit(_left_terms(seen), late, np.ones(len(seen)), np.array([0.0, 0.1, 0.1, 0.1])))

    def foresee(self, standings: Sequence[Standing]) -> list[float]:
        odds = np.clip(_left_terms(standings) @ self.weights, -30, 30)
        return [float(chance) for chance in 1 / (1 + np.exp(-odds))]


def guesses(
    lived: Sequence[Stretch], since: int, until: int, back: int = 10**6, least: tuple[float, float] = forecast.LEAST
) -> list[Guess]:
    """Every forecast from `since` to before `until` whose outcome is known; none when the history was too thin."""
    known = [one for one in known_on(lived, since) if one.first >= since - back]
    history = list(stretches.learnt_from(known, stretches.loads(known)))
    model = forecast.learn(history, stretches.paces(known), least)
    settled = list(_looked_at(known, range(max(0, since - back), since, EVERY)))
    return [] if model is None else list(_guesses(lived, range(since, until, EVERY), model, settled))


def _looked_at(known: Sequence[Stretch], mornings: Sequence[int]) -> Iterator[Standing]:
    """What a rival learns from: tasks seen as they will be judged, on every fifth morning, whose outcome is known."""
    for morning in mornings:
        standings = (stretches.stood(one, morning, stretches.Loads()) for one in open_on(known, morning))
        yield from (one for one in standings if _is_settled(one))


def _guesses(
    lived: Sequence[Stretch], mornings: Sequence[int], model: Model, settled: Sequence[Standing]
) -> Iterator[Guess]:
    rival = LeftAlone.learn(settled)
    share = sum(not one.is_handed_in for one in settled) / len(settled)
    loads = stretches.loads(lived)  # on a morning only what had begun by then counts, so this tells nothing of later
    for morning in mornings:
        standings = [stretches.stood(one, morning, loads) for one in open_on(lived, morning)]
        chances = {one.task_id: one.chance for one in forecast.foresee(model, standings, explained_from=2)}
        told = [one for one in standings if one.task_id in chances and _is_settled(one)]
        for one, left in zip(told, rival.foresee(told), strict=True):
            yield Guess(chances[one.task_id], left, share, not one.is_handed_in)


def brier(guessed: Sequence[Guess], by: str) -> float:
    """The mean squared distance between chance and outcome: 0 is perfect."""
    return float(np.mean([(getattr(one, by) - one.is_late) ** 2 for one in guessed]))


class Bin(NamedTuple):
    """Forecasts of about the same chance: how many, the mean chance, the share that was late."""

    count: int
    chance: float
    late: float


def calibration(guessed: Sequence[Guess], by: str = "model") -> list[Bin]:
    """Tenths of the chance; a forecast is calibrated when of those with 30 % three in ten are late."""
    groups: list[list[Guess]] = [[] for _tenth in range(BINS)]
    for one in guessed:
        groups[min(BINS - 1, int(getattr(one, by) * BINS))].append(one)
    return [
        Bin(len(group), float(np.mean([getattr(g, by) for g in group])), float(np.mean([g.is_late for g in group])))
        for group in groups
        if group
    ]


def _is_settled(one: Standing) -> bool:
    return one.is_handed_in or one.observed == one.left


def _left_terms(standings: Sequence[Standing]) -> Array:
    left = np.array([float(one.left) for one in standings])
    return np.column_stack([np.ones(len(left)), left == 1, left == 2, np.log(left)])

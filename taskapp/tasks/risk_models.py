"""TaskRisk: how likely open tasks are to be late, for lists to show and order by; a nightly job of reports fills it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from taskapp.base.db import Base, Id, Ref
from taskapp.tasks.risk import RiskLevel, level_of


class TaskRisk(Base):
    """The newest estimate for a task under one version of its limit; none where the history says too little.

    `kept_permille`: the chance of keeping the limit, so that a list in its order begins with what is most at risk.
    `reasons`: the strongest causes, each with its number. `high_since`: since when it is high.
    """

    __tablename__ = "task_risk"
    __table_args__ = (
        UniqueConstraint("task_id"),
        CheckConstraint("kept_permille BETWEEN 0 AND 1000", name="is_a_share"),
        # lists in the order of risk
        Index("ix_task_risk_committee_id_kept_permille_task_id", "committee_id", "kept_permille", "task_id"),
    )

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id"))
    due_version: Mapped[int]
    as_of: Mapped[date]
    kept_permille: Mapped[int]
    level: Mapped[RiskLevel]
    reasons: Mapped[list[Any]] = mapped_column(JSON)
    high_since: Mapped[datetime | None]

    @property
    def permille(self) -> int:
        """The chance of being late."""
        return 1000 - self.kept_permille

    def say(self, permille: int, reasons: list[Any], *, due_version: int, as_of: date, now: datetime) -> None:
        """Take over a new estimate; since when it is high is kept as long as it is, and the limit is the same."""
        known = self.high_since if self.due_version == due_version else None
        self.kept_permille, self.level, self.reasons = 1000 - permille, level_of(permille), reasons
        self.high_since = (known or now) if self.level is RiskLevel.HIGH else None
        self.due_version, self.as_of = due_version, as_of


class RiskRun(Base):
    """One night's estimate of a committee: whoever adds the row does it, and it says what it was made from.

    `results`: results handed in that it learnt from; `missed`: limits that passed without one; `tasks`: estimated.
    """

    __tablename__ = "risk_run"
    __table_args__ = (UniqueConstraint("committee_id", "day"),)

    id: Mapped[Id]
    committee_id: Mapped[int] = mapped_column(Ref, ForeignKey("committee.id"))
    day: Mapped[date]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    results: Mapped[int] = mapped_column(default=0)
    missed: Mapped[int] = mapped_column(default=0)
    tasks: Mapped[int] = mapped_column(default=0)

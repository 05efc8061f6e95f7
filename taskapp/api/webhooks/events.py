"""Of what a webhook can be told: every move and change of a task, and that its limit has passed."""

from __future__ import annotations

from collections.abc import Mapping

from taskapp.base.i18n import _l
from taskapp.tasks.states import Change, Move
from taskapp.tasks.words import MOVE_NAMES

PREFIX = "task."
OVERDUE = f"{PREFIX}overdue"
NAMES: Mapping[str, object] = {
    **{f"{PREFIX}{kind.value}": name for kind, name in MOVE_NAMES.items()},
    OVERDUE: _l("quá hạn"),
}
_FIRST = (Move.ISSUE, Move.ACCEPT, Move.SUBMIT, Move.APPROVE, Move.SEND_BACK, Move.WITHDRAW, Change.EXTEND)
USUAL = (*(f"{PREFIX}{kind.value}" for kind in _FIRST), OVERDUE)  # what is ticked at first


def word(kind: str) -> str:
    """How a kind of event of the record is called in a webhook."""
    return f"{PREFIX}{kind}"

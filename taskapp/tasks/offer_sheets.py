"""How the open doors stand on a task's page: a few in sight, some in the card they answer, the rest behind "Khác…"."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from wtforms import HiddenField

from taskapp.base.i18n import _
from taskapp.tasks import standing
from taskapp.tasks.door_sheets import DOORS, SUBMISSION, Scene, declines_too_late, form_of, offer_choices, open_doors
from taskapp.tasks.forms import ActForm
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind, State

# What a person most likely wants in each state, most likely first.
LIKELY: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("issue", "discard"),
    State.ASSIGNED: ("acceptance", SUBMISSION, "officer", "urging"),
    State.DECLINED: (),  # its decision has a card of its own
    State.IN_PROGRESS: (
        SUBMISSION,
        "progress",
        "explanation",
        "extension-request",
        "officer",
        "urging",
        "review",
        "extension",
    ),
    State.SUBMITTED: ("approval", "return", "recall"),
    State.DONE: ("reopening", "dispute"),
    State.WITHDRAWN: (),
}
MOST_SHOWN = 4
MAIN = frozenset({"issue", "acceptance", "approval", "officer", SUBMISSION})  # the first of these shown stands out
REST = (
    "progress",
    "officer",
    "extension-request",
    "explanation",
    "refusal",
    "dispute",
    "urging",
    "extension",
    "review",
    "limit",
    "lead",
    "star",
    "recall",
    "merger",
    "reopening",
    "withdrawal",
)
# Doors that stand in the card of what they answer, with their kind of button.
IN_CARDS = {
    "extension-grant": "primary",
    "extension-refusal": "soft",
    "extension-recall": "quiet",
    "dispute-answer": "primary",
    "dispute-recall": "quiet",
    "cause": "soft",
}
ON_DECLINE = {"lead": "primary", "refusal-answer": "soft", "refusal-recall": "quiet"}


@dataclass(frozen=True)
class Offer:
    """One door on the page. Without a form it leads to a page of its own."""

    noun: str
    label: str
    kind: str
    form: ActForm | None
    intro: str = ""
    confirm: str = ""

    @property
    def asks(self) -> bool:
        """Whether there is something to fill in; else it is a mere button."""
        return self.form is not None and not all(isinstance(field, HiddenField) for field in self.form)


@dataclass(frozen=True)
class Offers:
    """All doors by their nouns; those that stand on the page, and those behind "Khác…". `opened` was refused."""

    by_noun: dict[str, Offer]
    first: list[Offer]
    more: list[Offer]
    opened: str = ""
    failed: ActForm | None = None
    closed: str = ""  # why a door that people look for is not among them

    @property
    def decides(self) -> bool:
        """Whether a card of the page waits for this person's decision, so that it goes before everything else."""
        return any(each.kind == "primary" for each in self.by_noun.values() if each not in self.first)

    @property
    def is_lost(self) -> bool:
        """Whether the refused form is not on the page (any more), so that its reason must stand elsewhere."""
        return self.failed is not None and (self.opened not in self.by_noun or not self.by_noun[self.opened].asks)

    @property
    def is_more_open(self) -> bool:
        """Whether the refused form is behind "Khác…"."""
        return any(each.noun == self.opened for each in self.more)


def offers(scene: Scene, failed: tuple[str, ActForm] | None = None) -> Offers:
    """The doors of the page. `failed` is the noun and form of an attempt that was refused: it stays as it was typed."""
    nouns = open_doors(scene)
    forms = {noun: form_of(scene, noun) for noun in nouns if noun != SUBMISSION}
    opened, refused = failed or ("", None)
    if refused is not None:
        refused["version"].data = str(scene.task.version)
        forms[opened] = refused
    offer_choices(scene, forms)
    for noun, form in forms.items():
        for field in form:
            field.id = f"{noun}-{field.name}"  # several forms of one page ask for a reason: each label finds its own
    kinds = IN_CARDS | (ON_DECLINE if scene.task.state is State.DECLINED else {})
    first = _first(scene.task)
    shown, folded = arrange(scene.task.state, nouns - kinds.keys(), first=first)
    main = first if first in shown else next((noun for noun in shown if noun in MAIN), "")
    kinds = dict.fromkeys(shown, "soft") | {main: "primary"} | kinds
    made = {noun: _offer(scene, noun, forms.get(noun), kinds.get(noun, "quiet")) for noun in nouns}
    closed = standing.declining_text(scene.task, scene.now) if declines_too_late(scene) else ""
    return Offers(made, [made[noun] for noun in shown], [made[noun] for noun in folded], opened, refused, closed)


def arrange(state: State, nouns: Set[str], *, first: str = "") -> tuple[list[str], list[str]]:
    """(shown, behind "Khác…"): few enough for the screen of a phone; a fold for one or two doors would be silly.

    `first`: what goes before the others while the work goes on.
    """
    likely = [noun for noun in LIKELY[state] if noun in nouns]
    if state is State.IN_PROGRESS:
        likely.sort(key=lambda noun: noun != first)
    shown = likely[:MOST_SHOWN]
    folded = [noun for noun in dict.fromkeys([*likely, *REST]) if noun in nouns and noun not in shown]
    if len(shown) + len(folded) <= MOST_SHOWN:
        return [*shown, *folded], []
    return shown, folded


def _first(task: Task) -> str:
    """An officer where nobody does the work (a task that was split has those of its pieces); else the next report.

    What has no day to end on is reported on again and again, and handed in but once.
    """
    if task.assignee_id is None and not task.children:
        return "officer"
    return "progress" if task.due_on is None else ""


def _offer(scene: Scene, noun: str, form: ActForm | None, kind: str) -> Offer:
    if noun == SUBMISSION:
        return Offer(noun, _("Báo cáo kết quả"), kind, None)
    return Offer(noun, _label(noun, scene.task), kind, form, _intro(scene, noun), str(DOORS[noun].confirm))


def _label(noun: str, task: Task) -> str:
    if noun == "officer" and task.assignee_id:
        return _("Đổi người xử lý")
    if noun == "approval" and task.kind is Kind.PART:
        return _("Nhận phần phối hợp")
    if noun == "star" and task.starred:
        return _("Bỏ dấu sao")
    if noun == "limit" and task.due_on is None:
        return _("Đặt thời hạn")
    return str(DOORS[noun].label)


def _intro(scene: Scene, noun: str) -> str:
    """What is said above the form."""
    task, now = scene.task, scene.now
    texts = {
        "refusal": lambda: standing.declining_text(task, now),
        "extension-request": lambda: " ".join(
            (standing.limits_text(task), standing.asking_text(task, now), standing.extension_text(task, now.rules))
        ),
        "extension-grant": lambda: standing.limits_text(task),
        "extension": lambda: " ".join((standing.limits_text(task), standing.extension_text(task, now.rules))),
        "limit": lambda: standing.moving_text(task),
        "urging": lambda: standing.urged_text(task, now.rules),
    }
    return texts[noun]() if noun in texts else ""

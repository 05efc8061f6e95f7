"""What stands beside the numbers of an evaluation: formulas written out, what is left out, which tables were used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.i18n import _, number
from taskapp.people.rights import Rights
from taskapp.reports import rows
from taskapp.reports.evaluating import Ground
from taskapp.reports.evaluation import Deductions, Evaluation, Group, Portion, Product, Share, is_counted
from taskapp.reports.evaluation_words import (
    BEFORE_DECREE,
    IN_TERM_COUNTED,
    IN_TERM_LEFT_OUT,
    NOT_OFFICIAL,
    RULES,
    SHARE_NAMES,
    SHARE_TEXTS,
)
from taskapp.reports.rows import Shown
from taskapp.reports.scoring import Scored, Scoring
from taskapp.tasks.states import Kind
from taskapp.tasks.words import KIND_NAMES

GROUPS = {Share.QUANTITY: Group.QUANTITY, Share.QUALITY: Group.QUALITY, Share.PROGRESS: Group.PROGRESS}


@dataclass(frozen=True)
class ShareLine:
    """One share written out, and the group of products behind its numerator."""

    share: Share
    name: str
    text: str
    portion: Portion
    group: Group
    without_in_term: Portion | None  # when products whose limit has not passed are counted and there are some


@dataclass(frozen=True)
class ProductLine:
    """One product as a row: its task as shown in lists, what it earned in each share, and why not more."""

    shown: Shown
    product: Product
    kind: str
    points: dict[Share, Decimal | None]
    remarks: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the task says; only its number when it has since left what the person may see."""
        task = self.shown.task
        return (
            task.content if task else _("Nhiệm vụ %(id)s, nay ngoài phạm vi của anh/chị", id=self.shown.image.task_id)
        )


def share_lines(evaluation: Evaluation) -> list[ShareLine]:
    """The three shares with their formulas."""
    both = evaluation.deductions.counts_in_term and evaluation.count(Group.IN_TERM)
    other = evaluation.without_in_term.portions if both else {}
    return [
        ShareLine(
            share=share,
            name=str(SHARE_NAMES[share]),
            text=formula(share, evaluation.deductions),
            portion=evaluation.portions[share],
            group=group,
            without_in_term=other.get(share),
        )
        for share, group in GROUPS.items()
    ]


def formula(share: Share, deductions: Deductions) -> str:
    """How a share is worked out, with what a failed assessment or a delay costs."""
    text = str(SHARE_TEXTS[share])
    cost = {Share.QUALITY: deductions.failure, Share.PROGRESS: deductions.delay}.get(share)
    return text if cost is None else text % {"cost": cost}


def product_lines(session: Session, rights: Rights, products: Iterable[Product], ground: Ground) -> list[ProductLine]:
    """The rows of these products in their order; one query."""
    products = list(products)
    shown = rows.shown(session, rights, [product.judged for product in products], ground.by)
    return [_line(line, product, ground.deductions) for line, product in zip(shown, products, strict=True)]


def notes(ground: Ground) -> list[str]:
    """Formulas, rules, exclusions and the tables used, for under a table."""
    shares = [f"{SHARE_NAMES[share]} = {formula(share, ground.deductions)}" for share in Share]
    return [*shares, *rules(ground), *(f"² {one}" for one in sources(ground))]


def rules(ground: Ground) -> list[str]:
    """How products are counted, what is left out, and whether a table holds at all."""
    in_term = IN_TERM_COUNTED if ground.deductions.counts_in_term else IN_TERM_LEFT_OUT
    early = [] if Scored.COMBINATION in ground.tables else [str(BEFORE_DECREE)]
    return [*early, *(str(rule) for rule in RULES), str(in_term)]


def sources(ground: Ground) -> list[str]:
    """The tables by which points are given, each with its source or that it has none."""
    used = (ground.tables.get(scored) for scored in (Scored.COMBINATION, Scored.DEDUCTIONS, Scored.RANKS))
    return [source(table) for table in used if table]


def source(table: Scoring) -> str:
    """Name, source and validity of a table in one sentence."""
    words = {"name": table.name, "source": table.source or str(NOT_OFFICIAL), "first": formats.day(table.valid_from)}
    if table.valid_to:
        return _("%(name)s: %(source)s (áp dụng %(first)s – %(last)s).", **words, last=formats.day(table.valid_to))
    return _("%(name)s: %(source)s (áp dụng từ %(first)s).", **words)


def amount(value: Decimal | None) -> str:
    """A sum of weights or points: whole, or with the one or two decimals it has; a dash for none."""
    if value is None:
        return "–"
    rounded = formats.rounded(value, 2).normalize()
    exponent = rounded.as_tuple().exponent
    return number(rounded, min(2, max(0, -exponent if isinstance(exponent, int) else 0)))


def _line(shown: Shown, product: Product, deductions: Deductions) -> ProductLine:
    counted = is_counted(product, deductions)
    kind = product.judged.image.task_kind
    return ProductLine(
        shown=shown,
        product=product,
        kind=str(KIND_NAMES[kind]) if kind is not Kind.OFFICIAL else "",
        points={share: product.points(share, deductions) if counted else None for share in Share},
        remarks=tuple(text for text in _remarks(product, counted) if text),
    )


def _remarks(product: Product, counted: bool) -> tuple[str, ...]:
    return (
        "" if counted else _("không tính vào tỷ lệ"),
        _("kỳ trước chuyển sang") if product.judged.is_carried_over else "",
        _("bị trả lại %(count)s lần", count=product.failures) if product.failures else "",
        _("chậm %(count)s lần", count=product.delays) if product.delays else "",
        _("nguyên nhân khách quan đã xác nhận, không trừ") if product.is_excused else "",
    )

"""What the figures say, in the words of an office's report: counts, shares, change, best and worst units. Pure.

Each share is written with its numerator and denominator, so that a reader can check it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from taskapp.base import formats
from taskapp.base.i18n import _, _n, number, percent
from taskapp.reports.listing import Band
from taskapp.reports.tally import Formula, Ratio, Tally

NAMED = 3  # units named on either side
LEAST_DUE = 5  # a unit with fewer tasks fallen due is not praised or blamed by its share


class Earlier(NamedTuple):
    """A period to compare with: its name inside a sentence, and what it added up to."""

    name: str
    tally: Tally


@dataclass(frozen=True)
class Story:
    """What is told: of whom, which days, as known when (local), the counts in all, by unit, and of earlier periods.

    `is_whole`: `who` is the committee with everything it has assigned, not some of its units.
    """

    who: str
    period: str
    first: date
    last: date
    as_of: datetime
    total: Tally
    units: Sequence[tuple[str, Tally]] = ()
    previous: Earlier | None = None
    year_ago: Earlier | None = None
    bands: Mapping[Band, int] = field(default_factory=dict)
    is_whole: bool = True


def narrate(story: Story) -> list[str]:
    """The paragraphs, ready to be edited."""
    told = [_assigned(story)]
    if story.total.assigned:
        told += [_done(story.total), _on_time(story), *_units(story.units), _overdue(story), *_besides(story.total)]
    return told


def change(now: Ratio, then: Ratio) -> float | None:
    """Percentage points between two shares as they are printed; None when one of them cannot be had."""
    if now.share is None or then.share is None:
        return None
    return float(formats.rounded(now.share * 100, 1) - formats.rounded(then.share * 100, 1))


def _assigned(story: Story) -> str:
    days = {"first": formats.day(story.first), "last": formats.day(story.last)}
    known = {"hour": formats.hour(story.as_of), "day": formats.day(story.as_of)}
    where = {"period": story.period, "who": story.who} | days | known
    total = story.total
    if not total.assigned:
        return _(
            "Trong %(period)s (từ ngày %(first)s đến ngày %(last)s), %(who)s không có nhiệm vụ nào được giao "
            "hoặc chuyển sang (số liệu ghi nhận đến %(hour)s ngày %(day)s).",
            **where,
        )
    counts = {"assigned": total.assigned, "carried": total.carried_over, "fresh": total.in_period}
    values = where | {name: number(count) for name, count in counts.items()}
    if story.is_whole:
        return _(
            "Trong %(period)s (từ ngày %(first)s đến ngày %(last)s), %(who)s có %(assigned)s nhiệm vụ giao các cơ "
            "quan, đơn vị; trong đó kỳ trước chuyển sang %(carried)s nhiệm vụ, giao trong kỳ %(fresh)s nhiệm vụ (số "
            "liệu ghi nhận đến %(hour)s ngày %(day)s).",
            **values,
        )
    return _(
        "Trong %(period)s (từ ngày %(first)s đến ngày %(last)s), %(who)s được giao %(assigned)s nhiệm vụ; trong đó kỳ "
        "trước chuyển sang %(carried)s nhiệm vụ, giao trong kỳ %(fresh)s nhiệm vụ (số liệu ghi nhận đến %(hour)s ngày "
        "%(day)s).",
        **values,
    )


def _done(total: Tally) -> str:
    ratio = total.ratio(Formula.D)
    done = _(
        "Kết quả, đã hoàn thành %(done)s nhiệm vụ, đạt %(share)s (%(ratio)s): đúng hạn %(on_time)s, quá hạn %(late)s, "
        "không thời hạn %(no_limit)s.",
        done=number(total.done), share=percent(ratio.share), ratio=_of(ratio), on_time=number(total.done_on_time),
        late=number(total.done_late), no_limit=number(total.done_no_limit),
    )  # fmt: skip
    if not total.open:
        return _("%(done)s Không còn nhiệm vụ chưa hoàn thành.", done=done)
    left = _(
        "Chưa hoàn thành %(open)s nhiệm vụ: trong hạn %(in_term)s, quá hạn %(overdue)s, không thời hạn %(no_limit)s.",
        open=number(total.open), in_term=number(total.open_in_term), overdue=number(total.open_overdue),
        no_limit=number(total.open_no_limit),
    )  # fmt: skip
    waiting = _n("Có 1 kết quả đã nộp đang chờ duyệt.", "Có %(num)s kết quả đã nộp đang chờ duyệt.", total.waiting)
    return " ".join([done, left, waiting] if total.waiting else [done, left])


def _on_time(story: Story) -> str:
    ratio = story.total.ratio(Formula.HEADLINE)
    if ratio.share is None:
        return _("Trong kỳ chưa có nhiệm vụ nào đến hạn nên chưa tính tỷ lệ đúng hạn.")
    share = _(
        "Tỷ lệ đúng hạn trên nhiệm vụ đến hạn (hoàn thành đúng hạn trên số hoàn thành có thời hạn và số quá hạn chưa "
        "hoàn thành) đạt %(share)s (%(ratio)s)",
        share=percent(ratio.share), ratio=_of(ratio),
    )  # fmt: skip
    compared = [_compared(ratio, earlier) for earlier in (story.previous, story.year_ago) if earlier]
    return "; ".join([share, *filter(None, compared)]) + "."


def _compared(now: Ratio, earlier: Earlier) -> str:
    then = earlier.tally.ratio(Formula.HEADLINE)
    points = change(now, then)
    if points is None:
        return ""
    words = {"period": earlier.name, "share": percent(then.share), "ratio": _of(then), "points": number(abs(points), 1)}
    if points > 0:
        return _("tăng %(points)s điểm phần trăm so với %(period)s (%(share)s, %(ratio)s)", **words)
    if points < 0:
        return _("giảm %(points)s điểm phần trăm so với %(period)s (%(share)s, %(ratio)s)", **words)
    return _("bằng %(period)s (%(share)s, %(ratio)s)", **words)


def _units(units: Sequence[tuple[str, Tally]]) -> list[str]:
    """The units with the highest and the lowest shares, only where there is a difference to speak of."""
    weighed = [(name, tally) for name, tally in units if tally.denominator >= LEAST_DUE]
    ranked = sorted(weighed, key=lambda unit: (-_share(unit[1]), -unit[1].denominator, unit[0]))
    if len(ranked) < 2 or _share(ranked[0][1]) == _share(ranked[-1][1]):
        return []
    best = ranked[: min(NAMED, len(ranked) // 2)]
    worst = [unit for unit in reversed(ranked[len(best) :]) if _share(unit[1]) < _share(best[-1][1])][:NAMED]
    told = [_("Đơn vị có tỷ lệ đúng hạn cao: %(units)s.", units=_listed(best))]
    return [" ".join([*told, _("Đơn vị có tỷ lệ đúng hạn thấp: %(units)s.", units=_listed(worst))])] if worst else told


def _overdue(story: Story) -> str:
    total = story.total.open_overdue
    if not total:
        return _("Đến thời điểm báo cáo không có nhiệm vụ quá hạn chưa hoàn thành.")
    words = {
        Band.OVER_120: _("trên 120 ngày"), Band.OVER_30: _("từ 31 đến 120 ngày"), Band.UP_TO_30: _("đến 30 ngày"),
    }  # fmt: skip
    bands = [f"{words[band]}: {number(count)}" for band, count in story.bands.items() if count]
    behind = sorted(((name, tally.open_overdue) for name, tally in story.units), key=lambda unit: (-unit[1], unit[0]))
    where = ", ".join(f"{name} ({number(count)})" for name, count in behind[:NAMED] if count)
    left = _n("Còn 1 nhiệm vụ quá hạn chưa hoàn thành", "Còn %(num)s nhiệm vụ quá hạn chưa hoàn thành", total)
    counted = _("%(left)s (%(bands)s)", left=left, bands="; ".join(bands)) if bands else left
    if not where:
        return _("%(counted)s.", counted=counted)
    return _("%(counted)s, chủ yếu ở: %(units)s (danh mục tại Phụ lục kèm theo).", counted=counted, units=where)


def _besides(total: Tally) -> list[str]:
    told = [
        _n("gia hạn 1 lần", "gia hạn %(num)s lần", total.extensions) if total.extensions else "",
        _n("đôn đốc 1 lượt", "đôn đốc %(num)s lượt", total.urgings) if total.urgings else "",
        _n("1 nhiệm vụ chậm do phối hợp", "%(num)s nhiệm vụ chậm do phối hợp", total.held_up) if total.held_up else "",
    ]
    said = ", ".join(filter(None, told))
    return [_("Các nhiệm vụ trong kỳ: %(said)s.", said=said)] if said else []


def _listed(units: Sequence[tuple[str, Tally]]) -> str:
    ratios = ((name, tally.ratio(Formula.HEADLINE)) for name, tally in units)
    return "; ".join(f"{name} ({percent(ratio.share)}, {_of(ratio)})" for name, ratio in ratios)


def _share(tally: Tally) -> float:
    return tally.ratio(Formula.HEADLINE).share or 0.0


def _of(ratio: Ratio) -> str:
    return f"{number(ratio.numerator)}/{number(ratio.denominator)}"

"""A practice run with the office's own ladder beside the usual ones, and its result in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.i18n import _, _l
from taskapp.people.models import Committee
from taskapp.reminders import policies
from taskapp.reminders.simulation import Office, Result, compare, usual_policies

NAMES = {
    "none": _l("Không nhắc"),
    "on_the_day": _l("Một thư đúng ngày đến hạn"),
    "before_and_on_the_day": _l("Trước hạn 3 ngày và đúng ngày đến hạn"),
    "shipped": _l("Mặc định: trước 5, 3, 1, 0 ngày, mỗi ngày quá hạn, báo cấp trên"),
    "own": _l("Quy định hiện hành của cơ quan"),
}


def run(
    session: Session, committee: Committee, office: Office, *, years: int, seed: int, tell: Callable[[int], object]
) -> list[Result]:
    """The usual ladders and the one that holds for ordinary tasks of the committee now; see simulation.compare()."""
    own, _eras = policies.load(session, committee)
    return compare(usual_policies(own), office, years=years, seed=seed, tell=tell)


def table(results: Iterable[Result]) -> str:
    """One line for each ladder, for people."""
    lines = [_("Mô hình, không phải bằng chứng. Sai số ± ở mức 95 %%.")]
    lines += [
        _(
            "%(name)s: đúng hạn %(share)s ± %(margin)s; hơn không nhắc %(gain)s ± %(gain_margin)s điểm; "
            "trễ bình quân %(late)s ngày; %(reminders)s lời nhắc mỗi người một tuần",
            name=NAMES[each.name],
            share=formats.percent(each.share),
            margin=formats.number(100 * each.margin, 1),
            gain=formats.number(100 * each.gain, 1),
            gain_margin=formats.number(100 * each.gain_margin, 1),
            late=formats.number(each.days_late, 2),
            reminders=formats.number(each.reminders, 2),
        )
        for each in results
    ]
    return "\n".join(lines)

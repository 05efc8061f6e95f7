"""How good the forecast is in made-up offices: `python -m tests.bench.forecast [OFFICES] [PICTURE.svg]`.

Each office (tests/bench/working.py) lives 650 working days. What was known on the morning of day 480 is learnt from;
from then on to day 590, each fifth morning, every open task is foreseen and held against what came
(tests/bench/backtest.py). Printed: Brier scores beside those of days left alone and of the office's own share, the
calibration, how much of a history it takes. `speed TASKS`: how long the night's job takes over so large a database.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import mean

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db
from taskapp.base.ticks import Tick
from taskapp.reports import steps
from taskapp.reports.stretches import Stretch
from taskapp.workdays.arithmetic import add_workdays
from tests.bench.backtest import Bin, Guess, brier, calibration, guesses
from tests.bench.delivery import _database
from tests.bench.working import Workplace, known_on
from tests.conftest import make_settings
from tests.office import Office, build_office
from tests.reports.told import CALENDAR, Days, turns
from tests.reports.written import write

SINCE, UNTIL, LIVED = 480, 590, 650
BACKS = (40, 80, 160, 480)  # working days of history
THIN = (0, 20, 40, 80, 160, 320, 10**6)  # limits missed in it
RIVALS = {"model": "the forecast", "left": "days left alone", "share": "the office's share"}


def main(offices: int, picture: Path | None) -> None:
    """Live, foresee, print; draw."""
    everything: list[Guess] = []
    scores: list[dict[str, float]] = []
    for seed in range(offices):
        found = guesses(_office(seed), SINCE, UNTIL)
        everything += found
        scores.append({name: brier(found, name) for name in RIVALS})
    late = mean(one.is_late for one in everything)
    print(f"{offices} offices, {len(everything)} forecasts, {100 * late:.1f} % of them about tasks that were late")
    for name, words in RIVALS.items():
        each = [score[name] for score in scores]
        beaten = sum(score["model"] < score[name] for score in scores)
        print(f"Brier, {words}: {mean(each):.4f} ({min(each):.4f} to {max(each):.4f}); beaten in {beaten} offices")
    bins = calibration(everything)
    for one in bins:
        print(f"  chance {100 * one.chance:5.1f} %  late {100 * one.late:5.1f} %  of {one.count}")
    _print_thin(offices)
    if picture:
        picture.write_text(draw(bins, calibration(everything, "left")))


def _office(seed: int) -> list[Stretch]:
    """Of small and of busy offices."""
    return Workplace(seed, units=4 + 2 * (seed % 4), pressure=0.6 + 0.06 * (seed % 9)).live(LIVED)


def _print_thin(offices: int) -> None:
    """The same with shorter histories, by how many limits were missed in them."""
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for seed in range(1000, 1000 + offices):
        lived = Workplace(seed, units=2 + seed % 4, pressure=0.5 + 0.1 * (seed % 5)).live(LIVED)
        for back in BACKS:
            known = [one for one in known_on(lived, SINCE) if one.first >= SINCE - back]
            missed = sum(one.missed for one in known)
            seen = guesses(lived, SINCE, UNTIL, back, least=(0.0, 1.0))
            if len(seen) >= 50:
                group = next(low for low, high in pairwise(THIN) if low <= missed < high)
                found[group].append((brier(seen, "model"), brier(seen, "left")))
    for group, pairs in sorted(found.items()):
        model, left = mean(pair[0] for pair in pairs), mean(pair[1] for pair in pairs)
        wins = sum(pair[0] < pair[1] for pair in pairs)
        print(f"  from {group} limits missed: {model:.4f} against {left:.4f}, better in {wins} of {len(pairs)}")


def speed(tasks: int) -> None:
    """One night over an archive of about so many tasks."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _database(Path(folder)) as url:
        app = create_app(make_settings(url, Path(folder)))
        with app.app_context():
            session = db.session()
            migrate.upgrade(db.engine)
            build_office(session)
            session.flush()
            lived = Workplace(1, units=max(1, tasks // 600)).live(LIVED)
            today = clock.local_day(clock.now(), "Asia/Ho_Chi_Minh")
            write(session, Office.load(session), turns(lived, _days(today), LIVED - 10))
            session.commit()
            session.connection().exec_driver_sql("ANALYZE")
            session.commit()
            began = time.monotonic()
            count = steps.forecast(Tick(session, app.extensions["taskapp"], "bench"))
            took = time.monotonic() - began
            print(f"{len({one.task_id for one in lived})} tasks, {count} foreseen in {took:.1f} s")
            db.session.remove()
            db.engine.dispose()


def _days(today: date) -> Days:
    """Working days of which the last one lived is the one before today."""
    return Days(add_workdays(today, -(LIVED - 9), CALENDAR))


def draw(bins: list[Bin], rival: list[Bin]) -> str:
    """The calibration as a picture: what was foreseen across, what came upwards; on the line is right."""
    width, edge = 460, 60
    side = width - 2 * edge

    def x(share: float) -> float:
        return edge + side * share

    def y(share: float) -> float:
        return width - edge - side * share

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width + 40}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{width + 40}" fill="#fff"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#888" stroke-dasharray="5 4"/>',
        f'<path d="M{x(0)} {y(1)}V{y(0)}H{x(1)}" fill="none" stroke="#333"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<text x="{x(tick):.0f}" y="{y(0) + 20:.0f}" text-anchor="middle">{tick:.0%}</text>')
        parts.append(f'<text x="{x(0) - 8:.0f}" y="{y(tick) + 4:.0f}" text-anchor="end">{tick:.0%}</text>')
    for found, colour, shape in ((rival, "#b45f06", "square"), (bins, "#0b5394", "circle")):
        line = " ".join(f"{x(one.chance):.1f},{y(one.late):.1f}" for one in found)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for one in found:
            cx, cy = x(one.chance), y(one.late)
            dot = f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="4.5" fill="{colour}"/>'
            box = f'<rect x="{cx - 4:.1f}" y="{cy - 4:.1f}" width="8" height="8" fill="{colour}"/>'
            parts.append(dot if shape == "circle" else box)
    parts += [
        f'<text x="{width / 2}" y="{width - 18}" text-anchor="middle">Khả năng trễ đã ước tính</text>',
        f'<text transform="translate(14 {width / 2}) rotate(-90)" text-anchor="middle">Tỷ lệ trễ thật sự</text>',
        f'<circle cx="70" cy="{width + 10}" r="4.5" fill="#0b5394"/><text x="82" y="{width + 14}">mô hình</text>',
        f'<rect x="186" y="{width + 6}" width="8" height="8" fill="#b45f06"/>'
        f'<text x="202" y="{width + 14}">chỉ số ngày còn lại</text>',
        "</svg>\n",
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    if sys.argv[1:2] == ["speed"]:
        speed(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, Path(sys.argv[2]) if len(sys.argv) > 2 else None)

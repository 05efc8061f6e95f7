"""A morning of the whole country, simulated: `python -m tests.bench.country`.

One installation for each province and the communes below it. People come around 07:30 and open their pages, letters
go out at 07:30; both are queues in front of a number of cores and of senders. What a page and a letter cost was
measured (docs/hieu-nang.md, docs/reliability.md); how many people there are and how they come is assumed and said
below. It shows what has to be bought, not how people behave. Same seed, same table.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from random import Random
from statistics import quantiles
from typing import NamedTuple

SEED = 20261126
TASKS_A_YEAR, WORKDAYS = 50_000_000, 250
PROVINCES, COMMUNES = 34, 3321

# Assumed: staff who sign in, when they come (minutes after midnight: middle and spread), what they open in a morning.
STAFF_OF_A_PROVINCE, STAFF_OF_A_COMMUNE = 3_000, 45
COME_AT, PAGES = 450, 6
SPREADS = (12, 2)  # a usual morning; all at once, after a meeting or when the power is back
WAITS_BETWEEN_PAGES = 40.0  # seconds, in the middle
HAS_A_DIGEST = 0.7  # of the staff, on a morning

# Measured, seconds of processor time, rounded up: signing in (argon2 most of it), a list or a task, a report.
SIGNING_IN, PAGE, REPORT, IS_REPORT = 0.080, 0.030, 0.160, 0.05
LETTERS_A_SECOND = 160  # of one sender on PostgreSQL with fsync
BYTES_A_TASK, BYTES_A_LETTER = 2_600 + 1_400, 12_000  # row, events and indexes, and what reminds of it; a kept letter


class Province(NamedTuple):
    """How many people sign in, and how many tasks a year are given."""

    name: str
    communes: int

    @property
    def people(self) -> int:
        return STAFF_OF_A_PROVINCE + self.communes * STAFF_OF_A_COMMUNE

    @property
    def tasks(self) -> int:
        """Tasks a year, as its share of the communes."""
        return TASKS_A_YEAR * self.communes // COMMUNES


KINDS = (
    Province("Lai Châu", 38),
    Province("trung bình", COMMUNES // PROVINCES),
    Province("TP.HCM", 168),
)


def main() -> None:
    """Print what each kind of province needs."""
    print("| tỉnh | người | việc/năm | thư buổi sáng | gửi xong sau (giây) | GB/năm |\n|---|---|---|---|---|---|")
    for province in KINDS:
        letters = round(province.people * HAS_A_DIGEST)
        stored = (province.tasks * BYTES_A_TASK + letters * WORKDAYS * BYTES_A_LETTER) / 1e9
        size = (
            f"{province.people:,} | {province.tasks:,} | {letters:,} | {letters / LETTERS_A_SECOND:.0f} | {stored:.0f}"
        )
        print(f"| {province.name} | {size} |")
    print("\n| tỉnh | đến quanh 07:30 | nhân | một trang chờ p50 / p99 / lâu nhất (giây) |\n|---|---|---|---|")
    for province in KINDS:
        for spread in SPREADS:
            calls = list(_calls(Random(SEED), province.people, spread))
            for cores in (2, 4, 8, 16):
                waits = queue(calls, cores)
                cuts = quantiles(waits, n=100)
                told = f"{cuts[49]:.2f} / {cuts[98]:.2f} / {max(waits):.1f}"
                print(f"| {province.name} | ± {spread} phút | {cores} | {told} |")
                if cuts[98] < 0.1:
                    break


def queue(calls: Sequence[tuple[float, float]], cores: int) -> list[float]:
    """How many seconds each call waits for a core, first come first served; calls: (when it comes, what it costs)."""
    free = [0.0] * cores
    waits = []
    for comes, costs in calls:
        begins = max(comes, heapq.heappop(free))
        heapq.heappush(free, begins + costs)
        waits.append(begins - comes)
    return waits


def _calls(random: Random, people: int, spread: float) -> Iterable[tuple[float, float]]:
    """The calls of a morning in the order in which they come."""
    found = []
    for _person in range(people):
        now = random.gauss(COME_AT, spread) * 60
        found.append((now, SIGNING_IN))
        for _page in range(PAGES):
            now += random.expovariate(1 / WAITS_BETWEEN_PAGES)
            found.append((now, REPORT if random.random() < IS_REPORT else PAGE))
    return sorted(found)


if __name__ == "__main__":
    main()

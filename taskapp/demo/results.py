"""What units hand in: the words, and the number and day of their own document."""

from __future__ import annotations

from datetime import date
from random import Random

from taskapp.demo import phrases
from taskapp.demo.assignments import running_number
from taskapp.demo.cast import Office
from taskapp.people.models import Unit, UnitKind
from taskapp.tasks.results import Result

DOCUMENTS_A_YEAR = {UnitKind.OFFICE: 440, UnitKind.COMMUNE: 310}
CODES = {  # kinds of document (NĐ 30/2020/NĐ-CP, Appendix III) by the product that was asked for
    "Kế hoạch": "KH",
    "Tờ trình": "TTr",
    "Quyết định": "TTr",
    "Hướng dẫn": "HD",
    "Kết luận kiểm tra": "KL",
    "Thông báo": "TB",
    "Phương án": "PA",
    "Biên bản kiểm tra": "BB",
    "Biên bản nghiệm thu": "BB",
    "Chương trình": "CTr",
}
WITHOUT_DOCUMENT = 0.05
LAST_YEAR_OF_THE_EPIDEMIC = 2021


def result(
    office: Office, unit: Unit, product: str, day: date, rng: Random, *, texts: tuple[str, ...] = phrases.RESULTS
) -> Result:
    """A result handed in on `day` in one of these sentences, with the explanation that a late one must bring."""
    explanation = of_its_time(phrases.EXPLANATIONS, day, rng)
    if rng.random() < WITHOUT_DOCUMENT:
        reason = rng.choice(phrases.NO_EVIDENCE)
        return Result(text=rng.choice(texts[1:4]), no_evidence_reason=reason, explanation=explanation)
    number = running_number(day, DOCUMENTS_A_YEAR.get(unit.kind, 300), rng)
    letters = office.letters(unit)
    notation = f"{CODES.get(product, 'BC')}-{letters}" if product != "Công văn" else letters
    return Result(
        text=rng.choice(texts),
        result_number=f"{number}/{notation}",
        result_on=day,
        explanation=explanation,
    )


def of_its_time(sentences: tuple[str, ...], day: date, rng: Random) -> str:
    """One of the sentences; those that speak of the epidemic only while it lasted."""
    fits = [s for s in sentences if day.year <= LAST_YEAR_OF_THE_EPIDEMIC or not ("dịch" in s or "giãn cách" in s)]
    return rng.choice(fits)

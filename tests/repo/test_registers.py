"""The registers of ASVS and TCVN 14423: complete, each claim with a test that exists, the pages as the data say."""

from __future__ import annotations

import re

import pytest

from tests.repo import registers
from tests.repo.registers import FOLDER, RULES

# ASVS 5.0.0, levels 1 and 2: how many of each section, by its chapter and section; 253 together.
COUNTED = """
    1.1=2 1.2=9 1.3=11 1.4=3 1.5=2 2.1=3 2.2=3 2.3=4 2.4=1 3.2=2 3.3=4 3.4=6 3.5=5 3.7=2 4.1=3 4.2=1 4.3=2
    4.4=4 5.1=1 5.2=3 5.3=2 5.4=3 6.1=3 6.2=12 6.3=4 6.4=4 6.5=5 6.6=3 6.8=4 7.1=3 7.2=4 7.3=2 7.4=5 7.5=2
    7.6=2 8.1=2 8.2=3 8.3=1 8.4=1 9.1=3 9.2=4 10.1=2 10.2=2 10.3=4 10.4=11 10.5=5 10.6=2 10.7=3 11.1=2
    11.2=3 11.3=3 11.4=4 11.5=1 11.6=1 12.1=3 12.2=2 12.3=4 13.1=1 13.2=5 13.3=2 13.4=5 14.1=2 14.2=4 14.3=3
    15.1=3 15.2=3 15.3=7 16.1=1 16.2=5 16.3=4 16.4=3 16.5=3 17.1=1 17.2=4 17.3=2
"""
ASVS = {section: int(count) for section, count in re.findall(r"(\S+)=(\d+)", COUNTED)}


def test_the_register_of_asvs_holds_each_of_the_253_requirements_once():
    numbers = [item.number for item in registers.read("asvs").items]
    assert numbers == [f"{section}.{place}" for section, count in ASVS.items() for place in range(1, count + 1)]
    assert len(numbers) == 253


@pytest.mark.parametrize("name", registers.names())
def test_each_verdict_has_its_ground(name: str):
    wrong = []
    for item in registers.read(name).items:
        grounds = {
            "tested": bool(item.tests) and not registers.missing(item.tests),
            "documented": bool(item.section),
            "apart": bool(item.why) and not item.tests,
            "deviation": bool(item.why and item.plan),
        }
        if not grounds[item.verdict] or not item.text:
            wrong.append(f"{item.number}: {item.verdict} {registers.missing(item.tests)}")
    assert wrong == []


@pytest.mark.parametrize("name", registers.names())
def test_three_quarters_of_what_applies_are_tested(name: str):
    assert registers.read(name).share_tested >= 0.75


@pytest.mark.parametrize("name", registers.names())
def test_the_page_is_what_the_data_say(name: str):
    assert (FOLDER / f"{name}.md").read_text(encoding="utf-8") == registers.rendered(name)


@pytest.mark.parametrize("name", registers.names())
def test_sections_that_are_named_exist(name: str):
    headings = {int(n) for n in re.findall(r"^## (\d+)\. ", (FOLDER / RULES).read_text(encoding="utf-8"), re.MULTILINE)}
    kept = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    named = {int(n) for n in re.findall(r"quy-tac\.md mục (\d+)", kept)}
    assert named | {item.section for item in registers.read(name).items if item.section} <= headings

"""The guides say what the screens say: words in bold are words of the interface, links and pictures lead somewhere."""

from __future__ import annotations

import re

import pytest

from taskapp.guides import changes, places, reading, shelf
from tests.journeys.screens import PICTURES
from tests.repo.source import ROOT
from tests.repo.test_texts import _sources

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
LARGEST = 150_000  # bytes of a picture


def text_of(name: str) -> str:
    return (shelf.FOLDER / f"{name}.md").read_text(encoding="utf-8")


def test_there_is_a_guide_for_each_role_and_nothing_else_lies_beside_them() -> None:
    assert {path.stem for path in shelf.FOLDER.iterdir()} == set(shelf.NAMES)


@pytest.mark.parametrize("name", shelf.NAMES)
def test_words_in_bold_are_words_of_the_interface(name: str) -> None:
    bold = {" ".join(words.split()) for words in BOLD.findall(text_of(name))}
    assert len(bold) > 10
    assert sorted(bold - _sources()) == []


@pytest.mark.parametrize("name", shelf.NAMES)
def test_a_guide_is_at_most_three_screens_and_says_what_reminds_and_what_to_do_when_things_go_wrong(name: str) -> None:
    guide = shelf.guide(name)
    assert len(text_of(name).split()) < 900
    assert {"duoc-nhac-nhung-gi", "khi-co-truc-trac"} <= {anchor for anchor, _words in guide.sections}
    assert "**" not in guide.html.text
    assert "<h1" not in guide.html.text


@pytest.mark.parametrize("name", shelf.NAMES)
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    pictures = [target for mark, target in LINK.findall(text_of(name)) if mark]
    assert [picture for picture in pictures if picture.removeprefix("../screens/") not in PICTURES] == []
    assert all(shelf.screen(picture.rsplit("/", 1)[1]).stat().st_size < LARGEST for picture in pictures)
    links = [target for mark, target in LINK.findall(text_of(name)) if not mark]
    assert [link for link in links if not (shelf.FOLDER / link.partition("#")[0]).exists()] == []


def test_every_part_that_a_page_leads_to_is_in_its_guide() -> None:
    parts = {name: {anchor for anchor, _words in shelf.guide(name).sections} for name in shelf.NAMES}
    named = {place for found in places.PLACES.values() for place in found}
    assert [place for place in sorted(named) if place.section not in parts[place.guide]] == []


def test_markup_of_a_file_stays_text_and_only_pages_of_ours_are_linked() -> None:
    body = "<script>x</script> [a](van-phong.md#x) [b](../admin.md) ![](../screens/p.png)"
    guide = reading.read(f"# Tên\n\n## Khi có **trục trặc**\n\n{body}")
    assert guide.title == "Tên"
    assert guide.sections == (("khi-co-truc-trac", "Khi có trục trặc"),)
    assert "&lt;script&gt;" in guide.html.text
    assert '<a href="/help/van-phong#x">a</a> <span>b</span>' in guide.html.text
    assert 'src="/help/screens/p.png"' in guide.html.text


def test_every_line_of_the_changelog_is_said_in_both_languages() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    vietnamese, english = changes.read(text, "vi"), changes.read(text, "en")
    assert [len(version.entries) for version in vietnamese] == [len(version.entries) for version in english]
    assert [entry for version in (*vietnamese, *english) for entry in version.entries if len(entry) < 10] == []


@pytest.mark.parametrize(
    ("entry", "vietnamese", "english"),
    [
        ("Có hai thứ tiếng. It has two.", "Có hai thứ tiếng.", "It has two."),
        ("Một câu. Hai câu. One. Two.", "Một câu. Hai câu.", "One. Two."),
        ("Sổ ghi. It says “Không số”, `link TÊN`.", "Sổ ghi.", "It says “Không số”, `link TÊN`."),
        ("Chỉ tiếng Việt.", "Chỉ tiếng Việt.", ""),
    ],
)  # fmt: skip
def test_an_entry_is_cut_where_english_begins(entry: str, vietnamese: str, english: str) -> None:
    assert changes.halves(entry) == (vietnamese, english)

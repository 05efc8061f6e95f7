"""The guides say what the screens say, in both languages: words in bold are on the screen, links lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath

import pytest

from taskapp.guides import changes, places, reading, shelf
from tests.journeys import screens
from tests.repo.source import ROOT
from tests.repo.test_texts import _english, _sources

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
MARK = re.compile(r"^(#+|-|\d+\.|\|)|(`[^`]+`)", re.MULTILINE)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
LARGEST = 150_000  # bytes of a picture
FOLDERS = {"vi": shelf.FOLDER, "en": shelf.ENGLISH}
WORDS = {"vi": _sources, "en": lambda: set(in_english().values())}
every_guide = pytest.mark.parametrize(("name", "language"), [(name, each) for each in FOLDERS for name in shelf.NAMES])


def in_english() -> dict[str, str]:
    return {message.id: message.string for message in _english() if message.id}


def text_of(name: str, language: str) -> str:
    return (FOLDERS[language] / f"{name}.md").read_text(encoding="utf-8")


def bold_of(text: str) -> list[str]:
    return [" ".join(words.split()) for words in BOLD.findall(text)]


def outline(text: str, say: Callable[[str], str] = str) -> list[Counter[str]]:
    """Of each part its level, items, rows, commands, links and pictures, and its words in bold as `say` says them."""
    return [
        Counter([mark + code for mark, code in MARK.findall(part)])
        + Counter(PurePosixPath(target).name.replace(".en.png", ".png") for _mark, target in LINK.findall(part))
        + Counter(map(say, bold_of(part)))
        for part in re.split(r"^(?=#)", text, flags=re.MULTILINE)
    ]


def test_there_is_a_guide_for_each_role_and_nothing_else_lies_beside_them() -> None:
    files = {f"{name}.md" for name in shelf.NAMES}
    assert {path.name for path in shelf.FOLDER.iterdir()} == files | {shelf.ENGLISH.name}
    assert {path.name for path in shelf.ENGLISH.iterdir()} == files


@every_guide
def test_words_in_bold_are_words_of_the_interface(name: str, language: str) -> None:
    bold = set(bold_of(text_of(name, language)))
    assert len(bold) > 10
    assert sorted(bold - WORDS[language]()) == []


@pytest.mark.parametrize("name", shelf.NAMES)
def test_the_english_guide_says_part_for_part_what_the_vietnamese_says(name: str) -> None:
    english = text_of(name, "en")
    assert outline(english) == outline(text_of(name, "vi"), in_english().__getitem__)
    assert changes.VIETNAMESE.findall(english) == []


@every_guide
def test_a_guide_is_at_most_three_screens_and_says_what_reminds_and_what_to_do_when_things_go_wrong(
    name: str, language: str
) -> None:
    guide = shelf.guide(name, language)
    assert len(text_of(name, language).split()) < 900
    assert {"duoc-nhac-nhung-gi", "khi-co-truc-trac"} <= {anchor for anchor, _words in guide.sections}
    assert "**" not in guide.html.text
    assert "<h1" not in guide.html.text


@every_guide
def test_links_and_pictures_lead_somewhere(name: str, language: str) -> None:
    targets = LINK.findall(text_of(name, language))
    assert [to for _mark, to in targets if not (FOLDERS[language] / to.partition("#")[0]).exists()] == []
    pictures = [PurePosixPath(to).name for mark, to in targets if mark]
    named = screens.PICTURES if language == "vi" else [screens.in_english(name) for name in screens.PICTURES]
    assert [picture for picture in pictures if picture not in named] == []
    assert all(shelf.screen(picture).stat().st_size < LARGEST for picture in pictures)


@pytest.mark.parametrize("language", FOLDERS)
def test_every_part_that_a_page_leads_to_is_in_its_guide(language: str) -> None:
    parts = {name: {anchor for anchor, _words in shelf.guide(name, language).sections} for name in shelf.NAMES}
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


def test_a_translation_has_the_anchors_of_the_original_at_every_level() -> None:
    original = reading.read("# Tên\n\n## Giao việc\n\n### Một việc\n\n## Duyệt kết quả\n")
    assert original.anchors == ["giao-viec", "mot-viec", "duyet-ket-qua"]
    translation = reading.read("# Name\n\n## Assigning\n\n### One task\n\n## Approving\n", original.anchors)
    assert translation.anchors == original.anchors
    assert translation.sections == (("giao-viec", "Assigning"), ("duyet-ket-qua", "Approving"))


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

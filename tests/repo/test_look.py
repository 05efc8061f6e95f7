"""The look: every value in tokens.css, every theme readable, nothing painted past the tokens."""

from __future__ import annotations

import re

import pytest

from taskapp.base.themes import GROUNDS as GROUNDS_AROUND
from tests.repo.palette import FOLDER, blocks, contrast, rgb, tokens
from tests.repo.source import ROOT

SHEETS = sorted(path for path in FOLDER.glob("*.css") if path.name != "tokens.css")
SCRIPTS = sorted(FOLDER.glob("*.js"))
PAST = {
    "a colour": r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgba?|hsla?|oklch|color-mix)\("
    r"|:\s*(?:white|black|red|green|blue|gr[ae]y)\b",
    "a typeface": r"font-family:(?!var\(|inherit)|font:[^;}]*\"",
    "a size of text": r"font-size:\s*[\d.]+(?:px|rem)",
    "a corner": r"border-radius:[^;}]*[1-9]\d*px",
    "a shadow": r"box-shadow:(?!var\(|none|inset 0 0 0|0 0 0 \dpx)",
    "a time": r"\b(?:transition|animation)[\w-]*:[^;}]*[\d.]m?s\b",
}
IN_SVG = {"wall.css": "font-size:5px"}  # a unit of its picture, not of the screen
GROUNDS = ("ground", "paper", "raised")
# words, their grounds
WORDS = [
    *((words, ground) for words in ("ink", "muted", "blue", "red", "amber", "green") for ground in GROUNDS),
    ("faint", "paper"),
    *((f"{hue}-ink", f"{hue}-soft") for hue in ("blue", "red", "amber", "green", "grey")),
    *(("ink", f"{hue}-soft") for hue in ("blue", "amber", "grey")),
    *((hue, f"{hue}-soft") for hue in ("blue", "red")),
    ("muted", "grey-soft"),
    *(("blue", ground) for ground in ("blue-soft", "blue-hover")),
    ("blue-dark", "blue-press"),
    *(("on-action", f"action{state}") for state in ("", "-dark", "-press")),
    *(("on-stop", f"stop{state}") for state in ("", "-dark", "-press")),
    *((f"heat-{step}-ink", f"heat-{step}") for step in (1, 2, 3)),
]
# edges, signs and what charts draw
SIGNS = [(sign, ground) for sign in ("edge", "focus") for ground in GROUNDS] + [
    (f"chart-{role}", "paper") for role in ("plain", "late", "soon", "done")
]


@pytest.mark.parametrize("what", PAST)
def test_no_stylesheet_has_of_its_own(what: str):
    found = [
        f"{path.name}: {match[0]}"
        for path in SHEETS
        for match in re.finditer(PAST[what], re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
        if IN_SVG.get(path.name) != match[0]
    ]
    assert found == []


def test_no_script_has_a_colour_of_its_own():
    texts = ((path, re.sub(r"//.*", "", path.read_text())) for path in SCRIPTS)
    assert [f"{path.name}: {m[0]}" for path, text in texts for m in re.finditer(r"\"#[0-9a-f]{3,8}\"", text)] == []


def test_what_a_browser_draws_around_a_page_is_its_ground():
    assert {theme: tokens(theme)["--ground"] for theme in GROUNDS_AROUND} == GROUNDS_AROUND


def test_every_name_that_is_used_is_one_of_the_tokens():
    known, own = set(tokens("light")), set()
    texts = [path.read_text() for path in (*SHEETS, FOLDER / "tokens.css")]
    for text in texts:
        own |= set(re.findall(r"(--[\w-]+):", text))
    used = {name for text in texts for name in re.findall(r"var\((--[\w-]+)", text)}
    assert used - known - own == set()
    assert {f"--{name}" for name in re.findall(r"colour\(\"([\w-]+)\"\)", (FOLDER / "charts.js").read_text())} <= known


def test_a_machine_set_to_dark_looks_like_the_dark_that_is_chosen():
    for more in (False, True):
        assert tokens("auto", more=more) == tokens("dark", more=more)
    assert tokens("auto")["color-scheme"] == "dark"
    colours = {name for name, value in tokens("light").items() if value.startswith("#")}
    assert {name for name, value in tokens("dark").items() if value.startswith("#")} == colours


def test_dark_never_reaches_paper():
    dark = [media for media, selector, _pairs in blocks() if "dark" in selector or "auto" in selector]
    assert len(dark) == 4
    assert all(media.startswith("screen") for media in dark)


@pytest.mark.parametrize("more", [False, True], ids=["usual", "more contrast"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_signs_stand_out_from_their_ground(theme: str, more: bool):
    known = tokens(theme, more=more)
    assert not too_faint(known, WORDS, 4.5)
    assert not too_faint(known, SIGNS, 3)
    if more:
        assert not too_faint(known, [pair for pair in WORDS if pair[1] == "paper" and pair[0] != "faint"], 7)


def test_what_is_too_faint_is_seen():
    known = tokens("light") | {"--muted": "#999"}
    assert too_faint(known, [("muted", "paper"), ("ink", "paper")], 4.5) == ["muted on paper: 2.85"]


def test_each_page_says_its_theme_and_loads_the_tokens_first():
    for name in ("_document.html", "_open.html"):
        page = (ROOT / "templates" / name).read_text()
        assert "data-theme=" in page
        assert page.index("bootstrap.min.css") < page.index("tokens.css") < page.index("app.css")


def too_faint(known: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs that stand less than `least` apart."""
    found = []
    for words, ground in pairs:
        below = rgb(known[f"--{ground}"])
        ratio = contrast(rgb(known[f"--{words}"], below), below)
        if ratio < least:
            found.append(f"{words} on {ground}: {ratio:.2f}")
    return found

"""Reads static/tokens.css: what each name means in each theme, and how far two colours stand apart."""

from __future__ import annotations

import re

from tests.repo.source import ROOT

FOLDER = ROOT / "taskapp/static"
THEMES = ("light", "dark", "auto")
BLOCK = re.compile(r"((?:@media[^{]*\{)?)\s*([^{}@]+)\{([^{}]*)\}")
Rgb = tuple[float, float, float]


def blocks() -> list[tuple[str, str, dict[str, str]]]:
    """(media query or "", selector, its tokens), in the order of the file."""
    text = re.sub(r"/\*.*?\*/|@font-face\{[^}]*\}", "", (FOLDER / "tokens.css").read_text(), flags=re.DOTALL)
    found = []
    for media, selector, body in BLOCK.findall(text):
        pairs = re.findall(r"(--[\w-]+|color-scheme):((?:\"[^\"]*\"|[^;\"])*)", body)
        found.append((media.removeprefix("@media").strip(" {\n"), selector.strip(), dict(pairs)))
    return found


def tokens(theme: str, *, more: bool = False) -> dict[str, str]:
    """What every name means on the screen in this theme, with more contrast asked for or not."""
    found: dict[str, str] = {}
    for media, selector, pairs in blocks():
        wanted = f"[data-theme={theme}]" in selector or selector.endswith("[data-theme]") or ":root" in selector
        asked = "prefers-contrast" not in media or more
        if wanted and asked and media not in ("print", "(max-width:760px)") and "reduced-motion" not in media:
            found |= pairs
    return found


def rgb(colour: str, ground: Rgb = (255, 255, 255)) -> Rgb:
    """The colour as it appears on its ground; #rgb, #rrggbb, or with a share of cover behind them."""
    digits = colour.removeprefix("#")
    if len(digits) < 6:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[place : place + 2], 16) for place in range(0, len(digits), 2)]
    cover = parts[3] / 255 if len(parts) == 4 else 1
    red, green, blue = (one * cover + below * (1 - cover) for one, below in zip(parts[:3], ground, strict=True))
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The ratio of WCAG 2.2."""
    dark, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dark + 0.05)


def _light(colour: Rgb) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

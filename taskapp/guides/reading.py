"""A guide's Markdown as HTML of our pages: headings with anchors, pictures and links to where pages have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from markdown import Markdown
from markdown.extensions.toc import TocExtension

from taskapp.base.text import fold

HELP = "/help"


@dataclass(frozen=True)
class Html:
    """What the Markdown library made of a file of ours, raw HTML in it made text; templates show it as it is."""

    text: str

    def __html__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Guide:
    """`title` is the file's h1, which the page shows itself; `sections`: anchor and words of each h2, in order."""

    title: str
    html: Html
    sections: tuple[tuple[str, str], ...]

    @property
    def anchors(self) -> list[str]:
        """The anchors of all its headings, in order."""
        return re.findall(r'<h\d id="([^"]+)"', self.html.text)


def read(text: str, anchors: Iterable[str] = ()) -> Guide:
    """The guide that a Markdown file holds; its headings take these anchors in order, and then those of their words."""
    _line, title, body = re.split(r"^# (.+)$", text, maxsplit=1, flags=re.MULTILINE)
    reader = _reader(anchors)
    html = Html(reader.convert(body))
    return Guide(title.strip(), html, tuple((each["id"], each["name"]) for each in reader.toc_tokens))


def fragment(text: str) -> Html:
    """A few lines of Markdown as HTML."""
    return Html(_reader().convert(text))


def anchor(words: str) -> str:
    """How a heading is called in addresses: "Khi có trục trặc" is "khi-co-truc-trac"."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))


def _reader(anchors: Iterable[str] = ()) -> Markdown:
    given = iter(anchors)
    contents = TocExtension(slugify=lambda words, _separator: next(given, anchor(words)))
    reader = Markdown(extensions=["tables", "sane_lists", contents])
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    reader.treeprocessors.register(_Ours(), "ours", 0)
    return reader


class _Ours:
    """A tree processor: addresses between files of docs/ become those of our pages; others are words without a link."""

    def run(self, root: Any) -> None:
        for picture in root.iter("img"):
            picture.set("src", f"{HELP}/screens/{PurePosixPath(picture.get('src', '')).name}")
            picture.set("loading", "lazy")
        for link in root.iter("a"):
            self._lead(link)
        for table in root.iter("table"):
            table.set("class", "table")

    def _lead(self, link: Any) -> None:
        path, sign, place = link.attrib.pop("href", "").partition("#")
        page = re.fullmatch(r"([a-z-]+)\.md", path)
        if page:
            link.set("href", f"{HELP}/{page[1]}{sign}{place}")
        elif sign and not path:
            link.set("href", f"#{place}")
        else:
            link.tag = "span"

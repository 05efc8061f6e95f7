"""A guide's Markdown as HTML of our pages: headings with anchors, pictures and links to where pages have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element  # nosec B405 - the type only: our own files, read by the Markdown library

from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from taskapp.base.text import fold

HELP = "/help"


@dataclass(frozen=True)
class Guide:
    """`title` is the file's h1, which the page shows itself; `sections`: anchor and words of each h2, in order."""

    title: str
    html: Markup
    sections: tuple[tuple[str, str], ...]


def read(text: str) -> Guide:
    """The guide that a Markdown file holds. Raw HTML in it is shown as text."""
    _line, title, body = re.split(r"^# (.+)$", text, maxsplit=1, flags=re.MULTILINE)
    reader = _reader()
    html = Markup(reader.convert(body))  # noqa: S704  # nosec B704 - of our own files, raw HTML made text
    found = reader.toc_tokens  # type: ignore[attr-defined]  # the extension's
    return Guide(title.strip(), html, tuple((each["id"], each["name"]) for each in found))


def fragment(text: str) -> Markup:
    """A few lines of Markdown as HTML."""
    return Markup(_reader().convert(text))  # noqa: S704  # nosec B704 - of our own files, raw HTML made text


def anchor(words: str, _separator: str = "-") -> str:
    """How a heading is called in addresses: "Khi có trục trặc" is "khi-co-truc-trac"."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))


def _reader() -> Markdown:
    reader = Markdown(extensions=["tables", "sane_lists", TocExtension(slugify=anchor)])
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    reader.treeprocessors.register(_Ours(reader), "ours", 0)
    return reader


class _Ours(Treeprocessor):
    """Addresses between the files of docs/ become those of our pages; what has no page here is words without a link."""

    def run(self, root: Element) -> None:
        for picture in root.iter("img"):
            picture.set("src", f"{HELP}/screens/{PurePosixPath(picture.get('src', '')).name}")
            picture.set("loading", "lazy")
        for link in root.iter("a"):
            self._lead(link)
        for table in root.iter("table"):
            table.set("class", "table")

    def _lead(self, link: Element) -> None:
        path, sign, place = link.attrib.pop("href", "").partition("#")
        page: Any = re.fullmatch(r"([a-z-]+)\.md", path)
        if page:
            link.set("href", f"{HELP}/{page[1]}{sign}{place}")
        elif sign and not path:
            link.set("href", f"#{place}")
        else:
            link.tag = "span"

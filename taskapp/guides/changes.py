"""CHANGELOG.md in one language: each of its entries says the same in Vietnamese and then in English. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

VIETNAMESE = re.compile(r"[À-ÖØ-öø-ỹĐđ]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_BOTH = re.compile(r"\((.+?) / (.+?)\)")


@dataclass(frozen=True)
class Version:
    """One version and what it changed, as Markdown, newest first as in the file."""

    name: str
    entries: tuple[str, ...]


def read(text: str, language: str) -> list[Version]:
    """The versions of the file in Vietnamese (`vi`) or English (any other)."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    named = zip(parts[1::2], parts[2::2], strict=True)
    return [Version(_name(name, language), tuple(halves(entry)[language != "vi"] for entry in _entries(body)))
            for name, body in named]  # fmt: skip


def halves(entry: str) -> tuple[str, str]:
    """What an entry says in Vietnamese and in English: all after the last sentence with a Vietnamese letter."""
    sentences = _SENTENCE.split(entry)
    spoken = [place for place, sentence in enumerate(sentences, 1) if VIETNAMESE.search(_without_names(sentence))]
    end = max(spoken, default=0)
    return " ".join(sentences[:end]), " ".join(sentences[end:])


def _without_names(sentence: str) -> str:
    """An English sentence may hold a command, a file or a quotation with a Vietnamese word."""
    return re.sub(r"“[^”]*”|`[^`]*`|\([^()\s]*\)", "", sentence)


def _entries(body: str) -> list[str]:
    return [" ".join(entry.split()) for entry in re.split(r"^- ", body, flags=re.MULTILINE)[1:]]


def _name(name: str, language: str) -> str:
    return _BOTH.sub(lambda both: f"({both[1 if language == 'vi' else 2]})", name)

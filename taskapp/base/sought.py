"""What somebody typed into a search, read as terms: words that must all be there, phrases, the beginning of a word.

Everything typed is plain text: no sign is an operator but the quotation marks around a phrase. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from taskapp.base.text import words_of

MOST_WORDS = 12
LONGEST = 200
_CHUNK = re.compile(r'"([^"]*)("?)|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»", '"""""')
_PARTS = re.compile(r"\w+|\W+")
_NUMBER = re.compile(r"#?\s*(\d{1,15})")


@dataclass(frozen=True)
class Term:
    """Words that stand one after another; the last may go on when it is still being typed."""

    words: tuple[str, ...]
    is_open: bool = False

    def fits(self, word: str) -> bool:
        """Whether a folded word of a text is one of these."""
        return word in self.words or (self.is_open and word.startswith(self.words[-1]))


def read(text: str) -> tuple[Term, ...]:
    """The terms of a search, at most MOST_WORDS words: what is written together ("45/KL-UBND") is a phrase.

    The last word is open unless a blank or a quotation mark follows it.
    """
    terms: list[Term] = []
    left = MOST_WORDS
    for quoted, end, plain in _CHUNK.findall(text[:LONGEST].translate(_QUOTES)):
        words = words_of(plain or quoted)[:left]
        left -= len(words)
        if words:
            terms.append(Term(tuple(words), is_open=not end))
    goes_on = not text[:LONGEST].endswith((" ", "\u00a0"))
    closed = [Term(term.words) for term in terms[:-1]]
    return (*closed, *(Term(term.words, is_open=term.is_open and goes_on) for term in terms[-1:]))


def number_of(text: str) -> int | None:
    """The number of a task when nothing else was typed: "#123", "123"."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def marked(text: str, terms: Sequence[Term]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is what was sought; the pieces together are the text."""
    parts = [(part, any(term.fits(word) for word in words_of(part) for term in terms)) for part in _PARTS.findall(text)]
    joined = [
        (part, is_sought or (0 < n < len(parts) - 1 and not part.strip() and parts[n - 1][1] and parts[n + 1][1]))
        for n, (part, is_sought) in enumerate(parts)
    ]
    return [("".join(part for part, _is in run), is_sought) for is_sought, run in groupby(joined, key=itemgetter(1))]

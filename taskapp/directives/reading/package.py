"""The zip file around a document: only the members asked for are opened, and none that unpacks to too much.

What it refers to outside itself (templates, pictures, objects, links) is never followed, so it may stand.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from taskapp.directives.reading.limits import MEGABYTE
from taskapp.directives.reading.unreadable import DAMAGED, LOCKED, TOO_LARGE, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_XML = 16 * MEGABYTE  # of one part: measured, a tree takes up to ten times as much memory
MOST_TIMES_LARGER = 100
MOST_MEMBERS = 2000
_SMALL = MEGABYTE  # below this size a high ratio harms nobody
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """A zip file whose table of contents has been checked. Raises Unreadable for what is damaged, locked or huge."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Unreadable(DAMAGED) from error
        members = self._archive.infolist()
        _check_sizes(members, len(data))
        _check_names(members)
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str, most: int = LARGEST_XML) -> bytes:
        """One member, unpacked. The declared size is checked before, the real one cannot exceed it."""
        try:
            if self._archive.getinfo(name).file_size > most:
                raise Unreadable(TOO_LARGE)
            return self._archive.read(name)
        except KeyError as error:
            raise Unreadable(DAMAGED) from error
        except _BROKEN as error:
            raise Unreadable(DAMAGED) from error

    def tree(self, name: str) -> Element | None:
        """One XML member; None when there is none of that name."""
        return parsed(self.read(name)) if name in self.names else None


def parsed(data: bytes) -> Element:
    """XML without document type, entities or anything from outside. Raises Unreadable."""
    try:
        return SafeTree.fromstring(data, forbid_dtd=True)
    except (SafeTree.ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise Unreadable(DAMAGED) from error


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """The value of an attribute whatever its namespace; "" when there is none."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that local name."""
    return (child for child in (element if element is not None else ()) if local(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def _check_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    too_dense = any(m.file_size > max(_SMALL, m.compress_size * MOST_TIMES_LARGER) for m in members)
    most = min(LARGEST_UNPACKED, max(_SMALL, packed * MOST_TIMES_LARGER))
    if len(members) > MOST_MEMBERS or unpacked > most or too_dense:
        raise Unreadable(TOO_LARGE)


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(_is_outside(name) for name in names) or len(set(names)) != len(names):
        raise Unreadable(DAMAGED)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable(LOCKED)


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts or ":" in name

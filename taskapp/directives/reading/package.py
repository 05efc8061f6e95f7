"""The zip file around a document: only the members asked for are opened, and none that unpacks to too much.

What it refers to outside itself (templates, pictures, objects, links) is never followed, so it may stand.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from taskapp.directives import zips
from taskapp.directives.limits import MEGABYTE
from taskapp.directives.unreadable import DAMAGED, LOCKED, TOO_LARGE, Unreadable
from taskapp.directives.zips import Harm

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_XML = 16 * MEGABYTE  # of one part: measured, a tree takes up to ten times as much memory
_REFUSALS = {Harm.TOO_LARGE: TOO_LARGE, Harm.DAMAGED: DAMAGED, Harm.LOCKED: LOCKED}


class Package:
    """A zip file whose table of contents has been checked. Raises Unreadable for what is damaged, locked or huge."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except zips.BROKEN as error:
            raise Unreadable(DAMAGED) from error
        members = self._archive.infolist()
        if found := zips.harm(members, len(data)):
            raise Unreadable(_REFUSALS[found])
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str, most: int = LARGEST_XML) -> bytes:
        """One member, unpacked. The declared size is checked before, the real one cannot exceed it."""
        try:
            if self._archive.getinfo(name).file_size > most:
                raise Unreadable(TOO_LARGE)
            return self._archive.read(name)
        except KeyError as error:
            raise Unreadable(DAMAGED) from error
        except zips.BROKEN as error:
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

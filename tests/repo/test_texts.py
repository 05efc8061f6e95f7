"""Texts: reasons and labels in the code go through the catalogue; the catalogue has every one in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.repo.source import ROOT, application, at, pyproject

ENGLISH = ROOT / "taskapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
SAID = {"Refused", "Forbidden", "Missing", "BadInput", "Changed", "flash", "NavItem", "Banner", "ValidationError"}
TERMINAL = ("taskapp/cli.py", "taskapp/commands/")

"""axe-core in the page: what a second judge of WCAG 2.2 AA finds, in words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

# runs in a world of its own, so the page's security policy stays as it is
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """
async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
"""


@cache
def _script() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())
    found: list[str] = page.evaluate(ASK, RULES)
    return found


def violations_unfolded(page: Page) -> list[str]:
    """The same of a page that stands on the screen whole, so that nothing lies under what is pinned to its edge."""
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    found = violations(page)
    page.set_viewport_size(size)
    return found

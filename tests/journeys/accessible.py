"""What a page owes to readers with a screen reader, a keyboard, weak eyes: checked in the page itself."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page

LEAST_CONTRAST, LEAST_CONTRAST_LARGE = 4.5, 3.0
MOST_STOPS = 100  # of the Tab key before the main action

CHECKS = (Path(__file__).parent / "accessible.js").read_text()
ROOM = (Path(__file__).parent / "room.js").read_text()

# The element that has the focus: its name, and whether one can see that it has it.
FOCUSED = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const isSeen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const [box] = element.getClientRects();  // a link may go on in the next line
  const own = [element, ...(element.labels || [])];
  const isUncovered = box && [0.1, 0.5, 0.9].some((part) => {
    const top = document.elementFromPoint(box.left + box.width * part, box.top + Math.min(box.height, 40) / 2);
    return top && own.some((one) => one.contains(top));
  });
  return { isSeen, isUncovered, isAction: "action" in element.dataset, html: element.outerHTML.slice(0, 120) };
}
"""


def shortcomings(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in words."""
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    found: list[str] = page.evaluate(CHECKS, [LEAST_CONTRAST, LEAST_CONTRAST_LARGE])
    page.evaluate("document.querySelectorAll('details.who').forEach((part) => { part.open = false; })")
    return found


def squeezed(page: Page) -> list[str]:
    """What has no room on the page, or lies over something else, in words; with what is folded folded."""
    page.wait_for_load_state()
    found: list[str] = page.evaluate(ROOM)
    return found


def walk(page: Page, action: Locator | None) -> list[str]:
    """Go through the page with the Tab key until the action has the focus; what was wrong on the way, in words."""
    page.wait_for_load_state()
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    if action is not None:
        action.evaluate("(element) => { element.dataset.action = ''; }")
    wrong: list[str] = []
    for stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            return wrong if action is None and stop else [*wrong, f"the focus left the page after {stop} stops"]
        if not focused["isSeen"]:
            wrong.append(f"the focus cannot be seen on {focused['html']}")
        if not focused["isUncovered"]:
            wrong.append(f"the focus is off the screen or under something on {focused['html']}")
        if focused["isAction"]:
            return wrong
    return [*wrong, f"not reached with the Tab key: {action}"] if action is not None else wrong


def action_of(page: Page, words: str) -> Locator | None:
    """The button or link with these words, or None when there are none."""
    exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
    main = page.locator("main")
    found = main.locator("a, button, summary").filter(has_text=exact).locator("visible=true")
    return found.first if words else None

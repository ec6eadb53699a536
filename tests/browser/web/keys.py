"""A page used by keys alone: nothing here touches a pointer, and what Tab does not reach is not reached."""

from __future__ import annotations

from playwright.sync_api import Locator

__all__ = ["choose", "press", "reach", "write"]

FARTHEST = 150  # presses of Tab before somebody gives up


def reach(target: Locator) -> None:
    """Presses Tab until the target has the focus."""
    page = target.page
    target.wait_for()
    for _ in range(FARTHEST):
        if target.evaluate("part => part === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{FARTHEST} presses of Tab do not reach {target}")


def press(target: Locator) -> None:
    """Follows a link, or presses a button."""
    reach(target)
    target.page.keyboard.press("Enter")


def write(target: Locator, words: str) -> None:
    """Types into a field."""
    reach(target)
    target.page.keyboard.type(words)


def choose(target: Locator) -> None:
    """Chooses one of several: Tab to the group, then the arrows, or the space bar where it is the one that is reached."""
    page, name = target.page, target.get_attribute("name")
    target.wait_for()
    for _ in range(FARTHEST):
        if page.evaluate("name => document.activeElement.name === name", name):
            break
        page.keyboard.press("Tab")
    for _ in range(page.locator(f'[name="{name}"]').count()):
        if target.evaluate("part => part === document.activeElement"):
            page.keyboard.press("Space")
            break
        page.keyboard.press("ArrowDown")
    assert target.is_checked()

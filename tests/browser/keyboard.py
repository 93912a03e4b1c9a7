"""Hands that have no mouse."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MAX_TABS = 120
HELD = """() => {
  const it = document.activeElement;
  const label = it.labels?.[0]?.innerText ?? "";
  const style = getComputedStyle(it);
  return {
    words: (it.getAttribute("aria-label") || label || it.innerText || it.value || "").trim(),
    name: it.name ?? "", tag: it.localName, type: it.type ?? "",
    seen: style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""


@dataclass
class Keyboard:
    """``to`` goes with Tab, and wants to see where it is at each stop."""

    page: Page

    @property
    def held(self) -> dict[str, Any]:
        """What has the focus."""
        found: dict[str, Any] = self.page.evaluate(HELD)
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def to(self, words: str = "", *, name: str = "") -> None:
        """Tab until what has the focus bears these words, or this field name."""
        for _ in range(MAX_TABS):
            self.press("Tab")
            held = self.held
            assert held["tag"] == "body" or held["seen"], f"the focus cannot be seen on {held}"
            if name and held["name"] == name:
                return
            if words and words in held["words"]:
                return
        raise AssertionError(f"Tab never reaches {words or name!r} on {self.page.url}")

    def go(self, words: str) -> None:
        """Follow the link, or press the button, that bears these words."""
        self.to(words)
        with self.page.expect_navigation():
            self.press("Enter")

    def send(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")

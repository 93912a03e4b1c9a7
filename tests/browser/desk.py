"""One browser on a portal that can be stopped: what is read and found once the network is cut."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from tests.support import browser as browsers
from tests.support.factories import PASSWORD, Person

# Every byte of every store, as text.
STORED = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const response = await store.match(request);
      texts.push([name, new URL(request.url).pathname, await response.text()]);
    }
  }
  return texts;
}"""
FOUND = "[...document.querySelectorAll('#resultats [data-result]')].slice(0, 3).map(a => a.href)"
READY = """async () => {
  for (let turn = 0; turn < 200; turn++) {
    const [path] = location.pathname.match(/^\\/integration\\b|^/);
    const held = await caches.match(path + '/hors-ligne/copie');
    const facts = held && await held.json();
    if (facts && !facts.due && navigator.serviceWorker.controller) return facts;
    await new Promise(next => setTimeout(next, 50));
  }
  throw new Error('no copy');
}"""


@dataclass
class Desk:
    """One browser on a portal that can be stopped."""

    window: browsers.Visit
    server: ExitStack

    @property
    def page(self) -> Any:
        return self.window.page

    def visit_once(self, path: str = "/parcours") -> dict[str, Any]:
        """Open one page and wait until the copy is there; what is known of it."""
        self.window.open(path)
        return self.page.evaluate(READY)

    def log_in_by_page(self, person: Person) -> None:
        self.page.get_by_label("Adresse électronique").fill(person.email)
        self.page.get_by_label("Mot de passe").fill(PASSWORD)
        self.page.get_by_role("button", name="Se connecter").click()

    def cut(self) -> None:
        """No network, and nobody who would answer."""
        self.server.close()
        self.page.context.set_offline(True)

    def ask(self, path: str) -> Any:
        self.page.goto(self.window.base + path, wait_until="load")
        self.until("document.querySelector('#copie').innerText.includes('copie')")
        return self.page

    def until(self, expression: str) -> None:
        """Wait until it holds. Asked from here: the page itself may not evaluate anything."""
        for _ in range(200):
            if self.page.evaluate(expression):
                return
            time.sleep(0.05)
        raise AssertionError(expression)

    def facts(self) -> dict[str, Any]:
        return self.page.evaluate(
            "caches.match('/hors-ligne/copie').then(one => one?.json() ?? {})"
        )

    def find(self, words: str) -> list[str]:
        """The first three fiches for these words, typed in the box."""
        self.page.evaluate("document.querySelector('#resultats').replaceChildren()")
        self.page.locator("#recherche").fill(words)
        self.until("document.querySelector('#resultats').children.length > 0")
        return [href.rsplit("/", 1)[1] for href in self.page.evaluate(FOUND)]

    def stored(self) -> list[list[str]]:
        return self.page.evaluate(STORED)

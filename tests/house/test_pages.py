"""Every page of every role, as html5lib, RGAA and a French typographer read it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from tests.support.crawl import Crawl, crawl_of, each_role
from tests.support.factories import Place
from tests.support.html import PageError, check_page
from tests.support.routes import Route, whole

MAX_BYTES = 60_000
# The style guide shows everything at once.
LONG = {"home.styleguide", "simulation_graph.page"}


@dataclass
class Visit:
    """What one person meets on all her pages: faults, and where links lead (and from where)."""

    faults: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    def read(self, route: Route, path: str, status: int, body: bytes) -> None:
        if len(body) > MAX_BYTES and route.endpoint not in LONG:
            self.faults.append(f"{len(body)} bytes {route} ({route.endpoint})")
        try:
            root = check_page(whole(route, body.decode()))
        except PageError as error:
            self.faults.append(f"{status} {route} ({route.endpoint})\n{error}")
            return
        for address in _local(root, path) if status == 200 else ():
            self.links.setdefault(address, path)


def _local(root: Element, path: str) -> Iterator[str]:
    for node in root.iter("a"):
        target = urlsplit(urljoin(path, node.get("href", "")))
        if not target.netloc:
            yield target.path + (f"?{target.query}" if target.query else "")


def _visit(crawl: Crawl, place: Place) -> Visit:
    visit = Visit()
    for route, response in crawl.items():
        if isinstance(response, Exception):
            visit.faults.append(f"500 {route} ({route.endpoint})\n{response!r}")
        elif response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            visit.read(route, route.path(place), response.status_code, response.data)
    return visit


def _few_of_each(addresses: Iterable[str]) -> list[str]:
    """Three addresses of each shape are enough: digits and slugs apart, they are one."""
    kept: dict[str, list[str]] = {}
    for address in addresses:
        shape = re.sub(r"\d+|(?<=/fiches/)[\w-]+|(?<=/modules/)[\w/-]+", "*", address)
        kept.setdefault(shape, []).append(address)
    return [address for alike in kept.values() for address in alike[:3]]


def _dead(client, links: dict[str, str]) -> list[str]:
    statuses = {address: client.get(address).status_code for address in _few_of_each(links)}
    alive = {200, 302, 303}
    return [
        f"{links[address]} → {address}: {status}"
        for address, status in statuses.items()
        if status not in alive
    ]


@each_role
def test_every_page_is_sound_and_its_links_lead_somewhere(role, crawl, enter, world) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    visit = _visit(crawl, world.ours)
    assert not visit.faults, "\n\n".join(visit.faults)
    assert len(visit.links) > 5
    assert not _dead(client, visit.links)


def test_every_page_is_sound_for_nobody_in_particular(client, world) -> None:
    visit = _visit(crawl_of(client, world.ours), world.ours)
    assert not visit.faults, "\n\n".join(visit.faults)
    assert not _dead(client, visit.links)

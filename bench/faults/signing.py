"""Open the signature page and sign, as a browser does: the page's own token and field names."""

import contextlib
import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from ..dataset import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_LEVEL = re.compile(r'name="(level_[^"]+)"')
_RECEIPT = re.compile(r"/signatures/(\d+)$")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Ready:
    """A signature about to be sent: the form is filled, nothing has left."""

    port: int
    request_id: int
    cookie: str
    body: str


@dataclass(frozen=True)
class Answer:
    """``entry_id``: the ledger line that the receipt names, when it was signed."""

    status: int
    text: str
    entry_id: int | None


def prepare(port: int, request_id: int, cookie: str, comment: str = "") -> Ready:
    """Read the page of a waiting request and fill its form in."""
    status, text, _ = ask(port, "GET", f"/a-valider/{request_id}", cookie)
    token = _TOKEN.search(text)
    levels = set(_LEVEL.findall(text))
    if status != 200 or token is None or not levels:
        raise RuntimeError(f"the page of request {request_id} cannot be signed: {status}")
    fields = dict.fromkeys(levels, "3")
    fields |= {
        "csrf_token": token[1],
        "decision": "validate",
        "password": PASSWORD,
        "comment": comment,
        # asked only of whom nobody had named, and when something is to be read first
        "why": "Présence au poste ce jour-là.",
        "read_warning": "y",
    }
    return Ready(port, request_id, cookie, urlencode(fields))


def send(ready: Ready) -> Answer:
    """Sign. Raises OSError or HTTPException when no answer came back."""
    path = f"/a-valider/{ready.request_id}"
    status, text, location = ask(ready.port, "POST", path, ready.cookie, ready.body)
    receipt = _RECEIPT.search(location)
    return Answer(status, text, int(receipt[1]) if receipt and status in {302, 303} else None)


def wait_until_up(port: int) -> None:
    """Until the portal answers. Raises RuntimeError after a minute."""
    for _ in range(600):
        with contextlib.suppress(OSError, http.client.HTTPException):
            if ask(port, "GET", "/healthz", "")[0] == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the portal did not come back")


def read(port: int, path: str, cookie: str) -> tuple[int, str]:
    """(status, text) of a page. Raises OSError or HTTPException when no answer came back."""
    status, text, _ = ask(port, "GET", path, cookie)
    return status, text


def ask(
    port: int, method: str, path: str, cookie: str, body: str | None = None
) -> tuple[int, str, str]:
    """(status, text, address it sends on to)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Cookie": cookie, **(_FORM if body else {})}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode(), response.getheader("Location") or ""
    finally:
        connection.close()

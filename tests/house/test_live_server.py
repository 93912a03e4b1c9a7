"""The server of the browser's tests: the next test finds nobody left in its database."""

import threading
import urllib.request

from flask import Flask

from tests.support.browser import live_server


def test_the_server_ends_with_its_last_answer() -> None:
    app = Flask(__name__)
    begun, done = threading.Event(), threading.Event()

    @app.get("/")
    def slow() -> str:
        begun.set()
        threading.Event().wait(1.5)  # longer than the server takes to stop
        done.set()
        return "fini"

    with live_server(app) as base:
        asking = threading.Thread(target=lambda: urllib.request.urlopen(base).read())
        asking.start()
        assert begun.wait(10)
    assert done.is_set()
    asking.join(10)

"""What the tests stand on: databases, a world of people, a strict client, a browser."""

import pytest

pytest.register_assert_rewrite("tests.support.client", "tests.support.browser")

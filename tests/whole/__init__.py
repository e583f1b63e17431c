"""The whole server, started as its users start it, while parts of it are killed."""

import pytest

pytest.register_assert_rewrite("tests.whole.load", "tests.whole.pairs", "tests.whole.person")

"""The whole-system tests run one after the other, in one process of pytest-xdist, and it starts with them."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("whole"))
    items.sort(key=lambda item: HERE not in item.path.parents)

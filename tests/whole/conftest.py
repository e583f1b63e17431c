"""The whole-system tests run one after the other, in one process of pytest-xdist, and it starts with them."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.whole.installation import Installation

HERE = Path(__file__).parent
LAST_WORDS = 4_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("whole"))
    items.sort(key=lambda item: HERE not in item.path.parents)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows the last words of every process: the folder with its logs is gone afterwards."""
    report = yield
    running = getattr(item, "funcargs", {}).get("running")
    if report.failed and isinstance(running, Installation):
        for log in sorted([*running.data.parent.glob("*.log"), *running.data.glob("log/*.log")]):
            words = log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]
            report.sections.append((f"the end of {log.name}", words))
    return report
